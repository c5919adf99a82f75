/**
 * Long questions of the dialogs: started by one request, asked for progress by others, ended by cancel or when nobody asks
 * any more. A closed browser tab thus never keeps a meter busy.
 */
import { DlmsError } from '../../src/index';
import type { JobState, Progress } from '../forms/dialog-answers';
import { dialogError, toDlmsError } from './error-facts';

interface Job {
  readonly controller: AbortController;
  current: JobState<unknown>;
  timer: NodeJS.Timeout;
}

/** A job that nobody has asked for this long is ended and forgotten. */
const forgottenMs = 20_000;
const maxJobs = 16;

export class BrowseJobs {
  private readonly jobs = new Map<string, Job>();

  constructor(private readonly newId: () => string) {}

  /** @throws DlmsError `queue-full` */
  start(work: (signal: AbortSignal, tell: (progress: Progress) => void) => Promise<unknown>): string {
    if (this.jobs.size >= maxJobs) throw new DlmsError('queue-full', `${maxJobs} meters are being browsed already`);
    const id = this.newId();
    const controller = new AbortController();
    const job: Job = { controller, current: { state: 'running', progress: null }, timer: this.forgetLater(id) };
    this.jobs.set(id, job);
    work(controller.signal, (progress) => {
      if (job.current.state === 'running') job.current = { state: 'running', progress };
    }).then(
      (result) => {
        job.current = { state: 'done', result };
      },
      (error: unknown) => {
        job.current = { state: 'failed', error: dialogError(toDlmsError(error)) };
      },
    );
    return id;
  }

  /** @throws DlmsError `settings-invalid` when there is no such job */
  ask(id: string): JobState<unknown> {
    const job = this.jobs.get(id);
    if (job === undefined) throw new DlmsError('settings-invalid', 'This job has ended or was never started');
    clearTimeout(job.timer);
    if (job.current.state === 'running') job.timer = this.forgetLater(id);
    else this.jobs.delete(id);
    return job.current;
  }

  /** Ending what is not there is no error. */
  cancel(id: string): void {
    const job = this.jobs.get(id);
    if (job === undefined) return;
    clearTimeout(job.timer);
    this.jobs.delete(id);
    job.controller.abort();
  }

  private forgetLater(id: string): NodeJS.Timeout {
    return setTimeout(() => this.cancel(id), forgottenMs).unref();
  }
}
