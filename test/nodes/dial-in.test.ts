/**
 * Meters that dial in, in a running Node-RED: known by what they say, read on arrival, and heard beside; and the port of the
 * connection on which they do.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Simulator } from '../../src/index';
import { loadCapture } from '../support/captures';
import {
  asynchronousContext,
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
import { messagesOf, octetsOf } from '../telegram/support';
import { closed, confirmed, host, PushFlow, settings } from './push-flow';

describe('dlms-push with meters that dial in', () => {
  const { dial, sockets, start, statusLike } = new PushFlow();
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

  it('tells nothing any more once it is closed, also where it was closed while it began', async () => {
    const entries = await flow();
    const push = { type: 'dlms-push', meter: '', security: '', medium: 'connection', connection: 'line', output: 'array' };
    await startFlow([...entries, ...flowWith(push, 3)], {}, [asynchronousContext(new Map(), null, 150)]);
    const events = collectAt('out2');
    await (nodeOf('node') as unknown as { close(): Promise<void> }).close();
    const outer = await modem(portOf(entries), 'METER=Cellar7\r\n');
    const answer = nextAt('read');
    nodeOf('get').receive({ dlms: { caller: 'Cellar7' } });
    await answer;
    outer.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(events, []);
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
      (await helper.request().post('/dlms/test').send({ connection: 'line', security: '', client: '16', logicalDevice: '1', caller })).body;
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
