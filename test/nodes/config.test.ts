import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useFakeTimers } from 'sinon';
import { formText } from '../../nodes/editor/form-text';
import { taskRows } from '../../nodes/editor/task-form';
import { currentVersion, migrate } from '../../nodes/lib/migrate';
import { watched } from '../../nodes/lib/progress';
import { throttledStatus } from '../../nodes/lib/status';
import type { Simulator } from '../../src/index';
import {
  credentials,
  type FlowEntry,
  flowWith,
  helper,
  meterConfig,
  nextAt,
  nodeOf,
  password,
  permissions,
  quietMeter,
  startFlow,
  stopFlow,
  until,
} from '../support/node-red';

const nodes = join(__dirname, '..', '..', 'nodes');
const types = [
  'connection',
  'security',
  'meter',
  'associate',
  'get',
  'fleet',
  'set',
  'action',
  'browse',
  'profile',
  'push',
  'decode',
  'release',
  'simulator',
].map((name) => `dlms-${name}`);

describe('config nodes and editor routes', () => {
  let meter: Simulator;
  before(async () => {
    meter = await quietMeter();
  });
  after(() => meter.close());
  beforeEach(async () => {
    Object.assign(permissions, { asked: [], granted: true });
    await startFlow([...meterConfig(meter.port ?? 0), ...flowWith({ type: 'dlms-associate' })] as FlowEntry[], credentials);
  });
  afterEach(stopFlow);

  const get = async (path: string) => (await helper.request().get(`/dlms/${path}`)).body;

  it('keeps secrets out of the nodes and of the flow', () => {
    for (const id of ['config-line', 'config-low', 'config-meter']) {
      const { credentials: _hidden, ...shown } = nodeOf(id) as unknown as Record<string, unknown>;
      const said = Object.entries(shown).map(([key, value]) => `${key} ${typeof value === 'string' ? value : ''}`);
      assert.ok(!said.join(' ').includes(password), id);
    }
  });

  it('tells the class table, names, search results and choices', async () => {
    const classes = await get('classes');
    const breaker = classes.find(({ classId }: { classId: number }) => classId === 70);
    assert.equal(breaker.methods.find(({ id }: { id: number }) => id === 1).danger, 'supply');
    const [named, bad] = await get('obis?codes=1-0:1.8.0*255,nonsense&lang=de');
    assert.equal(named.obis, '1-0:1.8.0*255');
    assert.equal(named.classId, 3);
    assert.match(named.name, /Wirkenergie/);
    assert.ok(bad.fault.length > 0);
    const found = await get('obis-search?q=active%20import');
    assert.ok(found.some(({ obis }: { obis: string }) => obis === '1-0:1.8.0*255'));
    const { valueKinds, outputForms } = await get('choices');
    assert.ok(valueKinds.includes('octet-string as date-time') && outputForms.includes('rows'));
    assert.ok(Array.isArray(await get('serial-ports')));
  });

  it('calculates addresses as they are on the wire', async () => {
    // facts/landis-gyr-hls.md: serial number 50607447 -> 8447, octets 00 02 82 FF
    const { physical, hex } = await get(
      'address?logicalDevice=1&addressing=serial&serialNumber=50607447&formula=SN%20mod%2010000%20%2B%201000&addressLength=4',
    );
    assert.equal(physical, 8447);
    assert.equal(hex, '00 02 82 FF');
    const refused = await helper.request().get('/dlms/address?logicalDevice=1&addressing=physical&physical=300&addressLength=2');
    assert.equal(refused.status, 400);
    assert.match(refused.body.error.message, /the physical address is 300; .* 2 octets/);
    // Green Book 8.4.2.2: of two and four octets the lower half is the physical address, so no meter without one can be called by them
    for (const query of ['logicalDevice=1&addressLength=2', 'logicalDevice=1&addressLength=4', 'logicalDevice=200'])
      assert.equal((await helper.request().get(`/dlms/address?addressing=none&${query}`)).status, 400, query);
  });

  it('tests the connection with the fields of the dialog', async () => {
    const fields = { connection: 'config-line', security: 'config-low', client: '1', logicalDevice: '1', addressing: 'none' };
    const { body } = await helper.request().post('/dlms/test').send(fields);
    assert.deepEqual([body.ok, body.association.authentication], [true, 'low']);
    const { body: refused } = await helper
      .request()
      .post('/dlms/test')
      .send({ ...fields, security: 'config-wrong' });
    assert.equal(refused.ok, false);
    assert.ok(refused.error.hint.length > 10);
    assert.ok(!JSON.stringify([body, refused]).includes(password));
  });

  it('asks for a permission at every route', async () => {
    for (const path of ['classes', 'obis', 'obis-search', 'address', 'templates', 'choices', 'serial-ports']) {
      permissions.granted = false;
      assert.equal((await helper.request().get(`/dlms/${path}`)).status, 401, path);
    }
    assert.equal((await helper.request().post('/dlms/test').send({})).status, 401);
    assert.deepEqual([...new Set(permissions.asked)].sort(), ['dlms.read', 'dlms.write']);
  });

  it('takes flows without a version, and refuses those of a newer package in words', () => {
    assert.equal(migrate('dlms-get', {}).settingsVersion, currentVersion('dlms-get'));
    assert.throws(() => migrate('dlms-get', { settingsVersion: 99 }), { code: 'settings-invalid', message: /newer version/ });
  });
});

describe('wrong settings', () => {
  afterEach(stopFlow);

  const wrong = [
    ...types
      .filter((type) => !['dlms-connection', 'dlms-security', 'dlms-meter'].includes(type))
      .map((type) => [type, { settingsVersion: 99 }]),
    ...[
      ['dlms-fleet', { retries: 'often' }],
      ['dlms-decode', { framing: 'morse' }],
      ['dlms-push', { framing: 'morse' }],
      ['dlms-simulator', { framing: 'morse' }],
      ['dlms-simulator', { objects: '7-0:3.0.0*255 1234.5' }],
    ],
  ] as const;
  for (const [type, settings] of wrong)
    it(`${type} shows them at once, and each message ends with them: ${JSON.stringify(settings)}`, async () => {
      await startFlow(flowWith({ type: String(type), ...Object(settings) }), credentials);
      const { status } = nodeOf('node') as unknown as { status: { args: [{ fill?: string; text?: string }][] } };
      await until(() => status.args.some(([{ fill, text }]) => fill === 'red' && text?.startsWith('settings-invalid')));
      const caught = nextAt('caught');
      nodeOf('node').receive({ payload: '' });
      assert.equal((await caught).error.code, 'settings-invalid');
    });
});

describe('dlms-simulator', () => {
  afterEach(stopFlow);

  it('tells what clients do, takes values and faults, and frees its port', async () => {
    for (let round = 0; round < 2; round += 1) {
      const port = 24_107;
      const simulator = { type: 'dlms-simulator', port: String(port), tick: '0', medium: 'tcp', framing: 'wrapper' };
      const asking = { id: 'asking', type: 'dlms-associate', z: 'tab', meter: 'config-meter', wires: [[]] };
      await startFlow([...meterConfig(port), ...flowWith(simulator), asking] as FlowEntry[], credentials);
      const event = nextAt('out0');
      nodeOf('asking').receive({});
      assert.equal((await event).topic, 'connected');
      const told: string[] = [];
      nodeOf('node').on('call:status', ({ firstArg }: { firstArg: { text: string } }) => told.push(firstArg.text));
      nodeOf('node').receive({ faults: { silent: true, lose: 0 } });
      await until(() => told.includes('faults: silent'));
      nodeOf('node').receive({ faults: {} });
      await until(() => told.includes('no faults'));
      const caught = nextAt('caught');
      nodeOf('node').receive({ faults: { nonsense: true } });
      assert.match((await caught).error.message, /nonsense/);
      // Faults of the security come as messages, too.
      const word = nextAt('caught');
      nodeOf('node').receive({ faults: { protection: 'loud' } });
      assert.match((await word).error.message, /plain, replayed, tag-cut are known/);
      await stopFlow();
    }
    await startFlow([]);
  });

  it('has the objects of its form', async () => {
    const port = 24_108;
    const simulator = {
      type: 'dlms-simulator',
      port: String(port),
      medium: 'tcp',
      framing: 'wrapper',
      objects: '7-0:3.0.0*255 = 1234.5 m3',
    };
    const asking = {
      id: 'asking',
      type: 'dlms-get',
      z: 'tab',
      meter: 'config-meter',
      objects: [{ obis: '7-0:3.0.0*255' }],
      wires: [['got']],
    };
    await startFlow(
      [
        ...meterConfig(port, {}, { client: '16', security: '' }),
        ...flowWith(simulator),
        asking,
        { id: 'got', type: 'helper', z: 'tab' },
      ] as FlowEntry[],
      credentials,
    );
    const got = nextAt('got');
    nodeOf('asking').receive({});
    const { value, unit } = (await got).payload[0];
    assert.deepEqual([value, unit], [1234.5, 'm³']);
  });
});

describe('forms', () => {
  /** As the editor has it: with the choices and rows that are stated elsewhere. */
  const html = (type: string): string =>
    formText(type, readFileSync(join(nodes, `${type}.html`), 'utf8'), type === 'dlms-action' ? taskRows : {});
  const locale = (language: string, type: string, ext: string): string =>
    readFileSync(join(nodes, 'locales', language, `${type}.${ext}`), 'utf8');
  const keysOf = (value: unknown, path = ''): string[] =>
    typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`)) : [path];

  for (const type of types) {
    it(`${type}: literal registerType, labels bound to inputs, theme colours only`, () => {
      const text = html(type);
      assert.match(text, new RegExp(`RED\\.nodes\\.registerType\\('${type}', \\{`));
      for (const [, target] of text.matchAll(/<label for="([^"]+)"/g)) assert.ok(text.includes(`id="${target}`), target);
      assert.ok(!/style="[^"]*#[0-9a-f]{3}/i.test(text));
      assert.doesNotMatch(text, /<!-- |data-dlms-choices/);
    });

    it(`${type}: every text in both languages`, () => {
      const texts = ['en-US', 'de'].map((language) => JSON.parse(locale(language, type, 'json')) as Record<string, unknown>);
      // errors are English in the runtime: other languages have words of their own for them (error-words.test.ts)
      const needed = keysOf(texts[1]).filter((key) => !/^\.common\.(error|hint|ownHint)\./.test(key));
      assert.deepEqual(keysOf(texts[0]), needed);
      const known = new Set(keysOf(texts[0]));
      for (const [, key] of html(type).matchAll(/data-i18n="([^"]+)"/g)) assert.ok(known.has(`.${key?.replace(/^\[\w+\]/, '')}`), key);
    });

    it(`${type}: help for every field, with a worked example, in both languages`, () => {
      const units = new Map([...html(type).matchAll(/\.label\.(\w+)"><\/span> (\[\w+\])/g)].map(([, name, unit]) => [name, ` ${unit}`]));
      const examples = { 'en-US': 'Example', de: 'Beispiel' };
      for (const [language, example] of Object.entries(examples)) {
        const { label } = (JSON.parse(locale(language, type, 'json')) as Record<string, { label: Record<string, string> }>)[type] ?? {};
        const help = locale(language, type, 'html');
        for (const [name, words] of Object.entries(label ?? {})) {
          // soft hyphens: where a narrow label may break
          const named = `${words.replaceAll('\u00ad', '')}${units.get(name) ?? ''}`;
          assert.ok(help.includes(`<dt>${named}</dt>`), named);
        }
        assert.ok(help.includes(`<h3>${example}</h3>`));
        assert.match(help, new RegExp(`data-help-name="${type}"`));
      }
    });
  }

  it('every node has an icon of its own', () => {
    const icons = readdirSync(join(nodes, '..', 'icons')).map((file) => readFileSync(join(nodes, '..', 'icons', file), 'utf8'));
    assert.equal(new Set(icons).size, types.length);
  });
});

describe('status', () => {
  it('is shown at most twice a second, the last one always', () => {
    const clock = useFakeTimers();
    try {
      const shown: unknown[] = [];
      const status = throttledStatus(({ text }) => shown.push(text));
      for (let n = 0; n < 100; n += 1) status.show({ text: `s${n}` });
      assert.deepEqual(shown, ['s0']);
      clock.tick(500);
      assert.deepEqual(shown, ['s0', 's99']);
    } finally {
      clock.restore();
    }
  });

  it('goes on when the clock of the computer is set back', () => {
    const clock = useFakeTimers();
    try {
      const shown: unknown[] = [];
      const status = throttledStatus((one) => shown.push(one.text));
      status.show({ text: 'first' });
      clock.setSystemTime(-3_600_000);
      status.show({ text: 'second' });
      clock.tick(500);
      assert.deepEqual(shown, ['first', 'second']);
      status.close();
    } finally {
      clock.restore();
    }
  });

  it('so does what is told of long work', async () => {
    const clock = useFakeTimers();
    try {
      const told: number[] = [];
      const frames: ((direction: string, frame: Buffer, meter: null) => void)[] = [];
      const on = (event: string, listener: never): (() => void) => {
        if (event === 'frame') frames.push(listener);
        return () => undefined;
      };
      await watched(
        { line: { state: 'open', on }, meter: { name: 'Meter' } } as never,
        () => undefined,
        ({ elapsedMs }) => told.push(elapsedMs),
        async () => {
          clock.tick(1000);
          clock.setSystemTime(-3_600_000);
          for (const heard of frames) heard('rx', Buffer.alloc(1), null);
        },
      );
      assert.deepEqual(told, [1000]);
    } finally {
      clock.restore();
    }
  });
});
