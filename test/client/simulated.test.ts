/**
 * The client against the simulated meter over TCP and UDP on loopback: the suite that the serial line runs too, and what only
 * datagrams can show.
 */
import assert from 'node:assert/strict';
import { conformanceFrom } from '../../src/apdu/initiate';
import type { Medium } from '../support/meter-suite';
import { energy, loadProfile, MeterBench, meterSuite } from '../support/meter-suite';

const loopback = '127.0.0.1';

const tcp: Medium = {
  name: 'TCP',
  framings: ['hdlc', 'wrapper'],
  place: async () => ({
    listen: { kind: 'tcp', host: loopback, port: 0 },
    transport: (port) => ({ kind: 'tcp', host: loopback, port: port ?? 0, connectTimeoutMs: 2000 }),
    end: async () => undefined,
  }),
};

const udp: Medium = {
  name: 'UDP',
  framings: ['wrapper'],
  place: async () => ({
    listen: { kind: 'udp', host: loopback, port: 0 },
    transport: (port) => ({ kind: 'udp', host: loopback, port: port ?? 0 }),
    end: async () => undefined,
  }),
};

meterSuite(tcp);
meterSuite(udp);

describe('a meter with ACCESS and without lists', () => {
  const bench = new MeterBench(tcp);
  afterEach(() => bench.end());

  it('is polled in one request', async () => {
    const { meter } = await bench.start({ simulator: { conformance: conformanceFrom(['get', 'access', 'general-block-transfer']) } });
    const objects = [energy, { classId: 3, obis: '1-0:32.7.0*255', attribute: 2 }, { classId: 8, obis: '0-0:1.0.0*255', attribute: 2 }];
    await meter.read(objects);
    const { readings, info } = await meter.read(objects);
    assert.equal(info.roundTrips, 1);
    assert.deepEqual(
      readings.map(({ unit, error }) => [unit, error]),
      [
        ['Wh', null],
        ['V', null],
        [null, null],
      ],
    );
  });
});

describe('datagrams', () => {
  const bench = new MeterBench(udp);
  afterEach(() => bench.end());

  it('carry an answer of many blocks, each as large as a datagram can be', async () => {
    const { meter } = await bench.start({ simulator: { profile: { rows: 6000 } } });
    const { readings, info } = await meter.read([loadProfile]);
    assert.equal(readings[0]?.error, null);
    assert.equal((readings[0]?.value as unknown[] | undefined)?.length, 6000);
    // 65,535 less the headers of IP and UDP (RFC 768, RFC 791) and of the wrapper (IEC 62056-47)
    assert.ok(info.octetsReceived > 65_499, String(info.octetsReceived));
  });

  it('keep nothing of a torn answer for the next one', async () => {
    const { simulator, meter } = await bench.start({ line: { responseTimeoutMs: 25, retries: 60 } });
    await meter.associate();
    simulator.faults = { cut: 0.5 };
    for (let i = 0; i < 6; i++) {
      const { items } = await meter.get([{ classId: 3, obis: '1-0:1.8.0*255', attribute: 2 }]);
      assert.equal(items[0]?.error, null);
    }
  });
});
