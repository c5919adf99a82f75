/**
 * SET with logical names (Green Book 9.3.7, 9.4.6.5): normal, with-list, and values larger than the PDU size of the meter
 * in datablocks. Which form is taken follows from the size of the encoded request; nothing is ever repeated here.
 */
import { apdu } from '../apdu/apdu';
import type { SetRequest, SetResponse } from '../apdu/set';
import { encode, sequenceOf } from '../codec/axdr';
import { data, encodeData } from '../codec/data';
import { DlmsError } from '../errors';
import type { Dialogue } from '../framing/link';
import { blockOverhead, checkAcknowledged, split } from './block-collector';
import { exchange, maxRequestSize, nextInvokeId } from './exchange';
import { refusalOfAccess } from './refusal';
import {
  accepted,
  demand,
  inOwnBlocks,
  invokeIdAndPriorityOf,
  type Outcome,
  only,
  refused,
  type SetRequestItem,
  withSelection,
} from './requests';
import type { Session } from './types';

const values = sequenceOf(data);

type Word = Parameters<typeof refusalOfAccess>[0];
const outcomeOf = (word: Word): Outcome<null> => (word === 'success' ? accepted(null) : refused(refusalOfAccess(word)));

function check(session: Session, items: readonly SetRequestItem[]): void {
  demand(session, 'set', 'writing with logical names');
  if (items.some((item) => item.selection !== null)) demand(session, 'selective-access', 'selective access');
  if (items.length > 1) demand(session, 'multiple-references', 'a list of attributes in one request');
}

/**
 * Writes one attribute, or several in one request.
 * @throws DlmsError `pdu-too-small`, `unsupported-by-conformance`, and those of `exchange`
 */
export function* setAttributes(session: Session, items: readonly SetRequestItem[]): Dialogue<readonly Outcome<null>[]> {
  check(session, items);
  const invokeId = nextInvokeId(session);
  const whole = items.length === 1 ? normal(invokeId, only(items)) : list(invokeId, items);
  const size = encode(apdu, { kind: 'set-request', value: whole }).length;
  const room = maxRequestSize(session);
  const inBlocks = size > room && inOwnBlocks(session, 'block-transfer-with-set-or-write', size, room);
  return outcomesOf(yield* inBlocks ? setInBlocks(session, items, invokeId) : setExchange(session, whole));
}

const normal = (invokeId: number, item: SetRequestItem): SetRequest => ({
  kind: 'set-request-normal',
  value: {
    invokeIdAndPriority: invokeIdAndPriorityOf(invokeId),
    ...withSelection(item),
    value: item.value,
  },
});

const list = (invokeId: number, items: readonly SetRequestItem[]): SetRequest => ({
  kind: 'set-request-with-list',
  value: {
    invokeIdAndPriority: invokeIdAndPriorityOf(invokeId),
    attributeDescriptorList: items.map(withSelection),
    valueList: items.map((item) => item.value),
  },
});

/** The first request of a block transfer with this much raw data. */
function firstBlock(invokeId: number, items: readonly SetRequestItem[], rawData: Buffer, lastBlock: boolean): SetRequest {
  const invokeIdAndPriority = invokeIdAndPriorityOf(invokeId);
  const datablock = { lastBlock, blockNumber: 1, rawData };
  if (items.length > 1) {
    return {
      kind: 'set-request-with-list-and-first-datablock',
      value: { invokeIdAndPriority, attributeDescriptorList: items.map(withSelection), datablock },
    };
  }
  return { kind: 'set-request-with-first-datablock', value: { invokeIdAndPriority, ...withSelection(only(items)), datablock } };
}

function* setInBlocks(session: Session, items: readonly SetRequestItem[], invokeId: number): Dialogue<SetResponse> {
  const room = maxRequestSize(session);
  const octets =
    items.length === 1
      ? encodeData(only(items).value)
      : encode(
          values,
          items.map((item) => item.value),
        );
  const empty = encode(apdu, { kind: 'set-request', value: firstBlock(invokeId, items, Buffer.alloc(0), false) }).length;
  const blocks = split(octets, room - empty - 4, room - blockOverhead);
  for (const [i, rawData] of blocks.entries()) {
    const lastBlock = i === blocks.length - 1;
    const request = i === 0 ? firstBlock(invokeId, items, rawData, lastBlock) : nextBlock(invokeId, i + 1, rawData, lastBlock);
    const response = yield* setExchange(session, request);
    if (lastBlock || response.kind !== 'set-response-datablock') return response;
    checkAcknowledged(i + 1, response.value.blockNumber);
  }
  throw new DlmsError('value-invalid', 'nothing to write');
}

const nextBlock = (invokeId: number, blockNumber: number, rawData: Buffer, lastBlock: boolean): SetRequest => ({
  kind: 'set-request-with-datablock',
  value: { invokeIdAndPriority: invokeIdAndPriorityOf(invokeId), datablock: { lastBlock, blockNumber, rawData } },
});

function* setExchange(session: Session, value: SetRequest): Dialogue<SetResponse> {
  const { apdu: answer } = yield* exchange(session, { kind: 'set-request', value }, { expect: ['set-response'] });
  return answer.value;
}

function outcomesOf(response: SetResponse): readonly Outcome<null>[] {
  switch (response.kind) {
    case 'set-response-normal':
    case 'set-response-last-datablock':
      return [outcomeOf(response.value.result)];
    case 'set-response-with-list':
    case 'set-response-last-datablock-with-list':
      return response.value.result.map(outcomeOf);
    default:
      throw new DlmsError('answer-mismatch', 'the meter asks for a further block after the last one');
  }
}
