import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalObis, dottedObis, obisAt, obisFault, obisGroups, obisOctets } from '../../src/cosem/obis';
import { isDlmsError } from '../../src/errors';

const forms: readonly (readonly [string, string])[] = [
  ['1.0.1.8.0.255', '1-0:1.8.0*255'],
  ['1-0:1.8.0*255', '1-0:1.8.0*255'],
  ['1-0:1.8.0', '1-0:1.8.0*255'],
  ['1-0:1.8.0.255', '1-0:1.8.0*255'],
  ['1-0:1.8.0&101', '1-0:1.8.0*101'],
  ['1.8.0', '1-0:1.8.0*255'],
  ['1.8.0*12', '1-0:1.8.0*12'],
  ['C.1.0', '1-0:96.1.0*255'],
  ['F.F.0', '1-0:97.97.0*255'],
  ['0100010800FF', '1-0:1.8.0*255'],
  ['0x0100010800ff', '1-0:1.8.0*255'],
  ['01 00 01 08 00 FF', '1-0:1.8.0*255'],
  ['01:00:01:08:00:FF', '1-0:1.8.0*255'],
  ['01-00-01-08-00-ff', '1-0:1.8.0*255'],
  ['01.00.01.08.00.FF', '1-0:1.8.0*255'],
  [' 0-1:24.2.1 ', '0-1:24.2.1*255'],
];

const faults: readonly (readonly [string, RegExp])[] = [
  ['', /empty/],
  ['1-0:1.8.256', /group E is 256, the largest value is 255/],
  ['1.0.300.8.0.255', /group C is 300/],
  ['1-0:1.8', /group E is missing/],
  ['1.8', /group E is missing/],
  ['1-0:1..0', /group D is empty/],
  ['1-0:1.x.0', /group D is "x"/],
  ['1.0.1.8.0.255.7', /7 groups/],
  ['1-0:1.8.0/255', /character "\/"/],
  ['1.0.1.8.0', /group F is missing/],
];

describe('OBIS codes', () => {
  for (const [text, canonical] of forms) {
    it(`reads "${text}"`, () => assert.equal(canonicalObis(text), canonical));
  }
  for (const [text, reason] of faults) {
    it(`refuses "${text}" with the reason`, () => {
      assert.throws(
        () => canonicalObis(text),
        (error: unknown) => isDlmsError(error) && error.code === 'obis-invalid' && reason.test(error.message),
      );
      assert.match(obisFault(text) ?? '', reason);
    });
  }

  it('reads octets and groups, and refuses what are none', () => {
    assert.equal(canonicalObis(Buffer.from('0100010800FF', 'hex')), '1-0:1.8.0*255');
    assert.equal(canonicalObis({ a: 1, b: 0, c: 1, d: 8, e: 0, f: 255 }), '1-0:1.8.0*255');
    assert.throws(() => canonicalObis(Buffer.alloc(5)), /5 octets/);
    assert.throws(() => canonicalObis([1, 0, 1, 8, 0, 256]), /group F is 256/);
    assert.throws(() => canonicalObis(null as unknown as string), /six octets/);
    assert.equal(canonicalObis('1.8.0'), '1-0:1.8.0*255');
  });

  it('finds any six octets again from every form', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (octets) => {
        const buffer = Buffer.from(octets);
        for (const text of [canonicalObis(octets), dottedObis(octets), buffer.toString('hex'), obisAt(buffer)]) {
          assert.deepEqual(obisOctets(text), buffer);
        }
        assert.deepEqual(Object.values(obisGroups(octets)), [...octets]);
      }),
    );
  });

  it('gives a code or a DlmsError for any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const fault = obisFault(text);
        if (fault === null) assert.match(canonicalObis(text), /^\d+-\d+:\d+\.\d+\.\d+\*\d+$/);
        else assert.ok(fault.includes('is not an OBIS code'));
      }),
    );
  });
});
