/**
 * Browsing a meter of 600 objects with rights: from the octets of the object list to what the dialog gets, as JSON. The target
 * is under 2 s after the transfer; what the browser does with it is in test/e2e/browse.test.ts.
 *
 * Run with `node --import tsx test/bench/browse.ts`.
 */
import { objectRows } from '../../nodes/lib/object-rows';
import { decodeData, encodeData } from '../../src/codec/data';
import type { Data } from '../../src/codec/types';
import { decodeObjectList } from '../../src/cosem/object-list';

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
for (const language of ['en', 'de'] as const) {
  const startedAt = performance.now();
  const rows = objectRows(decodeObjectList(decodeData(list), 1), language);
  const { length } = JSON.stringify(rows);
  const ms = performance.now() - startedAt;
  if (rows.length !== objects || ms > 2000) process.exitCode = 1;
  console.log(
    `browse: ${rows.length} objects (${list.length} octets) named in ${language} in ${Math.round(ms)} ms, ${Math.round(length / 1024)} KiB for the dialog`,
  );
}
