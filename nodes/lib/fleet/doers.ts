/**
 * Who does the jobs of a fleet node: the node itself, or others, over a broker.
 */
import type { NodeMessage } from 'node-red';
import type { ErrorCode, HandedOut } from '../../../src/index';
import { connectionNode, meterNode } from '../config-nodes';
import { describeError, toDlmsError } from '../error-facts';
import { withFacts } from '../message';
import { type ObjectsRead, readingMessages } from '../meter-reading';
import { shapeOutput } from '../output-forms';
import { type Settings, text } from '../setting-values';
import type { Doer, Fleet } from './fleet';
import type { FleetJob } from './jobs';
import { type JobPayload, type ReplyPayload, replyPayload } from './messages';
import { Places } from './places';
import { type JobReader, readJob } from './read-job';
import type { Run } from './run';
import type { FleetSettings } from './settings';

/** @throws DlmsError `settings-invalid` */
const connectionOf = ({ RED, settings }: JobReader): ReturnType<typeof connectionNode> =>
  connectionNode(RED, meterNode(RED, text(settings, 'meter', '')).connectionId);

/** Meters at work at once: never more than the connection has links. @throws DlmsError `settings-invalid` */
export const placesFor = (reader: JobReader, { atOnce }: FleetSettings): number => {
  const { capacity } = connectionOf(reader).pool;
  return Math.min(atOnce ?? capacity, capacity);
};

/** Reads the meters itself. */
export class Reader implements Doer {
  readonly leaseMs = Number.POSITIVE_INFINITY;
  private readonly places = new Places(1);

  constructor(
    private readonly fleet: Fleet,
    private readonly reader: JobReader,
    private readonly settings: FleetSettings,
  ) {}

  prepare(): void {
    this.places.capacity = placesFor(this.reader, this.settings);
  }

  get connection(): Settings {
    return connectionOf(this.reader).settings;
  }

  get free(): boolean {
    return this.places.free;
  }

  begin(run: Run, job: FleetJob, handed: HandedOut): void {
    this.places.take();
    void this.read(run, job, handed).finally(() => {
      this.places.release();
      this.fleet.pump();
    });
  }

  private async read(run: Run, job: FleetJob, { id, attempt }: HandedOut): Promise<void> {
    const lender = this.places.lender(() => this.fleet.pump());
    const { signal, done } = run.child();
    try {
      const read = await readJob(this.reader, job.dlms, signal, lender.silent);
      lender.end();
      await this.fleet.succeeded(run, id, attempt, (msg) => this.messages(msg, read));
    } catch (error) {
      lender.end();
      this.fleet.failed(run, id, attempt, describeError(toDlmsError(error)));
    } finally {
      done();
    }
  }

  private messages(msg: NodeMessage, read: ObjectsRead): NodeMessage[] {
    const { form, formOptions } = this.settings;
    return readingMessages(this.reader.RED, form, formOptions, read, msg);
  }
}

/**
 * Failures that say more of the worker than of the meter, so that another try, most probably of another worker, may do better.
 * Each comes before the meter has counted a wrong password: a security node, a serial port or a certificate that this worker has
 * not; and two workers that were at one meter, because a lease ran out while the first was slow: the one with the lower counters
 * is refused, and goes above the other's when it tries again.
 */
const ofOneWorker: ReadonlySet<string> = new Set<ErrorCode>([
  'settings-invalid',
  'port-unavailable',
  'serial-settings',
  'store-failed',
  'key-invalid',
  'certificate-invalid',
  'counter-refused',
]);

/** Gives the jobs to others: messages on output 4, replies on the input. */
export class Dispatcher implements Doer {
  readonly connection = {};
  readonly leaseMs: number;

  constructor(
    private readonly fleet: Fleet,
    private readonly reader: JobReader,
    private readonly settings: FleetSettings,
  ) {
    this.leaseMs = settings.leaseMs;
  }

  prepare(): void {
    // Everything that could be wrong is with the workers.
  }

  get free(): boolean {
    return this.fleet.out < this.settings.window;
  }

  begin(run: Run, job: FleetJob, { id, attempt }: HandedOut): void {
    const leaseSeconds = Math.ceil(this.leaseMs / 1000);
    const { dlms, job: data } = job;
    const expires = new Date(Date.now() + this.leaseMs).toISOString();
    const payload: JobPayload = { runId: run.id, started: run.began, jobId: id, attempt, leaseSeconds, expires, dlms, job: data };
    const msg = this.reader.RED.util.cloneMessage(run.parts.msg);
    // MQTT 5: the broker drops what nobody has fetched when the lease is over.
    run.parts.send([null, null, null, Object.assign(msg, { payload, messageExpiryInterval: leaseSeconds })]);
  }

  /** A reply from the broker; one that belongs to no run, or is none, is dropped. */
  async reply(payload: unknown): Promise<void> {
    const reply = replyPayload(payload);
    const run = reply === null ? undefined : this.fleet.run(reply.runId);
    if (reply === null || run === undefined) return;
    // Of the run that had this id before.
    if (reply.started !== undefined && reply.started !== run.began) return;
    const { jobId, attempt, error } = reply;
    if (error !== undefined && !reply.ok)
      this.fleet.failed(run, jobId, attempt, error, ...(ofOneWorker.has(error.code) ? (['later'] as const) : []));
    else await this.fleet.succeeded(run, jobId, attempt, (msg) => this.messages(msg, reply));
  }

  private messages(msg: NodeMessage, { readings = [], dlms }: ReplyPayload): NodeMessage[] {
    const { form, formOptions } = this.settings;
    return shapeOutput(form, readings, withFacts(msg, dlms), (original) => this.reader.RED.util.cloneMessage(original), formOptions);
  }
}
