/**
 * P1 telegrams of DSMR and readouts of IEC 62056-21: values, times, logs, reduced codes, and where they begin and end.
 */
import assert from 'node:assert/strict';
import { fcs16 } from '../../src/framing/hdlc/fcs';
import { createTelegramDecoder, inputOctets, readP1, type Telegram } from '../../src/telegram';
import { crc16 } from '../../src/telegram/framing/p1-format';

const short = ({ readings }: Telegram): unknown[] => readings.map(({ obis, value, unit }) => [obis, value, unit]);

describe('P1 texts', () => {
  it('give numbers exactly, units, times of channels and names in hex', () => {
    const p1 = readP1(
      '/ISK5\\2M550E\r\n\r\n0-0:1.0.0(210204163628W)\r\n0-0:96.1.1(4530303033)\r\n1-0:1.8.1(000123.450*kWh)\r\n0-1:24.2.1(210204160000W)(00003.121*m3)\r\n0-0:96.7.21(00069)\r\n!ABCD\r\n',
      60,
    );
    assert.equal(p1.time, '2021-02-04T16:36:28+01:00');
    assert.deepEqual(
      p1.values.map(({ value, unit: symbol }) => [value, symbol]),
      [
        ['2021-02-04T16:36:28+01:00', null],
        ['E0003', null],
        [123.45, 'kWh'],
        [3.121, 'm3'],
        [69, null],
      ],
    );
    assert.equal(p1.values[3]?.time, '2021-02-04T16:00:00+01:00');
  });
});

describe('the example of DSMR 4.0', () => {
  /** As node-dsmr-parser, a Go test and many pages have it, with the CRC that they publish. */
  const example = [
    ...['/ISk5\\2MT382-1000', '', '1-3:0.2.8(40)', '0-0:1.0.0(101209113020W)', '0-0:96.1.1(4B384547303034303436333935353037)'],
    ...['1-0:1.8.1(123456.789*kWh)', '1-0:1.8.2(123456.789*kWh)', '1-0:2.8.1(123456.789*kWh)', '1-0:2.8.2(123456.789*kWh)'],
    ...['0-0:96.14.0(0002)', '1-0:1.7.0(01.193*kW)', '1-0:2.7.0(00.000*kW)', '0-0:17.0.0(016.1*kW)', '0-0:96.3.10(1)'],
    ...['0-0:96.7.21(00004)', '0-0:96.7.9(00002)'],
    '1-0:99:97.0(2)(0:96.7.19)(101208152415W)(0000000240*s)(101208151004W)(00000000301*s)',
    ...['1-0:32.32.0(00002)', '1-0:52.32.0(00001)', '1-0:72:32.0(00000)', '1-0:32.36.0(00000)', '1-0:52.36.0(00003)'],
    ...['1-0:72.36.0(00000)', '0-0:96.13.1(3031203631203831)', `0-0:96.13.0(${'303132333435363738393A3B3C3D3E3F'.repeat(5)})`],
    ...['0-1:24.1.0(03)', '0-1:96.1.0(3232323241424344313233343536373839)', '0-1:24.2.1(101209110000W)(12785.123*m3)'],
    ...['0-1:24.4.0(1)', '!F46A', ''],
  ];

  it('is read whole, the lines too whose codes it prints with a colon more', () => {
    const [telegram] = createTelegramDecoder().push(inputOctets(example.join('\r\n')), 0) as [Telegram];
    assert.equal(telegram.readings.length, 27);
    const shownAt = (code: string): unknown => telegram.readings.find(({ obis }) => obis === `${code}*255`)?.value;
    assert.equal(shownAt('1-0:72.32.0'), 0);
    assert.deepEqual(shownAt('1-0:99.97.0'), [
      { time: '2010-12-08T15:24:15', value: 240, unit: 's' },
      { time: '2010-12-08T15:10:04', value: 301, unit: 's' },
    ]);
  });
});

describe('names in P1 texts', () => {
  const names = (text: string, language: 'en' | 'de' = 'en'): string[] => readP1(text, null, language).values.map(({ name }) => name);
  const demand = '1-0:1.6.0(231013141500S)(00012.345*kW)\r\n1-0:31.4.0(999*A)\r\n!\r\n';

  it('are those of Belgium where the Belgian version says so, and only there', () => {
    // e-MUCS-P1 (Fluvius): 0-0:96.1.4 is the version; the codes have their general meaning in Lithuania and in readouts.
    assert.deepEqual(names(`/FLU5\\253769484_A\r\n\r\n0-0:96.1.4(50217)\r\n${demand}`), [
      'Version',
      'Maximum demand of the month',
      'Fuse supervision threshold L1',
    ]);
    for (const identification of ['/ESO5\\X', '/ISk5MT174-0001'])
      assert.deepEqual(names(`${identification}\r\n\r\n${demand}`), [
        'Active power import (+P), maximum 1',
        'Current L1, current average 1',
      ]);
  });

  it('of values of other meters say what they measure, as the telegram says it', () => {
    // e-MUCS-P1: gas on channel 1, water on channel 2.
    const text = [
      '0-1:24.1.0(003)',
      '0-1:24.2.3(200512134558S)(00112.384*m3)',
      '0-2:24.1.0(007)',
      '0-2:24.2.1(200512134558S)(00872.234*m3)',
    ];
    const of = (language: 'en' | 'de') =>
      names(`/FLU5\\253769484_A\r\n\r\n${text.join('\r\n')}\r\n!\r\n`, language).filter((_, i) => i % 2 === 1);
    assert.deepEqual(of('en'), ['M-Bus value 3, channel 1: gas', 'M-Bus value 1, channel 2: water']);
    assert.deepEqual(
      of('de').map((name) => name.split(': ')[1]),
      ['Gas', 'Wasser'],
    );
  });

  it('are in the language that is asked for', () => {
    const text = '/KFM5KAIFA\r\n\r\n1-3:0.2.8(50)\r\n1-0:1.8.0(000001.000*kWh)\r\n!\r\n';
    assert.deepEqual(names(text, 'de'), ['P1-Version', 'Wirkenergie Bezug (+A) gesamt']);
    const event = createTelegramDecoder({ language: 'de' }).push(Buffer.from(text), 0)[0];
    assert.ok(event?.kind === 'telegram');
    assert.deepEqual(
      event.readings.map(({ name }) => name),
      ['P1-Version', 'Wirkenergie Bezug (+A) gesamt'],
    );
  });
});

describe('P1 texts and readouts', () => {
  const values = (text: string): unknown[] =>
    readP1(text).values.map(({ obis, value, unit: symbol, time: at }) => [obis, value, symbol, at]);

  it('give the gas meter of DSMR 2 and 3, whose value stands on the next line', () =>
    assert.deepEqual(values('/ISk5\\2MT382-1000\r\n\r\n0-1:24.3.0(121030140000)(00)(60)(1)(0-1:24.2.1)(m3)\r\n(00024.123)\r\n!\r\n'), [
      ['0-1:24.2.1*255', 24.123, 'm3', '2012-10-30T14:00:00'],
    ]));
  // Luxembourg: the limits of import and export; an EMH: a row of its event log; Pafal says each value twice.
  it('give several values of one code as rows, what is no number as it was sent, what is repeated once', () =>
    assert.deepEqual(
      values('/Lux5\\2\r\n\r\n1-1:31.4.0(030*A)(-030*A)\r\nP.98(1041007095914)(00000080)()(0)\r\n1.8.0*00(000783.16)(000783.16)\r\n!\r\n'),
      [
        [
          '1-1:31.4.0*255',
          [
            { time: null, value: 30, unit: 'A' },
            { time: null, value: -30, unit: 'A' },
          ],
          'A',
          null,
        ],
        ['0-0:99.98.0*255', '(1041007095914)(00000080)()(0)', null, null],
        ['1-0:1.8.0*0', 783.16, null, null],
      ],
    ));
  // DSMR P1 2.2, example; the message is "012345678".
  it('give messages, which are octets in hex', () =>
    assert.deepEqual(values('/ISk5\\2MT382-1000\r\n\r\n0-0:96.13.1(303132333435363738)\r\n0-0:96.13.0()\r\n!\r\n'), [
      ['0-0:96.13.1*255', '012345678', null, null],
      ['0-0:96.13.0*255', '', null, null],
    ]));
  it('give the rows of logs', () =>
    assert.deepEqual(
      values('/ISk5\\2MT382-1000\r\n\r\n1-0:99.97.0(2)(0-0:96.7.19)(190326095015W)(0000002014*s)(180326095015W)(0000001014*s)\r\n!\r\n'),
      [
        [
          '1-0:99.97.0*255',
          [
            { time: '2019-03-26T09:50:15', value: 2014, unit: 's' },
            { time: '2018-03-26T09:50:15', value: 1014, unit: 's' },
          ],
          's',
          null,
        ],
      ],
    ));
  it('give rows that a Belgian meter has not filled yet without a time', () =>
    assert.deepEqual(
      values('/FLU5\\253769484_A\r\n\r\n0-0:98.1.0(1)(1-0:1.6.0)(1-0:1.6.0)(231101000000W)(632525252525W)(00.000*kW)\r\n!\r\n'),
      [['0-0:98.1.0*255', [{ time: null, value: 0, unit: 'kW' }], 'kW', null]],
    ));
  it('give every value of a month in Hungary, whose codes are not said', () =>
    assert.deepEqual(values('/AUX59902\r\n\r\n0-0:98.1.0(230801000000S)(000663.924*kWh)(000015.142*kvarh)(12.212*kW)\r\n!\r\n'), [
      [
        '0-0:98.1.0*255',
        [
          { time: '2023-08-01T00:00:00', value: 663.924, unit: 'kWh' },
          { time: '2023-08-01T00:00:00', value: 15.142, unit: 'kvarh' },
          { time: '2023-08-01T00:00:00', value: 12.212, unit: 'kW' },
        ],
        'kWh',
        '2023-08-01T00:00:00',
      ],
    ]));
  // Lines of a Holley DTSD545, esphome issue 3042 and dsmr_parser issue 91: blanks behind a unit, a bracket that stays open.
  it('give values of a month that stand behind an open bracket apart from those of now', () =>
    assert.deepEqual(
      values(
        [
          '/HLY5/D545-METER',
          '',
          ...['0-0:1.0.0(220215174025W)', '1-0:1.8.0(00003844.917*kWh)', '1-0:15.8.0(00007137.694*kWh )', '0-0:98.1.0', '('],
          ...['0-0:1.0.0(220201000000T)', '1-0:1.8.0(00003601.000*kWh)', ')', '1-0:13.7.0(0.999)', '!', ''],
        ].join('\r\n'),
      ),
      [
        ['0-0:1.0.0*255', '2022-02-15T17:40:25', null, null],
        ['1-0:1.8.0*255', 3844.917, 'kWh', null],
        ['1-0:15.8.0*255', 7137.694, 'kWh', null],
        ['1-0:13.7.0*255', 0.999, null, null],
        ['0-0:98.1.0*255', [{ time: '2022-02-01T00:00:00', value: 3601, unit: 'kWh' }], 'kWh', '2022-02-01T00:00:00'],
      ],
    ));
  // esphome_obis_d0 issue 11; smartmeter-obis issue 6
  it('give ends of billing periods as times, units as they are usual, and the clock with its season', () => {
    const iskra = readP1('/ISk5MT174-0001\r\n\x020.9.1(102824)\r\n0.9.2(0230513)\r\n1.8.1(0018675.062*KWh)\r\n!');
    assert.equal(iskra.time, '2023-05-13T10:28:24');
    assert.deepEqual([iskra.values.at(-1)?.value, iskra.values.at(-1)?.unit], [18675.062, 'kWh']);
    // amsreader issue 382 (Landis+Gyr E360 in Sweden); dsmr-reader issue 1394 (Kaifa MA304H4E)
    const swedish = readP1('/LGF5E360\r\n1-0:3.8.0(00001384.336*kVArh)\r\n1-0:4.7.0(0000.069*kVAr)\r\n!');
    assert.deepEqual(
      swedish.values.map(({ value, unit }) => [value, unit]),
      [
        [1384.336, 'kvarh'],
        [0.069, 'kvar'],
      ],
    );
    const emh = readP1('/EMH\r\n0.9.1(1115850)\r\n0.9.2(1180105)\r\n0.1.0(07)\r\n0.1.2&07(0180105115851)\r\n!');
    assert.equal(emh.time, '2018-01-05T11:58:50');
    assert.deepEqual(
      emh.values.slice(2).map(({ obis, value }) => [obis, value]),
      [
        ['1-0:0.1.0*255', 7],
        ['1-0:0.1.2*7', '2018-01-05T11:58:51'],
      ],
    );
  });

  it('give whole codes with letters, a value with the end mark behind it, versions as texts', () => {
    // pwitab/iec62056-21 issue 19 (APA NORAX)
    const norax = readP1('/APA5NORAX\r\n\x020-0:C.1.0(72432595)\r\n0-0:F.F.0(00000000)\r\n!');
    assert.deepEqual(
      norax.values.map(({ obis, value }) => [obis, value]),
      [
        ['0-0:96.1.0*255', '72432595'],
        ['0-0:97.97.0*255', '00000000'],
      ],
    );
    // RIOT-OS/RIOT pull request 22033 (APA, a meter of a household)
    const apa = readP1(`/APA5\r\n\x020.2.0(1.30)\r\nC.2.1(1107113C2E06)(${' '.repeat(48)})\r\n0.2.2(:::::G11)!\r\n`);
    assert.deepEqual(
      apa.values.map(({ obis, value }) => [obis, value]),
      [
        ['1-0:0.2.0*255', '1.30'],
        ['0-0:96.2.1*255', '1107113C2E06'],
        ['1-0:0.2.2*255', ':::::G11'],
      ],
    );
    assert.equal(readP1('/X\r\n0-1:24.2.1(210204090000W)(   )\r\n!').values[0]?.value, '   ');
  });
  // Lines of public readouts: of an unnamed meter with 0.1.2*12, of an unnamed one with dashes, of an EMH.
  it('give maximum demands with the time that stands behind them', () => {
    const readout =
      '/EMH4\\@01LZQJ\r\n1.6.1*12(0.39912*kW)(2210130900)\r\n1.6.1*19(000.01*kW)(17-10-02 08:45)\r\n1.6.4(000.00*kW)(00-00-00 00:00)\r\n1.6.1(0.482*kW)(1190711111500)\r\n!\r\n';
    assert.deepEqual(
      readP1(readout, 60).values.map(({ obis, value, unit: symbol, time: at }) => [obis, value, symbol, at]),
      [
        ['1-0:1.6.1*12', 0.39912, 'kW', '2022-10-13T09:00:00'],
        ['1-0:1.6.1*19', 0.01, 'kW', '2017-10-02T08:45:00'],
        ['1-0:1.6.4*255', 0, 'kW', null],
        ['1-0:1.6.1*255', 0.482, 'kW', '2019-07-11T11:15:00+02:00'],
      ],
    );
  });
  it('with reduced codes, as IEC 62056-21 meters send them', () => {
    const readout =
      '/SIE2TD3511\r\n\x02F.F(00000000)\r\nC.1.0(12345678)\r\n0.9.1(21:10:29)\r\n0.9.2(24-03-21)\r\n1.8.0(001234.567*kWh)\r\n1.8.0*01(001200*kWh)\r\n32.7(230*V)\r\n!\r\n\x03a';
    const events = createTelegramDecoder().push(Buffer.from(readout, 'latin1'), 0);
    assert.ok(events[0]?.kind === 'telegram');
    assert.equal(events[0].meter.id, '12345678');
    assert.equal(events[0].time, '2024-03-21T21:10:29');
    assert.deepEqual(short(events[0]), [
      ['0-0:97.97.0*255', '00000000', null],
      ['0-0:96.1.0*255', '12345678', null],
      ['1-0:0.9.1*255', '21:10:29', null],
      ['1-0:0.9.2*255', '24-03-21', null],
      ['1-0:1.8.0*255', 1234.567, 'kWh'],
      ['1-0:1.8.0*1', 1200, 'kWh'],
      ['1-0:32.7.0*255', 230, 'V'],
    ]);
  });
});

describe('P1 telegrams in a stream', () => {
  const p1 = (crc: string): Buffer => Buffer.from(`/KFM5KAIFA-METER\r\n\r\n1-0:1.8.1(000001.500*kWh)\r\n!${crc}\r\n`, 'latin1');
  const right = p1('').subarray(0, -2);
  const crc = crc16(right, 0, right.length).toString(16).toUpperCase().padStart(4, '0');

  it('have the CRC-16 of its check value', () => assert.equal(crc16(Buffer.from('123456789'), 0, 9), 0xbb3d));
  it('are found and read', () => {
    const events = createTelegramDecoder().push(Buffer.concat([p1(crc), p1(crc)]), 0);
    assert.deepEqual(
      events.map((event) => event.kind === 'telegram' && event.readings[0]?.value),
      [1.5, 1.5],
    );
  });
  const meterOf = (events: ReturnType<ReturnType<typeof createTelegramDecoder>['push']>): unknown[] =>
    events.map((event) => (event.kind === 'telegram' ? short(event) : event.kind === 'error' ? event.error.message : event.kind));
  it('end where the next one begins: octets were lost, in the middle of a line or behind one', () => {
    // DSMR 2 has no CRC: the values of two telegrams came out as one.
    for (const lost of ['/ISk5\\2MT382-1000\r\n\r\n1-0:1.8.1(00001.000*kWh)\r\n1-0:1.8.2(0000', '/ISk5\\2MT382-1000\r\n\r\n']) {
      const next = '/ISk5\\2MT382-1000\r\n\r\n1-0:1.8.1(00002.000*kWh)\r\n!\r\n';
      for (const size of [1, 7, 1000]) {
        const octets = Buffer.from(lost + next, 'latin1');
        const decoder = createTelegramDecoder({ framing: 'p1' });
        const events = Array.from({ length: Math.ceil(octets.length / size) }, (_, i) =>
          decoder.push(octets.subarray(i * size, (i + 1) * size), 0),
        ).flat();
        assert.deepEqual(meterOf(events), [
          `the P1 telegram has no end: the next one begins at its octet ${lost.length}`,
          [['1-0:1.8.1*255', 2, 'kWh']],
        ]);
      }
    }
  });
  it('may have a slash in the identification and the CRC of HDLC (Holley DTSD545, dsmr_parser issue 91)', () => {
    const text = Buffer.from('/HLY5/D545-METER\r\n\r\n1-0:1.8.0(00003668.743*kWh)\r\n!', 'latin1');
    const digits = fcs16(text).toString(16).toUpperCase().padStart(4, '0');
    for (const size of [1, 6, 1000]) {
      const octets = Buffer.concat([text, Buffer.from(`${digits}\r\n`), text, Buffer.from('12FF\r\n')]);
      const decoder = createTelegramDecoder();
      const events = Array.from({ length: Math.ceil(octets.length / size) }, (_, i) =>
        decoder.push(octets.subarray(i * size, (i + 1) * size), 0),
      ).flat();
      events.push(...decoder.end(1));
      assert.deepEqual(meterOf(events), [[['1-0:1.8.0*255', 3668.743, 'kWh']], 'at octet 56: the CRC of the P1 telegram is wrong']);
    }
    // What was cut off in the middle of such a line is another one.
    const cut = createTelegramDecoder({ framing: 'p1' }).push(Buffer.concat([Buffer.from('/HLY5'), p1(crc)]), 0);
    assert.deepEqual(meterOf(cut), [[['1-0:1.8.1*255', 1.5, 'kWh']]]);
  });
  it('may have a slash in a value', () => {
    const readout = '/ABB5\\@V9.00\r\n0.0.0(12/ABC34)\r\n1.8.0(1.5*kWh)\r\n!\r\n';
    const event = createTelegramDecoder({ framing: 'p1' }).push(Buffer.from(readout, 'latin1'), 0)[0];
    assert.ok(event?.kind === 'telegram');
    assert.deepEqual(
      event.readings.map(({ value }) => value),
      ['12/ABC34', 1.5],
    );
  });
  // amsreader issue 382: the telegram of a Landis+Gyr E360 in Sweden and its CRC, copied out of a log with LF.
  it('are read with LF where CR LF was sent', () => {
    const lines = [
      '/LGF5E360',
      '',
      '0-0:1.0.0(221215155050W)',
      ...['1.8.0(00002721.126*kWh)', '2.8.0(00000000.000*kWh)', '3.8.0(00001384.336*kVArh)', '4.8.0(00000000.090*kVArh)'],
      ...['1.7.0(0004.190*kW)', '2.7.0(0000.000*kW)', '3.7.0(0000.292*kVAr)', '4.7.0(0000.000*kVAr)'],
      ...['21.7.0(0001.980*kW)', '22.7.0(0000.000*kW)', '41.7.0(0000.354*kW)', '42.7.0(0000.000*kW)', '61.7.0(0001.855*kW)'],
      ...['62.7.0(0000.000*kW)', '23.7.0(0001.072*kVAr)', '24.7.0(0000.000*kVAr)', '43.7.0(0000.265*kVAr)', '44.7.0(0000.000*kVAr)'],
      ...['63.7.0(0000.000*kVAr)', '64.7.0(0001.044*kVAr)', '32.7.0(230.7*V)', '52.7.0(230.1*V)', '72.7.0(231.0*V)'],
      ...['31.7.0(009.7*A)', '51.7.0(001.9*A)', '71.7.0(009.2*A)', '!2154', ''],
    ].map((one) => (/^\d+\.[78]/.test(one) ? `1-0:${one}` : one));
    for (const end of ['\r\n', '\n']) {
      const event = createTelegramDecoder().push(Buffer.from(lines.join(end)), 0)[0];
      assert.ok(event?.kind === 'telegram');
      assert.deepEqual(
        [event.readings.length, short(event)[1], event.time],
        [27, ['1-0:1.8.0*255', 2721.126, 'kWh'], '2022-12-15T15:50:50'],
      );
    }
    const decoder = createTelegramDecoder();
    const events = [...decoder.push(Buffer.from(lines.join('\n').replace('231.0', '231.1')), 0), ...decoder.end(1)];
    assert.ok(events.length === 1 && events[0]?.kind === 'error' && /CRC/.test(events[0].error.message));
  });
  it('are read when the line end behind the CRC was trimmed away', () => {
    const decoder = createTelegramDecoder();
    assert.deepEqual(decoder.push(p1(crc).subarray(0, -2), 0), []);
    assert.deepEqual(meterOf(decoder.end(1)), [[['1-0:1.8.1*255', 1.5, 'kWh']]]);
    const damaged = createTelegramDecoder();
    assert.deepEqual(meterOf([...damaged.push(p1('0001').subarray(0, -2), 0), ...damaged.end(1)]), [
      `the P1 telegram is incomplete: ${right.length + 4} octets came`,
    ]);
  });
  it('are read without a check where the meter always says 0000 (Iskraemeco AM550, amsreader issue 956)', () =>
    assert.deepEqual(meterOf(createTelegramDecoder().push(p1('0000'), 0)), [[['1-0:1.8.1*255', 1.5, 'kWh']]]));
  // The damaged lines of an E360, dsmrreader issue 1408: what came before them was read as a telegram without CRC.
  it('do not end at an exclamation mark in a line', () => {
    const damaged = `/XMX5LGF0010456446050\r\n\r\n0-0:96.14.0(0002)\r\n1-0:!.8.1(000095.052*kWh!\r\n1-0:1.8.2(000038.828*kWh)\r\n!12FF\r\n`;
    assert.deepEqual(meterOf(createTelegramDecoder({ framing: 'p1' }).push(Buffer.from(damaged), 0)), [
      'the CRC of the P1 telegram is wrong',
    ]);
    const said = '/ISK5\\ME382-1003\r\n\r\n0-0:96.13.0(Hello! You)\r\n1-0:1.8.1(00001.000*kWh)\r\n!\r\n';
    assert.deepEqual(meterOf(createTelegramDecoder().push(Buffer.from(said), 0)), [
      [
        ['0-0:96.13.0*255', 'Hello! You', null],
        ['1-0:1.8.1*255', 1, 'kWh'],
      ],
    ]);
  });
  it('are refused with a wrong CRC', () => {
    const decoder = createTelegramDecoder();
    const events = [...decoder.push(p1('0001'), 0), ...decoder.end(1)];
    assert.ok(events.length === 1 && events[0]?.kind === 'error' && /CRC/.test(events[0].error.message));
  });
});
