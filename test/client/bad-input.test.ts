/**
 * What users and lines do wrong: each gives exactly one clear error, in time, and leaves nothing behind; other meters of the
 * line do not notice. One row per mistake: how it is made, and the code and the words that must come.
 */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { conformanceFor, lineDefaults, meterDefaults } from '../../src/client/defaults';
import { openLine } from '../../src/client/line';
import type { AttributeReference, Line, LineOptions, Meter, MeterOptions } from '../../src/client/types';
import type { DlmsError } from '../../src/errors';
import { startSimulatedLine, startSimulator } from '../../src/simulator/simulator';
import type { Simulator, SimulatorOptions } from '../../src/simulator/types';
import { energy, lowSecurity, rejection } from '../support/meter-suite';

const loopback = '127.0.0.1';
const clock: AttributeReference = { classId: 8, obis: '0-0:1.0.0*255', attribute: 2 };

/** Sockets, timers and alike that are alive now. */
const resources = (): string[] =>
  process
    .getActiveResourcesInfo()
    .filter((kind) => !['Immediate', 'TTYWrap', 'PipeWrap', 'CloseReq', 'FSReqCallback', 'FSReqPromise'].includes(kind))
    .sort();

/** A port of this computer where nobody listens. */
async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, loopback, resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

interface Mistake {
  readonly what: string;
  readonly simulator?: Partial<SimulatorOptions>;
  readonly line?: Partial<LineOptions>;
  readonly meter?: Partial<MeterOptions>;
  /** Port to call instead of the simulator's. */
  readonly port?: () => Promise<number>;
  readonly host?: string;
  readonly doing?: (meter: Meter, simulator: Simulator) => Promise<unknown>;
  readonly code: DlmsError['code'];
  /** In the message or the hint. */
  readonly words: RegExp;
}

const hdlc = { framing: 'hdlc' } as const;
const unreachable = { physical: 99, client: 1, logicalDevice: 1 };

const mistakes: readonly Mistake[] = [
  { what: 'a host that has no address', host: 'no-such-host.invalid', code: 'connect-failed', words: /no-such-host\.invalid/ },
  { what: 'a port where nobody listens', port: deadPort, code: 'connect-failed', words: /127\.0\.0\.1:\d+.*refuse/i },
  { what: 'a wrong password', meter: { security: lowSecurity('wrong') }, code: 'authentication-failed', words: /password/ },
  {
    what: 'no password where the meter wants one',
    meter: { security: meterDefaults.security },
    code: 'association-rejected',
    words: /authentication/,
  },
  {
    what: 'a client SAP that the meter does not know (wrapper)',
    meter: { addresses: { client: 77, logicalDevice: 1 } },
    code: 'response-timeout',
    words: /Check addresses, client/,
  },
  {
    what: 'a client SAP that the meter does not know (HDLC)',
    simulator: hdlc,
    meter: { addresses: { client: 77, logicalDevice: 1, physical: 17 } },
    code: 'response-timeout',
    words: /Check addresses, client/,
  },
  {
    what: 'a physical address of no meter',
    simulator: hdlc,
    meter: { addresses: unreachable },
    code: 'response-timeout',
    words: /addresses/,
  },
  {
    what: 'a logical device that is not there',
    meter: { addresses: { client: 1, logicalDevice: 9 } },
    code: 'response-timeout',
    words: /addresses/,
  },
  {
    what: 'an address that the framing cannot carry',
    simulator: hdlc,
    meter: { addresses: { client: 1, logicalDevice: 1, physical: 99_999 } },
    code: 'settings-invalid',
    words: /99999/,
  },
  { what: 'HDLC where the meter speaks the wrapper', line: hdlc, code: 'response-timeout', words: /framing/ },
  {
    what: 'the wrapper where the meter speaks HDLC',
    simulator: hdlc,
    line: { framing: 'wrapper' },
    code: 'response-timeout',
    words: /framing/,
  },
  {
    what: 'an OBIS code that is none',
    doing: (meter) => meter.get([{ ...energy, obis: '1-0:1.8.0.0.0.0' }]),
    code: 'obis-invalid',
    words: /1-0:1\.8\.0\*255/,
  },
  {
    what: 'an attribute number that cannot be',
    doing: (meter) => meter.get([{ ...energy, attribute: 2.5 }]),
    code: 'settings-invalid',
    words: /2\.5/,
  },
  {
    what: 'all attributes at once with short names, which have no name for that',
    simulator: { referencing: 'sn' },
    meter: { associate: { ...meterDefaults.associate, referencing: 'sn', proposedConformance: conformanceFor('sn') } },
    doing: async (meter) => {
      const { items } = await meter.get([{ ...energy, attribute: 0 }]);
      throw items[0]?.error;
    },
    code: 'object-unknown',
    words: /no short name/,
  },
  {
    what: 'an attribute that no octet can carry',
    doing: (meter) => meter.get([{ ...energy, attribute: 128 }]),
    code: 'settings-invalid',
    words: /128/,
  },
  { what: 'an empty list', doing: (meter) => meter.get([]), code: 'settings-invalid', words: /empty/ },
  {
    what: 'a type that cannot carry the value',
    doing: (meter) => meter.set([{ ...clock, attribute: 3, value: { type: 'long', value: 70_000 } }]),
    code: 'value-invalid',
    words: /70000/,
  },
  {
    what: 'a value larger than the PDU, where no blocks were agreed',
    simulator: { maxPduSize: 64 },
    meter: { associate: { ...meterDefaults.associate, proposedConformance: 0x00_00_18 } },
    doing: (meter) => meter.set([{ ...clock, value: { type: 'octet-string', value: Buffer.alloc(100) } }]),
    code: 'pdu-too-small',
    words: /block-transfer-with-set-or-write/,
  },
  {
    what: 'a meter that vanishes in the middle',
    line: { responseTimeoutMs: 60 },
    doing: async (meter, simulator) => {
      await meter.get([clock]);
      simulator.faults = { silent: true };
      return meter.get([energy]);
    },
    code: 'response-timeout',
    words: /no answer within 60 ms/,
  },
  {
    what: 'a meter that hangs up in the middle and takes no call any more',
    doing: async (meter, simulator) => {
      await meter.get([clock]);
      simulator.faults = { delayMs: 1000 };
      const reading = meter.get([energy]);
      await sleep(20);
      await simulator.close();
      return reading;
    },
    code: 'connect-failed',
    words: /refuse/i,
  },
  {
    what: 'a deadline that ends in the middle',
    simulator: { faults: { delayMs: 5000 } },
    doing: (meter) => meter.get([energy], { deadlineMs: 60 }),
    code: 'deadline-exceeded',
    words: /60 ms/,
  },
];

/** Words of the standard for single items: the request succeeds, the item does not. */
const refusals: readonly { readonly what: string; readonly of: AttributeReference; readonly name: string; readonly words: RegExp }[] = [
  { what: 'an object that is not there', of: { ...energy, obis: '1-0:99.8.0*255' }, name: 'object-undefined', words: /1-0:99\.8\.0\*255/ },
  { what: 'an attribute that is not there', of: { ...energy, attribute: 9 }, name: 'object-undefined', words: /attribute 9/ },
  { what: 'a wrong class', of: { ...energy, classId: 4 }, name: 'object-class-inconsistent', words: /class 4/ },
];

describe('mistakes', () => {
  let line: Line | null = null;
  let simulator: Simulator | null = null;
  let base: string[] = [];

  beforeEach(async () => {
    await sleep(1);
    base = resources();
  });

  const start = async ({ simulator: served, line: lineOptions, meter, port, host = loopback }: Partial<Mistake>): Promise<Meter> => {
    simulator = await startSimulator({
      listen: { kind: 'tcp', host: loopback, port: 0 },
      tickMs: 0,
      seed: 1,
      framing: 'wrapper',
      ...served,
    });
    const to = (await port?.()) ?? (simulator.port as number);
    const transport = { kind: 'tcp', host, port: to, connectTimeoutMs: 2000 } as const;
    const framing = served?.framing ?? 'wrapper';
    line = openLine({ ...lineDefaults, responseTimeoutMs: 100, retries: 1, backoffMs: [5, 20], framing, ...lineOptions, transport });
    const addresses = { client: 1, logicalDevice: 1, physical: 17 };
    return line.meter({ ...meterDefaults, name: 'hall', addresses, security: lowSecurity('12345678'), ...meter });
  };

  /** Nothing is left of it. */
  const settle = async (): Promise<void> => {
    await line?.close(200);
    await simulator?.close();
    line = null;
    simulator = null;
    for (let i = 0; i < 50 && resources().join() !== base.join(); i++) await sleep(10);
    assert.deepEqual(resources(), base);
  };
  afterEach(async () => {
    await line?.close(0);
    await simulator?.close();
  });

  for (const mistake of mistakes) {
    it(mistake.what, async () => {
      const startedAt = performance.now();
      const controller = new AbortController();
      const signal = controller.signal;
      const doing = mistake.doing ?? ((meter: Meter) => meter.get([energy], { signal, deadlineMs: 5000 }));
      const failures: unknown[] = [];
      const note = (reason: unknown): void => void failures.push(reason);
      process.on('unhandledRejection', note);
      try {
        const error = await rejection(start(mistake).then((meter) => doing(meter, simulator as Simulator)));
        assert.equal(error.code, mistake.code, error.message);
        assert.match(`${error.message} ${error.hint}`, mistake.words);
        assert.ok(performance.now() - startedAt < 5000);
        await settle();
        assert.deepEqual(failures, []);
        assert.equal(getEventListeners(signal, 'abort').length, 0);
      } finally {
        process.off('unhandledRejection', note);
      }
    });
  }

  for (const { what, of, name, words } of refusals) {
    it(`${what}: one item fails, the other arrives`, async () => {
      const meter = await start({});
      const { items } = await meter.get([of, clock]);
      assert.equal(items[0]?.error?.code, 'refused');
      assert.equal(items[0]?.error?.result?.name, name);
      assert.match(items[0]?.error?.message ?? '', words);
      assert.equal(items[1]?.error, null);
      await settle();
    });
  }

  it('a close in the middle ends what works and what waits, each with one error', async () => {
    const meter = await start({ simulator: { faults: { delayMs: 5000 } } });
    const requests = [1, 2, 3].map(() => rejection(meter.get([energy])));
    await sleep(20);
    await (line as Line).close(50);
    for (const request of requests) {
      const error = await request;
      assert.equal(error.code, 'aborted');
      assert.match(error.message, /^hall[:,] /);
    }
    await settle();
  });

  it('of one meter on a line do not touch the others', async () => {
    const served = await startSimulatedLine({
      listen: { kind: 'tcp', host: loopback, port: 0 },
      meters: [
        { physical: 17, tickMs: 0 },
        { physical: 18, tickMs: 0 },
      ],
    });
    const transport = { kind: 'tcp', host: loopback, port: served.port as number, connectTimeoutMs: 2000 } as const;
    line = openLine({ ...lineDefaults, responseTimeoutMs: 60, retries: 0, backoffMs: [5, 20], framing: 'hdlc', transport });
    const options = { ...meterDefaults, security: lowSecurity('12345678') };
    const good = line.meter({ ...options, name: 'good', addresses: { client: 1, logicalDevice: 1, physical: 17 } });
    const wrong: readonly (readonly [string, Partial<MeterOptions>, DlmsError['code']])[] = [
      ['password', { security: lowSecurity('wrong') }, 'authentication-failed'],
      ['address', { addresses: unreachable }, 'response-timeout'],
      ['client', { addresses: { client: 77, logicalDevice: 1, physical: 18 } }, 'response-timeout'],
    ];
    const addresses = { client: 1, logicalDevice: 1, physical: 18 };
    const bad = wrong.map(([name, how]) => (line as Line).meter({ ...options, addresses, ...how, name }));
    const failed = bad.map((meter) => rejection(meter.get([energy])));
    const read = Array.from({ length: 5 }, () => good.get([energy]));
    assert.deepEqual(
      (await Promise.all(failed)).map(({ code }) => code),
      wrong.map(([, , code]) => code),
    );
    for (const { items } of await Promise.all(read)) assert.equal(items[0]?.error, null);
    await line.close();
    await served.close();
    await settle();
  });
});
