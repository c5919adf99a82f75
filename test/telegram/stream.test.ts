/**
 * Streams of telegrams: what is given up in time, what is said where one stops, noise in front and endless garbage.
 */
import assert from 'node:assert/strict';
import { encodeApdu } from '../../src/apdu/apdu';
import { fromHex } from '../../src/bytes';
import type { Data } from '../../src/codec/types';
import { encodeWrapper } from '../../src/framing/wrapper';
import { createTelegramDecoder, createTelegramStream } from '../../src/telegram';
import { loadCapture } from '../support/captures';
import { octetsOf } from './support';

describe('a stream', () => {
  const capture = loadCapture('push-lg-ch-e450');

  it('gives up what is not completed in time, and goes on', () => {
    const stream = createTelegramStream({ timeLimitMs: 1000 });
    const first = fromHex(capture.frames[0]?.hex ?? '');
    assert.deepEqual(stream.push(first, 0), []);
    assert.equal(stream.dueMs, 1000);
    assert.deepEqual(stream.flush(900), []);
    const events = stream.flush(1100);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['error'],
    );
    assert.deepEqual(
      stream.push(octetsOf(capture), 2000).map(({ kind }) => kind),
      ['apdu'],
    );
  });

  it('says where and why it stops', () => {
    const told = (hex: string): unknown[] => {
      const decoder = createTelegramDecoder();
      return [...decoder.push(fromHex(hex), 0), ...decoder.end(1)].map((event) =>
        event.kind === 'error' ? `${event.error.code} ${event.error.offset ?? '-'} ${event.error.message}` : event.kind,
      );
    };
    const apdu = '0F0000000100020209060100010700FF';
    assert.deepEqual(told(`${apdu}2A00000000`), ['apdu-malformed 0 reading the APDU stopped at its octet 16: no data type has the tag 2A']);
    assert.match(
      String(told(apdu.slice(0, -4))[0]),
      /^apdu-truncated 0 the APDU is incomplete: 14 octets came, at least 3 more belong to it/,
    );
    assert.match(String(told('FF0102030405')[0]), /they begin with FF0102030405/);
    // The check sequence of the second frame is changed: FAA1 belongs to nothing.
    const frames = capture.frames.slice(0, 2).map(({ hex }) => hex);
    const second = frames[1] ?? '';
    const [one] = told(`${frames[0]}${second.slice(0, -6)}FAA17E`);
    const right = second.slice(-6, -2);
    assert.equal(
      one,
      `frame-invalid ${(frames[0] ?? '').length / 2} at octet ${(frames[0] ?? '').length / 2}: the frame check sequence (FCS) is wrong: FAA1 came, ${right} belongs to these octets`,
    );
  });

  it('begins anew with block 1 and says what was lost', () => {
    const lost = octetsOf(loadCapture('neg-lg-ch-e450-lost-blocks'));
    const events = createTelegramStream().push(Buffer.concat([lost, octetsOf(capture)]), 0);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['error', 'apdu'],
    );
  });

  it('reads a frame whose flags were taken away', () => {
    const framed = octetsOf(loadCapture('push-aidon-no-1phase'));
    const stream = createTelegramStream();
    const events = [...stream.push(framed.subarray(1, -1), 0), ...stream.end(1)];
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['apdu'],
    );
    const [first, ...rest] = loadCapture('push-iskra-ch-vse2026').frames.map(({ hex }) => fromHex(hex).subarray(1, -1));
    assert.deepEqual(createTelegramDecoder().push(first as Buffer, 0), []);
    assert.ok(rest.length > 0);
  });

  it('reads the wrapper with noise in front', () => {
    const notificationBody: Data = {
      type: 'structure',
      value: [
        { type: 'octet-string', value: fromHex('0100010800FF') },
        { type: 'double-long-unsigned', value: 1 },
      ],
    };
    const framed = encodeWrapper(
      1,
      16,
      encodeApdu({
        kind: 'data-notification',
        value: {
          longInvokeIdAndPriority: 1,
          dateTime: fromHex(''),
          dateTimeTagged: false,
          notificationBody,
        },
      }),
    );
    const stream = createTelegramStream();
    const events = stream.push(Buffer.concat([Buffer.from('login: 4711\r\n'), framed, framed]), 0);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['apdu', 'apdu'],
    );
    assert.equal(stream.framing, 'wrapper');
  });

  it('takes a ciphered APDU inside of a signed one in a wrapper for a part of it, however it is cut', () => {
    const ciphered = fromHex(`DB084D54520000000007${'26'}300000000A${'5A'.repeat(33)}`);
    const signed = Buffer.concat([
      fromHex('DF00084D54520000000007084755525558313233000031'),
      ciphered,
      fromHex('40'),
      Buffer.alloc(64, 0xa5),
    ]);
    const framed = encodeWrapper(1, 103, signed);
    for (const size of [1, 7, framed.length]) {
      const stream = createTelegramStream();
      const events = [];
      for (let at = 0; at < framed.length; at += size) events.push(...stream.push(framed.subarray(at, at + size), 0));
      events.push(...stream.push(framed, 1), ...stream.end(2));
      assert.deepEqual(
        events.map((event) => (event.kind === 'apdu' ? [event.link.framing, event.apdu] : event.kind)),
        [
          ['wrapper', signed],
          ['wrapper', signed],
        ],
      );
    }
  });

  it('keeps no more than it must of endless garbage', () => {
    const stream = createTelegramStream();
    const garbage = Buffer.alloc(65_536, 0x7e);
    for (let i = 0; i < 16; i++) assert.ok(stream.push(i % 2 ? garbage : Buffer.alloc(65_536, 0x68), i).length <= 2);
    assert.ok(stream.end(100).length <= 2);
  });
});
