/**
 * What is told of lines on which no DLMS/COSEM comes: other protocols by name, and lines that never fall silent.
 */
import assert from 'node:assert/strict';
import { fromHex } from '../../src/bytes';
import { createTelegramDecoder, type TelegramEvent } from '../../src/telegram';
import { loadCapture } from '../support/captures';
import { octetsOf } from './support';

const told = (events: readonly TelegramEvent[]): string[] =>
  events.map((event) => (event.kind === 'error' ? `${event.error.code}: ${event.error.message}` : event.kind));

// The first message of the SML file that the README of hn/smldump shows (Iskraemeco).
const sml = fromHex('1B1B1B1B010101017605000141A962006200726301017601010500006B390B09014953123456789ABC010163917E00');
// EN 13757-3: RSP_UD of a water meter with the long header, CI 72.
const mbus = (() => {
  const body = fromHex('0805727856341224400107550000000313153100');
  const sum = body.reduce((total, octet) => (total + octet) & 0xff, 0);
  return Buffer.concat([Buffer.of(0x68, body.length, body.length, 0x68), body, Buffer.of(sum, 0x16)]);
})();

describe('octets of another protocol', () => {
  it('are named, whole, octet by octet and behind noise', () => {
    for (const [octets, name] of [
      [sml, /^apdu-unknown: this is SML .* is not DLMS\/COSEM$/],
      [mbus, /^apdu-unknown: this is M-Bus data of EN 13757-3 .* is not DLMS\/COSEM$/],
    ] as const)
      for (const chunks of [[octets], Array.from(octets, (octet) => Buffer.of(octet)), [Buffer.of(0xff, 0), octets]]) {
        const decoder = createTelegramDecoder();
        const [error, ...rest] = told([...chunks.flatMap((chunk) => decoder.push(chunk, 0)), ...decoder.end(1)]);
        assert.match(error ?? '', name);
        assert.deepEqual(rest, []);
      }
  });
});

describe('telegrams in another framing than the one that was told', () => {
  it('say which one alone is looked for', () => {
    const p1 = Buffer.from('/ISk5\\2MT382-1000\r\n\r\n1-0:1.7.0(01.193*kW)\r\n!\r\n');
    for (const [framing, octets] of [
      ['m-bus', p1],
      ['m-bus', octetsOf(loadCapture('push-aidon-no-list3'))],
      ['p1', octetsOf(loadCapture('push-lg-ch-e450'))],
    ] as const) {
      const decoder = createTelegramDecoder({ framing });
      const [error] = told([...decoder.push(octets, 0), ...decoder.end(1)]);
      assert.match(error ?? '', new RegExp(`^frame-invalid: these octets are no telegram in the framing ${framing}, and no other`));
    }
  });
});

describe('a readout of 7E1 that is read as 8N1', () => {
  it('is told of as such', () => {
    // pwitab/iec62056-21 issue 16: a ZMD behind a modem; these are octets of it.
    const octets = fromHex('EBF6E172E8A98D0AB72EB82E30AA303028303030302E30303030AAEBF6E172E8A98D0A');
    const decoder = createTelegramDecoder();
    const [error, ...rest] = told([...decoder.push(octets, 0), ...decoder.end(1)]);
    assert.match(error ?? '', /^frame-invalid: this is text whose octets carry a parity bit: .*\(7E1\)$/);
    assert.deepEqual(rest, []);
  });
});

describe('a line that never falls silent', () => {
  const each = (octets: Buffer, stepMs: number, count: number, decoder = createTelegramDecoder()): TelegramEvent[] =>
    Array.from({ length: count }, (_, index) => decoder.push(octets, index * stepMs)).flat();

  it('is told of twice a minute when nothing on it is a telegram', () => {
    const events = told(each(sml, 1000, 63));
    assert.equal(events.length, 2);
    assert.ok(events.every((one) => one.startsWith('apdu-unknown: this is SML')));
    // A Kaifa meter read with a wrong baud rate: octets without sense each two seconds.
    const [error, ...rest] = told(each(fromHex('FEE07CFC80F8C0FEF8E6'), 2000, 20));
    assert.match(error ?? '', /^frame-invalid: these octets are no telegram/);
    assert.deepEqual(rest, []);
  });

  it('is told of when it gave telegrams before', () => {
    const decoder = createTelegramDecoder();
    assert.deepEqual(told(decoder.push(octetsOf(loadCapture('push-lg-ch-e450')), 0)), ['telegram']);
    const [error, ...rest] = told(each(fromHex('FEE07CFC80F8C0FEF8E6'), 2000, 20, decoder));
    assert.match(error ?? '', /they begin with (7E)?FEE07CFC80F8C0/);
    assert.deepEqual(rest, []);
  });

  it('may idle with flags or ones between telegrams', () => {
    for (const idle of ['7E7E7E', 'FF', '00'.repeat(20)]) {
      const decoder = createTelegramDecoder();
      assert.deepEqual(told(decoder.push(octetsOf(loadCapture('push-lg-ch-e450')), 0)), ['telegram']);
      assert.deepEqual(told(each(fromHex(idle), 2000, 60, decoder)), [], idle);
    }
    // All of it is idle: something is wrong with the line, not with its parity.
    const [error] = told(each(fromHex('7E'.repeat(20)), 2000, 20));
    assert.match(error ?? '', /^frame-invalid: these octets are no telegram/);
  });

  it('is not told of while a readout comes in at 300 baud, nor while telegrams come', () => {
    const lines = Array.from({ length: 60 }, (_, index) => `1-0:1.8.${index}(000000.000*kWh)\r\n`).join('');
    const octets = Buffer.from(`/ISk5MT174\r\n\r\n${lines}!\r\n`);
    const decoder = createTelegramDecoder();
    const events = Array.from(octets, (octet, index) => decoder.push(Buffer.of(octet), index * 33)).flat();
    assert.deepEqual(told([...events, ...decoder.end(octets.length * 33)]), ['telegram']);
    assert.deepEqual(new Set(told(each(octetsOf(loadCapture('push-lg-ch-e450')), 2000, 40))), new Set(['telegram']));
  });
});
