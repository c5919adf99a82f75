import assert from 'node:assert/strict';
import { createServer, type Server, type Socket } from 'node:net';
import type { Simulator } from '../../src/index';
import {
  collectAt,
  credentials,
  type FlowEntry,
  flowWith,
  freePort,
  helper,
  meterConfig,
  nextAt,
  nodeOf,
  password,
  quietMeter,
  startFlow,
  stopFlow,
  until,
  wrongPassword,
} from '../support/node-red';

const energy = { obis: '1-0:1.8.0*255', classId: 3, attribute: 2, name: 'Import' };
const get = { type: 'dlms-get', objects: [energy], output: 'array' };

/** What is open in this process: sockets and servers; timers end by themselves or are unrefed. */
const openSockets = (): number =>
  process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap' || kind === 'TCPServerWrap').length;

/** What Node-RED tells of each call of `done`. */
interface DoneEvent {
  readonly node: { readonly id: string };
  readonly msg: { readonly _msgid: string };
  readonly error?: Error & { readonly code: string };
}

const { hooks, util } = require('@node-red/util') as {
  hooks: { add(name: string, handler: (event: DoneEvent) => void): void; remove(name: string): void };
  /** What the debug sidebar is given of a message or of an error. */
  util: { encodeObject(shown: { msg: unknown }): { msg: unknown; format: string } };
};

/** Accepts and says nothing. */
const silentServer = async (): Promise<{ port: number; sockets: Set<Socket>; server: Server }> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket
      .on('error', () => undefined)
      .on('close', () => sockets.delete(socket))
      .resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, sockets, server };
};

describe('errors of the nodes', () => {
  let meter: Simulator;
  beforeEach(async () => {
    meter = await quietMeter();
  });
  afterEach(async () => {
    await stopFlow();
    await meter.close();
  });

  const start = (node: object = {}, connection: object = {}, config: object = {}, port = meter.port ?? 0) =>
    startFlow([...meterConfig(port, connection, config), ...flowWith({ ...get, ...node } as never, 2)] as FlowEntry[], credentials);

  /** One message, its one error, and nothing at the outputs. */
  const fail = async (msg: object = {}) => {
    const caught = nextAt('caught');
    const outputs = [collectAt('out0'), collectAt('completed')];
    nodeOf('node').receive({ payload: 'in', ...msg });
    const { error, dlms } = await caught;
    assert.deepEqual(
      outputs.map(({ length }) => length),
      [0, 0],
    );
    assert.equal(error.code, dlms.error.code);
    assert.ok(dlms.error.hint.length > 10);
    // A Catch node, the debug sidebar and the log show this and nothing else.
    assert.equal(error.message, `${dlms.error.message}. ${dlms.error.hint} (${dlms.error.code})`);
    return { ...dlms.error, text: JSON.stringify({ error, dlms }) } as { code: string; message: string; hint: string; text: string };
  };

  it('wrong port', async () => {
    await start({}, { deadline: '1' }, {}, await freePort());
    assert.match((await fail()).code, /^(connect-failed|deadline-exceeded)$/);
  });

  it('is a text for the debug sidebar, which hides the message of an Error', async () => {
    await start({}, { deadline: '1' }, {}, await freePort());
    const dones: DoneEvent[] = [];
    hooks.add('onComplete.sidebar', (event: DoneEvent) => {
      if (event.node.id === 'node') dones.push(event);
    });
    const { message, hint } = await fail();
    hooks.remove('*.sidebar');
    const { msg, format } = util.encodeObject({ msg: dones[0]?.error });
    assert.notEqual(format, 'error');
    // What is shown before a click names the meter and what happened, not the object, which has no part in it.
    assert.match(String(msg).slice(0, 80), /: tcp 127\.0\.0\.1:\d+: the connection was refused/);
    assert.ok(String(msg).includes(message) && String(msg).includes(hint), String(msg));
  });

  it('wrong host', async () => {
    await start({}, { host: 'no-such-host.invalid', deadline: '1' });
    assert.match((await fail()).code, /^(connect-failed|connect-timeout|deadline-exceeded)$/);
  });

  it('wrong password, and no secret in error, status or message', async () => {
    await start({}, {}, { security: 'config-wrong' });
    const statuses: unknown[] = [];
    nodeOf('node').on('call:status', (call: { firstArg: unknown }) => statuses.push(call.firstArg));
    const { code, text } = await fail();
    assert.match(code, /^(authentication-failed|association-rejected)$/);
    await until(() => JSON.stringify(statuses.at(-1)).includes('failed'));
    // Too long for a status is what the meter said; what to try fits.
    assert.match((statuses.at(-1) as { text: string }).text, /^authentication-failed: Check the password or key/);
    const said = text + JSON.stringify(statuses);
    for (const secret of [wrongPassword, password, Buffer.from(wrongPassword).toString('hex')]) assert.ok(!said.includes(secret));
  });

  it('wrong client', async () => {
    await start({}, {}, { client: '77' });
    assert.match((await fail()).code, /^(association-rejected|authentication-failed|response-timeout|deadline-exceeded)$/);
  });

  it('wrong physical address', async () => {
    const line = await quietMeter({ framing: 'hdlc' });
    try {
      await start({}, { framing: 'hdlc', responseTimeout: '0.2', deadline: '2' }, { physical: '44' }, line.port ?? 0);
      assert.match((await fail()).code, /^(response-timeout|link-refused|deadline-exceeded)$/);
    } finally {
      await stopFlow();
      await line.close();
    }
  });

  it('wrong OBIS code and wrong attribute', async () => {
    await start();
    assert.equal((await fail({ dlms: { objects: ['1-0:1.8.0.0.0.0.0'] } })).code, 'obis-invalid');
    assert.equal((await fail({ dlms: { objects: [{ obis: '1-0:1.8.0', classId: 3, attribute: 'nonsense' }] } })).code, 'settings-invalid');
    const answer = nextAt('out0');
    nodeOf('node').receive({ dlms: { objects: ['3/1-0:1.8.0*255/9'] } });
    assert.notEqual((await answer).payload[0].error, null);
  });

  it('wrong override', async () => {
    await start();
    assert.match((await fail({ dlms: { port: 'ninety' } })).message, /msg\.dlms\.port/);
    assert.match((await fail({ dlms: { security: 'nobody' } })).message, /nobody/);
    assert.match((await fail({ dlms: 'host' })).message, /msg\.dlms/);
  });

  it('PDU size out of range is told at deploy and with each message', async () => {
    await start({}, {}, { maxPduSize: '99999' });
    assert.match((await fail()).message, /maxPduSize/);
  });

  it('no meter chosen', async () => {
    await start({ meter: '' });
    assert.match((await fail()).message, /No meter/);
  });

  it('a meter that is silent ends within the deadline', async () => {
    const silent = await silentServer();
    try {
      await start({}, { responseTimeout: '0.2', deadline: '1' }, {}, silent.port);
      assert.match((await fail()).code, /^(response-timeout|deadline-exceeded)$/);
    } finally {
      await stopFlow();
      silent.server.close();
      for (const socket of silent.sockets) socket.destroy();
    }
  });

  it('a meter that vanishes in the middle, and works again when it is back', async () => {
    await start({}, { responseTimeout: '0.3', deadline: '1' });
    const first = nextAt('completed');
    nodeOf('node').receive({});
    await first;
    meter.faults = { silent: true };
    assert.match((await fail()).code, /^(response-timeout|deadline-exceeded|connection-closed)$/);
    meter.faults = {};
    const again = nextAt('out0');
    const statuses = collectAt('caught');
    const ask = async (): Promise<void> => {
      nodeOf('node').receive({});
      await Promise.race([again, nextAt('caught')]);
    };
    for (let tries = 0; tries < 5 && statuses.length === tries; tries += 1) await ask();
    assert.equal((await again).payload[0].error, null);
  });

  describe('redeploy in the middle', () => {
    it('gives exactly one done per message and leaves no socket', async () => {
      await stopFlow();
      const before = openSockets();
      const silent = await silentServer();
      await start({}, { responseTimeout: '30', deadline: '60' }, {}, silent.port);
      const dones: DoneEvent[] = [];
      hooks.add('onComplete.redeploy', (event: DoneEvent) => {
        if (event.node.id === 'node') dones.push(event);
      });
      const sent = collectAt('out0');
      const count = 5;
      for (let n = 0; n < count; n += 1) nodeOf('node').receive({ payload: n });
      await until(() => silent.sockets.size > 0);
      await stopFlow();
      await until(() => dones.length >= count);
      assert.deepEqual(
        dones.map(({ error }) => error?.code),
        Array.from({ length: count }, () => 'aborted'),
      );
      assert.equal(new Set(dones.map(({ msg }) => msg._msgid)).size, count);
      await until(() => silent.sockets.size === 0);
      await new Promise<void>((resolve) => silent.server.close(() => resolve()));
      await until(() => openSockets() <= before);
      assert.equal(dones.length, count);
      assert.equal(sent.length, 0);
      hooks.remove('*.redeploy');
      await startFlow([]);
    });

    it('frees the meter: the next deployment associates at once', async () => {
      for (let round = 0; round < 3; round += 1) {
        await start();
        const answer = nextAt('out0');
        nodeOf('node').receive({});
        assert.equal((await answer).payload[0].error, null);
        await stopFlow();
      }
      await startFlow([]);
    });
  });

  it('messages that come while the line is not up wait instead of failing', async () => {
    await start();
    const messages = collectAt('out0');
    for (let n = 0; n < 20; n += 1) nodeOf('node').receive({ n });
    await until(() => messages.length === 20);
    assert.deepEqual(
      messages.map(({ n }) => n),
      Array.from({ length: 20 }, (_, n) => n),
    );
    assert.ok(helper.log() !== undefined);
  });
});
