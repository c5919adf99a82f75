/**
 * Octets: the bounded reader, the growing writer, hex as people write it.
 */
import assert from 'node:assert/strict';
import { fromHex, hexAfter0x, Reader, toHex, Writer } from '../../src/bytes';
import { length, optional, u8, u16, u32, withDefault } from '../../src/codec/axdr';
import { cannotWrite, fourWays, refuses } from '../support/vectors';

describe('Reader', () => {
  it('reads between its bounds and not beyond', () => {
    const input = new Reader(fromHex('00 01 0203 04050607 FF'), 1, 8);
    assert.deepEqual([input.u8(), input.u16(), input.u32(), input.remaining], [1, 0x0203, 0x04050607, 0]);
    for (const read of [() => input.u8(), () => input.peek(), () => input.octets(1)])
      assert.throws(read, { code: 'apdu-truncated', offset: 8 });
  });
  it('gives views, not copies', () => {
    const buffer = fromHex('0102');
    const view = new Reader(buffer).rest();
    buffer[0] = 9;
    assert.equal(view[0], 9);
  });
});

describe('Writer', () => {
  it('grows as needed and keeps what was written', () => {
    const out = new Writer(1);
    for (let i = 0; i < 1000; i++) out.u8(i & 0xff);
    out.u16(0x0102).u32(0x03040506).octets(fromHex('07'));
    const octets = out.finish();
    assert.equal(octets.length, 1007);
    assert.equal(octets[999], 999 & 0xff);
    assert.equal(toHex(octets.subarray(1000)), '01020304050607');
  });
});

describe('hex', () => {
  it('is read as people write it', () => {
    for (const text of ['7EA00A', '7e a0 0a', '0x7E, 0xA0, 0x0A', '7E:A0:0A', '7E-A0-0A', ' 7E\n A0\t0A '])
      assert.equal(toHex(fromHex(text)), '7EA00A');
  });
  it('is refused when it is none', () => {
    for (const text of ['7', '7EA', 'GG', '7E A0 0Z']) assert.throws(() => fromHex(text), { code: 'value-invalid' });
  });

  it('takes for hex what says so, and nothing else', () => {
    for (const text of ['0x7EA0', '0X 7e a0']) assert.deepEqual(hexAfter0x(text), Buffer.from([0x7e, 0xa0]));
    for (const text of ['7EA0', '0x7', '0xGG', '12345678', '']) assert.equal(hexAfter0x(text), null);
  });
});

describe('A-XDR lengths', () => {
  fourWays(length, [
    { name: '127', hex: '7F', value: 127 },
    { name: '128', hex: '8180', value: 128 },
    { name: '256', hex: '820100', value: 256 },
    { name: '65536', hex: '83010000', value: 65536 },
    { name: '16777216', hex: '8401000000', value: 16777216 },
  ]);
  refuses(length, [
    ['the indefinite form', '80', 'apdu-malformed'],
    ['five octets', '850000000001', 'apdu-malformed'],
  ]);
});

describe('A-XDR options', () => {
  fourWays(optional(u8), [
    { name: 'absent', hex: '00', value: null },
    { name: 'present', hex: '01 05', value: 5 },
  ]);
  fourWays(withDefault(u8, 7), [
    { name: 'the default', hex: '00', value: 7 },
    { name: 'another', hex: '01 05', value: 5 },
  ]);
  cannotWrite(u16, [
    ['65536', 65536],
    ['not a number', Number.NaN],
  ]);
  cannotWrite(u32, [['-1', -1]]);
});
