/**
 * Readouts of IEC 62056-21 as public programs show them: Landis+Gyr ZMD in Germany (pwitab/iec62056-21), ZPA AM363 in Czechia,
 * Itron EM214 and a heat meter (smartmeter-obis), Landis+Gyr T550 as Tasmota dumps it, E230 in Switzerland on an Arduino,
 * Iskraemeco AM150 as Python prints it, a Viko of Turkey.
 */
import assert from 'node:assert/strict';
import { createExplainer, createTelegramDecoder, inputOctets, readP1, type Telegram, treeText } from '../../src/telegram';

const decoded = (octets: Buffer, size = octets.length): Telegram => {
  const decoder = createTelegramDecoder();
  const events = [];
  for (let at = 0; at < octets.length; at += size) events.push(...decoder.push(octets.subarray(at, at + size), 0));
  events.push(...decoder.end(1));
  assert.deepEqual(
    events.map((event) => (event.kind === 'error' ? event.error.message : event.kind)),
    ['telegram'],
  );
  return events[0] as Telegram;
};
type Row = [string, unknown, string | null, string | null];
const rowsOf = ({ readings }: Telegram): Row[] => readings.map(({ obis, value, unit, time }) => [obis, value, unit, time]);
const rowOf = (telegram: Telegram, obis: string): Row | undefined => rowsOf(telegram).find(([code]) => code === obis);

/** Lines of the test data of pwitab/iec62056-21: a readout as it comes behind the identification and its acknowledgement. */
const zmd = [
  ...['1-1:F.F(00000000)', '1-1:0.0.0(001LGZ0056859504)', '1-1:0.9.1(185532)', '1-1:0.9.2(210410)', '1-1:0.1.0(01)'],
  ...['1-1:0.1.2*01(2104010000)', '1-1:0.1.2*00(0000000000)', '1-1:1.5.0(00.030*kW)', '1-1:1.6.0(10.102*kW)(2104070015)'],
  ...['1-1:1.6.0*01(06.130)(2101281415)', '1-1:1.6.0*00(00.000)(0000000000)', '1-1:1.8.0(0000094.5*kWh)', '1-1:1.8.0*01(0000010.2)'],
  ...['1-1:C.5(0000E0F0)', '1-1:31.7.0(003.54*A)', '1-1:36.7.0(-000.82*kW)', '1-1:56.7.0( 001.67*kW)', '1-1:0.5.1.2(80.000*kW)', '!', ''],
].join('\r\n');

describe('a readout of a Landis+Gyr ZMD', () => {
  const now = '2021-04-10T18:55:32';
  const expected: Row[] = [
    ['1-1:97.97.0*255', '00000000', null, now],
    ['1-1:0.0.0*255', '001LGZ0056859504', null, now],
    ['1-1:0.9.1*255', '185532', null, now],
    ['1-1:0.9.2*255', '210410', null, now],
    ['1-1:0.1.0*255', 1, null, now],
    ['1-1:0.1.2*1', '2021-04-01T00:00:00', null, now],
    ['1-1:0.1.2*0', '0000000000', null, now],
    ['1-1:1.5.0*255', 0.03, 'kW', now],
    ['1-1:1.6.0*255', 10.102, 'kW', '2021-04-07T00:15:00'],
    // Values of the past have neither unit nor, where they are no maximum, time.
    ['1-1:1.6.0*1', 6.13, 'kW', '2021-01-28T14:15:00'],
    ['1-1:1.6.0*0', 0, 'kW', now],
    ['1-1:1.8.0*255', 94.5, 'kWh', now],
    ['1-1:1.8.0*1', 10.2, 'kWh', '2021-04-01T00:00:00'],
    ['1-1:96.5.0*255', '0000E0F0', null, now],
    ['1-1:31.7.0*255', 3.54, 'A', now],
    ['1-1:36.7.0*255', -0.82, 'kW', now],
    ['1-1:56.7.0*255', 1.67, 'kW', now],
    ['1-1:0.5.1*2', 80, 'kW', now],
  ];

  it('behind its identification, with the acknowledgement that an optical head echoes', () => {
    const telegram = decoded(Buffer.from(`/?!\r\n/LGZ5\\2ZMD3104107.B40\r\n\x06050\r\n\x02${zmd}\x03\n`, 'latin1'));
    assert.deepEqual([telegram.meter.id, telegram.time], ['001LGZ0056859504', now]);
    assert.deepEqual(rowsOf(telegram), expected);
  });
  it('without it, as it comes in a message of its own, in one piece and in many', () => {
    const octets = Buffer.from(`\x02${zmd}\x03\n`, 'latin1');
    for (const size of [1, 7, octets.length]) assert.deepEqual(rowsOf(decoded(octets, size)), expected);
    assert.deepEqual(rowsOf(decoded(inputOctets(octets.toString('latin1')))), expected);
    const [event] = createTelegramDecoder().push(octets.subarray(0, -2), 0);
    assert.equal(event?.kind, 'telegram');
    assert.match(treeText(createExplainer().push(octets, null).nodes), /0-19 +line: .1-1:F\.F/);
  });
  it('that is cut off is told of', () => {
    const decoder = createTelegramDecoder();
    const octets = Buffer.from(`\x02${zmd}`, 'latin1').subarray(0, -40);
    const events = [...decoder.push(octets, 0), ...decoder.end(1)];
    assert.deepEqual(
      events.map((event) => event.kind === 'error' && event.error.message),
      [`the P1 telegram is incomplete: ${octets.length} octets came`],
    );
  });
  it('as Python has it, and as it is pasted', () => {
    const lines = zmd.split('\r\n').slice(0, -1);
    const python = lines.map((line, i) => `    b"${i === 0 ? '\\x02' : ''}${line}\\r\\n"`).join('\n');
    for (const text of [`frame = (\n${python}\n    b"\\x03\\n"\n)`, lines.join('\n'), `Data:\n\n${lines.join('\n')}\nDone`])
      assert.deepEqual(rowsOf(decoded(inputOctets(text))), expected);
  });
});

describe('lines of readouts', () => {
  it('of a ZPA AM363: the time of a maximum is attribute 5, and years have four digits', () => {
    const { values, time } = readP1(
      '/ZPA5\\2AM363801C0269\r\n\x02F.F(00000000)\r\n0.0.0(T690100)\r\nC.1.0(06213678)\r\n0.9.1(211156)\r\n0.9.2(20260130)\r\n0.3.3(00250*imp/kWh)\r\n1.6.0(2.002*kW)\r\n1.6.0,5(202601130730)\r\n32.6.0(244.2*V)\r\n32.6.0,5(202601251510)\r\n!\r\n',
    );
    assert.equal(time, '2026-01-30T21:11:56');
    assert.deepEqual(
      values.slice(-3).map(({ obis, value, unit, time: at }) => [obis, value, unit, at]),
      [
        ['1-0:0.3.3*255', 250, 'imp/kWh', null],
        ['1-0:1.6.0*255', 2.002, 'kW', '2026-01-13T07:30:00'],
        ['1-0:32.6.0*255', 244.2, 'V', '2026-01-25T15:10:00'],
      ],
    );
  });
  it('of an Itron EM214: values with a plus, seconds', () => {
    const { values } = readP1('/ITR5EM214\r\n\x0231.7.0(+000.8*A)\r\nC.13.21(00000001*secs)\r\n!\r\n');
    assert.deepEqual(
      values.map(({ value, unit }) => [value, unit]),
      [
        [0.8, 'A'],
        [1, 's'],
      ],
    );
  });
  it('with a blank in front of the bracket, and of four groups', () => {
    const { values } = readP1('/ABC5X\r\n31.6 (002.67*A)\r\nC.60.5.1(17)\r\n0.2.1()\r\n300.8.0(1)\r\n130(2)\r\n!\r\n');
    assert.deepEqual(
      values.map(({ obis, value }) => [obis, value]),
      [
        ['1-0:31.6.0*255', 2.67],
        ['0-0:96.60.5*1', 17],
        ['1-0:0.2.1*255', ''],
      ],
    );
  });
  it('of a Viko in Turkey: the day of manufacture is no number of the meter', () => {
    const telegram = decoded(
      inputOctets(
        '0.0.0(600065257)\n0.2.0(V19.01)\n0.9.1(22:51:45)\n0.9.2(24-12-10)\n1.6.0(000.000*kW)(24-12-01,00:00)\n96.1.3(23-09-07)\n72.7.0(230.8)\n!',
      ),
    );
    assert.deepEqual([telegram.meter.id, telegram.time], ['600065257', '2024-12-10T22:51:45']);
    assert.deepEqual(rowOf(telegram, '1-0:1.6.0*255'), ['1-0:1.6.0*255', 0, 'kW', '2024-12-01T00:00:00']);
  });
  it('of an E230 behind the times of an Arduino, and of an AM150 in one list of Python', () => {
    const arduino = [
      ...['21:50:51.307 -> /LGZ4ZMR120AC.K76', '21:50:51.307 -> F.F.0(00000000)', '21:50:51.307 -> 0.0.2(  339648)'],
      ...[
        '21:50:51.354 -> C.1.0(11860813)',
        '21:50:51.401 -> C.1.1(        )',
        '21:50:51.448 -> 1.8.1(050325.575*kWh)',
        '21:50:51.500 -> !',
      ],
    ];
    for (const lines of [arduino, arduino.slice(1)]) {
      const telegram = decoded(inputOctets(lines.join('\n')));
      assert.deepEqual([telegram.meter.id, rowOf(telegram, '1-0:1.8.1*255')?.slice(1, 3)], ['11860813', [50325.575, 'kWh']]);
    }
    const python = String.raw`data = [b'/ISk5AM150-T000\r\n', b'\x020.0.0(73066029)\r\n', b'1.8.0(0008989.442*kWh)\r\n', b'0.2.0(1)\r\n', b'C.1.6(A8D9)\r\n', b'F.F.0(0000000)\r\n', b'!\r\n', b'\x034']`;
    const telegram = decoded(inputOctets(python));
    assert.deepEqual([telegram.meter.id, rowOf(telegram, '1-0:1.8.0*255')?.slice(1, 3)], ['73066029', [8989.442, 'kWh']]);
  });
});

describe('readouts of heat meters: several data sets in a line, codes of EN 1434-3', () => {
  /** Tasmota; the first line, which it had cut off, is that of the same model in another log. */
  const dump = [
    '15:32:28.983 : 6.8(0079.900*MWh)6.26(02670.81*m3)9.21(69794947)',
    '15:32:29.184 : 6.26*01(02655.81*m3)6.8*01(0079.462*MWh)',
    '15:32:29.333 : F(0)9.20(69794947)6.35(60*m)',
    '15:32:29.688 : 6.6(0017.0*kW)6.6*01(0017.0*kW)6.33(001.080*m3ph)9.4(094.7*C&089.8*C)',
    '15:32:30.588 : 6.8.1()6.8.2()6.8.3()6.8.4()6.8.5()',
    '15:32:32.094 : 6.36.5()6.36*02(01&00:00)9.36(2024-10-11&13:29:41)9.24(1.5*m3ph)',
    '15:32:33.898 : 6.26.1*01()6.26.4*01()6.26.5*01()0.0(69794947)',
    '15:32:33.900 : !',
  ];

  it('as Tasmota dumps it', () => {
    const telegram = decoded(inputOctets(dump.join('\n')));
    assert.deepEqual([telegram.meter.id, telegram.time, telegram.readings.length], ['69794947', '2024-10-11T13:29:41', 25]);
    assert.deepEqual(
      telegram.readings.slice(0, 13).map(({ obis, name, value, unit }) => [obis, name, value, unit]),
      [
        ['6-0:6.8.0*255', 'Heat energy', 79.9, 'MWh'],
        ['6-0:6.26.0*255', 'Volume', 2670.81, 'm3'],
        ['6-0:9.21.0*255', "Owner's number", '69794947', null],
        ['6-0:6.26.0*1', 'Volume at the yearly set day', 2655.81, 'm3'],
        ['6-0:6.8.0*1', 'Heat energy at the yearly set day', 79.462, 'MWh'],
        ['0-0:97.97.0*255', 'Error register 1', '0', null],
        ['6-0:9.20.0*255', 'Device number', '69794947', null],
        ['6-0:6.35.0*255', 'Measuring period', 60, 'min'],
        ['6-0:6.6.0*255', 'Maximum power', 17, 'kW'],
        ['6-0:6.6.0*1', 'Maximum power at the yearly set day', 17, 'kW'],
        ['6-0:6.33.0*255', 'Maximum flow', 1.08, 'm3/h'],
        ['6-0:9.4.0*255', 'Maximum flow and return temperatures', '094.7*C&089.8*C', null],
        ['6-0:6.8.1*255', 'Unknown object', '', null],
      ],
    );
  });
  it('of a Siemens 2WR5, with the end mark behind the last value', () => {
    const data = '6.8(0029.055*MWh)6.26(01589.28*m3)9.21(00010213)F(0)9.36(2017-01-18&01:36:47)9.2(&&)0.0(00010213)!\r\n';
    for (const text of [`/SIEC2WR5\r\n\x02${data}\x03X`, `\x02${data}\x03X`, data]) {
      const telegram = decoded(inputOctets(text));
      assert.deepEqual([telegram.meter.id, telegram.time], ['00010213', '2017-01-18T01:36:47']);
      assert.deepEqual(rowOf(telegram, '6-0:6.8.0*255')?.slice(1, 3), [29.055, 'MWh']);
    }
  });
  it('are told from electricity meters, whose 6.8 is reactive energy', () => {
    const [first] = readP1('/ABC5X\r\n6.8.0(000000.26*kvarh)6.8.1(0000.000*kvarh)\r\n!\r\n').values;
    assert.deepEqual([first?.obis, first?.name], ['1-0:6.8.0*255', 'Reactive energy QII total']);
  });
});
