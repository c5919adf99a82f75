import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDlmsError } from '../../src/errors';
import { allowList, createListenTransport, type Incoming, Listener } from '../../src/transport/listener';
import { createTransport } from '../../src/transport/registry';
import { socketError } from '../../src/transport/socket-errors';
import { createTcpTransport } from '../../src/transport/tcp';
import type { TransportOptions } from '../../src/transport/transport';
import { createUdpTransport } from '../../src/transport/udp';
import { memoryLine } from '../support/memory-line';
import { added, never, Recorder, rejection, resources } from './recorder';

const host = '127.0.0.1';

/** A server that hands out its sockets; closed with all of them. */
async function serve(onSocket: (socket: Socket) => void): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { port: address.port, close };
}

/** A port on which nothing listens. */
async function freePort(): Promise<number> {
  const { port, close } = await serve(() => undefined);
  await close();
  return port;
}

const tcp = (port: number, connectTimeoutMs = 5000) => createTcpTransport({ kind: 'tcp', host, port, connectTimeoutMs });

describe('transports', () => {
  let before: string[] = [];
  beforeEach(async () => {
    await sleep(0);
    before = resources();
  });
  afterEach(async () => {
    // Closing takes the event loop a few turns.
    for (let turn = 0; turn < 50 && added(before, resources()).length > 0; turn++) await sleep(1);
    assert.deepEqual(added(before, resources()), [], 'sockets, listeners or timers are left');
  });

  describe('tcp', () => {
    it('carries octets both ways, and closing comes exactly once', async () => {
      const server = await serve((socket) => socket.on('data', (chunk) => socket.write(Buffer.concat([chunk, chunk]))));
      const events = new Recorder();
      const channel = await tcp(server.port).open(events, never);
      assert.equal(channel.peer, `127.0.0.1:${server.port}`);
      assert.equal(channel.datagrams, false);
      await channel.write(Buffer.from('abc'));
      await channel.setBaudRate(9600);
      await events.until(() => events.octets.length === 6);
      assert.equal(events.octets.toString(), 'abcabc');
      channel.close();
      channel.close();
      assert.deepEqual(events.closings, [undefined]);
      await rejection(channel.write(Buffer.of(1)), 'connection-closed');
      await server.close();
    });

    it('reports the end that the other side makes', async () => {
      const server = await serve((socket) => socket.end('bye'));
      const events = new Recorder();
      await tcp(server.port).open(events, never);
      await events.untilClosed();
      assert.equal(events.octets.toString(), 'bye');
      assert.deepEqual(events.closings, [undefined]);
      await server.close();
    });

    it('reports a reset as connection-closed and never throws it', async () => {
      const server = await serve((socket) => socket.once('data', () => socket.resetAndDestroy()));
      const events = new Recorder();
      const channel = await tcp(server.port).open(events, never);
      await channel.write(Buffer.of(1));
      await events.untilClosed();
      const [error] = events.closings;
      assert.ok(isDlmsError(error));
      assert.equal(error.code, 'connection-closed');
      assert.match(error.message, /ECONNRESET/);
      await server.close();
    });

    it('explains a refused connection', async () => {
      const error = await rejection(tcp(await freePort()).open(new Recorder(), never), 'connect-failed', /refused \(ECONNREFUSED\)/);
      assert.match(error.hint, /port/);
    });

    it('explains a name that does not exist', async () => {
      const transport = createTcpTransport({ kind: 'tcp', host: 'meter.invalid', port: 4059, connectTimeoutMs: 5000 });
      await rejection(transport.open(new Recorder(), never), 'connect-failed', /host name/);
    });

    it('is stopped by the signal, before and while it connects', async () => {
      const control = new AbortController();
      const server = await serve(() => undefined);
      const opening = tcp(server.port).open(new Recorder(), control.signal);
      control.abort();
      await rejection(opening, 'aborted');
      await rejection(tcp(server.port).open(new Recorder(), control.signal), 'aborted');
      await server.close();
    });

    it('stops connecting at the time-out', async () => {
      // TEST-NET-1 (RFC 5737) answers nowhere; where the network refuses at once, that is said instead.
      const transport = createTcpTransport({ kind: 'tcp', host: '192.0.2.1', port: 4059, connectTimeoutMs: 20 });
      await assert.rejects(transport.open(new Recorder(), never), (error) => isDlmsError(error) && /^connect-/.test(error.code));
    });
  });

  describe('udp', () => {
    it('keeps datagrams apart and hears only its peer', async () => {
      const meter = createSocket('udp4');
      await new Promise<void>((resolve) => meter.bind(0, host, resolve));
      const stranger = createSocket('udp4');
      meter.on('message', (datagram, { port }) => {
        stranger.send('stranger', port, host, () => {
          meter.send(datagram, port, host);
          meter.send('second', port, host);
        });
      });
      const events = new Recorder();
      const channel = await createUdpTransport({ kind: 'udp', host, port: meter.address().port }).open(events, never);
      assert.equal(channel.datagrams, true);
      await channel.write(Buffer.from('first'));
      await events.until(() => events.chunks.length === 2);
      assert.deepEqual(events.chunks.map(String), ['first', 'second']);
      channel.close();
      channel.close();
      assert.equal(events.closings.length, 1);
      await rejection(channel.write(Buffer.of(1)), 'connection-closed');
      meter.close();
      stranger.close();
    });

    it('explains a local port that is in use', async () => {
      const other = createSocket('udp4');
      await new Promise<void>((resolve) => other.bind(0, resolve));
      const transport = createUdpTransport({ kind: 'udp', host, port: 4059, localPort: other.address().port });
      await rejection(transport.open(new Recorder(), never), 'port-unavailable', /in use/);
      other.close();
    });
  });

  describe('listen', () => {
    it('waits for a meter, stops listening when it is there, and can be opened again', async () => {
      const port = await freePort();
      const transport = createListenTransport({ kind: 'listen', host, port, acceptTimeoutMs: 5000 });
      for (let round = 0; round < 2; round++) {
        const events = new Recorder();
        const opening = transport.open(events, never);
        const meter = connect(port, host);
        meter.on('error', () => undefined);
        meter.write('hello');
        const channel = await opening;
        await events.until(() => events.octets.length === 5);
        await rejection(tcp(port).open(new Recorder(), never), 'connect-failed');
        channel.close();
        assert.equal(events.closings.length, 1);
        meter.destroy();
      }
    });

    it('gives up at the time-out and at the signal', async () => {
      const port = await freePort();
      const transport = createListenTransport({ kind: 'listen', host, port, acceptTimeoutMs: 5 });
      await rejection(transport.open(new Recorder(), never), 'connect-timeout', /no meter dialled in/);
      const control = new AbortController();
      const patient = createListenTransport({ kind: 'listen', host, port, acceptTimeoutMs: 5000 }).open(new Recorder(), control.signal);
      control.abort();
      await rejection(patient, 'aborted');
    });

    it('explains a port that is in use', async () => {
      const server = await serve(() => undefined);
      const transport = createListenTransport({ kind: 'listen', host, port: server.port, acceptTimeoutMs: 5000 });
      await rejection(transport.open(new Recorder(), never), 'port-unavailable', /EADDRINUSE/);
      await server.close();
    });
  });

  describe('Listener', () => {
    const dial = (port: number): Socket => connect(port, host).on('error', () => undefined);

    it('hands out each meter with its address, and hangs up on all of them when it closes', async () => {
      const incoming: Incoming[] = [];
      const wake = new Recorder();
      const listener = new Listener({ host, port: 0 }, { connection: (peer) => wake.data(Buffer.of(incoming.push(peer))) });
      await listener.open();
      const meters = [dial(listener.port), dial(listener.port)];
      meters[0]?.write('early');
      await wake.until(() => incoming.length === 2);
      assert.equal(listener.connections, 2);
      const first = incoming.find(({ remotePort }) => remotePort === meters[0]?.localPort) as Incoming;
      assert.equal(first.remoteAddress, host);
      const events = new Recorder();
      const channel = await first.transport.open(events, never);
      await events.until(() => events.octets.length === 5);
      await rejection(first.transport.open(new Recorder(), never), 'connection-closed');
      await channel.write(Buffer.from('answer'));
      await listener.close();
      await listener.close();
      await events.untilClosed();
      assert.equal(listener.connections, 0);
      for (const meter of meters) meter.destroy();
    });

    it('turns away who is not allowed or too many', async () => {
      const refused: string[] = [];
      const wake = new Recorder();
      const note = (_: string, reason: string): void => wake.data(Buffer.of(refused.push(reason)));
      const closed = new Listener({ host, port: 0, allow: ['10.0.0.0/8'] }, { connection: () => assert.fail('allowed'), refused: note });
      await closed.open();
      const stranger = dial(closed.port);
      await wake.until(() => refused.length === 1);
      await closed.close();
      const one = new Listener({ host, port: 0, maxConnections: 1 }, { connection: () => undefined, refused: note });
      await one.open();
      const meters = [dial(one.port), dial(one.port)];
      await wake.until(() => refused.length === 2);
      assert.deepEqual(refused, ['not-allowed', 'too-many']);
      await one.close();
      for (const meter of [stranger, ...meters]) meter.destroy();
    });

    it('explains a port that is in use', async () => {
      const server = await serve(() => undefined);
      const listener = new Listener({ host, port: server.port }, { connection: () => undefined });
      await rejection(listener.open(), 'port-unavailable', /EADDRINUSE/);
      await server.close();
    });

    it('knows addresses and ranges of both versions', () => {
      const allowed = allowList(['192.168.1.7', '10.0.0.0/8', '2001:db8::/32']);
      for (const address of ['192.168.1.7', '10.255.0.1', '2001:db8::1']) assert.equal(allowed(address), true, address);
      for (const address of ['192.168.1.8', '11.0.0.1', '2001:db9::1']) assert.equal(allowed(address), false, address);
      assert.equal(allowList([])('1.2.3.4'), true);
      for (const entry of ['meter', '10.0.0.0/33', '10.0.0.0/x', '']) {
        assert.throws(
          () => allowList([entry]),
          (error) => isDlmsError(error) && error.code === 'settings-invalid',
        );
      }
    });
  });

  describe('memory', () => {
    it('carries octets both ways, keeps what came early, and closes both ends', async () => {
      const [a, b] = memoryLine();
      const [left, right] = [new Recorder(), new Recorder()];
      const one = await a.open(left, never);
      await one.write(Buffer.from('early'));
      await sleep(1);
      const two = await b.open(right, never);
      await right.until(() => right.octets.length === 5);
      await two.write(Buffer.from('back'));
      await left.until(() => left.octets.length === 4);
      two.close();
      assert.equal(left.closings.length, 1);
      assert.equal(right.closings.length, 1);
      await rejection(one.write(Buffer.of(1)), 'connection-closed');
      const again = await a.open(left, never);
      again.close();
    });

    it('loses and changes what it is told to', async () => {
      const rates: number[] = [];
      const [a, b] = memoryLine({
        alter: (octets, from) => (from === 0 ? [octets, octets] : []),
        onBaudRate: (rate) => rates.push(rate),
      });
      const [left, right] = [new Recorder(), new Recorder()];
      const one = await a.open(left, never);
      const two = await b.open(right, never);
      await two.write(Buffer.from('lost'));
      await one.write(Buffer.from('x'));
      await one.setBaudRate(9600);
      await right.until(() => right.octets.length === 2);
      assert.equal(right.octets.toString(), 'xx');
      assert.equal(left.octets.length, 0);
      assert.deepEqual(rates, [9600]);
      one.close();
    });
  });

  describe('registry', () => {
    it('names what is missing or wrong', () => {
      const wrong: readonly (readonly [object, RegExp])[] = [
        [{ kind: 'tcp', host: '', port: 1, connectTimeoutMs: 1 }, /host is missing/],
        [{ kind: 'tcp', host: 'x', connectTimeoutMs: 1 }, /port is missing/],
        [{ kind: 'udp', host: 'x', port: 70_000 }, /70000/],
        [{ kind: 'listen', host: 'x', port: 0, acceptTimeoutMs: 1 }, /port 0/],
        [{ kind: 'serial', path: '', baudRate: 9600 }, /name of the port is missing/],
        [{ kind: 'serial', path: 'x', baudRate: 0 }, /0 is no baud rate/],
        [{ kind: 'carrier pigeon' }, /carrier pigeon/],
      ];
      for (const [options, pattern] of wrong) {
        assert.throws(
          () => createTransport(options as TransportOptions),
          (error) => isDlmsError(error) && pattern.test(error.message),
        );
      }
    });
  });

  it('serial: explains a port that does not exist', async () => {
    const transport = createTransport({
      kind: 'serial',
      path: '/dev/no-such-port',
      baudRate: 9600,
      dataBits: 8,
      parity: 'none',
      stopBits: 1,
    });
    const error = await rejection(transport.open(new Recorder(), never), 'port-unavailable', /no such port/);
    assert.match(error.hint, /plugged in/);
  });

  it('has a word for every cause', () => {
    const causes: Readonly<Record<string, string>> = {
      ECONNREFUSED: 'connect-failed',
      ENOTFOUND: 'connect-failed',
      EHOSTUNREACH: 'connect-failed',
      ENETUNREACH: 'connect-failed',
      ETIMEDOUT: 'connect-timeout',
      EADDRINUSE: 'port-unavailable',
      EACCES: 'port-unavailable',
      ECONNRESET: 'connection-closed',
      EPIPE: 'connection-closed',
    };
    for (const [system, code] of Object.entries(causes)) {
      const error = socketError('tcp x:1', Object.assign(new Error('system'), { code: system }), 'connect-failed');
      assert.equal(error.code, code);
      assert.ok(error.message.startsWith('tcp x:1: ') && error.message.includes(system));
    }
    const several = new AggregateError([Object.assign(new Error('one'), { code: 'ECONNREFUSED' })]);
    assert.match(socketError('tcp x:1', several, 'connect-failed').message, /refused/);
    assert.equal(socketError('tcp x:1', 'text', 'connect-failed').message, 'tcp x:1: text');
  });
});
