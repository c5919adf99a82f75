/**
 * The example "InfluxDB" before a real InfluxDB 1.x, as version 1.x and as version 2.0: every point is there once, also when
 * the server is away in the middle.
 *
 * Debian has no InfluxDB 2. Its client's points go through a gateway that takes requests of version 2 and hands their line
 * protocol, unchanged, to the server of version 1. Where INFLUXD2 names a server of version 2, the same is tested with it.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { stopFlow } from '../support/node-red';
import { type Example, type ExampleNode, eventually, exampleNodes, foreignModule, nextAt, readRegisters, startExample } from './example';
import { type Influx, startInflux, startInflux2 } from './influx';

interface Versioned {
  readonly version: string;
  start(): Promise<Influx>;
  readonly settings: (influx: Influx, gateway: number) => object;
}

const token = 'token-of-this-test';
const byUrl = (port: number) => ({ influxdbVersion: '2.0', url: `http://127.0.0.1:${port}`, timeout: '2' });
const { INFLUXD2: server2 } = process.env;

const versions: Versioned[] = [
  {
    version: '1.x',
    start: startInflux,
    settings: ({ port }) => ({ influxdbVersion: '1.x', hostname: '127.0.0.1', port: String(port) }),
  },
  { version: '2.0, by its client', start: startInflux, settings: (_influx, gateway) => byUrl(gateway) },
  ...(server2 === undefined
    ? []
    : [{ version: '2.x', start: () => startInflux2(server2, token), settings: ({ port }: Influx) => byUrl(port) }]),
];

/** Version 2 over version 1: where points go and how the time is counted stand elsewhere, the points are the same. */
const startGateway = async (influx: Influx): Promise<Server> => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://gateway');
      const isRight = pathname === '/api/v2/write' && searchParams.get('bucket') === 'meters' && searchParams.get('org') === 'organisation';
      if (!isRight || request.headers.authorization !== `Token ${token}`) {
        response.writeHead(401).end('{}');
        return;
      }
      const body = Buffer.concat(chunks);
      const lines = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      influx.write(lines.toString(), searchParams.get('precision') ?? 'ns').then(
        (status) => response.writeHead(status).end(),
        () => response.writeHead(503).end('{}'),
      );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

const serverId = exampleNodes('InfluxDB').find(({ type }) => type === 'influxdb')?.id ?? '';

const rowsQuery = `select count(value) as n from dlms_profile where object = '1-0:1.8.0*255'`;

describe('example InfluxDB', () => {
  for (const { version, start, settings } of versions) {
    describe(`version ${version}`, () => {
      let database: Influx;
      let gateway: Server;
      let example: Example;
      before(async () => {
        database = await start();
        gateway = await startGateway(database);
      });
      after(async () => {
        gateway?.close();
        await database?.stop();
      });
      beforeEach(async () => {
        const { port } = gateway.address() as AddressInfo;
        const change = (node: ExampleNode): ExampleNode => {
          if (node.type === 'influxdb') return { ...node, ...settings(database, port) };
          return node.type === 'delay' ? { ...node, timeout: '300', timeoutUnits: 'milliseconds' } : node;
        };
        const credentials = { [serverId]: { token } };
        example = await startExample('InfluxDB', {
          change,
          credentials,
          modules: [foreignModule('node-red-contrib-influxdb/influxdb.js')],
        });
      });
      afterEach(async () => {
        await stopFlow();
        for (const measurement of ['dlms', 'dlms_profile']) await database.command(`drop measurement ${measurement}`);
      });

      /** Resolves when the client has met the server's absence; that of version 2 keeps it to itself for a while. */
      const attempted = (): Promise<unknown> =>
        Promise.race([nextAt(example.node('What went wrong')), once(gateway, 'request'), delay(3000, undefined, { ref: false })]);

      const count = async (query: string): Promise<number> => Number((await database.query(query))[0]?.n ?? 0);

      it('has each row of the load profile once, also when the server was away while they were read', async () => {
        await database.pause();
        example.press('every 15 minutes');
        await attempted();
        await database.resume();
        // Version 2 tries again by itself, version 1 refuses the rows: then the next trigger brings them.
        await eventually(async () => {
          example.press('every 15 minutes');
          return (await count(rowsQuery)) > 0;
        });
        const rows = await count(rowsQuery);
        assert.ok(rows >= 96, `${rows} rows`);
        const [point] = await database.query(`select * from dlms_profile where object = '1-0:1.8.0*255' limit 1`);
        for (const key of ['meter', 'object', 'name', 'unit', 'profile', 'value', 'meter_time']) assert.ok(point?.[key], key);
        assert.equal(Date.parse(String(point?.time)), Date.parse(String(point?.meter_time)));
        assert.equal(point?.unit, 'Wh');
      });

      it('has every reading once, numbers and texts in fields of their own', async () => {
        const read = () => readRegisters(example);
        const all = 'select count(value) as n from dlms';
        await read();
        await eventually(async () => (await count(all)) === 5);
        await database.pause();
        await read();
        await database.resume();
        await read();
        await eventually(async () => (await count(all)) === 15);
        const texts = await database.query("select text from dlms where text <> ''");
        assert.deepEqual(
          texts.map(({ text }) => text),
          ['12345678', '12345678', '12345678'],
        );
        const keys = await database.query('show field keys from dlms');
        const types = Object.fromEntries(keys.map(({ fieldKey, fieldType }) => [fieldKey, fieldType]));
        assert.deepEqual([types.value, types.text], ['float', 'string']);
      });
    });
  }
});
