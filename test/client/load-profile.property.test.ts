/**
 * Every row once, whatever happens: 200 days of a meter whose clock changes to summer time and back, is set back and forward
 * by hand, whose buffer grows or wraps, on a line that breaks, loses and doubles frames, read by a flow that crashes between
 * a batch and its acceptance. What was accepted, in order, is what the meter captured, in order.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { meterDefaults } from '../../src/client/defaults';
import { loadProfile, type ProfileAccess, type ProfileCursor } from '../../src/client/load-profile';
import type { Meter } from '../../src/client/types';
import { encodeData } from '../../src/codec/data';
import { dateTimeOctets } from '../../src/codec/date-time';
import type { Data } from '../../src/codec/types';
import { cosemDateTime } from '../../src/cosem/clock-write';
import { DlmsError } from '../../src/errors';
import type { FaultOptions, Simulator } from '../../src/simulator/types';
import { type Medium, MeterBench, loadProfile as reference } from '../support/meter-suite';

const tcp: Medium = {
  name: 'TCP',
  framings: ['wrapper'],
  place: async () => ({
    listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
    transport: (port) => ({ kind: 'tcp', host: '127.0.0.1', port: port ?? 0, connectTimeoutMs: 2000 }),
    end: async () => undefined,
  }),
};

const hour = 3_600_000;
const days = 200;
/** Winter, both clock changes, autumn: 200 days around either of them. */
const starts = [Date.UTC(2026, 0, 10, 5, 20), Date.UTC(2026, 6, 1, 5, 20)];

/** What happens in one step. */
interface Happening {
  readonly hours: number;
  /** Minutes by which somebody sets the clock; 0 = nobody. */
  readonly clock: number;
  readonly fault: 'none' | 'drop' | 'twice' | 'cut';
  readonly dropAfter: number;
  /** The flow crashes before it accepts this batch; 0 = it does not. */
  readonly crashAt: number;
}

const happening: fc.Arbitrary<Happening> = fc.record({
  hours: fc.integer({ min: 1, max: 40 }),
  clock: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -150, max: 150 }) }),
  fault: fc.constantFrom('none', 'drop', 'twice', 'cut'),
  dropAfter: fc.integer({ min: 2, max: 8 }),
  crashAt: fc.constantFrom(0, 0, 0, 1, 2, 3),
});

const faultsOf = ({ fault, dropAfter }: Happening): FaultOptions =>
  fault === 'drop' ? { dropAfter } : fault === 'twice' ? { repeat: 0.3 } : fault === 'cut' ? { cut: 0.05 } : {};

/** The rows that the meter captured, gathered from the meter itself before they are overwritten. */
class Truth {
  readonly rows: string[] = [];

  constructor(private readonly simulator: Simulator) {}

  /** The energy of a row is higher than that of the row before: it names the row. */
  look(): void {
    const buffer = (this.simulator.get(reference.obis, 2) as Data).value as readonly Data[];
    const names = buffer.map((row) => String((row.value as readonly Data[])[2]?.value));
    const last = this.rows.at(-1);
    const known = last === undefined ? -1 : names.lastIndexOf(last);
    assert.ok(last === undefined || known >= 0, 'the test itself missed rows');
    this.rows.push(...names.slice(known + 1));
  }
}

/** A flow that keeps its rows and its cursor. */
class Flow {
  readonly rows: string[] = [];
  cursor: ProfileCursor | null = null;

  constructor(
    private readonly meter: Meter,
    private readonly access: readonly ProfileAccess[],
  ) {}

  /** Reads what is new and accepts it batch by batch; false when it did not come to the end. */
  async poll(crashAt: number): Promise<boolean> {
    const profile = loadProfile(this.meter, { obis: reference.obis });
    let batches = 0;
    try {
      for await (const batch of profile.since(this.cursor, { access: this.access, sliceRows: 40, retries: 1 })) {
        if (++batches === crashAt) return false;
        this.rows.push(...batch.rows.map((row) => String(row[2])));
        this.cursor = JSON.parse(JSON.stringify(batch.cursor)) as ProfileCursor | null;
      }
      return true;
    } catch (error) {
      assert.ok(error instanceof DlmsError, String(error));
      return false;
    }
  }
}

/** A busy computer may take an answer for lost: what has to succeed is tried again. */
async function surely(what: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) if (await what()) return;
  assert.fail('nothing stood in the way, and it did not succeed');
}

async function setClock(meter: Meter, byMinutes: number): Promise<void> {
  const clock = { classId: 8, obis: '0-0:1.0.0*255', attribute: 2 } as const;
  const { items } = await meter.get([clock]);
  const shown = items[0]?.data?.value;
  assert.ok(Buffer.isBuffer(shown));
  const { deviation, clockStatus: _status, ...local } = cosemDateTime(shown);
  const utc = Date.UTC(
    local.year as number,
    (local.month as number) - 1,
    local.dayOfMonth as number,
    local.hour as number,
    local.minute as number,
  );
  const next = cosemDateTime(new Date(utc + ((deviation as number) + byMinutes) * 60_000));
  const value: Data = { type: 'octet-string', value: dateTimeOctets(next) };
  const { items: written } = await meter.set([{ ...clock, value }]);
  assert.equal(written[0]?.error, null, `${encodeData(value).toString('hex')}`);
}

describe('a profile over 200 days', () => {
  const bench = new MeterBench(tcp);
  afterEach(() => bench.end());

  /** Rows that may wait unread before the line has to behave. */
  const mostPending = 90;

  async function live(start: number, maxRows: number, access: readonly ProfileAccess[], happenings: readonly Happening[]): Promise<void> {
    const now = { ms: start };
    const { simulator, meter } = await bench.start({
      simulator: { now: () => now.ms, tickMs: 1000, profile: { rows: 20, maxRows, capturePeriodS: 3600 } },
      meter: { associate: { ...meterDefaults.associate, maxReceivePduSize: 500 } },
      line: { responseTimeoutMs: 25, retries: 1, backoffMs: [1, 2] },
    });
    const truth = new Truth(simulator);
    const flow = new Flow(meter, access);
    const end = start + days * 24 * hour;
    for (let i = 0; now.ms < end; i++) {
      const step = happenings[i % happenings.length] as Happening;
      now.ms += step.hours * hour;
      truth.look();
      if (step.clock !== 0)
        await surely(() =>
          setClock(meter, step.clock).then(
            () => true,
            (error: unknown) => (error instanceof DlmsError ? false : Promise.reject(error)),
          ),
        );
      const calm = truth.rows.length - flow.rows.length > mostPending;
      simulator.faults = calm ? {} : faultsOf(step);
      if (calm) await surely(() => flow.poll(0));
      else await flow.poll(step.crashAt);
      simulator.faults = {};
    }
    truth.look();
    await surely(() => flow.poll(0));
    assert.deepEqual(flow.rows, truth.rows);
    assert.ok(truth.rows.length > days * 20, String(truth.rows.length));
    await bench.end();
  }

  const buffers = { 'a buffer that grows': 20_000, 'a buffer that wraps': 150 };
  const ways: readonly (readonly [string, readonly ProfileAccess[]])[] = [
    ['row numbers', ['entry']],
    ['time', ['range']],
    ['reading everything', ['all']],
  ];
  for (const [what, maxRows] of Object.entries(buffers)) {
    for (const [by, access] of ways) {
      if (access[0] === 'all' && maxRows > 1000) continue;
      it(`gives each row once: ${what}, read by ${by}`, async function () {
        this.timeout(60_000);
        const story = fc.array(happening, { minLength: 30, maxLength: 60 });
        await fc.assert(
          fc.asyncProperty(fc.constantFrom(...starts), story, (start, happenings) =>
            live(start, maxRows, access, happenings).finally(() => bench.end()),
          ),
          { numRuns: 1, endOnFailure: true },
        );
      });
    }
  }
});
