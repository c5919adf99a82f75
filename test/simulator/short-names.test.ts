/**
 * The simulated meter with short names. Offsets of attributes and methods are those of the Blue Book's tables, written out
 * here by hand; reserved base names are those of its clause 4.1.3; APDUs after Green Book 9.5.
 */
import assert from 'node:assert/strict';
import { decode } from '../../src/codec/axdr';
import { data } from '../../src/codec/data';
import { findClass } from '../../src/cosem/class';
import { assignShortNames } from '../../src/simulator/short-names';
import { associated, snAarq, talk } from './talk';

const hex = (name: number): string => name.toString(16).toUpperCase().padStart(4, '0');
const read = (name: number): string => `050102${hex(name)}`;

/** Class, object, and offsets of the Blue Book. */
const offsets = [
  { classId: 1, version: 0, attributes: { 2: 0x08 }, methods: {} },
  { classId: 3, version: 0, attributes: { 2: 0x08, 3: 0x10 }, methods: { 1: 0x28 } },
  { classId: 4, version: 0, attributes: { 2: 0x08, 3: 0x10, 4: 0x18, 5: 0x20 }, methods: { 1: 0x38 } },
  { classId: 5, version: 0, attributes: { 2: 0x08, 3: 0x10, 9: 0x40 }, methods: { 1: 0x48, 2: 0x50 } },
  { classId: 7, version: 1, attributes: { 2: 0x08, 3: 0x10, 8: 0x38 }, methods: { 1: 0x58, 2: 0x60 } },
  { classId: 8, version: 0, attributes: { 2: 0x08, 9: 0x40 }, methods: { 1: 0x60, 6: 0x88 } },
  { classId: 9, version: 0, attributes: { 2: 0x08 }, methods: { 1: 0x20 } },
  { classId: 17, version: 0, attributes: { 2: 0x08 }, methods: { 1: 0x20 } },
  { classId: 18, version: 0, attributes: { 2: 0x08, 7: 0x30 }, methods: { 1: 0x40, 2: 0x48, 3: 0x50, 4: 0x58 } },
  { classId: 20, version: 0, attributes: { 2: 0x08, 10: 0x48 }, methods: { 1: 0x50 } },
  { classId: 70, version: 0, attributes: { 2: 0x08, 4: 0x18 }, methods: { 1: 0x20, 2: 0x28 } },
] as const;

describe('short names', () => {
  for (const { classId, version, attributes, methods } of offsets) {
    it(`lead to class ${classId} by the offsets of the book`, () => {
      const names = assignShortNames([
        { classId: 1, version: 0, obis: '0-0:96.1.0*255' },
        { classId, version, obis: '0-0:99.1.1*255' },
      ]);
      const base = names.baseNames.get('0-0:99.1.1*255') as number;
      for (const [id, offset] of Object.entries(attributes)) {
        assert.deepEqual(names.target(base + offset), { kind: 'attribute', classId, obis: '0-0:99.1.1*255', id: Number(id) });
      }
      for (const [id, offset] of Object.entries(methods)) {
        assert.deepEqual(names.target(base + offset), { kind: 'method', classId, obis: '0-0:99.1.1*255', id: Number(id) });
      }
    });
  }

  it('never overlap, and are multiples of 8', () => {
    const { meter } = talk({ referencing: 'sn' });
    const taken = new Map<number, string>();
    for (const { obis, classId, version } of meter.store.blueprints) {
      const base = meter.shortNames.baseNames.get(obis) as number;
      assert.equal(base % 8, 0);
      for (const member of [...(findClass(classId, version)?.attributes ?? []), ...(findClass(classId, version)?.methods ?? [])]) {
        if (member.sn === null) continue;
        assert.equal(taken.get(base + member.sn), undefined, `${obis} and ${taken.get(base + member.sn)}`);
        taken.set(base + member.sn, obis);
      }
    }
  });

  it('are the reserved ones for association, SAP assignment and logical device name', () => {
    const { baseNames } = talk({ referencing: 'sn' }).meter.shortNames;
    assert.equal(baseNames.get('0-0:40.0.0*255'), 0xfa00);
    assert.equal(baseNames.get('0-0:41.0.0*255'), 0xfc00);
    assert.equal(baseNames.get('0-0:42.0.0*255'), 0xfd00);
  });
});

describe('Read and Write of the simulated meter', () => {
  const sn = () => {
    const conversation = associated({ referencing: 'sn' });
    const base = (obis: string): number => conversation.meter.shortNames.baseNames.get(obis) as number;
    return { ...conversation, base };
  };

  it('reads FD08, the logical device name', () => {
    assert.equal(sn().one(read(0xfd08)), '0C010009104D464C30303030303130303030303031');
  });

  it('lists every object with its base name in FA08', () => {
    const { one, meter } = sn();
    const list = decode(data, Buffer.from(one(read(0xfa08)).slice(6), 'hex'));
    assert.equal(list.type, 'array');
    if (list.type !== 'array') return;
    assert.equal(list.value.length, meter.store.blueprints.length);
    const association = list.value.find((entry) => entry.type === 'structure' && entry.value[1]?.value === 12);
    // FA00 as a signed number
    assert.deepEqual(association?.value, [
      { type: 'long', value: -1536 },
      { type: 'long-unsigned', value: 12 },
      { type: 'unsigned', value: 2 },
      { type: 'octet-string', value: Buffer.from('0000280000FF', 'hex') },
    ]);
  });

  it('reads several names at once, each with its own result', () => {
    const { one, base } = sn();
    const voltage = base('1-0:32.7.0*255');
    const answer = one(`050402${hex(voltage + 16)}02${hex(0x0001)}02${hex(base('0-0:1.0.0*255') + 8)}02${hex(voltage + 40)}`);
    assert.equal(answer, '0C040002020FFF1623010400090C07EA010F040D000000FFC4000103');
  });

  it('reads a profile by entry with parameterised access', () => {
    const { one, base } = sn();
    const buffer = base('1-0:99.1.0*255') + 8;
    const answer = one(`050104${hex(buffer)}02020406000003C00600000000120001120001`);
    assert.equal(answer, '0C010001010201090C07EA010F040D000000FFC400');
  });

  it('writes an attribute, refuses what cannot be written, and runs a method by writing its parameter', () => {
    const { one, base, meter } = sn();
    assert.equal(one(`060102${hex(base('0-0:96.1.1*255') + 8)}0109024142`), '0D0100');
    assert.deepEqual(meter.get('0-0:96.1.1', 2), { type: 'octet-string', value: Buffer.from('AB') });
    assert.equal(one(`060102${hex(base('0-0:96.1.0*255') + 8)}0109024142`), '0D010103');
    assert.equal(one(`060102${hex(base('0-0:96.3.10*255') + 0x20)}010F00`), '0D0100');
    assert.deepEqual(meter.get('0-0:96.3.10', 3), { type: 'enum', value: 0 });
  });

  it('answers nothing to an UnconfirmedWrite, and does it', () => {
    const { ask, base, meter } = sn();
    assert.deepEqual(ask(`160102${hex(base('0-0:96.1.1*255') + 8)}01090158`), []);
    assert.deepEqual(meter.get('0-0:96.1.1', 2), { type: 'octet-string', value: Buffer.from('X') });
  });

  it('returns what a method returns by parameterised access', () => {
    const { one } = sn();
    // read_by_logical_name at FA00 + 30: attribute 3 of the voltage
    const answer = one(`050104FA30000101020312000309060100200700FF0F03`);
    assert.equal(answer, '0C0100010102020FFF1623');
  });

  it('sends long answers in blocks', () => {
    const conversation = talk({ referencing: 'sn', profile: { rows: 8 } });
    conversation.one(snAarq.replace('20FFFF', '200040'));
    const buffer = (conversation.meter.shortNames.baseNames.get('1-0:99.1.0*255') as number) + 8;
    const whole = associated({ referencing: 'sn', profile: { rows: 8 } })
      .one(read(buffer))
      .slice(2);
    let answer = conversation.one(read(buffer));
    let joined = '';
    for (;;) {
      assert.equal(answer.length <= 128, true);
      assert.equal(answer.slice(0, 6), '0C0102');
      joined += answer.slice(14);
      if (answer.slice(6, 8) !== '00') break;
      answer = conversation.one(`050105${answer.slice(8, 12)}`);
    }
    assert.equal(joined, whole);
  });

  it('joins a long write from blocks', () => {
    const { one, base, meter } = sn();
    const request = `0102${hex(base('0-0:96.1.1*255') + 8)}0109024C4D`;
    const octets = (part: string): string => `09${(part.length / 2).toString(16).padStart(2, '0')}${part}`;
    assert.equal(one(`06010700000101${octets(request.slice(0, 8))}`), '0D01020001');
    assert.equal(one(`060107FF000201${octets(request.slice(8))}`), '0D0100');
    assert.deepEqual(meter.get('0-0:96.1.1', 2), { type: 'octet-string', value: Buffer.from('LM') });
  });
});
