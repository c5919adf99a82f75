/**
 * What the requests of one message cost together and what was agreed with the meter: stands in `msg.dlms` of every message
 * that comes of them, also of those that leave before the end.
 */
import type { NodeMessage } from 'node-red';
import { type Meter, nothingSpent } from '../../src/index';
import { agreedFacts, authenticationOf, costFacts, type Facts } from './message';
import type { Target } from './meter-access';
import { isRecord } from './setting-values';

export class RequestAccount {
  private readonly spent = nothingSpent();
  private meter: Meter | null = null;
  private began = 0;

  /** The target with its requests counted here. */
  open(target: Target): Target {
    if (this.meter === null) this.began = performance.now();
    this.meter = target.meter;
    return { ...target, request: { ...target.request, spent: this.spent } };
  }

  /** Up to now; empty while no meter was asked. */
  get facts(): Facts {
    if (this.meter === null) return {};
    const durationMs = Math.max(0, Math.round(performance.now() - this.began) - this.spent.queuedMs);
    const { name, association } = this.meter;
    return { ...costFacts({ meter: name, durationMs, ...this.spent }), ...agreedFacts(association, authenticationOf(this.meter)) };
  }

  /** Adds the facts to all messages, where a meter was asked. */
  tell(outputs: readonly (NodeMessage | NodeMessage[] | null)[]): void {
    const { facts } = this;
    if (this.meter === null) return;
    for (const msg of outputs.flat()) if (msg !== null) msg.dlms = { ...(isRecord(msg.dlms) ? msg.dlms : {}), ...facts };
  }
}
