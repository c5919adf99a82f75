/**
 * What a real Home Assistant makes of what the form "Home Assistant by MQTT" announces: the example in a real Node-RED, and
 * every kind of object that the form knows.
 */
import assert from 'node:assert/strict';
import type { Component, MqttPart } from '../../nodes/lib/home-assistant';
import { formMemory, formOptions, shapeOutput } from '../../nodes/lib/output-forms';
import { type Reading, units } from '../../src/index';
import { helper, stopFlow } from '../support/node-red';
import { type Example, type ExampleNode, eventually, startExample } from './example';
import { type EntityState, type HomeAssistant, startHomeAssistant } from './home-assistant';
import { type Service, startMosquitto } from './services';

interface Client {
  publishAsync(topic: string, payload: string, options: object): Promise<unknown>;
  subscribeAsync(topic: string): Promise<unknown>;
  once(event: 'message', heard: (topic: string, payload: Buffer) => void): unknown;
  endAsync(): Promise<unknown>;
}

const mqtt = require('mqtt') as { connectAsync(url: string): Promise<Client> };

/** What Home Assistant calls a state that it does not have. */
const unknown = ['unknown', 'unavailable'];

const sensor = (name: string, device_class: string, state_class: string, unit_of_measurement: string) => ({
  name,
  attributes: { device_class, state_class, unit_of_measurement },
});

/** The objects of the example by their key. */
const expected: Readonly<Record<string, { readonly name: string; readonly attributes: object }>> = {
  '1_0_1_8_0_255': sensor('Import', 'energy', 'total_increasing', 'Wh'),
  '1_0_2_8_0_255': sensor('Export', 'energy', 'total_increasing', 'Wh'),
  '1_0_1_7_0_255': sensor('Power from the grid', 'power', 'measurement', 'W'),
  '1_0_2_7_0_255': sensor('Power to the grid', 'power', 'measurement', 'W'),
  '1_0_32_7_0_255': sensor('Voltage L1', 'voltage', 'measurement', 'V'),
  '1_0_52_7_0_255': sensor('Voltage L2', 'voltage', 'measurement', 'V'),
  '1_0_72_7_0_255': sensor('Voltage L3', 'voltage', 'measurement', 'V'),
  '1_0_14_7_0_255': sensor('Frequency', 'frequency', 'measurement', 'Hz'),
  '0_0_1_0_0_255': { name: 'Clock', attributes: { device_class: 'timestamp' } },
  '0_0_96_3_10_255': { name: 'Supply', attributes: {} },
};

/** OBIS codes of all kinds, with a place for a number that makes them different. */
const kinds = [
  (e: number) => `1-0:1.8.${e}*255`,
  (e: number) => `1-0:16.8.${e}*255`,
  (e: number) => `1-0:1.9.${e}*255`,
  (e: number) => `1-0:1.8.${e}*1`,
  (e: number) => `1-0:1.29.${e}*255`,
  (e: number) => `1-0:13.7.${e}*255`,
  (e: number) => `6-0:1.0.${e}*255`,
  (e: number) => `7-0:3.0.${e}*255`,
  (e: number) => `8-0:1.0.${e}*255`,
  (e: number) => `0-1:24.2.${e}*255`,
];

const value = 12.5;

/** In a household with metric units, as this one is set up, it converts these. */
const converted: Readonly<Record<string, readonly [unit: string, value: number]>> = {
  'ft³': ['m³', value * 0.3048 ** 3],
  gal: ['L', value * 3.785411784],
  psi: ['kPa', value * 6.894757293],
  '°F': ['°C', (value - 32) / 1.8],
};

/** Every unit of the Blue Book, and none, with every kind of object. */
const everyKind = (): Reading[] =>
  [null, ...units.map(({ symbol }) => symbol).filter((symbol) => symbol !== '')].flatMap((unit, index) =>
    kinds.map((obis): Reading => {
      const common = { meter: 'kinds', classId: 3, attribute: 2, value, time: '2026-03-01T09:15:00Z', status: null, error: null };
      return { ...common, obis: obis(index), name: `${obis(index)} in ${unit}`, unit };
    }),
  );

describe('Home Assistant', () => {
  let broker: Service;
  let home: HomeAssistant;
  let example: Example;

  before(async function () {
    this.timeout(120_000);
    broker = await startMosquitto();
    home = await startHomeAssistant(broker.port);
  });
  after(async () => {
    await home?.stop();
    await broker?.stop();
  });
  beforeEach(async () => {
    const change = (node: ExampleNode): ExampleNode => {
      if (node.type === 'mqtt-broker') return { ...node, port: String(broker.port) };
      return node.type === 'dlms-connection' ? { ...node, responseTimeout: '0.3', retries: '0' } : node;
    };
    helper.settings({ mqttReconnectTime: 200 } as never);
    example = await startExample('MQTT and Home Assistant', { change });
  });
  afterEach(async () => {
    await stopFlow();
    helper.settings({});
  });

  /** States of the device of a meter by the key of the object, once it has so many. */
  const statesOf = async (meter: string, count: number): Promise<ReadonlyMap<string, EntityState>> => {
    const own = new Map<string, EntityState>();
    await eventually(async () => {
      const [entities, states] = await Promise.all([home.entities(), home.states()]);
      own.clear();
      for (const [id, { entity_id }] of entities) {
        const state = states.get(entity_id);
        if (id.startsWith(`dlms_${meter}_`) && state !== undefined) own.set(id.slice(`dlms_${meter}_`.length), state);
      }
      return own.size >= count;
    });
    return own;
  };
  const house = async (): Promise<ReadonlyMap<string, EntityState>> => statesOf('house', Object.keys(expected).length);

  /** Reads until Home Assistant shows it so. */
  const readUntil = (shown: (states: ReadonlyMap<string, EntityState>) => boolean): Promise<void> =>
    eventually(async () => {
      example.press('every 10 s');
      return shown(await house());
    });
  /** The next message on a topic. */
  // biome-ignore lint/suspicious/noExplicitAny: payloads of any shape
  const published = async (topic: string): Promise<any> => {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`);
    const payload = new Promise((resolve) => client.once('message', (_topic, text) => resolve(JSON.parse(text.toString()))));
    await client.subscribeAsync(topic);
    return payload.finally(() => client.endAsync());
  };

  const isThere = (states: ReadonlyMap<string, EntityState>): boolean =>
    [...states.values()].every(({ state }) => !unknown.includes(state));

  it('makes every object of the example an entity of one device, with the values of the meter', async () => {
    await readUntil(isThere);
    const payload = await published('dlms/house');
    const states = await house();
    assert.deepEqual([...states.keys()].sort(), Object.keys(expected).sort());
    for (const [key, kind] of Object.entries(expected)) {
      const { friendly_name: name, ...attributes } = states.get(key)?.attributes ?? {};
      assert.deepEqual([name, attributes], [`house ${kind.name}`, kind.attributes], key);
    }
    const volts = Number(states.get('1_0_32_7_0_255')?.state);
    assert.ok(volts > 200 && volts < 260, `${volts} V`);
    assert.equal(states.get('0_0_96_3_10_255')?.state, 'on');
    const energy = Number(states.get('1_0_1_8_0_255')?.state);
    assert.ok(Math.abs(energy - payload['1_0_1_8_0_255']) < 1000, `${energy} Wh`);
    assert.ok(Math.abs(Date.parse(states.get('0_0_1_0_0_255')?.state ?? '') - Date.now()) < 60_000);
    const devices = (await home.command('config/device_registry/list')) as { name: string; model: string; identifiers: unknown }[];
    assert.deepEqual(
      devices.filter(({ name }) => name === 'house').map(({ model, identifiers }) => [model, identifiers]),
      [['DLMS/COSEM meter', [['mqtt', 'dlms_house']]]],
    );
    assert.deepEqual(home.complaints(), []);
  });

  it('shows them as unavailable when the meter is gone, and again when it answers', async () => {
    await readUntil(isThere);
    example.simulate({ faults: { silent: true } });
    await readUntil((states) => [...states.values()].every(({ state }) => state === 'unavailable'));
    example.simulate({ faults: {} });
    await readUntil(isThere);
    assert.deepEqual(home.complaints(), []);
  });

  it('keeps statistics of every number, and takes energy for its dashboard', async () => {
    await readUntil(isThere);
    const statistics = (await home.command('recorder/list_statistic_ids')) as Record<string, unknown>[];
    const own = statistics.filter(({ statistic_id: id }) => String(id).startsWith('sensor.house_'));
    assert.deepEqual(
      own.map(({ statistic_id: id, has_sum: sum, has_mean: mean, statistics_unit_of_measurement: unit }) => [id, sum, mean, unit]).sort(),
      [
        ['sensor.house_export', true, false, 'Wh'],
        ['sensor.house_frequency', false, true, 'Hz'],
        ['sensor.house_import', true, false, 'Wh'],
        ['sensor.house_power_from_the_grid', false, true, 'W'],
        ['sensor.house_power_to_the_grid', false, true, 'W'],
        ['sensor.house_voltage_l1', false, true, 'V'],
        ['sensor.house_voltage_l2', false, true, 'V'],
        ['sensor.house_voltage_l3', false, true, 'V'],
      ],
    );
    const free = { entity_energy_price: null, number_energy_price: null };
    const grid = {
      type: 'grid',
      flow_from: [{ stat_energy_from: 'sensor.house_import', stat_cost: null, ...free }],
      flow_to: [{ stat_energy_to: 'sensor.house_export', stat_compensation: null, ...free }],
      cost_adjustment_day: 0,
    };
    await home.command('energy/save_prefs', { energy_sources: [grid] });
    const { energy_sources: sources } = (await home.command('energy/validate')) as { energy_sources: { type: string }[][] };
    // Statistics are there from the next full five minutes on; unit, device class and class of state are looked at now.
    assert.equal(sources.length, 1);
    assert.deepEqual(
      sources.flat().filter(({ type }) => type !== 'statistics_not_defined'),
      [],
    );
    assert.deepEqual(await home.command('recorder/validate_statistics'), {});
    assert.deepEqual(home.complaints(), []);
  });

  it('knows the values after its own restart, before the meter is read again', async () => {
    await readUntil(isThere);
    const before = await house();
    await home.pause();
    await home.resume();
    await eventually(async () => isThere(await house()));
    const after = await house();
    for (const [key, { state }] of before) assert.equal(after.get(key)?.state, state, key);
    assert.deepEqual(home.complaints(), []);
  });

  it('takes every unit with every kind of object, and lets go what is not read any more', async () => {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`);
    /** As a node of this id has them from its deploy on. */
    const deployed = (topic: string) => formOptions({ topic }, formMemory(undefined, 'node of kinds'));
    let chosen = deployed('dlms/<meter>');
    const publish = async (readings: readonly Reading[]): Promise<Record<string, Component>> => {
      const made = shapeOutput('homeassistant', readings, { _msgid: 'm' }, (msg) => ({ ...msg }), chosen);
      const messages = made as unknown as [MqttPart, ...MqttPart[]];
      for (const { topic, payload, retain, qos } of messages)
        await client.publishAsync(topic, typeof payload === 'string' ? payload : JSON.stringify(payload), { retain, qos });
      return (messages[0].payload as { cmps: Record<string, Component> }).cmps;
    };
    const readings = everyKind();
    const components = await publish(readings);
    assert.equal(Object.keys(components).length, readings.length);
    // What it refuses is missing, and the reason is in its log.
    await statesOf('kinds', 1);
    assert.deepEqual(home.complaints(), []);
    await eventually(async () => isThere(await statesOf('kinds', readings.length)));
    const states = await statesOf('kinds', readings.length);
    for (const [key, { name, ...component }] of Object.entries(components)) {
      const { state, attributes } = states.get(key) ?? assert.fail(key);
      const [unit, number] = converted[component.unit_of_measurement ?? ''] ?? [component.unit_of_measurement, value];
      const shown = [attributes.device_class, attributes.state_class, attributes.unit_of_measurement];
      assert.deepEqual(shown, [component.device_class, component.state_class, unit], name);
      // Older versions show one digit behind the point.
      assert.ok(Math.abs(Number(state) - number) < 0.05, `${name}: ${state} ${unit}`);
    }
    assert.deepEqual(home.complaints(), []);
    await publish(readings.slice(0, 3));
    const left = async (): Promise<number> => [...(await home.entities()).keys()].filter((id) => id.startsWith('dlms_kinds_')).length;
    await eventually(async () => (await left()) === 3);
    assert.deepEqual(home.complaints(), []);
    // Objects that were taken off the list, and the node deployed.
    chosen = deployed('dlms/<meter>');
    await publish(readings.slice(0, 2));
    await eventually(async () => (await left()) === 2);
    assert.deepEqual(home.complaints(), []);
    // Another topic, and the node deployed.
    chosen = deployed('site/<meter>');
    await eventually(async () => {
      await publish(readings.slice(0, 2).map((reading) => ({ ...reading, value: 77 })));
      return [...(await statesOf('kinds', 2)).values()].every(({ state }) => Number(state) === 77);
    });
    assert.deepEqual(home.complaints(), []);
    await client.endAsync();
  });
});
