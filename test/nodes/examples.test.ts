import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectAt, type FlowEntry, freePort, helper, nextAt, nodeOf, startFlow, stopFlow, until } from '../support/node-red';

const folder = join(__dirname, '..', '..', 'examples', '1 - Basics');
const coreTypes = /^(tab|comment|inject|debug|catch|complete|status|switch|change|delay|tcp request)$/;

interface ExampleNode extends FlowEntry {
  readonly name?: string;
  readonly port?: string;
  readonly medium?: string;
  readonly info?: string;
  readonly credentials?: Record<string, string>;
}

const load = (file: string): ExampleNode[] => JSON.parse(readFileSync(join(folder, file), 'utf8')) as ExampleNode[];

/** Debug nodes become collectors; the port becomes one that is free here. */
const runnable = (flow: readonly ExampleNode[], port: number): ExampleNode[] => {
  const ports = new Set(flow.filter(({ type }) => type === 'dlms-simulator').map((node) => node.port));
  return flow.map((node) => {
    if (node.type === 'debug') return { ...node, type: 'helper' };
    // nobody waits here
    if (node.type === 'delay') return { ...node, timeout: '0.01' };
    // A helper never calls done.
    if (node.type === 'dlms-profile' || node.type === 'dlms-fleet') return { ...node, accept: 'sent' };
    // Ports stand in the rows of a list as well.
    if (typeof node.payload === 'string')
      return { ...node, payload: node.payload.replace(/:(\d{5})\b/g, (all, old) => (ports.has(old) ? `:${port}` : all)) };
    return node.port !== undefined && ports.has(node.port) ? { ...node, port: String(port) } : node;
  });
};

const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

describe('example flows', () => {
  let flow: ExampleNode[];
  const idOf = (name: string): string => flow.find((node) => node.name === name)?.id ?? assert.fail(`no node "${name}"`);
  const press = (name: string): void => nodeOf(idOf(name)).receive({});
  const open = async (file: string): Promise<void> => {
    flow = runnable(load(`${file}.json`), await freePort());
    const statuses: unknown[] = [];
    // An import takes credentials out of the flow; so does this.
    const secrets = Object.fromEntries(flow.flatMap(({ id, credentials }) => (credentials === undefined ? [] : [[id, credentials]])));
    await startFlow(flow.map(({ credentials: _credentials, ...node }) => node) as ExampleNode[], secrets);
    const simulator = nodeOf(flow.find(({ type }) => type === 'dlms-simulator')?.id ?? '');
    simulator.on('call:status', (call: { firstArg: unknown }) => statuses.push(call.firstArg));
    await until(() => statuses.length > 0 || helper.getNode(simulator.id) === null);
  };
  afterEach(stopFlow);

  for (const file of files) {
    it(`${file} needs core nodes only and says what to change`, () => {
      const nodes = load(file);
      for (const { type } of nodes) assert.ok(coreTypes.test(type) || type.startsWith('dlms-'), type);
      assert.ok(nodes.some(({ type, info }) => type === 'comment' && String(info).length > 80));
      const ids = new Set(nodes.map(({ id }) => id));
      assert.equal(ids.size, nodes.length);
      for (const { wires } of nodes) for (const id of ((wires ?? []) as string[][]).flat()) assert.ok(ids.has(id), `wire to ${id}`);
    });
  }

  it('no two examples listen on one port, so that all may be imported together', () => {
    const listening = ({ type, medium }: ExampleNode): boolean =>
      type === 'dlms-simulator' || type === 'tcp in' || (type === 'dlms-push' && medium === 'tcp') || medium === 'listen';
    const users = new Map<string, string[]>();
    const all = readdirSync(join(folder, '..'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
    for (const file of all) {
      for (const node of load(join('..', file)).filter(listening)) {
        const port = String(node.port);
        users.set(port, [...(users.get(port) ?? []), file]);
      }
    }
    assert.deepEqual(
      [...users].filter(([, files]) => files.length > 1),
      [],
    );
    assert.ok(users.size >= 25, `${users.size} ports`);
  });

  it('every flow node has an example', () => {
    const used = new Set(files.flatMap((file) => load(file).map(({ type }) => type)));
    for (const type of ['associate', 'get', 'fleet', 'set', 'action', 'browse', 'profile', 'push', 'decode', 'release', 'simulator'])
      assert.ok(used.has(`dlms-${type}`), type);
  });

  it('Get', async () => {
    await open('Get - read registers and the clock');
    const readings = nextAt(idOf('Readings'));
    press('Read');
    const { payload } = await readings;
    assert.deepEqual(
      payload.map(({ name, error }: { name: string; error: unknown }) => [name, error]),
      [
        ['Import', null],
        ['Voltage L1', null],
        ['Clock', null],
      ],
    );
  });

  it('Associate', async () => {
    await open('Associate - what a meter agrees to');
    const answer = nextAt(idOf('Negotiated'));
    press('Associate');
    const { payload } = await answer;
    assert.equal(payload.referencing, 'ln');
    assert.equal(payload.fresh, true);
    assert.ok(payload.conformance.includes('get'));
  });

  it('Release', async () => {
    await open('Release - free the meter at once');
    const answer = nextAt(idOf('Readings, meter released'));
    press('Read and release');
    const { payload, dlms } = await answer;
    assert.deepEqual(
      Object.values(payload).map((value) => typeof value),
      ['number', 'number'],
    );
    assert.equal(dlms.released, true);
  });

  it('Set', async () => {
    await open('Set - write the clock');
    const answer = nextAt(idOf('Result'));
    press('Dry run');
    assert.match((await answer).payload[0].hex, /^(090C|19)/);
    const written = nextAt(idOf('Result'));
    press('Set the clock');
    const [row] = (await written).payload;
    assert.deepEqual([row.done, row.error], [true, null]);
  });

  it('Action asks, then acts, and reads the state back', async () => {
    await open('Action - disconnect and reconnect');
    const supply = async (button: string): Promise<void> => {
      const question = nextAt(idOf('Question'));
      press(button);
      assert.match((await question).payload.question, /supply|voltage/);
    };
    const result = async (button: string) => {
      const answer = nextAt(idOf('Result'));
      press(button);
      return (await answer).payload;
    };
    await supply('Disconnect');
    const cut = await result('Confirm');
    assert.deepEqual([cut.done, cut.before.controlState, cut.after.controlState], [true, 'connected', 'disconnected']);
    await supply('Reconnect');
    assert.equal((await result('Confirm')).after.outputState, 'connected');
    assert.equal((await result('How it stands')).controlState, 'connected');
  });

  it('Clock: shifted when it is a little off, asked about when it is far off', async () => {
    await open('Set the clock only when it is off');
    const result = async (button: string) => {
      const answer = nextAt(idOf('Result'));
      press(button);
      return (await answer).payload;
    };
    const put = async (button: string): Promise<void> => {
      const wrong = nextAt(idOf('The clock is wrong now'));
      press(button);
      assert.ok([(await wrong).payload].flat()[0].done);
    };
    assert.equal((await result('Check now')).changed, 'nothing');
    await put('40 s back');
    assert.match((await result('Check now')).changed, /^shifted by (39|40|41) s$/);
    await put('2 hours ahead');
    const question = nextAt(idOf('Question'));
    press('Check now');
    assert.match((await question).payload.question, /7[12]\d\d(\.\d)? s ahead/);
    assert.equal((await result('Confirm')).changed, 'set');
  });

  it('Errors: those of people and those of the line go different ways', async () => {
    await open('Errors and retries');
    const readings = nextAt(idOf('Readings'));
    press('Also an object that is not there');
    const errors = (await readings).payload.map(({ error }: { error: { name: string } | null }) => error?.name ?? null);
    assert.deepEqual(errors, [null, 'object-undefined']);
    const hint = nextAt(idOf('For people: see the hint'));
    press('Wrong setting');
    assert.deepEqual(
      Object.keys((await hint).dlms.error)
        .filter((key) => ['code', 'retry', 'hint'].includes(key))
        .sort(),
      ['code', 'hint', 'retry'],
    );
    const again = nextAt(idOf('Tried again'));
    press('Meter is silent');
    press('Read');
    assert.equal((await again).tries, 1);
    const answered = nextAt(idOf('Readings'));
    press('Meter answers');
    assert.equal((await answered).payload.length, 2);
  });

  it('Firmware goes on through cut lines and is activated', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dlms-example-'));
    helper.settings({ userDir: folder } as never);
    await open('Firmware - transfer with resume');
    const second = collectAt(idOf('Question and progress'));
    press('Cut every 20 blocks');
    nodeOf(idOf('Send the image')).receive({});
    await until(() => second.some(({ topic }) => topic === 'confirm'));
    const answer = nextAt(idOf('Result'));
    press('Confirm');
    const { payload } = await answer;
    assert.deepEqual([payload.image.status, payload.firmware['1-0:0.2.0*255']], ['activation successful', 'MFL-SIM-2.0.0']);
    helper.settings({});
    rmSync(folder, { recursive: true });
  });

  it('Browse', async () => {
    await open('Browse - everything a meter has');
    const rows = nextAt(idOf('Objects'));
    press('Browse');
    const { payload, dlms } = await rows;
    assert.equal(payload.length, dlms.objectList.sent);
    const clock = payload.find(({ classId }: { classId: number }) => classId === 8);
    assert.match(clock.attributes, /2 time: read/);
    assert.match(clock.value, /^\d{4}-/);
  });

  it('Profile gives new rows only', async () => {
    await open('Profile - since last time');
    const rows = nextAt(idOf('Rows'));
    const progress = collectAt(idOf('Progress'));
    press('Read what is new');
    assert.ok((await rows).payload.length > 50);
    await until(() => progress.some(({ topic }) => topic === 'done'));
    progress.length = 0;
    press('Read what is new');
    await until(() => progress.some(({ topic }) => topic === 'done'));
    assert.ok(progress.at(-1).payload.rows <= 1);
  });

  it('Event log has names', async () => {
    await open('Event log - with names of events');
    const event = nextAt(idOf('Events'));
    press('Read the log');
    assert.match((await event).payload.event, /[A-Za-z]{4}/);
  });

  it('Simulator takes values', async () => {
    await open('Simulator - values and faults');
    press('Voltage 215 V');
    const events = collectAt(idOf('What clients did'));
    const answer = nextAt(idOf('Voltage'));
    press('Read');
    const { payload, reading } = await answer;
    assert.equal(payload, 215);
    assert.equal(reading.unit, 'V');
    await until(() => events.some(({ topic }) => topic === 'get'));
  });

  it('RS-485: each address answers for itself', async () => {
    await open('RS-485 - three meters on one line');
    const messages = collectAt(idOf('Readings'));
    for (const physical of [17, 18, 19]) press(`Meter ${physical}`);
    await until(() => messages.length === 3);
    const serials = messages.map(({ payload }) => `${payload[0].meter} ${payload[2].value}`);
    assert.equal(new Set(serials).size, 3);
  });

  it('Fleet: each meter of the list has a result or a reason', async () => {
    await open('Fleet - a list of meters');
    const readings = collectAt(idOf('Readings'));
    const failed = collectAt(idOf('Failed meters'));
    const told = collectAt(idOf('Progress and summary'));
    press('Read the list');
    await until(() => told.some(({ topic }) => topic === 'done'));
    const { payload } = told.at(-1);
    assert.deepEqual([payload.phase, payload.total, payload.done, payload.failed], ['done', 6, 5, 1]);
    assert.equal(new Set(readings.map(({ payload }) => payload['Serial number'])).size, 5);
    assert.deepEqual(readings.map(({ job }) => job.contract).sort(), ['C-101', 'C-102', 'C-103', 'C-104', 'C-105']);
    assert.deepEqual([failed[0].payload.meter, failed[0].job.contract], ['Nobody there', 'C-106']);
  });

  it('E650: short names and the coded password', async () => {
    await open('E650 with vendor HLS');
    const opened = nextAt(idOf('How it was opened'));
    press('Associate');
    const { payload } = await opened;
    assert.deepEqual([payload.referencing, payload.authentication, payload.security.meterAuthenticated], ['sn', 'HLS vendor', false]);
    const readings = nextAt(idOf('Readings'));
    press('Read');
    assert.equal(typeof (await readings).payload[0].value, 'number');
  });

  it('HLS 5: the counter comes from the meter', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dlms-example-'));
    helper.settings({ userDir: folder } as never);
    await open('HLS 5 (GMAC) with the counter from the meter');
    const opened = nextAt(idOf('How it was opened'));
    press('Associate');
    const { payload } = await opened;
    assert.deepEqual([payload.authentication, payload.security.meterAuthenticated], ['HLS GMAC', true]);
    const readings = nextAt(idOf('Readings'));
    press('Read');
    assert.equal(typeof (await readings).payload[0].value, 'number');
    // The counter object stood at 41000; what was used is kept in the user directory.
    const [counter] = readdirSync(join(folder, 'dlms-counters')).filter((name) => name.endsWith('.counter'));
    assert.ok(JSON.parse(readFileSync(join(folder, 'dlms-counters', counter ?? ''), 'utf8')).highest > 41_000);
    helper.settings({});
    rmSync(folder, { recursive: true });
  });
});
