/**
 * A-XDR Data: a row for every type with values from the Green Book and the Blue Book, octets that must be refused, values
 * that must not be written, and what hostile octets may cost.
 */
import assert from 'node:assert/strict';
import { decodeApdu } from '../../src/apdu/apdu';
import { fromHex, Reader, toHex } from '../../src/bytes';
import { data, decodeData, encodeData } from '../../src/codec/data';
import { type CosemDateTime, type Data, dataTags } from '../../src/codec/types';
import { cannotWrite, fourWays, type Row, refuses } from '../support/vectors';

const summer: CosemDateTime = {
  year: 2021,
  month: 7,
  dayOfMonth: 6,
  dayOfWeek: 2,
  hour: 14,
  minute: 58,
  second: 16,
  hundredths: null,
  deviation: -120,
  clockStatus: 0x80,
};
const unspecified: CosemDateTime = {
  year: null,
  month: null,
  dayOfMonth: null,
  dayOfWeek: null,
  hour: null,
  minute: null,
  second: null,
  hundredths: null,
  deviation: null,
  clockStatus: null,
};

const rows: readonly Row<Data>[] = [
  { name: 'null-data', hex: '00', value: { type: 'null-data', value: null } },
  { name: 'dont-care', hex: 'FF', value: { type: 'dont-care', value: null } },
  { name: 'boolean true', hex: '03 FF', value: { type: 'boolean', value: true } },
  { name: 'boolean false', hex: '03 00', value: { type: 'boolean', value: false } },
  { name: 'bit-string of 10 bits', hex: '04 0A A5C0', value: { type: 'bit-string', value: '1010010111' } },
  { name: 'bit-string of no bits', hex: '04 00', value: { type: 'bit-string', value: '' } },
  { name: 'bit-string of 24 bits', hex: '04 18 001E1D', value: { type: 'bit-string', value: '000000000001111000011101' } },
  { name: 'double-long', hex: '05 FFFFFFFE', value: { type: 'double-long', value: -2 } },
  { name: 'double-long, least', hex: '05 80000000', value: { type: 'double-long', value: -(2 ** 31) } },
  { name: 'double-long-unsigned, greatest', hex: '06 FFFFFFFF', value: { type: 'double-long-unsigned', value: 4294967295 } },
  { name: 'floating-point', hex: '07 40490FDB', value: { type: 'floating-point', value: Math.fround(Math.PI) } },
  { name: 'octet-string', hex: '09 06 0100010800FF', value: { type: 'octet-string', value: Buffer.from([1, 0, 1, 8, 0, 255]) } },
  { name: 'octet-string of none', hex: '09 00', value: { type: 'octet-string', value: Buffer.alloc(0) } },
  {
    name: 'octet-string of 128 octets',
    hex: `09 8180 ${'5A'.repeat(128)}`,
    value: { type: 'octet-string', value: Buffer.alloc(128, 0x5a) },
  },
  {
    name: 'octet-string of 256 octets',
    hex: `09 820100 ${'5A'.repeat(256)}`,
    value: { type: 'octet-string', value: Buffer.alloc(256, 0x5a) },
  },
  { name: 'visible-string', hex: '0A 07 4B464D5F303031', value: { type: 'visible-string', value: 'KFM_001' } },
  { name: 'visible-string beyond ASCII', hex: '0A 03 41E400', value: { type: 'visible-string', value: 'A\u00e4\0' } },
  { name: 'utf8-string', hex: '0C 06 C5BE E282AC 41', value: { type: 'utf8-string', value: '\u017e\u20acA' } },
  { name: 'utf8-string with byte order mark', hex: '0C 04 EFBBBF41', value: { type: 'utf8-string', value: '\ufeffA' } },
  { name: 'utf8-string that is none', hex: '0C 02 C328', value: { type: 'utf8-string', value: Buffer.from([0xc3, 0x28]) } },
  { name: 'bcd', hex: '0D 42', value: { type: 'bcd', value: 0x42 } },
  { name: 'integer', hex: '0F FE', value: { type: 'integer', value: -2 } },
  { name: 'long', hex: '10 8000', value: { type: 'long', value: -32768 } },
  { name: 'unsigned', hex: '11 FF', value: { type: 'unsigned', value: 255 } },
  { name: 'long-unsigned', hex: '12 FFFF', value: { type: 'long-unsigned', value: 65535 } },
  { name: 'long64', hex: '14 8000000000000000', value: { type: 'long64', value: -(2n ** 63n) } },
  { name: 'long64-unsigned', hex: '15 FFFFFFFFFFFFFFFF', value: { type: 'long64-unsigned', value: 2n ** 64n - 1n } },
  { name: 'enum', hex: '16 1E', value: { type: 'enum', value: 30 } },
  { name: 'float32', hex: '17 C2F6E979', value: { type: 'float32', value: Math.fround(-123.456) } },
  { name: 'float32 infinity', hex: '17 7F800000', value: { type: 'float32', value: Number.POSITIVE_INFINITY } },
  { name: 'float64', hex: '18 400921FB54442D18', value: { type: 'float64', value: Math.PI } },
  { name: 'float64 minus zero', hex: '18 8000000000000000', value: { type: 'float64', value: -0 } },
  { name: 'date-time', hex: '19 07E5070602 0E3A10FF FF88 80', value: { type: 'date-time', value: summer } },
  { name: 'date-time, nothing specified', hex: '19 FFFFFFFFFF FFFFFFFF 8000 FF', value: { type: 'date-time', value: unspecified } },
  {
    name: 'date-time sent as an octet-string',
    hex: '09 0C 07E5070602 0E3A10FF FF88 80',
    value: { type: 'octet-string', value: fromHex('07E50706020E3A10FFFF8880') },
  },
  {
    name: 'date with codes: daylight saving begins on the last Sunday',
    hex: '1A FFFF FE FE 07',
    value: { type: 'date', value: { year: null, month: 254, dayOfMonth: 254, dayOfWeek: 7 } },
  },
  { name: 'time', hex: '1B 17FF3B63', value: { type: 'time', value: { hour: 23, minute: null, second: 59, hundredths: 99 } } },
  { name: 'delta-integer', hex: '1C FF', value: { type: 'delta-integer', value: -1 } },
  { name: 'delta-long', hex: '1D FFFF', value: { type: 'delta-long', value: -1 } },
  { name: 'delta-double-long', hex: '1E FFFFFFFF', value: { type: 'delta-double-long', value: -1 } },
  { name: 'delta-unsigned', hex: '1F FF', value: { type: 'delta-unsigned', value: 255 } },
  { name: 'delta-long-unsigned', hex: '20 FFFF', value: { type: 'delta-long-unsigned', value: 65535 } },
  { name: 'delta-double-long-unsigned', hex: '21 FFFFFFFF', value: { type: 'delta-double-long-unsigned', value: 4294967295 } },
  { name: 'array of none', hex: '01 00', value: { type: 'array', value: [] } },
  {
    name: 'structure: scaler and unit',
    hex: '02 02 0FFD 161E',
    value: {
      type: 'structure',
      value: [
        { type: 'integer', value: -3 },
        { type: 'enum', value: 30 },
      ],
    },
  },
  {
    name: 'compact-array of long-unsigned',
    hex: '13 12 04 0001 FFFF',
    value: {
      type: 'compact-array',
      description: { type: 'long-unsigned' },
      value: [
        { type: 'long-unsigned', value: 1 },
        { type: 'long-unsigned', value: 65535 },
      ],
    },
  },
  {
    name: 'compact-array of structures with text, list and nothing',
    hex: '13 02 04 11 09 01 0002 10 00 0E 07 02 4142 0001 FFFE 08 00 0003 0004',
    value: {
      type: 'compact-array',
      description: {
        type: 'structure',
        elements: [
          { type: 'unsigned' },
          { type: 'octet-string' },
          { type: 'array', count: 2, element: { type: 'long' } },
          { type: 'null-data' },
        ],
      },
      value: [
        {
          type: 'structure',
          value: [
            { type: 'unsigned', value: 7 },
            { type: 'octet-string', value: Buffer.from('AB') },
            {
              type: 'array',
              value: [
                { type: 'long', value: 1 },
                { type: 'long', value: -2 },
              ],
            },
            { type: 'null-data', value: null },
          ],
        },
        {
          type: 'structure',
          value: [
            { type: 'unsigned', value: 8 },
            { type: 'octet-string', value: Buffer.alloc(0) },
            {
              type: 'array',
              value: [
                { type: 'long', value: 3 },
                { type: 'long', value: 4 },
              ],
            },
            { type: 'null-data', value: null },
          ],
        },
      ],
    },
  },
  {
    name: 'compact-array of none',
    hex: '13 06 00',
    value: { type: 'compact-array', description: { type: 'double-long-unsigned' }, value: [] },
  },
];

const nested = (depth: number): string => `${'0101'.repeat(depth)}00`;

describe('Data', () => {
  fourWays(data, rows);

  it('has a row for every type', () => {
    const shown = new Set(rows.map(({ value }) => value.type));
    assert.deepEqual(
      Object.keys(dataTags).filter((type) => !shown.has(type as Data['type'])),
      [],
    );
  });

  describe('reads what meters send and is not written so', () => {
    const tolerated: readonly (readonly [name: string, hex: string, value: Data])[] = [
      ['lengths in a longer form', '09 820001 41', { type: 'octet-string', value: Buffer.from('A') }],
      ['a count in four octets', '01 8400000001 00', { type: 'array', value: [{ type: 'null-data', value: null }] }],
      ['true as 01', '03 01', { type: 'boolean', value: true }],
      ['bits set beyond the end of a bit-string', '04 03 BF', { type: 'bit-string', value: '101' }],
    ];
    for (const [name, hex, value] of tolerated) it(name, () => assert.deepEqual(decodeData(fromHex(hex)), value));
  });

  refuses(data, [
    ['no octets', '', 'apdu-truncated'],
    ['tags that no type has', '08', 'apdu-malformed'],
    ['tag 0B', '0B 00', 'apdu-malformed'],
    ['tag 22', '22 00', 'apdu-malformed'],
    ['a length of indefinite form', '09 80', 'apdu-malformed'],
    ['a length of five octets', '09 850000000001 41', 'apdu-malformed'],
    ['an array of 4 billion null-data in few octets', '01 84FFFFFFFF 00', 'apdu-truncated'],
    ['an octet-string of 4 billion octets', '09 84FFFFFFFF 00', 'apdu-truncated'],
    ['a bit-string of 4 billion bits', '04 84FFFFFFFF 00', 'apdu-truncated'],
    ['33 levels of arrays', nested(33), 'limit-exceeded'],
    ['a million levels of arrays', nested(1_000_000), 'limit-exceeded'],
    ['a compact-array of null-data', '13 00 01 00', 'apdu-malformed'],
    ['a compact-array of empty structures', '13 02 00 01 00', 'apdu-malformed'],
    ['a compact-array of arrays of no elements', '13 01 0000 11 01 00', 'apdu-malformed'],
    ['a compact-array of compact-arrays', '13 13 11 01 00', 'apdu-malformed'],
    ['a compact-array whose last element is too long', '13 12 03 000100', 'apdu-truncated'],
    ['a compact-array whose last element runs into what follows', '02 02 13 12 03 000100 1100', 'apdu-malformed'],
    ['33 levels in a description', `13 ${'0201'.repeat(33)} 11 01 00`, 'limit-exceeded'],
    ['65535 times 65535 nothings in 15 octets', '13 02 02 11 01 FFFF 01 FFFF 00 03 000000', 'apdu-malformed'],
  ]);

  it('counts elements of all values of a message together', () => {
    const input = new Reader(fromHex('01 03 000000 01 03 000000'), 0, 10, { maxDepth: 32, maxElements: 5 });
    data.read(input);
    assert.throws(() => data.read(input), { code: 'limit-exceeded' });
  });

  it('counts the parts of compact arrays', () => {
    // ten elements of one octet and nine nothings each
    const octets = fromHex(`13 02 0A 11 ${'00'.repeat(9)} 0A ${'07'.repeat(10)}`);
    assert.equal((decodeData(octets).value as Data[]).length, 10);
    assert.throws(() => decodeData(octets, { maxElements: 100 }), { code: 'limit-exceeded' });
  });

  it('counts bits, and the items of lists of the services', () => {
    const limits = { maxDepth: 32, maxElements: 20 };
    assert.equal(decodeData(fromHex('04 14 000000'), limits).type, 'bit-string');
    assert.throws(() => decodeData(fromHex('04 15 000000'), limits), { code: 'limit-exceeded' });
    // Get-Response-With-List: a choice and null-data each
    const list = (count: number): Buffer => Buffer.concat([Buffer.from([0xc4, 0x03, 0xc1, count]), Buffer.alloc(2 * count)]);
    assert.equal(decodeApdu(list(20), limits).kind, 'get-response');
    assert.throws(() => decodeApdu(list(21), limits), { code: 'limit-exceeded' });
  });

  it('keeps to limits that are given', () => {
    assert.throws(() => decodeData(fromHex(nested(3)), { maxDepth: 2 }), { code: 'limit-exceeded' });
    assert.throws(() => decodeData(fromHex('01 03 000000'), { maxElements: 2 }), { code: 'limit-exceeded' });
    assert.equal(decodeData(fromHex('01 02 0000'), { maxElements: 2 }).type, 'array');
  });

  it('says where it stopped', () => assert.throws(() => decodeData(fromHex('02 02 1101 0B')), { offset: 4 }));

  it('gives octet-strings as views of the message', () => {
    const octets = fromHex('09 02 4142');
    const value = decodeData(octets).value as Buffer;
    octets[2] = 0x5a;
    assert.equal(value.toString(), 'ZB');
  });

  cannotWrite(data, [
    ['a type that does not exist', { type: 'float16', value: 1 }],
    ['nothing at all', undefined],
    ['256 as unsigned', { type: 'unsigned', value: 256 }],
    ['-1 as unsigned', { type: 'unsigned', value: -1 }],
    ['half a unit as long', { type: 'long', value: 0.5 }],
    ['2 to the 31 as double-long', { type: 'double-long', value: 2 ** 31 }],
    ['text as long-unsigned', { type: 'long-unsigned', value: '5' }],
    ['a number as long64', { type: 'long64', value: 5 }],
    ['2 to the 63 as long64', { type: 'long64', value: 2n ** 63n }],
    ['-1 as long64-unsigned', { type: 'long64-unsigned', value: -1n }],
    ['text as float64', { type: 'float64', value: '1.5' }],
    ['text as float32', { type: 'float32', value: '1.5' }],
    ['1 as boolean', { type: 'boolean', value: 1 }],
    ['text as octet-string', { type: 'octet-string', value: '4142' }],
    ['the euro sign as visible-string', { type: 'visible-string', value: '\u20ac' }],
    ['half a character as utf8-string', { type: 'utf8-string', value: '\ud800' }],
    ['a number as utf8-string', { type: 'utf8-string', value: 7 }],
    ['2 in a bit-string', { type: 'bit-string', value: '012' }],
    ['a value that is no list as array', { type: 'array', value: null }],
    ['an untyped element', { type: 'structure', value: [5] }],
    ['hour 256', { type: 'time', value: { hour: 256, minute: 0, second: 0, hundredths: 0 } }],
    ['year 65536', { type: 'date', value: { year: 65536, month: 1, dayOfMonth: 1, dayOfWeek: 1 } }],
    ['a deviation of 40000 minutes', { type: 'date-time', value: { ...summer, deviation: 40000 } }],
    ['a date-time without fields', { type: 'date-time', value: {} }],
    ['a date-time that is null', { type: 'date-time', value: null }],
    ['a compact-array of null', { type: 'compact-array', description: { type: 'long' }, value: [null] }],
    ['a compact-array that is no list', { type: 'compact-array', description: { type: 'long' }, value: 5 }],
    ['a compact-array without description', { type: 'compact-array', value: [] }],
    ['another type than described', { type: 'compact-array', description: { type: 'long' }, value: [{ type: 'unsigned', value: 1 }] }],
    ['elements of no octets', { type: 'compact-array', description: { type: 'null-data' }, value: [{ type: 'null-data', value: null }] }],
    [
      'a list of another length than described',
      {
        type: 'compact-array',
        description: { type: 'array', count: 2, element: { type: 'unsigned' } },
        value: [{ type: 'array', value: [{ type: 'unsigned', value: 1 }] }],
      },
    ],
  ]);
});

describe('date-times in octet-strings', () => {
  const stamp = '09 0C 07E50706020E3A10FFFF8880';
  const typed: Data = { type: 'date-time', value: summer, wire: 'octet-string' };
  const profile = fromHex(`01 02 02 03 ${stamp} ${stamp} 1101 02 03 00 ${stamp} 1102`);

  const cells = (value: Data): string[][] => (value.value as Data[]).map((row) => (row.value as Data[]).map(({ type }) => type));

  it('are typed in the columns that are asked for', () => {
    const value = decodeData(profile, { dateTimes: [0] });
    assert.deepEqual(cells(value), [
      ['date-time', 'octet-string', 'unsigned'],
      ['null-data', 'octet-string', 'unsigned'],
    ]);
    const [firstRow] = value.value as unknown as { value: Data[] }[];
    assert.deepEqual(firstRow?.value[0], typed);
    assert.equal(toHex(encodeData(value)), toHex(profile));
  });

  it('are all typed when asked for', () => {
    const value = decodeData(profile, { dateTimes: 'all' });
    assert.deepEqual(cells(value)[1], ['null-data', 'date-time', 'unsigned']);
    assert.equal(toHex(encodeData(value)), toHex(profile));
    assert.deepEqual(decodeData(fromHex(stamp), { dateTimes: 'all' }), typed);
  });

  it('are left alone where 12 octets are something else', () => {
    const serial = fromHex('09 0C 4B464D303031323334353637');
    assert.equal(decodeData(serial, { dateTimes: 'all' }).type, 'octet-string');
  });

  it('are left alone outside of the rows', () => {
    const deeper = fromHex(`02 01 01 01 02 01 ${stamp}`);
    assert.equal(JSON.stringify(decodeData(deeper, { dateTimes: [0] })).includes('date-time'), false);
  });

  it('are typed in compact arrays too', () => {
    const octets = fromHex('13 02 02 09 11 0E 0C 07E50706020E3A10FFFF8880 05');
    const value = decodeData(octets, { dateTimes: [0] });
    assert.deepEqual(cells(value), [['date-time', 'unsigned']]);
    assert.equal(toHex(encodeData(value)), toHex(octets));
    assert.equal(toHex(encodeData(decodeData(octets, { dateTimes: 'all' }))), toHex(octets));
  });

  it('may end early in a column like anywhere else', () => {
    for (let length = 0; length < profile.length; length++)
      assert.throws(() => decodeData(profile.subarray(0, length), { dateTimes: [0] }), { name: 'DlmsError' });
  });
});
