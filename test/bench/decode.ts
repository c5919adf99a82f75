/**
 * How fast a load profile becomes data: a get-response of 10,000 rows x 6 columns through `decodeApdu` to typed data, and its
 * value to finished rows with ISO times and scaled, decimal-exact values. Beside it the Java library on the same octets.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeApdu } from '../../src/apdu/apdu';
import { type CaptureObject, profileColumns } from '../../src/cosem/profile';
import { RowReader, rowObject } from '../../src/cosem/profile-rows';
import { rowsFromOctets } from '../support/rows-from-octets';
import { peakAgainstKept } from './memory';
import { outputOf, startJava } from './processes';
import { columnCount, profileResponse, profileValue, rowCount } from './profile-octets';
import { atLeast, atMost, type Bench, type BenchRow, costs, timesPeer } from './row';

const objects: CaptureObject[] = [
  { classId: 8, obis: '0-0:1.0.0*255', attribute: 2, dataIndex: 0 },
  ...[1, 2, 3, 4, 9].map((c) => ({ classId: 3, obis: `1-0:${c}.8.0*255`, attribute: 2, dataIndex: 0 })),
];
const columns = profileColumns(objects, { scalerUnit: () => ({ scaler: -1, unit: 30 }) });
const blockOctets = 1000;

function rowsInBlocks(octets: Buffer): void {
  const reader = new RowReader(columns);
  for (let at = 0; at < octets.length; at += blockOctets) reader.push(octets.subarray(at, at + blockOctets));
  reader.end();
}

const response = profileResponse();
const value = profileValue();
const works = {
  typed: () => decodeApdu(response, { dateTimes: [0] }),
  plain: () => decodeApdu(response),
  finished: () => rowsFromOctets(value, columns),
  blocks: () => rowsInBlocks(value),
  named: () => rowsFromOctets(value, columns).map((row) => rowObject(row, columns)),
};

/** Rows a second of processor time, by the Java library: what its `getData` gives, and with the times of the rows typed. */
async function javaRates(classpath: string, seconds: number): Promise<{ readonly raw: number; readonly typed: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const file = join(folder, 'get-response.bin');
  try {
    writeFileSync(file, response);
    const words = ['--file', file, '--rows', String(rowCount), '--time', String(Math.ceil(seconds * 1000))];
    const output = await outputOf(startJava(classpath, 'DecodeBench', words));
    const figure = (name: string): number => Number(new RegExp(`${name} (\\d+)`).exec(output)?.[1]);
    return { raw: figure('RAW'), typed: figure('TYPED') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const bench: Bench = {
  title: `Load profile of ${rowCount} rows x ${1 + columnCount} columns, ${response.length} octets, per second of processor time`,
  async rows({ seconds, java }) {
    const peers = java === undefined ? undefined : await javaRates(java, seconds);
    const cost = costs(seconds, works);
    const peer = (figure: number | undefined): BenchRow['peer'] => (figure === undefined ? undefined : { name: 'Gurux Java', figure });
    const rate = (name: keyof typeof works): number => rowCount / cost[name];
    const unit = 'rows/s';
    return [
      {
        job: 'to typed data, date-times typed',
        unit,
        figure: rate('typed'),
        peer: peer(peers?.typed),
        targets: [atLeast(3e6), timesPeer(2)],
      },
      { job: 'to typed data, octet-strings as they are', unit, figure: rate('plain'), peer: peer(peers?.raw) },
      { job: 'to finished rows, ISO times, scaled values', unit, figure: rate('finished'), targets: [atLeast(700_000)] },
      { job: `the same in blocks of ${blockOctets} octets`, unit, figure: rate('blocks'), targets: [atLeast(700_000)] },
      { job: 'to objects by column name', unit, figure: rate('named') },
      { job: 'peak memory, typed data', unit: 'x kept', figure: peakAgainstKept(works.typed), targets: [atMost(3)] },
      { job: 'peak memory, finished rows', unit: 'x kept', figure: peakAgainstKept(works.finished), targets: [atMost(3)] },
    ];
  },
};
