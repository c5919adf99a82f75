/**
 * The services but GET as rows [sent, received]: the octets are laid out by the Green Book's definitions (9.5), by hand.
 */
import assert from 'node:assert/strict';
import { encodeData } from '../../src/codec/data';
import type { Data } from '../../src/codec/types';
import { obisOctets } from '../../src/cosem/obis';
import { createRawLink } from '../../src/framing/raw';
import { access } from '../../src/session/access';
import { actMethods } from '../../src/session/action';
import { associate } from '../../src/session/associate';
import { getNormal } from '../../src/session/get';
import { confirmationOf } from '../../src/session/notification';
import { readAttributes } from '../../src/session/plan';
import { release } from '../../src/session/release';
import type { MethodRequest } from '../../src/session/requests';
import { setAttributes } from '../../src/session/set';
import { invokeVariable, readVariables, writeVariables } from '../../src/session/short-name';
import { converse, failure, replay, session, shortNames } from './capture-log';
import { askProfile, ln, octets, profile, serial, sn } from './requests';

const disconnect: MethodRequest = {
  classId: 70,
  instanceId: obisOctets('0-0:96.3.10*255'),
  methodId: 1,
  variableName: 0x3020,
  parameter: { type: 'integer', value: 0 },
};

describe('an AARQ', () => {
  it('that is answered with what is no APDU (FF FD of a Natris-I100, gurux.fi/node/35239) ends with that, not as unanswered', () => {
    const aarq = '601DA109060760857405080101BE10040E01000000065F1F040000021D0000';
    const error = failure(() => replay(associate(session()), [[aarq, 'FFFD']]));
    assert.equal(error.code, 'apdu-unknown');
    assert.match(error.message, /unknown tag ff/);
  });
});

describe('SET and ACTION', () => {
  it('writes normally, as a list, and with a refusal', () => {
    const value: Data = { type: 'unsigned', value: 7 };
    const own = ln(['set', 'multiple-references']);
    assert.deepEqual(replay(setAttributes(own, [{ ...serial, value }]), [['C101C1 0001 0000600100FF 02 00 1107', 'C501C100']]), [
      { data: null, refusal: null },
    ]);
    const list = 'C104C202 0001 0000600100FF 02 00 0007 0100630100FF 02 00 02 1107 1107';
    assert.deepEqual(
      replay(
        setAttributes(own, [
          { ...serial, value },
          { ...profile, value },
        ]),
        [[list, 'C505C2020003']],
      ),
      [
        { data: null, refusal: null },
        { data: null, refusal: { code: 3, name: 'read-write-denied' } },
      ],
    );
  });

  it('cuts a value that is too large into blocks that fit the PDU of the meter', () => {
    const value = octets(100);
    const sent: Buffer[] = [];
    const outcome = converse(
      setAttributes(ln(['set', 'block-transfer-with-set-or-write'], 40), [{ ...serial, value }]),
      (request, whole) => {
        assert.ok(whole !== null && whole.length <= 40, `${whole?.length} octets`);
        assert.ok(request?.kind === 'set-request');
        const { invokeIdAndPriority } = request.value.value;
        assert.ok('datablock' in request.value.value);
        const { lastBlock, blockNumber, rawData } = request.value.value.datablock;
        sent.push(rawData);
        assert.equal(blockNumber, sent.length);
        return lastBlock
          ? {
              kind: 'set-response',
              value: { kind: 'set-response-last-datablock', value: { invokeIdAndPriority, result: 'success', blockNumber } },
            }
          : { kind: 'set-response', value: { kind: 'set-response-datablock', value: { invokeIdAndPriority, blockNumber } } };
      },
    );
    assert.deepEqual(outcome, [{ data: null, refusal: null }]);
    assert.deepEqual(Buffer.concat(sent), encodeData(value));
  });

  const askMethod = 'C301C1 0046 000060030AFF 01 01 0F00';

  it('invokes with and without returned data', () => {
    const own = () => ln(['action']);
    assert.deepEqual(replay(actMethods(own(), [disconnect]), [[askMethod, 'C701C10000']]), [{ data: null, refusal: null }]);
    assert.deepEqual(replay(actMethods(own(), [disconnect]), [[askMethod, 'C701C1000100 1105']]), [
      { data: { type: 'unsigned', value: 5 }, refusal: null },
    ]);
    assert.deepEqual(replay(actMethods(own(), [disconnect]), [[askMethod, 'C701C10D00']]), [
      { data: null, refusal: { code: 13, name: 'scope-of-access-violated' } },
    ]);
  });

  it('joins an answer in pblocks, with the result in front or bare', () => {
    for (const [first, second] of [
      ['00010009', '03010203'],
      ['0009', '03010203'],
      ['09', '03010203'],
    ] as const) {
      const pblock = (last: string, number: string, data: string) =>
        `C702C1${last}000000${number}${(data.length / 2).toString(16).padStart(2, '0')}${data}`;
      const outcome = replay(actMethods(ln(['action']), [disconnect]), [
        [askMethod, pblock('00', '01', first)],
        ['C302C100000001', pblock('01', '02', second)],
      ]);
      assert.deepEqual(outcome, [{ data: { type: 'octet-string', value: Buffer.from('010203', 'hex') }, refusal: null }]);
    }
  });

  it('sends a large parameter in pblocks', () => {
    const parts: Buffer[] = [];
    const outcome = converse(
      actMethods(ln(['action', 'block-transfer-with-action'], 40), [{ ...disconnect, parameter: octets(64) }]),
      (request, whole) => {
        assert.ok(whole !== null && whole.length <= 40);
        assert.ok(request?.kind === 'action-request' && 'pblock' in request.value.value);
        const { pblock, invokeIdAndPriority } = request.value.value;
        parts.push(pblock.rawData);
        if (!pblock.lastBlock) {
          const value = { invokeIdAndPriority, blockNumber: pblock.blockNumber };
          return { kind: 'action-response', value: { kind: 'action-response-next-pblock', value } };
        }
        const singleResponse = { result: 'success', returnParameters: null } as const;
        return { kind: 'action-response', value: { kind: 'action-response-normal', value: { invokeIdAndPriority, singleResponse } } };
      },
    );
    assert.deepEqual(outcome, [{ data: null, refusal: null }]);
    assert.deepEqual(Buffer.concat(parts), encodeData(octets(64)));
  });
});

describe('ACCESS', () => {
  it('gets, sets and acts in one request', () => {
    const request = 'D9 40000001 00 02 01 0001 0000600100FF 02 02 0001 0000600100FF 02 02 00 1107';
    const response = 'DA 40000001 00 00 02 1105 00 02 01 00 02 03';
    const outcomes = replay(
      access(ln(['access']), [
        { kind: 'get', item: serial },
        { kind: 'set', item: { ...serial, value: { type: 'unsigned', value: 7 } } },
      ]),
      [[request, response]],
    );
    assert.deepEqual(outcomes, [
      { data: { type: 'unsigned', value: 5 }, refusal: null },
      { data: null, refusal: { code: 3, name: 'read-write-denied' } },
    ]);
  });

  it('tells what a method answers in the words of Action-Result: 15 is another in Data-Access-Result', () => {
    const asked = 'D9 40000001 00 01 03 0046 000060030AFF 01 01 0F00';
    const outcomes = replay(access(ln(['access']), [{ kind: 'action', item: disconnect }]), [[asked, 'DA 40000001 00 00 01 00 01 03 0F']]);
    assert.deepEqual(outcomes, [{ data: null, refusal: { code: 15, name: 'long-action-aborted' } }]);
  });
});

describe('short names', () => {
  it('reads several references at once, and by parameterised access', () => {
    const own = sn(['read', 'multiple-references', 'parameterized-access']);
    const outcomes = replay(readVariables(own, [serial, { ...serial, variableName: 0x2010 }]), [
      ['0502 022008 022010', '0C02 001105 0104'],
    ]);
    assert.deepEqual(outcomes, [
      { data: { type: 'unsigned', value: 5 }, refusal: null },
      { data: null, refusal: { code: 4, name: 'object-undefined' } },
    ]);
    const selection = { selector: 2, parameters: { type: 'unsigned', value: 9 } } as const;
    replay(readVariables(own, [{ ...serial, selection }]), [['0501 04 2008 02 1109', '0C01 001105']]);
  });

  it('asks in datagrams when the line is quiet: a copy of the answer before has no invoke id by which it could be told', () => {
    const own = session(shortNames, undefined, Object.assign(createRawLink(), { copies: 'any-time' as const }));
    own.association = sn(['read']).association;
    const quiet = [null, null] as const;
    const values = ['1101', '1102'].map((value) =>
      // A request before was copied on its way.
      replay(readVariables(own, [serial]), [[null, '0C01 001101'], quiet, ['0501 022008', `0C01 00${value}`]]),
    );
    assert.deepEqual(
      values.flat().map(({ data }) => data?.value),
      [1, 2],
    );
  });

  it('fetches an answer in blocks', () => {
    const outcomes = replay(readVariables(sn(['read']), [serial]), [
      ['0501 022008', '0C01 02 00 0001 03 010009'],
      ['0501 05 0001', '0C01 02 01 0002 04 03010203'],
    ]);
    assert.deepEqual(outcomes, [{ data: { type: 'octet-string', value: Buffer.from('010203', 'hex') }, refusal: null }]);
  });

  it('writes, in blocks where it has to, and invokes methods', () => {
    const value: Data = { type: 'unsigned', value: 7 };
    assert.deepEqual(replay(writeVariables(sn(['write']), [{ ...serial, value }]), [['0601 022008 01 1107', '0D0100']]), [
      { data: null, refusal: null },
    ]);
    const large = octets(40);
    const parts: Buffer[] = [];
    converse(writeVariables(sn(['write', 'block-transfer-with-set-or-write'], 36), [{ ...serial, value: large }]), (request, whole) => {
      assert.ok(whole !== null && whole.length <= 36);
      assert.ok(request?.kind === 'write-request');
      const [item] = request.value.variableAccessSpecification;
      const [data] = request.value.listOfData;
      assert.ok(item?.kind === 'write-data-block-access' && data?.type === 'octet-string');
      parts.push(data.value);
      return item.value.lastBlock
        ? { kind: 'write-response', value: [{ kind: 'success', value: {} }] }
        : { kind: 'write-response', value: [{ kind: 'block-number', value: item.value.blockNumber }] };
    });
    assert.equal(Buffer.concat(parts).toString('hex'), `0102200801${encodeData(large).toString('hex')}`);
    const method: MethodRequest = { ...disconnect, parameter: null };
    assert.deepEqual(replay(invokeVariable(sn(['write']), method), [['0601 023020 01 0F00', '0D0100']]), { data: null, refusal: null });
  });

  // Green Book 9.3.14: Read invokes methods where return parameters are expected; the parameter goes with selector 0.
  it('invokes methods that give data back by parameterised access', () => {
    const getObject: MethodRequest = {
      classId: 12,
      instanceId: obisOctets('0-0:40.0.0*255'),
      methodId: 2,
      variableName: 0xfa28,
      parameter: { type: 'octet-string', value: obisOctets('0-0:1.0.0*255') },
    };
    const asked = '0501 04 FA28 00 0906 0000010000FF';
    assert.deepEqual(replay(invokeVariable(sn(['read', 'write', 'parameterized-access']), getObject), [[asked, '0C01 00 1108']]), {
      data: { type: 'unsigned', value: 8 },
      refusal: null,
    });
  });

  // ReadRequest: tag, count and 3 octets for each name.
  it('asks in blocks where the request is longer than the PDU of the meter, and not where it just fits', () => {
    const bits = ['read', 'multiple-references', 'block-transfer-with-get-or-read'] as const;
    const items = Array.from({ length: 8 }, (_, i) => ({ ...serial, variableName: 0x2008 + 8 * i }));
    const names = `08${items.map(({ variableName }) => `02${variableName.toString(16)}`).join('')}`;
    assert.equal(replay(readVariables(sn(bits, 26), items), [[`05${names}`, `0C08${'001105'.repeat(8)}`]]).length, 8);
    const parts: Buffer[] = [];
    const outcomes = converse(readVariables(sn(bits, 25), items), (request, whole) => {
      assert.ok(whole !== null && whole.length <= 25);
      assert.ok(request?.kind === 'read-request');
      const [item] = request.value;
      assert.ok(item?.kind === 'read-data-block-access');
      parts.push(item.value.rawData);
      if (!item.value.lastBlock) return { kind: 'read-response', value: [{ kind: 'block-number', value: item.value.blockNumber }] };
      return { kind: 'read-response', value: items.map(() => ({ kind: 'data', value: { type: 'unsigned', value: 5 } })) };
    });
    assert.equal(outcomes.length, 8);
    assert.equal(Buffer.concat(parts).toString('hex'), names);
  });

  it('names what the meter did not agree to', () => {
    const error = failure(() => replay(readAttributes(sn(['write']), [serial], { maxItems: 0 }), []));
    assert.equal(error.code, 'unsupported-by-conformance');
    assert.match(error.message, /"read" \(conformance bit 3\)/);
    const unnamed = failure(() => replay(readVariables(sn(['read']), [profile]), []));
    assert.equal(unnamed.code, 'object-unknown');
  });
});

describe('general block transfer', () => {
  const gbt = (control: string, number: number, ack: number, data: string) =>
    `E0${control}${number.toString(16).padStart(4, '0')}${ack.toString(16).padStart(4, '0')}${(data.length / 2).toString(16).padStart(2, '0')}${data}`;

  it('joins an answer that streams', () => {
    const outcome = replay(getNormal(ln(['get']), profile), [
      [askProfile, gbt('41', 1, 0, 'C401C100')],
      [null, gbt('01', 2, 0, '0904')],
      [gbt('88', 1, 2, ''), gbt('81', 3, 1, '01020304')],
    ]);
    assert.deepEqual(outcome.data, { type: 'octet-string', value: Buffer.from('01020304', 'hex') });
  });

  it('asks for the blocks that were lost, and for no others', () => {
    const outcome = replay(getNormal(ln(['get']), profile), [
      [askProfile, gbt('41', 1, 0, 'C401C100')],
      [null, gbt('41', 4, 0, '05060708')],
      [null, gbt('81', 5, 0, '090A')],
      [gbt('82', 1, 1, ''), gbt('41', 2, 1, '090A')],
      [null, gbt('01', 3, 1, '01020304')],
    ]);
    assert.deepEqual(outcome.data, { type: 'octet-string', value: Buffer.from('0102030405060708090A', 'hex') });
  });

  it('takes blocks in any order, and the last one, too, as the end of a stream', () => {
    const outcome = replay(getNormal(ln(['get']), profile), [
      [askProfile, gbt('41', 2, 0, '0904')],
      [null, gbt('41', 1, 0, 'C401C100')],
      [null, gbt('C1', 3, 0, '01020304')],
    ]);
    assert.deepEqual(outcome.data, { type: 'octet-string', value: Buffer.from('01020304', 'hex') });
  });

  it('lets by what a meter sends again that goes back to the block that was lost', () => {
    const own = ln(['get']);
    const outcome = replay(getNormal(own, profile), [
      [askProfile, gbt('41', 1, 0, 'C401C100')],
      [null, gbt('81', 3, 0, '01020304')],
      [gbt('81', 1, 1, ''), gbt('41', 2, 0, '0904')],
      [null, gbt('81', 3, 0, '01020304')],
    ]);
    assert.deepEqual(outcome.data, { type: 'octet-string', value: Buffer.from('01020304', 'hex') });
  });

  it('asks for the rest when the stream falls silent, and gives up in the end', () => {
    const rows = [
      [askProfile, gbt('41', 1, 0, 'C401C100')],
      [null, null],
      [gbt('88', 1, 1, ''), gbt('81', 2, 0, '1105')],
    ] as const;
    assert.deepEqual(replay(getNormal(ln(['get']), profile), rows).data, { type: 'unsigned', value: 5 });
    const error = failure(() =>
      converse(getNormal(ln(['get']), profile), () => ({
        kind: 'general-block-transfer',
        value: {
          blockControl: { lastBlock: false, streaming: false, window: 1 },
          blockNumber: 7,
          blockNumberAck: 0,
          blockData: Buffer.alloc(1),
        },
      })),
    );
    assert.equal(error.code, 'block-lost');
  });

  it('sends a request that is too large in blocks, resending what the meter did not get', () => {
    const value = octets(60);
    const received: Buffer[] = [];
    let lost = false;
    const outcome = converse(setAttributes(ln(['set', 'general-block-transfer'], 30), [{ ...serial, value }]), (request, whole) => {
      assert.ok(request?.kind === 'general-block-transfer');
      assert.ok((whole as Buffer).length <= 30);
      const { blockControl, blockNumber, blockData } = request.value;
      if (blockNumber === 2 && !lost) lost = true;
      else if (blockNumber === received.length + 1) received.push(blockData);
      const last = blockControl.lastBlock && blockNumber === received.length;
      return {
        kind: 'general-block-transfer',
        value: {
          blockControl: { lastBlock: last, streaming: false, window: 2 },
          blockNumber: 1,
          blockNumberAck: received.length,
          blockData: last ? Buffer.from('C501C100', 'hex') : Buffer.alloc(0),
        },
      };
    });
    assert.deepEqual(outcome, [{ data: null, refusal: null }]);
    assert.equal(Buffer.concat(received).toString('hex'), `c101c100010000600100ff0200${encodeData(value).toString('hex')}`);
  });
});

describe('release and notifications', () => {
  it('never fails: answered, refused, silent', () => {
    assert.equal(replay(release(ln(['get'])), [['6203800100', '6303800100']]), true);
    assert.equal(replay(release(ln(['get'])), [['6203800100', 'D80101']]), false);
    assert.equal(replay(release(ln(['get'])), [['6203800100', null]]), false);
    const silent = ln(['get']);
    assert.equal(replay(release({ ...silent, options: { ...silent.options, release: 'none' } }), []), false);
  });

  it('confirms what wants it', () => {
    const message = {
      kind: 'data-notification',
      value: {
        longInvokeIdAndPriority: 0x40000005,
        dateTime: Buffer.alloc(0),
        dateTimeTagged: false,
        notificationBody: { type: 'unsigned', value: 1 },
      },
    } as const;
    assert.equal(confirmationOf(message)?.kind, 'data-notification-confirm');
    assert.equal(confirmationOf({ ...message, value: { ...message.value, longInvokeIdAndPriority: 5 } }), null);
  });
});
