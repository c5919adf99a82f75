/**
 * Short-name referencing (Green Book 9.3.14 to 9.3.20, 9.4.6.8): the same get, set and action requests carried by Read and
 * Write of variable names.
 *
 * Attribute and method names are base name + offset, resolved before (`variableName`). Selection is parameterised access;
 * several attributes are several references in one Read. What does not fit into a PDU travels in blocks: the client's
 * request as read-data-block-access or write-data-block-access, the answer as data-block-result.
 */
import { apdu } from '../apdu/apdu';
import {
  type ReadRequest,
  type ReadResponse,
  readRequest,
  readResponse,
  type VariableAccessSpecification,
  type WriteRequest,
  type WriteResponse,
  writeRequest,
} from '../apdu/short-name';
import { encode, type TypeOf } from '../codec/axdr';
import { decodeData } from '../codec/data';
import type { DataOptions } from '../codec/data-decode';
import type { Data } from '../codec/types';
import { methodReturns } from '../cosem/class';
import { DlmsError } from '../errors';
import type { Dialogue } from '../framing/link';
import { BlockCollector, checkAcknowledged, split } from './block-collector';
import { exchange, maxRequestSize } from './exchange';
import { outcomeOf, readAll } from './get';
import { type Refusal, refusalOfAccess } from './refusal';
import {
  type AttributeRequest,
  accepted,
  agreed,
  delivered,
  demand,
  dummyParameter,
  inOwnBlocks,
  type MethodRequest,
  type OctetSink,
  type Outcome,
  only,
  pour,
  pouredOut,
  refused,
  type SetRequestItem,
} from './requests';
import type { Session } from './types';

/** Around the raw data of a block: tag, count, choice, last-block, number, lengths. */
const blockOverhead = 16;
/** Method parameters use no selector (Green Book 9.3.14: selector 0 with parameterised access to a method). */
const methodSelector = 0;

type ReadItem = ReadResponse[number];
type WriteItem = WriteResponse[number];

function variableOf(request: AttributeRequest | MethodRequest): number {
  if (request.variableName !== null) return request.variableName;
  const index = 'attributeId' in request ? `attribute ${request.attributeId}` : `method ${request.methodId}`;
  throw new DlmsError('object-unknown', `class ${request.classId} ${index} has no short name`);
}

function specificationOf(request: AttributeRequest): VariableAccessSpecification {
  const variableName = variableOf(request);
  if (request.selection === null) return { kind: 'variable-name', value: variableName };
  const { selector, parameters: parameter } = request.selection;
  return { kind: 'parameterized-access', value: { variableName, selector, parameter } };
}

function demandParameters(session: Session, items: readonly VariableAccessSpecification[]): void {
  if (items.some(({ kind }) => kind === 'parameterized-access')) demand(session, 'parameterized-access', 'selective access');
  if (items.length > 1) demand(session, 'multiple-references', 'several objects in one request');
}

function outcomeOfRead(item: ReadItem): Outcome<Data> {
  if (item.kind === 'data') return accepted(item.value);
  if (item.kind === 'data-access-error') return outcomeOf({ kind: 'data-access-result', value: item.value });
  throw new DlmsError('answer-mismatch', `${item.kind} among the results of a Read`);
}

function outcomeOfWrite(item: WriteItem): Outcome<null> {
  if (item.kind === 'success') return accepted(null);
  if (item.kind === 'data-access-error') return refused(refusalOfAccess(item.value));
  throw new DlmsError('answer-mismatch', 'a block number among the results of a Write');
}

/**
 * Reads attributes with one Read. The meter may answer with fewer items: `plan.ts` judges that.
 * @throws DlmsError `object-unknown`, `unsupported-by-conformance`, `pdu-too-small`, and those of `exchange`
 */
export function* readVariables(session: Session, requests: readonly AttributeRequest[]): Dialogue<readonly Outcome<Data>[]> {
  demand(session, 'read', 'reading with short names');
  const items = requests.map(specificationOf);
  demandParameters(session, items);
  return (yield* read(session, items, only(requests).decode)).map(outcomeOfRead);
}

/** Reads one variable; its octets go to the sink as they arrive. @throws as `readVariables` */
export function* pourVariable(session: Session, request: AttributeRequest, sink: OctetSink): Dialogue<Outcome<Data>> {
  demand(session, 'read', 'reading with short names');
  const items = [specificationOf(request)];
  demandParameters(session, items);
  const response = yield* ask(session, items);
  if (only(response).kind !== 'data-block-result') return yield* delivered(outcomeOfRead(only(response)), sink);
  return yield* pourBlocks(session, response, sink);
}

/** Blocks carry a list of one result, or (Gurux) the bare value: what stands before the value is not passed on. */
function* pourBlocks(session: Session, first: ReadResponse, sink: OctetSink): Dialogue<Outcome<Data>> {
  const blocks = new BlockCollector(false);
  let begun = Buffer.alloc(0);
  let response = first;
  for (let stripped = false; ; ) {
    const block = only(response);
    if (block.kind !== 'data-block-result') return outcomeOfRead(block);
    const { lastBlock, blockNumber, rawData } = block.value;
    const fresh = blocks.take(blockNumber, rawData);
    if (fresh && stripped) yield* pour(sink, rawData);
    else if (fresh) {
      begun = Buffer.concat([begun, rawData]);
      stripped = begun.length > 2 || lastBlock;
      if (stripped) yield* pour(sink, isListOfOne(begun) ? begun.subarray(2) : begun);
    }
    if (fresh && lastBlock) return pouredOut();
    response = yield* readExchange(session, [{ kind: 'block-number-access', value: { blockNumber: blocks.number } }]);
  }
}

/** Count 1 and the choice "data" in front of a value; an array of no elements would end there. */
const isListOfOne = (octets: Buffer): boolean => octets[0] === 1 && octets[1] === 0 && octets.length > 2;

/** Writes attributes with one Write. */
export function* writeVariables(session: Session, requests: readonly SetRequestItem[]): Dialogue<readonly Outcome<null>[]> {
  demand(session, 'write', 'writing with short names');
  const items = requests.map(specificationOf);
  demandParameters(session, items);
  const results = yield* write(session, { variableAccessSpecification: items, listOfData: requests.map(({ value }) => value) });
  return results.map(outcomeOfWrite);
}

/** Invokes one method: by a Read where it gives data back, else by a Write, whose answer has no room for any. */
export function* invokeVariable(session: Session, request: MethodRequest): Dialogue<Outcome<Data | null>> {
  const variableName = variableOf(request);
  const parameter = request.parameter ?? dummyParameter;
  if (methodReturns(request.classId, request.methodId) && agreed(session, 'parameterized-access'))
    return outcomeOfRead(only(yield* read(session, [methodAccess(variableName, parameter)])));
  demand(session, 'write', 'invoking a method with short names');
  const value = { variableAccessSpecification: [{ kind: 'variable-name' as const, value: variableName }], listOfData: [parameter] };
  return outcomeOfWrite(only(yield* write(session, value)));
}

const methodAccess = (variableName: number, parameter: Data): VariableAccessSpecification => ({
  kind: 'parameterized-access',
  value: { variableName, selector: methodSelector, parameter },
});

/** What the meter said to f(StoC): the octets of f(CtoS) where they came, or the refusal. */
export type HlsAnswer = { readonly refusal: Refusal } | { readonly refusal: null; readonly proof: Buffer | null };

/**
 * Pass 3 and 4 of HLS with short names: reply_to_HLS_authentication of the Association SN object. Some servers glue a read
 * response and a write response together; f(CtoS) is taken from whichever carries it.
 */
export function* answerChallenge(session: Session, variableName: number, proof: Buffer, by: 'write' | 'read'): Dialogue<HlsAnswer> {
  const parameter: Data = { type: 'octet-string', value: proof };
  const request: TypeOf<typeof apdu> =
    by === 'read'
      ? { kind: 'read-request', value: [methodAccess(variableName, parameter)] }
      : {
          kind: 'write-request',
          value: { variableAccessSpecification: [{ kind: 'variable-name', value: variableName }], listOfData: [parameter] },
        };
  const { apdu: answer, tail } = yield* exchange(session, request, { expect: ['read-response', 'write-response'], use: 'hls' });
  const first = challengeAnswer(answer);
  if (first.refusal !== null || first.proof !== null || tail.length === 0) return first;
  return challengeAnswer(readAll(tail, (input) => apdu.read(input)));
}

function challengeAnswer(answer: TypeOf<typeof apdu>): HlsAnswer {
  if (answer.kind === 'read-response' || answer.kind === 'write-response') {
    for (const item of answer.value as readonly (ReadItem | WriteItem)[]) {
      if (item.kind === 'data-access-error') return { refusal: refusalOfAccess(item.value) };
      if (item.kind === 'data' && item.value.type === 'octet-string') return { refusal: null, proof: item.value.value };
    }
  }
  return { refusal: null, proof: null };
}

function* read(session: Session, items: ReadRequest, options?: DataOptions): Dialogue<ReadResponse> {
  return yield* collectRead(session, yield* ask(session, items, options), options);
}

/** Sends a Read, in blocks where it must be; the first answer. */
function* ask(session: Session, items: ReadRequest, options?: DataOptions): Dialogue<ReadResponse> {
  const room = maxRequestSize(session);
  const octets = encode(readRequest, items);
  const size = octets.length + 1;
  const inBlocks = size > room && inOwnBlocks(session, 'block-transfer-with-get-or-read', size, room);
  return yield* inBlocks ? readInBlocks(session, octets, room) : readExchange(session, items, options);
}

function* readExchange(session: Session, value: ReadRequest, options?: DataOptions): Dialogue<ReadResponse> {
  const { apdu: answer } = yield* exchange(
    session,
    { kind: 'read-request', value },
    {
      expect: ['read-response'],
      ...(options === undefined ? {} : { decode: options }),
    },
  );
  if (answer.value.length === 0) throw new DlmsError('answer-mismatch', 'the meter answers with an empty list');
  return answer.value;
}

function* readInBlocks(session: Session, octets: Buffer, room: number): Dialogue<ReadResponse> {
  const blocks = split(octets, room - blockOverhead, room - blockOverhead);
  for (const [i, rawData] of blocks.entries()) {
    const value = { lastBlock: i === blocks.length - 1, blockNumber: i + 1, rawData };
    const response = yield* readExchange(session, [{ kind: 'read-data-block-access', value }]);
    const first = only(response);
    if (value.lastBlock || first.kind !== 'block-number') return response;
    checkAcknowledged(value.blockNumber, first.value);
  }
  throw new DlmsError('value-invalid', 'nothing to read');
}

/** Fetches the blocks of an answer; the joined octets are a list of results. */
function* collectRead(session: Session, first: ReadResponse, options?: DataOptions): Dialogue<ReadResponse> {
  const blocks = new BlockCollector();
  let response = first;
  for (;;) {
    const block = only(response);
    if (block.kind !== 'data-block-result') return response;
    const { lastBlock, blockNumber, rawData } = block.value;
    const fresh = blocks.take(blockNumber, rawData);
    if (fresh && lastBlock) return joinedResults(blocks.joined(), options);
    response = yield* readExchange(session, [{ kind: 'block-number-access', value: { blockNumber: blocks.number } }]);
  }
}

/** Some servers (Gurux) leave the count and the choice away and send the one value of a single read bare. */
function joinedResults(octets: Buffer, options?: DataOptions): ReadResponse {
  try {
    return readAll(octets, (input) => readResponse.read(input), options);
  } catch (error) {
    try {
      return [{ kind: 'data', value: decodeData(octets, options) }];
    } catch {
      throw error;
    }
  }
}

function* write(session: Session, value: WriteRequest): Dialogue<WriteResponse> {
  const room = maxRequestSize(session);
  const octets = encode(writeRequest, value);
  const size = octets.length + 1;
  const inBlocks = size > room && inOwnBlocks(session, 'block-transfer-with-set-or-write', size, room);
  if (!inBlocks) return yield* writeExchange(session, value);
  const blocks = split(octets, room - blockOverhead, room - blockOverhead);
  for (const [i, rawData] of blocks.entries()) {
    const block = { lastBlock: i === blocks.length - 1, blockNumber: i + 1 };
    const response = yield* writeExchange(session, {
      variableAccessSpecification: [{ kind: 'write-data-block-access', value: block }],
      listOfData: [{ type: 'octet-string', value: rawData }],
    });
    const first = only(response);
    if (block.lastBlock || first.kind !== 'block-number') return response;
    checkAcknowledged(block.blockNumber, first.value);
  }
  throw new DlmsError('value-invalid', 'nothing to write');
}

function* writeExchange(session: Session, value: WriteRequest): Dialogue<WriteResponse> {
  const { apdu: answer } = yield* exchange(session, { kind: 'write-request', value }, { expect: ['write-response'] });
  if (answer.value.length === 0) throw new DlmsError('answer-mismatch', 'the meter answers with an empty list');
  return answer.value;
}
