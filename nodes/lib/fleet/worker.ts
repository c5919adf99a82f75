/**
 * The worker's side: one job message in, one reply out.
 *
 * Brokers deliver at least once, so a job may come twice. One that is at work is not begun again: its reply serves both. One
 * that is finished is answered with the reply that was kept; a failure is kept for that handing out only, because the next one
 * is meant as another try.
 */
import type { NodeMessage } from 'node-red';
import { DlmsError, putBounded } from '../../../src/index';
import { describeError, toDlmsError } from '../error-facts';
import type { Outcome, Work } from '../flow-node';
import { type ObjectsRead, readFacts } from '../meter-reading';
import { busyStatus, type NodeStatus, okStatus } from '../status';
import { placesFor } from './doers';
import { parsedPayload } from './jobs';
import { jobPayload, type ReplyPayload } from './messages';
import { Places } from './places';
import { type JobReader, readJob } from './read-job';
import type { FleetSettings } from './settings';

/** Replies that are kept for jobs that come again. */
const repliesKept = 1000;
/** Jobs that may wait for their turn here. */
const maxWaiting = 10_000;

type Job = NonNullable<ReturnType<typeof jobPayload>>;

const keyOf = ({ runId, started = '', jobId }: Job): string => `${runId}\n${started}\n${jobId}`;

/** One handing out of a job: a run that goes on counts its attempts anew, so they alone do not tell. */
type Handed = Pick<Job, 'attempt' | 'expires'>;

const isSame = (a: Handed, b: Handed): boolean => a.expires === b.expires && a.attempt === b.attempt;
const laterOf = (a: Handed, b: Handed): Handed => (a.expires > b.expires || (a.expires === b.expires && a.attempt > b.attempt) ? a : b);

interface Kept {
  readonly reply: ReplyPayload;
  readonly handed: Handed;
}

export class Worker {
  private readonly places = new Places(1);
  /** How each job has come last: the reply is for that, the dispatcher has given up the others. */
  private readonly atWork = new Map<string, Handed>();
  private readonly replies = new Map<string, Kept>();
  private readonly tally = { done: 0, failed: 0, repeated: 0 };

  constructor(
    private readonly reader: JobReader,
    private readonly settings: FleetSettings,
  ) {}

  get status(): NodeStatus {
    const { done, failed } = this.tally;
    const words = `${done.toLocaleString('en-US')} done${failed === 0 ? '' : `, ${failed.toLocaleString('en-US')} failed`}`;
    return this.atWork.size === 0 ? okStatus(words) : busyStatus(`${this.atWork.size} at work, ${words}`);
  }

  /** @throws DlmsError `settings-invalid` for a message that is no job, `queue-full`, `aborted` */
  async take(work: Work): Promise<Outcome> {
    const job = jobPayload(parsedPayload(work.msg.payload));
    if (job === null) {
      throw new DlmsError('settings-invalid', 'msg.payload is no job of a dlms-fleet', {
        hint: 'Expected is { runId, jobId, attempt, dlms: { host, ... } }, as object or JSON text.',
      });
    }
    const key = keyOf(job);
    const begun = this.atWork.get(key);
    if (begun !== undefined) {
      this.atWork.set(key, laterOf(begun, job));
      return this.nothing();
    }
    const kept = this.replies.get(key);
    if (kept !== undefined && (kept.reply.ok || isSame(kept.handed, job))) return this.again(work.msg, kept.reply, job.attempt);
    if (this.atWork.size >= maxWaiting) throw new DlmsError('queue-full', `${this.atWork.size} jobs wait here already`);
    this.atWork.set(key, job);
    try {
      const result = await this.do(job, work);
      const { attempt, expires } = this.atWork.get(key) ?? job;
      const reply = { ...result, attempt };
      this.keep(key, { reply, handed: { attempt, expires } });
      return this.answer(work.msg, reply);
    } finally {
      this.atWork.delete(key);
    }
  }

  private async do(job: Job, { signal }: Work): Promise<ReplyPayload> {
    const { runId, started, jobId, attempt, dlms } = job;
    const key = { runId, ...(started === undefined ? {} : { started }), jobId, attempt };
    try {
      const read = await this.read(dlms, signal);
      return { ...key, ok: true, readings: read.result.readings, dlms: readFacts(read) };
    } catch (thrown) {
      const error = toDlmsError(thrown);
      // A job that was stopped is somebody else's: silence says so, when the lease is over.
      if (signal.aborted) throw error;
      return { ...key, ok: false, error: describeError(error), dlms: {} };
    }
  }

  private async read(dlms: Job['dlms'], signal: AbortSignal): Promise<ObjectsRead> {
    this.places.capacity = placesFor(this.reader, this.settings);
    await this.places.wait(signal);
    const lender = this.places.lender(() => undefined);
    try {
      return await readJob(this.reader, dlms, signal, lender.silent);
    } finally {
      lender.end();
      this.places.release();
    }
  }

  private keep(key: string, kept: Kept): void {
    this.tally[kept.reply.ok ? 'done' : 'failed'] += 1;
    putBounded(this.replies, key, kept, repliesKept);
  }

  private again(msg: NodeMessage, kept: ReplyPayload, attempt: number): Outcome {
    this.tally.repeated += 1;
    return this.answer(msg, { ...kept, attempt });
  }

  private answer(msg: NodeMessage, payload: ReplyPayload): Outcome {
    // The job may expire in the broker (MQTT 5), its reply may not.
    const { messageExpiryInterval: _expiry, ...rest } = msg as NodeMessage & { messageExpiryInterval?: unknown };
    return { outputs: [{ ...rest, payload }], status: this.status };
  }

  private nothing(): Outcome {
    this.tally.repeated += 1;
    return { outputs: [null], status: this.status };
  }
}
