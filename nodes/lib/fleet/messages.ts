/**
 * The messages of a fleet: those that carry results and failures, and the payloads of jobs and replies that travel over a
 * broker. What comes from a broker is checked here; nothing of it is believed but what has the right shape.
 */
import type { NodeMessage } from 'node-red';
import type { Reading } from '../../../src/index';
import type { ErrorFacts } from '../error-facts';
import { isRecord } from '../setting-values';
import type { FleetJob } from './jobs';

/** Payload of a job that is handed out. */
export interface JobPayload {
  readonly runId: string;
  /** ISO time at which the run began: a run that begins anew under an old id has other jobs. Older versions leave it out. */
  readonly started?: string;
  readonly jobId: string;
  readonly attempt: number;
  /** Within which the reply has to be back. */
  readonly leaseSeconds: number;
  /** ISO time at which the job is given to somebody else. */
  readonly expires: string;
  readonly dlms: Readonly<Record<string, unknown>>;
  readonly job: Readonly<Record<string, unknown>>;
}

/** Payload of a reply. */
export interface ReplyPayload {
  readonly runId: string;
  /** As the job had it. */
  readonly started?: string;
  readonly jobId: string;
  readonly attempt: number;
  readonly ok: boolean;
  /** Where `ok`. */
  readonly readings?: readonly Reading[];
  /** Where not. */
  readonly error?: ErrorFacts;
  /** Facts of the request, as in `msg.dlms`. */
  readonly dlms: Readonly<Record<string, unknown>>;
}

const isId = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 500;
const isAttempt = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0;
const isReading = (value: unknown): boolean =>
  isRecord(value) && typeof value.obis === 'string' && typeof value.name === 'string' && typeof value.time === 'string' && 'error' in value;
const isError = (value: unknown): boolean => isRecord(value) && ['code', 'message', 'retry'].every((key) => typeof value[key] === 'string');

const isNumbered = (payload: unknown): payload is Record<string, unknown> =>
  isRecord(payload) &&
  isId(payload.runId) &&
  (payload.started === undefined || isId(payload.started)) &&
  isId(payload.jobId) &&
  isAttempt(payload.attempt);

/** A job as a worker takes it; null when it is none. Where nobody says when it expires, that is empty. */
export const jobPayload = (payload: unknown): Omit<JobPayload, 'leaseSeconds'> | null => {
  if (!isNumbered(payload) || !isRecord(payload.dlms)) return null;
  const { expires, job } = payload;
  return { ...(payload as unknown as JobPayload), expires: isId(expires) ? expires : '', job: isRecord(job) ? job : {} };
};

/** True when it means to be a reply, whether it is a sound one or not. */
export const meansReply = (payload: unknown): boolean => isRecord(payload) && 'jobId' in payload && 'ok' in payload;

/** A reply as a dispatcher takes it; null when it is none. */
export const replyPayload = (payload: unknown): ReplyPayload | null => {
  if (!isNumbered(payload)) return null;
  const { ok, readings, error } = payload;
  const sound = ok === true ? Array.isArray(readings) && readings.every(isReading) : ok === false && isError(error);
  return sound ? ({ ...payload, dlms: isRecord(payload.dlms) ? payload.dlms : {} } as unknown as ReplyPayload) : null;
};

export interface FleetFacts {
  readonly runId: string;
  readonly jobId: string;
  readonly attempt: number;
  readonly token?: string;
}

/** A message about one job: the one that brought the list, without its payload, with what the row says. */
export const aboutJob = (
  msg: NodeMessage,
  { dlms, job }: FleetJob,
  fleet: FleetFacts,
  facts: Readonly<Record<string, unknown>>,
): NodeMessage => Object.assign(msg, { job: { ...job }, dlms: { ...dlms, ...facts, fleet } });

/** What failed, for output 2. */
export const failurePayload = (job: FleetJob, error: ErrorFacts, attempts: number, skipped: boolean) => ({
  meter: typeof job.dlms.name === 'string' ? job.dlms.name : job.id,
  jobId: job.id,
  time: new Date().toISOString(),
  ...error,
  attempts,
  skipped,
});
