/**
 * A meter that answers anything: whatever it sends, a session ends with a value or a DlmsError, in bounded time.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { conformanceFrom } from '../../src/apdu/initiate';
import { DlmsError } from '../../src/errors';
import type { Dialogue } from '../../src/framing/link';
import { actMethods } from '../../src/session/action';
import { associate } from '../../src/session/associate';
import { readAttributes } from '../../src/session/plan';
import { release } from '../../src/session/release';
import type { AttributeRequest } from '../../src/session/requests';
import { setAttributes } from '../../src/session/set';
import { associated, session } from './capture-log';

const everything = conformanceFrom([
  'read',
  'write',
  'get',
  'set',
  'action',
  'multiple-references',
  'block-transfer-with-get-or-read',
  'block-transfer-with-set-or-write',
  'block-transfer-with-action',
  'general-block-transfer',
]);
const item = (attributeId: number): AttributeRequest => ({
  classId: 3,
  instanceId: Buffer.from([1, 0, 1, 8, 0, 255]),
  attributeId,
  selection: null,
  variableName: 0x1000,
});

const dialogues: Readonly<Record<string, () => Dialogue<unknown>>> = {
  'reading a list': () => readAttributes(associated('ln', everything, 100), [item(2), item(3)], { maxItems: 0 }),
  'reading with short names': () => readAttributes(associated('sn', everything, 100), [item(2), item(3)], { maxItems: 0 }),
  writing: () =>
    setAttributes(associated('ln', everything, 40), [{ ...item(2), value: { type: 'octet-string', value: Buffer.alloc(80) } }]),
  acting: () => actMethods(associated('ln', everything, 40), [{ ...item(2), methodId: 1, parameter: null }]),
  associating: () => associate(session()),
  releasing: () => release(associated('ln', everything)),
};

/** Beginnings that lead deep into the decoders. */
const beginnings = [
  '',
  'C401C100',
  'C402C1000000000100',
  'C403C102',
  'C501C1',
  'C502C100000001',
  'C702C100000000',
  '0C',
  '0D',
  '0C0102',
  'E0',
  'E041',
  'E081',
  '6129A109',
  'D8',
  '0E',
  '0F',
  'C7',
];

const answers = fc.array(
  fc
    .tuple(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 24 }))
    .map(([begin, end]) => Buffer.concat([Buffer.from(begin, 'hex'), end])),
  { minLength: 1, maxLength: 12 },
);

function run(dialogue: Dialogue<unknown>, given: readonly Buffer[]): void {
  let state = dialogue.next();
  for (let step = 0; !state.done; step++) {
    assert.ok(step < 5000, 'the dialogue does not end');
    const { send, timeoutMs } = state.value;
    const silent = step >= 200;
    if (timeoutMs === 0) state = dialogue.next(Buffer.alloc(0));
    else if (silent) state = dialogue.throw(new DlmsError('response-timeout', 'no answer'));
    else state = dialogue.next(given[(step + (send?.length ?? 0)) % given.length] as Buffer);
  }
}

/** The code with which a dialogue ends when the meter answers with these one after the other, over and over. */
function endOf(dialogue: Dialogue<unknown>, given: (step: number) => Buffer, steps: number): string {
  try {
    let state = dialogue.next();
    for (let step = 0; !state.done && step < steps; step++) state = dialogue.next(given(step));
    return state.done ? 'done' : 'goes on';
  } catch (error) {
    if (error instanceof DlmsError) return error.code;
    throw error;
  }
}

describe('hostile answers', () => {
  /** A block that streams, with this much in it. */
  const streamed = (size: number) => (step: number) =>
    Buffer.concat([Buffer.from([0xe0, 0x48, ((step + 1) >> 8) & 0xff, (step + 1) & 0xff, 0, 0, size]), Buffer.alloc(size, 0xc4)]);
  const reading = () => readAttributes(associated('ln', everything, 100), [item(2)], { maxItems: 0 });

  it('blocks without contents that stream for ever end a transfer soon', () =>
    assert.equal(endOf(reading(), streamed(0), 100), 'limit-exceeded'));

  it('blocks cost more than their octets: a million of them with one octet each is too much', () =>
    assert.equal(endOf(reading(), streamed(1), 1_100_000), 'limit-exceeded'));

  for (const [what, create] of Object.entries(dialogues)) {
    it(`end ${what} with a value or a DlmsError`, () => {
      fc.assert(
        fc.property(answers, (given) => {
          try {
            run(create(), given);
          } catch (error) {
            assert.ok(error instanceof DlmsError, error instanceof Error ? (error.stack ?? '') : String(error));
          }
        }),
        { numRuns: 400, seed: 7 },
      );
    });
  }
});
