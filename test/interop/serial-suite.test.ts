/**
 * The client against the simulated meter over a serial line (a pty pair of socat): the suite that TCP runs too, with mode E,
 * and what only a line that can be pulled out can show.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator } from '../../src/simulator/simulator';
import { energy, type Medium, MeterBench, meterSuite, modeEOptions, rejection } from '../support/meter-suite';
import { needSocat, PtyPair } from '../support/pty-pair';

const serial = { kind: 'serial', baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;

let pair: PtyPair;
const line: Medium = {
  name: 'serial line',
  framings: ['hdlc', 'wrapper', 'hdlc-mode-e'],
  place: async () => {
    pair = await PtyPair.open();
    return {
      listen: { kind: 'serial', path: pair.b, baudRate: 9600 },
      transport: () => ({ ...serial, path: pair.a }),
      end: () => pair.end(),
    };
  },
};

describe('serial', () => {
  before(needSocat);
  meterSuite(line);

  describe('mode E', () => {
    const bench = new MeterBench(line);
    afterEach(() => bench.end());

    it('signs on again after a release', async () => {
      const { meter } = await bench.start({ simulator: { framing: 'hdlc-mode-e' } });
      await meter.get([energy]);
      await meter.release();
      const { items } = await meter.get([energy]);
      assert.equal(items[0]?.error, null);
    });

    it('starts at the fixed rate, without a sign-on, where it is told to', async () => {
      const { meter } = await bench.start({ simulator: { framing: 'hdlc' } });
      const fixed = bench.openLine({ modeE: { ...modeEOptions, start: 'fixed' } });
      assert.equal((await fixed.meter(meter.options).get([energy])).items[0]?.error, null);
    });

    it('says that nobody signed on', async () => {
      const { simulator, meter } = await bench.start({
        simulator: { framing: 'hdlc-mode-e' },
        line: { responseTimeoutMs: 60, retries: 0 },
      });
      await simulator.close();
      const error = await rejection(meter.associate());
      assert.equal(error.code, 'sign-on-failed');
      assert.match(error.hint, /300/);
    });
  });

  describe('a cable', () => {
    const bench = new MeterBench(line);
    afterEach(() => bench.end());

    it('that is pulled out gives one clear error; plugged in again, reading goes on by itself', async () => {
      const {
        simulator,
        meter,
        line: client,
      } = await bench.start({
        simulator: { framing: 'hdlc' },
        line: { responseTimeoutMs: 2000, retries: 0, backoffMs: [5, 20] },
      });
      await meter.get([energy]);
      simulator.faults = { silent: true };
      const working = rejection(meter.get([energy]));
      await sleep(30);
      await pair.unplug();
      const error = await working;
      assert.equal(error.code, 'connection-closed');
      assert.match(error.message, /went away/);
      assert.match(error.hint, /pulled out/);
      assert.equal(client.state, 'closed');
      const missing = await rejection(meter.get([energy]));
      assert.equal(missing.code, 'port-unavailable');
      assert.match(missing.message, /there is no such port/);
      await simulator.close();
      await pair.plug();
      const again = await startSimulator({ listen: { kind: 'serial', path: pair.b }, tickMs: 0, seed: 1 });
      try {
        assert.equal((await meter.get([energy])).items[0]?.error, null);
      } finally {
        await again.close();
      }
    });
  });
});
