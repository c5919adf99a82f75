/**
 * Results on their way into the flow, until they are stored. While a database is away the readings wait for it: no meter is asked
 * again for that, none has failed, and what is offered again has the time of its reading, so that it is the same row.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { NodeAPI, NodeMessage } from 'node-red';
import { backoffMs } from '../../../src/index';
import { type Acceptance, isNotStored } from '../acceptance';
import { afterDeploy } from '../deploys';
import type { FleetJob } from './jobs';
import { aboutJob } from './messages';
import type { Run } from './run';
import type { FleetSettings } from './settings';

/** First and longest pause before a result is offered again. */
const pauseMs = [500, 5000] as const;

/** The messages of a result, of the one about its job. */
export type Make = (msg: NodeMessage) => NodeMessage[];

interface Attempt {
  readonly attempt: number;
  readonly make: Make;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

export class Offering {
  /** Results that could not be stored, and are offered again. */
  waiting = 0;

  constructor(
    private readonly parts: { readonly RED: NodeAPI; readonly acceptance: Acceptance; readonly settings: FleetSettings },
    private readonly onWaiting: () => void,
  ) {}

  /** Resolves when the result is stored. @throws DlmsError when the flow refused it, or its time is over */
  async store(run: Run, job: FleetJob, attempt: number, make: Make): Promise<void> {
    const { acceptMs, formOptions } = this.parts.settings;
    const end = performance.now() + acceptMs;
    for (let tries = 1; ; tries++) {
      const { signal, done } = run.child();
      try {
        // The node that stores may be made anew just now.
        await afterDeploy(this.parts.RED, signal);
        return await this.offer(run, job, { attempt, make, signal, timeoutMs: Math.max(1, end - performance.now()) });
      } catch (error) {
        formOptions.memory.headers.refused();
        const waitMs = backoffMs(pauseMs, tries, Math.random);
        if (!isNotStored(error) || performance.now() + waitMs >= end) throw error;
        this.waiting += 1;
        this.onWaiting();
        await pause(waitMs, undefined, { signal }).finally(() => {
          this.waiting -= 1;
        });
      } finally {
        done();
      }
    }
  }

  /** Sends the result and waits until the flow has it. @throws DlmsError when it was refused */
  private async offer(run: Run, job: FleetJob, { attempt, make, signal, timeoutMs }: Attempt): Promise<void> {
    const { RED, acceptance } = this.parts;
    const token = acceptance.token();
    const fleet = { runId: run.id, jobId: job.id, attempt, token };
    const messages = make(aboutJob(RED.util.cloneMessage(run.parts.msg), job, fleet, {}));
    if (messages.length === 0) return;
    const accepted = acceptance.wait(token, messages.length, timeoutMs, signal);
    // The flow may change what it gets, and it may have to be offered again.
    run.parts.send([messages.map((msg) => RED.util.cloneMessage(msg)), null, null]);
    await accepted;
  }
}
