/**
 * Reads the object list of a meter for the browse node and the dialogs, by way of the cache.
 */
import type { NodeAPI } from 'node-red';
import type { RequestInfo } from '../../src/index';
import type { Target } from './meter-access';
import { type KeptList, objectLists } from './object-lists';
import type { Overrides } from './overrides';

/** A meter of a message (other place or address) has a list of its own. */
export const listKey = (meterId: string, { line, meter }: Overrides): string => {
  const { name: _name, security: _security, ...address } = meter;
  const other = Object.values({ ...line, ...address }).map(String);
  return [meterId, ...other].join('_').slice(0, 60);
};

/** Asks the meter and keeps the answer. @throws DlmsError what the meter says */
export const readObjects = async (
  RED: NodeAPI,
  key: string,
  { meter, request }: Pick<Target, 'meter' | 'request'>,
): Promise<{ readonly list: KeptList; readonly info: RequestInfo }> => {
  const { objects, info } = await meter.objectList(request);
  const list: KeptList = { source: 'meter', at: new Date().toISOString(), objects };
  await objectLists(RED).keep(key, list);
  return { list, info };
};
