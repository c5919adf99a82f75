import assert from 'node:assert/strict';
import type { Reading, Simulator } from '../../src/index';
import {
  collectAt,
  credentials,
  type FlowEntry,
  flowWith,
  meterConfig,
  type NodeModule,
  nextAt,
  nodeOf,
  quietMeter,
  startFlow,
  stopFlow,
  until,
  wrongPassword,
} from '../support/node-red';

const energy = { obis: '1-0:1.8.0*255', classId: 3, attribute: 2, name: 'Import' };
const voltage = { obis: '1-0:32.7.0*255', classId: 3, attribute: 2, name: 'Voltage' };
const absent = { obis: '1-0:99.99.99*255', classId: 3, attribute: 2, name: 'Absent' };

describe('dlms-get', () => {
  let meter: Simulator;
  before(async () => {
    meter = await quietMeter();
  });
  after(() => meter.close());
  afterEach(stopFlow);

  const start = (node: object = {}, connection: object = {}, config: object = {}) =>
    startFlow(
      [
        ...meterConfig(meter.port ?? 0, connection, config),
        ...flowWith({ type: 'dlms-get', objects: [energy, voltage], output: 'array', ...node }, 2),
      ],
      credentials,
    );
  const inject = (msg: object = {}): void => nodeOf('node').receive({ payload: 'in', ...msg });
  const ask = async (msg: object = {}) => {
    const answer = nextAt('out0');
    inject(msg);
    return answer;
  };
  const fail = async (msg: object = {}) => {
    const caught = nextAt('caught');
    inject(msg);
    return caught;
  };

  it('names objects, events and status bits by the standard of the meter', async () => {
    meter.set('0-0:97.98.0*255', 2, { type: 'double-long-unsigned', value: 2 });
    await start({ objects: [{ obis: '0-0:97.98.0*255' }, { obis: '0-0:96.11.0*255' }] }, {}, { standard: 'dsmr' });
    const { payload } = await ask();
    assert.deepEqual(
      payload.map(({ name, value, status }: Reading) => [name, value, status]),
      [
        ['Alarm register 1', 2, ['Replace battery']],
        ['Standard event code', 2, 'Power up'],
      ],
    );
  });

  it('sends readings with name, scaled value and unit, and what the request cost', async () => {
    await start();
    const { payload, dlms } = await ask();
    assert.equal(payload.length, 2);
    const [first] = payload;
    assert.deepEqual(
      { meter: first.meter, obis: first.obis, name: first.name, classId: first.classId, attribute: first.attribute, error: first.error },
      { meter: 'Meter 12', obis: '1-0:1.8.0*255', name: 'Import', classId: 3, attribute: 2, error: null },
    );
    const raw = dlms.items[0];
    assert.equal(first.value, Number((Number(raw.data.value) * 10 ** raw.scaler).toFixed(6)));
    assert.equal(first.unit, 'Wh');
    assert.equal(dlms.meter, 'Meter 12');
    assert.equal(dlms.association.referencing, 'ln');
    assert.equal(dlms.association.authentication, 'low');
    assert.ok(dlms.roundTrips > 0 && dlms.octets.sent > 0 && dlms.octets.received > 0);
    assert.ok(dlms.durations.requestMs >= 0 && dlms.durations.queuedMs >= 0);
  });

  it('reads again with one round trip and the cached scaler', async () => {
    await start();
    await ask();
    assert.equal((await ask()).dlms.roundTrips, 1);
  });

  it('lets one refused item not hide the others', async () => {
    await start({ objects: [energy, absent, voltage] });
    const told: string[] = [];
    nodeOf('node').on('call:status', ({ firstArg }: { firstArg: { text: string } }) => told.push(firstArg.text));
    const { payload, dlms } = await ask();
    assert.equal(payload[0].error, null);
    assert.equal(payload[2].error, null);
    assert.equal(payload[1].value, null);
    assert.match(payload[1].error.text, /\w/);
    assert.equal(dlms.errors.length, 1);
    assert.equal(dlms.errors[0].obis, '1-0:99.99.99*255');
    // The word of the standard for what the simulated meter has not.
    await until(() => told.at(-1) === '1 of 3 objects refused: object-undefined');
  });

  describe('output forms', () => {
    it('one message per reading, joined by msg.parts', async () => {
      await start({ output: 'each' });
      const messages = collectAt('out0');
      inject();
      await until(() => messages.length === 2);
      assert.deepEqual(
        messages.map(({ topic, parts }) => [topic, parts.index, parts.count]),
        [
          ['Import', 0, 2],
          ['Voltage', 1, 2],
        ],
      );
      assert.equal(messages[0].payload.obis, '1-0:1.8.0*255');
    });

    it('keeps the sequence that the message is of, as core nodes do: split, get, join, join', async () => {
      const [tab, node, ...rest] = flowWith({ type: 'dlms-get', objects: [energy, voltage], output: 'value' }, 2) as [FlowEntry, FlowEntry];
      const join = (id: string, to: string) => ({ id, z: 'tab', type: 'join', mode: 'auto', wires: [[to]] });
      const splitting = { splt: '\\n', spltType: 'str', arraySplt: 1, arraySpltType: 'len', stream: false, addname: '' };
      await startFlow(
        [
          ...[...meterConfig(meter.port ?? 0), tab, { ...node, wires: [['inner'], []] }, ...rest],
          ...[join('inner', 'outer'), join('outer', 'out0')],
          { id: 'splitting', z: 'tab', type: 'split', ...splitting, wires: [['node']] },
        ],
        credentials,
        [require('@node-red/nodes/core/sequence/17-split.js') as NodeModule],
      );
      const joined = nextAt('out0');
      nodeOf('splitting').receive({ payload: ['a', 'b', 'c'] });
      const { payload, parts } = await joined;
      assert.deepEqual([payload.map((values: unknown[]) => values.length), parts], [[2, 2, 2], undefined]);
    });

    it('one message per value with the reading beside', async () => {
      await start({ output: 'value' });
      const messages = collectAt('out0');
      inject();
      await until(() => messages.length === 2);
      assert.equal(typeof messages[0].payload, 'number');
      assert.equal(messages[0].reading.value, messages[0].payload);
    });

    it('objects keyed by name and by OBIS code', async () => {
      await start({ output: 'by-name' });
      assert.deepEqual(Object.keys((await ask()).payload), ['Import', 'Voltage']);
      await stopFlow();
      await start({ output: 'by-obis' });
      assert.deepEqual(Object.keys((await ask()).payload), ['1-0:1.8.0*255', '1-0:32.7.0*255']);
    });

    it('rows, chart points, InfluxDB batch and SQL columns', async () => {
      await start({ output: 'rows' });
      const rows = (await ask()).payload;
      assert.deepEqual(Object.keys(rows[0]), ['time', 'meter', 'obis', 'name', 'value', 'unit', 'status', 'error']);
      await stopFlow();
      await start({ output: 'chart' });
      const points = (await ask()).payload;
      assert.deepEqual(Object.keys(points[0]), ['series', 'x', 'y']);
      assert.equal(points[0].series, 'Import');
      await stopFlow();
      await start({ output: 'influxdb' });
      const [point] = (await ask()).payload;
      assert.ok(point.timestamp instanceof Date);
      assert.deepEqual(Object.keys(point.fields), ['value']);
      assert.equal(point.tags.meter, 'Meter 12');
      await stopFlow();
      await start({ output: 'columns' });
      const columns = (await ask()).payload;
      assert.deepEqual(
        columns.map((column: unknown[]) => column.length),
        Array(9).fill(2),
      );
    });
  });

  it('reads another meter at another port for one message and leaves the shared line alone', async () => {
    const other = await quietMeter({ serialNumber: '99999999' });
    try {
      await start();
      await ask();
      const { payload, dlms } = await ask({
        dlms: { host: '127.0.0.1', port: other.port, client: 16, security: 'Public', name: 'Other', objects: ['0-0:96.1.0*255'] },
      });
      assert.equal(payload.length, 1);
      assert.equal(payload[0].meter, 'Other');
      assert.match(String(payload[0].value), /99999999|3939393939393939/);
      assert.equal(dlms.association.authentication, 'none');
      assert.equal((await ask()).dlms.roundTrips, 1);
    } finally {
      await stopFlow();
      await other.close();
    }
  });

  it('takes objects as texts and method names as words, and refuses secrets in messages', async () => {
    await start();
    const { payload } = await ask({ dlms: { objects: ['3/1-0:1.8.0*255/2', { obis: '0.0.1.0.0.255', attribute: 'time' }] } });
    assert.deepEqual(
      payload.map((reading: { classId: number; attribute: number }) => [reading.classId, reading.attribute]),
      [
        [3, 2],
        [8, 2],
      ],
    );
    const { error, dlms } = await fail({ dlms: { password: wrongPassword } });
    assert.equal(error.code, 'settings-invalid');
    assert.match(dlms.error.hint, /security node/);
  });

  it('reads a profile by entries as rows', async () => {
    await start({ objects: [{ obis: '1-0:99.1.0*255', classId: 7, attribute: 2, access: 'entry', from: '1', to: '3' }], output: 'array' });
    const { payload } = await ask();
    assert.equal(payload[0].error, null);
    assert.equal(payload[0].value.length, 3);
  });

  it('never shows a password', async () => {
    await start();
    const { dlms } = await fail({ dlms: { security: 'Wrong password' } });
    assert.ok(!JSON.stringify(dlms).includes(wrongPassword));
  });
});
