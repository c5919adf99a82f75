/** What sessions ask of the security context, and when (src/security/types.ts): order of the calls, and room for protection. */
import assert from 'node:assert/strict';
import { conformanceFrom } from '../../src/apdu/initiate';
import { fromHex } from '../../src/bytes';
import { encodeData } from '../../src/codec/data';
import { obisOctets } from '../../src/cosem/obis';
import { DlmsError } from '../../src/errors';
import { plainSecurity } from '../../src/security/plain';
import type { SecurityContext } from '../../src/security/types';
import { associate } from '../../src/session/associate';
import { getNormal } from '../../src/session/get';
import { setAttributes } from '../../src/session/set';
import { associated, converse, failure, replay, session } from './capture-log';
import { serial } from './requests';

/** AARE of GB 9.5 by hand: accepted, StoC `53746F43`, InitiateResponse with GET and ACTION. */
const aare =
  '61 3E A1 09 06 07 60857405080101 A2 03 02 01 00 A3 05 A1 03 02 01 0E 88 02 07 80 89 07 60857405080202 AA 06 80 04 53746F43 ' +
  'BE 10 04 0E 0800065F1F0400000011 0000 0007';
const proof = '50524F4F46';
const action = `C301C1 000F 0000280000FF 01 01 0905${proof}`;
const accepted = 'C701C1 00 01 00 0903414253';

describe('sessions and security', () => {
  it('prepares counters before the AARQ, and an answer to the challenge once it is known', () => {
    const log: string[] = [];
    const security: SecurityContext = {
      ...plainSecurity({ mechanism: 0 }),
      mechanism: 2,
      callingAuthenticationValue: Buffer.from('CtoS'),
      need(count) {
        return { prepare: async () => void log.push(`prepared ${count}`) };
      },
      peer: ({ respondingAuthenticationValue, negotiatedConformance }) =>
        log.push(`peer ${respondingAuthenticationValue?.toString()} ${negotiatedConformance}`),
      respond: () => {
        log.push('respond');
        return Buffer.from(proof, 'hex');
      },
      verify: (reply) => log.push(`verify ${reply?.toString()}`),
    };
    const own = session({ proposedConformance: conformanceFrom(['get', 'action']) }, security);
    const dialogue = associate(own);
    const rows = ['60', aare, action, accepted];
    let state = dialogue.next();
    while (!state.done) {
      const { prepare, send } = state.value;
      // What is prepared runs at once here: this context does not wait.
      if (prepare) void prepare.prepare();
      if (send === null) {
        state = dialogue.next(Buffer.alloc(0));
        continue;
      }
      const expected = rows.shift()?.replaceAll(' ', '').toLowerCase();
      assert.equal(send.toString('hex').slice(0, expected?.length), expected);
      log.push(`sent ${send[0]?.toString(16)}`);
      state = dialogue.next(Buffer.from(rows.shift()?.replaceAll(' ', '') ?? '', 'hex'));
    }
    assert.deepEqual(log, [
      'prepared 3',
      'sent 60',
      'peer StoC null',
      'peer StoC 17',
      'prepared 2',
      'respond',
      'prepared 1',
      'sent c3',
      'verify ABS',
    ]);
    assert.equal(state.value.serverAuthenticated, true);
  });

  it('reads a refusal of the proof that comes plain, and nothing else that does', () => {
    const answeredBy = (answer: string): DlmsError => {
      const security: SecurityContext = {
        ...plainSecurity({ mechanism: 0 }),
        mechanism: 2,
        callingAuthenticationValue: Buffer.from('CtoS'),
        respond: () => Buffer.from(proof, 'hex'),
        unprotect(octets) {
          if (octets[0] === 0xc7) throw new DlmsError('protection-too-low', 'the answer is plain');
          return octets;
        },
      };
      const own = session({ proposedConformance: conformanceFrom(['get', 'action']) }, security);
      const dialogue = associate(own);
      const answers = [aare, answer];
      let state = dialogue.next();
      return failure(() => {
        while (!state.done) state = dialogue.next(state.value.send === null ? Buffer.alloc(0) : fromHex(answers.shift() as string));
      });
    };
    const refused = answeredBy('C701C1 0D 00');
    assert.equal(refused.code, 'authentication-failed');
    assert.deepEqual(refused.result, { code: 13, name: 'scope-of-access-violated' });
    for (const other of [accepted, 'C701C1 00 00', 'C702C1 01 00000001 00 00', 'C7'])
      assert.equal(answeredBy(other).code, 'protection-too-low');
  });

  const value = { type: 'octet-string', value: Buffer.alloc(60, 0x55) } as const;
  const pdu = 110;
  /** Sizes of the plain requests that write the value, without and with blocks. */
  const sizesOf = (cipheredContext: boolean, overhead?: number): number[] => {
    const own = associated('ln', conformanceFrom(['set', 'block-transfer-with-set-or-write']), pdu);
    const security = { ...plainSecurity({ mechanism: 0 }), cipheredContext, ...(overhead === undefined ? {} : { overhead }) };
    const request = { classId: 1, instanceId: obisOctets('0-0:96.1.10*255'), attributeId: 2, selection: null, variableName: null, value };
    const sizes: number[] = [];
    const outcome = converse(setAttributes({ ...own, security }, [request]), (sent, octets) => {
      assert.ok(sent?.kind === 'set-request' && octets !== null);
      sizes.push(octets.length);
      const { invokeIdAndPriority } = sent.value.value;
      if (!('datablock' in sent.value.value)) {
        return { kind: 'set-response', value: { kind: 'set-response-normal', value: { invokeIdAndPriority, result: 'success' } } };
      }
      const { lastBlock, blockNumber } = sent.value.value.datablock;
      const answer = { invokeIdAndPriority, blockNumber };
      return lastBlock
        ? { kind: 'set-response', value: { kind: 'set-response-last-datablock', value: { ...answer, result: 'success' } } }
        : { kind: 'set-response', value: { kind: 'set-response-datablock', value: answer } };
    });
    assert.deepEqual(outcome, [{ data: null, refusal: null }]);
    return sizes;
  };

  it('cuts blocks so that they fit with what the context adds, and does not cut what fits', () => {
    const whole = 13 + encodeData(value).length;
    assert.deepEqual(sizesOf(false), [whole]);
    assert.deepEqual(sizesOf(true, 0), [whole]);
    assert.deepEqual(sizesOf(true, pdu - whole), [whole]);
    for (const overhead of [pdu - whole + 1, 60]) {
      const sizes = sizesOf(true, overhead);
      assert.ok(sizes.length > 1);
      assert.ok(
        sizes.every((size) => size + overhead <= pdu),
        `${sizes}`,
      );
      // Up to five octets are kept free for the length of the block.
      assert.ok((sizes[0] as number) + overhead > pdu - 6, `${sizes}`);
    }
  });

  it('counts the usual 40 octets where a ciphered context does not say', () => {
    assert.ok(sizesOf(true).every((size) => size + 40 <= pdu));
  });

  it('passes over notifications that are less protected than the user demands, and tells of them', () => {
    const own = associated('ln', conformanceFrom(['get', 'general-block-transfer']));
    const refused: string[] = [];
    const security: SecurityContext = {
      ...plainSecurity({ mechanism: 0 }),
      unprotect(octets) {
        if (octets[0] === 0x0f) throw new DlmsError('protection-too-low', 'the notification is plain', { details: { notification: true } });
        return octets;
      },
    };
    const strict = { ...own, security, onRefused: ({ message }: DlmsError) => void refused.push(message) };
    const push = '0F40000001 00 1101';
    const read = replay(getNormal(strict, serial), [
      ['C001C1 0001 0000600100FF 02 00', push],
      [null, 'E0 40 0001 0000 03 C401C1'],
      [null, push],
      [null, 'E0 80 0002 0000 03 00 1102'],
    ]);
    assert.deepEqual(read.data, { type: 'unsigned', value: 2 });
    const opening = session({ proposedConformance: conformanceFrom(['get', 'action']) }, security);
    const association = replay(associate({ ...opening, onRefused: strict.onRefused }), [
      ['60 1D A109060760857405080101 BE10040E 01000000065F1F0400000011 0000', push],
      [null, '61 29 A109060760857405080101 A203020100 A305A103020100 BE10040E 0800065F1F0400000011000000 07'],
    ]);
    assert.equal(association.conformance, 0x11);
    assert.deepEqual([...own.unsolicited, ...opening.unsolicited], []);
    assert.equal(refused.length, 3);
  });

  it('without keys say so when the meter answers ciphered, whatever the wrapper, and pass everything else', () => {
    const plain = plainSecurity({ mechanism: 0 });
    // GB 9.5: glo-, ded-, general-glo-, general-ded-, general-ciphering, general-signing.
    const wrappers = '21252628 2C2D2E36 38 C8C9CACB CCCDCF 41454648 4C4D4E56 58 D0D1D2D3 D4D5D7 DBDCDDDF';
    const ciphered = new Set(fromHex(wrappers.replaceAll(' ', '')));
    for (let tag = 0; tag < 256; tag++) {
      const apdu = Buffer.of(tag, 0x00);
      if (ciphered.has(tag))
        assert.match(failure(() => plain.unprotect(apdu)).message, /answers ciphered, but the association has no keys/);
      else assert.deepEqual(plain.unprotect(apdu), apdu);
    }
  });
});
