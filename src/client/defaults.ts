/**
 * Options that suit most lines and meters; spread them and override what differs.
 */
import { conformanceFrom } from '../apdu/initiate';
import { plainSecurity } from '../security/plain';
import type { Referencing } from '../session/types';
import type { HdlcOptions, LineOptions, MeterOptions } from './types';

/** What a client with logical names offers: everything that this library can do. */
const logicalNameConformance = conformanceFrom([
  'general-protection',
  'general-block-transfer',
  'block-transfer-with-get-or-read',
  'block-transfer-with-set-or-write',
  'block-transfer-with-action',
  'multiple-references',
  'data-notification',
  'access',
  'get',
  'set',
  'selective-access',
  'event-notification',
  'action',
]);

/** What a client with short names offers. */
export const shortNameConformance = conformanceFrom([
  'read',
  'write',
  'block-transfer-with-get-or-read',
  'block-transfer-with-set-or-write',
  'multiple-references',
  'information-report',
  'parameterized-access',
]);

export const conformanceFor = (referencing: Referencing): number => (referencing === 'ln' ? logicalNameConformance : shortNameConformance);

export const hdlcDefaults: HdlcOptions = {
  maxInfoTransmit: 128,
  maxInfoReceive: 128,
  windowTransmit: 1,
  windowReceive: 1,
  disconnectFirst: false,
};

/** All options of a line but the transport and the framing. */
export const lineDefaults: Omit<LineOptions, 'transport' | 'framing'> = {
  responseTimeoutMs: 5000,
  interOctetTimeoutMs: 500,
  retries: 2,
  echoCancelling: true,
  idleReleaseMs: 30_000,
  maxQueue: 1000,
  backoffMs: [1000, 60_000],
};

/** All options of a meter but its name and addresses: no security, logical names. */
export const meterDefaults: Omit<MeterOptions, 'name' | 'addresses'> = {
  associate: {
    referencing: 'ln',
    proposedConformance: logicalNameConformance,
    conformanceTag: '5F1F',
    maxReceivePduSize: 0xffff,
  },
  hdlc: hdlcDefaults,
  security: async () => plainSecurity({ mechanism: 0 }),
  maxListItems: 0,
  clockDeviation: 'standard',
};
