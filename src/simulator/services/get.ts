/**
 * GET (Green Book 9.3.6, 9.4.6.4): normal, next, with-list. What does not fit the client's PDU size goes out in blocks; without
 * block transfer in the conformance it is for the session to shorten.
 */
import { apdu } from '../../apdu/apdu';
import type { AttributeDescriptorWithSelection, GetDataResult, InvokeIdAndPriority, SelectiveAccessDescriptor } from '../../apdu/get';
import { getDataResult } from '../../apdu/get';
import { conformanceHas } from '../../apdu/initiate';
import { encode, sequenceOf } from '../../codec/axdr';
import { data } from '../../codec/data';
import { read, type Selection } from '../attribute-access';
import { Outgoing } from './blocks';
import { type Answer, type AnswerApdu, referenceOf, type Service, type ServiceContext } from './service';

/** Octets around the raw data of a block: C4 02, invoke id, last block, number, choice, length in three octets, one spare. */
const blockOverhead = 13;

export const selectionOf = (descriptor: SelectiveAccessDescriptor | null): Selection | null =>
  descriptor === null ? null : { selector: descriptor.accessSelector, parameters: descriptor.accessParameters };

function readItem({ cosemAttributeDescriptor, accessSelection }: AttributeDescriptorWithSelection, context: ServiceContext): GetDataResult {
  if (accessSelection !== null && !conformanceHas(context.association.conformance, 'selective-access'))
    return { kind: 'data-access-result', value: 'scope-of-access-violated' };
  const outcome = read(context.meter, context.caller, referenceOf(cosemAttributeDescriptor), selectionOf(accessSelection));
  return outcome.data === null ? { kind: 'data-access-result', value: outcome.word } : { kind: 'data', value: outcome.data };
}

function nextBlock(invokeIdAndPriority: InvokeIdAndPriority, transfer: ServiceContext['transfer'], outgoing: Outgoing): Answer {
  const { lastBlock, blockNumber, rawData } = outgoing.next();
  transfer.outgoing = lastBlock ? null : outgoing;
  const result = { lastBlock, blockNumber, result: { kind: 'raw-data', value: rawData } } as const;
  return { kind: 'get-response', value: { kind: 'get-response-with-datablock', value: { invokeIdAndPriority, result } } };
}

const blockError = (
  invokeIdAndPriority: InvokeIdAndPriority,
  blockNumber: number,
  word: 'no-long-get-in-progress' | 'data-block-number-invalid',
): Answer => {
  const result = { lastBlock: true, blockNumber, result: { kind: 'data-access-result', value: word } } as const;
  return { kind: 'get-response', value: { kind: 'get-response-with-datablock', value: { invokeIdAndPriority, result } } };
};

/** The answer whole, or in blocks where it is too long and they were agreed. */
function whole(answer: AnswerApdu, raw: () => Buffer, id: InvokeIdAndPriority, context: ServiceContext): Answer {
  if (encode(apdu, answer).length <= context.room) return answer;
  if (!conformanceHas(context.association.conformance, 'block-transfer-with-get-or-read')) return answer;
  return nextBlock(id, context.transfer, new Outgoing('get', raw(), context.room - blockOverhead));
}

export const get: Service<'get-request'> = {
  needs: ({ kind }) => {
    if (kind === 'get-request-with-list') return ['get', 'multiple-references'];
    return kind === 'get-request-next' ? ['get', 'block-transfer-with-get-or-read'] : ['get'];
  },
  handle: (request, context) => {
    const { invokeIdAndPriority } = request.value;
    if (request.kind === 'get-request-next') {
      const { outgoing } = context.transfer;
      if (outgoing?.kind !== 'get') return blockError(invokeIdAndPriority, request.value.blockNumber, 'no-long-get-in-progress');
      if (request.value.blockNumber === outgoing.sent) return nextBlock(invokeIdAndPriority, context.transfer, outgoing);
      context.transfer.outgoing = null;
      return blockError(invokeIdAndPriority, request.value.blockNumber, 'data-block-number-invalid');
    }
    context.transfer.outgoing = null;
    if (request.kind === 'get-request-normal') {
      const result = readItem(request.value, context);
      const normal = { kind: 'get-response', value: { kind: 'get-response-normal', value: { invokeIdAndPriority, result } } } as const;
      // the choice of Get-Data-Result is not part of the raw data
      const raw = (): Buffer => (result.kind === 'data' ? encode(data, result.value) : encode(getDataResult, result));
      return whole(normal, raw, invokeIdAndPriority, context);
    }
    const result = request.value.attributeDescriptorList.map((item) => readItem(item, context));
    const list = { kind: 'get-response', value: { kind: 'get-response-with-list', value: { invokeIdAndPriority, result } } } as const;
    return whole(list, () => encode(sequenceOf(getDataResult), result), invokeIdAndPriority, context);
  },
};
