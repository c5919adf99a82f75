/**
 * The times that bound a range, as octets (Blue Book part 2, 4.1.6.1 and 4.3.6.2.3): 1 March 2024 is a Friday.
 */
import assert from 'node:assert/strict';
import { meterDefaults } from '../../src/client/defaults';
import { selectionRequest } from '../../src/client/selection';
import type { Selection } from '../../src/client/types';
import { encodeData } from '../../src/codec/data';

describe('times of a range', () => {
  const rows = [
    [undefined, '07E803010500000000FFC400'],
    ['full', '07E803010500000000FFC400'],
    ['no-weekday', '07E80301FF00000000FFC400'],
    ['essential', '07E80301FF000000FF8000FF'],
  ] as const;
  for (const [rangeTimes, octets] of rows) {
    it(`${rangeTimes ?? 'without a choice'}: ${octets}`, () => {
      const options = { ...meterDefaults, name: 'house', addresses: { client: 1, logicalDevice: 1 } };
      const { selector, parameters } = selectionRequest(
        { kind: 'range', from: '2024-03-01T00:00:00+01:00', to: '2024-03-01T00:00:00+01:00' },
        rangeTimes === undefined ? options : { ...options, rangeTimes },
      );
      assert.equal(selector, 1);
      const sent = encodeData(parameters).toString('hex').toUpperCase();
      // restricting object: class 8, 0-0:1.0.0*255, attribute 2, data index 0; then both ends; then no columns
      assert.equal(sent, `02040204120008090600000100 00FF0F02120000090C${octets}090C${octets}0100`.replace(/ /g, ''));
    });
  }
});

describe('the kind of a selection', () => {
  it('is refused by its name when it is none: as a range it was answered with no rows', () => {
    const options = { ...meterDefaults, name: 'house', addresses: { client: 1, logicalDevice: 1 } };
    for (const kind of ['entries', undefined])
      assert.throws(() => selectionRequest({ kind, from: 2, to: 5 } as unknown as Selection, options), {
        code: 'value-invalid',
        message: `a selection is of kind "range", "entry" or "raw", not "${kind}"`,
      });
  });
});
