/**
 * Serial ports against a pty pair of socat: octets both ways, speed, unplugging, and mode E with HDLC over it. A pty
 * ignores parity and speed, so what is looked at is the order of things, not the line.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDlmsError } from '../../src/errors';
import { createModeEServer, encodeAscii } from '../../src/framing/mode-e';
import { createSerialTransport, listSerialPorts } from '../../src/transport/serial';
import type { SerialOptions } from '../../src/transport/transport';
import { needSocat, PtyPair } from '../support/pty-pair';
import { never, Recorder, rejection } from '../transport/recorder';

const settings = (path: string): SerialOptions => ({ kind: 'serial', path, baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 });

describe('serial port (pty pair)', () => {
  let line: PtyPair;

  before(needSocat);
  beforeEach(async () => {
    line = await PtyPair.open();
  });
  afterEach(() => line.end());

  it('carries octets both ways, all values, and closes once', async () => {
    const [left, right] = [new Recorder(), new Recorder()];
    const a = await createSerialTransport(settings(line.a)).open(left, never);
    const b = await createSerialTransport(settings(line.b)).open(right, never);
    const all = Buffer.from(Array.from({ length: 256 }, (_, octet) => octet));
    await a.write(all);
    await right.until(() => right.octets.length === 256);
    assert.deepEqual(right.octets, all);
    await b.write(all);
    await left.until(() => left.octets.length === 256);
    assert.deepEqual(left.octets, all);
    assert.equal(a.peer, line.a);
    assert.equal(a.datagrams, false);
    for (const channel of [a, b]) {
      channel.close();
      channel.close();
    }
    assert.deepEqual([left.closings, right.closings], [[undefined], [undefined]]);
    await rejection(a.write(all), 'connection-closed');
    await rejection(a.setBaudRate(300), 'connection-closed');
  });

  it('can be opened again after it was closed', async () => {
    const transport = createSerialTransport(settings(line.a));
    for (let round = 0; round < 3; round++) {
      const events = new Recorder();
      const channel = await transport.open(events, never);
      await channel.write(Buffer.from('x'));
      channel.close();
      await sleep(20);
    }
  });

  it('changes the speed only after everything has left', async () => {
    const [left, right] = [new Recorder(), new Recorder()];
    const a = await createSerialTransport({ ...settings(line.a), baudRate: 300 }).open(left, never);
    const b = await createSerialTransport(settings(line.b)).open(right, never);
    await a.write(Buffer.from('before'));
    await a.setBaudRate(9600);
    await a.write(Buffer.from('after'));
    await right.until(() => right.octets.length === 11);
    assert.equal(right.octets.toString(), 'beforeafter');
    a.close();
    b.close();
  });

  it('signs on by mode E and hands over to HDLC', async () => {
    const [left, right] = [new Recorder(), new Recorder()];
    const a = await createSerialTransport({ ...settings(line.a), baudRate: 300 }).open(left, never);
    const b = await createSerialTransport({ ...settings(line.b), baudRate: 300 }).open(right, never);
    const meter = createModeEServer({ identification: 'SIM', manufacturer: 'MFL', baudRate: 9600, parity: 'software-even' });
    const serve = async (count: number): Promise<Buffer> => {
      await right.until(() => right.octets.length >= count);
      const { outputs, rest } = meter.input(right.octets.subarray(count - (count === 5 ? 5 : 6), right.octets.length));
      for (const { send, baudRate } of outputs) {
        if (baudRate !== undefined) await b.setBaudRate(baudRate);
        if (send !== null) await b.write(send);
      }
      return rest;
    };
    await a.write(encodeAscii('/?!\r\n', 'software-even'));
    await serve(5);
    await left.until(() => left.octets.length === 12);
    assert.deepEqual(left.octets, encodeAscii('/MFL5\\2SIM\r\n', 'software-even'));
    await a.write(encodeAscii('\x06252\r\n', 'software-even'));
    await a.setBaudRate(9600);
    await serve(11);
    await left.until(() => left.octets.length === 18);
    assert.equal(meter.done, true);
    a.close();
    b.close();
  });

  it('says that the port went away', async () => {
    const events = new Recorder();
    const channel = await createSerialTransport(settings(line.a)).open(events, never);
    await line.unplug();
    await events.untilClosed();
    const [error] = events.closings;
    assert.ok(isDlmsError(error) && error.code === 'connection-closed' && /went away/.test(error.message), `${error}`);
    await rejection(channel.write(Buffer.of(1)), 'connection-closed');
  });

  it('is opened by one program at a time, and says so', async () => {
    const channel = await createSerialTransport(settings(line.a)).open(new Recorder(), never);
    await rejection(createSerialTransport(settings(line.a)).open(new Recorder(), never), 'port-unavailable', /another program/);
    channel.close();
  });

  it('lists ports or nothing, and never throws', async () => {
    assert.ok(Array.isArray(await listSerialPorts()));
  });
});
