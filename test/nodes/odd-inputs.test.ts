/**
 * Messages and settings that are wrong in a place: the error says which place, and the same node takes the next message.
 */
import assert from 'node:assert/strict';
import type { NodeAPI, NodeMessage } from 'node-red';
import { type FleetJob, jobsOf } from '../../nodes/lib/fleet/jobs';
import { meterOptions } from '../../nodes/lib/meter-settings';
import { formMemory, formOptions, shapeOutput } from '../../nodes/lib/output-forms';
import { noSecurity } from '../../nodes/lib/security-settings';
import { dataOfKind } from '../../nodes/lib/typed-value';
import type { Simulator } from '../../src/index';
import {
  collectAt,
  credentials,
  type FlowEntry,
  flowWith,
  meterConfig,
  nextAt,
  nodeOf,
  quietMeter,
  startFlow,
  stopFlow,
} from '../support/node-red';
import { confirmed } from './push-flow';
import { securedMeter } from './security-flows';

const energy = { obis: '1-0:1.8.0*255', classId: 3, attribute: 2 };
const get = { type: 'dlms-get', objects: [energy], output: 'array' };
const zone = { obis: '0-0:1.0.0*255', classId: 8, attribute: 3, value: 'payload', valueType: 'msg' };

/** As it stands in a form: `${NAME}`. */
const variable = (name: string): string => `\${${name}}`;

describe('words that every object of JavaScript has', () => {
  const words = ['constructor', 'toString', 'hasOwnProperty', '__proto__'];

  it('are no types of values', () => {
    for (const word of words)
      assert.throws(() => dataOfKind(word, 5), { code: 'value-invalid', message: `"${word}" is not a type of value` });
  });

  it('are units and names like any other: texts of telegrams may be anything', () => {
    const memory = formMemory({ settings: {} } as NodeAPI);
    for (const word of words) {
      const reading = { ...energy, meter: 'm', name: word, value: 5, unit: word, time: '2026-03-01T10:15:00Z', status: null, error: null };
      const shaped = (form: string) =>
        shapeOutput(form, [reading], {} as NodeMessage, (msg) => ({ ...msg }), formOptions({}, memory)).map(
          ({ payload }) => payload as object,
        );
      const [discovery] = shaped('homeassistant') as unknown as [{ cmps: object }];
      const [component] = Object.values(discovery.cmps) as [Record<string, unknown>];
      assert.deepEqual([component.unit_of_measurement, component.device_class], [word, undefined]);
      assert.deepEqual(Object.entries(shaped('by-name')[0] ?? {}), [[word, 5]]);
    }
  });

  it('are columns of a list of meters like any other', () => {
    for (const word of words) {
      const [row] = jobsOf(`host;${word}\n10.0.0.1;x\n`, {}) as [FleetJob];
      assert.deepEqual(Object.entries(row.job), [[word, 'x']]);
    }
  });
});

describe('odd inputs', () => {
  let meter: Simulator;
  before(async () => {
    meter = await quietMeter();
  });
  afterEach(stopFlow);
  after(() => meter.close());

  const start = (node: object, connection: object = {}, config: object = {}) =>
    startFlow([...meterConfig(meter.port ?? 0, connection, config), ...flowWith(node as never, 2)] as FlowEntry[], credentials);

  /** The error of one message, and nothing at the output. */
  const refusal = async (msg: object): Promise<{ code: string; message: string; hint: string }> => {
    const caught = nextAt('caught');
    const sent = collectAt('out0');
    nodeOf('node').receive(msg);
    const { error, dlms } = await caught;
    assert.equal(sent.length, 0);
    return { code: error.code, message: dlms.error.message, hint: dlms.error.hint };
  };

  it('of a message are named as what they are called there', async () => {
    await start(get);
    const rows: readonly (readonly [object, RegExp])[] = [
      [{ port: 70000 }, /^msg\.dlms\.port: 70000 is not between 1 and 65535/],
      [{ client: 999999 }, /^msg\.dlms\.client: 999999/],
      [{ server: 999999 }, /^msg\.dlms\.server: 999999/],
      [{ referencing: 'xx' }, /^msg\.dlms\.referencing: "xx" is none of ln, sn/],
      [{ framing: 'hdlcc' }, /^msg\.dlms\.framing/],
      [{ objects: ['3/1-0:1.8.0*255/2/7'] }, /is not like 3\/1-0:1\.8\.0\*255\/2/],
      [
        { objects: [{ obis: '0-0:99.1.0*255', access: 'entries', from: 1 }] },
        /^0-0:99\.1\.0\*255: access "entries" is none of none, range, entry/,
      ],
      [{ objects: [{ obis: '1.8.0', classId: 99999 }] }, /object 1: classId "99999" is not a number of a class/],
    ];
    for (const [dlms, words] of rows) {
      const { code, message } = await refusal({ dlms });
      assert.equal(code, 'settings-invalid');
      assert.match(message, words);
    }
    const answer = nextAt('out0');
    nodeOf('node').receive({});
    assert.equal((await answer).payload[0].error, null);
  });

  const settings: readonly (readonly [what: string, connection: object, config: object, words: RegExp])[] = [
    ['an empty host', { host: '' }, {}, /^connection "line": host: must not be empty/],
    ['a port that is no number', { port: 'abc' }, {}, /^connection "line": port: "abc"/],
    [
      'a variable that is not set',
      {},
      { client: variable('NO_SUCH_CLIENT') },
      /^meter "Meter 12": client: the variable NO_SUCH_CLIENT is not set/,
    ],
    [
      'a variable with a dash, written in the other way that Node-RED knows',
      { host: '$(NO-SUCH-HOST)' },
      {},
      /^connection "line": host: the variable NO-SUCH-HOST is not set/,
    ],
    ['a variable for a text', { host: variable('NO_SUCH_HOST') }, {}, /^connection "line": host: the variable NO_SUCH_HOST is not set/],
    ['a connection that is gone', {}, { connection: 'gone' }, /connection of the meter is missing or disabled/],
    ['a security that is gone', {}, { security: 'gone' }, /security of the meter is missing or disabled/],
    ['a meter that is disabled', {}, { d: true }, /meter that was chosen is missing or disabled/],
  ];
  for (const [what, connection, config, words] of settings) {
    it(`of a config node name it: ${what}`, async () => {
      await start(get, connection, config);
      const { code, message } = await refusal({});
      assert.equal(code, 'settings-invalid');
      assert.match(message, words);
    });
  }

  it('of a meter may lack the serial number where each message brings it', async () => {
    await start(get, {}, { addressing: 'serial', serialNumber: '' });
    const { message, hint } = await refusal({});
    assert.match(message, /^meter "Meter 12": serialNumber: /);
    assert.match(hint, /msg\.dlms\.serialNumber/);
    const answer = nextAt('out0');
    nodeOf('node').receive({ dlms: { serialNumber: '50607447' } });
    assert.equal((await answer).payload[0].error, null);
  });

  const chosen: readonly (readonly [node: object, config: object, words: RegExp, where: RegExp])[] = [
    [get, { security: 'gone' }, /^The security of the meter is missing or disabled/, /in the meter/],
    [{ type: 'dlms-decode', security: 'gone' }, {}, /^The security node with the keys is missing or disabled/, /in the node/],
    [
      { type: 'dlms-action', settingsVersion: 2, task: 'change-keys', newSecurity: 'gone' },
      {},
      /^The new security is missing or disabled/,
      /in the node/,
    ],
  ];
  for (const [node, config, words, where] of chosen) {
    it(`of a security node that is gone say where it is chosen: ${words.source}`, async () => {
      await start(node, {}, config);
      const { message, hint } = await refusal({ payload: '00' });
      assert.match(message, words);
      assert.match(hint, where);
    });
  }

  it('of a value name the object that it was meant for', async () => {
    await start({ type: 'dlms-set', objects: [zone] });
    const values: readonly unknown[] = ['', 'abc', 60.5, 1e9, {}, [], true, Buffer.of(1), new Date(), { type: 'long', value: 'x' }, null];
    for (const payload of values) {
      const { code, message } = await refusal({ payload });
      assert.equal(code, 'value-invalid');
      assert.match(message, /^Clock \(timeZone\): /);
    }
    const answer = nextAt('out0');
    nodeOf('node').receive({ payload: '60' });
    assert.equal((await answer).payload[0].done, true);
  });

  it('an action takes the short text of a method as well', async () => {
    await start({ type: 'dlms-action', obis: '0-0:1.0.0*255', classId: 8, method: 1, confirm: false });
    for (const objects of [['8/0-0:1.0.0*255/1'], '8/0-0:1.0.0*255/adjust_to_quarter']) {
      const answer = nextAt('out0');
      nodeOf('node').receive({ dlms: { objects } });
      const { payload } = await answer;
      assert.deepEqual([payload.obis, payload.index, payload.done], ['0-0:1.0.0*255', 1, true]);
    }
    assert.match((await refusal({ dlms: { objects: ['8/0-0:1.0.0*255'] } })).message, /which method/);
  });

  it('an address behind a gateway is text, or hex digits, and may come with the message', () => {
    const gateway = (form: object, message: object = {}) => meterOptions({ ...form }, message, 'house', noSecurity).gateway;
    assert.equal(gateway({ gatewayDevice: '' }), undefined);
    assert.deepEqual(gateway({ gatewayDevice: '4711' }), { networkId: 0, deviceAddress: Buffer.from('4711') });
    assert.deepEqual(gateway({ gatewayDevice: '0x0A 0B', gatewayNetwork: '3' }), { networkId: 3, deviceAddress: Buffer.of(10, 11) });
    assert.deepEqual(gateway({}, { gatewayDevice: '0815' })?.deviceAddress, Buffer.from('0815'));
    assert.throws(() => gateway({ gatewayDevice: 'x'.repeat(128) }), /gatewayDevice: at most 127 octets/);
    assert.throws(() => gateway({ gatewayDevice: 'x', gatewayNetwork: '256' }), /gatewayNetwork: 256/);
  });

  it('takes settings from the environment, also those of the objects', async () => {
    Object.assign(process.env, { ODD_HOST: '127.0.0.1', ODD_PORT: String(meter.port), ODD_OBIS: energy.obis });
    try {
      await start({ ...get, objects: [{ obis: variable('ODD_OBIS') }] }, { host: variable('ODD_HOST'), port: variable('ODD_PORT') });
      const answer = nextAt('out0');
      nodeOf('node').receive({});
      assert.equal((await answer).payload[0].obis, energy.obis);
    } finally {
      for (const name of ['ODD_HOST', 'ODD_PORT', 'ODD_OBIS']) delete process.env[name];
    }
  });

  it('works in a subflow, whose instances have meters of their own', async () => {
    // Without a place on the canvas Node-RED takes a node for a config node.
    const inside = { z: 'sub', settingsVersion: 1 };
    const canvas = { x: 100, y: 100 };
    const line = { medium: 'tcp', host: '127.0.0.1', port: variable('PORT'), framing: 'wrapper' };
    const subflow: FlowEntry[] = [
      { id: 'sub', type: 'subflow', name: 'read', in: [{ wires: [{ id: 'sub-get' }] }], out: [{ wires: [{ id: 'sub-get', port: 0 }] }] },
      { id: 'sub-line', type: 'dlms-connection', ...inside, ...line },
      { id: 'sub-meter', type: 'dlms-meter', ...inside, name: variable('NAME'), connection: 'sub-line', client: '16', logicalDevice: '1' },
      {
        id: 'sub-get',
        type: 'dlms-get',
        ...inside,
        ...canvas,
        meter: 'sub-meter',
        objects: ['0-0:1.0.0*255'],
        output: 'array',
        wires: [[], []],
      },
    ];
    const instance = (id: string, name: string): FlowEntry => ({
      id,
      type: 'subflow:sub',
      z: 'tab',
      ...canvas,
      env: Object.entries({ PORT: String(meter.port), NAME: name }).map(([key, value]) => ({ name: key, value, type: 'str' })),
      wires: [['out']],
    });
    const asking = (id: string): FlowEntry => ({ id: `ask ${id}`, type: 'helper', z: 'tab', ...canvas, wires: [[id]] });
    const out: FlowEntry = { id: 'out', type: 'helper', z: 'tab', ...canvas };
    const tab: FlowEntry = { id: 'tab', type: 'tab', label: 'test' };
    await startFlow([tab, ...subflow, instance('one', 'kitchen'), instance('two', 'cellar'), asking('one'), asking('two'), out]);
    const answers: unknown[] = [];
    for (const id of ['one', 'two']) {
      const next = nextAt('out');
      nodeOf(`ask ${id}`).send({});
      const [reading] = (await next).payload;
      answers.push([reading.meter, reading.error]);
    }
    assert.deepEqual(answers, [
      ['kitchen', null],
      ['cellar', null],
    ]);
  });

  it('a security node inside a subflow is named by a message: each instance has its own', async () => {
    const secured = await securedMeter({ mechanism: 1, password: '12345678' });
    try {
      const inside = { z: 'sub', settingsVersion: 1 };
      const canvas = { x: 100, y: 100 };
      const line = { medium: 'tcp', host: '127.0.0.1', port: String(secured.port), framing: 'wrapper' };
      const security = { type: 'dlms-security', settingsVersion: 1, passwordForm: 'text', protection: 'none' };
      const objects = ['1-0:1.8.0*255'];
      const reads = { type: 'dlms-get', ...inside, ...canvas, meter: 'sub-meter', objects, output: 'array', wires: [[], []] };
      const port = { wires: [{ id: 'sub-get' }] };
      const instance = (id: string) => ({ id, type: 'subflow:sub', z: 'tab', ...canvas, wires: [['out']] });
      await startFlow(
        [
          { id: 'tab', type: 'tab', label: 'test' },
          { id: 'sub', type: 'subflow', name: 'read', in: [port], out: [{ wires: [{ id: 'sub-get', port: 0 }] }] },
          { id: 'sub-line', type: 'dlms-connection', ...inside, ...line },
          { id: 'sub-security', ...security, ...inside, name: 'field', level: 'low' },
          { id: 'sub-meter', type: 'dlms-meter', ...inside, name: 'inside', connection: 'sub-line', client: '1', logicalDevice: '1' },
          { id: 'sub-get', ...reads },
          // One of all flows with the same name, which this meter refuses.
          { id: 'of-all', ...security, name: 'field', level: 'none' },
          ...[instance('one'), instance('two')],
          ...['one', 'two'].map((id) => ({ id: `ask ${id}`, type: 'helper', z: 'tab', ...canvas, wires: [[id]] })),
          { id: 'catching', type: 'catch', z: 'tab', ...canvas, scope: null, uncaught: false, wires: [['out']] },
          { id: 'out', type: 'helper', z: 'tab', ...canvas },
        ],
        { 'sub-security': { password: '12345678' } },
      );
      for (const id of ['one', 'two']) {
        for (const name of ['field', 'sub-security']) {
          const next = nextAt('out');
          nodeOf(`ask ${id}`).send({ dlms: { security: name } });
          const { error, payload } = await next;
          assert.equal(error, undefined);
          assert.equal(payload[0].error, null);
        }
      }
      const refused = nextAt('out');
      nodeOf('ask one').send({ dlms: { security: 'of nobody' } });
      assert.match((await refused).error.message, /no security node is named "of nobody"/);
    } finally {
      await stopFlow();
      await secured.close();
    }
  });

  for (const node of [{ type: 'dlms-decode' }, { type: 'dlms-push', medium: 'input' }]) {
    it(`a property that the message has not, and one that is none, are told (${node.type})`, async () => {
      const place = { property: 'device.frame.hex', sourceProperty: 'device.id.text' };
      await startFlow(flowWith({ ...node, ...place } as never, 3) as FlowEntry[]);
      const missing = await refusal({ payload: 'stays' });
      assert.deepEqual([missing.code, missing.message.split(':')[0]], ['value-invalid', 'msg.device.frame.hex is missing']);
      // Nobody says who sent it.
      const telegram = nextAt('out0');
      nodeOf('node').receive({ device: { frame: { hex: confirmed.toString('hex') } } });
      assert.equal((await telegram).dlms.source, '');
      await stopFlow();
      for (const field of ['property', 'sourceProperty']) {
        await startFlow(flowWith({ ...node, [field]: 'payload[' } as never, 3) as FlowEntry[]);
        const wrong = await refusal({ payload: confirmed });
        assert.equal(wrong.code, 'settings-invalid');
        assert.match(wrong.message, new RegExp(`^${field}: "payload\\[" is no property of a message`));
        await stopFlow();
      }
    });
  }
});
