/**
 * Bodies of notifications in every arrangement, with random objects, types, scalers and units: all give the same readings.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeApdu } from '../../src/apdu/apdu';
import { obisAt } from '../../src/cosem/obis';
import { unitSymbol } from '../../src/cosem/units';
import { createTelegramDecoder } from '../../src/telegram';
import { type Arrangement, arrangements, compactArrangements, decimal, type Item, items, itemsOfOneType } from './push-bodies';

const dateTime = Buffer.alloc(0);

function check({ make, said, name }: Arrangement, list: readonly Item[], id: number): void {
  const value = { longInvokeIdAndPriority: id, dateTime, dateTimeTagged: false, notificationBody: make(list) };
  const event = createTelegramDecoder({ templates: [] }).apdu(encodeApdu({ kind: 'data-notification', value }), 0);
  assert.ok(event.kind === 'telegram', event.kind === 'error' ? event.error.message : event.kind);
  const seen = event.readings.map((reading) => [reading.obis, String(reading.value), reading.unit, reading.classId, reading.attribute]);
  const expected = list.map(({ obis, data, scaler, unit }) =>
    said === 'scaled'
      ? [obisAt(obis), decimal(BigInt(data.value as number | bigint), scaler), unitSymbol(unit), 3, 2]
      : [obisAt(obis), String(data.value), null, 3, 2],
  );
  assert.deepEqual(seen, expected, name);
}

describe('a notification body', () => {
  const id = fc.integer({ min: 0, max: 0xffff_ffff });
  for (const one of arrangements)
    it(`of ${one.name}`, () =>
      fc.assert(
        fc.property(items, id, (list, invokeId) => check(one, list, invokeId)),
        { seed: 5, numRuns: 30 },
      ));
  for (const one of compactArrangements)
    it(`of a ${one.name}`, () =>
      fc.assert(
        fc.property(itemsOfOneType, id, (list, invokeId) => check(one, list, invokeId)),
        { seed: 5, numRuns: 30 },
      ));
});
