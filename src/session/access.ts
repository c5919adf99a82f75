/**
 * ACCESS (Green Book 9.3.11, 9.4.6.7): gets, sets and actions in one request, one result each, logical names only.
 * Reads travel in it where the meter agreed to it and not to lists (`plan.ts`); larger requests leave in general block
 * transfer.
 */

import type { AccessRequestSpecification, AccessResponse } from '../apdu/access';
import type { apdu } from '../apdu/apdu';
import type { Data } from '../codec/types';
import { DlmsError } from '../errors';
import type { Dialogue } from '../framing/link';
import { exchange, nextInvokeId } from './exchange';
import { refusalOfAccess, refusalOfAction } from './refusal';
import {
  type AttributeRequest,
  accepted,
  demand,
  type MethodRequest,
  nullData,
  type Outcome,
  refused,
  type SetRequestItem,
  withSelection,
} from './requests';
import type { Session } from './types';

export type AccessItem =
  | { readonly kind: 'get'; readonly item: AttributeRequest }
  | { readonly kind: 'set'; readonly item: SetRequestItem }
  | { readonly kind: 'action'; readonly item: MethodRequest };

/** Long-Invoke-Id-And-Priority bit 30: an answer is wanted. */
const confirmed = 0x40000000;

function specificationOf({ kind, item }: AccessItem): AccessRequestSpecification {
  if (kind === 'action') {
    const { classId, instanceId, methodId } = item;
    return { kind: 'access-request-action', value: { cosemMethodDescriptor: { classId, instanceId, methodId } } };
  }
  const { cosemAttributeDescriptor, accessSelection } = withSelection(item);
  if (accessSelection === null) return { kind: `access-request-${kind}`, value: { cosemAttributeDescriptor } };
  return { kind: `access-request-${kind}-with-selection`, value: { cosemAttributeDescriptor, accessSelection } };
}

const parameterOf = (item: AccessItem): Data => {
  if (item.kind === 'set') return item.item.value;
  return item.kind === 'action' ? (item.item.parameter ?? nullData) : nullData;
};

function outcomesOf({ accessResponseSpecification: results, accessResponseListOfData: values }: AccessResponse): Outcome<Data>[] {
  // Values that do not stand beside their results are never matched to them.
  const wanted = results.some(({ kind, value }) => kind === 'access-response-get' && value.result === 'success');
  if (values.length !== results.length && (wanted || values.length > 0)) {
    throw new DlmsError('answer-mismatch', `the meter gives ${results.length} results and ${values.length} values`);
  }
  return results.map((result, i) => {
    const word = result.value.result;
    if (word === 'success') return accepted(values[i] ?? nullData);
    return refused(result.kind === 'access-response-action' ? refusalOfAction(result.value.result) : refusalOfAccess(result.value.result));
  });
}

/**
 * One outcome per item, in order; null-data where a set or action returned nothing.
 * @throws DlmsError `unsupported-by-conformance`, `answer-mismatch`, and those of `exchange`
 */
export function* access(session: Session, items: readonly AccessItem[]): Dialogue<readonly Outcome<Data>[]> {
  demand(session, 'access', 'the ACCESS service');
  const { apdu: answer } = yield* exchange(session, requestOf(nextInvokeId(session), items), { expect: ['access-response'] });
  const outcomes = outcomesOf(answer.value);
  if (outcomes.length !== items.length) {
    throw new DlmsError('answer-mismatch', `${items.length} items were asked for, ${outcomes.length} results came`);
  }
  return outcomes;
}

const requestOf = (invokeId: number, items: readonly AccessItem[]): Parameters<typeof apdu.write>[0] => ({
  kind: 'access-request',
  value: {
    longInvokeIdAndPriority: (confirmed | invokeId) >>> 0,
    dateTime: Buffer.alloc(0),
    accessRequestSpecification: items.map(specificationOf),
    accessRequestListOfData: items.map(parameterOf),
  },
});
