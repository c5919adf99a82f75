import assert from 'node:assert/strict';
import { toHex } from '../../src/bytes';
import { isDlmsError } from '../../src/errors';
import type { HdlcAddress } from '../../src/framing/hdlc/address';
import { createHdlcDeframer } from '../../src/framing/hdlc/deframer';
import { fcs16 } from '../../src/framing/hdlc/fcs';
import { decodeFrame, encodeFrame, type HdlcFrame } from '../../src/framing/hdlc/frame';
import { decodeParameters } from '../../src/framing/hdlc/negotiation';
import { capture, captures, type ExpectedAddress, type ExpectedLink, octetsOf } from './captures';

const addressOf = ({ len, upper, lower }: ExpectedAddress): HdlcAddress => ({ length: len, upper, lower: lower ?? null });

function checkLink(frame: HdlcFrame, octets: Buffer, expected: ExpectedLink): void {
  assert.equal(octets.length - 2, expected.length);
  assert.equal(frame.segmented, expected.segmented);
  assert.deepEqual(frame.destination, addressOf(expected.dst));
  assert.deepEqual(frame.source, addressOf(expected.src));
  assert.equal(frame.control.toString(16).padStart(2, '0').toUpperCase(), expected.control);
  assert.equal(frame.kind, expected.type.replace(/\(.*/, ''));
  if (expected.ns !== undefined) assert.equal(frame.ns, expected.ns);
  if (expected.nr !== undefined) assert.equal(frame.nr, expected.nr);
  assert.deepEqual(encodeFrame(frame), octets);
}

/** Only what stands in the field, as the capture gives it. */
const checkNegotiation = (information: Buffer, expected: Record<string, unknown>): void => {
  const { format, groupLength, ...values } = expected;
  assert.equal(format, '8180');
  assert.equal(information[2], groupLength);
  assert.deepEqual(decodeParameters(information), values);
};

describe('HDLC: worked examples', () => {
  for (const { data, fcsOnWire } of capture('vec-fcs16').expected.cases ?? []) {
    if (data === undefined) continue;
    it(`FCS of ${data.slice(0, 24)} is ${fcsOnWire}`, () => {
      const sum = fcs16(Buffer.from(data, 'hex'));
      assert.equal(toHex(Buffer.of(sum & 0xff, sum >>> 8)), fcsOnWire);
    });
  }

  for (const { hex, frame, information, negotiation } of capture('vec-hdlc-frames').expected.cases ?? []) {
    it(`frame ${hex?.slice(0, 24)}`, () => {
      const octets = Buffer.from(hex as string, 'hex');
      const decoded = decodeFrame(octets);
      checkLink(decoded, octets, frame as ExpectedLink);
      assert.deepEqual(decodeFrame(octets.subarray(1, -1)), decoded, 'flags are optional');
      assert.equal(toHex(decoded.information), information);
      if (negotiation !== undefined) checkNegotiation(decoded.information, negotiation);
    });
  }
});

describe('HDLC: recorded sessions', () => {
  for (const { id, frames, expected } of captures().filter(({ kind, transport }) => kind === 'session' && transport === 'hdlc')) {
    it(`${id}: link fields and parameters both ways`, () => {
      const deframer = createHdlcDeframer();
      frames.forEach((recorded, index) => {
        const { link = [], negotiation = [], info } = expected.frames?.[index] ?? {};
        const found = deframer.push(octetsOf(recorded));
        assert.equal(found.length, link.length);
        const decoded = found.map(decodeFrame);
        decoded.forEach((frame, at) => {
          checkLink(frame, found[at] as Buffer, link[at] as ExpectedLink);
        });
        const setUp = decoded.filter((frame) => (frame.kind === 'SNRM' || frame.kind === 'UA') && frame.information.length > 0);
        assert.equal(setUp.length, negotiation.length);
        setUp.forEach((frame, at) => {
          checkNegotiation(frame.information, negotiation[at] as Record<string, unknown>);
        });
        if (info !== undefined) assert.equal(toHex(decoded.at(-1)?.information ?? Buffer.alloc(0)), info);
      });
      assert.equal(deframer.dropped, 0);
    });
  }
});

describe('HDLC: recorded notifications', () => {
  const pushes = captures().filter(({ kind, transport, expected }) => kind === 'push' && transport === 'hdlc' && !expected.mustReject);
  for (const { id, frames, expected } of pushes) {
    it(`${id}: link fields, and the same frames octet by octet`, () => {
      const all = createHdlcDeframer();
      const single = createHdlcDeframer();
      const found = frames.map((frame) => all.push(octetsOf(frame)));
      const cut: Buffer[] = [];
      for (const frame of frames) for (const octet of octetsOf(frame)) cut.push(...single.push(Buffer.of(octet)));
      assert.deepEqual(cut, found.flat());
      for (const { frames: indexes, link } of expected.notifications ?? []) {
        const octets = indexes.flatMap((index) => found[index] ?? []);
        octets.forEach((frame, at) => {
          checkLink(decodeFrame(frame), frame, link[at] as ExpectedLink);
        });
        assert.equal(octets.length, link.length);
      }
    });
  }
});

describe('HDLC: recorded telegrams that must be refused', () => {
  for (const id of [
    'neg-aidon-se-parity',
    'neg-kamstrup-ch-shifted',
    'neg-kamstrup-no-fcs',
    'neg-kamstrup-no-truncated',
    'push-lg-no-zmf100-doc',
  ]) {
    it(`${id}: no frame comes out, and the next one does`, () => {
      const { frames } = capture(id);
      const deframer = createHdlcDeframer();
      const good = Buffer.from('7EA00A00020023219318717E', 'hex');
      assert.deepEqual(deframer.push(octetsOf(frames[0] as { hex: string })), []);
      assert.throws(
        () => decodeFrame(octetsOf(frames[0] as { hex: string })),
        (error) => isDlmsError(error) && error.code === 'frame-invalid',
      );
      const later: Buffer[] = [];
      for (let sent = 0; sent < 2048 && later.length === 0; sent += good.length) later.push(...deframer.push(good));
      assert.deepEqual(later[0], good);
    });
  }
});
