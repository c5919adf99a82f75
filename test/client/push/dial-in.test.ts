/**
 * The place where meters dial in: who is who, who gets which connection, and what is left when it closes.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { CallerNames, greetingName } from '../../../src/client/push/caller';
import { type Call, createDialIn, type DialIn, type DialInOptions } from '../../../src/client/push/dial-in';
import type { Channel } from '../../../src/transport/transport';
import { loadCapture } from '../../support/captures';
import { messagesOf, octetsOf } from '../../telegram/support';

const host = '127.0.0.1';
const until = async (ready: () => boolean): Promise<void> => {
  while (!ready()) await new Promise((resolve) => setTimeout(resolve, 5));
};
const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.on('close', () => resolve()));

describe('dial-in', () => {
  let desk: DialIn;
  const sockets: Socket[] = [];
  const arrived: Call[] = [];
  const left: Call[] = [];
  const open = async (options: Partial<DialInOptions> = {}): Promise<void> => {
    arrived.length = 0;
    left.length = 0;
    desk = createDialIn({ host, port: 0, framing: 'wrapper', greeting: 'METER=(\\w+)', identifyMs: 20, ...options });
    desk.on({ arrived: (call) => arrived.push(call), left: (call) => left.push(call) });
    await desk.open();
  };
  const dial = async (greeting = ''): Promise<Socket> => {
    const socket = connect(desk.port, host);
    socket.on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    if (greeting !== '') socket.write(greeting);
    return socket;
  };
  const claim = async (caller: string, chunks: string[] = [], timeoutMs = 1000): Promise<Channel> =>
    desk
      .transport(caller, timeoutMs)
      .open({ data: (chunk) => chunks.push(chunk.toString('latin1')), closed: () => chunks.push('closed') }, new AbortController().signal);

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await desk.close();
  });

  it('lends the connection of the caller that is wanted and takes it back', async () => {
    await open();
    const one = await dial('METER=One\r\n');
    const two = await dial('METER=Two\r\n');
    await until(() => arrived.length === 2);
    const heard: string[] = [];
    const channel = await claim('two', heard);
    two.write('answer');
    one.write('other');
    await until(() => heard.length === 1);
    assert.deepEqual(heard, ['answer']);
    const sent = once(two, 'data');
    await channel.write(Buffer.from('request'));
    assert.equal(String((await sent)[0]), 'request');
    channel.close();
    assert.equal(heard.at(-1), 'closed');
    assert.equal(desk.calls.length, 2);
    (await claim('Two')).close();
  });

  it('lets a second one wait until the first gives the connection back', async () => {
    await open();
    await dial('METER=One\r\n');
    const first = await claim('One');
    let got = false;
    const second = claim('One').then((channel) => {
      got = true;
      return channel;
    });
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(!got);
    first.close();
    (await second).close();
  });

  it('waits for a caller who is not there yet, and says who is when time is over', async () => {
    await open();
    const early = claim('Late');
    await dial('METER=Late\r\n');
    (await early).close();
    await assert.rejects(claim('Never', [], 30), { code: 'connect-timeout', message: /Never.*connected now: Late/ });
  });

  it('lets hundreds wait for meters, at a cost that is theirs and without a warning of Node', async () => {
    await open({ identifyMs: 10_000 });
    const warnings: Error[] = [];
    const warned = (warning: Error): void => void warnings.push(warning);
    process.on('warning', warned);
    try {
      const count = 200;
      const missing = Array.from({ length: count }, (_, i) => claim(`Missing${i}`, [], 60_000));
      const refused = Promise.allSettled(missing);
      const began = process.cpuUsage();
      for (let i = 0; i < count; i++) await dial(`METER=Meter${i}\r\n`);
      await until(() => arrived.length === count);
      // Each call is compared with each who waits, once: 0.1 s here, and 3.9 s when all were compared with all at each step.
      assert.ok(process.cpuUsage(began).user < 2_000_000);
      await desk.close();
      assert.ok((await refused).every(({ status }) => status === 'rejected'));
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(warnings, []);
    } finally {
      process.off('warning', warned);
    }
  });

  it('gives anyone to who asks for no name, once it has arrived', async () => {
    await open();
    await dial();
    const channel = await claim('');
    assert.equal(arrived[0]?.name, host);
    channel.close();
  });

  it('puts a meter that dials in anew in the place of its dead connection', async () => {
    await open();
    const old = await dial('METER=One\r\n');
    await until(() => arrived.length === 1);
    const gone = closed(old);
    await dial('METER=One\r\n');
    await gone;
    await until(() => left.length === 1);
    assert.equal(desk.calls.length, 1);
  });

  it('tells the line that a lent connection was lost', async () => {
    await open();
    const socket = await dial('METER=One\r\n');
    const heard: string[] = [];
    await claim('One', heard);
    socket.destroy();
    await until(() => heard.includes('closed'));
    assert.equal(desk.calls.length, 0);
  });

  it('knows a meter by the title of a ciphered push without any key', async () => {
    await open({ framing: 'hdlc' });
    const capture = loadCapture('push-lg-ch-e570-enc');
    (await dial()).write(octetsOf(capture));
    await until(() => arrived.some(({ names }) => names.length > 1) || desk.calls.some(({ names }) => names.length > 1));
    const title = messagesOf(capture)[0]?.apdu.systemTitle as string;
    (await claim(title.toLowerCase())).close();
  });

  it('hangs up by name, after use where it is set, and altogether', async () => {
    await open({ hangUpAfterUse: true });
    const one = await dial('METER=One\r\n');
    const two = await dial('METER=Two\r\n');
    const three = await dial('METER=Three\r\n');
    await until(() => arrived.length === 3);
    const ends = [closed(one), closed(two), closed(three)];
    assert.equal(desk.hangUp('One'), 1);
    await ends[0];
    (await claim('Two')).close();
    await ends[1];
    await desk.close();
    await ends[2];
    await assert.rejects(claim('Three'), { code: 'aborted' });
  });

  it('refuses a greeting that is no expression, and addresses that are not allowed', async () => {
    assert.throws(() => createDialIn({ host, port: 0, framing: 'hdlc', greeting: '(' }), { code: 'settings-invalid' });
    await open({ allow: ['10.0.0.0/8'] });
    await closed(await dial());
    assert.equal(desk.calls.length, 0);
  });
});

describe('names of callers', () => {
  it('are compared without case and separators, the best first', () => {
    const names = new CallerNames('10.0.0.1');
    assert.equal(names.identified, false);
    names.addIdentity({
      id: 'x',
      systemTitle: '4B464D0000000001',
      titleText: 'KFM-1',
      logicalDeviceName: null,
      serialNumber: '12 34',
      address: null,
    });
    assert.equal(names.best, '12 34');
    assert.ok(names.is('4b 46 4d 00 00 00 00 01') && names.is('1234') && names.is('10.0.0.1') && !names.is('5'));
  });

  it('are found in greetings as text and as hex', () => {
    assert.equal(greetingName(/IMEI=(\d+)/, Buffer.from('IMEI=3512\r\n')), '3512');
    assert.equal(greetingName(/^AA55([0-9A-F]{8})/, Buffer.from('AA5501020304', 'hex')), '01020304');
    assert.equal(greetingName(/HELLO/, Buffer.from('something else')), null);
  });
});
