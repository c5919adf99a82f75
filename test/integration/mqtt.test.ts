/**
 * The example "MQTT and Home Assistant" before a real mosquitto, and what a subscriber that comes later finds there. What
 * Home Assistant makes of it is in homeassistant.test.ts.
 */
import assert from 'node:assert/strict';
import { helper, stopFlow } from '../support/node-red';
import { type Example, type ExampleNode, eventually, nextDone, startExample } from './example';
import { type Service, startMosquitto } from './services';

interface Subscriber {
  subscribeAsync(topic: string, options: object): Promise<unknown>;
  on(event: 'message', heard: (topic: string, payload: Buffer, packet: { retain: boolean }) => void): unknown;
  endAsync(): Promise<unknown>;
}

const mqtt = require('mqtt') as { connectAsync(url: string, options: object): Promise<Subscriber> };

interface Heard {
  readonly topic: string;
  // biome-ignore lint/suspicious/noExplicitAny: payloads of any shape
  readonly payload: any;
  readonly retain: boolean;
}

describe('example MQTT and Home Assistant', () => {
  let broker: Service;
  let subscriber: Subscriber;
  let heard: Heard[];
  let example: Example;

  const subscribe = async (): Promise<void> => {
    heard = [];
    const messages = heard;
    subscriber = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, { reconnectPeriod: 200 });
    subscriber.on('message', (topic, payload, { retain }) => {
      const text = payload.toString();
      messages.push({ topic, payload: /^[[{]/.test(text) ? JSON.parse(text) : text, retain });
    });
    await subscriber.subscribeAsync('#', { qos: 1 });
  };
  const on = (topic: string): Heard[] => heard.filter((message) => message.topic === topic);
  const firstOn = (topic: string): Heard => on(topic)[0] ?? assert.fail(`nothing on ${topic}`);
  const arrived = (topic: string, count = 1): Promise<void> => eventually(async () => on(topic).length >= count);
  const isConnected = (): boolean => {
    const [[id = ''] = []] = (example.node('topic') as unknown as { wires: string[][] }).wires;
    return (helper.getNode(id) as unknown as { brokerConn: { connected: boolean } }).brokerConn.connected;
  };
  const connected = (): Promise<void> => eventually(async () => isConnected());

  before(async () => {
    broker = await startMosquitto();
  });
  after(() => broker.stop());
  beforeEach(async () => {
    await subscribe();
    const change = (node: ExampleNode): ExampleNode => {
      if (node.type === 'mqtt-broker') return { ...node, port: String(broker.port) };
      if (node.type === 'dlms-connection') return { ...node, responseTimeout: '0.3', retries: '0' };
      return node.type === 'dlms-profile' ? { ...node, acceptTimeout: '2' } : node;
    };
    helper.settings({ mqttReconnectTime: 200 } as never);
    example = await startExample('MQTT and Home Assistant', { change });
    await connected();
  });
  afterEach(async () => {
    await stopFlow();
    helper.settings({});
    await subscriber.endAsync();
  });

  it('announces the meter once, retained, and its values for whoever comes later', async () => {
    example.press('every 10 s');
    await arrived('dlms/house');
    example.press('every 10 s');
    await arrived('dlms/house', 2);
    const announced = on('homeassistant/device/dlms_house/config');
    assert.equal(announced.length, 1);
    const { cmps, state_topic, availability_topic } = firstOn('homeassistant/device/dlms_house/config').payload;
    assert.deepEqual([state_topic, availability_topic], ['dlms/house', 'dlms/house/availability']);
    assert.equal(cmps['1_0_1_8_0_255'].device_class, 'energy');
    assert.equal(cmps['0_0_96_3_10_255'].p, 'binary_sensor');
    assert.deepEqual(on('dlms/house/availability').at(-1)?.payload, 'online');
    await subscriber.endAsync();
    await subscribe();
    for (const topic of ['homeassistant/device/dlms_house/config', 'dlms/house', 'dlms/house/availability']) {
      await arrived(topic);
      assert.equal(firstOn(topic).retain, true, topic);
    }
    const state = firstOn('dlms/house').payload;
    for (const key of Object.keys(cmps)) assert.notEqual(state[key] ?? null, null, key);
  });

  it('says offline when the meter cannot be read, and online when it can again', async () => {
    example.press('every 10 s');
    await arrived('dlms/house');
    const states = (): unknown[] => on('dlms/house/availability').map(({ payload }) => payload);
    example.simulate({ faults: { silent: true } });
    example.press('every 10 s');
    await eventually(async () => states().at(-1) === 'offline');
    example.simulate({ faults: {} });
    await eventually(async () => {
      const read = nextDone(example.node('For Home Assistant'));
      example.press('every 10 s');
      return read.then(
        () => true,
        () => false,
      );
    });
    await eventually(async () => states().at(-1) === 'online');
  });

  it('one JSON for each meter', async () => {
    example.press('every minute');
    await arrived('readings/house');
    const { meter, time, readings } = firstOn('readings/house').payload;
    assert.equal(meter, 'house');
    assert.ok(time.endsWith('Z'));
    assert.equal(readings['Serial number'].value, '12345678');
    assert.deepEqual([readings.Import.object, readings.Import.unit], ['1-0:1.8.0*255', 'Wh']);
  });

  it('every row of the load profile arrives once, also when the broker is away while they are read', async () => {
    await broker.pause();
    await eventually(async () => !isConnected());
    const refused = nextDone(example.node('Load profile, what is new'));
    example.press('every 15 minutes');
    await assert.rejects(refused, /not accepted/);
    await broker.resume();
    await connected();
    await eventually(async () => {
      const read = nextDone(example.node('Load profile, what is new'));
      example.press('every 15 minutes');
      return read.then(
        () => true,
        () => false,
      );
    });
    await arrived('readings/house/load-profile');
    const rows = on('readings/house/load-profile').flatMap(({ payload }) => payload as { obis: string; time: string }[]);
    const keys = rows.filter(({ obis }) => obis === '1-0:1.8.0*255').map(({ time }) => time);
    assert.ok(keys.length >= 96, `${keys.length} rows`);
    assert.equal(new Set(keys).size, keys.length);
  });
});
