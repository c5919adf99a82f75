import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { testAssociation } from '../../nodes/lib/association-test';
import { DlmsError, type Simulator } from '../../src/index';
import { freePort, helper, nodeOf, permissions, stopFlow } from '../support/node-red';
import { ak, type Counters, clientTitle, counterFolder, ek, gmac, hlsSecret, otherEk, securedMeter, startSecured } from './security-flows';

const keys = { encryptionKey: ek, authenticationKey: ak };

const variable = (name: string): string => `$\{${name}}`;

describe('"Test association" of the dialogs', () => {
  let counters: Counters;
  let meter: Simulator;
  beforeEach(async () => {
    Object.assign(permissions, { asked: [], granted: true });
    counters = counterFolder();
    meter = await securedMeter({ mechanism: 5, security: keys });
    await startSecured(meter.port ?? 0, counters.folder, gmac, keys);
  });
  afterEach(async () => {
    await stopFlow();
    await meter.close();
    counters.remove();
  });

  const fields = { connection: 'config-line', security: 'keys', client: '1', logicalDevice: '1', addressing: 'none' };
  const lineFields = (port: number, more: object = {}) => ({
    ...{ settingsVersion: 2, medium: 'tcp', host: '127.0.0.1', port: String(port), framing: 'wrapper' },
    ...{ connectTimeout: '1', responseTimeout: '1', retries: '0' },
    ...more,
  });
  const securityFields = (more: object = {}) => ({ settingsVersion: 2, clientTitle, storeFolder: counters.folder, ...gmac, ...more });
  const test = async (more: object = {}) =>
    (
      await helper
        .request()
        .post('/dlms/test')
        .send({ ...fields, ...more })
    ).body;
  const states = ({ steps }: { steps: { step: string; state: string }[] }): string =>
    steps.map(({ step, state }) => `${step} ${state}`).join();

  it('goes through line, link, association and proof with the deployed values', async () => {
    const result = await test();
    assert.equal(states(result), 'line ok,link not-needed,association ok,proof ok');
    assert.deepEqual([result.ok, result.authentication.meterAuthenticated], [true, true]);
  });

  it('works with everything typed and nothing deployed', async () => {
    const more = {
      connection: '',
      security: '',
      lineFields: lineFields(meter.port ?? 0),
      securityFields: securityFields(),
      securityCredentials: keys,
    };
    const result = await test(more);
    assert.deepEqual([result.ok, states(result)], [true, 'line ok,link not-needed,association ok,proof ok']);
  });

  it('takes typed secrets over the stored ones, and gives none of them back', async () => {
    const result = await test({ securityFields: securityFields(), securityCredentials: { encryptionKey: otherEk } });
    assert.equal(result.ok, false);
    assert.match(states(result), /^line ok,link not-needed,association failed$/);
    assert.ok(result.error.hint.length > 10);
    assert.ok(!JSON.stringify(result).toUpperCase().includes(otherEk));
    const removed = await test({ securityFields: securityFields(), securityCredentials: { authenticationKey: '' } });
    assert.deepEqual([removed.ok, removed.error.code], [false, 'key-invalid']);
    assert.deepEqual(removed.steps, []);
  });

  it('shows no typed password in the trace of the deployed line that it uses', async () => {
    const typed = 'typed and not deployed';
    await stopFlow();
    await startSecured(meter.port ?? 0, counters.folder, gmac, keys, { line: { trace: true } });
    await test({ securityFields: securityFields({ level: 'low', protection: 'none' }), securityCredentials: { password: typed } });
    const { text } = (await helper.request().post('/dlms/trace').send({ connection: 'config-line' })).body;
    assert.match(text, /aarq/);
    const hex = Buffer.from(typed).toString('hex');
    for (const form of [typed, hex, hex.toUpperCase()]) assert.ok(!text.includes(form), text);
  });

  it('says that the proof was refused although the association was accepted', async () => {
    await meter.close();
    meter = await securedMeter({ mechanism: 6, password: hlsSecret });
    const more = {
      lineFields: lineFields(meter.port ?? 0),
      securityFields: securityFields({ level: 'sha256', protection: 'none' }),
      securityCredentials: { password: 'not the secret' },
    };
    const result = await test(more);
    assert.equal(states(result), 'line ok,link not-needed,association ok,proof failed');
    assert.equal(result.error.code, 'authentication-failed');
  });

  it('says that the line is not there', async () => {
    const port = await freePort();
    const result = await test({ lineFields: lineFields(port) });
    assert.equal(states(result), 'line failed');
    assert.equal(result.error.code, 'connect-failed');
  });

  it('"Test connection" names the place that answered', async () => {
    const answer = await helper
      .request()
      .post('/dlms/test-line')
      .send(lineFields(meter.port ?? 0));
    assert.deepEqual([answer.body.ok, answer.body.peer], [true, `127.0.0.1:${meter.port}`]);
  });

  it('"Test connection" takes a line that is open for one that opens: a gateway may have one place', async () => {
    const fields = { ...(nodeOf('config-line').settings as unknown as object), id: 'config-line' };
    const ask = async () => (await helper.request().post('/dlms/test-line').send(fields)).body.peer;
    assert.equal(await ask(), `127.0.0.1:${meter.port}`, 'opened for the test');
    assert.equal((await test()).ok, true);
    assert.equal(await ask(), `tcp 127.0.0.1:${meter.port}`, 'that of the meter');
  });

  describe('with fields that are environment variables', () => {
    const variables = { DLMS_TEST_HOST: '127.0.0.1', DLMS_TEST_CLIENT: '1', DLMS_TEST_TITLE: clientTitle };
    before(() => Object.assign(process.env, variables));
    after(() => {
      for (const name of Object.keys(variables)) delete process.env[name];
    });

    it('fills them in, in line, meter and security', async () => {
      const result = await test({
        client: variable('DLMS_TEST_CLIENT'),
        lineFields: lineFields(meter.port ?? 0, { host: variable('DLMS_TEST_HOST') }),
        securityFields: securityFields({ clientTitle: variable('DLMS_TEST_TITLE') }),
        securityCredentials: keys,
      });
      assert.deepEqual([result.ok, result.error], [true, undefined]);
    });

    it('knows a line that is deployed like that', async () => {
      await stopFlow();
      await startSecured(meter.port ?? 0, counters.folder, gmac, keys, { line: { host: variable('DLMS_TEST_HOST'), trace: true } });
      const { host: _host, ...line } = nodeOf('config-line').settings as object & { host: string };
      assert.equal((await test({ lineFields: { ...line, host: variable('DLMS_TEST_HOST') } })).ok, true);
      assert.match((await helper.request().post('/dlms/trace').send({ connection: 'config-line' })).body.text, /aarq/);
    });

    it('takes those of the flow that a connection is for', async () => {
      await stopFlow();
      const tab = { id: 'own', type: 'tab', env: [{ name: 'DLMS_TEST_PORT', value: String(meter.port), type: 'str' }] };
      await startSecured(meter.port ?? 0, counters.folder, gmac, keys, { line: { z: 'own' }, extra: [tab] });
      const line = { ...lineFields(0), id: 'config-line', port: variable('DLMS_TEST_PORT') };
      assert.equal((await helper.request().post('/dlms/test-line').send(line)).body.peer, `127.0.0.1:${meter.port}`);
    });

    it('names one that has no value', async () => {
      const { ok, error } = (
        await helper
          .request()
          .post('/dlms/test-line')
          .send(lineFields(1, { host: variable('DLMS_TEST_NOTHING') }))
      ).body;
      assert.deepEqual([ok, error.code], [false, 'settings-invalid']);
      assert.match(error.message, /DLMS_TEST_NOTHING is not set/);
    });
  });

  it('says that the meter is silent, with each framing', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      // Repetitions of the line would make a person wait for nothing.
      for (const framing of ['wrapper', 'hdlc']) {
        const line = { lineFields: lineFields(port, { framing, responseTimeout: '0.2', retries: '1' }) };
        const result = await test({ ...line, security: '', client: '16' });
        const last = framing === 'wrapper' ? 'link not-needed,association silent' : 'link failed';
        assert.equal(states(result), `line ok,${last}`);
        assert.equal(result.error.code, 'response-timeout');
        assert.match(result.error.hint, /framing \(HDLC .*wrapper/);
      }
    } finally {
      server.close();
    }
  });

  it('needs the permission to write', async () => {
    permissions.granted = false;
    assert.equal((await helper.request().post('/dlms/test').send(fields)).status, 401);
    assert.deepEqual(permissions.asked, ['dlms.write']);
    permissions.granted = true;
  });

  it('tells the dialogs policies with their offsets', async () => {
    const { icPolicies, autoOrder } = (await helper.request().get('/dlms/choices')).body;
    const shared = icPolicies.find(({ id }: { id: string }) => id === 'shared');
    // facts/invocation-counter.md: shared is N, N+1, N+1 and uses one nonce twice.
    assert.deepEqual(shared, { id: 'shared', offsets: { aarq: 0, action: 1, gmac: 1 }, reusesNonce: true });
    assert.deepEqual(autoOrder, ['distinct', 'shared', 'reuse-aarq', 'gmac-last', 'gap-shared']);
  });
});

describe('"Test association" on a line that others use', () => {
  const association = {
    referencing: 'ln',
    mechanism: 0,
    conformanceNames: [],
    serverMaxReceivePduSize: 1024,
    serverSystemTitle: null,
    oddities: [],
  };
  const busy = new DlmsError('deadline-exceeded', 'Meter: release waited for longer than 3000 ms');
  const tested = async (associate: () => Promise<object>) => {
    const meter = { associate, release: () => Promise.reject(busy) };
    const line = { label: 'tcp 10.0.0.5:4059', state: 'open', on: () => () => undefined, meter: () => meter };
    const pool = {
      use: (_options: unknown, _signal: unknown, leftMs: number, work: (line: object, leftMs: number) => unknown) => work(line, leftMs),
    };
    const connection = { type: 'dlms-connection', pool, settings: { settingsVersion: 2, host: '10.0.0.5' } };
    const RED = { nodes: { getNode: (id: string) => (id === 'line' ? connection : null), eachNode: () => undefined } };
    return testAssociation(RED as never, { connection: 'line', client: '16' });
  };

  it('has succeeded where the association did, though its release did not get its turn', async () => {
    const info = { meter: 'Meter', queuedMs: 0, durationMs: 1, roundTrips: 2, octetsSent: 1, octetsReceived: 1 };
    assert.equal((await tested(async () => ({ association, info, security: null, link: {} }))).ok, true);
  });

  it('tells why the association failed, and not that its release did', async () => {
    const { ok, error } = await tested(() => Promise.reject(new DlmsError('association-rejected', 'no such client')));
    assert.deepEqual([ok, error?.code], [false, 'association-rejected']);
  });
});
