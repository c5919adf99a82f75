/**
 * The example "PostgreSQL" before a real server: every row is in the table once, also when the server is away in the middle.
 *
 * The example's node is `postgresql` of node-red-contrib-postgresql. Here stands its fork of FlowFuse, `tables-query` of
 * @flowfuse/nr-tables-nodes, which has the same query, parameters and calls of done, and asks FlowFuse where its database is:
 * a small server of this test answers.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { helper, stopFlow } from '../support/node-red';
import { type Example, type ExampleNode, eventually, foreignModule, nextAt, readRegisters, rowsOfFourReads, startExample } from './example';
import { type Postgres, startPostgres } from './services';

const rowsOfProfile =
  "select object, count(*)::int as count from readings where object = '1-0:1.8.0*255' and meter_time is not null group by 1";

describe('example PostgreSQL', () => {
  let database: Postgres;
  let flowFuse: Server;
  let example: Example;

  before(async () => {
    database = await startPostgres();
    const credentials = { host: '127.0.0.1', port: database.port, database: 'meters', user: 'meter', password: 'any', ssl: false };
    flowFuse = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify([{ credentials }]));
    }).listen(0, '127.0.0.1');
    await once(flowFuse, 'listening');
    const { port } = flowFuse.address() as AddressInfo;
    helper.settings({ flowforge: { forgeURL: `http://127.0.0.1:${port}`, teamID: 'team', tables: { token: 'token' } } } as never);
  });
  after(async () => {
    helper.settings({});
    flowFuse.close();
    await database.stop();
  });

  beforeEach(async () => {
    const change = (node: ExampleNode): ExampleNode => {
      if (node.type === 'postgresql') return { ...node, type: 'tables-query' };
      if (node.type === 'postgreSQLConfig') return { id: node.id, type: 'comment' };
      return node.type === 'delay' ? { ...node, timeout: '300', timeoutUnits: 'milliseconds' } : node;
    };
    example = await startExample('PostgreSQL', { change, modules: [foreignModule('@flowfuse/nr-tables-nodes/nodes/query.js')] });
    await eventually(async () => {
      example.press('once, at the start');
      return (await database.sql("select 1 as there from pg_tables where tablename = 'readings'")).length === 1;
    });
  });
  afterEach(async () => {
    await stopFlow();
    await database.sql('drop table if exists readings');
  });

  const count = async (): Promise<number> => Number((await database.sql('select count(*)::int as n from readings'))[0]?.n);

  it('has each row of the load profile once, with UTC and the time of the meter', async () => {
    const progress = nextAt(example.node('Rows that were new'));
    example.press('every 15 minutes');
    const { pgsql } = await progress;
    assert.equal(await count(), pgsql.rowCount);
    const [row] = await database.sql(rowsOfProfile);
    assert.ok(Number(row?.count) >= 96, `${row?.count} rows`);
    const wrong = await database.sql('select * from readings where time <> meter_time::timestamptz');
    assert.deepEqual(wrong, [], 'the meter told its offset');
    const kinds = await database.sql("select distinct unit from readings where object = '1-0:1.8.0*255'");
    assert.deepEqual(kinds, [{ unit: 'Wh' }]);
    // Read once more from the beginning: the key keeps every row single.
    const before = await count();
    const again = nextAt(example.node('Rows that were new'));
    example.press('Load profile, what is new', { reset: true });
    assert.ok((await again).pgsql.rowCount < 10, 'only what was captured meanwhile');
    assert.ok((await count()) - before < 10);
  });

  it('misses no row when the database is away while they are read', async () => {
    await database.pause();
    const refused = nextAt(example.node('What went wrong'));
    example.press('every 15 minutes');
    const { error } = await refused;
    assert.match(error.message, /ECONNREFUSED|not accepted/);
    await database.resume();
    await eventually(async () => {
      example.press('every 15 minutes');
      return (await count()) > 0;
    });
    const [row] = await database.sql(rowsOfProfile);
    assert.ok(Number(row?.count) >= 96, `${row?.count} rows`);
    const doubles = await database.sql('select meter, object, time from readings group by 1, 2, 3 having count(*) > 1');
    assert.deepEqual(doubles, []);
  });

  it('has every reading of the registers once, also those that were taken while the database was away', async () => {
    const read = () => readRegisters(example);
    await read();
    await eventually(async () => (await count()) === 6);
    await database.pause();
    await read();
    await read();
    await database.resume();
    await read();
    await eventually(async () => (await count()) === 24);
    const rows = await database.sql('select object, count(*)::int as n, count(number)::int as numbers from readings group by 1 order by 1');
    assert.deepEqual(
      rows.map(({ object, n, numbers }) => [object, n, numbers]),
      rowsOfFourReads,
    );
    const [serial] = await database.sql("select distinct text from readings where object = '0-0:96.1.0*255'");
    assert.deepEqual(serial, { text: '12345678' });
  });
});
