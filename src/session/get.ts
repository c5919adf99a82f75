/**
 * GET with logical names (Green Book 9.3.6, 9.4.6.4): normal, with-list, selective access, and answers in blocks.
 * Blocks of a list carry the list of results; blocks of a single attribute carry the bare value.
 */
import type { ApduOf } from '../apdu/apdu';
import { type GetDataResult, type GetResponse, getDataResult } from '../apdu/get';
import { Reader } from '../bytes';
import { sequenceOf } from '../codec/axdr';
import { data } from '../codec/data';
import type { DataOptions } from '../codec/data-decode';
import type { Data } from '../codec/types';
import { DlmsError } from '../errors';
import type { Dialogue } from '../framing/link';
import { BlockCollector } from './block-collector';
import { awaitAnswer, exchange, nextInvokeId } from './exchange';
import { refusalOfAccess } from './refusal';
import {
  type AttributeRequest,
  accepted,
  delivered,
  demand,
  invokeIdAndPriorityOf,
  nullData,
  type OctetSink,
  type Outcome,
  only,
  pour,
  pouredOut,
  refused,
  withSelection,
} from './requests';
import type { Session } from './types';

const results = sequenceOf(getDataResult);

/** A data-access-result "success" refuses nothing and brings nothing: null-data. */
export function outcomeOf(result: GetDataResult): Outcome<Data> {
  if (result.kind === 'data') return accepted(result.value);
  return result.value === 'success' ? accepted(nullData) : refused(refusalOfAccess(result.value));
}

function check(session: Session, requests: readonly AttributeRequest[]): void {
  demand(session, 'get', 'reading with logical names');
  if (requests.some((request) => request.selection !== null)) demand(session, 'selective-access', 'selective access');
}

/**
 * Reads one attribute.
 * @throws DlmsError `unsupported-by-conformance`, `block-lost`, and those of `exchange`
 */
export function* getNormal(session: Session, request: AttributeRequest): Dialogue<Outcome<Data>> {
  check(session, [request]);
  const invokeId = nextInvokeId(session);
  const response = yield* getExchange(
    session,
    { kind: 'get-request-normal', value: { invokeIdAndPriority: invokeIdAndPriorityOf(invokeId), ...withSelection(request) } },
    request.decode,
  );
  if (response.kind === 'get-response-normal') return yield* delivered(outcomeOf(response.value.result), request.sink);
  if (response.kind === 'get-response-with-list') return yield* delivered(outcomeOf(only(nonEmpty(response.value.result))), request.sink);
  const joined = yield* collect(session, response, invokeId, request.sink);
  if (!Buffer.isBuffer(joined)) return joined;
  if (request.sink) return pouredOut();
  return accepted(readAll(joined, (input) => data.read(input), request.decode));
}

/**
 * Reads a list in one request. The meter may answer with fewer items than were asked for, or with one refusal for all:
 * `plan.ts` judges that.
 */
export function* getList(session: Session, requests: readonly AttributeRequest[]): Dialogue<readonly Outcome<Data>[]> {
  check(session, requests);
  demand(session, 'multiple-references', 'a list of attributes in one request');
  const invokeId = nextInvokeId(session);
  const response = yield* getExchange(session, listRequest(invokeId, requests));
  if (response.kind === 'get-response-with-list') return response.value.result.map(outcomeOf);
  if (response.kind === 'get-response-normal') return [outcomeOf(response.value.result)];
  const joined = yield* collect(session, response, invokeId);
  if (!Buffer.isBuffer(joined)) return [joined];
  return readAll(joined, (input) => results.read(input)).map(outcomeOf);
}

type GetRequest = ApduOf<'get-request'>['value'];

const listRequest = (invokeId: number, requests: readonly AttributeRequest[]): GetRequest => ({
  kind: 'get-request-with-list',
  value: { invokeIdAndPriority: invokeIdAndPriorityOf(invokeId), attributeDescriptorList: requests.map(withSelection) },
});

const expect = ['get-response'] as const;

function* getExchange(session: Session, value: GetRequest, decode?: DataOptions): Dialogue<GetResponse> {
  const options = decode === undefined ? { expect } : { expect, decode };
  return (yield* exchange(session, { kind: 'get-request', value }, options)).apdu.value;
}

/** Fetches the blocks that follow; the joined octets (none with a sink), or the refusal that came in place of a block. */
function* collect(session: Session, first: GetResponse, invokeId: number, sink?: OctetSink): Dialogue<Buffer | Outcome<never>> {
  const blocks = new BlockCollector(sink === undefined);
  let response = first;
  for (;;) {
    if (response.kind !== 'get-response-with-datablock') return unexpected(response);
    const { lastBlock, blockNumber, result } = response.value.result;
    if (result.kind === 'data-access-result') return refused(refusalOfAccess(result.value));
    const fresh = blocks.take(blockNumber, result.value);
    if (fresh && sink) yield* pour(sink, result.value);
    if (fresh && lastBlock) return blocks.joined();
    if (!fresh) {
      response = (yield* awaitAnswer(session, invokeId, { expect })).apdu.value;
      continue;
    }
    response = yield* getExchange(session, {
      kind: 'get-request-next',
      value: { invokeIdAndPriority: invokeIdAndPriorityOf(invokeId), blockNumber: blocks.number },
    });
  }
}

/** In the middle of a transfer only a refusal makes sense. */
function unexpected(response: GetResponse): Outcome<never> {
  const outcome = response.kind === 'get-response-normal' ? outcomeOf(response.value.result) : null;
  if (outcome?.refusal) return outcome;
  throw new DlmsError('answer-mismatch', `${response.kind} in the middle of a block transfer`);
}

function nonEmpty<T>(items: readonly T[]): readonly T[] {
  if (items.length === 0) throw new DlmsError('answer-mismatch', 'the meter answers with an empty list');
  return items;
}

/** Decodes all of the octets. */
export function readAll<T>(octets: Buffer, read: (input: Reader) => T, options?: DataOptions): T {
  const input = new Reader(octets, 0, octets.length, options);
  const value = read(input);
  if (input.remaining > 0) throw input.malformed(`${input.remaining} octets too many`);
  return value;
}
