/**
 * Properties of all codecs: what is encoded is decoded to the same, and arbitrary octets give a value or a DlmsError.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeApdu, encodeApdu } from '../../src/apdu/apdu';
import { decodeData, encodeData } from '../../src/codec/data';
import { dataTags } from '../../src/codec/types';
import { isDlmsError } from '../../src/errors';
import { apdu, data, octets } from '../support/arbitraries';

/** True when `work` returns or throws a DlmsError; any other error fails the property. */
function valueOrDlmsError(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!isDlmsError(error)) throw error;
  }
}

/** Objects of `fc.record` have no prototype. */
const plain = <T>(value: T): T => withPrototype(value) as T;
function withPrototype(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPrototype);
  if (Buffer.isBuffer(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withPrototype(inner)]));
}

describe('properties of Data', () => {
  it('survives encode and decode', () =>
    fc.assert(
      fc.property(data, (value) => assert.deepEqual(decodeData(encodeData(value)), plain(value))),
      { numRuns: 500 },
    ));
  it('survives with typed date-times, octet for octet', () =>
    fc.assert(
      fc.property(data, (value) => {
        const encoded = encodeData(value);
        assert.deepEqual(encodeData(decodeData(encoded, { dateTimes: 'all' })), encoded);
        assert.deepEqual(encodeData(decodeData(encoded, { dateTimes: [0, 2] })), encoded);
      }),
      { numRuns: 300 },
    ));
  it('is never the beginning of itself', () =>
    fc.assert(
      fc.property(data, fc.nat(), (value, at) => {
        const encoded = encodeData(value);
        assert.throws(() => decodeData(encoded.subarray(0, at % encoded.length)), isDlmsError);
      }),
      { numRuns: 300 },
    ));
  it('is a value or a DlmsError whatever the octets', () =>
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(dataTags)), octets(100), (tag, rest) =>
        valueOrDlmsError(() => decodeData(Buffer.concat([Buffer.of(tag), rest]))),
      ),
      { numRuns: 2000 },
    ));
});

describe('properties of APDUs', () => {
  it('survive encode and decode', () =>
    fc.assert(
      fc.property(apdu, (value) => assert.deepEqual(decodeApdu(encodeApdu(value)), plain(value))),
      { numRuns: 1500 },
    ));
  it('are a value or a DlmsError when an octet changes', () =>
    fc.assert(
      fc.property(apdu, fc.nat(), fc.nat(255), (value, at, octet) => {
        const encoded = encodeApdu(value);
        encoded[at % encoded.length] = octet;
        valueOrDlmsError(() => decodeApdu(encoded));
      }),
      { numRuns: 1000 },
    ));
  it('are a value or a DlmsError whatever the octets', () =>
    fc.assert(
      fc.property(octets(100), (value) => valueOrDlmsError(() => decodeApdu(value))),
      { numRuns: 1000 },
    ));
  it('are made of every kind that the CHOICE knows', () => {
    const made = new Set(fc.sample(apdu, { numRuns: 5000, seed: 1 }).map(({ kind }) => kind));
    const readable = Array.from({ length: 256 }, (_, tag) => tag).filter((tag) => {
      try {
        decodeApdu(Buffer.of(tag));
      } catch (error) {
        return isDlmsError(error) && error.code !== 'apdu-unknown';
      }
      return true;
    });
    assert.equal(made.size, readable.length);
  });
});
