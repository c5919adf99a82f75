/**
 * The receiver over real sockets: pushes by TCP and UDP, confirmations, and peers that must not get through.
 */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { openPushReceiver, type PushReceiver } from '../../../src/client/push/receiver';
import type { PushListen, PushOptions } from '../../../src/client/push/types';
import { encodeWrapper } from '../../../src/framing/wrapper';
import type { Telegram, TelegramFailure } from '../../../src/telegram';
import { loadCapture } from '../../support/captures';
import { eventsOf, octetsOf, ringOf, telegramsOf } from '../../telegram/support';

const until = async (ready: () => boolean): Promise<void> => {
  while (!ready()) await new Promise((resolve) => setTimeout(resolve, 5));
};

const host = '127.0.0.1';
const capture = loadCapture('push-lg-ch-e450');
const expected = telegramsOf(eventsOf(capture, [octetsOf(capture)])).length;

/** DataNotification that asks for a confirmation: one register as (code, value). */
const confirmed = Buffer.from('0F40000007000202090601000108 00FF0600000BB8'.replace(/ /g, ''), 'hex');

describe('push receiver', () => {
  const telegrams: Telegram[] = [];
  const failures: TelegramFailure[] = [];
  const refused: string[] = [];
  const left: string[] = [];
  let receiver: PushReceiver;
  const sockets: Socket[] = [];

  const open = async (listen: Partial<PushListen> = {}, options: Partial<PushOptions> = {}): Promise<number> => {
    for (const list of [telegrams, failures, refused, left]) list.length = 0;
    receiver = await openPushReceiver(
      { listen: { kind: 'tcp', host, port: 0, ...listen } as PushListen, keys: ringOf(capture), ...options },
      {
        telegram: (telegram) => telegrams.push(telegram),
        failure: (failure) => failures.push(failure),
        refused: (_address, reason) => refused.push(reason),
        disconnected: ({ key }) => left.push(key),
      },
    );
    return receiver.port as number;
  };
  const dial = async (port: number): Promise<Socket> => {
    const socket = connect(port, host);
    socket.on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await receiver.close();
  });

  it('gives the telegrams of a TCP peer, in any pieces', async () => {
    const socket = await dial(await open());
    for (const frame of capture.frames) {
      const octets = Buffer.from(frame.hex, 'hex');
      socket.write(octets.subarray(0, 7));
      socket.write(octets.subarray(7));
    }
    await until(() => telegrams.length === expected);
    assert.deepEqual(failures, []);
    assert.equal(receiver.counts.connections, 1);
    assert.equal(receiver.counts.telegrams, expected);
  });

  it('confirms where it is asked, and only then', async () => {
    const socket = await dial(await open({}, { confirm: 'asked' }));
    socket.write(encodeWrapper(1, 103, confirmed));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.deepEqual([answer.readUInt16BE(2), answer.readUInt16BE(4)], [103, 1]);
    assert.equal(answer[8], 0x10);
    assert.equal(answer.readUInt32BE(9), 0x40000007);
    assert.equal(telegrams[0]?.readings[0]?.value, 3000);
  });

  it('takes datagrams of several senders', async () => {
    const port = await open({ kind: 'udp' });
    const senders = [createSocket('udp4'), createSocket('udp4')];
    for (const sender of senders) sender.send(encodeWrapper(1, 103, confirmed), port, host);
    await until(() => telegrams.length === 2);
    assert.equal(receiver.counts.sources, 2);
    for (const sender of senders) await new Promise<void>((resolve) => sender.close(() => resolve()));
  });

  it('hangs up on who is not allowed, on one too many, and on who shows no frame', async () => {
    await dial(await open({ allow: ['10.9.8.0/24'] }));
    await until(() => refused.length === 1);
    await receiver.close();
    const port = await open({ maxConnections: 1 });
    const kept = await dial(port);
    await until(() => receiver.counts.connections === 1);
    const extra = await dial(port);
    await once(extra, 'close');
    assert.deepEqual(refused, ['too-many']);
    kept.destroy();
    await receiver.close();
    const silent = await dial(await open({ firstFrameMs: 20 }));
    silent.write('GET / HTTP/1.1\r\n\r\n');
    await once(silent, 'close');
    assert.deepEqual(refused, ['no-frame']);
  });

  it('keeps a meter that has shown a frame', async () => {
    const socket = await dial(await open({ firstFrameMs: 50 }));
    socket.write(encodeWrapper(1, 103, confirmed));
    await until(() => telegrams.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 80));
    socket.write(encodeWrapper(1, 103, confirmed));
    await until(() => telegrams.length === 2);
    assert.deepEqual(refused, []);
  });

  it('slows a flood of garbage down while another meter is served, with bounded memory', async () => {
    const port = await open({}, { limits: { octetsPerSecond: 5000, maxBuffered: 200_000 } });
    const flood = await dial(port);
    const garbage = Buffer.alloc(65_536, 0x55);
    let flooding = true;
    const pour = (): void => {
      if (flooding) flood.write(garbage, () => setImmediate(pour));
    };
    pour();
    const meter = await dial(port);
    meter.write(encodeWrapper(1, 103, confirmed));
    await until(() => telegrams.length === 1);
    flooding = false;
    assert.ok(receiver.counts.octets < 2_000_000, String(receiver.counts.octets));
  });

  it('leaves nothing when it is closed', async () => {
    const port = await open();
    const socket = await dial(port);
    await until(() => receiver.counts.connections === 1);
    const gone = once(socket, 'close');
    await receiver.close();
    await gone;
    const again = connect(port, host);
    const [error] = (await once(again, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
  });

  it('says that a port is in use', async () => {
    const port = await open();
    await assert.rejects(
      openPushReceiver({ listen: { kind: 'tcp', host, port } }, { telegram: () => undefined, failure: () => undefined }),
      {
        code: 'port-unavailable',
      },
    );
  });

  it('tries a serial port that is not there again, and ends', async () => {
    const states: boolean[] = [];
    receiver = await openPushReceiver(
      { listen: { kind: 'serial', path: '/dev/no-such-port', baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } },
      { telegram: () => undefined, failure: () => undefined, state: (isOpen) => states.push(isOpen) },
    );
    await until(() => states.length === 1);
    assert.deepEqual(states, [false]);
  });
});
