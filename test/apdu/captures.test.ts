/**
 * Every APDU of the captures, four ways: decoded it is what the capture says, encoded again it is the same octets, any
 * beginning of it is refused with a DlmsError, and so is one octet more.
 *
 * Meters take liberties that are read and not repeated. `liberties` lists each of them, with what is written instead.
 */
import assert from 'node:assert/strict';
import { decodeApdu, encodeApdu } from '../../src/apdu/apdu';
import { toHex } from '../../src/bytes';
import { isDlmsError } from '../../src/errors';
import { type ApduCase, apduCases } from '../support/captures';
import { apduForm, comparable } from '../support/expected-form';

/** By the beginning of the case's name: what the meter sent, and what the encoder writes. */
const liberties: readonly (readonly [name: string, sent: RegExp, written: string])[] = [
  // true as 01 where the encoder writes FF
  ['push-iskra-hr-33items', /0301$/, '03FF'],
  // lengths in a longer form than needed
  ['push-kamstrup-dk-5digit-voltage', /8200E7/, '81E7'],
  ['sess-echo-ln-none frame 3', /^61820029/, '6129'],
  ['sess-kamstrup-omnipower-answers frame 1', /^61820032/, '6132'],
  // server system title after the authentication fields
  ['sess-genus-ded-error frame 1', /(88.{6}89.{16}AA.{38})(A40A.{20})/, '$2$1'],
  // one octet longer than its lengths
  ['sess-lg-e650-coded-gx frame 5', /^6141(.*)BE0F040D/, '6142$1BE10040E'],
  ['sess-lg-sn-low frame 3', /^6128(.*)BE0F040D/, '6129$1BE10040E'],
];

function writtenAs({ name, octets }: ApduCase): string {
  const liberty = liberties.find(([start]) => name.startsWith(start));
  return liberty ? toHex(octets).replace(liberty[1], liberty[2]) : toHex(octets);
}

/** Decodes an APDU and the one in its user-information: an AARE alone does not know how long that is. */
function decodeWhole(octets: Buffer): void {
  const { value } = decodeApdu(octets);
  if (typeof value === 'object' && 'userInformation' in value && value.userInformation) decodeApdu(value.userInformation);
}

const cases = apduCases();

describe('APDUs of the captures', () => {
  it('are there', () => {
    const files = new Set(cases.map(({ name }) => name.split(' ')[0]));
    assert.ok(cases.length > 150, `${cases.length} cases`);
    assert.ok(files.size > 40, `${files.size} files`);
  });

  it('take no more liberties than listed', () => {
    const needed = cases.filter((one) => toHex(encodeApdu(decodeApdu(one.octets))) !== toHex(one.octets));
    for (const [start] of liberties)
      assert.ok(
        needed.some(({ name }) => name.startsWith(start)),
        `${start} is encoded as it was sent`,
      );
  });

  for (const one of cases) {
    describe(one.name, () => {
      it('decodes to what the capture says', () => assert.deepEqual(apduForm(decodeApdu(one.octets)), comparable(one.expected)));
      it('is encoded to the same octets', () => assert.equal(toHex(encodeApdu(decodeApdu(one.octets))), writtenAs(one)));
      it('is refused when it ends early', () => {
        for (let length = 0; length < one.octets.length; length++)
          assert.throws(() => decodeWhole(one.octets.subarray(0, length)), isDlmsError, `the first ${length} octets`);
      });
      it('is refused with an octet too many', () =>
        assert.throws(() => decodeApdu(Buffer.concat([one.octets, Buffer.of(0)])), isDlmsError));
    });
  }
});
