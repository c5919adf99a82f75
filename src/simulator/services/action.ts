/**
 * ACTION (Green Book 9.3.8, 9.4.6.6): normal, with-list, parameters in blocks, and results in blocks.
 */
import { actionResponseWithOptionalData } from '../../apdu/action';
import { apdu } from '../../apdu/apdu';
import type { InvokeIdAndPriority, MethodDescriptor } from '../../apdu/get';
import { conformanceHas } from '../../apdu/initiate';
import { decode, encode, sequenceOf, type TypeOf } from '../../codec/axdr';
import { data } from '../../codec/data';
import type { Data } from '../../codec/types';
import { invoke } from '../attribute-access';
import type { ActionWord } from '../refusal';
import { type Block, Incoming, Outgoing } from './blocks';
import { type Answer, type AnswerApdu, referenceOf, type Service, type ServiceContext } from './service';

type Response = TypeOf<typeof actionResponseWithOptionalData>;

interface Subject {
  readonly methods: readonly MethodDescriptor[];
  readonly list: boolean;
}

/** C7 02, invoke id, last block, number, length in three octets, one spare. */
const blockOverhead = 12;

function invokeItem(method: MethodDescriptor, parameter: Data | null, { meter, caller }: ServiceContext): Response {
  const { word, data: returned } = invoke(meter, caller, referenceOf(method), parameter);
  return { result: word as ActionWord, returnParameters: returned ? { kind: 'data', value: returned } : null };
}

const failed = (result: ActionWord): Response => ({ result, returnParameters: null });
const response = (value: Extract<AnswerApdu, { kind: 'action-response' }>['value']): AnswerApdu => ({
  kind: 'action-response',
  value,
});

function nextBlock(invokeIdAndPriority: InvokeIdAndPriority, { transfer }: ServiceContext, outgoing: Outgoing): Answer {
  const pblock = outgoing.next();
  transfer.outgoing = pblock.lastBlock ? null : outgoing;
  return response({ kind: 'action-response-with-pblock', value: { invokeIdAndPriority, pblock } });
}

function answer(invokeIdAndPriority: InvokeIdAndPriority, responses: readonly Response[], list: boolean, context: ServiceContext): Answer {
  const single = responses[0] ?? failed('other-reason');
  const whole = list
    ? response({ kind: 'action-response-with-list', value: { invokeIdAndPriority, listOfResponses: responses } })
    : response({ kind: 'action-response-normal', value: { invokeIdAndPriority, singleResponse: single } });
  if (encode(apdu, whole).length <= context.room) return whole;
  if (!conformanceHas(context.association.conformance, 'block-transfer-with-action')) return whole;
  const raw = list ? encode(sequenceOf(actionResponseWithOptionalData), responses) : encode(actionResponseWithOptionalData, single);
  return nextBlock(invokeIdAndPriority, context, new Outgoing('action', raw, context.room - blockOverhead));
}

function complete(incoming: Incoming<Subject>, context: ServiceContext): readonly Response[] {
  const { methods, list } = incoming.subject;
  try {
    const parameters = list ? decode(sequenceOf(data), incoming.octets()) : [decode(data, incoming.octets())];
    return methods.map((method, index) => invokeItem(method, parameters[index] ?? null, context));
  } catch {
    return methods.map(() => failed('type-unmatched'));
  }
}

function takeBlock(block: Block, invokeIdAndPriority: InvokeIdAndPriority, context: ServiceContext): Answer {
  const incoming = context.transfer.incoming as Incoming<Subject> | null;
  if (incoming?.kind !== 'action') return answer(invokeIdAndPriority, [failed('no-long-action-in-progress')], false, context);
  const { methods, list } = incoming.subject;
  try {
    if (!incoming.take(block))
      return response({ kind: 'action-response-next-pblock', value: { invokeIdAndPriority, blockNumber: block.blockNumber } });
  } catch {
    context.transfer.incoming = null;
    return answer(
      invokeIdAndPriority,
      methods.map(() => failed('long-action-aborted')),
      list,
      context,
    );
  }
  context.transfer.incoming = null;
  return answer(invokeIdAndPriority, complete(incoming, context), list, context);
}

function next(invokeIdAndPriority: InvokeIdAndPriority, blockNumber: number, context: ServiceContext): Answer {
  const { outgoing } = context.transfer;
  if (outgoing?.kind === 'action' && outgoing.sent === blockNumber) return nextBlock(invokeIdAndPriority, context, outgoing);
  context.transfer.outgoing = null;
  return answer(invokeIdAndPriority, [failed(outgoing ? 'long-action-aborted' : 'no-long-action-in-progress')], false, context);
}

export const action: Service<'action-request'> = {
  needs: ({ kind }) => {
    if (kind === 'action-request-normal') return ['action'];
    if (kind === 'action-request-with-list') return ['action', 'multiple-references'];
    return kind === 'action-request-with-list-and-first-pblock'
      ? ['action', 'block-transfer-with-action', 'multiple-references']
      : ['action', 'block-transfer-with-action'];
  },
  handle: (request, context) => {
    const { invokeIdAndPriority } = request.value;
    switch (request.kind) {
      case 'action-request-normal': {
        const { cosemMethodDescriptor, methodInvocationParameters } = request.value;
        return answer(invokeIdAndPriority, [invokeItem(cosemMethodDescriptor, methodInvocationParameters, context)], false, context);
      }
      case 'action-request-with-list': {
        const { cosemMethodDescriptorList: methods, methodInvocationParameters: parameters } = request.value;
        const responses = methods.map((method, index) => invokeItem(method, parameters[index] ?? null, context));
        return answer(invokeIdAndPriority, responses, true, context);
      }
      case 'action-request-next-pblock':
        return next(invokeIdAndPriority, request.value.blockNumber, context);
      case 'action-request-with-first-pblock':
        context.transfer.incoming = new Incoming<Subject>('action', { methods: [request.value.cosemMethodDescriptor], list: false });
        break;
      case 'action-request-with-list-and-first-pblock':
        context.transfer.incoming = new Incoming<Subject>('action', { methods: request.value.cosemMethodDescriptorList, list: true });
        break;
    }
    return takeBlock(request.value.pblock, invokeIdAndPriority, context);
  },
};
