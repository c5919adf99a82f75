/**
 * Texts in pieces: the telegram of a Landis+Gyr E350 that Tasmota sends in three MQTT messages (dsmrreader/dsmr-reader#728), and
 * what nodes for TCP and serial ports make of it.
 */
import assert from 'node:assert/strict';
import { toHex } from '../../src/bytes';
import { createTelegramDecoder, TextPieces } from '../../src/telegram';
import { crc16 } from '../../src/telegram/framing/p1-format';

const lines = [
  ...['/XMX5LGBBFFB231222256', '', '1-3:0.2.8(42)', '0-0:1.0.0(191023212358S)', '0-0:96.1.1(4530303034303031363930363534343134)'],
  ...['1-0:1.8.1(007881.115*kWh)', '1-0:2.8.1(000000.000*kWh)', '0-0:96.14.0(0002)', '1-0:1.7.0(00.227*kW)'],
  ...['1-0:99.97.0(2)(0-0:96.7.19)(191001151227S)(0000002058*s)(191001092911S)(0000004972*s)', '1-0:32.36.0(00000)', '0-0:96.13.1()'],
  ...['0-0:96.13.0()', '1-0:31.7.0(001*A)', '0-1:24.1.0(003)', '0-1:24.2.1(191023210000S)(03247.118*m3)', '!'],
].join('\r\n');
const telegram = `${lines}${crc16(Buffer.from(lines), 0, lines.length).toString(16).toUpperCase().padStart(4, '0')}\r\n`;

const octets = (pieces: TextPieces, source: string, text: unknown): Buffer =>
  Buffer.concat(pieces.partsOf(source, text).map((part) => part.octets));

function read(texts: readonly string[]): unknown[] {
  const decoder = createTelegramDecoder();
  const pieces = new TextPieces();
  const events = texts.flatMap((text, at) => decoder.push(octets(pieces, 'a', text), at));
  return [...events, ...decoder.end(texts.length)].map((event) =>
    event.kind === 'telegram' ? event.readings.length : event.kind === 'error' && event.error.message,
  );
}

const cut = (text: string, size: number): string[] =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size));

describe('texts in pieces', () => {
  it('are whole wherever they were cut', () => {
    for (let at = 1; at < telegram.length; at += at < 60 || at > telegram.length - 30 ? 1 : 5)
      assert.deepEqual(read([telegram.slice(0, at), telegram.slice(at)]), [14], `at ${at}`);
    for (const size of [7, 20, 50, 100, 200, 300])
      assert.deepEqual(read(cut(telegram.repeat(3), size)), [14, 14, 14], `${size} characters`);
  });

  it('are whole where each is a text of JSON', () => {
    for (const size of [60, 150, 256]) {
      const texts = cut(telegram.repeat(2), size).map((text) => JSON.stringify({ SerialReceived: text }));
      assert.deepEqual(read(texts), [14, 14], `${size} characters`);
    }
    assert.equal(toHex(octets(new TextPieces(), 'a', '{"SerialReceived":"7EA0070321930F017E"}')), '7EA0070321930F017E');
  });

  it('are whole where the line ends were taken away between them', () => {
    const three = telegram.repeat(3);
    for (const texts of [three.split('\n'), three.split('\r\n'), three.replaceAll('\r', '').split('\n')])
      assert.deepEqual(read(texts), [14, 14, 14]);
  });

  it('of a readout that ends with ETX', () => {
    const readout = '/ELS5\\@V9.30\r\n\u0002F.F(00000000)\r\nC.1.0(12345678)\r\n1.8.0(0021325.5*kWh)\r\n\u0003a';
    for (const size of [5, 16, 40]) assert.deepEqual(read(cut(readout.repeat(2), size)), [3, 3]);
  });

  it('belong to their source, and a text that is something else goes no further', () => {
    const pieces = new TextPieces();
    assert.equal(octets(pieces, 'a', telegram.slice(0, 120)).length, 120);
    assert.equal(toHex(octets(pieces, 'b', '7EA0')), '7EA0');
    assert.equal(toHex(octets(pieces, 'a', Buffer.of(1))), '01');
    const frame = '7E A0 07 03 21 93 0F 01 7E 7E A0 07';
    assert.equal(toHex(octets(pieces, 'a', frame)), frame.replaceAll(' ', ''));
    assert.equal(toHex(octets(pieces, 'a', '0001')), '0001');
    for (const log of [
      '[10:00:00] <<< 7E A0 07',
      '10:00:00 TX: 7E A0\n10:00:01 RX: 7E A1\n10:00:02 TX: 7E A2',
      '["7EA00703","21930F017E"]',
    ]) {
      octets(pieces, 'a', telegram.slice(0, 120));
      assert.equal(octets(pieces, 'a', log)[0], 0x7e, log);
    }
    octets(pieces, 'a', telegram);
    assert.equal(toHex(octets(pieces, 'a', '0001')), '0001');
  });
});
