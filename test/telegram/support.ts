/**
 * Captures as streams: the octets of a capture, its keys as a ring, a decoder for it, and streams cut and mixed with noise.
 */
import {
  createKeyRing,
  createTelegramDecoder,
  type DecoderOptions,
  type KeyRing,
  type Telegram,
  type TelegramEvent,
} from '../../src/telegram';
import { type Capture, loadCaptures } from '../support/captures';

export interface ExpectedValue {
  readonly raw?: number;
  readonly scaler?: number;
  readonly unit?: string;
  readonly value?: number;
  readonly text?: string;
  readonly dateTime?: { readonly hex: string };
  readonly hex?: string;
}

interface ExpectedApdu {
  readonly apdu: string;
  readonly body?: readonly [string, unknown];
  readonly dateTime?: { readonly hex: string } | null;
  readonly systemTitle?: string;
  readonly invocationCounter?: number;
  readonly inner?: ExpectedApdu;
  readonly plaintext?: string;
}

export interface ExpectedMessage {
  readonly apdu: ExpectedApdu;
  readonly values?: Readonly<Record<string, ExpectedValue>>;
}

export interface ExpectedNotification {
  readonly frames: readonly number[];
  readonly messages: readonly ExpectedMessage[];
}

export const pushCaptures = (): readonly Capture[] => loadCaptures().filter(({ id }) => id.startsWith('push-'));
export const negativeCaptures = (): readonly Capture[] => loadCaptures().filter(({ id }) => id.startsWith('neg-'));

export const octetsOf = (capture: Capture): Buffer => Buffer.concat(capture.frames.map(({ hex }) => Buffer.from(hex, 'hex')));

export const notificationsOf = (capture: Capture): readonly ExpectedNotification[] =>
  (capture.expected.notifications ?? []) as readonly ExpectedNotification[];

export const messagesOf = (capture: Capture): readonly ExpectedMessage[] => notificationsOf(capture).flatMap(({ messages }) => messages);

export function ringOf({ id, keys }: Capture): KeyRing {
  const { ek, ak } = keys;
  return createKeyRing(ek === undefined ? [] : [{ name: `keys of ${id}`, ek, ...(ak === undefined ? {} : { ak }) }]);
}

export const decoderOf = (capture: Capture, options: DecoderOptions = {}) =>
  createTelegramDecoder({ keys: ringOf(capture), source: capture.id, ...options });

/** All events of octets that came in these chunks. */
export function eventsOf(capture: Capture, chunks: Iterable<Buffer>, options: DecoderOptions = {}): TelegramEvent[] {
  const decoder = decoderOf(capture, options);
  const events: TelegramEvent[] = [];
  for (const chunk of chunks) events.push(...decoder.push(chunk, 0));
  return [...events, ...decoder.end(1)];
}

export const telegramsOf = (events: readonly TelegramEvent[]): readonly Telegram[] =>
  events.filter((event): event is Telegram => event.kind === 'telegram');

/** What two ways of feeding must have in common. */
export const essence = (events: readonly TelegramEvent[]): unknown[] =>
  events.map((event) =>
    event.kind === 'telegram'
      ? event.readings.map(({ meter, obis, value, unit }) => [meter, obis, value, unit, event.time])
      : [event.kind, event.kind === 'error' ? event.error.message : event.apdu.toString('hex')],
  );

/** A generator of numbers that gives the same ones every time (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function* randomChunks(octets: Buffer, next: () => number): Generator<Buffer> {
  for (let at = 0; at < octets.length; ) {
    const size = 1 + Math.floor(next() * next() * 300);
    yield octets.subarray(at, at + size);
    at += size;
  }
}

export const noise = (next: () => number, most: number): Buffer =>
  Buffer.from(Array.from({ length: Math.floor(next() * most) }, () => Math.floor(next() * 256)));
