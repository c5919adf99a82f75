/**
 * Load profiles of a real meter: A-XDR data alone, and cut by blocks (sess-iskra-profile-*).
 */
import assert from 'node:assert/strict';
import { decodeApdu } from '../../src/apdu/apdu';
import { toHex } from '../../src/bytes';
import { decodeData, encodeData } from '../../src/codec/data';
import { loadCapture } from '../support/captures';
import { dataForm } from '../support/expected-form';

const frame = (id: string, at: number): Buffer => Buffer.from(loadCapture(id).frames[at]?.hex ?? '', 'hex');

describe('the profile buffer of an Iskraemeco AM550', () => {
  const octets = frame('sess-iskra-profile-buffer', 0);

  it('decodes to what the capture says', () =>
    assert.deepEqual(dataForm(decodeData(octets)), loadCapture('sess-iskra-profile-buffer').expected.data));
  it('is encoded to the same octets, with typed date-times too', () => {
    assert.equal(toHex(encodeData(decodeData(octets))), toHex(octets));
    assert.equal(toHex(encodeData(decodeData(octets, { dateTimes: [0] }))), toHex(octets));
  });
  it('is refused when it ends early', () => {
    for (let length = 0; length < octets.length; length++)
      assert.throws(() => decodeData(octets.subarray(0, length)), { name: 'DlmsError' });
  });
});

describe('the profile blocks of an Iskraemeco AM550', () => {
  const { expected } = loadCapture('sess-iskra-profile-blocks');
  const blocks = [0, 1].map((at) => {
    const apdu = decodeApdu(frame('sess-iskra-profile-blocks', at));
    if (apdu.kind !== 'get-response' || apdu.value.kind !== 'get-response-with-datablock') throw new Error('not a block');
    return apdu.value.value.result;
  });
  const rawData = blocks.map(({ result }) => (result.kind === 'raw-data' ? result.value : Buffer.alloc(0)));

  it('have the numbers and sizes of the capture', () =>
    assert.deepEqual(
      blocks.map(({ lastBlock, blockNumber }, at) => ({ block: blockNumber, last: lastBlock, octets: rawData[at]?.length })),
      expected.frames,
    ));

  it('announce 1440 entries, of which the first block holds 77 and a piece', () => {
    const first = rawData[0] as Buffer;
    assert.equal(
      toHex(first.subarray(0, 4)),
      `0182${(expected.arrayLengthAnnounced as number).toString(16).toUpperCase().padStart(4, '0')}`,
    );
    assert.throws(() => decodeData(first), { code: 'apdu-truncated' });
    // the whole entries alone: the same octets under the number of entries that are there
    const count = expected.completeEntriesInBlock1 as number;
    const whole = Buffer.concat([Buffer.of(1, count), first.subarray(4, first.length - (expected.leftOverOctetsInBlock1 as number))]);
    const [, entries] = dataForm(decodeData(whole)) as [string, unknown[]];
    assert.equal(entries.length, count);
    assert.deepEqual(entries.slice(0, 2), [expected.firstEntry, expected.secondEntry]);
  });
});
