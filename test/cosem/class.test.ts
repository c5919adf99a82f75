import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeData, encodeData } from '../../src/codec/data';
import {
  attribute,
  attributeOffset,
  classes,
  coverageTable,
  enumAt,
  findClass,
  method,
  methodOffset,
  nearestClass,
} from '../../src/cosem/class';
import { blank, fromData, placeContext, toData } from '../../src/cosem/shape';
import type { Shape } from '../../src/cosem/types';

interface FactsMember {
  readonly id: number;
  readonly name: string;
  readonly access: string;
  readonly type: unknown;
  readonly parameter: unknown;
  readonly sn: number | null;
  readonly mandatory: boolean;
}
interface Facts {
  readonly classId: number;
  readonly version: number;
  readonly name: string;
  readonly chapter: string;
  readonly agreement: string;
  readonly attributes: readonly FactsMember[];
  readonly methods: readonly FactsMember[];
  readonly enums?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const facts = JSON.parse(readFileSync(join(__dirname, '../vectors/facts/interface-classes.json'), 'utf8')) as readonly Facts[];
const plain = (shape: Shape): unknown => JSON.parse(JSON.stringify(shape));

describe('interface classes', () => {
  it('are those of the facts, one for one', () => {
    assert.deepEqual(
      classes.map(({ classId, version, name, chapter }) => ({ classId, version, name, chapter })),
      facts.map(({ classId, version, name, chapter }) => ({ classId, version, name, chapter })),
    );
  });

  for (const fact of facts) {
    it(`${fact.classId} v${fact.version} ${fact.name}: numbers, names, types, offsets, words`, () => {
      const entry = findClass(fact.classId, fact.version);
      assert.ok(entry);
      assert.equal(entry.singleSource === true, fact.agreement !== '2+');
      assert.deepEqual(
        entry.attributes.map(({ id, name, access, sn, shape }) => ({ id, name, access, sn, shape: plain(shape) })),
        fact.attributes.map(({ id, name, access, sn, type }) => ({ id, name, access, sn, shape: type })),
      );
      assert.deepEqual(
        entry.methods.map(({ id, name, sn, mandatory, parameter }) => ({ id, name, sn, mandatory, parameter: plain(parameter) })),
        fact.methods.map(({ id, name, sn, mandatory, parameter }) => ({ id, name, sn, mandatory, parameter })),
      );
      assert.deepEqual(
        Object.values(entry.enums ?? {})
          .map(({ words, bits }) => JSON.stringify([bits === true, words]))
          .sort(),
        Object.entries(fact.enums ?? {})
          .map(([key, words]) => JSON.stringify([key.endsWith('(bits)'), words]))
          .sort(),
      );
    });
  }

  it('round-trips every attribute and every parameter: blank, encode, decode, plain, back', () => {
    for (const entry of classes) {
      const places = [
        ...entry.attributes.map(({ id, shape }) => [id, shape] as const),
        ...entry.methods.map(({ id, parameter }) => [`m${id}` as const, parameter] as const),
      ];
      for (const [place, shape] of places) {
        const what = `${entry.classId} v${entry.version} ${place}`;
        const value = blank(shape);
        const octets = encodeData(value);
        assert.deepEqual(decodeData(octets), value, what);
        const context = placeContext(entry, place);
        const back = toData(shape, fromData(shape, value, context), context, value);
        assert.deepEqual(encodeData(back), octets, what);
      }
    }
  });

  it('are found by number and version, the highest when no version is given', () => {
    assert.equal(findClass(15)?.version, 3);
    assert.equal(findClass(15, 1)?.version, 1);
    assert.equal(findClass(15, 9), undefined);
    assert.equal(nearestClass(15, 9)?.version, 3);
    assert.equal(nearestClass(50, 0)?.version, 1);
    assert.equal(findClass(2), undefined);
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].filter((version) => findClass(12, version)?.version === version),
      [0, 1, 2, 3, 4],
    );
  });

  it('give attributes and methods by number and by name in either spelling', () => {
    assert.equal(attribute(7, 'capture_objects')?.id, 3);
    assert.equal(attribute(7, 'captureObjects')?.id, 3);
    assert.equal(attribute(7, '2')?.name, 'buffer');
    assert.equal(attribute(7, 3)?.name, 'captureObjects');
    assert.equal(method(70, 'remote_disconnect')?.id, 1);
    assert.equal(attribute(3, 'nothing'), undefined);
    assert.equal(attribute(2, 2), undefined);
  });

  it('know the offsets of short names, with their exceptions', () => {
    assert.equal(attributeOffset(3, 2), 0x08);
    assert.equal(attributeOffset(3, 3), 0x10);
    assert.equal(methodOffset(3, 1), 0x28);
    // by the rule of the first attributes: 8 * (id - 1)
    assert.equal(attributeOffset(3, 9), 0x40);
    // attribute 0 and those of manufacturers have no short name: 8 before the base name begins another object
    assert.deepEqual([attributeOffset(3, 0), attributeOffset(3, -1)], [null, null]);
    // Blue Book ed. 16: 0x28 is skipped in class 47 version 2
    assert.equal(attributeOffset(47, 6, 2), 0x30);
    assert.equal(attributeOffset(2, 5), 32);
    assert.equal(attributeOffset(9000, 2), null);
    assert.equal(methodOffset(2, 1), null);
  });

  it('find words at a place by the longest name that fits', () => {
    const association = findClass(15, 3);
    assert.ok(association);
    assert.equal(enumAt(association, '2', ['accessRights', 'methodAccess', 'accessMode'])?.words[0], 'access');
    assert.equal(enumAt(association, '2', ['accessRights', 'attributeAccess', 'accessMode'])?.words[0], 'read access');
    assert.equal(enumAt(association, '8', [])?.words[2], 'associated');
    const push = findClass(40, 3);
    assert.ok(push);
    assert.equal(enumAt(push, '2', ['restriction', 'restrictionType'])?.words[1], 'by date');
  });

  it('fill the coverage table of the README', () => {
    const table = coverageTable();
    assert.match(table, /110 interface classes in 148 versions, 1231 attributes, 215 methods/);
    assert.match(table, /\| 3 \| Register \| 0 \| 3 \| 1 \| data storage \|/);
    assert.match(table, /\| 12 \| Association SN \| 0, 1, 2, 3\\\*, 4\\\* \|/);
  });
});
