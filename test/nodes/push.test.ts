/**
 * dlms-push in a running Node-RED: meters that push by TCP and UDP, octets of other nodes, meters that dial in and are read,
 * limits, and a redeploy that leaves nothing.
 */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { encodeWrapper } from '../../src/framing/wrapper';
import type { Simulator } from '../../src/index';
import { loadCapture } from '../support/captures';
import {
  collectAt,
  type FlowEntry,
  flowWith,
  freePort,
  helper,
  nextAt,
  nodeOf,
  quietMeter,
  startFlow,
  stopFlow,
  until,
} from '../support/node-red';
import { openedConfirmation, plainConfirmation, protectedNotification, pushKeys } from '../support/protected-push';
import { messagesOf, octetsOf } from '../telegram/support';

const host = '127.0.0.1';
const settings = { settingsVersion: 1 };
const keysNode = { id: 'keys', type: 'dlms-security', ...settings, name: 'Keys', level: 'none', protection: 'none' } as FlowEntry;

/** However it ends: a reset is an end, too. */
const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.on('close', () => resolve()));

/** DataNotification that asks for a confirmation, in a wrapper frame from 1 to 103. */
const confirmed = Buffer.from('0001000100670000' + '0F40000007000202090601000108' + '00FF0600000BB8', 'hex');
confirmed.writeUInt16BE(confirmed.length - 8, 6);

describe('dlms-push', () => {
  const sockets: Socket[] = [];
  const dial = async (port: number): Promise<Socket> => {
    const socket = connect(port, host);
    socket.on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  let port = 0;
  const start = async (node: object = {}, more: readonly FlowEntry[] = [], secrets: Record<string, Record<string, string>> = {}) => {
    port = await freePort();
    const push = { type: 'dlms-push', meter: '', security: '', medium: 'tcp', port: String(port), output: 'array', ...node };
    await startFlow([keysNode, ...more, ...flowWith(push, 3)], secrets);
    if (!('medium' in node) || node.medium === 'udp') await listening();
  };
  /** The node has told where it listens. */
  const listening = (): Promise<void> => statusLike(/tcp|udp|listen/);
  const statusLike = async (pattern: RegExp): Promise<void> => {
    const node = nodeOf('node') as unknown as { status: { args: [{ text?: string }][] } };
    await until(() => node.status.args.some(([{ text }]) => pattern.test(text ?? '')));
  };
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await stopFlow();
  });

  it('makes rows of what a meter pushes, and says who it is', async () => {
    const capture = loadCapture('push-lg-ch-e450');
    const { ek, ak } = capture.keys;
    await start({ output: 'rows', security: 'keys' }, [], { keys: { encryptionKey: ek ?? '', ...(ak ? { authenticationKey: ak } : {}) } });
    const messages = collectAt('out0');
    (await dial(port)).write(octetsOf(capture));
    await until(() => messages.length === messagesOf(capture).length);
    const [{ payload, topic, dlms }] = messages;
    assert.deepEqual(Object.keys(payload[0]), ['time', 'meter', 'obis', 'name', 'value', 'unit', 'status', 'error']);
    assert.equal(topic, 'LGZ1030655933512');
    assert.equal(dlms.meter, topic);
    assert.match(dlms.source, /^127\.0\.0\.1:\d+$/);
  });

  it('confirms, tells who came and went, and counts in its status', async () => {
    await start();
    const events = collectAt('out2');
    const socket = await dial(port);
    socket.write(confirmed);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.equal(answer[8], 0x10);
    socket.destroy();
    await until(() => events.length === 2);
    assert.deepEqual(
      events.map(({ topic }) => topic),
      ['connected', 'disconnected'],
    );
    await statusLike(/1 telegram/);
  });

  it('gives the lines of a meter whose name is too long for a file, and tells what goes wrong in making messages', async () => {
    await start({ output: 'csv', file: '<meter>.csv' });
    const messages = collectAt('out0');
    const name = 'A'.repeat(300);
    // structure of the logical device name (Blue Book 6.2.31) and import, as octet-strings and double-long-unsigned
    const values = ['0204', '090600002A0000FF', '0982012C', Buffer.from(name).toString('hex'), '09060100010800FF', '0600000BB8'];
    const telegram = Buffer.from(`00010001006700000F4000000700${values.join('')}`, 'hex');
    telegram.writeUInt16BE(telegram.length - 8, 6);
    const socket = await dial(port);
    socket.write(telegram);
    await until(() => messages.length === 1);
    assert.equal(messages[0].filename, `${name}.csv`);
    assert.equal(messages[0].payload.split('\n').length, 3);

    const { send, error } = nodeOf('node') as unknown as { send: unknown; error: { args: [Error][] } };
    Object.assign(nodeOf('node'), {
      send: () => {
        throw new TypeError('a defect');
      },
    });
    socket.write(telegram);
    await until(() => error.args.length > 0);
    Object.assign(nodeOf('node'), { send });
    assert.match(String(error.args[0]?.[0]), /a defect/);
  });

  it('confirms protected notifications with the keys and the title of the security node, and says what is missing for it', async () => {
    const { ek, ak } = pushKeys;
    const secrets = { ours: { encryptionKey: ek.toString('hex'), authenticationKey: ak.toString('hex') } };
    const ours = { ...keysNode, id: 'ours', level: 'gmac', protection: 'both', store: 'memory' };
    await start({ security: 'ours' }, [{ ...ours, clientTitle: '4D45544600000001' }], secrets);
    const socket = await dial(port);
    socket.write(encodeWrapper(1, 103, protectedNotification(1)));
    const { title, plain } = openedConfirmation(((await once(socket, 'data')) as [Buffer])[0]);
    assert.deepEqual([title, plain], ['4D45544600000001', plainConfirmation]);
    await stopFlow();
    await start({ security: 'ours' }, [{ ...ours, level: 'none', protection: 'none' }], secrets);
    (await dial(port)).write(encodeWrapper(1, 103, protectedNotification(2)));
    const logged = (): readonly (readonly [{ msg: unknown }])[] => helper.log().args;
    await until(() => logged().some(([{ msg }]) => /asked for a confirmation and got none: the client title is missing/.test(String(msg))));
  });

  it('takes datagrams', async () => {
    await start({ medium: 'udp' });
    const answer = nextAt('out0');
    const sender = createSocket('udp4');
    sender.send(confirmed, port, host);
    assert.equal((await answer).payload[0].value, 3000);
    await new Promise<void>((resolve) => sender.close(() => resolve()));
  });

  it('takes octets of other nodes and replies by the third output', async () => {
    await start({ medium: 'input' });
    const answer = nextAt('out0');
    const reply = nextAt('out2');
    nodeOf('node').receive({ payload: confirmed.toString('hex'), topic: 'modem', _session: { id: 's1' } });
    assert.equal((await answer).payload[0].value, 3000);
    const { topic, payload, _session } = await reply;
    assert.equal(topic, 'reply');
    assert.equal(payload[8], 0x10);
    assert.deepEqual(_session, { id: 's1' });
  });

  it('says where it listens also after octets that came with a message', async () => {
    await start();
    nodeOf('node').receive({ payload: confirmed, topic: 'modem' });
    await statusLike(/^tcp 127\.0\.0\.1:\d+, 1 telegram$/);
    const { status } = nodeOf('node') as unknown as { status: { lastCall: { args: [{ text?: string }] } } };
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.match(status.lastCall.args[0].text ?? '', /^tcp 127/, 'half a second later, when a status that was held back shows');
  });

  it('tells garbage by the second output while the next meter is heard', async () => {
    await start({ timeLimit: '0.05', framing: 'hdlc' });
    const readings = nextAt('out0');
    const problem = nextAt('out1');
    const damaged = octetsOf(loadCapture('neg-kamstrup-no-fcs'));
    (await dial(port)).write(damaged);
    (await dial(port)).write(octetsOf(loadCapture('push-aidon-no-list3')));
    assert.match((await problem).payload.message, /FCS/);
    assert.ok((await readings).payload.length > 0);
  });

  it('turns away who is not on the list', async () => {
    await start({ allow: '10.0.0.0/8, 192.168.1.7' });
    const event = nextAt('out2');
    await dial(port);
    const { topic, payload } = await event;
    assert.deepEqual([topic, payload.address, payload.reason], ['refused', host, 'not-allowed']);
  });

  it('says that its port is in use, and that a setting is wrong', async () => {
    await start();
    const taken = port;
    await stopFlow();
    const blocker = createServer().listen(taken, host);
    await once(blocker, 'listening');
    await startFlow(flowWith({ type: 'dlms-push', meter: '', medium: 'tcp', port: String(taken) }, 3));
    await statusLike(/port-unavailable/);
    const caught = nextAt('caught');
    nodeOf('node').receive({ payload: '00' });
    assert.equal((await caught).error.code, 'port-unavailable');
    await new Promise((resolve) => blocker.close(resolve));
    await statusLike(/^tcp/);
    await stopFlow();
    await startFlow(flowWith({ type: 'dlms-push', meter: '', medium: 'tcp', allow: 'nonsense' }, 3));
    await statusLike(/settings-invalid/);
  });

  it('leaves no listener and no connection after a redeploy', async () => {
    await start();
    const used = port;
    const socket = await dial(used);
    socket.write(confirmed.subarray(0, 12));
    const gone = closed(socket);
    await stopFlow();
    await gone;
    for (let round = 0; round < 3; round += 1) {
      await startFlow(flowWith({ type: 'dlms-push', meter: '', medium: 'tcp', port: String(used) }, 3));
      await listening();
      await stopFlow();
    }
    const again = connect(used, host);
    const [error] = (await once(again, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
    await startFlow([]);
  });

  describe('with meters that dial in', () => {
    let meter: Simulator;
    before(async () => {
      meter = await quietMeter({ serialNumber: '77001122' });
    });
    after(() => meter.close());

    /** A modem: connects to the head-end, says its greeting, and passes octets to and from the meter. */
    const modem = async (to: number, greeting: string | Buffer): Promise<Socket> => {
      const inner = connect(meter.port as number, host);
      sockets.push(inner);
      const outer = await dial(to);
      outer.write(greeting);
      outer.pipe(inner);
      inner.pipe(outer);
      inner.on('error', () => outer.destroy());
      outer.on('close', () => inner.destroy());
      return outer;
    };

    const flow = async (connection: object = {}, meterSettings: object = {}): Promise<FlowEntry[]> => [
      {
        id: 'line',
        type: 'dlms-connection',
        settingsVersion: 2,
        name: 'Dial-in',
        medium: 'listen',
        listenHost: host,
        port: String(await freePort()),
        framing: 'wrapper',
        acceptTimeout: '0.5',
        responseTimeout: '1',
        deadline: '5',
        retries: '0',
        greeting: 'METER=(\\w+)',
        ...connection,
      } as FlowEntry,
      {
        id: 'meter',
        type: 'dlms-meter',
        ...settings,
        name: '',
        connection: 'line',
        client: '16',
        logicalDevice: '1',
        ...meterSettings,
      } as FlowEntry,
      {
        id: 'get',
        type: 'dlms-get',
        z: 'tab',
        ...settings,
        meter: 'meter',
        output: 'by-obis',
        objects: [{ obis: '0-0:1.0.0*255', classId: 8, attribute: 2 }],
        wires: [['read'], []],
      } as FlowEntry,
      { id: 'read', type: 'helper', z: 'tab' } as FlowEntry,
    ];
    const portOf = (entries: readonly FlowEntry[]): number => Number(entries.find(({ id }) => id === 'line')?.port);

    it('announces a meter and reads it at once, and receives its pushes beside', async () => {
      const entries = await flow();
      await start({ medium: 'connection', connection: 'line' }, entries);
      await statusLike(/listen/);
      const arrived = nextAt('out2');
      const pushed = nextAt('out0');
      const outer = await modem(portOf(entries), 'METER=Cellar7\r\n');
      const event = await arrived;
      assert.deepEqual([event.topic, event.payload.meter, event.dlms.caller], ['arrived', 'Cellar7', 'Cellar7']);
      const answer = nextAt('read');
      nodeOf('get').receive({ dlms: event.dlms });
      const { payload, dlms } = await answer;
      assert.equal(dlms.meter, 'Cellar7');
      assert.equal(typeof payload['0-0:1.0.0*255'], 'string');
      outer.write(confirmed);
      assert.equal((await pushed).payload[0].value, 3000);
      const left = nextAt('out2');
      outer.destroy();
      assert.equal((await left).topic, 'left');
    });

    it('gives each request the meter that it names, and says who is there when it is not', async () => {
      const entries = await flow({}, { caller: 'Attic2' });
      await start({ medium: 'connection', connection: 'line' }, entries);
      await statusLike(/listen/);
      const events = collectAt('out2');
      await modem(portOf(entries), 'METER=Cellar7\r\n');
      await until(() => events.length === 1);
      const caught = nextAt('caught');
      nodeOf('get').receive({});
      const { error } = await caught;
      assert.equal(error.code, 'connect-timeout');
      assert.match(error.message, /Attic2.*Cellar7/);
      await modem(portOf(entries), 'METER=Attic2\r\n');
      await until(() => events.length === 2);
      const answer = nextAt('read');
      nodeOf('get').receive({});
      assert.equal(typeof (await answer).payload['0-0:1.0.0*255'], 'string');
    });

    it('tests the association with the meter that the dialog names, and with no other that is there', async () => {
      const entries = await flow();
      await start({ medium: 'connection', connection: 'line' }, entries);
      await statusLike(/listen/);
      const events = collectAt('out2');
      await modem(portOf(entries), 'METER=Cellar7\r\n');
      await until(() => events.length === 1);
      const test = async (caller: string) =>
        (await helper.request().post('/dlms/test').send({ connection: 'line', security: '', client: '16', logicalDevice: '1', caller }))
          .body;
      const other = await test('Attic2');
      assert.deepEqual([other.ok, other.error.code], [false, 'connect-timeout']);
      assert.equal((await test('Cellar7')).ok, true);
    });

    it('asks a meter that says nothing for its logical device name', async () => {
      const entries = await flow({ greeting: '', askName: true });
      await start({ medium: 'connection', connection: 'line' }, entries);
      await statusLike(/listen/);
      const arrived = nextAt('out2');
      await modem(portOf(entries), '');
      const { payload, dlms } = await arrived;
      assert.match(payload.meter, /77001122/);
      const answer = nextAt('read');
      nodeOf('get').receive({ dlms });
      assert.equal(typeof (await answer).payload['0-0:1.0.0*255'], 'string');
    });

    it('knows a meter by the system title of its ciphered push, without a key', async () => {
      const entries = await flow({ greeting: '', framing: 'hdlc' });
      await start({ medium: 'connection', connection: 'line' }, entries);
      await statusLike(/listen/);
      const arrived = nextAt('out2');
      const capture = loadCapture('push-lg-ch-e570-enc');
      (await dial(portOf(entries))).write(octetsOf(capture));
      const { payload } = await arrived;
      assert.ok(payload.names.includes(messagesOf(capture)[0]?.apdu.systemTitle), payload.names.join());
    });

    it('listens as soon as the port is free, and says until then that it is not', async () => {
      const entries = await flow();
      const blocker = createServer().listen(portOf(entries), host);
      await once(blocker, 'listening');
      await startFlow([...entries, ...flowWith({ type: 'dlms-push', meter: '', medium: 'connection', connection: 'line' }, 3)], {});
      const line = nodeOf('line') as unknown as { problem: { code: string } | null };
      await until(() => line.problem?.code === 'port-unavailable');
      await new Promise((resolve) => blocker.close(resolve));
      await until(() => line.problem === null);
      const arrived = nextAt('out2');
      await modem(portOf(entries), 'METER=Cellar7\r\n');
      assert.equal((await arrived).topic, 'arrived');
    });

    it('tests a place to dial in by listening there, and one that is deployed is not told that its own port is in use', async () => {
      const entries = await flow();
      const { wires: _wires, ...fields } = entries[0] as FlowEntry;
      const test = async (more: object = {}) =>
        (
          await helper
            .request()
            .post('/dlms/test-line')
            .send({ ...fields, ...more })
        ).body;
      await start({ medium: 'connection', connection: 'line' }, entries);
      await statusLike(/listen/);
      const place = `listen ${host}:${portOf(entries)}`;
      assert.deepEqual([(await test()).ok, (await test()).peer], [true, place]);
      const other = await freePort();
      assert.deepEqual([(await test({ port: other })).peer, (await test({ id: '', port: other })).ok], [`listen ${host}:${other}`, true]);
      assert.equal((await test({ id: '' })).error.code, 'port-unavailable');
    });

    it('frees the port with the connection node', async () => {
      const entries = await flow();
      await start({ medium: 'connection', connection: 'line' }, entries);
      await statusLike(/listen/);
      const outer = await modem(portOf(entries), 'METER=Cellar7\r\n');
      const gone = closed(outer);
      await stopFlow();
      await gone;
      const again = connect(portOf(entries), host);
      const [error] = (await once(again, 'error')) as [NodeJS.ErrnoException];
      assert.equal(error.code, 'ECONNREFUSED');
      await startFlow([]);
    });
  });
});
