/**
 * Browsing a meter of 600 objects with rights: from the octets of the object list to what the dialog gets, as JSON. What the
 * browser does with it is in test/e2e/browse.test.ts.
 */
import { objectRows } from '../../nodes/lib/object-rows';
import { decodeData, encodeData } from '../../src/codec/data';
import type { Data } from '../../src/codec/types';
import { decodeObjectList } from '../../src/cosem/object-list';
import { atMost, type Bench } from './row';

const objects = 600;

const octets = (...values: number[]): Data => ({ type: 'octet-string', value: Buffer.from(values) });
const structure = (...value: Data[]): Data => ({ type: 'structure', value });
const number = (type: 'unsigned' | 'long-unsigned' | 'integer' | 'enum', value: number): Data => ({ type, value }) as Data;

/** object_list_element of class 15 version 1, Blue Book part 2. */
const element = (index: number): Data => {
  const rights = [1, 2, 3].map((id) => structure(number('integer', id), number('enum', 1), { type: 'null-data', value: null }));
  return structure(
    number('long-unsigned', 3),
    number('unsigned', 0),
    octets(1, 0, 1 + (index % 100), 7 + Math.floor(index / 100), 0, 255),
    structure(
      { type: 'array', value: rights },
      { type: 'array', value: [structure(number('integer', 1), { type: 'boolean', value: false })] },
    ),
  );
};

const list = encodeData({ type: 'array', value: Array.from({ length: objects }, (_, index) => element(index)) });

/** The first time: names are made then, and what a person waits for is that. */
function firstMs(language: 'en' | 'de'): number {
  const startedAt = performance.now();
  const rows = objectRows(decodeObjectList(decodeData(list), 1), { language });
  const { length } = JSON.stringify(rows);
  if (rows.length !== objects || length === 0) throw new Error(`${rows.length} of ${objects} objects`);
  return performance.now() - startedAt;
}

export const bench: Bench = {
  title: `Object list of ${objects} objects with rights, ${list.length} octets, to the browser of the dialogs`,
  rows: async () =>
    (['en', 'de'] as const).map((language) => ({
      job: `named, ${language}`,
      unit: 'ms',
      figure: firstMs(language),
      targets: [atMost(2000)],
    })),
};
