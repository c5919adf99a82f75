/**
 * Reads the object list of a meter for the browse node and the dialogs, by way of the cache.
 */
import type { NodeAPI } from 'node-red';
import { type ChosenMeter, meterIdentity, type Target } from './meter-access';
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

/** The list that is kept, but not that of another meter: the node may have been set to a new one since. @throws DlmsError */
export const keptObjects = async (RED: NodeAPI, chosen: ChosenMeter, overrides: Overrides): Promise<KeptList | null> => {
  const list = await objectLists(RED).get(listKey(chosen.meter, overrides));
  return list?.source === 'meter' && list.of !== meterIdentity(RED, chosen, overrides) ? null : list;
};

/** Asks the meter and keeps the answer. @throws DlmsError what the meter says */
export const readObjects = async (
  RED: NodeAPI,
  key: string,
  { meter, request, identity }: Pick<Target, 'meter' | 'request' | 'identity'>,
): Promise<KeptList> => {
  const { objects } = await meter.objectList(request);
  const list: KeptList = { source: 'meter', at: new Date().toISOString(), of: identity(), objects };
  await objectLists(RED).keep(key, list);
  return list;
};
