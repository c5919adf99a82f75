/**
 * ACTION with logical names (Green Book 9.3.8, 9.4.6.6): normal, with-list, and parameters or answers larger than a PDU
 * in pblocks. Nothing is ever repeated here.
 */
import type { ActionRequest, ActionResponse } from '../apdu/action';
import { actionResponseWithOptionalData } from '../apdu/action';
import { apdu } from '../apdu/apdu';
import { getDataResult } from '../apdu/get';
import type { TypeOf } from '../codec/axdr';
import { encode, sequenceOf } from '../codec/axdr';
import { data, encodeData } from '../codec/data';
import type { Data } from '../codec/types';
import { DlmsError, isDlmsError } from '../errors';
import type { Dialogue } from '../framing/link';
import type { ProtectionUse } from '../security/types';
import { BlockCollector, blockOverhead, checkAcknowledged, split } from './block-collector';
import { exchange, maxRequestSize, nextInvokeId } from './exchange';
import { readAll } from './get';
import { refusalOfAccess, refusalOfAction } from './refusal';
import {
  accepted,
  demand,
  inOwnBlocks,
  invokeIdAndPriorityOf,
  type MethodRequest,
  nullData,
  type Outcome,
  only,
  refused,
} from './requests';
import type { Session } from './types';

type Response = TypeOf<typeof actionResponseWithOptionalData>;
const responses = sequenceOf(actionResponseWithOptionalData);
const parameters = sequenceOf(data);

/** Success without data is null. A refusal of the return data (data-access-result) is a refusal of the item. */
function outcomeOf({ result, returnParameters }: Response): Outcome<Data | null> {
  if (result !== 'success') return refused(refusalOfAction(result));
  if (returnParameters === null) return accepted(null);
  if (returnParameters.kind === 'data') return accepted(returnParameters.value);
  // Some meters put "success" where no data follows.
  return returnParameters.value === 'success' ? accepted(null) : refused(refusalOfAccess(returnParameters.value));
}

const descriptorOf = ({ classId, instanceId, methodId }: MethodRequest) => ({ classId, instanceId, methodId });

/**
 * Invokes one method, or several in one request.
 * @throws DlmsError `pdu-too-small`, `unsupported-by-conformance`, and those of `exchange`
 */
export function* actMethods(
  session: Session,
  items: readonly MethodRequest[],
  use: ProtectionUse = 'service',
): Dialogue<readonly Outcome<Data | null>[]> {
  // f(StoC) goes out before the association is complete: no conformance to ask.
  if (use !== 'hls') demand(session, 'action', 'invoking a method with logical names');
  if (items.length > 1) demand(session, 'multiple-references', 'a list of methods in one request');
  const invokeId = nextInvokeId(session);
  const whole = items.length === 1 ? normal(invokeId, only(items)) : list(invokeId, items);
  const size = encode(apdu, { kind: 'action-request', value: whole }).length;
  const room = maxRequestSize(session);
  const inBlocks = size > room && inOwnBlocks(session, 'block-transfer-with-action', size, room);
  const response = yield* inBlocks ? actInBlocks(session, items, invokeId, use) : actionExchange(session, whole, use);
  return yield* outcomesOf(session, response, items.length, invokeId, use);
}

const normal = (invokeId: number, item: MethodRequest): ActionRequest => ({
  kind: 'action-request-normal',
  value: {
    invokeIdAndPriority: invokeIdAndPriorityOf(invokeId),
    cosemMethodDescriptor: descriptorOf(item),
    methodInvocationParameters: item.parameter,
  },
});

const list = (invokeId: number, items: readonly MethodRequest[]): ActionRequest => ({
  kind: 'action-request-with-list',
  value: {
    invokeIdAndPriority: invokeIdAndPriorityOf(invokeId),
    cosemMethodDescriptorList: items.map(descriptorOf),
    methodInvocationParameters: items.map((item) => item.parameter ?? nullData),
  },
});

function firstBlock(invokeId: number, items: readonly MethodRequest[], rawData: Buffer, lastBlock: boolean): ActionRequest {
  const invokeIdAndPriority = invokeIdAndPriorityOf(invokeId);
  const pblock = { lastBlock, blockNumber: 1, rawData };
  if (items.length === 1) {
    return {
      kind: 'action-request-with-first-pblock',
      value: { invokeIdAndPriority, cosemMethodDescriptor: descriptorOf(only(items)), pblock },
    };
  }
  return {
    kind: 'action-request-with-list-and-first-pblock',
    value: { invokeIdAndPriority, cosemMethodDescriptorList: items.map(descriptorOf), pblock },
  };
}

function* actInBlocks(session: Session, items: readonly MethodRequest[], invokeId: number, use: ProtectionUse): Dialogue<ActionResponse> {
  const room = maxRequestSize(session);
  const given = items.map((item) => item.parameter ?? nullData);
  const octets = items.length === 1 ? encodeData(only(given)) : encode(parameters, given);
  const empty = encode(apdu, { kind: 'action-request', value: firstBlock(invokeId, items, Buffer.alloc(0), false) }).length;
  const blocks = split(octets, room - empty - 4, room - blockOverhead);
  for (const [i, rawData] of blocks.entries()) {
    const lastBlock = i === blocks.length - 1;
    const request = i === 0 ? firstBlock(invokeId, items, rawData, lastBlock) : laterBlock(invokeId, i + 1, rawData, lastBlock);
    const response = yield* actionExchange(session, request, use);
    if (lastBlock || response.kind !== 'action-response-next-pblock') return response;
    checkAcknowledged(i + 1, response.value.blockNumber);
  }
  throw new DlmsError('value-invalid', 'nothing to send');
}

const laterBlock = (invokeId: number, blockNumber: number, rawData: Buffer, lastBlock: boolean): ActionRequest => ({
  kind: 'action-request-with-pblock',
  value: { invokeIdAndPriority: invokeIdAndPriorityOf(invokeId), pblock: { lastBlock, blockNumber, rawData } },
});

function* actionExchange(session: Session, value: ActionRequest, use: ProtectionUse): Dialogue<ActionResponse> {
  const { apdu: answer } = yield* exchange(session, { kind: 'action-request', value }, { expect: ['action-response'], use });
  return answer.value;
}

function* outcomesOf(
  session: Session,
  response: ActionResponse,
  count: number,
  invokeId: number,
  use: ProtectionUse,
): Dialogue<readonly Outcome<Data | null>[]> {
  if (response.kind === 'action-response-normal') return [outcomeOf(response.value.singleResponse)];
  if (response.kind === 'action-response-with-list') return response.value.listOfResponses.map(outcomeOf);
  if (response.kind === 'action-response-next-pblock') {
    throw new DlmsError('answer-mismatch', 'the meter asks for a further block after the last one');
  }
  const octets = yield* collect(session, response, invokeId, use);
  if (count > 1) return readAll(octets, (input) => responses.read(input)).map(outcomeOf);
  return [singleOf(octets)];
}

function* collect(session: Session, first: ActionResponse, invokeId: number, use: ProtectionUse): Dialogue<Buffer> {
  const blocks = new BlockCollector();
  let response = first;
  for (;;) {
    if (response.kind !== 'action-response-with-pblock') {
      throw new DlmsError('answer-mismatch', `${response.kind} in the middle of a block transfer`);
    }
    const { lastBlock, blockNumber, rawData } = response.value.pblock;
    const fresh = blocks.take(blockNumber, rawData);
    if (fresh && lastBlock) return blocks.joined();
    const value = { invokeIdAndPriority: invokeIdAndPriorityOf(invokeId), blockNumber: blocks.number };
    response = yield* actionExchange(session, { kind: 'action-request-next-pblock', value }, use);
  }
}

/**
 * The blocks of a single method: the Green Book's figures carry the response with its result, meters in the field also the
 * bare return parameters. Only one of the readings uses all octets.
 */
function singleOf(octets: Buffer): Outcome<Data | null> {
  const readings = [
    () => outcomeOf(readAll(octets, (input) => actionResponseWithOptionalData.read(input))),
    () => outcomeOf({ result: 'success', returnParameters: readAll(octets, (input) => getDataResult.read(input)) }),
    () => accepted<Data | null>(readAll(octets, (input) => data.read(input))),
  ];
  let failure: unknown;
  for (const reading of readings) {
    try {
      return reading();
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      failure = error;
    }
  }
  throw failure;
}
