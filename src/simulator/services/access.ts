/**
 * ACCESS (Green Book 9.3.9, 9.4.6.7): gets, sets and actions in one list, carried out in its order. Processing option (bit 29
 * of the long invoke id): break after the first failure; what follows is answered with `other-reason`.
 */
import type { AccessRequestSpecification } from '../../apdu/access';
import type { Data } from '../../codec/types';
import { invoke, type Outcome, read, write } from '../attribute-access';
import type { ActionWord, DataAccessWord } from '../refusal';
import { nothing } from '../values';
import { selectionOf } from './get';
import { referenceOf, type Service, type ServiceContext } from './service';

const breakOnError = 0x2000_0000;
const selfDescriptive = 0x1000_0000;

type Item = { readonly data: Data; readonly word: DataAccessWord };

const item = ({ word, data }: Outcome<Data | null | undefined>): Item => ({ word, data: data ?? nothing });

function one(request: AccessRequestSpecification, data: Data, { meter, caller }: ServiceContext): Item {
  switch (request.kind) {
    case 'access-request-get':
      return item(read(meter, caller, referenceOf(request.value.cosemAttributeDescriptor), null));
    case 'access-request-get-with-selection':
      return item(read(meter, caller, referenceOf(request.value.cosemAttributeDescriptor), selectionOf(request.value.accessSelection)));
    case 'access-request-set':
      return { data: nothing, word: write(meter, caller, referenceOf(request.value.cosemAttributeDescriptor), data).word };
    case 'access-request-set-with-selection':
      return { data: nothing, word: 'scope-of-access-violated' };
    case 'access-request-action':
      return item(invoke(meter, caller, referenceOf(request.value.cosemMethodDescriptor), data.type === 'null-data' ? null : data));
  }
}

function specification(request: AccessRequestSpecification, word: DataAccessWord) {
  if (request.kind === 'access-request-action') return { kind: 'access-response-action', value: { result: word as ActionWord } } as const;
  const reads = request.kind === 'access-request-get' || request.kind === 'access-request-get-with-selection';
  return { kind: reads ? 'access-response-get' : 'access-response-set', value: { result: word } } as const;
}

export const access: Service<'access-request'> = {
  // The list is the service itself: it needs no multiple-references, which stands for GET, SET, ACTION, Read and Write.
  needs: () => ['access'],
  handle: (request, context) => {
    const { longInvokeIdAndPriority, accessRequestSpecification: requests, accessRequestListOfData: given } = request;
    let failed = false;
    const items = requests.map((wanted, index): Item => {
      if (failed && (longInvokeIdAndPriority & breakOnError) !== 0) return { data: nothing, word: 'other-reason' };
      const result = one(wanted, given[index] ?? nothing, context);
      failed ||= result.word !== 'success';
      return result;
    });
    return {
      kind: 'access-response',
      value: {
        longInvokeIdAndPriority,
        dateTime: Buffer.alloc(0),
        accessRequestSpecification: (longInvokeIdAndPriority & selfDescriptive) === 0 ? null : requests,
        accessResponseListOfData: items.map(({ data }) => data),
        accessResponseSpecification: requests.map((wanted, index) => specification(wanted, items[index]?.word ?? 'other-reason')),
      },
    };
  },
};
