/**
 * Octets that are made to keep a scanner busy: how often each format looks at an octet is counted, so that no sender can hold
 * the event loop. Octet by octet is the worst cutting, and what a stream does while it does not know the framing.
 */
import assert from 'node:assert/strict';
import { hdlcFormat, mbusFormat, wrapperFormat } from '../../src/telegram/framing/formats';
import { p1Format } from '../../src/telegram/framing/p1-format';
import { rawFormat } from '../../src/telegram/framing/raw-format';
import { type FrameFormat, FrameScanner } from '../../src/telegram/framing/scanner';

const size = 0x8000;
const octets = (...parts: string[]): Buffer => Buffer.concat(parts.map((part) => Buffer.from(part.replaceAll(' ', ''), 'hex')));
const begins = (start: Buffer, unit: Buffer): Buffer =>
  Buffer.concat([start, Buffer.alloc(size - start.length, Uint8Array.from(unit))]).subarray(0, size);

/** The format, and how many single octets it was seen to read. */
function counted(format: FrameFormat): { format: FrameFormat; reads: () => number } {
  let reads = 0;
  const watched = (buffer: Buffer): Buffer =>
    new Proxy(buffer, {
      get(target, key) {
        if (typeof key === 'string' && key.charCodeAt(0) <= 0x39) {
          reads++;
          return target[Number(key)];
        }
        const member = Reflect.get(target, key, target);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
  return { format: { ...format, look: (buffer, ...rest) => format.look(watched(buffer), ...rest) }, reads: () => reads };
}

const text = (line: string): Buffer => Buffer.from(line, 'latin1');
const announced = '0F 00000000 00 01 82FFFF';
const wrapped = octets('0001 0001 0001 FFFF', announced);
const behindNoise = Buffer.concat([octets('FFFFFF'), wrapped]);
const none = Buffer.alloc(0);

const hostile: readonly (readonly [name: string, format: FrameFormat, input: Buffer])[] = [
  ['P1: a text without end', p1Format, begins(text('/AAA5\r\n'), text('1.8.0(1)\r\n'))],
  ['P1: identification lines', p1Format, begins(none, text('/AAA\n'))],
  ['P1: identification lines behind other text', p1Format, begins(none, text('x/AAA\n'))],
  ['P1: lines without an end', p1Format, begins(none, text('/AAA'))],
  ['P1: a list that announces much', p1Format, begins(Buffer.concat([text('/AAA5\r\n'), octets(announced)]), octets('0600000000'))],
  ['wrapper: a list behind noise', wrapperFormat, begins(behindNoise, octets('1100'))],
  ['wrapper: lists of lists behind noise', wrapperFormat, begins(behindNoise, octets('0103 0000 00'))],
  [
    'wrapper: headers in the values behind noise',
    wrapperFormat,
    begins(behindNoise, Buffer.concat([Buffer.of(9, wrapped.length), wrapped])),
  ],
  ['raw: a list that announces much', rawFormat, begins(octets(announced), octets('0600000000'))],
  ['raw: headers in the values', rawFormat, begins(octets('FF'), octets('E6E700', announced, '090F'))],
  ['HDLC: flags and lengths', hdlcFormat, begins(none, octets('7EA7FF'))],
  ['M-Bus: starts and stops', mbusFormat, begins(none, octets('68161668 1600 16'))],
];

describe('octets that are made to keep a scanner busy', () => {
  for (const [name, format, input] of hostile) {
    for (const cut of [1, 1460]) {
      it(`${name}, in pieces of ${cut}`, () => {
        const { format: watched, reads } = counted(format);
        const scanner = new FrameScanner(watched);
        for (let at = 0; at < size; at += cut) scanner.push(input.subarray(at, at + cut));
        scanner.expire();
        assert.ok(reads() < 400 * size, `${Math.round(reads() / size)} looks at each octet`);
      });
    }
  }
});
