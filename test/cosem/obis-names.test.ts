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
