/**
 * Client and meter against each other over a line that loses, repeats, cuts and changes frames by a seeded source.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isDlmsError } from '../../src/errors';
import { createHdlcDeframer } from '../../src/framing/hdlc/deframer';
import { writeFcs } from '../../src/framing/hdlc/fcs';
import { decodeFrame } from '../../src/framing/hdlc/frame';
import { createHdlcLink } from '../../src/framing/hdlc/primary';
import { createHdlcSecondary, type HdlcSecondary } from '../../src/framing/hdlc/secondary';
import type { Dialogue, LinkPeer } from '../../src/framing/link';
import { playAgainst } from './play';

const addresses = { client: 16, logicalDevice: 1, physical: 17 };

/** A small seeded source (mulberry32), so that a failing run can be repeated. */
const randomOf = (seed: number): (() => number) => {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
};

interface Meter {
  readonly received: Buffer[];
  readonly input: (octets: Buffer) => Buffer;
}

/** Answers each APDU by `answer`; what it puts out is one run of octets. */
function meterOf(secondary: HdlcSecondary, answer: (apdu: Buffer) => Buffer): Meter {
  const received: Buffer[] = [];
  const respond = (frame: Buffer): Buffer[] =>
    secondary.input(frame).flatMap((event) => {
      if (event.kind === 'send') return [event.frame];
      if (event.kind !== 'apdu') return [];
      received.push(Buffer.from(event.apdu));
      return [...secondary.output(answer(event.apdu), event.peer)];
    });
  return { received, input: (octets) => Buffer.concat(secondary.deframer.push(octets).flatMap(respond)) };
}

/** An APDU that names itself, so that a wrong or repeated one is noticed. */
const apduOf = (index: number, length: number, tag: number): Buffer => {
  const octets = Buffer.alloc(Math.max(length, 5), index);
  octets[0] = tag;
  octets.writeUInt32BE(index, 1);
  return octets;
};

const sizes = fc.record({
  info: fc.integer({ min: 32, max: 2030 }),
  infoBack: fc.integer({ min: 32, max: 2030 }),
  window: fc.integer({ min: 1, max: 7 }),
  windowBack: fc.integer({ min: 1, max: 7 }),
});

function pair(of: { info: number; infoBack: number; window: number; windowBack: number }, retries: number) {
  const { info, infoBack, window, windowBack } = of;
  const link = createHdlcLink({
    addresses,
    retries,
    maxInfoTransmit: info,
    maxInfoReceive: infoBack,
    windowTransmit: window,
    windowReceive: windowBack,
  });
  const secondary = createHdlcSecondary({
    physical: 17,
    maxInfoTransmit: 2030,
    maxInfoReceive: 2030,
    windowTransmit: 7,
    windowReceive: 7,
  });
  return { link, secondary };
}

describe('HDLC: client and meter', () => {
  it('exchange APDUs of any length with any sizes and windows, both within their limits', () => {
    const lengths = fc.array(fc.tuple(fc.integer({ min: 5, max: 5000 }), fc.integer({ min: 5, max: 5000 })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(sizes, lengths, (of, apdus) => {
        const { link, secondary } = pair(of, 0);
        let asked = 0;
        const meter = meterOf(secondary, () => apduOf(asked, apdus[asked]?.[1] ?? 5, 0xc4));
        const checked = (octets: Buffer): Buffer => {
          for (const frame of createFrames(octets)) assert.ok(frame.kind !== 'I' || frame.information.length <= of.info);
          const answer = meter.input(octets);
          const frames = createFrames(answer).filter(({ kind }) => kind === 'I');
          assert.ok(frames.length <= of.windowBack && frames.every(({ information }) => information.length <= of.infoBack));
          return answer;
        };
        const work = function* (): Dialogue<void> {
          yield* link.connect();
          for (asked = 0; asked < apdus.length; asked++) {
            const [there = 5, back = 5] = apdus[asked] ?? [];
            const answer = yield* link.request(apduOf(asked, there, 0xc0), 1000);
            assert.deepEqual(answer, apduOf(asked, back, 0xc4));
            assert.deepEqual(meter.received.at(-1), apduOf(asked, there, 0xc0));
          }
          yield* link.disconnect();
        };
        playAgainst(work(), link.deframer, checked);
        assert.equal(meter.received.length, apdus.length);
      }),
      { numRuns: 60 },
    );
  });

  it('deliver every APDU exactly once or say a DlmsError, whatever the line does', () => {
    const faults = fc.record({
      lose: fc.double({ min: 0, max: 0.2, noNaN: true }),
      repeat: fc.double({ min: 0, max: 0.2, noNaN: true }),
      corrupt: fc.double({ min: 0, max: 0.2, noNaN: true }),
      cut: fc.double({ min: 0, max: 0.1, noNaN: true }),
      noise: fc.double({ min: 0, max: 0.3, noNaN: true }),
      seed: fc.integer(),
    });
    let finished = 0;
    fc.assert(
      fc.property(sizes, faults, (of, fault) => {
        const random = randomOf(fault.seed);
        const damage = (octets: Buffer): Buffer => {
          const frames = createOctets(octets).flatMap((frame): Buffer[] => {
            if (random() < fault.lose) return [];
            if (random() < fault.cut) return [frame.subarray(0, Math.floor(random() * frame.length))];
            const copy = Buffer.from(frame);
            if (random() < fault.corrupt) copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
            const noise = random() < fault.noise ? Buffer.from([0x00, 0x7e, 0xff, 0xa0]) : Buffer.alloc(0);
            return random() < fault.repeat ? [noise, copy, copy] : [noise, copy];
          });
          return Buffer.concat(frames);
        };
        const { link, secondary } = pair(of, 6);
        const meter = meterOf(secondary, (apdu) => apduOf(apdu.readUInt32BE(1), 700, 0xc4));
        let done = 0;
        const work = function* (): Dialogue<void> {
          yield* link.connect();
          for (; done < 15; done++) {
            const answer = yield* link.request(apduOf(done, 300, 0xc0), 1000);
            assert.deepEqual(answer, apduOf(done, 700, 0xc4));
          }
        };
        try {
          playAgainst(work(), link.deframer, (octets) => {
            const answer = damage(meter.input(damage(octets)));
            // What the meter was in the middle of is dropped by its inter-octet time-out.
            secondary.deframer.reset();
            return answer;
          });
          finished++;
        } catch (error) {
          if (!isDlmsError(error)) throw error;
        }
        const numbers = meter.received.map((apdu) => apdu.readUInt32BE(1));
        assert.deepEqual(
          numbers,
          Array.from({ length: numbers.length }, (_, at) => at),
          'executed twice or out of order',
        );
        assert.ok(numbers.length >= done && numbers.length <= done + 1);
      }),
      { numRuns: 150 },
    );
    assert.ok(finished > 50, `only ${finished} of 150 conversations survived`);
  });

  it('hostile octets give a DlmsError or nothing, on both sides', () => {
    const hostile = fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 20 });
    fc.assert(
      fc.property(hostile, fc.integer(), (chunks, seed) => {
        const random = randomOf(seed);
        const { link, secondary } = pair({ info: 128, infoBack: 128, window: 1, windowBack: 1 }, 1);
        const meter = meterOf(secondary, (apdu) => apdu);
        let at = 0;
        const strange = (octets: Buffer): Buffer => {
          const answer = Buffer.from(meter.input(octets));
          // A frame that is right in every check but says something else.
          for (const frame of createFrames(answer)) {
            const control = Math.floor(random() * 256);
            const again = rightFrame(frame.destination.upper, control, Buffer.from(chunks[at++ % Math.max(chunks.length, 1)] ?? []));
            return random() < 0.5 ? answer : again;
          }
          return answer;
        };
        const work = function* (): Dialogue<void> {
          yield* link.connect();
          for (let count = 0; count < 5; count++) yield* link.request(apduOf(count, 200, 0xc0), 1000);
        };
        try {
          playAgainst(work(), link.deframer, strange);
        } catch (error) {
          if (!isDlmsError(error)) throw error;
        }
        for (const chunk of chunks) secondary.input(Buffer.from(chunk));
        for (const chunk of chunks) meter.input(rightFrame(1, chunk[0] ?? 0, Buffer.from(chunk)));
      }),
      { numRuns: 200 },
    );
  });
});

const createOctets = (octets: Buffer): Buffer[] => createHdlcDeframer().push(octets);
const createFrames = (octets: Buffer) => createOctets(octets).map(decodeFrame);

/** A frame with right checks and any control field, from the meter (destination 16) or to it (destination 1/17). */
function rightFrame(destination: number, control: number, information: Buffer): Buffer {
  const addressing = destination === 16 ? [0x21, 0x02, 0x23] : [0x02, 0x23, 0x21];
  const count = information.length;
  const length = 2 + 3 + 1 + (count > 0 ? count + 2 : 0) + 2;
  const octets = Buffer.alloc(length + 2, 0x7e);
  octets.writeUInt16BE(0xa000 | length, 1);
  octets.set(addressing, 3);
  octets[6] = control;
  if (count > 0) {
    writeFcs(octets, 1, 7);
    octets.set(information, 9);
  }
  writeFcs(octets, 1, length - 1);
  return octets;
}

describe('HDLC: meter', () => {
  const peer: LinkPeer = { client: 16, logicalDevice: 1 };
  const frame = (hex: string): Buffer => Buffer.from(hex.replace(/ /g, ''), 'hex');
  const kinds = (secondary: HdlcSecondary, octets: Buffer): string[] =>
    secondary.input(octets).map((event) => (event.kind === 'send' ? decodeFrame(event.frame).kind : event.kind));

  it('answers only its own address, and never all stations', () => {
    const secondary = createHdlcSecondary({ physical: 17, logicalDevices: [1, 2] });
    assert.deepEqual(kinds(secondary, rightFrame(1, 0x93, Buffer.alloc(0))), ['connected', 'UA']);
    for (const [upper, lower] of [
      [1, 18],
      [3, 17],
      [0x7f, 17],
      [1, 0x7f],
    ] as const) {
      const octets = rightFrame(1, 0x93, Buffer.alloc(0));
      octets.set([upper << 1, (lower << 1) | 1], 3);
      writeFcs(octets, 1, octets.length - 3);
      assert.deepEqual(kinds(secondary, octets), []);
    }
  });

  it('answers DM when there is no connection, UA to DISC when there is', () => {
    const secondary = createHdlcSecondary({ physical: 17 });
    // RR, I, RR, and what is unknown here: SNRME, by which a client asks for numbers to 127, and TEST
    for (const control of [0x53, 0x10, 0x11, 0xdf, 0xf3])
      assert.deepEqual(kinds(secondary, rightFrame(1, control, Buffer.alloc(0))), ['DM']);
    for (const control of [0xcf, 0x03, 0x13]) assert.deepEqual(kinds(secondary, rightFrame(1, control, Buffer.alloc(0))), []);
    kinds(secondary, rightFrame(1, 0x93, Buffer.alloc(0)));
    assert.deepEqual(kinds(secondary, rightFrame(1, 0x53, Buffer.alloc(0))), ['UA', 'disconnected']);
    kinds(secondary, rightFrame(1, 0x93, Buffer.alloc(0)));
    secondary.drop(peer);
    assert.deepEqual(kinds(secondary, rightFrame(1, 0x11, Buffer.alloc(0))), ['DM']);
  });

  // ISO/IEC 13239 5.5.3.4.2: C/R is 0 for commands, as a recorded meter has it (sess-taipower-frmr: 10 00 01), W stands with X.
  it('rejects with FRMR and its reason, until SNRM', () => {
    const cases = [
      [0x97 | 0x08, '', 1],
      [0x31, '', 8],
      [0x11, '00', 3],
      [0x10, '00'.repeat(63), 4],
    ] as const;
    for (const [control, information, reason] of cases) {
      const secondary = createHdlcSecondary({ physical: 17, maxInfoReceive: 62 });
      kinds(secondary, rightFrame(1, 0x93, Buffer.alloc(0)));
      const [event] = secondary.input(rightFrame(1, control, frame(information)));
      assert.ok(event?.kind === 'send');
      const reject = decodeFrame(event.frame);
      assert.equal(reject.kind, 'FRMR');
      assert.deepEqual([...reject.information], [control, 0x00, reason]);
      assert.deepEqual(kinds(secondary, rightFrame(1, 0x11, Buffer.alloc(0))), ['FRMR']);
      assert.deepEqual(kinds(secondary, rightFrame(1, 0x93, Buffer.alloc(0))), ['disconnected', 'connected', 'UA']);
    }
  });

  it('rejects a frame of a window when it is asked (P), not before: it has no right to speak', () => {
    const secondary = createHdlcSecondary({ physical: 17, maxInfoReceive: 62, windowReceive: 3 });
    kinds(secondary, rightFrame(1, 0x93, Buffer.alloc(0)));
    assert.deepEqual(kinds(secondary, rightFrame(1, 0x00, frame('00'.repeat(63)))), []);
    const [event] = secondary.input(rightFrame(1, 0x12, frame('00')));
    assert.ok(event?.kind === 'send');
    assert.deepEqual([...decodeFrame(event.frame).information], [0x00, 0x00, 4]);
  });

  it('is busy as often as it is told, and the client waits and asks again', () => {
    const { link, secondary } = pair({ info: 128, infoBack: 128, window: 1, windowBack: 1 }, 1);
    const meter = meterOf(secondary, () => Buffer.of(0xc4));
    const work = function* (): Dialogue<Buffer> {
      yield* link.connect();
      secondary.busyTurns = 3;
      return yield* link.request(Buffer.of(0xc0), 2000);
    };
    assert.deepEqual(playAgainst(work(), link.deframer, meter.input), Buffer.of(0xc4));
    assert.equal(secondary.busyTurns, 0);
    assert.equal(meter.received.length, 1);
  });

  it('holds what the application says late until it is asked', () => {
    const secondary = createHdlcSecondary({ physical: 17 });
    kinds(secondary, rightFrame(1, 0x93, Buffer.alloc(0)));
    assert.deepEqual(kinds(secondary, rightFrame(1, 0x10, frame('E6E600C0'))), ['apdu']);
    assert.deepEqual(kinds(secondary, rightFrame(1, 0x11, Buffer.alloc(0))), ['RR']);
    assert.deepEqual(secondary.output(Buffer.of(0xc4), peer), []);
    assert.deepEqual(kinds(secondary, rightFrame(1, 0x11, Buffer.alloc(0))), ['I']);
  });

  it('acknowledges a request to which there is no answer', () => {
    const { link, secondary } = pair({ info: 128, infoBack: 128, window: 1, windowBack: 1 }, 0);
    const meter = meterOf(secondary, () => Buffer.alloc(0));
    const work = function* (): Dialogue<void> {
      yield* link.connect();
      yield* link.send(Buffer.alloc(300, 0xc1));
    };
    playAgainst(work(), link.deframer, meter.input);
    assert.equal(meter.received.length, 1);
  });

  it('notifies without a connection, in segments', () => {
    const secondary = createHdlcSecondary({ physical: 17, maxInfoTransmit: 64 });
    const frames = secondary.notify(Buffer.alloc(150, 0x0f), peer).map(decodeFrame);
    assert.deepEqual(
      frames.map(({ kind, segmented, information }) => [kind, segmented, information.length]),
      [
        ['UI', true, 64],
        ['UI', true, 64],
        ['UI', false, 25],
      ],
    );
    const link = createHdlcLink({ addresses });
    const events = secondary.notify(Buffer.alloc(150, 0x0f), peer).map((octets) => link.idle(octets));
    assert.deepEqual(events.at(-1), { kind: 'apdu', apdu: Buffer.alloc(150, 0x0f) });
  });

  it('keeps clients apart', () => {
    const secondary = createHdlcSecondary({ physical: 17 });
    kinds(secondary, rightFrame(1, 0x93, Buffer.alloc(0)));
    const other = rightFrame(1, 0x11, Buffer.alloc(0));
    other[5] = 0x03;
    writeFcs(other, 1, other.length - 3);
    assert.deepEqual(kinds(secondary, other), ['DM']);
    assert.deepEqual(kinds(secondary, rightFrame(1, 0x11, Buffer.alloc(0))), ['RR']);
  });
});
