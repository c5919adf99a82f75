/**
 * The examples of dlms-push and dlms-decode, as they are imported: pressed, and what comes out looked at.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectAt, type FlowEntry, freePort, nextAt, nodeOf, startFlow, stopFlow, until } from '../support/node-red';

const folder = join(__dirname, '..', '..', 'examples', '1 - Basics');

interface ExampleNode extends FlowEntry {
  readonly name?: string;
  readonly credentials?: Record<string, string>;
}

describe('examples of push and decode', () => {
  let flow: ExampleNode[];
  const idOf = (name: string): string => flow.find((node) => node.name === name)?.id ?? assert.fail(`no node "${name}"`);
  const press = (name: string): void => nodeOf(idOf(name)).receive({});

  /** Imports it: ports become ones that are free here, debug nodes collect, credentials go where an import puts them. */
  const open = async (file: string): Promise<void> => {
    let text = readFileSync(join(folder, `${file}.json`), 'utf8');
    for (const port of new Set(text.match(/"141\d\d"/g) ?? [])) text = text.replaceAll(port, `"${await freePort()}"`);
    flow = (JSON.parse(text) as ExampleNode[]).map((node) => (node.type === 'debug' ? { ...node, type: 'helper' } : node));
    const secrets = Object.fromEntries(flow.flatMap(({ id, credentials }) => (credentials === undefined ? [] : [[id, credentials]])));
    await startFlow(flow.map(({ credentials: _credentials, ...node }) => node) as ExampleNode[], secrets);
  };
  const ready = async (type: string, words: RegExp): Promise<void> => {
    const node = nodeOf(flow.find((one) => one.type === type)?.id ?? '') as unknown as { status: { args: [{ text?: string }][] } };
    await until(() => node.status.args.some(([{ text }]) => words.test(text ?? '')));
  };
  afterEach(stopFlow);

  it('HAN port by MQTT hex', async () => {
    await open('Decode - HAN port by MQTT hex');
    const values = collectAt(idOf('Values'));
    press('Kaifa, kitchen');
    press('Aidon, garage, with blanks');
    await until(() => new Set(values.map(({ dlms }) => dlms.source)).size === 2);
    const power = values.filter(({ reading }) => reading.obis === '1-0:1.7.0*255' && reading.unit === 'W');
    assert.ok(power.length === 2 && power.every(({ payload }) => typeof payload === 'number'));
    const problem = nextAt(idOf('Where it stopped'));
    press('Damaged telegram');
    assert.match((await problem).payload.message, /FCS/);
    const text = nextAt(idOf('Explained'));
    press('Which octet is what?');
    assert.match((await text).payload, /data-notification/i);
  });

  it('Encrypted push by serial', async () => {
    await open('Push - encrypted push by serial');
    const answer = nextAt(idOf('Readings by name'));
    press('Recorded telegram');
    const { payload, dlms } = await answer;
    assert.ok(Object.keys(payload).length >= 8);
    assert.equal(dlms.protection.key, 'Operator key');
    assert.match(dlms.protection.systemTitle, /^[0-9A-F]{16}$/);
  });

  it('TCP push listener to rows', async () => {
    await open('Push - TCP listener to rows');
    await ready('dlms-push', /tcp 127\.0\.0\.1/);
    const rows = nextAt(idOf('Rows'));
    const events = collectAt(idOf('Who came and went'));
    press('A meter pushes');
    const { payload, topic } = await rows;
    assert.equal(topic, 'LGZ1030655933512');
    assert.ok(payload.length > 5 && payload.every(({ time, obis }: { time: string; obis: string }) => time !== '' && obis !== ''));
    await until(() => events.length === 2);
    assert.deepEqual(
      events.map((event) => event.topic),
      ['connected', 'disconnected'],
    );
  });

  it('A dialled-in meter read on arrival', async () => {
    await open('Push - a dialled-in meter read on arrival');
    await ready('dlms-push', /listen/);
    await ready('dlms-simulator', /tcp/);
    const answer = nextAt(idOf('Read on arrival'));
    press('Modem dials in');
    const { payload, dlms } = await answer;
    assert.equal(dlms.meter, 'Cellar7');
    assert.match(payload.Clock, /^\d{4}-\d\d-\d\dT/);
    assert.equal(typeof payload.Import, 'number');
  });
});
