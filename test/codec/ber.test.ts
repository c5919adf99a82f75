/**
 * BER: the worked examples of ISO/IEC 8825-1 and the object identifiers of DLMS.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, Reader, toHex } from '../../src/bytes';
import { berOctets, berOid, berUnsigned, readBerField, readBerInner, readBerOid, readBerUnsigned } from '../../src/codec/ber';

const reader = (hex: string): Reader => new Reader(fromHex(hex));

describe('BER object identifiers', () => {
  const rows = [
    ['60857405080101', '2.16.756.5.8.1.1'],
    ['883703', '2.999.3'],
    ['2A864886F70D', '1.2.840.113549'],
    ['00', '0.0'],
    ['7F', '2.47'],
  ] as const;
  for (const [hex, text] of rows) {
    it(`${text} is ${hex}`, () => {
      assert.equal(toHex(berOid(text)), hex);
      assert.equal(readBerOid(reader(hex)), text);
    });
  }
  it('survive there and back', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 39 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        (root, second, arcs) => {
          const text = [root, second, ...arcs].join('.');
          assert.equal(readBerOid(new Reader(berOid(text))), text);
        },
      ),
    ));
  it('are refused when an arc is open, missing or endless', () => {
    for (const hex of ['', '80', '6085', `60${'FF'.repeat(20)}7F`])
      assert.throws(() => readBerOid(reader(hex)), { code: 'apdu-malformed' });
  });
});

describe('BER integers', () => {
  const rows = [
    ['00', 0],
    ['7F', 127],
    ['0080', 128],
    ['0100', 256],
    ['00FFFFFFFF', 4294967295],
  ] as const;
  for (const [hex, value] of rows) {
    it(`${value} is ${hex}`, () => {
      assert.equal(toHex(berUnsigned(value)), hex);
      assert.equal(readBerUnsigned(reader(hex)), value);
    });
  }
  it('are refused when there is none or too much', () => {
    for (const hex of ['', '0100000000', '000000000000']) assert.throws(() => readBerUnsigned(reader(hex)), { code: 'apdu-malformed' });
    for (const value of [-1, 1.5, 2 ** 32]) assert.throws(() => berUnsigned(value), { code: 'value-invalid' });
  });
});

describe('BER fields', () => {
  it('have lengths of every form', () => {
    for (const hex of ['04 02 AABB', '04 8102 AABB', '04 820002 AABB', '04 8400000002 AABB']) {
      const { tag, contents } = readBerField(reader(hex));
      assert.equal(tag, 4);
      assert.equal(toHex(contents.rest()), 'AABB');
    }
  });
  it('are written with the shortest length', () => {
    assert.equal(toHex(berOctets(4, Buffer.alloc(127)).subarray(0, 2)), '047F');
    assert.equal(toHex(berOctets(4, Buffer.alloc(128)).subarray(0, 3)), '048180');
    assert.equal(toHex(berOctets(4, Buffer.alloc(256)).subarray(0, 4)), '04820100');
    assert.throws(() => berOctets(4, Buffer.alloc(65536)), { code: 'value-invalid' });
  });
  it('do not read beyond themselves', () => {
    const { contents } = readBerField(reader('04 01 AA BB'));
    assert.equal(contents.u8(), 0xaa);
    assert.throws(() => contents.u8(), { code: 'apdu-truncated' });
  });
  it('are refused when another is wanted', () =>
    assert.throws(() => readBerInner(reader('02 01 00'), 4, 'OCTET STRING'), { code: 'apdu-malformed' }));
});
