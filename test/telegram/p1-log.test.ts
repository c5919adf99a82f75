/**
 * P1 telegrams as programs log them: ESPHome (issue 3042), Python, DSMR-reader (issue 1408), dsmr_parser in Home Assistant
 * (issue 173474).
 */
import assert from 'node:assert/strict';
import { toHex } from '../../src/bytes';
import { createTelegramDecoder, inputOctets, type Telegram } from '../../src/telegram';
import { crc16 } from '../../src/telegram/framing/p1-format';

const lines = ['/FLU5\\253769484_A', '', '0-0:1.0.0(220215174025W)', '1-0:1.8.1(003844.917*kWh)', '1-0:2.7.0(00.653*kW)', '!'];
const text = lines.join('\r\n');
const digits = crc16(Buffer.from(text), 0, text.length).toString(16).toUpperCase().padStart(4, '0');
const telegram = [...lines.slice(0, -1), `!${digits}`];
const found = ['2022-02-15T17:40:25', 3844.917, 0.653];

function read(log: readonly string[]): unknown[] {
  const decoder = createTelegramDecoder();
  return [...decoder.push(inputOctets(log.join('\n')), 0), ...decoder.end(1)].map((event) =>
    event.kind === 'telegram' ? event.readings.map(({ value }) => value) : event.kind === 'error' && event.error.message,
  );
}
const escaped = (line: string): string => line.replaceAll('\\', '\\\\');

describe('a P1 telegram in a log', () => {
  it('of ESPHome, line by line with its line ends written out', () => {
    const log = telegram.map((line) => `[17:40:27][D][uart_debug:158]: <<< "${escaped(line)}\\r\\n"`);
    assert.deepEqual(read(['[17:40:26][V][dsmr:142]: Header of telegram found', ...log]), [found]);
    assert.deepEqual(read([...log, ...log]), [found, found]);
  });
  it('of Python, a bytes object for each line', () => {
    assert.deepEqual(read(telegram.map((line) => `b'${escaped(line)}\\r\\n'`)), [found]);
    assert.deepEqual(read(telegram.map((line) => `DEBUG:serial:b"${escaped(line)}\\r\\n"`)), [found]);
  });
  it('in one text with its line ends written out', () => {
    const json = JSON.stringify({ payload: `${telegram.join('\r\n')}\r\n` });
    // esp8266_p1meter_belgium pull request 3 writes the backslash of the identification once.
    for (const one of [json, json.replace('\\r\\n"', '"'), `${telegram.join('\\r\\n')}\\r\\n`]) assert.deepEqual(read([one]), [found]);
  });
  it('behind a sentence and in front of others', () => {
    const head = '2021-06-10 10:26:15,684 DEBUG    datalogger   telegram_to_reading              74 | Received telegram:';
    const tail = '2021-06-10 10:26:15,695 DEBUG    mixins       run_loop                         73 | Sleeping 5.0s';
    assert.deepEqual(read([head, ...telegram, '', tail, head, ...telegram, tail]), [found, found]);
  });
  it('behind words in its first line', () => {
    const words = '2026-06-19 09:21:01.630 DEBUG (MainThread) [dsmr_parser.clients.protocol] got telegram: ';
    assert.deepEqual(read([`${words}${telegram[0]}`, ...telegram.slice(1)]), [found]);
  });
  // Homebridge shows the telegram without slash; with it the CRC is right.
  it('without the slash in front (homebridge-p1 issue 47)', () => {
    const shown = `[20/3/2021 21:46:26] [P1] telegram:
FLU5\\253770234_A

0-0:96.1.4(50215)
0-0:96.1.1(3153414731313030303736363136)
0-0:1.0.0(210320214636W)
1-0:1.8.1(001311.025*kWh)
1-0:1.8.2(001651.825*kWh)
1-0:2.8.1(001885.818*kWh)
1-0:2.8.2(000750.923*kWh)
0-0:96.14.0(0002)
1-0:1.7.0(00.433*kW)
1-0:2.7.0(00.000*kW)
1-0:21.7.0(00.438*kW)
1-0:22.7.0(00.000*kW)
1-0:32.7.0(240.9*V)
1-0:31.7.0(002.22*A)
0-0:96.3.10(1)
0-0:17.0.0(999.9*kW)
1-0:31.4.0(999*A)
0-0:96.13.0()
0-1:24.1.0(003)
0-1:96.1.1(37464C4F32313139303331393634)
0-1:24.4.0(1)
0-1:24.2.3(210320214626W)(02559.077*m3)
!85AF

[20/3/2021 21:46:26] [P1] warning: 0-0:96.1.4: ignoring unknown key`;
    const [values] = read(shown.split('\n')) as unknown[][];
    assert.equal(values?.length, 22);
    assert.deepEqual(values?.slice(1, 5), ['1SAG1100076616', '2021-03-20T21:46:36', 1311.025, 1651.825]);
  });
  it('without its first line, whose CRC says nothing then (domoticz issue 4874)', () => {
    const values = telegram.slice(2);
    for (const log of [values, ['The complete telegram looks like this:', '', ...values, '', 'For the P1 meter it is connected']])
      assert.deepEqual(read(log), [found]);
    assert.deepEqual(read([...values, '', ...values]), [found, found]);
    // What no meter sent is no address and no name.
    const decoder = createTelegramDecoder();
    const [{ meter, listName }] = [...decoder.push(inputOctets(values.join('\n')), 0), ...decoder.end(1)] as [Telegram];
    assert.deepEqual([meter.id, meter.address, listName], ['meter', null, null]);
    // Heard from the middle on, or cut off.
    for (const part of [values.slice(1), values.slice(0, -1)]) assert.match(String(read(part)), /^these octets are no telegram/);
  });
  it('is read line by line, as a splitter gives them, with and without the empty one', () => {
    const decoder = createTelegramDecoder();
    const events = [...telegram, ...telegram.filter((line) => line !== '')].flatMap((line) => decoder.push(inputOctets(`${line}\r\n`), 0));
    assert.deepEqual(
      events.map((event) => event.kind === 'telegram' && event.readings.map(({ value }) => value)),
      [found, found],
    );
  });
  it('with octets that were lost is refused', () =>
    assert.deepEqual(read(['Received telegram:', ...telegram.filter((_, i) => i !== 3)]), ['the CRC of the P1 telegram is wrong']));
  it('is none where a path begins with a slash', () =>
    assert.equal(toHex(inputOctets('Connected to: /dev/ttyUSB0\nRX: 7E A0 07 03 21 93 0F 01 7E')), '7EA0070321930F017E'));
});
