/**
 * Drives dialogues by a list of rows [sent, received] in hex, over the raw link or the link of a framing: what is sent must be
 * what stands in the row, octet for octet, and what stands there comes back. `null` received: silence. `null` sent: nothing is
 * sent, the next message is awaited.
 */
import assert from 'node:assert/strict';
import { type Apdu, apdu } from '../../src/apdu/apdu';
import { conformanceFrom } from '../../src/apdu/initiate';
import { fromHex, toHex } from '../../src/bytes';
import { decode, encode } from '../../src/codec/axdr';
import { DlmsError } from '../../src/errors';
import type { Dialogue, Link } from '../../src/framing/link';
import { createRawLink } from '../../src/framing/raw';
import { plainSecurity } from '../../src/security/plain';
import type { SecurityContext } from '../../src/security/types';
import type { AssociateOptions, Association, Session } from '../../src/session/types';

export type Row = readonly [sent: string | null, received: string | null];

/** Runs a dialogue against the rows; all of them must be used. */
export function replay<T>(dialogue: Dialogue<T>, rows: readonly Row[]): T {
  const left = [...rows];
  let state = dialogue.next();
  while (!state.done) {
    const { send, timeoutMs, prepare } = state.value;
    if (prepare !== undefined || (send === null && timeoutMs === 0)) {
      state = dialogue.next(Buffer.alloc(0));
      continue;
    }
    const row = left.shift();
    assert.ok(row, `nothing more was expected, sent ${send === null ? 'nothing' : toHex(send)}`);
    assert.equal(send === null ? null : toHex(send), row[0] === null ? null : toHex(fromHex(row[0])));
    if (timeoutMs === 0) {
      assert.equal(row[1], null, 'no answer is awaited here');
      state = dialogue.next(Buffer.alloc(0));
    } else if (row[1] === null) state = dialogue.throw(new DlmsError('response-timeout', 'no answer'));
    else state = dialogue.next(fromHex(row[1]));
  }
  assert.deepEqual(left, [], 'rows that were not used');
  return state.value;
}

export const logicalNames: AssociateOptions = {
  referencing: 'ln',
  proposedConformance: conformanceFrom(['get', 'set', 'action', 'multiple-references', 'selective-access']),
  conformanceTag: '5F1F',
  maxReceivePduSize: 0,
};

export const shortNames: AssociateOptions = {
  ...logicalNames,
  referencing: 'sn',
  proposedConformance: conformanceFrom(['read', 'write', 'multiple-references', 'parameterized-access']),
};

export interface TestSession extends Session {
  readonly unsolicited: Apdu[];
}

/** A session that is not associated yet. */
export function session(
  options: Partial<AssociateOptions> = {},
  security: SecurityContext = plainSecurity({ mechanism: 0 }),
  link: Link = createRawLink(),
): TestSession {
  const unsolicited: Apdu[] = [];
  return {
    link,
    security,
    options: { ...logicalNames, ...options },
    timeouts: { responseMs: 1000 },
    onUnsolicited: (apdu) => unsolicited.push(apdu),
    unsolicited,
    invokeId: 0,
    association: null,
    linkParameters: null,
  };
}

/** A session with an open association. */
export function associated(referencing: 'ln' | 'sn', conformance: number, serverMaxReceivePduSize = 0): TestSession {
  const open = session(referencing === 'ln' ? logicalNames : shortNames);
  const association: Association = {
    referencing,
    applicationContextName: '',
    conformance,
    conformanceNames: [],
    dlmsVersion: 6,
    serverMaxReceivePduSize,
    vaaName: referencing === 'ln' ? 7 : 0xfa00,
    serverSystemTitle: null,
    serverAuthenticated: false,
    mechanism: 0,
    oddities: [],
  };
  open.association = association;
  return open;
}

/** The error that a dialogue ends in. */
export function failure(run: () => unknown): DlmsError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof DlmsError, String(error));
    return error;
  }
  throw new assert.AssertionError({ message: 'no error was thrown' });
}

/** Runs a dialogue against a meter that is a function from the APDU sent (null: listening) to the APDU received (null: silence). */
export function converse<T>(dialogue: Dialogue<T>, answer: (sent: Apdu | null, octets: Buffer | null) => Apdu | null): T {
  let state = dialogue.next();
  for (let step = 0; !state.done; step++) {
    assert.ok(step < 1000, 'the dialogue does not end');
    const { send, timeoutMs } = state.value;
    const reply = answer(send && decode(apdu, send), send);
    if (timeoutMs === 0) state = dialogue.next(Buffer.alloc(0));
    else if (reply === null) state = dialogue.throw(new DlmsError('response-timeout', 'no answer'));
    else state = dialogue.next(encode(apdu, reply));
  }
  return state.value;
}
