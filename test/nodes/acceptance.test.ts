/**
 * What counts as accepted by a flow, and by what: in a real runtime, behind whatever stands between the node and the one that
 * stores.
 */
import assert from 'node:assert/strict';
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { Acceptance } from '../../nodes/lib/acceptance';
import type { Simulator } from '../../src/index';
import {
  collectAt,
  credentials,
  type FlowEntry,
  flowWith,
  helper,
  meterConfig,
  type NodeModule,
  nodeOf,
  quietMeter,
  startFlow,
  stopFlow,
  until,
} from '../support/node-red';

const RED = { util: { generateId: () => 'f00d' } } as unknown as NodeAPI;
const nodeCalled = (id: string): Node => ({ id, wires: [['next']], warn: assert.fail }) as unknown as Node;

describe('acceptance by a message', () => {
  it('is of the node whose token it is: what another node sent is a trigger', async () => {
    const profile = new Acceptance(RED, nodeCalled('a1'), 'profile', 'message');
    const fleet = new Acceptance(RED, nodeCalled('a2'), 'fleet', 'message');
    const other = new Acceptance(RED, nodeCalled('a3'), 'fleet', 'message');
    const { signal } = new AbortController();
    const token = fleet.token();
    const accepted = fleet.wait(token, 1, 1000, signal);
    // A result of the fleet node, as it is sent on.
    const sent = { payload: [], dlms: { host: '10.0.0.1', fleet: { runId: 'r', jobId: 'j', attempt: 1, token } } };
    assert.deepEqual([profile.answer(sent), other.answer(sent)], [false, false]);
    assert.equal(profile.answer({ dlms: { profile: { token } } }), false);
    assert.equal(fleet.answer(sent), true);
    await accepted;
    assert.equal(fleet.answer(sent), true, 'an answer that comes too late is none the less no trigger');
  });
});

describe('acceptance by the next nodes', () => {
  let meter: Simulator;
  /** What the database has, and whether it works. */
  const database = { rows: 0, works: true };
  const databaseNode: NodeModule = (RED) => {
    function Database(this: Node, definition: NodeDef): void {
      RED.nodes.createNode(this, definition);
      this.on('input', (msg, _send, done) => {
        setTimeout(() => {
          if (!database.works) return done(new Error('the database is away'));
          database.rows += (msg.payload as unknown[]).length;
          done();
        }, 20);
      });
    }
    RED.nodes.registerType('database', Database);
  };
  const passing = ['05-junction', '60-link'].map((name): NodeModule => require(`@node-red/nodes/core/common/${name}.js`) as NodeModule);

  beforeEach(async () => {
    Object.assign(database, { rows: 0, works: true });
    meter = await quietMeter({ profile: { capturePeriodS: 900, rows: 20 } });
  });
  afterEach(async () => {
    await stopFlow();
    await meter.close();
  });

  const warningsOf = (node: string): string[] => {
    const entries = helper.log().args as readonly (readonly [{ id?: string; level: number; msg: unknown }])[];
    return entries.flatMap(([{ id, level, msg }]) => (id === node && level === 30 ? [String(msg)] : []));
  };

  const store = { id: 'store', z: 'tab', type: 'database', wires: [] };
  const start = (wires: readonly string[], more: readonly FlowEntry[]): Promise<void> => {
    const profile = { type: 'dlms-profile', obis: '1-0:99.1.0*255', mode: 'since', output: 'rows', acceptTimeout: '2' };
    const usual = flowWith(profile, 2).map((entry) => (entry.id === 'node' ? { ...entry, wires: [wires, ['out1']] } : entry));
    return startFlow([...meterConfig(meter.port ?? 0), ...usual, ...more], credentials, [...passing, databaseNode]);
  };
  /** Reads what is new; how many rows have arrived, or the code of the error. */
  const read = async (): Promise<number | string> => {
    const before = database.rows;
    const [progress, caught] = [collectAt('out1'), collectAt('caught')];
    nodeOf('node').receive({});
    const failed = () => caught.find(({ error }) => error.source.id === 'node');
    await until(() => progress.some(({ topic }) => topic === 'done') || failed() !== undefined);
    return failed()?.error.code ?? database.rows - before;
  };

  const junction = (id: string, ...wires: string[]): FlowEntry => ({ id, z: 'tab', type: 'junction', wires: [wires] });
  /** Without a place on the canvas it would be no node to Node-RED, but a configuration. */
  const placed = { x: 0, y: 0 };
  const ways: Readonly<Record<string, { readonly wires: string[]; readonly more: readonly FlowEntry[] }>> = {
    'two junctions': { wires: ['j1'], more: [junction('j1', 'j2'), junction('j2', 'store'), store] },
    'a link to another tab': {
      wires: ['out'],
      more: [
        { id: 'other', type: 'tab', label: 'other' },
        { id: 'out', z: 'tab', type: 'link out', mode: 'link', links: ['in'], wires: [] },
        { id: 'in', z: 'other', type: 'link in', links: ['out'], wires: [['store']] },
        { ...store, z: 'other' },
      ],
    },
    'a subflow in a subflow': {
      wires: ['instance'],
      more: [
        { id: 'inner', type: 'subflow', name: 'store', in: [{ wires: [{ id: 'sj' }] }], out: [] },
        { id: 'sj', z: 'inner', ...placed, type: 'junction', wires: [['deep']] },
        { id: 'deep', z: 'inner', ...placed, type: 'database', wires: [] },
        { id: 'outer', type: 'subflow', name: 'around it', in: [{ wires: [{ id: 'so' }] }], out: [] },
        { id: 'so', z: 'outer', ...placed, type: 'subflow:inner', wires: [] },
        { id: 'instance', z: 'tab', ...placed, type: 'subflow:outer', wires: [] },
      ],
    },
    'a subflow that hands on to the tab': {
      wires: ['instance'],
      more: [
        { id: 'through', type: 'subflow', name: 'through', in: [{ wires: [{ id: 'sj' }] }], out: [{ wires: [{ id: 'sj', port: 0 }] }] },
        { id: 'sj', z: 'through', ...placed, type: 'junction', wires: [[]] },
        { id: 'instance', z: 'tab', ...placed, type: 'subflow:through', wires: [['store']] },
        store,
      ],
    },
    'a disabled node beside it': {
      wires: ['off', 'j1'],
      more: [{ ...store, id: 'off', d: true }, junction('j1', 'off', 'store'), store],
    },
  };
  for (const [way, { wires, more }] of Object.entries(ways))
    it(`a database behind ${way}: rows that it fails on come again, those that it takes do not`, async () => {
      await start(wires, more);
      database.works = false;
      assert.equal(await read(), 'confirmation-needed');
      database.works = true;
      const rows = await read();
      assert.ok(typeof rows === 'number' && rows >= 20, String(rows));
      assert.equal(await read(), 0);
    });

  it('rows are kept back while everything behind the output is disabled', async () => {
    await start(['j1'], [junction('j1', 'store'), { ...store, d: true }]);
    assert.equal(await read(), 'confirmation-needed');
  });

  it('a node that is reached by two ways has to be done with both messages', async () => {
    await start(['j1', 'store'], [junction('j1', 'store'), store]);
    assert.ok(Number(await read()) >= 40);
    assert.equal(await read(), 0);
  });

  it('warns, once, of a node that is done before the one that stores', async () => {
    const change = { id: 'table', z: 'tab', type: 'change', name: 'make a table', rules: [], wires: [['store']] };
    await start(['j1'], [junction('j1', 'table'), change, store]);
    await until(() => warningsOf('node').length > 0);
    await read();
    assert.equal(warningsOf('node').length, 1);
    assert.match(warningsOf('node')[0] ?? '', /"make a table" \(change\).*when a message says so/);
  });

  it('says nothing where the database comes first', async () => {
    await start(['j1'], [junction('j1', 'store'), store]);
    await read();
    assert.deepEqual(warningsOf('node'), []);
  });
});
