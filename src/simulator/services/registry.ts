/**
 * The services that the simulated meter has, by the kind of the request. A new service is one line.
 */
import type { ApduKind } from '../../apdu/apdu';
import { access } from './access';
import { action } from './action';
import { get } from './get';
import type { Service } from './service';
import { set } from './set';
import { readService, unconfirmedWriteService, writeService } from './short-name';

export const services: { readonly [K in ApduKind]?: Service<K> } = {
  'get-request': get,
  'set-request': set,
  'action-request': action,
  'access-request': access,
  'read-request': readService,
  'write-request': writeService,
  'unconfirmed-write-request': unconfirmedWriteService,
};
