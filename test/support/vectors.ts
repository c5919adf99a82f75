/**
 * Rows that a codec is checked with: octets and the value they stand for, each way alone.
 */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../src/bytes';
import { type Codec, decode, encode } from '../../src/codec/axdr';
import { isDlmsError } from '../../src/errors';

export interface Row<T> {
  readonly name: string;
  /** Blanks are for people. */
  readonly hex: string;
  readonly value: T;
}

/** Encode, decode, re-encode, and every beginning and one octet more refused. */
export function fourWays<T>(codec: Codec<T>, rows: readonly Row<T>[]): void {
  for (const { name, hex, value } of rows) {
    const octets = fromHex(hex);
    describe(name, () => {
      it('encodes', () => assert.equal(toHex(encode(codec, value)), toHex(octets)));
      it('decodes', () => assert.deepEqual(decode(codec, octets), value));
      it('survives decode and encode', () => assert.equal(toHex(encode(codec, decode(codec, octets))), toHex(octets)));
      it('is refused one octet at a time, until the last has come', () => {
        for (let length = 0; length < octets.length; length++)
          assert.throws(() => decode(codec, octets.subarray(0, length)), isDlmsError, `the first ${length} octets`);
        assert.throws(() => decode(codec, Buffer.concat([octets, Buffer.of(0)])), isDlmsError);
      });
    });
  }
}

/** Octets that must be refused with this code. */
export function refuses<T>(codec: Codec<T>, rows: readonly (readonly [name: string, hex: string, code: string])[]): void {
  for (const [name, hex, code] of rows) {
    it(`refuses ${name}`, () => assert.throws(() => decode(codec, fromHex(hex)), { name: 'DlmsError', code }));
  }
}

/** Values that must not be written. */
export function cannotWrite<T>(codec: Codec<T>, rows: readonly (readonly [name: string, value: unknown])[]): void {
  for (const [name, value] of rows) {
    it(`does not write ${name}`, () => assert.throws(() => encode(codec, value as T), { name: 'DlmsError', code: 'value-invalid' }));
  }
}
