/**
 * The example "Nightly billing run from a CSV list" in a Node-RED process of its own, with the core node that writes files:
 * what stands in them when the button is pressed twice, when names are awkward, and when Node-RED is restarted.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port';
import { exampleOf, type FlowNode, type Instance, startInstance, until } from './instances';

type Line = Readonly<Record<string, string>>;

/** Node-RED's own reader of CSV (RFC 4180), as its csv node uses it. */
const { parse } = require('@node-red/nodes/core/parsers/lib/csv') as {
  parse(text: string, options: object): { data: Line[]; header: string[] };
};

const linesOf = (file: string): Line[] => parse(readFileSync(file, 'utf8').trimEnd(), { strict: true }).data;

const example = exampleOf('Nightly billing run from a CSV list').filter(({ type }) => type !== 'global-config');
const idOf = (found: (node: FlowNode) => boolean): string => example.find(found)?.id ?? '';
const fleet = idOf(({ type }) => type === 'dlms-fleet');
const button = idOf(({ name }) => name === 'Every night');
/** Behind the node that has the list. */
const runOfTheDay = idOf(({ name }) => name === 'Run of the day');

describe('nightly billing run from a CSV list', () => {
  let folder: string;
  let port: number;
  let running: Instance | null = null;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dlms-billing-'));
    port = await freePort();
  });
  afterEach(async () => {
    await running?.stop();
    running = null;
    rmSync(folder, { recursive: true, force: true });
  });

  const billing = (): string => join(folder, `billing-${new Date().toISOString().slice(0, 10)}.csv`);

  /** As the comment of the example says: the files in the working directory, a context store on disk. */
  const start = async ({ more = '', meters = 5, keep = false, acceptTimeout = '60' } = {}): Promise<Instance> => {
    const nodes = example.map((node): FlowNode => {
      if (node.type === 'dlms-simulator') return { ...node, meters: String(meters), port: String(port) };
      if (node.type === 'dlms-connection') return { ...node, port: String(port) };
      if (node.id === fleet) return { ...node, retries: '0', awayMinutes: '0', acceptTimeout };
      return node.type === 'template' ? { ...node, template: String(node.template).replaceAll('14141', String(port)) + more } : node;
    });
    const settings = {
      fileWorkingDirectory: folder,
      contextStorage: { default: { module: 'localfilesystem', config: { cache: false } } },
    };
    running = await startInstance(folder, { name: 'night', port: 18_730, nodes, watched: [fleet], keep, settings });
    return running;
  };
  /** Presses the button, or gives another list in its place. */
  const run = async (instance: Instance, list?: string) => {
    instance.sent.length = 0;
    if (list === undefined) instance.send(button, {});
    else instance.send(runOfTheDay, { payload: list });
    const done = () => instance.sent.find(({ msg }) => msg.topic === 'done')?.msg.payload;
    await until(() => done() !== undefined);
    return done();
  };

  it('appends the lines of every meter once, also when the button is pressed twice a day, and lists who was not read', async () => {
    const dead = await freePort();
    const instance = await start({ more: `\nNobody there;127.0.0.1;${dead};17;C-106;` });
    const first = await run(instance);
    assert.deepEqual([first.total, first.done, first.failed], [6, 5, 1]);
    // The run of the day has only the one left that was not read.
    const second = await run(instance);
    assert.deepEqual([second.runId, second.resumed, second.failed], [first.runId, 5, 1]);
    assert.match(first.runId, /^billing \d{4}-\d\d-\d\d$/);
    const lines = linesOf(billing());
    assert.deepEqual(
      lines.map(({ meter, object }) => `${meter} ${object}`).sort(),
      ['Flat 1', 'Flat 2', 'Flat 3', 'Flat 4', 'Flat 5'].flatMap((name) => [`${name} 0-0:1.0.0*255`, `${name} 1-0:1.8.0*255`]),
    );
    assert.match(readFileSync(join(folder, 'not-read.csv'), 'utf8'), /^\d{4}-\d\d-\d\dT[\d:.]+Z,Nobody there,connect-failed,/m);
  });

  it('reads again what could not be written, and the file has its header', async () => {
    const instance = await start({ acceptTimeout: '1' });
    mkdirSync(billing());
    const first = await run(instance);
    assert.deepEqual([first.done, first.failed], [0, 5]);
    rmdirSync(billing());
    assert.equal((await run(instance)).done, 5);
    assert.deepEqual(
      linesOf(billing()).map(({ meter }) => meter),
      ['Flat 1', 'Flat 2', 'Flat 3', 'Flat 4', 'Flat 5'].flatMap((name) => [name, name]),
    );
  });

  it('keeps names of any letters, with separators and quotes, and goes on in the same file after a restart', async () => {
    const names = ['Zähler "Süd"; Hof', 'Links, oben', 'Квартира 4', '電力量計', '"quoted"', "=cmd|'/c'!A1"];
    const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
    const list = (count: number): string =>
      ['name;host;port;physical', ...names.slice(0, count).map((name, at) => `${quoted(name)};127.0.0.1;${port};${17 + at}`)].join('\n');
    assert.equal((await run(await start({ meters: 6 }), list(4))).done, 4);
    await running?.stop();
    const after = await run(await start({ meters: 6, keep: true }), list(6));
    assert.deepEqual([after.resumed, after.done], [4, 6]);
    const text = readFileSync(billing(), 'utf8');
    assert.equal(text.split('meter,object,time').length, 2, 'one header');
    const lines = linesOf(billing());
    assert.deepEqual(
      lines.map(({ meter }) => meter),
      // What a spreadsheet would take for a formula has an apostrophe in front.
      names.flatMap((name) => [name, name]).map((name) => name.replace(/^=/, "'=")),
    );
    for (const { object, time = '', meter_time: meterTime = '', value, unit } of lines) {
      assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.ok(Math.abs(Date.parse(time) - Date.now()) < 60_000, `${time} is UTC`);
      if (object === '1-0:1.8.0*255') assert.deepEqual([unit, Number(value) > 0], ['Wh', true]);
      // The simulated meter tells its offset.
      else assert.ok(Math.abs(Date.parse(value ?? '') - Date.parse(time)) < 60_000, `${value} of the meter's clock, ${meterTime}`);
    }
  });

  it('goes on by itself after a restart in the middle', async () => {
    const meters = 12;
    const flats = Array.from({ length: meters }, (_, index) => `\nFlat ${index + 1};127.0.0.1;14141;${17 + index};C-${index};`);
    const first = await start({ meters, more: flats.slice(5).join('').replaceAll('14141', String(port)) });
    first.send(button, {});
    await until(() => first.sent.filter(({ port }) => port === 0).length >= 3);
    await first.stop();
    const more = flats.slice(5).join('').replaceAll('14141', String(port));
    const second = await start({ meters, more, keep: true });
    const done = () => second.sent.find(({ msg }) => msg.topic === 'done')?.msg.payload;
    await until(() => done() !== undefined);
    assert.deepEqual([done().total, done().done], [12, 12]);
    assert.ok(done().resumed >= 2, `${done().resumed} were finished before`);
    assert.equal(new Set(linesOf(billing()).map(({ meter, object }) => `${meter} ${object}`)).size, 24);
    assert.equal(linesOf(billing()).length, 24);
  });

  it('a restart in the middle loses no meter and writes none twice', async function () {
    this.timeout(180_000);
    const meters = 40;
    const names = Array.from({ length: meters }, (_, index) => `Flat ${index}`);
    const list = ['name;host;port;physical', ...names.map((name, index) => `${name};127.0.0.1;${port};${17 + index}`)].join('\n');
    let instance = await start({ meters });
    let restarts = 0;
    for (;;) {
      const results = () => instance.sent.filter(({ port }) => port === 0).length;
      const isDone = () => instance.sent.some(({ msg }) => msg.topic === 'done');
      instance.send(runOfTheDay, { payload: list });
      await until(() => results() >= 6 || isDone());
      if (isDone()) break;
      await instance.stop();
      restarts += 1;
      instance = await start({ meters, keep: true });
    }
    assert.ok(restarts >= 3, `${restarts} restarts`);
    assert.deepEqual(
      linesOf(billing()).map(({ meter, object }) => `${meter} ${object}`),
      names.flatMap((name) => [`${name} 1-0:1.8.0*255`, `${name} 0-0:1.0.0*255`]),
    );
  });
});
