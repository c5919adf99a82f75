/**
 * The example "SQLite" with the real node: every row is in the table once, also when another program has locked the database
 * in the middle. What stands in the file is read by Python's sqlite3, which is no part of what is tested.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopFlow } from '../support/node-red';
import {
  type Example,
  type ExampleNode,
  eventually,
  foreignModule,
  nextAt,
  nextDone,
  readRegisters,
  rowsOfFourReads,
  startExample,
} from './example';

const select = `
import json, sqlite3, sys
rows = sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True)
rows.row_factory = sqlite3.Row
print(json.dumps([dict(row) for row in rows.execute(sys.argv[2])]))`;

/** Says when it has the lock, and keeps it until its input ends. */
const lock = `
import sqlite3, sys
holder = sqlite3.connect(sys.argv[1], isolation_level=None)
holder.execute('begin exclusive')
print('locked', flush=True)
sys.stdin.read()
holder.execute('rollback')`;

const python = (script: string, ...words: string[]): string[] => ['-c', script, ...words];

describe('example SQLite', () => {
  let folder: string;
  let file: string;
  let example: Example;
  let holder: ChildProcess | null = null;

  const query = (sql: string): Record<string, unknown>[] => {
    const { stdout, stderr, status } = spawnSync('python3', python(select, file, sql), { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Record<string, unknown>[];
  };
  const count = (): number => Number(query('select count(*) as n from readings')[0]?.n);
  const lockIt = async (): Promise<void> => {
    holder = spawn('python3', python(lock, file), { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(holder.stdout as NodeJS.ReadableStream, 'data');
  };
  const unlock = async (): Promise<void> => {
    const exited = holder === null || holder.exitCode !== null ? null : once(holder, 'exit');
    holder?.stdin?.end();
    await exited;
    holder = null;
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dlms-sqlite-'));
    file = join(folder, 'readings.sqlite');
    const change = (node: ExampleNode): ExampleNode => {
      if (node.type === 'sqlitedb') return { ...node, db: file };
      return node.type === 'delay' ? { ...node, timeout: '300', timeoutUnits: 'milliseconds' } : node;
    };
    example = await startExample('SQLite', { change, modules: [foreignModule('node-red-node-sqlite/sqlite.js')] });
    await eventually(async () => {
      example.press('once, at the start');
      return query("select 1 from sqlite_master where name = 'readings'").length === 1;
    });
  });
  afterEach(async () => {
    await unlock();
    await stopFlow();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Reads what is new of the load profile; rejects when the rows were not accepted. */
  const readProfile = (): Promise<void> => {
    const done = nextDone(example.node('Load profile, what is new'));
    example.press('every 15 minutes');
    return done;
  };
  const quarters = (): number =>
    Number(query("select count(*) as n from readings where object = '1-0:1.8.0*255' and meter_time is not null")[0]?.n);

  it('has each row of the load profile once, with UTC and the time of the meter', async () => {
    const inserted = nextAt(example.node('Rows that were new'));
    await readProfile();
    assert.equal((await inserted).payload.length, count());
    assert.ok(quarters() >= 96, `${quarters()} rows`);
    assert.deepEqual(query('select * from readings where datetime(time) <> datetime(meter_time)'), [], 'the meter told its offset');
    assert.deepEqual(query("select distinct unit, typeof(number) as kind from readings where object = '1-0:1.8.0*255'"), [
      { unit: 'Wh', kind: 'real' },
    ]);
    // Read once more from the beginning: the key keeps every row single.
    const before = count();
    const again = nextAt(example.node('Rows that were new'));
    example.press('Load profile, what is new', { reset: true });
    assert.ok((await again).payload.length < 10, 'only what was captured meanwhile');
    assert.ok(count() - before < 10);
  });

  it('misses no row when the database is locked while they are read', async () => {
    await lockIt();
    const refused = nextAt(example.node('What went wrong'));
    await assert.rejects(readProfile(), /not accepted by the flow/);
    assert.match((await refused).error.message, /SQLITE_BUSY/);
    await unlock();
    assert.equal(count(), 0);
    await readProfile();
    assert.ok(quarters() >= 96, `${quarters()} rows`);
  });

  it('has every reading of the registers once, also those that were taken while the database was locked', async () => {
    const read = () => readRegisters(example);
    await read();
    await eventually(async () => count() === 6);
    await lockIt();
    const refused = nextAt(example.node('again in 10 s'));
    await read();
    await read();
    assert.match((await refused).error.message, /SQLITE_BUSY/);
    await unlock();
    await read();
    await eventually(async () => count() === 24);
    const rows = query('select object, count(*) as n, count(number) as numbers from readings group by 1 order by 1');
    assert.deepEqual(
      rows.map(({ object, n, numbers }) => [object, n, numbers]),
      rowsOfFourReads,
    );
    assert.deepEqual(query("select distinct text from readings where object = '0-0:96.1.0*255'"), [{ text: '12345678' }]);
  });
});
