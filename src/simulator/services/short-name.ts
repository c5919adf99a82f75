/**
 * Read, Write, UnconfirmedWrite (Green Book 9.3.14 to 9.3.16, 9.4.6.9): short names lead to attributes and methods, and from
 * there everything is as with logical names. A method is invoked by writing its parameter, or, when it returns something,
 * by reading it with parameterised access. Long answers and long requests go in blocks.
 */
import { apdu } from '../../apdu/apdu';
import { type ConformanceBit, conformanceHas } from '../../apdu/initiate';
import {
  type ReadRequest,
  type ReadResponse,
  readRequest,
  readResponse,
  type VariableAccessSpecification,
  type WriteRequest,
  type WriteResponse,
  writeRequest,
} from '../../apdu/short-name';
import { decode, encode } from '../../codec/axdr';
import type { Data } from '../../codec/types';
import { invoke, type Outcome, read, type Selection, write } from '../attribute-access';
import type { DataAccessWord } from '../refusal';
import { nothing } from '../values';
import { Incoming, Outgoing } from './blocks';
import type { Answer, AnswerApdu, Service, ServiceContext } from './service';

/** 0C, count, choice, last block, number, length in three octets, one spare. */
const blockOverhead = 10;

type ReadItem = ReadResponse[number];
type WriteItem = WriteResponse[number];

const refused = (word: DataAccessWord): { readonly kind: 'data-access-error'; readonly value: DataAccessWord } => ({
  kind: 'data-access-error',
  value: word,
});
const readItem = ({ word, data }: Outcome<Data | null>): ReadItem =>
  word === 'success' ? { kind: 'data', value: data ?? nothing } : refused(word);
const writeItem = ({ word }: Outcome<unknown>): WriteItem => (word === 'success' ? { kind: 'success', value: {} } : refused(word));

/** What became of one written item; `returned` is what a method gave back, which a write response has no room for. */
interface Written {
  readonly item: WriteItem;
  readonly returned: Data | null;
}

/** Reads an attribute, or invokes a method that returns something. */
function readVariable(shortName: number, selection: Selection | null, { meter, caller }: ServiceContext): ReadItem {
  const target = meter.shortNames.target(shortName);
  if (!target) return refused('object-undefined');
  if (target.kind === 'attribute') return readItem(read(meter, caller, target, selection));
  return selection ? readItem(invoke(meter, caller, target, selection.parameters)) : refused('read-write-denied');
}

function readOne(variable: VariableAccessSpecification, context: ServiceContext): ReadItem {
  switch (variable.kind) {
    case 'variable-name':
      return readVariable(variable.value, null, context);
    case 'parameterized-access': {
      const { variableName, selector, parameter } = variable.value;
      return readVariable(variableName, { selector, parameters: parameter }, context);
    }
    default:
      return refused('scope-of-access-violated');
  }
}

function writeOne(variable: VariableAccessSpecification, value: Data | undefined, { meter, caller }: ServiceContext): Written {
  const failed = (word: DataAccessWord): Written => ({ item: refused(word), returned: null });
  if (variable.kind !== 'variable-name') return failed('scope-of-access-violated');
  const target = meter.shortNames.target(variable.value);
  if (!target) return failed('object-undefined');
  if (value === undefined) return failed('other-reason');
  const outcome = target.kind === 'attribute' ? write(meter, caller, target, value) : invoke(meter, caller, target, value);
  return { item: writeItem(outcome), returned: outcome.data };
}

const response = (value: ReadResponse): AnswerApdu => ({ kind: 'read-response', value });

function nextBlock({ transfer }: ServiceContext, outgoing: Outgoing): Answer {
  const block = outgoing.next();
  transfer.outgoing = block.lastBlock ? null : outgoing;
  return response([{ kind: 'data-block-result', value: { ...block, blockNumber: block.blockNumber & 0xffff } }]);
}

function answerRead(items: readonly ReadItem[], context: ServiceContext): Answer {
  const whole = response(items);
  if (encode(apdu, whole).length <= context.room) return whole;
  if (!conformanceHas(context.association.conformance, 'block-transfer-with-get-or-read')) return whole;
  return nextBlock(context, new Outgoing('read', encode(readResponse, items), context.room - blockOverhead));
}

/** Block-Number-Access: the client has this block and wants the next. */
function continueRead(blockNumber: number, context: ServiceContext): Answer {
  const { outgoing } = context.transfer;
  if (outgoing?.kind !== 'read') return response([refused('no-long-get-in-progress')]);
  if ((outgoing.sent & 0xffff) === blockNumber) return nextBlock(context, outgoing);
  context.transfer.outgoing = null;
  return response([refused('data-block-number-invalid')]);
}

/** Read-Data-Block-Access: a long read request comes in blocks. */
function collectRead(block: { lastBlock: boolean; blockNumber: number; rawData: Buffer }, context: ServiceContext): Answer {
  const { transfer } = context;
  if (block.blockNumber === 1) transfer.incoming = new Incoming('read', null);
  const incoming = transfer.incoming;
  if (incoming?.kind !== 'read') return response([refused('data-block-number-invalid')]);
  try {
    if (!incoming.take(block)) return response([{ kind: 'block-number', value: block.blockNumber }]);
    transfer.incoming = null;
    const request = decode(readRequest, incoming.octets());
    return answerRead(
      request.map((variable) => readOne(variable, context)),
      context,
    );
  } catch {
    transfer.incoming = null;
    return response([refused('other-reason')]);
  }
}

const readNeeds = (request: ReadRequest): readonly ConformanceBit[] => {
  const needs: ConformanceBit[] = ['read'];
  if (request.length > 1) needs.push('multiple-references');
  if (request.some(({ kind }) => kind === 'parameterized-access')) needs.push('parameterized-access');
  if (request.some(({ kind }) => kind.includes('block'))) needs.push('block-transfer-with-get-or-read');
  return needs;
};

export const readService: Service<'read-request'> = {
  needs: readNeeds,
  handle: (request, context) => {
    const [first] = request;
    if (request.length === 1 && first?.kind === 'block-number-access') return continueRead(first.value.blockNumber, context);
    if (request.length === 1 && first?.kind === 'read-data-block-access') return collectRead(first.value, context);
    context.transfer.outgoing = null;
    return answerRead(
      request.map((variable) => readOne(variable, context)),
      context,
    );
  },
};

const writeAll = (request: WriteRequest, context: ServiceContext): readonly Written[] =>
  request.variableAccessSpecification.map((variable, index) => writeOne(variable, request.listOfData[index], context));

/** Write-Data-Block-Access: the request itself, cut into octet-strings. */
function collectWrite(
  block: { lastBlock: boolean; blockNumber: number },
  value: Data | undefined,
  context: ServiceContext,
): readonly WriteItem[] {
  const { transfer } = context;
  if (value?.type !== 'octet-string') return [refused('type-unmatched')];
  if (block.blockNumber === 1) transfer.incoming = new Incoming('write', null);
  const incoming = transfer.incoming;
  if (incoming?.kind !== 'write') return [refused('no-long-set-in-progress')];
  try {
    if (!incoming.take({ ...block, rawData: value.value })) return [{ kind: 'block-number', value: block.blockNumber }];
    transfer.incoming = null;
    return writeAll(decode(writeRequest, incoming.octets()), context).map(({ item }) => item);
  } catch {
    transfer.incoming = null;
    return [refused('data-block-number-invalid')];
  }
}

const writeNeeds =
  (bit: ConformanceBit) =>
  ({ variableAccessSpecification: variables }: WriteRequest): readonly ConformanceBit[] => {
    const needs = [bit];
    if (variables.length > 1) needs.push('multiple-references');
    if (variables.some(({ kind }) => kind === 'write-data-block-access')) needs.push('block-transfer-with-set-or-write');
    return needs;
  };

export const writeService: Service<'write-request'> = {
  needs: writeNeeds('write'),
  handle: (request, context) => {
    const [first] = request.variableAccessSpecification;
    const single = request.variableAccessSpecification.length === 1;
    if (single && first?.kind === 'write-data-block-access')
      return { kind: 'write-response', value: collectWrite(first.value, request.listOfData[0], context) };
    const written = writeAll(request, context);
    const answer: AnswerApdu = { kind: 'write-response', value: written.map(({ item }) => item) };
    const returned = single ? (written[0]?.returned ?? null) : null;
    if (returned === null || !context.association.pending) return answer;
    // f(CtoS) for a written f(StoC): a read response, to which one known server glues the write response
    const proof = response([{ kind: 'data', value: returned }]);
    return context.association.settings.security.options.shortNameReply === 'glued' ? [proof, answer] : proof;
  },
};

export const unconfirmedWriteService: Service<'unconfirmed-write-request'> = {
  needs: writeNeeds('unconfirmed-write'),
  handle: (request, context) => {
    writeAll(request, context);
    return null;
  },
};
