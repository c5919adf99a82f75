/**
 * Reads the object list of a meter for the browse node and the dialogs, by way of the cache.
 */
import type { NodeAPI } from 'node-red';
import type { Target } from './meter-access';
import { type KeptList, objectLists } from './object-lists';
import type { Overrides } from './overrides';
import { textHash } from './text-hash';

/** A meter of a message (other place or address) has a list of its own, whatever it is called and however long it may take. */
export const listKey = (meterId: string, { line, meter }: Overrides): string => {
  const { responseTimeout: _timeout, ...place } = line;
  const { name: _name, security: _security, invocationCounter: _counter, ...address } = meter;
  const other = { ...place, ...address };
  return Object.keys(other).length === 0 ? meterId : `${meterId}_${textHash(JSON.stringify(other))}`;
};

/** Asks the meter and keeps the answer. @throws DlmsError what the meter says */
export const readObjects = async (RED: NodeAPI, key: string, { meter, request }: Pick<Target, 'meter' | 'request'>): Promise<KeptList> => {
  const { objects } = await meter.objectList(request);
  const list: KeptList = { source: 'meter', at: new Date().toISOString(), objects };
  await objectLists(RED).keep(key, list);
  return list;
};
