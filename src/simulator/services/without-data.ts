/**
 * An answer without what made it too long (Green Book 9.4.6.4 to 9.4.6.9): where no blocks were agreed, items with data become
 * `data-block-unavailable`, and what was refused or written keeps its own result.
 */
import type { AccessResponse } from '../../apdu/access';
import type { ActionResponse } from '../../apdu/action';
import type { GetDataResult, GetResponse } from '../../apdu/get';
import { nothing } from '../values';
import type { AnswerApdu } from './service';

const word = 'data-block-unavailable';

const withoutValue = (result: GetDataResult): GetDataResult =>
  result.kind === 'data' ? { kind: 'data-access-result', value: word } : result;

function getWithout(response: GetResponse): GetResponse {
  const { kind, value } = response;
  if (kind === 'get-response-normal') return { kind, value: { ...value, result: withoutValue(value.result) } };
  return kind === 'get-response-with-list' ? { kind, value: { ...value, result: value.result.map(withoutValue) } } : response;
}

type ActionItem = Extract<ActionResponse, { kind: 'action-response-normal' }>['value']['singleResponse'];

const withoutReturn = (item: ActionItem): ActionItem => (item.returnParameters === null ? item : { result: word, returnParameters: null });

function actionWithout(response: ActionResponse): ActionResponse {
  const { kind, value } = response;
  if (kind === 'action-response-normal') return { kind, value: { ...value, singleResponse: withoutReturn(value.singleResponse) } };
  return kind === 'action-response-with-list'
    ? { kind, value: { ...value, listOfResponses: value.listOfResponses.map(withoutReturn) } }
    : response;
}

function accessWithout(response: AccessResponse): AccessResponse {
  const { accessResponseListOfData: values, accessResponseSpecification: results } = response;
  type Result = (typeof results)[number];
  return {
    ...response,
    accessResponseListOfData: values.map(() => nothing),
    accessResponseSpecification: results.map(
      (one, i): Result => (values[i]?.type === 'null-data' ? one : ({ ...one, value: { result: word } } as Result)),
    ),
  };
}

/** Null for an answer that carries no data, or goes in blocks already. */
export function withoutData(answer: AnswerApdu): AnswerApdu | null {
  switch (answer.kind) {
    case 'get-response':
      return { kind: 'get-response', value: getWithout(answer.value) };
    case 'action-response':
      return { kind: 'action-response', value: actionWithout(answer.value) };
    case 'access-response':
      return { kind: 'access-response', value: accessWithout(answer.value) };
    case 'read-response':
      return {
        kind: 'read-response',
        value: answer.value.map((item) => (item.kind === 'data' ? { kind: 'data-access-error', value: word } : item)),
      };
    default:
      return null;
  }
}
