import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describeObis, obisName } from '../../src/cosem/obis-names';
import { unitSymbol } from '../../src/cosem/units';

interface Example {
  readonly code: string;
  readonly en: string;
  readonly de: string;
  readonly classes?: readonly number[];
  readonly unit?: number;
  readonly symbol?: string;
}
const { examples } = JSON.parse(readFileSync(join(__dirname, '../vectors/facts/obis.json'), 'utf8')) as {
  readonly examples: readonly Example[];
};

describe('OBIS names', () => {
  it('has all examples of the facts', () => assert.equal(examples.length, 376));
  for (const { code, en, de, classes, unit, symbol } of examples) {
    it(`${code} ${en}`, () => {
      const found = describeObis(code);
      assert.equal(found.name, en);
      assert.equal(obisName(code, 'de'), de);
      if (classes !== undefined && found.classes.length > 0) assert.deepEqual(found.classes, classes);
      if (unit !== undefined) assert.equal(found.unit ?? 255, unit);
      if (symbol !== undefined && symbol !== '') assert.equal(unitSymbol(found.unit), symbol);
    });
  }

  // Blue Book part 1, edition 16: tables 13 and 20 (C = 112 to 115, E = 0 plus, 1 minus), 26 and 27 (A = 2)
  it('knows direct current and distortion power', () => {
    for (const [code, name, unit] of [
      ['2-0:1.8.0', 'DC electricity: Energy import (+A) total', 'Wh'],
      ['2-0:2.7.0', 'DC electricity: Power export (-P), instantaneous', 'W'],
      ['2-0:12.7.0', 'DC electricity: Voltage, high to low, instantaneous', 'V'],
      ['2-1:11.7.0', 'DC electricity: Current, instantaneous, channel 1', 'A'],
      ['2-0:97.97.0', 'DC electricity: Error register 1', null],
      ['1-0:113.7.1', 'Distortion power L1 (-), instantaneous', 'var'],
    ] as const) {
      const found = describeObis(code);
      assert.deepEqual([found.name, unitSymbol(found.unit)], [name, unit]);
    }
  });

  it('names any code in both languages', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (octets) => {
        for (const language of ['en', 'de'] as const) {
          const { name } = describeObis(octets, language);
          assert.ok(name.length > 0 && !/[{}]|undefined|null/.test(name), name);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
