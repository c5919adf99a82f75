/** Texts with octets that are none: messages that were never written, control characters instead of an end mark, blanks in front. */
import assert from 'node:assert/strict';
import { createTelegramDecoder } from '../../src/telegram/decoder';
import { explain } from '../../src/telegram/explain/explain';
import { crc16 } from '../../src/telegram/framing/p1-format';
import { inputParts } from '../../src/telegram/input';
import type { Telegram, TelegramEvent } from '../../src/telegram/types';

const at = Date.parse('2026-05-01T10:00:00Z');

function eventsOf(octets: Buffer, piece = octets.length): TelegramEvent[] {
  const decoder = createTelegramDecoder({ source: 'meter' });
  const events: TelegramEvent[] = [];
  for (let from = 0; from < octets.length; from += piece) events.push(...decoder.push(octets.subarray(from, from + piece), at + from));
  return [...events, ...decoder.end(at + octets.length)];
}

const telegramsOf = (octets: Buffer, piece?: number): Telegram[] =>
  eventsOf(octets, piece).flatMap((event) => (event.kind === 'telegram' ? [event] : []));
const errorsOf = (octets: Buffer): string[] => eventsOf(octets).flatMap((event) => (event.kind === 'error' ? [event.error.message] : []));
const joined = (text: string): Buffer => Buffer.concat(inputParts(text).map(({ octets }) => octets));
const shown = ({ readings }: Telegram, obis: string): unknown[] => {
  const reading = readings.find((one) => one.obis === obis);
  return [reading?.value, reading?.unit];
};

/** Sanxing of E.ON in Hungary, of the tests of a public P1Monitor in C#, with its CRC; ndokter/dsmr_parser#80 has another. */
const sanxing = `/AUX59903218166

0-0:1.0.0(230817171430S)
0-0:42.0.0(AUX1030303218166)
0-0:96.1.0(9903218166)
0-0:96.14.0(0001)
0-0:96.50.68(ON)
0-0:17.0.0(90.000*kW)
1-0:1.8.0(000812.421*kWh)
1-0:1.8.1(000470.111*kWh)
1-0:1.8.2(000342.310*kWh)
1-0:1.8.3(000000.000*kWh)
1-0:1.8.4(000000.000*kWh)
1-0:2.8.0(001714.369*kWh)
1-0:2.8.1(001233.413*kWh)
1-0:2.8.2(000480.956*kWh)
1-0:2.8.3(000000.000*kWh)
1-0:2.8.4(000000.000*kWh)
1-0:3.8.0(000018.858*kvarh)
1-0:4.8.0(000439.269*kvarh)
1-0:5.8.0(000011.481*kvarh)
1-0:6.8.0(000007.377*kvarh)
1-0:7.8.0(000186.705*kvarh)
1-0:8.8.0(000252.564*kvarh)
1-0:15.8.0(002526.790*kWh)
1-0:32.7.0(234.0*V)
1-0:52.7.0(232.7*V)
1-0:72.7.0(233.5*V)
1-0:31.7.0(001*A)
1-0:51.7.0(000*A)
1-0:71.7.0(000*A)
1-0:13.7.0(0.336)
1-0:33.7.0(0.842)
1-0:53.7.0(0.989)
1-0:73.7.0(0.845)
1-0:14.7.0(49.99*Hz)
1-0:1.7.0(00.250*kW)
1-0:2.7.0(00.168*kW)
1-0:5.7.0(00.000*kvar)
1-0:6.7.0(00.000*kvar)
1-0:7.7.0(00.066*kvar)
1-0:8.7.0(00.159*kvar)
1-0:31.4.0(200*A)
1-0:51.4.0(200*A)
1-0:71.4.0(200*A)
0-0:98.1.0(230801000000S)(000663.924*kWh)(000383.623*kWh)(000280.301*kWh)(001304.175*kWh)(000906.937*kWh)(000397.238*kWh)(000015.142*kvarh)(000333.817*kvarh)(000009.479*kvarh)(000005.663*kvarh)(000142.881*kvarh)(000190.936*kvarh)(001968.098*kWh)(12.212*kW)(12.212*kW)(11.320*kW)(05.220*kW)(05.220*kW)(05.144*kW)
0-0:96.13.0(${'\xff'.repeat(1024)})
!5C2E
`;
const sanxingOctets = Buffer.from(sanxing.replaceAll('\n', '\r\n'), 'latin1');

/** Elster A1100 in Great Britain sends this every 4 s (alandpearson/elster_reader; manual, appendix A4). */
const elsterData =
  '96.1.1(Elster A1100)0.2.0(2-01166-K)96.1.0(000000)0.0.0(--------11278044)0.2.1(0000)1.8.1(0021325.5kWh)2.8.1(0000000.0kWh)' +
  '1.8.2(0000000.0kWh)2.8.2(0000000.0kWh)1.8.0(0021325.5kWh)2.8.0(0000000.0kWh)96.5.0(01)96.4*0(01)97.97.0(00)96.8.1(025775Hrs)' +
  '96.8.2(000000Hrs)96.7.0(000040)96.52.0(000008)96.53.0(000000)96.54.0(000000)';
const elster = Buffer.from(`\x01OB\x02${elsterData}\x03\x40`, 'latin1');

describe('texts with other octets', () => {
  it('of a meter in Hungary have a message of octets FF: the CRC tells that they were sent', () => {
    for (const octets of [
      sanxingOctets,
      joined(sanxing),
      joined(sanxing.replaceAll('\xff', '\ufffd')),
      joined(sanxing.replace(/^/gm, '\t\t')),
    ]) {
      const [telegram, ...others] = telegramsOf(octets) as [Telegram];
      assert.deepEqual([others.length, telegram.time, telegram.meter.id], [0, '2023-08-17T17:14:30', 'AUX1030303218166']);
      assert.equal(telegram.readings.length, 45);
      assert.equal(shown(telegram, '0-0:96.13.0*255')[0], '');
      assert.deepEqual(shown(telegram, '1-0:15.8.0*255'), [2526.79, 'kWh']);
    }
    assert.equal(telegramsOf(Buffer.concat([sanxingOctets, sanxingOctets]), 7).length, 2);
  });

  it('are refused without a right CRC', () => {
    const damaged = (from: string, to: string): Buffer => Buffer.from(sanxingOctets.toString('latin1').replace(from, to), 'latin1');
    assert.match(errorsOf(damaged('812.421', '812.4\xb21')).join(), /the CRC of the P1 telegram is wrong/);
    for (const none of ['!', '!0000']) assert.match(errorsOf(damaged('!5C2E', none)).join(), /the P1 telegram holds the octet ff/);
  });

  it('of a meter in Great Britain end with ETX, and have units without asterisk', () => {
    const stream = Buffer.concat([elster.subarray(90), elster, elster]);
    for (const octets of [stream, joined(stream.toString('latin1'))])
      for (const piece of [octets.length, 50, 1]) {
        const telegrams = telegramsOf(octets, piece);
        assert.deepEqual(
          telegrams.map(({ meter, readings }) => [meter.id, readings.length]),
          [
            ['11278044', 20],
            ['11278044', 20],
          ],
        );
        const [telegram] = telegrams as [Telegram];
        assert.deepEqual(shown(telegram, '1-0:1.8.0*255'), [21325.5, 'kWh']);
        assert.deepEqual(shown(telegram, '0-0:96.8.1*255'), [25775, 'h']);
      }
  });

  it('stand in lists, with blanks in front of each line but the first', () => {
    const text = '/ISk5\\2MT382-1003\n\n1-0:1.8.1(16722.627*kWh)\n0-2:24.3.0(211123200000)(00)(60)(1)(0-2:24.2.1)(m3)\n(13376.292)\n!\n';
    for (const pasted of [text.replace(/\n(?=.)/g, '\n  '), text.replace(/^/gm, '    '), text.replace(/^(?=.)/gm, '\t')])
      assert.equal(shown(telegramsOf(joined(pasted))[0] as Telegram, '0-2:24.2.1*255')[0], 13376.292);
  });

  it('have numbers with a unit behind them only where it is one', () => {
    const rows = [
      '12.7(231.15V)',
      '11.7(00.50A)',
      '1.7.0(00.10kW)',
      '1.8.0(0054321 kWh)',
      'C.5.0(0000100A)',
      'C.8.0(00088h)',
      '1.8.2(230817171430W)',
    ];
    const [telegram] = telegramsOf(Buffer.from(`/LGC110N10.53XBC1832481\r\n${rows.join('\r\n')}\r\n!\r\n`)) as [Telegram];
    assert.deepEqual(
      telegram.readings.map(({ value, unit }) => [value, unit]),
      [
        [231.15, 'V'],
        [0.5, 'A'],
        [0.1, 'kW'],
        [54321, 'kWh'],
        ['0000100A', null],
        ['00088h', null],
        ['230817171430W', null],
      ],
    );
  });

  it('come from terminals that write the control characters out', () => {
    const rows = ['C.1.0(00012345)', '1.8.0(0000012.345*kWh)'];
    const texts = [
      // Tasmota issue 8790, as HTerm shows it; an Iskraemeco MT382 (mtdcr/pysml#4).
      `/ISK5ME162-0012<\\r><\\n>\n<2>${rows.join('<\\r><\\n>\n')}<\\r><\\n>\n!<\\r><\\n>\n<3>$\n`,
      `/ISK5ME162-0012<\\r>\n${rows.join('<\\r><\\n>\n')}<\\r><\\n>\n!\n`,
      `/ISK5ME162-0012<CR><LF><STX>${rows.join('<CR><LF>')}<CR><LF>!<CR><LF><ETX>`,
    ];
    for (const text of texts) {
      const [telegram] = telegramsOf(joined(text)) as [Telegram];
      assert.deepEqual([telegram.meter.id, telegram.meter.address], ['00012345', 'ISK5ME162-0012']);
      assert.deepEqual(shown(telegram, '1-0:1.8.0*255'), [12.345, 'kWh']);
    }
  });

  it('come from logs with what was sent between their lines: Apator Norax 3 in Poland (u9n/dlms-cosem#37)', () => {
    const log = [
      String.raw`22:19:15,270 DEBUG: Sent b'/?!\r\n' over transport: TcpTransport`,
      String.raw`22:19:15,521 DEBUG: Received b'/APA5\\2NORAX30\r\n' over transport: TcpTransport`,
      String.raw`22:19:15,521 DEBUG: Sent b'\x06052\r\n' over transport: TcpTransport`,
      String.raw`22:19:17,562 DEBUG: Received b'\x020-0:C.1.0(72432595)\r\n0-0:1.0.0(2021-07-12 22:20:17)\r\n1-0:1.8.1(00000000001.329*kWh)\r\n1-0:1.8.1*101(00000000001.329*kWh)\r\n!\r\n\x03\x1c' over transport: TcpTransport`,
    ];
    const [telegram] = telegramsOf(joined(log.join('\n'))) as [Telegram];
    assert.deepEqual(
      [telegram.meter.id, telegram.meter.address, telegram.time, telegram.readings.length],
      ['72432595', 'APA5\\2NORAX30', '2021-07-12T22:20:17', 4],
    );
  });

  it('are one line where a field of a form took the line ends away', () => {
    const lines = sanxing.replace(/\(\xff+\)/, '()').split('\n');
    const text = lines.slice(0, -2).join('\r\n');
    const sum = crc16(Buffer.from(`${text}\r\n!`), 0, text.length + 3);
    const whole = `${text}\r\n!${sum.toString(16).toUpperCase().padStart(4, '0')}\r\n`;
    for (const line of [whole.replace(/\r\n/g, ''), whole.replace(/[\r\n]+/g, ' '), whole.replace(/\r\n/g, '').repeat(2)]) {
      const telegrams = telegramsOf(joined(line));
      assert.ok(telegrams.length > 0);
      for (const { meter, readings } of telegrams) assert.deepEqual([meter.address, readings.length], ['AUX59903218166', 45]);
    }
    assert.deepEqual(errorsOf(joined(whole.replace(/\r\n/g, '').replace('812.421', '812.422'))), ['the CRC of the P1 telegram is wrong']);
    const readout = '/SIE2TD3511\nF.F(00000000)\nC.1.0(12345678)\n1.6.0(1.234*kW)(14-07-20,12:15)\n1.8.0*01(001200*kWh)\n!\n';
    assert.equal(telegramsOf(joined(readout.replace(/\n/g, ' ')))[0]?.readings.length, 4);
  });

  it('are explained where something stands in front: who listens begins in the middle', () => {
    const stream = Buffer.concat([sanxingOctets.subarray(300), sanxingOctets, sanxingOctets.subarray(0, 50)]);
    const begin = sanxingOctets.length - 300;
    const { nodes, errors } = explain(stream);
    const known = nodes.map(({ name, from, to }) => [name, from, to]);
    assert.deepEqual([known.length, errors], [49, []]);
    assert.deepEqual(known.slice(0, 2), [
      ['no frame', 0, begin],
      ['identification', begin, begin + 17],
    ]);
    assert.deepEqual(known.slice(-2), [
      ['end, CRC', stream.length - 57, stream.length - 50],
      ['no frame', stream.length - 50, stream.length],
    ]);
    assert.deepEqual(
      explain(elster).nodes.map(({ name, value }) => [name, value]),
      [
        ['no frame', '014F42'],
        ['line', `\u0002${elsterData}\u0003`],
        ['no frame', '40'],
      ],
    );
  });
});
