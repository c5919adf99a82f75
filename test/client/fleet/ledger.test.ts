import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Absences, isAbsence } from '../../../src/client/fleet/absences';
import { Alarms } from '../../../src/client/fleet/alarms';
import { Fifo } from '../../../src/client/fleet/fifo';
import { Lanes, Ledger, type LedgerOptions } from '../../../src/client/fleet/ledger';
import { DlmsError } from '../../../src/errors';

const ledger = (options: Partial<LedgerOptions> = {}): Ledger =>
  new Ledger({ maxAttempts: 3, perLane: 1, leaseMs: Number.POSITIVE_INFINITY, pauseMs: [1000, 8000], random: () => 0.5, ...options });

const fill = (target: Ledger, jobs: readonly (readonly [id: string, lane: string])[]): Ledger => {
  for (const [id, lane] of jobs) target.add({ id, lane });
  return target;
};

/** Ids that go out now, in order. */
const drain = (target: Ledger, now = 0): string[] => {
  const ids: string[] = [];
  for (let job = target.next(now); job !== null; job = target.next(now)) ids.push(job.id);
  return ids;
};

describe('fleet: queue and alarms', () => {
  it('a queue gives back what went in, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer(), fc.constant(null)), { maxLength: 300 }), (steps) => {
        const queue = new Fifo<number>();
        const model: number[] = [];
        for (const step of steps) {
          if (step === null) assert.equal(queue.shift(), model.shift());
          else {
            queue.push(step);
            model.push(step);
          }
          assert.equal(queue.size, model.length);
        }
      }),
    );
  });

  it('alarms come in the order of their times, and none before', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 100 }), fc.nat(50), (times, now) => {
        const alarms = new Alarms<number>();
        for (const time of times) alarms.add(time, time);
        const came: number[] = [];
        for (let due = alarms.due(now); due !== null; due = alarms.due(now)) came.push(due.at);
        assert.deepEqual(
          came,
          times.filter((time) => time <= now).sort((a, b) => a - b),
        );
        assert.equal(alarms.next, times.filter((time) => time > now).sort((a, b) => a - b)[0] ?? null);
      }),
    );
  });
});

describe('fleet: ledger', () => {
  it('gives one job of each lane, in turns', () => {
    const jobs = fill(ledger(), [
      ['a1', 'a'],
      ['a2', 'a'],
      ['a3', 'a'],
      ['b1', 'b'],
      ['c1', 'c'],
    ]);
    assert.deepEqual(drain(jobs), ['a1', 'b1', 'c1']);
    jobs.succeed('a1');
    assert.deepEqual(drain(jobs), []);
    jobs.accept('a1');
    assert.deepEqual(drain(jobs), ['a2']);
  });

  it('ledgers that share their lanes have one job out on each, in turns, and give back what they had when they end', () => {
    const lanes = new Lanes();
    const [one, two] = [ledger({ lanes }), ledger({ lanes })];
    fill(one, [
      ['a1', 'gateway'],
      ['a2', 'gateway'],
    ]);
    fill(two, [
      ['b1', 'gateway'],
      ['b2', 'elsewhere'],
    ]);
    assert.deepEqual([drain(one), drain(two)], [['a1'], ['b2']]);
    one.succeed('a1');
    assert.deepEqual(drain(two), []);
    one.accept('a1');
    assert.deepEqual([drain(two), drain(one)], [['b1'], []]);
    two.leave();
    assert.deepEqual(drain(one), ['a2']);
    one.leave();
    assert.equal(lanes.size, 0);
  });

  it('a lane that never answers keeps one place and nobody else', () => {
    const many = Array.from({ length: 50 }, (_, index) => [`slow${index}`, 'slow'] as const);
    const jobs = fill(ledger(), [...many, ['fast', 'other']]);
    assert.deepEqual(drain(jobs), ['slow0', 'fast']);
    assert.equal(jobs.counts.waiting, 49);
  });

  it('repeats by the word of the error table, behind those that were never tried, after a growing pause', () => {
    const jobs = fill(ledger(), [
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'a'],
    ]);
    drain(jobs);
    assert.equal(jobs.fail('b', 1, 'never', 0), 'failed');
    assert.equal(jobs.fail('a', 1, 'reconnect', 0), 'again');
    assert.deepEqual(drain(jobs), ['c']);
    jobs.succeed('c');
    jobs.accept('c');
    assert.equal(jobs.nextAlarm, 1000);
    jobs.expire(999);
    assert.deepEqual(drain(jobs, 999), []);
    jobs.expire(1000);
    assert.deepEqual(drain(jobs, 1000), ['a']);
    assert.equal(jobs.fail('a', 2, 'later', 1000), 'again');
    assert.equal(jobs.nextAlarm, 3000);
    jobs.expire(3000);
    drain(jobs, 3000);
    assert.equal(jobs.fail('a', 3, 'reconnect', 3000), 'failed');
    assert.deepEqual(
      { ...jobs.counts },
      { total: 3, waiting: 0, out: 0, done: 1, failed: 2, retries: 2, silences: 0, duplicates: 0, stale: 0 },
    );
    assert.ok(jobs.finished);
  });

  it('asks those that were away last, and once', () => {
    const jobs = ledger();
    jobs.add({ id: 'away', lane: 'x', last: true });
    jobs.add({ id: 'here', lane: 'y' });
    assert.equal(jobs.next(0)?.id, 'here');
    assert.equal(jobs.next(0)?.id, 'away');
    assert.equal(jobs.fail('away', 1, 'reconnect', 0), 'failed');
  });

  it('hands out again when the lease runs out, and takes the first good result, whichever attempt it is of', () => {
    const jobs = fill(ledger({ leaseMs: 100 }), [['a', 'a']]);
    assert.deepEqual(jobs.next(0), { id: 'a', attempt: 1, expires: 100 });
    assert.deepEqual(jobs.expire(100), []);
    assert.deepEqual(jobs.next(100), { id: 'a', attempt: 2, expires: 200 });
    assert.equal(jobs.fail('a', 1, 'never', 110), 'stale');
    assert.equal(jobs.succeed('a'), 'held');
    assert.equal(jobs.succeed('a'), 'duplicate');
    jobs.accept('a');
    assert.equal(jobs.succeed('a'), 'duplicate');
    assert.deepEqual(jobs.expire(10_000), []);
    assert.equal(jobs.counts.done, 1);
    assert.equal(jobs.succeed('nobody'), 'unknown');
  });

  it('a job that nobody answers for fails after its attempts', () => {
    const jobs = fill(ledger({ leaseMs: 100, maxAttempts: 2 }), [['a', 'a']]);
    jobs.next(0);
    jobs.expire(100);
    jobs.next(100);
    assert.deepEqual(jobs.expire(200), ['a']);
    assert.equal(jobs.succeed('a'), 'duplicate');
    assert.ok(jobs.finished);
  });

  it('what the flow refuses comes again', () => {
    const jobs = fill(ledger(), [['a', 'a']]);
    assert.equal(jobs.next(0)?.attempt, 1);
    jobs.succeed('a');
    assert.equal(jobs.refuse('a', 'same', 0), 'again');
    assert.equal(jobs.next(0)?.attempt, 2);
    assert.equal(jobs.counts.out, 1);
  });

  it('jobs of an earlier part of the run count and do not go out', () => {
    const jobs = ledger();
    assert.ok(jobs.addDone('old'));
    assert.ok(jobs.add({ id: 'new', lane: 'l' }));
    assert.ok(!jobs.add({ id: 'old', lane: 'l' }));
    assert.deepEqual(drain(jobs), ['new']);
    assert.deepEqual([jobs.counts.total, jobs.counts.done], [2, 1]);
  });

  it('ten thousand jobs cost no more than their number', () => {
    const jobs = ledger({ perLane: 1 });
    for (let index = 0; index < 10_000; index++) jobs.add({ id: `j${index}`, lane: `l${index % 5000}` });
    let done = 0;
    for (let handed = jobs.next(0); handed !== null; handed = jobs.next(0)) {
      jobs.succeed(handed.id);
      jobs.accept(handed.id);
      done += 1;
    }
    assert.equal(done, 10_000);
    assert.ok(jobs.finished);
  });

  /**
   * A broker that loses, repeats and delays, with workers that fail: whatever it does, each job ends, at most one result is
   * accepted, and every job that is not unlucky in all its attempts is done.
   */
  it('under random losses, duplicates and delays: one accepted result a job, and none is forgotten', () => {
    const fate = fc.record({
      lost: fc.boolean(),
      fails: fc.boolean(),
      delay: fc.nat(300),
      copies: fc.integer({ min: 1, max: 3 }),
      flow: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 6 }),
        fc.array(fate, { minLength: 1, maxLength: 60 }),
        (jobs, lanes, window, fates) => {
          const book = ledger({ leaseMs: 100, maxAttempts: 4, perLane: 2, pauseMs: [10, 80] });
          for (let index = 0; index < jobs; index++) book.add({ id: `j${index}`, lane: `l${index % lanes}` });
          const arriving = new Alarms<{ id: string; attempt: number; fails: boolean; flow: boolean }>();
          const accepted = new Map<string, number>();
          const failed = new Set<string>();
          let step = 0;
          let now = 0;
          for (; !book.finished && now < 100_000; now++) {
            for (const id of book.expire(now)) failed.add(id);
            while (book.counts.out < window) {
              const job = book.next(now);
              if (job === null) break;
              const { lost, fails, delay, copies, flow } = fates[step++ % fates.length] as (typeof fates)[number];
              for (let copy = 0; copy < (lost ? 0 : copies); copy++)
                arriving.add(now + delay + copy * 7, { id: job.id, attempt: job.attempt, fails, flow });
            }
            for (let due = arriving.due(now); due !== null; due = arriving.due(now)) {
              const { id, attempt, fails, flow } = due.item;
              const verdict = fails ? book.fail(id, attempt, 'same', now) : book.succeed(id);
              if (verdict === 'failed') failed.add(id);
              if (verdict !== 'held') continue;
              if (flow) {
                book.accept(id);
                accepted.set(id, (accepted.get(id) ?? 0) + 1);
              } else if (book.refuse(id, 'same', now) === 'failed') failed.add(id);
            }
          }
          assert.ok(book.finished, 'it ends');
          for (const [id, times] of accepted) {
            assert.equal(times, 1);
            assert.ok(!failed.has(id));
          }
          assert.equal(accepted.size + failed.size, jobs);
          assert.deepEqual([book.counts.done, book.counts.failed], [accepted.size, failed.size]);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('fleet: meters that are away', () => {
  const silent = new DlmsError('response-timeout', 'no answer');

  it('are left alone for a pause that doubles, until they answer', () => {
    const away = new Absences([60_000, 200_000]);
    away.missed('m', silent.code, 0);
    assert.deepEqual(away.of('m'), { failures: 1, until: 60_000, code: 'response-timeout' });
    away.missed('m', silent.code, 100_000);
    assert.equal(away.of('m')?.until, 220_000);
    away.missed('m', silent.code, 300_000);
    assert.equal(away.of('m')?.until, 500_000);
    assert.ok(away.answered('m'));
    assert.equal(away.of('m'), null);
  });

  it('are asked again when the clock was ahead while they were away', () => {
    const away = new Absences([60_000, 200_000]);
    const year = 365 * 86_400_000;
    away.missed('m', silent.code, year);
    assert.deepEqual([away.isPaused('m', year), away.isPaused('m', year + 60_000), away.isPaused('other', year)], [true, false, false]);
    assert.ok(!away.isPaused('m', 0));
  });

  it('are remembered through a store, whatever stands in it', () => {
    const away = new Absences([60_000, 60_000], 2);
    for (const meter of ['a', 'b', 'c']) away.missed(meter, silent.code, 0);
    const again = new Absences([60_000, 60_000], 2);
    again.recall(JSON.parse(JSON.stringify(away.stored())));
    assert.deepEqual([again.of('a'), again.of('b')?.failures, again.of('c')?.failures], [null, 1, 1]);
    for (const rubbish of [null, 'x', [1, 'x', ['m', 1, 2, 'no-such-code'], ['m']]]) again.recall(rubbish);
    assert.equal(again.size, 2);
  });

  it('are those from which nothing came, not those that refuse', () => {
    const codes = ['connect-failed', 'connect-timeout', 'connection-closed', 'response-timeout', 'deadline-exceeded'] as const;
    for (const code of codes) assert.ok(isAbsence(new DlmsError(code, '')), code);
    for (const code of ['port-unavailable', 'frame-invalid', 'link-refused', 'settings-invalid', 'aborted'] as const)
      assert.ok(!isAbsence(new DlmsError(code, '')), code);
    assert.ok(!isAbsence(new DlmsError('deadline-exceeded', 'never asked', { details: { waited: true } })));
  });
});
