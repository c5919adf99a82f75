/**
 * Writing and acting. Nothing here is ever repeated: a request that may have left may have been executed.
 *
 * Several items go one by one, so that each has an answer of its own and the first failure stops the rest: what was done is
 * known. `writeLists` sends them in one SET or ACTION with-list, one Write with n references (Green Book 9.3.7, 9.3.8,
 * 9.3.15) for meters that want it or lines that are slow; when the answer to a list is lost, nobody can tell what was done,
 * which is why it is an option and not the rule.
 */
import type { Data } from '../codec/types';
import { DlmsError, type ErrorCode, isDlmsError, reworded } from '../errors';
import type { Dialogue } from '../framing/link';
import { actMethods } from '../session/action';
import { agreed, type MethodRequest, type Outcome, type SetRequestItem, usesShortNames } from '../session/requests';
import { setAttributes } from '../session/set';
import { invokeVariable, writeVariables } from '../session/short-name';
import type { Conversation } from './line';

/**
 * Writes attributes, one outcome each.
 * @throws DlmsError with `details.done`, the number of items answered before it, and `details.unanswered` where the meter may have
 *   carried out what was under way
 */
export async function writeItems(
  conversation: Conversation,
  items: readonly SetRequestItem[],
  lists: boolean,
): Promise<readonly Outcome<null>[]> {
  const write = usesShortNames(conversation.session) ? writeVariables : setAttributes;
  return perform(conversation, items, lists, (some) => write(conversation.session, some));
}

/** Invokes methods, one outcome each. With short names always one by one. @throws as `writeItems` */
export async function invokeItems(
  conversation: Conversation,
  items: readonly MethodRequest[],
  lists: boolean,
): Promise<readonly Outcome<Data | null>[]> {
  const { session } = conversation;
  if (usesShortNames(conversation.session)) return perform(conversation, items, false, (some) => invokeShort(conversation, some));
  return perform(conversation, items, lists, (some) => actMethods(session, some));
}

function* invokeShort({ session }: Conversation, items: readonly MethodRequest[]): Dialogue<readonly Outcome<Data | null>[]> {
  const outcomes: Outcome<Data | null>[] = [];
  for (const item of items) outcomes.push(yield* invokeVariable(session, item));
  return outcomes;
}

async function perform<I, O>(
  conversation: Conversation,
  items: readonly I[],
  lists: boolean,
  request: (some: readonly I[]) => Dialogue<readonly O[]>,
): Promise<readonly O[]> {
  const together = lists && items.length > 1 && agreed(conversation.session, 'multiple-references');
  const steps = together ? [items] : items.map((item) => [item]);
  const outcomes: O[] = [];
  for (const some of steps) {
    try {
      outcomes.push(...matching(await conversation.run(request(some)), some.length));
    } catch (error) {
      throw isDlmsError(error) ? broken(error, outcomes.length, some.length, items.length) : error;
    }
  }
  return outcomes;
}

/** An answer of another length is never matched to the items. */
function matching<O>(outcomes: readonly O[], count: number): readonly O[] {
  if (outcomes.length === count) return outcomes;
  throw new DlmsError('answer-mismatch', `${count} items were sent, the meter answers for ${outcomes.length}: what it did is not known`);
}

/** What comes in place of an answer to a request that has left, or may have. */
const unanswered: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'connection-closed',
  'response-timeout',
  'deadline-exceeded',
  'aborted',
  'frame-invalid',
  'sequence-error',
  'block-lost',
  'answer-mismatch',
  'apdu-truncated',
  'apdu-malformed',
  'apdu-unknown',
  'tag-mismatch',
  'counter-replayed',
  'protection-too-low',
]);

/** Read by whoever wonders whether to send it again. */
const readBack = 'Read back how things stand before you send it again.';

/** Says how far it came, and where nobody knows. */
function broken(error: DlmsError, done: number, under: number, count: number): DlmsError {
  const isOpen = unanswered.has(error.code);
  if (!isOpen && count === 1) return error;
  const rest = count - done - under;
  const before = count === 1 ? [] : [`${done} of ${count} items were answered before`];
  const open = isOpen ? [`${count === 1 ? 'it' : under === 1 ? 'the next' : `the next ${under}`} may have been executed`] : [];
  const words = [...before, ...open, ...(rest > 0 ? [`${rest} not sent`] : [])].join(', ');
  return reworded(error, `${error.message} (${words})`, {
    hint: isOpen ? readBack : error.hint,
    details: { ...error.details, ...(count === 1 ? {} : { done }), ...(isOpen ? { unanswered: true } : {}) },
  });
}
