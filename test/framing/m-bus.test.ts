import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isDlmsError } from '../../src/errors';
import { createMbusDeframer, createMbusJoiner, decodeMbusFrame } from '../../src/framing/m-bus';
import { captures, type ExpectedMbus, octetsOf } from './captures';

/** A long frame as EN 13757-2 has it; beyond 255 octets L overflows. */
function longFrame(ci: number, payload: Buffer, address = 0xff): Buffer {
  const body = Buffer.concat([Buffer.of(0x53, address, ci, 0x01, 0x67), payload]);
  const sum = body.reduce((total, octet) => total + octet, 0) & 0xff;
  const length = body.length & 0xff;
  return Buffer.concat([Buffer.of(0x68, length, length, 0x68), body, Buffer.of(sum, 0x16)]);
}

describe('wired M-Bus: recorded notifications', () => {
  for (const { id, frames, expected } of captures().filter(({ transport }) => transport === 'mbus')) {
    it(`${id}: fields, joined segments, octet by octet and in one piece`, () => {
      const stream = Buffer.concat(frames.map(octetsOf));
      const found = createMbusDeframer().push(stream);
      const single = createMbusDeframer();
      assert.deepEqual(
        [...stream].flatMap((octet) => single.push(Buffer.of(octet))),
        found,
      );
      assert.equal(single.dropped, 0);
      const links = (expected.notifications ?? []).flatMap(({ link }) => link as ExpectedMbus[]);
      assert.equal(found.length, links.length);
      found.forEach((octets, at) => {
        const { L, length, c, a, ci, stsap, dtsap } = links[at] as ExpectedMbus;
        const frame = decodeMbusFrame(octets);
        assert.deepEqual([frame.control, frame.address, frame.ci, frame.stsap, frame.dtsap], [c, a, ci, stsap, dtsap]);
        assert.deepEqual([octets[1], octets.length - 6], [L, length]);
      });
      const joiner = createMbusJoiner();
      const apdus = found.flatMap((octets) => joiner.add(octets) ?? []);
      assert.equal(apdus.length, expected.notifications?.length);
      // Every one is general-glo-ciphering: DB, system title of eight octets, length, and nothing left over.
      for (const { apdu } of apdus) {
        assert.equal(apdu.subarray(0, 2).toString('hex'), 'db08');
        const first = apdu[10] as number;
        const [count, at] = first < 0x80 ? [first, 11] : [apdu.readUIntBE(11, first & 0x7f), 11 + (first & 0x7f)];
        assert.equal(apdu.length - at, count);
      }
    });
  }
});

describe('wired M-Bus frames', () => {
  it('of every length are found behind noise, however they are cut', () => {
    const frame = fc.tuple(fc.nat(0x1f), fc.integer({ min: 0, max: 500 })).map(([ci, size]) => longFrame(ci, Buffer.alloc(size, 0x68)));
    const noise = fc.array(fc.constantFrom(0, 0xff, 0x16, 0x10), { maxLength: 10 }).map((octets) => Buffer.from(octets));
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, frame), { maxLength: 6 }), fc.nat(60), (list, size) => {
        const stream = Buffer.concat(list.flat());
        const deframer = createMbusDeframer();
        const found: Buffer[] = [];
        for (let at = 0; at < stream.length; at += size + 1) found.push(...deframer.push(stream.subarray(at, at + size + 1)));
        assert.deepEqual(
          found,
          list.map(([, octets]) => octets),
        );
        assert.equal(
          deframer.dropped,
          list.reduce((total, [octets]) => total + octets.length, 0),
        );
      }),
    );
  });

  it('that are damaged are refused with the reason, and the next is found', () => {
    const good = longFrame(0x10, Buffer.alloc(20, 1));
    const change = (at: number, octet: number): Buffer => {
      const copy = Buffer.from(good);
      copy[at] = octet;
      return copy;
    };
    const rows: readonly (readonly [Buffer, RegExp])[] = [
      [Buffer.of(0x68), /too short/],
      [change(0, 0x10), /68 L L 68/],
      [change(2, 9), /68 L L 68/],
      [good.subarray(0, -1), /octets are there/],
      [change(good.length - 1, 0), /end with 16/],
      [change(9, 7), /checksum/],
      [longFrame(0x72, Buffer.alloc(4)), /CI 72/],
    ];
    for (const [octets, pattern] of rows) {
      assert.throws(
        () => decodeMbusFrame(octets),
        (error) => isDlmsError(error) && error.code === 'frame-invalid' && pattern.test(error.message),
      );
      assert.equal(createMbusJoiner().add(octets), null);
    }
    const deframer = createMbusDeframer();
    const found = deframer.push(Buffer.concat([change(9, 7), good, good]));
    assert.deepEqual(found, [good, good]);
    deframer.push(good.subarray(0, 9));
    deframer.reset();
    assert.deepEqual(deframer.push(good), [good]);
  });

  it('are joined per source and in order only', () => {
    const joiner = createMbusJoiner();
    const add = (ci: number, text: string, address = 1): string | null =>
      joiner.add(longFrame(ci, Buffer.from(text), address))?.apdu.toString() ?? null;
    assert.equal(add(0x10, 'single'), 'single');
    assert.deepEqual(
      [add(0x00, 'a'), add(0x00, 'x', 2), add(0x01, 'b'), add(0x11, 'y', 2), add(0x12, 'c')],
      [null, null, null, 'xy', 'abc'],
    );
    assert.deepEqual([add(0x00, 'a'), add(0x12, 'c'), add(0x11, 'b')], [null, null, null]);
    assert.deepEqual([add(0x00, 'a'), add(0x00, 'd'), add(0x11, 'e')], [null, null, 'de']);
    add(0x00, 'a');
    joiner.reset();
    assert.equal(add(0x11, 'b'), null);
    for (let address = 0; address < 100; address++) add(0x00, 'a', address);
    assert.equal(add(0x11, 'b', 0), null, 'the oldest source is forgotten');
    assert.equal(add(0x11, 'b', 99), 'ab');
  });
});
