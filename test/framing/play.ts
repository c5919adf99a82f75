/**
 * Plays a dialogue against rows [sent, received...] and against a peer. `timeout` in a row throws `response-timeout` in,
 * as the driver does when nothing came.
 */
import assert from 'node:assert/strict';
import { toHex } from '../../src/bytes';
import { DlmsError } from '../../src/errors';
import type { Deframer, Dialogue, Step } from '../../src/framing/link';

/** What must be sent (hex, or null for nothing), then what comes: hex of octets, or 'timeout'. */
export type Row = readonly [sent: string | null, ...received: string[]];

const timeout = (): DlmsError => new DlmsError('response-timeout', 'nothing came');

/** Runs the dialogue to its end; every row must be used. Octets pass the deframer as they would from a line. */
export function play<T>(dialogue: Dialogue<T>, deframer: Deframer, rows: readonly Row[]): T {
  const pending: (Buffer | 'timeout')[] = [];
  let row = 0;
  let result = dialogue.next();
  while (!result.done) {
    const step: Step = result.value;
    if (step.send !== null || (pending.length === 0 && rows[row]?.[0] === null)) {
      const [sent, ...received] = rows[row++] ?? assert.fail(`nothing more is expected, but ${step.send && toHex(step.send)} was sent`);
      assert.equal(step.send === null ? null : toHex(step.send), sent === null ? null : sent.replace(/ /g, ''), `row ${row - 1}`);
      for (const item of received) {
        if (item === 'timeout') pending.push('timeout');
        else pending.push(...deframer.push(Buffer.from(item.replace(/ /g, ''), 'hex')));
      }
    }
    if (step.timeoutMs === 0) {
      result = dialogue.next(Buffer.alloc(0));
      continue;
    }
    const next = pending.shift() ?? 'timeout';
    result = next === 'timeout' ? dialogue.throw(timeout()) : dialogue.next(next);
  }
  assert.equal(row, rows.length, 'rows are left');
  return result.value;
}

/** Runs the dialogue against a peer: octets sent go to `answer`, what it returns passes the deframer. Bounded. */
export function playAgainst<T>(dialogue: Dialogue<T>, deframer: Deframer, answer: (sent: Buffer) => Buffer, maxSteps = 100_000): T {
  const pending: Buffer[] = [];
  let result = dialogue.next();
  for (let steps = 0; !result.done; steps++) {
    assert.ok(steps < maxSteps, 'the dialogue does not end');
    if (result.value.send !== null) pending.push(...deframer.push(answer(result.value.send)));
    const next = result.value.timeoutMs === 0 ? Buffer.alloc(0) : pending.shift();
    if (next === undefined) {
      deframer.reset();
      result = dialogue.throw(timeout());
    } else result = dialogue.next(next);
  }
  return result.value;
}
