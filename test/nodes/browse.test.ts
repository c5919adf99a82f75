import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrowseJobs } from '../../nodes/lib/browse-jobs';
import { fromCsv, fromDeviceFile, objectsOfFile, toCsv } from '../../nodes/lib/object-list-files';
import { type KeptList, type ObjectLists, objectLists } from '../../nodes/lib/object-lists';
import { objectRows } from '../../nodes/lib/object-rows';
import { readOverrides } from '../../nodes/lib/overrides';
import { listKey } from '../../nodes/lib/read-objects';
import { valueHint } from '../../nodes/lib/value-hints';
import type { Simulator } from '../../src/index';
import {
  collectAt,
  credentials,
  flowWith,
  helper,
  meterConfig,
  nextAt,
  nodeOf,
  quietMeter,
  startFlow,
  stopFlow,
  until,
} from '../support/node-red';

interface Row {
  readonly obis: string;
  readonly name: string;
  readonly classId: number;
  readonly className: string;
  readonly group: string;
  readonly baseName: number | null;
  readonly attributes: readonly { readonly id: number; readonly name: string; readonly access: string; readonly read: boolean }[];
  readonly value?: unknown;
  readonly unit?: unknown;
}

describe('object lists', () => {
  const energyList = (at: string): KeptList => ({ source: 'meter', at, objects: [] });

  // Node-RED makes a settings object for each file of nodes, with the same user folder in it
  it('are those of one Node-RED, for the node and for the dialogs', async () => {
    const userDir = mkdtempSync(join(tmpdir(), 'dlms-lists-'));
    try {
      const [node, dialogs] = [1, 2].map(() => objectLists({ settings: { userDir } } as never)) as [ObjectLists, ObjectLists];
      await node.keep('meter', energyList('2026-01-01'));
      await dialogs.keep('meter', energyList('2026-02-02'));
      assert.equal((await node.get('meter'))?.at, '2026-02-02');
      assert.notEqual(objectLists({ settings: { userDir: `${userDir}-other` } } as never), node);
    } finally {
      rmSync(userDir, { recursive: true, force: true });
    }
  });

  it('are kept by place and address: one list a meter, and one meter a list', () => {
    const long = 'meter-000123.region-south.gprs.example-operator.net';
    const keyOf = (dlms: object): string => listKey('a1b2c3d4e5f60718', readOverrides(dlms));
    assert.equal(keyOf({}), 'a1b2c3d4e5f60718');
    const same = [{}, { name: 'Hall', security: 'x', invocationCounter: 7, responseTimeout: 9, objects: ['1.8.0'] }];
    assert.equal(new Set(same.map(keyOf)).size, 1);
    const others = [
      { host: '10.0.0.1', physical: 17 },
      { host: '10.0.0.1', server: 17 },
      { client: 16 },
      { server: 16 },
      { host: long, port: 4059, physical: 17 },
      { host: long, port: 4059, physical: 18 },
    ];
    assert.equal(new Set(others.map(keyOf)).size, others.length);
    assert.equal(keyOf({ physical: 17, host: '10.0.0.1' }), keyOf({ host: '10.0.0.1', physical: 17 }));
  });
});

describe('dlms-browse', () => {
  let meter: Simulator;
  before(async () => {
    meter = await quietMeter();
  });
  after(() => meter.close());
  afterEach(stopFlow);

  const start = (node: object = {}, config: object = {}, port = meter.port ?? 0) =>
    startFlow(
      [...meterConfig(port, {}, config), ...flowWith({ type: 'dlms-browse', output: 'array', fresh: true, ...node }, 2)],
      credentials,
    );
  const ask = async (msg: object = {}) => {
    const answer = nextAt('out0');
    nodeOf('node').receive({ payload: 'in', ...msg });
    return answer;
  };

  it('names every object, its attributes and rights', async () => {
    await start();
    const { payload, dlms } = await ask();
    const rows = payload as Row[];
    const energy = rows.find(({ obis }) => obis === '1-0:1.8.0*255');
    assert.deepEqual([energy?.classId, energy?.className, energy?.group, energy?.baseName], [3, 'Register', 'electricity', null]);
    assert.match(energy?.name ?? '', /Active energy import/);
    assert.deepEqual(
      energy?.attributes.map(({ id, name, read }) => [id, name, read]),
      [
        [1, 'logicalName', true],
        [2, 'value', true],
        [3, 'scalerUnit', true],
      ],
    );
    assert.equal(dlms.objectList.source, 'meter');
    assert.equal(dlms.objectList.objects, rows.length);
  });

  it('adds the values of now, and leaves out what is long', async () => {
    await start({ values: true, filter: 'voltage L1' });
    const rows = (await ask()).payload as Row[];
    assert.equal(rows.length, 1);
    assert.equal(rows[0]?.unit, 'V');
    assert.equal(typeof rows[0]?.value, 'number');
    await stopFlow();
    await start({ values: true, filter: '7' });
    assert.ok(((await ask()).payload as Row[]).every((row) => !('value' in row)));
  });

  it('sends one message per object, flat rows, and CSV that can be read again', async () => {
    await start({ output: 'each', filter: '8' });
    const messages = collectAt('out0');
    const outer = { id: 'outer', index: 2, count: 3 };
    nodeOf('node').receive({ parts: outer });
    await until(() => messages.length > 0);
    assert.deepEqual([messages[0].payload.classId, messages[0].parts.count, messages[0].parts.parts], [8, 1, outer]);
    await stopFlow();
    await start({ output: 'rows', filter: 'clock 8' });
    assert.match((await ask()).payload[0].attributes, /2 time: read/);
    await stopFlow();
    await start({ output: 'csv' });
    const { payload, dlms } = await ask();
    assert.equal(objectsOfFile(payload).length, dlms.objectList.sent);
  });

  it('asks the meter once and keeps the list; refresh asks again', async () => {
    await start({ fresh: false });
    assert.ok((await ask({ refresh: true })).dlms.roundTrips > 0);
    assert.equal((await ask()).dlms.roundTrips, undefined);
    assert.ok((await ask({ refresh: true })).dlms.roundTrips > 0);
  });

  it('asks the meter again where the node was set to another one', async () => {
    const other = await quietMeter();
    const askedAgain = async (config: object, port?: number): Promise<boolean> => {
      await start({ fresh: false }, config, port);
      const { roundTrips } = (await ask()).dlms;
      await stopFlow();
      return roundTrips !== undefined;
    };
    try {
      await start({ fresh: false });
      await ask({ refresh: true });
      await stopFlow();
      assert.equal(await askedAgain({}), false);
      assert.equal(await askedAgain({ name: 'a new name' }), false);
      assert.equal(await askedAgain({}, other.port ?? 0), true, 'another place');
      assert.equal(await askedAgain({ client: '16', security: '' }, other.port ?? 0), true, 'another client');
      assert.equal(await askedAgain({ client: '16', security: '' }, other.port ?? 0), false);
      assert.equal(await askedAgain({ client: '16', security: '', physical: '18' }, other.port ?? 0), true, 'another address');
    } finally {
      await other.close();
    }
  });

  it('sends the list of a file whatever the meter node is set to', async () => {
    await start({ fresh: false });
    const text = 'class,obis\n3,1-0:1.8.0*255\n8,0-0:1.0.0*255';
    await helper.request().post('/dlms/objects-import').send({ meter: 'config-meter', text });
    await stopFlow();
    await start({ fresh: false }, { client: '16', security: '' });
    const { payload, dlms } = await ask();
    assert.deepEqual([payload.length, dlms.objectList.source], [2, 'file']);
  });

  it('browses with short names', async () => {
    const short = await quietMeter({ referencing: 'sn' });
    try {
      await start({}, { referencing: 'sn' }, short.port ?? 0);
      const rows = (await ask()).payload as Row[];
      const energy = rows.find(({ obis }) => obis === '1-0:1.8.0*255');
      assert.equal(typeof energy?.baseName, 'number');
      assert.equal(energy?.attributes[1]?.access, 'unknown');
      assert.equal(energy?.attributes[1]?.read, true);
    } finally {
      await stopFlow();
      await short.close();
    }
  });

  it('cancels what is being read', async () => {
    const silent = await quietMeter({ faults: { silent: true } });
    try {
      await startFlow(
        [...meterConfig(silent.port ?? 0, { responseTimeout: '30', deadline: '60' }), ...flowWith({ type: 'dlms-browse', fresh: true }, 2)],
        credentials,
      );
      const caught = nextAt('caught');
      nodeOf('node').receive({});
      setTimeout(() => nodeOf('node').receive({ cancel: true }), 50);
      const { error, dlms } = await caught;
      assert.equal(error.code, 'aborted');
      assert.equal(dlms.error.message, 'Browsing was cancelled');
    } finally {
      await stopFlow();
      await silent.close();
    }
  });

  describe('for the dialogs', () => {
    const get = async (path: string) => (await helper.request().get(`/dlms/${path}`)).body;
    const post = async (path: string, body: object) => (await helper.request().post(`/dlms/${path}`).send(body)).body;

    it('reads as a job, keeps the list, reads a value, and exports', async () => {
      await start();
      const { job } = await post('browse', { meter: 'config-meter', lang: 'de' });
      let state = await get(`browse-job?job=${job}`);
      while (state.state === 'running') state = await get(`browse-job?job=${job}`);
      assert.equal(state.state, 'done');
      const energy = state.result.objects.find(({ obis }: Row) => obis === '1-0:1.8.0*255');
      assert.match(energy.name, /Wirkenergie/);
      assert.equal((await get('objects?meter=config-meter')).objects.length, state.result.objects.length);
      const { value, unit, typed } = await post('read-now', {
        meter: 'config-meter',
        object: { classId: 3, obis: '1-0:1.8.0*255', attribute: 2 },
      });
      assert.deepEqual([typeof value, unit, typed.type], ['number', 'Wh', 'double-long-unsigned']);
      assert.equal(objectsOfFile((await get('objects-csv?meter=config-meter')).csv).length, state.result.objects.length);
    });

    it('takes a list from a file for a meter that is not deployed, and says what is missing to read it', async () => {
      await start();
      const imported = await post('objects-import', { meter: 'new-meter', text: 'class,obis\n3,1-0:1.8.0*255\n8,0-0:1.0.0*255' });
      assert.deepEqual([imported.source, imported.objects.length], ['file', 2]);
      assert.equal((await get('objects?meter=new-meter')).objects.length, 2);
      const { error } = await post('browse', { meter: 'new-meter' });
      assert.match(error.message, /not deployed/);
    });

    it('reads a meter as the editor has it, before the first deploy, and leaves it', async () => {
      await start({}, {}, 9);
      const { password } = credentials['config-low'];
      const events: string[] = [];
      const stop = meter.on(({ kind }) => events.push(kind));
      const draft = {
        ...{ settingsVersion: 1, client: '1', logicalDevice: '1', addressing: 'none', connection: 'new-line', security: 'new-security' },
        lineFields: { settingsVersion: 2, medium: 'tcp', host: '127.0.0.1', port: String(meter.port), framing: 'wrapper' },
        securityFields: { settingsVersion: 2, level: 'low', passwordForm: 'text', protection: 'none' },
        securityCredentials: { password },
      };
      const { job } = await post('browse', { meter: 'draft-meter', draft });
      let state = await get(`browse-job?job=${job}`);
      while (state.state === 'running') state = await get(`browse-job?job=${job}`);
      assert.equal(state.state, 'done');
      assert.equal((await get('objects?meter=draft-meter')).objects.length, state.result.objects.length);
      const object = { classId: 3, obis: '1-0:1.8.0*255', attribute: 2 };
      const { value, unit } = await post('read-now', { meter: 'draft-meter', draft, object });
      assert.deepEqual([typeof value, unit], ['number', 'Wh']);
      const count = (kind: string): number => events.filter((event) => event === kind).length;
      await until(() => count('disconnected') === 2);
      stop();
      assert.deepEqual([count('associated'), count('released')], [2, 2]);

      const wrong = { ...draft, securityCredentials: { password: 'not the password' } };
      const { error } = await post('read-now', { meter: 'draft-meter', draft: wrong, object });
      assert.equal(error.code, 'authentication-failed');
      assert.ok(!JSON.stringify(error).includes('not the password'));
    });
  });
});

describe('files of objects', () => {
  it('CSV: what was written is read', () => {
    const entries = [
      {
        classId: 3,
        version: 0,
        obis: '1-0:1.8.0*255',
        baseName: 0xfa08,
        attributes: [{ id: 2, access: 'read access, encrypted request' }],
        methods: [{ id: 1, access: 'no_access' }],
      },
    ];
    assert.deepEqual(fromCsv(toCsv(entries, () => ({ name: 'with "quotes", and comma', className: 'Register' }))), entries);
  });

  it('CSV: semicolons, other column names, hex-free codes; the line is named when it is wrong', () => {
    const [entry] = fromCsv('\uFEFFLogical name;Class;Version\r\n1.0.1.8.0.255;3;0\r\n');
    assert.equal(entry?.obis, '1-0:1.8.0*255');
    assert.ok((entry?.attributes.length ?? 0) >= 3);
    assert.throws(() => fromCsv('class,obis\n3,1-0:1.8.0*255\n3,nonsense'), { code: 'settings-invalid', message: /line 3/ });
    // classes have 16 bits
    for (const classId of ['65536', '-1', '3.5', 'x'])
      assert.throws(() => fromCsv(`class,obis\n${classId},1-0:1.8.0*255`), { code: 'settings-invalid', message: /line 2.*65535/ });
    // an empty line and a field with a line end count as lines of the file
    assert.throws(() => fromCsv('class,obis,name\n\n3,1-0:1.8.0*255,"two\nlines"\n3,nonsense,x'), {
      code: 'settings-invalid',
      message: /line 5/,
    });
    assert.throws(() => fromCsv('a,b\n1,2'), { code: 'settings-invalid', message: /columns/ });
    assert.throws(() => objectsOfFile('class,obis'), { code: 'settings-invalid' });
  });

  it('device files: facts of each object, whatever stands around', () => {
    const xml = `<?xml version="1.0"?><GXDLMSDevices><GXDLMSDevice><Name>hall</Name><Objects>
      <GXDLMSRegister><Description>x</Description><LN>1.0.1.8.0.255</LN><Version>0</Version><Unit>30</Unit></GXDLMSRegister>
      <Object xsi:type="GXDLMSClock"><LogicalName>0.0.1.0.0.255</LogicalName></Object>
      <Item><ObjectType>70</ObjectType><LogicalName>0.0.96.3.10.255</LogicalName><SN>1200</SN></Item>
    </Objects></GXDLMSDevice></GXDLMSDevices>`;
    assert.deepEqual(
      fromDeviceFile(xml).map(({ classId, obis, baseName }) => [classId, obis, baseName]),
      [
        [3, '1-0:1.8.0*255', null],
        [8, '0-0:1.0.0*255', null],
        [70, '0-0:96.3.10*255', 1200],
      ],
    );
    assert.throws(() => objectsOfFile('<nothing></nothing>'), { code: 'settings-invalid' });
  });

  it('hostile device files end in bounded time', () => {
    const deep = '<a>'.repeat(20_000);
    assert.throws(() => objectsOfFile(deep), { code: 'settings-invalid' });
  });
});

describe('helps for the dialogs', () => {
  it('says what a value is', () => {
    assert.equal(valueHint('attribute', 8, 2).kind, 'date-time');
    const mode = valueHint('attribute', 70, 4);
    assert.equal(mode.kind, 'words');
    assert.ok(mode.words.length >= 6);
    const composite = valueHint('attribute', 40, 2);
    assert.equal(composite.kind, 'composite');
    assert.equal(JSON.parse(composite.example ?? '').type, 'array');
    assert.equal(valueHint('attribute', 9999, 2).kind, 'other');
  });

  it('rows have a group for every object', () => {
    const [row] = objectRows([{ classId: 9999, version: 0, obis: '9-0:1.2.3*255', baseName: null, attributes: [], methods: [] }], {
      language: 'en',
    });
    assert.deepEqual([row?.group, row?.className], ['water', 'class 9999']);
  });

  it('jobs end when they are cancelled and tell errors as facts', async () => {
    let number = 0;
    const jobs = new BrowseJobs(() => String(++number));
    let aborted = false;
    const id = jobs.start(
      (signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('gone'));
          }),
        ),
    );
    assert.equal(jobs.ask(id).state, 'running');
    jobs.cancel(id);
    assert.equal(aborted, true);
    assert.throws(() => jobs.ask(id), { code: 'settings-invalid' });
    const failing = jobs.start(async () => Promise.reject(new Error('broken')));
    await new Promise((resolve) => setImmediate(resolve));
    const state = jobs.ask(failing);
    assert.equal(state.state === 'failed' && state.error.message, 'broken');
  });
});
