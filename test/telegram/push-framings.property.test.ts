/**
 * Random notifications through every protection, block transfer and framing, in random chunks, several in one stream: each
 * comes out with its values, and nothing else does.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encode } from '../../src/codec/axdr';
import { data } from '../../src/codec/data';
import { obisAt } from '../../src/cosem/obis';
import { createKeyRing, createTelegramDecoder, type TelegramEvent } from '../../src/telegram';
import { arrangements, type Item, items } from './push-bodies';
import { ak, blocks, broadcastKey, type Ciphering, ciphered, ciphering, ek, type Framing, framings, length, title } from './push-framings';

const keys = (withAk: boolean) =>
  createKeyRing([{ name: 'K', systemTitle: title, ek, broadcast: broadcastKey, dedicated: ek, ...(withAk ? { ak } : {}) }]);

const stamp = Buffer.from('07EA0101040C000000FFC400', 'hex');
type Stamp = 'none' | 'plain' | 'tagged' | 'long';

/** DataNotification, octet by octet. */
function notification(list: readonly Item[], shape: number, id: number, time: Stamp): Buffer {
  const head = Buffer.alloc(5);
  head[0] = 0x0f;
  head.writeUInt32BE(id, 1);
  const times = { none: [0], plain: [0x0c], tagged: [0x09, 0x0c], long: [0x81, 0x0c] }[time];
  const body = encode(data, (arrangements[shape] as (typeof arrangements)[number]).make(list));
  return Buffer.concat([head, Buffer.from(times), time === 'none' ? Buffer.alloc(0) : stamp, body]);
}

interface Sent {
  readonly list: readonly Item[];
  readonly shape: number;
  readonly id: number;
  readonly time: Stamp;
}

const sent = fc.record({
  list: items,
  shape: fc.nat(arrangements.length - 1),
  id: fc.integer({ min: 0, max: 0xffff_ffff }),
  time: fc.constantFrom('none' as const, 'plain' as const, 'tagged' as const, 'long' as const),
});

function cut(octets: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, i = 0; at < octets.length; i++) {
    const size = sizes.length === 0 ? octets.length : (sizes[i % sizes.length] as number);
    chunks.push(octets.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

function received(octets: Buffer, sizes: readonly number[], withAk: boolean): TelegramEvent[] {
  const decoder = createTelegramDecoder({ keys: keys(withAk), templates: [] });
  return [...cut(octets, sizes).flatMap((chunk) => decoder.push(chunk, 0)), ...decoder.end(1)];
}

function compare(events: readonly TelegramEvent[], all: readonly Sent[], what: string): void {
  assert.deepEqual(
    events.map((event) =>
      event.kind === 'telegram' ? event.readings.map(({ obis }) => obis) : event.kind === 'error' ? event.error.message : event.kind,
    ),
    all.map(({ list }) => list.map(({ obis }) => obisAt(obis))),
    what,
  );
  for (const [i, { time, id }] of all.entries()) {
    const event = events[i];
    assert.ok(event?.kind === 'telegram');
    assert.equal(event.longInvokeIdAndPriority, id);
    if (time !== 'none') assert.equal(event.time, '2026-01-01T12:00:00+01:00');
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 5 });
const several = fc.array(sent, { minLength: 1, maxLength: 3 });

describe('notifications on their way', () => {
  it('come through every protection and framing in any chunks', () =>
    fc.assert(
      fc.property(several, ciphering, framings, sizes, fc.boolean(), (all, how: Ciphering, { framed, name }: Framing, chunks, withAk) => {
        // What is authenticated only cannot be read without knowing whether it is true; it is read all the same.
        const octets = Buffer.concat(
          all.map((one, i) => framed(ciphered(notification(one.list, one.shape, one.id, one.time), how, i + 1))),
        );
        compare(received(octets, chunks, withAk), all, `${name} ${JSON.stringify(how)}`);
      }),
      { seed: 5, numRuns: 120 },
    ));

  it('come through block transfer, with the protection inside', () =>
    fc.assert(
      fc.property(
        several,
        ciphering,
        framings,
        sizes,
        fc.integer({ min: 20, max: 200 }),
        (all, how: Ciphering, { framed, name }: Framing, chunks, size) => {
          const octets = Buffer.concat(
            all.flatMap((one, i) => {
              const plain = notification(one.list, one.shape, one.id, one.time);
              return blocks(ciphered(plain, how, i + 1), size, how.form).map(framed);
            }),
          );
          compare(received(octets, chunks, true), all, `${name} ${JSON.stringify(how)}`);
        },
      ),
      { seed: 5, numRuns: 80 },
    ));

  it('in two streams never mix', () =>
    fc.assert(
      fc.property(
        sent,
        sent,
        framings,
        framings,
        fc.integer({ min: 1, max: 40 }),
        (one, two, { framed: first }, { framed: second }, size) => {
          const decoders = [createTelegramDecoder(), createTelegramDecoder()] as const;
          const streams = [
            first(notification(one.list, one.shape, one.id, one.time)),
            second(notification(two.list, two.shape, two.id, two.time)),
          ];
          const events: [TelegramEvent[], TelegramEvent[]] = [[], []];
          for (let at = 0; at < Math.max(...streams.map((octets) => octets.length)); at += size)
            for (const i of [0, 1] as const) events[i].push(...decoders[i].push((streams[i] as Buffer).subarray(at, at + size), at));
          for (const i of [0, 1] as const) compare([...events[i], ...decoders[i].end(9e9)], [i === 0 ? one : two], `${i}`);
        },
      ),
      { seed: 5, numRuns: 30 },
    ));

  const flip = fc.record({ at: fc.nat(), bit: fc.nat(7) });
  const damaged = (octets: Buffer, { at, bit }: { at: number; bit: number }): Buffer => {
    const copy = Buffer.from(octets);
    const index = at % copy.length;
    copy[index] = (copy[index] as number) ^ (1 << bit);
    return copy;
  };

  it('are read behind a damaged one, after a pause', () =>
    fc.assert(
      fc.property(sent, sent, framings, flip, sizes, (one, two, { framed, name }, where, chunks) => {
        const decoder = createTelegramDecoder();
        decoder.push(damaged(framed(notification(one.list, one.shape, one.id, one.time)), where), 0);
        const octets = framed(notification(two.list, two.shape, two.id, two.time));
        const events = cut(octets, chunks).flatMap((chunk) => decoder.push(chunk, 60_000));
        const telegrams = [...events, ...decoder.end(60_001)].filter(({ kind }) => kind === 'telegram');
        compare(telegrams.slice(-1), [two], name);
      }),
      { seed: 5, numRuns: 120 },
    ));

  it('are read behind a damaged one at once, where the framing has checks', () =>
    fc.assert(
      fc.property(sent, sent, framings, flip, (one, two, { framed, name }, where) => {
        if (!/^(hdlc|m-bus)/.test(name)) return;
        const decoder = createTelegramDecoder();
        const good = framed(notification(two.list, two.shape, two.id, two.time));
        // What is damaged may take the beginning of the next with it, as long as it believes its own length.
        const after = Array.from({ length: 1 + Math.ceil(600 / good.length) }, () => good);
        const octets = Buffer.concat([damaged(framed(notification(one.list, one.shape, one.id, one.time)), where), ...after]);
        const telegrams = decoder.push(octets, 0).filter(({ kind }) => kind === 'telegram');
        compare(telegrams.slice(-1), [two], name);
      }),
      { seed: 5, numRuns: 120 },
    ));

  it('lengths in long forms are read', () => assert.deepEqual([...length(5, '82')], [0x82, 0, 5]));
});
