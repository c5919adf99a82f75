/** The output form CSV: lines, their header, and the file that they are for. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { options, reading, refused, shape } from './shaped';

describe('output form CSV', () => {
  const header = 'meter,object,time,meter_time,name,value,unit,status,error';
  const first = 'house,1-0:1.8.0*255,2026-03-01T09:15:00.250Z,,Import,1234.5,Wh,,';

  it('no text is a formula for a spreadsheet, and numbers stay numbers', () => {
    const texts = ['=HYPERLINK("http://x")', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '-12345678901234567890', '+4.5e3', 'a=b'];
    const lines = shape(
      'csv',
      texts.map((value) => reading({ value })),
    )[0]
      .payload.split('\n')
      .slice(1);
    const values = lines.map((text: string) => text.split(',').slice(5, -3).join(','));
    assert.deepEqual(values, [
      `"'=HYPERLINK(""http://x"")"`,
      `'+1+1`,
      `'-2+3`,
      `'@SUM(A1)`,
      `'\t=1`,
      '-12345678901234567890',
      '+4.5e3',
      'a=b',
    ]);
  });

  it('has a header once, quotes what needs it, and a line for a refusal', () => {
    const chosen = options();
    const readings = [reading({}), reading({ name: 'a "b", c', value: null, unit: null, error: refused })];
    assert.deepEqual(shape('csv', readings, chosen)[0].payload.split('\n'), [
      header,
      first,
      'house,1-0:1.8.0*255,2026-03-01T09:15:00.250Z,,"a ""b"", c",,,,The meter does not have it',
    ]);
    assert.equal(shape('csv', [reading({})], chosen)[0].payload, first);
    assert.equal(shape('csv', [reading({})], chosen)[0].filename, undefined);
  });

  it('goes to the file of the day of the reading, whenever its first register was captured', () => {
    const maximum = reading({ obis: '1-0:1.6.0*255', classId: 4, time: '2026-02-11T17:30:00Z' });
    const readings = [maximum, reading({})];
    assert.equal(shape('csv', readings, options({ file: '<date>.csv' }))[0].filename, '2026-03-01.csv');
    assert.equal(shape('mqtt', readings, options({ topic: '<date>' }))[0].topic, '2026-03-01');
  });

  it('has one in each file, and none in a file that a run before has begun', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dlms-csv-'));
    try {
      const chosen = options({ file: join(folder, '<meter>-<date>.csv') });
      const [message] = shape('csv', [reading({ meter: '../x' })], chosen);
      assert.equal(message.filename, join(folder, '__x_5c237dda-2026-03-01.csv'), 'FNV-1a with 32 bits of "../x"');
      assert.equal(message.payload.split('\n')[0], header);
      writeFileSync(join(folder, 'house-2026-03-01.csv'), `${header}\n`);
      assert.equal(shape('csv', [reading({})], chosen)[0].payload, first);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('remembers no more files than there may be: one for each day is a new one for ever', () => {
    const chosen = options({ file: '<meter>.csv' });
    const lines = (meter: string): number => shape('csv', [reading({ meter })], chosen)[0].payload.split('\n').length;
    assert.deepEqual([lines('first'), lines('first')], [2, 1]);
    for (let n = 0; n < 10_000; n++) lines(`meter ${n}`);
    assert.equal(lines('first'), 2);
  });

  it('has it again in a file that was taken away, and in one that could not be written', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dlms-csv-'));
    try {
      const file = join(folder, 'readings.csv');
      const chosen = options({ file });
      const lines = (): string[] => shape('csv', [reading({})], chosen)[0].payload.split('\n');
      assert.deepEqual(lines(), [header, first]);
      assert.deepEqual(lines(), [first], 'the first may be on its way');
      chosen.memory.headers.refused();
      assert.deepEqual(lines(), [header, first]);
      writeFileSync(file, `${header}\n${first}\n`);
      chosen.memory.headers.refused();
      assert.deepEqual(lines(), [first]);
      rmSync(file);
      assert.deepEqual([lines(), lines()], [[header, first], [first]]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
