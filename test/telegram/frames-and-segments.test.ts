/**
 * Frames found in a stream, and their segments joined to APDUs, on a line that is only listened to: recorded notifications and
 * sessions, frames of every length cut anywhere, senders that talk at the same time.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../src/bytes';
import { decodeFrame, encodeFrame } from '../../src/framing/hdlc/frame';
import { decodeMbusFrame } from '../../src/framing/m-bus';
import { hdlcFormat, mbusFormat } from '../../src/telegram/framing/formats';
import { type FrameFormat, FrameScanner, type Scanned } from '../../src/telegram/framing/scanner';
import { type Joined, SegmentJoiner } from '../../src/telegram/framing/segments';
import { createTelegramStream, type StreamOptions } from '../../src/telegram/stream';
import { capture, captures, type ExpectedMbus, octetsOf } from '../framing/captures';
import { longFrame } from '../framing/m-bus-frames';

const framesOf = (scanner: FrameScanner, chunk: Buffer): Buffer[] =>
  scanner.push(chunk).flatMap((found) => (found.kind === 'frame' ? [found.octets] : []));

/** The APDUs that become complete with these frames; beside them the words of what was given up. */
class Listener {
  readonly errors: string[] = [];
  private readonly scanner: FrameScanner;
  private readonly joiner: SegmentJoiner;

  constructor(
    private readonly format: FrameFormat,
    maxApduSize = 65_536,
  ) {
    this.scanner = new FrameScanner(format);
    this.joiner = new SegmentJoiner(maxApduSize);
  }

  push(chunk: Buffer): Buffer[] {
    const joined: Joined[] = [];
    for (const octets of framesOf(this.scanner, chunk)) {
      if (this.format === hdlcFormat) this.joiner.hdlc(decodeFrame(octets), 0, joined);
      else this.joiner.mbus(decodeMbusFrame(octets), 0, joined);
    }
    return this.sorted(joined);
  }

  /** Silence. */
  expire(): Buffer[] {
    const joined: Joined[] = [];
    this.scanner.reset();
    this.joiner.expire(0, joined);
    return this.sorted(joined);
  }

  private sorted(joined: readonly Joined[]): Buffer[] {
    for (const one of joined) if (one.kind === 'error') this.errors.push(one.error.message);
    return joined.flatMap((one) => (one.kind === 'apdu' ? [one.apdu] : []));
  }
}

describe('wired M-Bus on a line', () => {
  for (const { id, frames, expected } of captures().filter(({ transport }) => transport === 'mbus')) {
    it(`${id}: fields, joined segments, octet by octet and in one piece`, () => {
      const stream = Buffer.concat(frames.map(octetsOf));
      const found = framesOf(new FrameScanner(mbusFormat), stream);
      const single = new FrameScanner(mbusFormat);
      assert.deepEqual(
        [...stream].flatMap((octet) => framesOf(single, Buffer.of(octet))),
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
      const apdus = new Listener(mbusFormat).push(stream);
      assert.equal(apdus.length, expected.notifications?.length);
      // Every one is general-glo-ciphering: DB, system title of eight octets, length, and nothing left over.
      for (const apdu of apdus) {
        assert.equal(apdu.subarray(0, 2).toString('hex'), 'db08');
        const first = apdu[10] as number;
        const [count, at] = first < 0x80 ? [first, 11] : [apdu.readUIntBE(11, first & 0x7f), 11 + (first & 0x7f)];
        assert.equal(apdu.length - at, count);
      }
    });
  }

  it('frames of every length are found behind noise, however they are cut', () => {
    const frame = fc.tuple(fc.nat(0x1f), fc.integer({ min: 0, max: 500 })).map(([ci, size]) => longFrame(ci, Buffer.alloc(size, 0x68)));
    const noise = fc.array(fc.constantFrom(0, 0xff, 0x16, 0x10), { maxLength: 10 }).map((octets) => Buffer.from(octets));
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, frame), { maxLength: 6 }), fc.nat(60), (list, size) => {
        const stream = Buffer.concat(list.flat());
        const scanner = new FrameScanner(mbusFormat);
        const found: Buffer[] = [];
        for (let at = 0; at < stream.length; at += size + 1) found.push(...framesOf(scanner, stream.subarray(at, at + size + 1)));
        assert.deepEqual(
          found,
          list.map(([, octets]) => octets),
        );
        assert.equal(
          scanner.dropped,
          list.reduce((total, [octets]) => total + octets.length, 0),
        );
      }),
    );
  });

  it('the frame behind a damaged one is found, and the one after a silence', () => {
    const good = longFrame(0x10, Buffer.alloc(20, 1));
    const damaged = Buffer.from(good);
    damaged[9] = 7;
    const scanner = new FrameScanner(mbusFormat);
    assert.deepEqual(framesOf(scanner, Buffer.concat([damaged, good, good])), [good, good]);
    scanner.push(good.subarray(0, 9));
    scanner.reset();
    assert.deepEqual(framesOf(scanner, good), [good]);
  });

  it('of more than 255 octets are found when a 16 stands where the short form would end', () => {
    // 5 + 274 octets: L is 17, so the stop of a short frame would be octet 28, which is octet 19 of the payload.
    const payload = Buffer.alloc(274, 0xaa);
    payload[19] = 0x16;
    const long = longFrame(0x10, payload);
    assert.deepEqual([long[1], long[28], long.length], [0x17, 0x16, 285]);
    const good = longFrame(0x10, Buffer.alloc(20, 1));
    for (const size of [1, 23, 24, 1000]) {
      const scanner = new FrameScanner(mbusFormat);
      const stream = Buffer.concat([good, long, good]);
      const found: Buffer[] = [];
      for (let at = 0; at < stream.length; at += size) found.push(...framesOf(scanner, stream.subarray(at, at + size)));
      assert.deepEqual(found, [good, long, good]);
    }
  });

  it('that are damaged are told of at a silence, and at once where the next one stands behind them', () => {
    const damaged = Buffer.from(longFrame(0x10, Buffer.alloc(20, 1)));
    damaged[9] = 7;
    const wrong = 'the checksum of the M-Bus frame is wrong';
    const reasons = (scanned: readonly Scanned[]): string[] => scanned.flatMap((one) => (one.kind === 'damage' ? [one.reason] : []));
    const scanner = new FrameScanner(mbusFormat);
    assert.deepEqual(reasons(scanner.push(damaged)), []);
    assert.deepEqual(reasons(scanner.expire()), [wrong]);
    assert.deepEqual(reasons(scanner.push(Buffer.concat([damaged, Buffer.of(0x68)]))), [wrong]);
  });

  it('segments are joined per source and in order only', () => {
    const line = new Listener(mbusFormat);
    const add = (ci: number, text: string, address = 1): string | null =>
      line.push(longFrame(ci, Buffer.from(text), address))[0]?.toString() ?? null;
    assert.equal(add(0x10, 'single'), 'single');
    assert.deepEqual(
      [add(0x00, 'a'), add(0x00, 'x', 2), add(0x01, 'b'), add(0x11, 'y', 2), add(0x12, 'c')],
      [null, null, null, 'xy', 'abc'],
    );
    assert.deepEqual(line.errors, []);
    assert.deepEqual([add(0x00, 'a'), add(0x12, 'c'), add(0x11, 'b')], [null, null, null]);
    assert.deepEqual([add(0x00, 'a'), add(0x00, 'd'), add(0x11, 'e')], [null, null, 'de']);
    add(0x00, 'a');
    line.expire();
    assert.equal(add(0x11, 'b'), null);
    line.errors.length = 0;
    for (let address = 0; address < 100; address++) add(0x00, 'a', address);
    assert.match(line.errors.join(), /too many senders at once/);
    assert.equal(add(0x11, 'b', 0), null, 'the oldest source is forgotten');
    assert.equal(add(0x11, 'b', 99), 'ab');
  });
});

describe('HDLC on a line', () => {
  for (const { id, frames, expected } of captures().filter(({ kind, transport }) => kind === 'session' && transport === 'hdlc')) {
    it(`${id}: every APDU comes out, octet by octet`, () => {
      const lines = { tx: new Listener(hdlcFormat), rx: new Listener(hdlcFormat) };
      const echoes = id.includes('echo') ? 1 : 0;
      for (const [index, recorded] of frames.entries()) {
        const found: Buffer[] = [];
        for (const octet of octetsOf(recorded)) found.push(...lines[recorded.dir].push(Buffer.of(octet)));
        const answers = expected.frames?.[index];
        const failing = id === 'neg-nexerror' ? 1 : 0;
        const echoed = recorded.dir === 'rx' && (answers?.link?.length ?? 0) > 1 && (answers?.apdus?.length ?? 0) > 0 ? echoes : 0;
        assert.equal(found.length, (answers?.apdus?.length ?? 0) + failing + echoed);
      }
    });
  }

  it('neg-iskra-hr-first-segment: the first segment alone is no APDU', () => {
    const line = new Listener(hdlcFormat);
    assert.deepEqual(line.push(octetsOf(capture('neg-iskra-hr-first-segment').frames[0] as { hex: string })), []);
    assert.deepEqual(line.expire(), []);
    assert.match(line.errors.join(), /^1 segment of a message came/);
  });

  const ui = (hex: string, segmented: boolean, source = 1): Buffer =>
    encodeFrame({
      destination: { length: 1, upper: 103, lower: null },
      source: { length: 1, upper: source, lower: null },
      kind: 'UI',
      pf: !segmented,
      segmented,
      information: Buffer.from(hex, 'hex'),
    });

  it('segments are joined per source, and an LLC header begins anew', () => {
    const stream = [
      ui('E6E7000F', true),
      ui('E6E700C2', true, 2),
      ui('01', true),
      ui('BB', false, 2),
      ui('E6E7000F', true),
      ui('02', false),
      // Block transfer over several UI frames: only the first has the LLC header.
      ui('E6E700E000', false),
      ui('E001', false),
    ];
    const line = new Listener(hdlcFormat);
    const found = line.push(Buffer.concat(stream)).map((apdu) => apdu.toString('hex'));
    assert.deepEqual(found, ['c2bb', '0f02', 'e000', 'e001']);
    assert.equal(line.errors.length, 1);
    assert.match(line.errors[0] as string, /^2 segments of a message came.*the next message began/);
  });

  it('a segmented message behind an LLC header has a beginning, whatever its first octet is', () => {
    const listener = new Listener(hdlcFormat);
    // a GET response is nothing that a meter says unasked
    assert.deepEqual(listener.push(ui('E6E700C401C100', true)), []);
    assert.deepEqual(
      listener.push(ui('0F01', false)).map((apdu) => apdu.toString('hex')),
      ['c401c1000f01'],
    );
    assert.deepEqual(listener.errors, []);
    // without the header it is the middle of one
    assert.deepEqual([...listener.push(ui('C401C100', true)), ...listener.push(ui('0F01', false))], []);
    assert.deepEqual(listener.errors, ['2 segments came without the beginning of the message']);
  });

  it('APDUs that grow too long are given up, and the next one comes', () => {
    const line = new Listener(hdlcFormat, 8);
    assert.deepEqual(line.push(Buffer.concat([ui('E6E7000F02030405', true), ui('0607080910', false)])), []);
    assert.match(line.errors.join(), /^more than 8 octets/);
    assert.equal(line.push(ui('E6E7000F', false)).length, 1);
    line.push(ui('E6E7000F', true));
    line.expire();
    assert.equal(line.push(ui('E6E7000F', false)).length, 1);
  });
});

describe('blocks on a line', () => {
  it('passes over a block that is repeated, the first one too', () => {
    const frames = capture('push-lg-ch-e450').frames.map(octetsOf);
    for (let i = 0; i + 1 < frames.length; i++) {
      const events = createTelegramStream().push(Buffer.concat([...frames.slice(0, i + 1), ...frames.slice(i)]), 0);
      assert.deepEqual(
        events.map(({ kind }) => kind),
        ['apdu'],
        `block ${i + 1}`,
      );
    }
  });

  it('tells of a lost block once, and reads the next message', () => {
    const frames = capture('push-lg-ch-e570-enc').frames.map(octetsOf);
    const without = (lost: number): Buffer[] => frames.filter((_, i) => i !== lost);
    for (let lost = 0; lost + 1 < frames.length; lost++) {
      const events = createTelegramStream().push(Buffer.concat([...without(lost), ...without(lost), ...frames]), 0);
      assert.deepEqual(
        events.map(({ kind }) => kind),
        ['error', 'error', 'apdu'],
        `block ${lost + 1} is lost`,
      );
    }
  });

  it('keeps apart the blocks for two clients whose addresses differ in their second octet', () => {
    const apdu = fromHex('0F0000000100020212000112');
    const frameOf = (lower: number, block: string): Buffer =>
      encodeFrame({
        destination: { upper: 103, lower, length: 2 },
        source: { upper: 1, lower: null, length: 1 },
        kind: 'UI',
        pf: true,
        information: fromHex(block),
      });
    const blocks = [`E0400001000008${toHex(apdu.subarray(0, 8))}`, `E0C00002000004${toHex(apdu.subarray(8))}`];
    const events = createTelegramStream().push(Buffer.concat(blocks.flatMap((block) => [frameOf(127, block), frameOf(126, block)])), 0);
    assert.deepEqual(
      events.map((event) => event.kind === 'apdu' && toHex(event.apdu)),
      [toHex(apdu), toHex(apdu)],
    );
  });
});

describe('octets that are no telegram', () => {
  const frame = '7EA00703035192F4';
  const told = (chunks: readonly Buffer[], options: StreamOptions = {}): string[] => {
    const stream = createTelegramStream(options);
    return [...chunks.flatMap((chunk) => stream.push(chunk, 0)), ...stream.end(1)].map((event) =>
      event.kind === 'error' ? `${event.error.message} ${event.octets?.toString('hex')}` : event.kind,
    );
  };
  const single = (octets: Buffer): Buffer[] => Array.from(octets, (octet) => Buffer.of(octet));

  it('are shown from behind the last frame, however they are cut', () => {
    const hex = `${frame.repeat(2)}${'7E5192F4'.repeat(16)}${'7E515192F4'.repeat(5)}${'7E5192F4'.repeat(4)}7E`;
    const octets = Buffer.from(hex, 'hex');
    const shown = octets.subarray(16, 16 + 64).toString('hex');
    for (const options of [{}, { framing: 'hdlc' }] as const) {
      const [event, ...rest] = told([octets], options);
      assert.match(event ?? '', new RegExp(`\\(they begin with 7E5192F47E5192F4\\) ${shown}$`));
      assert.deepEqual(rest, []);
      for (let at = 1; at < octets.length; at++) assert.deepEqual(told([octets.subarray(0, at), octets.subarray(at)], options), [event]);
      assert.deepEqual(told(single(octets), options), [event]);
    }
  });

  it('let another framing be found behind so many of them, however they are cut', () => {
    // a DataNotification of one octet over wired M-Bus (EN 13757-2): its sum is the last octet but one
    const content = Buffer.from('53FF1001670F00000001000F01', 'hex');
    const sum = content.reduce((total, octet) => total + octet, 0) & 0xff;
    const mbus = Buffer.concat([Buffer.of(0x68, content.length, content.length, 0x68), content, Buffer.of(sum, 0x16)]);
    const octets = Buffer.concat([Buffer.from(`${frame}7E`, 'hex'), Buffer.alloc(4200, 0x55), mbus]);
    assert.deepEqual(told([octets]), ['apdu']);
    assert.deepEqual(told(single(octets)), ['apdu']);
    for (const size of [100, 1000, 4096, 4200]) {
      const chunks = Array.from({ length: Math.ceil(octets.length / size) }, (_, i) => octets.subarray(i * size, (i + 1) * size));
      assert.deepEqual(told(chunks), ['apdu']);
    }
  });
});
