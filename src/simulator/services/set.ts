/**
 * SET (Green Book 9.3.7, 9.4.6.5): normal, with-list, and both in data blocks.
 */
import type { AttributeDescriptorWithSelection, InvokeIdAndPriority } from '../../apdu/get';
import { decode, sequenceOf } from '../../codec/axdr';
import { data } from '../../codec/data';
import type { Data } from '../../codec/types';
import { write } from '../attribute-access';
import { type DataAccessWord, refusalWord } from '../refusal';
import { type Block, Incoming } from './blocks';
import { type Answer, type AnswerApdu, referenceOf, type Service, type ServiceContext } from './service';

interface Subject {
  readonly items: readonly AttributeDescriptorWithSelection[];
  readonly list: boolean;
}

function writeItem(item: AttributeDescriptorWithSelection, value: Data | undefined, { meter, caller }: ServiceContext): DataAccessWord {
  if (value === undefined) return 'other-reason';
  // no class of the table has selective access with SET
  if (item.accessSelection !== null) return 'scope-of-access-violated';
  return write(meter, caller, referenceOf(item.cosemAttributeDescriptor), value).word;
}

const response = (value: Extract<AnswerApdu, { kind: 'set-response' }>['value']): AnswerApdu => ({ kind: 'set-response', value });

function lastAnswer(
  subject: Subject,
  words: readonly DataAccessWord[],
  invokeIdAndPriority: InvokeIdAndPriority,
  blockNumber: number,
): Answer {
  if (subject.list)
    return response({ kind: 'set-response-last-datablock-with-list', value: { invokeIdAndPriority, result: words, blockNumber } });
  const result = words[0] ?? 'other-reason';
  return response({ kind: 'set-response-last-datablock', value: { invokeIdAndPriority, result, blockNumber } });
}

function complete(incoming: Incoming<Subject>, context: ServiceContext): readonly DataAccessWord[] {
  const { items, list } = incoming.subject;
  try {
    const values = list ? decode(sequenceOf(data), incoming.octets()) : [decode(data, incoming.octets())];
    return items.map((item, index) => writeItem(item, values[index], context));
  } catch {
    return items.map(() => 'type-unmatched');
  }
}

function takeBlock(block: Block, invokeIdAndPriority: InvokeIdAndPriority, context: ServiceContext): Answer {
  const incoming = context.transfer.incoming as Incoming<Subject> | null;
  if (incoming?.kind !== 'set')
    return lastAnswer({ items: [], list: false }, ['no-long-set-in-progress'], invokeIdAndPriority, block.blockNumber);
  try {
    if (!incoming.take(block))
      return response({ kind: 'set-response-datablock', value: { invokeIdAndPriority, blockNumber: block.blockNumber } });
  } catch (error) {
    context.transfer.incoming = null;
    const words = incoming.subject.items.map(() => refusalWord(error));
    return lastAnswer(incoming.subject, words, invokeIdAndPriority, block.blockNumber);
  }
  context.transfer.incoming = null;
  return lastAnswer(incoming.subject, complete(incoming, context), invokeIdAndPriority, block.blockNumber);
}

export const set: Service<'set-request'> = {
  needs: ({ kind }) => {
    if (kind === 'set-request-normal') return ['set'];
    if (kind === 'set-request-with-list') return ['set', 'multiple-references'];
    return kind === 'set-request-with-list-and-first-datablock'
      ? ['set', 'block-transfer-with-set-or-write', 'multiple-references']
      : ['set', 'block-transfer-with-set-or-write'];
  },
  handle: (request, context) => {
    const { invokeIdAndPriority } = request.value;
    switch (request.kind) {
      case 'set-request-normal': {
        const result = writeItem(request.value, request.value.value, context);
        return response({ kind: 'set-response-normal', value: { invokeIdAndPriority, result } });
      }
      case 'set-request-with-list': {
        const { attributeDescriptorList, valueList } = request.value;
        const result = attributeDescriptorList.map((item, index) => writeItem(item, valueList[index], context));
        return response({ kind: 'set-response-with-list', value: { invokeIdAndPriority, result } });
      }
      case 'set-request-with-first-datablock':
        context.transfer.incoming = new Incoming<Subject>('set', { items: [request.value], list: false });
        break;
      case 'set-request-with-list-and-first-datablock':
        context.transfer.incoming = new Incoming<Subject>('set', { items: request.value.attributeDescriptorList, list: true });
        break;
    }
    return takeBlock(request.value.datablock, invokeIdAndPriority, context);
  },
};
