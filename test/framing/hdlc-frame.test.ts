import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toHex } from '../../src/bytes';
import { isDlmsError } from '../../src/errors';
import {
  addressText,
  clientAddress,
  encodeAddress,
  type HdlcAddress,
  readAddress,
  sameStation,
  serverAddress,
} from '../../src/framing/hdlc/address';
import { decodeControl, encodeControl, type FrameKind } from '../../src/framing/hdlc/control';
import { createHdlcDeframer } from '../../src/framing/hdlc/deframer';
import { decodeFrame, encodeFrame, type FrameFields } from '../../src/framing/hdlc/frame';
import { decodeParameters, encodeParameters } from '../../src/framing/hdlc/negotiation';

const settingsInvalid = (error: unknown): boolean => isDlmsError(error) && error.code === 'settings-invalid';
const frameInvalid = (error: unknown): boolean => isDlmsError(error) && error.code === 'frame-invalid';

describe('HDLC addresses', () => {
  it('take the shortest form, or the one that is wanted', () => {
    const rows: readonly (readonly [Parameters<typeof serverAddress>[0], string])[] = [
      [{ logicalDevice: 1 }, '03'],
      [{ logicalDevice: 1, physical: 17 }, '0223'],
      [{ logicalDevice: 1, physical: 17, addressLength: 4 }, '00020023'],
      [{ logicalDevice: 1, physical: 17, addressLength: 1 }, '03'],
      // From the recorded E650 and Circutor sessions and the worked examples.
      [{ logicalDevice: 1, physical: 8447 }, '000282FF'],
      // Seven bits are the most that one octet of a part holds.
      [{ logicalDevice: 1, physical: 127 }, '02FF'],
      [{ logicalDevice: 127, physical: 1 }, 'FE03'],
      [{ logicalDevice: 1, physical: 128 }, '00020201'],
      [{ logicalDevice: 17, physical: 5481 }, '002254D3'],
      [{ logicalDevice: 1, physical: 1230 }, '0002129D'],
      [{ logicalDevice: 1, physical: 16, addressLength: 4 }, '00020021'],
      // 6678 = 0x1A16: 14 bits, 34 16 as seven and seven.
      [{ logicalDevice: 1, physical: 6678 }, '0002682D'],
    ];
    for (const [options, hex] of rows) assert.equal(toHex(encodeAddress(serverAddress(options))), hex);
    assert.equal(toHex(encodeAddress(clientAddress(48))), '61');
  });

  it('say which part does not fit', () => {
    for (const options of [
      { logicalDevice: 128 },
      { logicalDevice: -1 },
      { logicalDevice: 1.5 },
      { logicalDevice: 1, physical: 128, addressLength: 2 },
      { logicalDevice: 1, physical: 16384 },
      { logicalDevice: 1, addressLength: 2 },
      { logicalDevice: 1, addressLength: 4 },
    ] as const) {
      assert.throws(() => serverAddress(options), settingsInvalid);
    }
    assert.throws(() => clientAddress(128), settingsInvalid);
  });

  it('read back what was written, and compare by the parts that both have', () => {
    const parts = fc.oneof(
      fc.record({ length: fc.constant(1 as const), upper: fc.nat(0x7f), lower: fc.constant(null) }),
      fc.record({ length: fc.constant(2 as const), upper: fc.nat(0x7f), lower: fc.nat(0x7f) }),
      fc.record({ length: fc.constant(4 as const), upper: fc.nat(0x3fff), lower: fc.nat(0x3fff) }),
    );
    fc.assert(
      fc.property(parts, (address: HdlcAddress) => {
        const octets = encodeAddress(address);
        assert.deepEqual(readAddress(octets, 0, octets.length), { ...address });
        assert.ok(sameStation(address, { length: 1, upper: address.upper, lower: null }));
      }),
    );
    assert.equal(sameStation({ length: 2, upper: 1, lower: 17 }, { length: 4, upper: 1, lower: 18 }), false);
    assert.equal(addressText({ length: 4, upper: 1, lower: 8447 }), '1/8447');
    for (const hex of ['', '02', '020202', '02020202', '020203']) {
      const octets = Buffer.from(hex, 'hex');
      assert.throws(() => readAddress(octets, 0, octets.length), frameInvalid);
    }
  });
});

describe('HDLC control fields', () => {
  it('are those of the standard', () => {
    const rows: readonly (readonly [number, FrameKind, boolean, number, number])[] = [
      [0x10, 'I', true, 0, 0],
      [0x12, 'I', true, 1, 0],
      [0x3e, 'I', true, 7, 1],
      [0xe0, 'I', false, 0, 7],
      [0x31, 'RR', true, 0, 1],
      [0x35, 'RNR', true, 0, 1],
      [0x39, 'REJ', true, 0, 1],
      [0x93, 'SNRM', true, 0, 0],
      [0x53, 'DISC', true, 0, 0],
      [0x73, 'UA', true, 0, 0],
      [0x1f, 'DM', true, 0, 0],
      [0x97, 'FRMR', true, 0, 0],
      [0x13, 'UI', true, 0, 0],
      [0x03, 'UI', false, 0, 0],
    ];
    for (const [octet, kind, pf, ns, nr] of rows) {
      assert.deepEqual(decodeControl(octet), { kind, pf, ns, nr });
      assert.equal(encodeControl(kind, pf, ns, nr), octet);
    }
  });

  it('are decoded as they were encoded, or not at all', () => {
    let known = 0;
    for (let octet = 0; octet < 256; octet++) {
      const control = decodeControl(octet);
      if (control === null) continue;
      known++;
      assert.equal(encodeControl(control.kind, control.pf, control.ns, control.nr), octet);
    }
    // 128 I, 3 x 16 S, 6 x 2 U.
    assert.equal(known, 128 + 48 + 12);
  });
});

const frames = fc.record({
  destination: fc.constantFrom<HdlcAddress>({ length: 1, upper: 16, lower: null }, { length: 4, upper: 1, lower: 8447 }),
  source: fc.constantFrom<HdlcAddress>({ length: 2, upper: 1, lower: 17 }, { length: 1, upper: 63, lower: null }),
  kind: fc.constantFrom<FrameKind>('I', 'RR', 'UI', 'SNRM', 'UA', 'FRMR'),
  pf: fc.boolean(),
  segmented: fc.boolean(),
  information: fc.oneof(
    fc.constant(Buffer.alloc(0)),
    fc.uint8Array({ maxLength: 200 }).map((octets) => Buffer.from(octets)),
    // Flags and false beginnings inside.
    fc.array(fc.constantFrom(0x7e, 0xa0, 0x07, 0xa7, 0x03), { maxLength: 60 }).map((octets) => Buffer.from(octets)),
  ),
});

describe('HDLC frames', () => {
  it('say which check failed', () => {
    const good = encodeFrame({
      destination: { length: 1, upper: 1, lower: null },
      source: { length: 1, upper: 16, lower: null },
      kind: 'UI',
      pf: true,
      information: Buffer.from('0F00', 'hex'),
    });
    const change = (at: number, octet: number): Buffer => {
      const copy = Buffer.from(good);
      copy[at] = octet;
      return copy;
    };
    const rows: readonly (readonly [Buffer, RegExp])[] = [
      [Buffer.alloc(0), /shorter/],
      [change(1, 0xb0), /type 3/],
      [change(2, 0x03), /too short/],
      [change(2, 0x40), /is announced/],
      [change(good.length - 1, 0), /closing flag/],
      [change(9, 0xff), /\(FCS\)/],
    ];
    for (const [octets, pattern] of rows)
      assert.throws(
        () => decodeFrame(octets),
        (error) => frameInvalid(error) && pattern.test(`${error}`),
      );
  });

  it('do not take more information than the length field can say', () => {
    const base = { destination: clientAddress(1), source: clientAddress(16), kind: 'I', pf: true } as const;
    assert.equal(encodeFrame({ ...base, information: Buffer.alloc(2038) }).length, 2049);
    assert.throws(
      () => encodeFrame({ ...base, information: Buffer.alloc(2039) }),
      (error) => isDlmsError(error) && error.code === 'value-invalid',
    );
  });

  it('parameters are read back as they were written', () => {
    const size = fc.integer({ min: 1, max: 2030 });
    const window = fc.integer({ min: 1, max: 7 });
    fc.assert(
      fc.property(size, size, window, window, (maxInfoTransmit, maxInfoReceive, windowTransmit, windowReceive) => {
        const parameters = { maxInfoTransmit, maxInfoReceive, windowTransmit, windowReceive };
        assert.deepEqual(decodeParameters(encodeParameters(parameters)), parameters);
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => typeof decodeParameters(Buffer.from(octets)) === 'object'));
  });
});

describe('HDLC deframer', () => {
  const cutAt = (stream: Buffer, cuts: readonly number[]): Buffer[] => {
    const places = [...new Set(cuts.map((cut) => cut % (stream.length + 1)))].sort((a, b) => a - b);
    return [...places, stream.length].map((end, at) => stream.subarray(at === 0 ? 0 : places[at - 1], end));
  };

  it('finds all frames, however they are cut, with shared or double flags and idle octets between', () => {
    const gap = fc.constantFrom('shared', 'double', 'idle', 'flags');
    fc.assert(
      fc.property(fc.array(fc.tuple(frames, gap), { maxLength: 12 }), fc.array(fc.nat()), (list, cuts) => {
        const encoded = list.map(([fields]) => encodeFrame(fields as FrameFields));
        const parts = list.map(([, between], at): Buffer => {
          const frame = encoded[at] as Buffer;
          if (between === 'shared') return frame.subarray(0, -1);
          if (between === 'idle') return Buffer.concat([frame, Buffer.alloc(5, 0xff)]);
          return between === 'flags' ? Buffer.concat([frame, Buffer.alloc(3, 0x7e)]) : frame;
        });
        const stream = Buffer.concat([...parts, Buffer.of(0x7e)]);
        const deframer = createHdlcDeframer();
        assert.deepEqual(
          cutAt(stream, cuts).flatMap((chunk) => deframer.push(chunk)),
          encoded,
        );
      }),
    );
  });

  it('gives the same for any octets, however they are cut', () => {
    const octet = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(0x7e, 0xa0, 0xa7, 0x03, 0x21, 0x07) },
      { weight: 1, arbitrary: fc.nat(255) },
    );
    const piece = fc.oneof(
      frames.map((fields) => encodeFrame(fields as FrameFields)),
      fc.array(octet, { maxLength: 40 }).map((list) => Buffer.from(list)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.array(fc.nat()), (pieces, cuts) => {
        const stream = Buffer.concat(pieces);
        const [whole, parts, single] = [createHdlcDeframer(), createHdlcDeframer(), createHdlcDeframer()];
        const expected = whole.push(stream);
        assert.deepEqual(
          cutAt(stream, cuts).flatMap((chunk) => parts.push(chunk)),
          expected,
        );
        assert.deepEqual(
          [...stream].flatMap((one) => single.push(Buffer.of(one))),
          expected,
        );
        assert.deepEqual(
          [parts.dropped, single.dropped, parts.damaged, single.damaged],
          [whole.dropped, whole.dropped, whole.damaged, whole.damaged],
        );
      }),
    );
  });

  it('loses no frame behind noise, garbage lengths and frames that were cut', () => {
    const good = encodeFrame({ destination: clientAddress(16), source: clientAddress(1), kind: 'RR', pf: true, nr: 1 });
    const long = encodeFrame({
      destination: clientAddress(16),
      source: clientAddress(1),
      kind: 'I',
      pf: true,
      information: Buffer.alloc(500, 0x7e),
    });
    const noise = ['00', '7E', '7EA2A8', '7E132B', '7EA7FF0321', '7EA000', '7E7EA8', 'FFFFFF', '7EA00A0202'];
    for (const hex of noise) {
      const deframer = createHdlcDeframer();
      deframer.push(Buffer.from(hex, 'hex'));
      const found: Buffer[] = [];
      for (let times = 0; times < 4; times++) found.push(...deframer.push(good));
      assert.ok(found.length >= 3, `${hex}: ${found.length} of 4`);
    }
    const deframer = createHdlcDeframer();
    deframer.push(long.subarray(0, 100));
    const found: Buffer[] = [];
    for (let times = 0; times < 60; times++) found.push(...deframer.push(good));
    assert.ok(found.length >= 59, 'the frames inside of the announced length came out, too');
    assert.match(deframer.lastDamage ?? '', /closing flag|FCS/);
  });

  it('forgets a partial frame on reset', () => {
    const good = encodeFrame({ destination: clientAddress(16), source: clientAddress(1), kind: 'UA', pf: true });
    const deframer = createHdlcDeframer();
    deframer.push(good.subarray(0, 5));
    deframer.reset();
    assert.equal(deframer.dropped, 4);
    assert.deepEqual(deframer.push(good), [good]);
  });

  it('takes a megabyte of the worst octets in bounded time', () => {
    const worst = Buffer.alloc(1 << 20, Buffer.from('7EA7FF0321', 'hex'));
    const deframer = createHdlcDeframer();
    assert.deepEqual(deframer.push(worst), []);
    assert.ok(deframer.dropped <= worst.length && deframer.damaged > 100_000);
  });
});
