/** Real meters: ciphered sessions and pushes whose keys were published decipher, and their tags fit. */
import assert from 'node:assert/strict';
import { decodeApdu } from '../../src/apdu/apdu';
import { fromHex, toHex } from '../../src/bytes';
import { gcmKey } from '../../src/security/aead';
import { createSecurityContext } from '../../src/security/context';
import { encodeControl } from '../../src/security/control';
import { freshCounter } from '../../src/security/counters';
import { type Channel, openApdu } from '../../src/security/protect';
import { suiteOf } from '../../src/security/suites';
import { apdusOfFrames, type Capture, hdlcFrames, hdlcInformation, loadCapture, loadCaptures, withoutLlc } from '../support/captures';

interface Ciphered {
  readonly apdu: string;
  readonly securityControl: string;
  readonly invocationCounter: number;
  readonly plaintext: string;
}

const channelOf = ({ keys }: Capture, peerTitle: Buffer | null = null): Channel => ({
  suite: suiteOf(0),
  global: gcmKey(fromHex(keys.ek as string)),
  broadcast: null,
  dedicated: null,
  authentication: keys.ak ? fromHex(keys.ak) : null,
  material: {},
  ownTitle: Buffer.alloc(0),
  peerTitle,
  alternatives: () => ({ keys: [], titles: [] }),
});

/** Application data of M-Bus long frames; L + 256 where the length octet overflowed. */
function mbusData(octets: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at + 6 < octets.length; ) {
    assert.equal(octets[at], 0x68);
    let length = octets[at + 1] as number;
    if (octets[at + 5 + length] !== 0x16) length += 256;
    parts.push(octets.subarray(at + 9, at + 4 + length));
    at += length + 6;
  }
  return Buffer.concat(parts);
}

/** Joins general block transfer by hand: the blocks of these captures are complete and in order. */
function withoutBlocks(octets: readonly Buffer[]): Buffer {
  if (octets[0]?.[0] !== 0xe0) return octets[0] as Buffer;
  const blocks = octets.map((block) => decodeApdu(block));
  return Buffer.concat(blocks.map((block) => (block.kind === 'general-block-transfer' ? block.value.blockData : assert.fail(block.kind))));
}

/** The APDU that these frames of a push carry. */
function pushed(capture: Capture, frames: readonly number[]): Buffer {
  const octets = Buffer.concat(frames.map((frame) => fromHex(capture.frames[frame]?.hex as string)));
  if (capture.transport === 'mbus') return mbusData(octets);
  if (capture.transport === 'raw-apdu') return withoutLlc(octets);
  const informations = hdlcFrames(octets).flatMap((frame) => hdlcInformation(frame) ?? []);
  if (withoutLlc(informations[0]?.information as Buffer)[0] === 0xe0)
    return withoutBlocks(informations.map(({ information }) => withoutLlc(information)));
  return withoutLlc(Buffer.concat(informations.map(({ information }) => information)));
}

describe('security: ciphered pushes of real meters', () => {
  const captures = loadCaptures().filter(({ kind, keys }) => kind === 'push' && keys?.ek !== undefined && keys.ak !== undefined);

  it('seven captures have both keys', () => assert.equal(captures.length, 7));

  for (const capture of captures) {
    it(capture.id, () => {
      const notifications = capture.expected.notifications as { frames: number[]; messages: { apdu: Ciphered }[] }[];
      let opened = 0;
      for (const { frames, messages } of notifications) {
        const expected = messages[0]?.apdu;
        if (expected?.plaintext === undefined) continue;
        const result = openApdu(pushed(capture, frames), channelOf(capture));
        assert.equal(toHex(result.plaintext), expected.plaintext);
        assert.equal(result.counter, expected.invocationCounter);
        assert.equal(encodeControl(result.control ?? assert.fail()), Number.parseInt(expected.securityControl, 16));
        opened += 1;
      }
      assert.ok(opened > 0);
    });
  }
});

describe('security: ciphered sessions of real meters', () => {
  it('a dedicated key session of Landis+Gyr, octet by octet from our client', async () => {
    const capture = loadCapture('sess-lg-dedicated-key');
    const frames = apdusOfFrames(capture).map(([apdu]) => decodeApdu(apdu as Buffer));
    const [aarq, aare, , , rlrq, rlre] = frames;
    assert.ok(aarq?.kind === 'aarq' && aare?.kind === 'aare' && rlrq?.kind === 'rlrq' && rlre?.kind === 'rlre');
    const key = fromHex('5E168412318BA71848C99B2B2AB33294');
    const client = createSecurityContext(
      { mechanism: 1, suite: 0, protection: 'authenticated-encrypted' },
      {
        password: Buffer.from(capture.keys.password as string),
        encryptionKey: fromHex(capture.keys.ek as string),
        authenticationKey: fromHex(capture.keys.ak as string),
        clientTitle: fromHex(capture.keys.clientSystemTitle as string),
        dedicatedKey: key,
        counter: freshCounter(89),
      },
    );
    const initiate = fromHex('0101105E168412318BA71848C99B2B2AB332940000065F1F040000181F0200');
    assert.deepEqual(client.callingAuthenticationValue, aarq.value.callingAuthenticationValue?.octets);
    assert.deepEqual(client.protect(initiate, 'initiate'), aarq.value.userInformation);
    client.peer({
      respondingApTitle: aare.value.responding?.apTitle ?? null,
      respondingAuthenticationValue: null,
      negotiatedConformance: null,
    });
    assert.equal(toHex(client.unprotect(aare.value.userInformation as Buffer)), '0800065F1F040000181F00FA0007');
    assert.equal(toHex(client.protect(fromHex('C001C100080000010000FF0200'), 'service')), capture.frames[2]?.hex);
    assert.equal(toHex(client.unprotect(fromHex(capture.frames[3]?.hex as string))), 'C401C100090C07E7020F0311371500800000');
    assert.deepEqual(client.protect(initiate, 'release'), rlrq.value.userInformation);
    assert.equal(toHex(client.unprotect(rlre.value.userInformation as Buffer)), '0800065F1F040000181F00FA0007');
  });

  it('a segmented answer of a KFM meter', () => {
    const capture = loadCapture('sess-kfm-segmented-ciphered');
    const frames = capture.expected.frames as { apdus?: Ciphered[] }[];
    const apdus = apdusOfFrames(capture);
    const at = frames.findIndex(({ apdus: found }) => found?.[0]?.plaintext !== undefined);
    const result = openApdu(apdus[at]?.[0] as Buffer, channelOf(capture, fromHex(capture.keys.serverSystemTitle as string)));
    assert.equal(toHex(result.plaintext), frames[at]?.apdus?.[0]?.plaintext);
    assert.equal(result.counter, 345);
  });
});
