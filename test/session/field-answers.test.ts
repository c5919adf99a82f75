/**
 * Answers of meters in the field that bend the Green Book (9.4, 9.5), as rows [sent, received] laid out by hand.
 */
import assert from 'node:assert/strict';
import { obisOctets } from '../../src/cosem/obis';
import type { DlmsError } from '../../src/errors';
import { access } from '../../src/session/access';
import { actMethods } from '../../src/session/action';
import { associate } from '../../src/session/associate';
import { getNormal } from '../../src/session/get';
import { type ListPolicy, planLists, readAttributes } from '../../src/session/plan';
import type { MethodRequest } from '../../src/session/requests';
import { setAttributes } from '../../src/session/set';
import { readVariables } from '../../src/session/short-name';
import { converse, failure, type Row, replay, session } from './capture-log';
import { askProfile, attribute, block, ln, octets, profile, serial, sn } from './requests';

const gbt = (control: string, number: number, ack: number, data: string) =>
  `E0${control}${number.toString(16).padStart(4, '0')}${ack.toString(16).padStart(4, '0')}${(data.length / 2).toString(16).padStart(2, '0')}${data}`;
const notification = '0F00000001 00 1101';

describe('answers in the field', () => {
  const aarq = '601D A109060760857405080101 BE10 040E 01000000065F1F0400005010 0000';
  const answered = (userInformation: string) => {
    const body = `A109060760857405080101A203020100A305A103020100${userInformation}`;
    const aare = `61${(body.length / 2).toString(16).padStart(2, '0')}${body}`;
    const own = session();
    return replay(associate({ ...own, options: { ...own.options, proposedConformance: 0x005010 } }), [[aarq, aare]]);
  };

  it('user-information with and without the octet-string, a quality of service, the conformance tagged 5F or 5F 1F', () => {
    for (const information of [
      'BE10040E0800065F1F040000101003EF0007',
      'BE0E0800065F1F040000101003EF0007',
      'BE11040F080100065F1F040000101003EF0007',
      'BE0F040D0800065F040000101003EF0007',
    ]) {
      const { conformance, serverMaxReceivePduSize, vaaName } = answered(information);
      assert.deepEqual(
        { conformance, serverMaxReceivePduSize, vaaName },
        { conformance: 0x001010, serverMaxReceivePduSize: 1007, vaaName: 7 },
      );
    }
  });

  it('an AARE may carry implementation information, AP titles and invocation ids', () => {
    const association = answered(
      `A40A04084D4D4D0000000001 A603020101 A703020102 9D03414243 BE10040E0800065F1F040000101003EF0007`.replace(/ /g, ''),
    );
    assert.equal(association.serverSystemTitle?.toString('hex'), '4d4d4d0000000001');
    const bare = answered('A4084D4D4D0000000001 BE10040E0800065F1F040000101003EF0007'.replace(/ /g, ''));
    assert.equal(bare.serverSystemTitle?.toString('hex'), '4d4d4d0000000001');
  });

  it('an AARE whose optional fields are there and empty', () => {
    for (const fields of ['A400 8900 AA00 BE00', 'A4020400 AA028000 BE020400']) {
      const { conformance, oddities } = answered(fields.replace(/ /g, ''));
      assert.equal(conformance, 0x005010);
      assert.match(oddities.join(), /carries no InitiateResponse/);
    }
    const refusal = '6119 A109060760857405080101 A203020101 A305A10302010D BE00';
    const own = session();
    const error = failure(() =>
      replay(associate({ ...own, options: { ...own.options, proposedConformance: 0x005010 } }), [[aarq, refusal]]),
    );
    assert.equal(error.code, 'authentication-failed');
  });

  it('an AARQ that is refused as a service may be taken later: an earlier association is not over yet', () => {
    for (const [answer, code] of [
      ['D80101', 'association-busy'],
      ['D80202', 'association-busy'],
      ['0E010302', 'association-busy'],
      ['0E010602', 'association-rejected'],
      ['D8010600000005', 'counter-refused'],
      ['D80205', 'deciphering-refused'],
    ] as const) {
      const own = session();
      const options = { ...own.options, proposedConformance: 0x005010 };
      assert.equal(failure(() => replay(associate({ ...own, options }), [[aarq, answer]])).code, code);
    }
  });

  it('an AARE that accepts and asks for a high-level authentication that is not set', () => {
    const body = 'A109060760857405080101A203020100A305A10302010EBE10040E0800065F1F040000101003EF0007';
    const own = session();
    const aare = `61${(body.length / 2).toString(16)}${body}`;
    const { oddities } = replay(associate({ ...own, options: { ...own.options, proposedConformance: 0x005010 } }), [[aarq, aare]]);
    assert.match(oddities.join(), /asks for high-level authentication/);
  });

  it('an AARE that accepts, with the reason why the InitiateRequest was refused', () => {
    const error = failure(() => answered('BE06 0404 0E010602'.replace(/ /g, '')));
    assert.equal(error.code, 'association-rejected');
    assert.match(error.message, /initiate, incompatible-conformance/);
  });

  it('an AARE that accepts and agrees to no service has not filled the conformance in', () => {
    const { conformance, oddities } = answered('BE10040E0800065F1F040000000003EF0007');
    assert.equal(conformance, 0x005010);
    assert.match(oddities.join(), /agrees to no service at all/);
  });

  it('an exception that ends behind its state-error', () => {
    const error = failure(() => replay(getNormal(ln(['get']), profile), [[askProfile, 'D802']]));
    assert.equal(error.code, 'refused');
    assert.match(error.message, /service-unknown, other-reason/);
  });

  it('results that no book lists keep their number', () => {
    assert.deepEqual(replay(getNormal(ln(['get']), profile), [[askProfile, 'C401C101 EE']]).refusal, { code: 238, name: 'unknown (238)' });
  });

  it('a result "success" where data or a refusal belong brings nothing and refuses nothing', () => {
    const nothing = { data: { type: 'null-data', value: null }, refusal: null };
    assert.deepEqual(replay(getNormal(ln(['get']), profile), [[askProfile, 'C401C101 00']]), nothing);
    assert.deepEqual(replay(readVariables(sn(['read']), [serial]), [['0501 022008', '0C01 0100']]), [nothing]);
  });

  it('an ACTION answered without the flag of its return parameters, with data, or with a result in place of data', () => {
    const method: MethodRequest = {
      classId: 70,
      instanceId: obisOctets('0-0:96.3.10*255'),
      methodId: 1,
      variableName: null,
      parameter: null,
    };
    const asked = 'C301C1 0046 000060030AFF 01 00';
    const answeredBy = (answer: string) => replay(actMethods(ln(['action']), [method]), [[asked, answer]])[0];
    assert.deepEqual(answeredBy('C701C100'), { data: null, refusal: null });
    assert.deepEqual(answeredBy('C701C10000'), { data: null, refusal: null });
    assert.deepEqual(answeredBy('C701C100010011 05'), { data: { type: 'unsigned', value: 5 }, refusal: null });
    assert.deepEqual(answeredBy('C701C1000101 00'), { data: null, refusal: null });
    assert.deepEqual(answeredBy('C701C1000101 03'), { data: null, refusal: { code: 3, name: 'read-write-denied' } });
    assert.deepEqual(answeredBy('C701C10300'), { data: null, refusal: { code: 3, name: 'read-write-denied' } });
  });

  it('an ACTION answered with the return parameters bare, without flag and choice (f(CtoS) of the gateway WebRTU Z3)', () => {
    const proof = '91ec1f928d8e6ace9823717c15c61271';
    const method = { classId: 15, instanceId: obisOctets('0-0:40.0.0*255'), methodId: 1, variableName: null, parameter: octets(2) };
    const outcomes = replay(actMethods(ln(['action']), [method]), [['C301C1 000F 0000280000FF 01 01 09020001', `C701C100 0910${proof}`]]);
    assert.deepEqual(outcomes, [{ data: { type: 'octet-string', value: Buffer.from(proof, 'hex') }, refusal: null }]);
  });

  it('a transfer whose last block is empty', () => {
    const rows = [
      [askProfile, block('01', '00', '090A00010203040506070809')],
      ['C002C100000001', block('02', '01', '')],
    ] as const;
    assert.deepEqual(replay(getNormal(ln(['get']), profile), rows).data, octets(10));
  });
});

describe('lists without multiple-references', () => {
  const request = 'D9 40000001 00 02 01 0001 0000600100FF 02 01 0007 0100630100FF 02 02 00 00';

  it('travel in one ACCESS where that was agreed', () => {
    const policy = { maxItems: 0 };
    const outcomes = replay(readAttributes(ln(['get', 'access']), [serial, profile], policy), [
      [request, 'DA 40000001 00 00 02 1105 00 02 01 00 01 04'],
    ]);
    assert.deepEqual(outcomes, [
      { data: { type: 'unsigned', value: 5 }, refusal: null },
      { data: null, refusal: { code: 4, name: 'object-undefined' } },
    ]);
  });

  it('go one by one when the meter refuses ACCESS, from then on', () => {
    const policy = { maxItems: 0 };
    const outcomes = replay(readAttributes(ln(['get', 'access']), [serial, profile], policy), [
      [request, 'D80202'],
      ['C001C2 0001 0000600100FF 02 00', 'C401C200 1105'],
      ['C001C3 0007 0100630100FF 02 00', 'C401C301 04'],
    ]);
    assert.equal(outcomes[0]?.data?.value, 5);
    assert.equal(policy.maxItems, 1);
  });

  it('fit the PDU of the meter', () => {
    // 8 octets around, 11 for each: 34 hold two of them.
    const lists = planLists(ln(['get', 'access'], 34), [serial, profile, serial], 0);
    assert.deepEqual(
      lists.map(({ length }) => length),
      [2, 1],
    );
  });

  it('never match values to other results', () => {
    const error = failure(() =>
      replay(
        access(ln(['access']), [
          { kind: 'get', item: serial },
          { kind: 'get', item: profile },
        ]),
        [[request, 'DA 40000001 00 00 01 1105 02 01 04 01 00']],
      ),
    );
    assert.equal(error.code, 'answer-mismatch');
  });
});

describe('an exception, or octets nobody can read, in place of one answer', () => {
  const three = Array.from({ length: 3 }, (_, i) => attribute(3, `1-0:${i + 1}.8.0*255`, 2));
  const ask = (n: number): string => `C001C${n} 0003 01000${n}0800FF 02 00`;
  const value = (n: number): string => `C401C${n}00 110${n}`;
  const codes = (rows: readonly Row[]) => replay(readAttributes(ln(['get']), three, { maxItems: 0 }), rows).map(({ error }) => error?.code);

  it('belong to their object where another is answered, the first one too', () => {
    const rows = (refusal: string): Row[] => [
      [ask(1), value(1)],
      [ask(2), refusal],
      [ask(3), value(3)],
    ];
    assert.deepEqual(codes(rows('D80201')), [undefined, 'operation-not-possible', undefined]);
    assert.deepEqual(codes(rows('D80101')), [undefined, 'service-not-allowed', undefined]);
    assert.deepEqual(codes(rows('0E050302')), [undefined, 'service-not-supported', undefined]);
    assert.deepEqual(codes(rows('C401C20023')), [undefined, 'apdu-malformed', undefined]);
    const first: Row[] = [
      [ask(1), 'D80101'],
      [ask(2), value(2)],
      [ask(3), 'C401C301 04'],
    ];
    assert.deepEqual(codes(first), ['service-not-allowed', undefined, undefined]);
  });

  it('end the read where nothing is answered, that of a service that is not allowed after two', () => {
    const refused = (refusal: string, count: number): Row[] => [1, 2, 3].slice(0, count).map((n) => [ask(n), refusal]);
    assert.equal(failure(() => codes(refused('D80201', 3))).code, 'operation-not-possible');
    assert.equal(failure(() => codes(refused('D80101', 2))).code, 'service-not-allowed');
  });

  it('in a list are found in its items, and the next list is a list', () => {
    const policy: ListPolicy = { maxItems: 0 };
    const own = ln(['get', 'multiple-references']);
    const list = (n: number, items: string): string => `C003C${n} ${items} 00`;
    const object = (n: number): string => `0003 01000${n}0800FF 02`;
    const rows: Row[] = [
      [list(1, `02 ${object(1)} 00 ${object(2)}`), 'D80203'],
      ['C001C2 0003 0100010800FF 02 00', 'C401C200 1101'],
      ['C001C3 0003 0100020800FF 02 00', 'D80203'],
      [list(4, `02 ${object(1)} 00 ${object(3)}`), 'C403C402 001101 001103'],
    ];
    const reading = function* () {
      const before = yield* readAttributes(own, three.slice(0, 2), policy);
      return [...before, ...(yield* readAttributes(own, [...three.slice(0, 1), ...three.slice(2)], policy))];
    };
    assert.deepEqual(
      replay(reading(), rows).map(({ data, error }) => data?.value ?? error?.code),
      [1, 'refused', 1, 3],
    );
  });
});

describe('meters that take lists up to a length', () => {
  const seven = Array.from({ length: 7 }, (_, i) => attribute(3, `1-0:${i + 1}.8.0*255`, 2));
  /** A meter that refuses longer lists in one way or another; how many items each request had. */
  const poll = (limit: number, how: 'cut' | 'exception', policy: { maxItems: number }) => {
    const sizes: number[] = [];
    const data = (value: number) => ({ kind: 'data', value: { type: 'unsigned', value } }) as const;
    const own = ln(['get', 'multiple-references']);
    const outcomes = converse(readAttributes(own, seven, policy), (request) => {
      assert.ok(request?.kind === 'get-request');
      if (request.value.kind === 'get-request-normal') {
        const { invokeIdAndPriority, cosemAttributeDescriptor } = request.value.value;
        sizes.push(1);
        const result = data(cosemAttributeDescriptor.instanceId[2] as number);
        return { kind: 'get-response', value: { kind: 'get-response-normal', value: { invokeIdAndPriority, result } } };
      }
      assert.ok(request.value.kind === 'get-request-with-list');
      const { invokeIdAndPriority, attributeDescriptorList: items } = request.value.value;
      sizes.push(items.length);
      if (items.length > limit && how === 'exception') {
        return {
          kind: 'exception-response',
          value: { stateError: 'service-not-allowed', serviceError: 'operation-not-possible', invocationCounter: null },
        };
      }
      const result = items.slice(0, limit).map((item) => data(item.cosemAttributeDescriptor.instanceId[2] as number));
      return { kind: 'get-response', value: { kind: 'get-response-with-list', value: { invokeIdAndPriority, result } } };
    });
    assert.deepEqual(
      outcomes.map(({ data: value }) => value?.value),
      [1, 2, 3, 4, 5, 6, 7],
    );
    return sizes;
  };

  const rows: readonly (readonly [how: 'cut' | 'exception', limit: number, first: number[], then: number[]])[] = [
    ['cut', 3, [7, 3, 3, 1], [3, 3, 1]],
    ['cut', 5, [7, 5, 2], [5, 2]],
    ['exception', 3, [7, 3, 3, 1], [3, 3, 1]],
    ['exception', 1, [7, 3, 1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1]],
    ['exception', 7, [7], [7]],
  ];
  for (const [how, limit, first, then] of rows) {
    it(`${limit}, longer ones end in ${how === 'cut' ? 'an answer cut short' : 'an exception'}: found once and remembered`, () => {
      const policy = { maxItems: 0 };
      assert.deepEqual(poll(limit, how, policy), first);
      assert.deepEqual(poll(limit, how, policy), then);
    });
  }
});

describe('meters that do not answer lists', () => {
  const three = Array.from({ length: 3 }, (_, i) => attribute(3, `1-0:${i + 1}.8.0*255`, 2));
  /** The kinds of the requests of one try; the meter answers lists where `lists` says so, and what stands alone where `alone` does. */
  const tryOnce = (policy: ListPolicy, lists: boolean, alone = true): string[] => {
    const kinds: string[] = [];
    const reading = () =>
      converse(readAttributes(ln(['get', 'multiple-references']), three, policy), (request) => {
        assert.ok(request?.kind === 'get-request');
        const { invokeIdAndPriority } = request.value.value;
        const isList = request.value.kind === 'get-request-with-list';
        kinds.push(isList ? 'list' : 'one');
        if (!(isList ? lists : alone)) return null;
        const result = { kind: 'data', value: { type: 'unsigned', value: 5 } } as const;
        return isList
          ? {
              kind: 'get-response',
              value: { kind: 'get-response-with-list', value: { invokeIdAndPriority, result: [result, result, result] } },
            }
          : { kind: 'get-response', value: { kind: 'get-response-normal', value: { invokeIdAndPriority, result } } };
      });
    try {
      assert.equal(reading().length, 3);
    } catch (error) {
      assert.equal((error as DlmsError).code, 'response-timeout');
      kinds.push('lost');
    }
    return kinds;
  };

  it('are asked one by one after the second list, from then on', () => {
    const policy: ListPolicy = { maxItems: 0 };
    assert.deepEqual(tryOnce(policy, false), ['list', 'lost']);
    assert.deepEqual(tryOnce(policy, false), ['list', 'lost']);
    assert.deepEqual(tryOnce(policy, false), ['one', 'one', 'one']);
    assert.deepEqual(tryOnce(policy, false), ['one', 'one', 'one']);
    assert.equal(policy.maxItems, 1);
  });

  it('but were away are asked for lists again', () => {
    const policy: ListPolicy = { maxItems: 0 };
    for (let round = 0; round < 3; round++) {
      assert.deepEqual(tryOnce(policy, false), ['list', 'lost']);
      assert.deepEqual(tryOnce(policy, true), ['list']);
      assert.deepEqual(tryOnce(policy, false), ['list', 'lost']);
      assert.deepEqual(tryOnce(policy, false), ['list', 'lost']);
      assert.deepEqual(tryOnce(policy, false, false), ['one', 'lost']);
      assert.deepEqual(tryOnce(policy, true), ['list']);
    }
    assert.equal(policy.maxItems, 0);
  });
});

describe('general block transfer with something in between', () => {
  it('an exception ends the transfer as what it is', () => {
    const error = failure(() =>
      replay(getNormal(ln(['get']), profile), [
        [askProfile, gbt('41', 1, 0, 'C401C100')],
        [null, 'D80103'],
      ]),
    );
    assert.equal(error.code, 'service-not-allowed');
  });

  it('a notification of any kind between the blocks of the request is handed on', () => {
    const information = '18 00 01 022008 01 1101';
    const event = 'C2 00 0001 0000600100FF 02 1101';
    for (const between of [notification, information, event]) {
      const own = ln(['set', 'general-block-transfer'], 30);
      // C101C1 0001 0000600100FF 02 00 0914 00..13: 34 octets, in blocks of 21
      const whole = 'C101C100010000600100FF02000914000102030405060708090A0B0C0D0E0F10111213';
      const outcome = replay(setAttributes(own, [{ ...serial, value: octets(20) }]), [
        [gbt('08', 1, 0, whole.slice(0, 42)), between],
        [null, gbt('81', 1, 1, '')],
        [gbt('88', 2, 0, whole.slice(42)), gbt('81', 2, 2, 'C501C100')],
      ]);
      assert.deepEqual(outcome, [{ data: null, refusal: null }]);
      assert.equal(own.unsolicited.length, 1);
    }
  });

  it('a request that fills its blocks has no empty one behind them', () => {
    // 13 octets in front of the value and 2 of its own: 21 and 21
    const whole = 'C101C100010000600100FF0200091B000102030405060708090A0B0C0D0E0F101112131415161718191A';
    const outcome = replay(setAttributes(ln(['set', 'general-block-transfer'], 30), [{ ...serial, value: octets(27) }]), [
      [gbt('08', 1, 0, whole.slice(0, 42)), gbt('81', 1, 1, '')],
      [gbt('88', 2, 0, whole.slice(42)), gbt('81', 2, 2, 'C501C100')],
    ]);
    assert.deepEqual(outcome, [{ data: null, refusal: null }]);
  });

  it('more notifications than answers do not end it', () => {
    const rows: (readonly [string | null, string])[] = [[askProfile, gbt('41', 1, 0, 'C401C100')]];
    for (let i = 0; i < 40; i++) rows.push([null, notification]);
    rows.push([null, gbt('81', 2, 0, '1105')]);
    assert.deepEqual(replay(getNormal(ln(['get']), profile), rows).data, { type: 'unsigned', value: 5 });
  });
});
