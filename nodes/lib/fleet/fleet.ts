/**
 * The runs of one fleet node. Who does a job is a `Doer` (the node itself, or others over a broker); all else is here: which
 * job is next, fairly between runs and lines, what becomes of a result, what the flow has accepted, what is told.
 */
import type { Node, NodeAPI, NodeMessage } from 'node-red';
import { Absences, DlmsError, errorTable, type HandedOut, isAbsence, isErrorCode, Lanes, type Retry } from '../../../src/index';
import type { Acceptance } from '../acceptance';
import { describeError, type ErrorFacts, toDlmsError } from '../error-facts';
import { guarded, type Outcome, type Work } from '../flow-node';
import { unavailableMessage } from '../output-forms';
import type { Settings } from '../setting-values';
import { busyStatus, type NodeStatus, okStatus, warningStatus } from '../status';
import { otherList, silence, unknownControl } from './complaints';
import { type FleetJob, fingerprintOf, jobsOf } from './jobs';
import { aboutJob, failurePayload } from './messages';
import { type Make, Offering } from './offering';
import { type Phase, Run } from './run';
import type { FleetSettings } from './settings';
import type { FleetStore } from './store';

export interface Doer {
  /** @throws DlmsError when it cannot do anything as it is set up */
  prepare(): void;
  /** Another job may begin. */
  readonly free: boolean;
  /** Its end comes as `succeeded` or `failed`; a child of the run (`run.child`) ends it early. */
  begin(run: Run, job: FleetJob, handed: HandedOut): void;
  /** The settings of the connection that rows go over, as far as they do not say it; empty where that is not known. */
  readonly connection: Settings;
  /** Milliseconds after which whoever has a job is given up. */
  readonly leaseMs: number;
}

export interface FleetParts {
  readonly RED: NodeAPI;
  readonly node: Node;
  readonly settings: FleetSettings;
  readonly store: FleetStore;
  readonly acceptance: Acceptance;
  show(status: NodeStatus): void;
}

/** The first pause of a meter that is away. */
const firstAwayMs = 60_000;
const progressMs = 1000;

/** For what is told and due: a computer's clock may be set while jobs are out, to the internet's after a start. */
const steadyMs = (): number => performance.now();

const thousands = (count: number): string => count.toLocaleString('en-US');

/** `812 of 1,000, 3 failing` */
const fleetWords = ({ done, total, failed }: { readonly done: number; readonly total: number; readonly failed: number }): string =>
  `${thousands(done)} of ${thousands(total)}${failed === 0 ? '' : `, ${thousands(failed)} failing`}`;

/**
 * One that did not get its turn was not asked, and may have it next time. What comes over a broker may name a code that only
 * another version has.
 */
const retryOf = ({ code, waited }: ErrorFacts): Retry => {
  if (waited === true) return 'later';
  return isErrorCode(code) ? errorTable[code].retry : 'never';
};

const runIdOf = (msg: NodeMessage): string | null => {
  const { runId } = msg as { runId?: unknown };
  return typeof runId === 'string' && runId.trim() !== '' ? runId.trim().slice(0, 200) : typeof runId === 'number' ? String(runId) : null;
};

/** Which run a list belongs to; a fresh one forgets what was finished under its id. */
interface Choice {
  readonly id: string;
  readonly list: string;
  readonly fresh: boolean;
}

export class Fleet {
  /** The one that waits longest for its turn first. */
  private readonly runs = new Map<string, Run>();
  private readonly ending = new Map<Run, (phase: Phase | DlmsError) => void>();
  private readonly away: Absences;
  /** Of all runs: two lists have one gateway between them. */
  private readonly lanes = new Lanes();
  private recalled = false;
  private timer: NodeJS.Timeout | null = null;
  private readonly onAlarm: () => void;
  /** Lists are taken in one after another, so that the same list twice is one run. */
  private opening: Promise<unknown> = Promise.resolve();
  private paused = false;
  private readonly doer: Doer;
  private readonly offering: Offering;
  /** Results that the flow is taking over. */
  private readonly settling = new Set<Promise<void>>();

  constructor(
    private readonly parts: FleetParts,
    doer: (fleet: Fleet) => Doer,
  ) {
    const { awayMs } = parts.settings;
    this.away = new Absences([Math.min(firstAwayMs, awayMs), awayMs]);
    this.doer = doer(this);
    this.onAlarm = guarded(parts.node, () => this.pump());
    this.offering = new Offering(parts, () => parts.show(this.status));
  }

  get status(): NodeStatus {
    const sum = { done: 0, total: 0, failed: 0 };
    for (const { ledger } of this.runs.values()) {
      const { done, total, failed } = ledger.counts;
      Object.assign(sum, { done: sum.done + done, total: sum.total + total, failed: sum.failed + failed });
    }
    if (this.runs.size === 0) return this.paused ? warningStatus('paused') : okStatus('ready');
    const { waiting } = this.offering;
    if (waiting > 0) return warningStatus(`${fleetWords(sum)}, ${thousands(waiting)} not stored yet`);
    return this.paused ? warningStatus(`paused, ${fleetWords(sum)}`) : busyStatus(fleetWords(sum));
  }

  run(id: string): Run | undefined {
    return this.runs.get(id);
  }

  /** Jobs of all runs that are out. */
  get out(): number {
    let out = 0;
    for (const { ledger } of this.runs.values()) out += ledger.counts.out;
    return out;
  }

  /** Does a list; resolves when all of it is finished or stopped. @throws DlmsError when the list is none, `aborted` */
  async start(work: Work): Promise<Outcome> {
    this.doer.prepare();
    const now = Date.now();
    const { payload, ...rest } = work.msg;
    const jobs = jobsOf(payload, this.doer.connection);
    const list = fingerprintOf(jobs);
    const opened = this.opening.then(async () => {
      const choice = await this.choose(work.msg, list, now);
      return choice === null ? null : this.open(choice, rest, work);
    });
    this.opening = opened.catch(() => undefined);
    const begun = await opened;
    if (begun === null) return { outputs: [null], status: this.status };
    const { run, known } = begun;
    if (known) return { outputs: [null, null, this.told(run, 'still running')], status: this.status };
    const ended = new Promise<Phase>((resolve, reject) => {
      this.ending.set(run, (phase) => (phase instanceof DlmsError ? reject(phase) : resolve(phase)));
    });
    // It may be stopped before anything waits for its end.
    ended.catch(() => undefined);
    const onAbort = (): void => this.end(run, new DlmsError('aborted', 'Stopped by a redeploy'));
    work.signal.addEventListener('abort', onAbort);
    // Or while the store was asked for it.
    if (work.signal.aborted) onAbort();
    try {
      await this.fill(run, jobs);
      this.pump();
      return await this.outcome(run, await ended);
    } finally {
      work.signal.removeEventListener('abort', onAbort);
      this.forget(run);
    }
  }

  /** A result that reports success; `make` turns the message about the job into those that are sent. */
  async succeeded(run: Run, jobId: string, attempt: number, make: Make): Promise<void> {
    const job = run.jobs.get(jobId);
    if (job === undefined || run.ended || run.ledger.succeed(jobId) !== 'held') return;
    this.away.answered(job.meter);
    const settled = this.settle(run, job, attempt, make);
    this.settling.add(settled);
    await settled;
    this.settling.delete(settled);
  }

  /** A result that reports failure. */
  failed(run: Run, jobId: string, attempt: number, error: ErrorFacts, retry: Retry = retryOf(error)): void {
    const job = run.jobs.get(jobId);
    if (job === undefined || run.ended) return;
    if (run.ledger.fail(jobId, attempt, retry, steadyMs()) === 'failed') this.tellFailure(run, job, error, attempt);
    this.changed(run);
  }

  /** `stop`, `pause`, `resume`, `status`, `forget` (meters that are away). @throws DlmsError `settings-invalid` */
  control(msg: NodeMessage & { control?: unknown }): Outcome {
    const only = runIdOf(msg);
    const meant = [...this.runs.values()].filter(({ id }) => only === null || id === only);
    const { control } = msg;
    if (control === 'stop') for (const run of meant) this.end(run, 'stopped');
    else if (control === 'pause') this.paused = true;
    else if (control === 'resume') this.paused = false;
    else if (control === 'forget') this.away.clear();
    else if (control !== 'status') throw unknownControl(control);
    this.pump();
    const working = this.runs.size === 0 ? 'idle' : 'running';
    const phase: Phase = control === 'stop' ? 'stopped' : this.paused ? 'paused' : working;
    const payload = { phase, away: this.away.size, runs: meant.map((run) => run.summary(phase)) };
    return { outputs: [null, null, Object.assign(msg, { topic: 'status', payload })], status: this.status };
  }

  /** Begins what may begin, ends what is finished, and sets the one timer. */
  pump(): void {
    const now = steadyMs();
    for (const run of this.runs.values()) {
      for (const id of run.ledger.expire(now))
        this.tellFailure(run, run.jobs.get(id) as FleetJob, silence(), this.parts.settings.attempts, 'unanswered');
    }
    while (!this.paused && this.doer.free && this.beginNext(now));
    for (const run of this.runs.values()) if (run.filled && run.ledger.finished) this.end(run, 'done');
    this.schedule(now);
  }

  /** Leaves no timer; what is kept is written. */
  async close(): Promise<void> {
    for (const run of [...this.runs.values()]) this.end(run, new DlmsError('aborted', 'The node is being closed'));
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    // Each ends within a bound of its own.
    await Promise.all(this.settling);
    await this.parts.store.flush();
  }

  private beginNext(now: number): boolean {
    for (const run of [...this.runs.values()]) {
      const handed = run.ledger.next(now);
      if (handed === null) continue;
      // To the end of the round.
      this.runs.delete(run.id);
      this.runs.set(run.id, run);
      this.doer.begin(run, run.jobs.get(handed.id) as FleetJob, handed);
      return true;
    }
    return false;
  }

  private schedule(now: number): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const alarms = [...this.runs.values()].flatMap(({ ledger }) => ledger.nextAlarm ?? []);
    if (alarms.length > 0) this.timer = setTimeout(this.onAlarm, Math.max(1, Math.min(...alarms) - now));
  }

  /** That of the message; else an unfinished run of the same list goes on, and else a new one begins. Null: none is to begin. */
  private async choose(msg: NodeMessage, list: string, now: number): Promise<Choice | null> {
    const { resume } = msg as { resume?: unknown };
    const own = runIdOf(msg);
    // One that runs need not be in the store yet.
    const running = own === null ? [...this.runs.values()].find(({ parts }) => parts.list === list) : this.runs.get(own);
    if (running !== undefined) return { id: own ?? running.id, list, fresh: own !== null && resume === false };
    const last = (await this.parts.store.known()).find((run) => (own === null ? run.list === list : run.id === own));
    const isOpen = last?.ended === null && (own !== null || now - last.started < this.parts.settings.resumeMs);
    if (last !== undefined && isOpen && !last.stopped && resume === 'only') return { id: last.id, list, fresh: false };
    if (resume === 'only') return null;
    if (own !== null) return { id: own, list, fresh: resume === false };
    if (last !== undefined && (resume === true || (isOpen && resume !== false))) return { id: last.id, list, fresh: false };
    return { id: `${list.slice(0, 8)}-${new Date(now).toISOString()}`, list, fresh: true };
  }

  /** @throws DlmsError `settings-invalid` when another list runs under this id */
  private open({ id, list, fresh }: Choice, msg: NodeMessage, work: Work): { readonly run: Run; readonly known: boolean } {
    const running = this.runs.get(id);
    if (running !== undefined && running.parts.list !== list) throw otherList(id);
    if (running !== undefined) return { run: running, known: true };
    const { attempts, pauseMs } = this.parts.settings;
    const run = new Run({
      id,
      list,
      fresh,
      msg,
      send: (outputs) => work.send(outputs),
      ledger: { maxAttempts: attempts, perLane: 1, lanes: this.lanes, leaseMs: this.doer.leaseMs, pauseMs, random: Math.random },
      now: Date.now(),
    });
    this.runs.set(id, run);
    return { run, known: false };
  }

  private async fill(run: Run, jobs: readonly FleetJob[]): Promise<void> {
    const { store } = this.parts;
    if (run.ended) return;
    if (!this.recalled) this.away.recall(await store.away());
    this.recalled = true;
    const opened = await store.open(run.id, run.parts.list, run.started, run.parts.fresh);
    if (run.ended) return;
    for (const job of run.fill(jobs, opened, this.away)) {
      if (job.wrong === null) this.tellFailure(run, job, this.skip(job, run.started), 0, 'skipped');
      else this.tellFailure(run, job, describeError(job.wrong), 0, 'wrong');
    }
    this.show(run);
  }

  private skip(job: FleetJob, now: number): ErrorFacts {
    const { failures, until, code } = this.away.of(job.meter) ?? { failures: 0, until: now, code: 'response-timeout' as const };
    const wait = Math.ceil((until - now) / 60_000);
    const runs = `${failures} run${failures === 1 ? '' : 's'}`;
    return describeError(new DlmsError(code, `${job.id} did not answer in its last ${runs}: not asked for ${wait} min`));
  }

  /** Offers the result to the flow, and keeps what becomes of it. */
  private async settle(run: Run, job: FleetJob, attempt: number, make: Make): Promise<void> {
    try {
      await this.offering.store(run, job, attempt, make);
      // Of a run that has ended meanwhile it still counts, unless that has begun anew.
      if (run.ended && this.runs.has(run.id)) return;
      this.parts.store.accept(run.id, job.id);
      if (run.ended) return;
      run.ledger.accept(job.id);
    } catch (error) {
      if (run.ended) return;
      const facts = describeError(toDlmsError(error));
      if (run.ledger.refuse(job.id, 'later', steadyMs()) === 'failed') this.tellFailure(run, job, facts, attempt);
    }
    this.changed(run);
  }

  private tellFailure(
    run: Run,
    job: FleetJob,
    error: ErrorFacts,
    attempts: number,
    how: 'asked' | 'skipped' | 'unanswered' | 'wrong' = 'asked',
  ): void {
    run.count(error.code);
    if (how === 'asked') this.remember(job, error);
    const fleet = { runId: run.id, jobId: job.id, attempt: attempts };
    const msg = aboutJob(this.parts.RED.util.cloneMessage(run.parts.msg), job, fleet, { error });
    const gone = how === 'asked' ? this.unavailable(run, job) : null;
    run.parts.send([gone, Object.assign(msg, { payload: failurePayload(job, error, attempts, how === 'skipped') }), null]);
  }

  /** For forms that tell consumers when a meter is not there. */
  private unavailable(run: Run, { dlms }: FleetJob): NodeMessage | null {
    const { RED, settings } = this.parts;
    if (typeof dlms.name !== 'string') return null;
    return unavailableMessage(settings.form, dlms.name, RED.util.cloneMessage(run.parts.msg), settings.formOptions);
  }

  private remember({ meter }: FleetJob, error: ErrorFacts): void {
    // Nothing is known of one that was not asked.
    if (error.waited === true) return;
    const row = isErrorCode(error.code) ? { ...errorTable[error.code], code: error.code } : null;
    if (row !== null && isAbsence(row)) this.away.missed(meter, row.code, Date.now());
    else this.away.answered(meter);
  }

  private changed(run: Run): void {
    this.show(run);
    this.pump();
  }

  private show(run: Run): void {
    const now = steadyMs();
    this.parts.show(this.status);
    if (now - run.told < progressMs || run.ended) return;
    run.told = now;
    run.parts.send([null, null, this.told(run, this.paused ? 'paused' : 'running')]);
  }

  private told(run: Run, phase: Phase): NodeMessage {
    const msg = this.parts.RED.util.cloneMessage(run.parts.msg);
    return Object.assign(msg, {
      topic: phase === 'done' || phase === 'stopped' ? 'done' : 'progress',
      payload: run.summary(phase),
    });
  }

  private end(run: Run, phase: Phase | DlmsError): void {
    if (run.ended) return;
    run.end();
    this.runs.delete(run.id);
    if (phase === 'done') this.parts.store.end(run.id, Date.now());
    else if (phase === 'stopped') this.parts.store.stop(run.id);
    this.parts.store.keepAway(this.away.stored());
    this.ending.get(run)?.(phase);
  }

  private async outcome(run: Run, phase: Phase): Promise<Outcome> {
    await this.parts.store.flush();
    const { counts } = run.ledger;
    const words = phase === 'stopped' ? `stopped, ${fleetWords(counts)}` : fleetWords(counts);
    const status = this.runs.size > 0 ? this.status : counts.done === counts.total ? okStatus(words) : warningStatus(words);
    return { outputs: [null, null, this.told(run, phase)], status };
  }

  private forget(run: Run): void {
    run.end();
    this.ending.delete(run);
    if (this.runs.get(run.id) === run) this.runs.delete(run.id);
  }
}
