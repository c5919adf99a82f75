import assert from 'node:assert/strict';
import { decodeData, encodeData } from '../../src/codec/data';
import type { Data } from '../../src/codec/types';
import { obisOctets } from '../../src/cosem/obis';
import { decodeObjectList, decodeShortNameList, mayInvoke, mayRead, mayWrite } from '../../src/cosem/object-list';
import { isDlmsError } from '../../src/errors';

const array = (value: Data[]): Data => ({ type: 'array', value });
const structure = (...value: Data[]): Data => ({ type: 'structure', value });
const integer = (value: number): Data => ({ type: 'integer', value });
const mode = (value: number): Data => ({ type: 'enum', value });
const none: Data = { type: 'null-data', value: null };
const name = (obis: string): Data => ({ type: 'octet-string', value: obisOctets(obis) });
const object = (classId: number, version: number, obis: string, attributes: Data[], methods: Data[]): Data =>
  structure(
    { type: 'long-unsigned', value: classId },
    { type: 'unsigned', value: version },
    name(obis),
    structure(array(attributes), array(methods)),
  );
const attribute = (id: number, access: Data): Data => structure(integer(id), access, none);

describe('object lists', () => {
  it('with logical names have rights in the words of the association they name', () => {
    const list = array([
      object(15, 3, '0-0:40.0.0', [], []),
      object(3, 0, '1-0:1.8.0', [attribute(2, mode(0b1001)), attribute(3, mode(0))], [structure(integer(1), mode(0b1))]),
    ]);
    assert.deepEqual(decodeObjectList(list)[1], {
      classId: 3,
      version: 0,
      obis: '1-0:1.8.0*255',
      baseName: null,
      attributes: [
        { id: 2, access: 'read access, encrypted request' },
        { id: 3, access: 'no_access' },
      ],
      methods: [{ id: 1, access: 'access' }],
    });
  });

  it('of versions 0 to 2 have access modes', () => {
    const register = object(
      3,
      0,
      '1-0:1.8.0',
      [attribute(2, mode(1)), attribute(3, mode(6))],
      [structure(integer(1), { type: 'boolean', value: true })],
    );
    const [entry] = decodeObjectList(array([register]), 1);
    assert.deepEqual(
      entry?.attributes.map(({ access }) => access),
      ['read_only', 'authenticated_read_and_write'],
    );
    assert.deepEqual(entry?.methods, [{ id: 1, access: 'access' }]);
    assert.equal(decodeObjectList(array([register]), 0)[0]?.attributes[1]?.access, 'unknown (6)');
  });

  it('without access rights have what the class has', () => {
    const register = (...rights: Data[]): Data =>
      structure({ type: 'long-unsigned', value: 3 }, { type: 'unsigned', value: 0 }, name('1-0:1.8.0'), ...rights);
    for (const bare of [register(), register(none), register(structure())]) {
      const [entry] = decodeObjectList(array([bare]));
      const members = [1, 2, 3].map((id) => ({ id, access: 'unknown' }));
      assert.deepEqual([entry?.attributes, entry?.methods], [members, [{ id: 1, access: 'unknown' }]]);
    }
  });

  it('say what may be done', () => {
    assert.deepEqual(['read_only', 'write_only', 'read access, write access', 'no_access'].map(mayRead), [true, false, true, false]);
    assert.deepEqual(['read_only', 'write_only', 'read access, write access', 'no_access'].map(mayWrite), [false, true, true, false]);
    assert.deepEqual(['access', 'no_access', 'access, encrypted request'].map(mayInvoke), [true, false, true]);
  });

  it('with short names have base names from 0 to 65535 and the members of their classes', () => {
    const long = (value: number): Data => ({ type: 'long', value });
    const item = (base: number, classId: number, obis: string): Data =>
      structure(long(base), { type: 'long-unsigned', value: classId }, { type: 'unsigned', value: 0 }, name(obis));
    const list = decodeData(encodeData(array([item(0x2710, 3, '1-0:1.8.0'), item(-3728, 8, '0-0:1.0.0')])));
    assert.deepEqual(
      decodeShortNameList(list).map(({ classId, obis, baseName, attributes }) => [classId, obis, baseName, attributes.length]),
      [
        [3, '1-0:1.8.0*255', 0x2710, 3],
        [8, '0-0:1.0.0*255', 0xf170, 9],
      ],
    );
  });

  it('leave out what is no object, and refuse what is no list', () => {
    assert.deepEqual(decodeObjectList(array([none, structure(integer(1))])), []);
    assert.throws(
      () => decodeObjectList(none),
      (error: unknown) => isDlmsError(error) && error.code === 'apdu-malformed',
    );
  });
});
