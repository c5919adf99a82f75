/**
 * The servers of this tier: each answers, and a pause keeps what it held.
 */
import assert from 'node:assert/strict';
import { startInflux } from './influx';
import { startMosquitto, startPostgres, startRedis } from './services';

interface RedisClient {
  on(event: 'error', heard: () => void): unknown;
  connect(): Promise<unknown>;
  set(key: string, value: string): Promise<unknown>;
  get(key: string): Promise<unknown>;
  close(): Promise<unknown>;
}

interface MqttClient {
  publishAsync(topic: string, payload: string, options: object): Promise<unknown>;
  subscribeAsync(topic: string): Promise<unknown>;
  once(event: 'message', heard: (topic: string, payload: Buffer) => void): unknown;
  endAsync(): Promise<unknown>;
}

const mqtt = require('mqtt') as { connectAsync(url: string): Promise<MqttClient> };
const { createClient } = require('redis') as { createClient(options: object): RedisClient };

describe('servers of the integration tier', () => {
  it('PostgreSQL keeps rows over a pause', async () => {
    const server = await startPostgres();
    try {
      await server.sql('create table t (a int primary key, b text)');
      await server.sql("insert into t values (1, 'one')");
      await server.pause();
      await assert.rejects(server.sql('select * from t'));
      await server.resume();
      assert.deepEqual(await server.sql('select * from t'), [{ a: 1, b: 'one' }]);
    } finally {
      await server.stop();
    }
  });

  it('InfluxDB keeps points over a pause', async () => {
    const server = await startInflux();
    try {
      assert.equal(await server.write('m,tag=a value=1.5 1', 's'), 204);
      await server.pause();
      await server.resume();
      assert.deepEqual(await server.query('select * from m'), [{ time: '1970-01-01T00:00:01Z', tag: 'a', value: 1.5 }]);
    } finally {
      await server.stop();
    }
  });

  it('mosquitto keeps retained messages over a pause', async () => {
    const server = await startMosquitto();
    try {
      const url = `mqtt://127.0.0.1:${server.port}`;
      const writer = await mqtt.connectAsync(url);
      await writer.publishAsync('dlms/m', 'kept', { retain: true, qos: 1 });
      await writer.endAsync();
      await server.pause();
      await server.resume();
      const reader = await mqtt.connectAsync(url);
      const heard = new Promise((resolve) => reader.once('message', (_topic, payload) => resolve(String(payload))));
      await reader.subscribeAsync('dlms/#');
      assert.equal(await heard, 'kept');
      await reader.endAsync();
    } finally {
      await server.stop();
    }
  });

  it('Redis keeps values over a kill', async () => {
    const server = await startRedis();
    const ask = async (work: (client: RedisClient) => Promise<unknown>): Promise<unknown> => {
      const client = createClient({ url: `redis://127.0.0.1:${server.port}` });
      client.on('error', () => {});
      await client.connect();
      const answer = await work(client);
      await client.close();
      return answer;
    };
    try {
      await ask((client) => client.set('counter', '41'));
      await server.pause();
      await server.resume();
      assert.equal(await ask((client) => client.get('counter')), '41');
    } finally {
      await server.stop();
    }
  });
});
