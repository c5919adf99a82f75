/**
 * How long the lists are that a read is cut into: octets counted by hand from Green Book 9.5 (GET-Request-With-List: tag, kind,
 * invoke id, count and 10 octets for each attribute; ReadRequest: tag, count and 3 octets for each name).
 */
import assert from 'node:assert/strict';
import { throughGateway } from '../../src/framing/gateway';
import { createHdlcLink } from '../../src/framing/hdlc/primary';
import { createRawLink } from '../../src/framing/raw';
import { planLists, readAttributes } from '../../src/session/plan';
import type { Session } from '../../src/session/types';
import { converse } from './capture-log';
import { attribute, ln, sn } from './requests';

const registers = (count: number) => Array.from({ length: count }, (_, i) => attribute(3, `1-0:${(i % 99) + 1}.8.0*255`, 2, 8 * i));
/** What leaves in one turn of this link. */
const inTurns = (session: Session, octetsPerTurn: number): Session => ({ ...session, link: { ...createRawLink(), octetsPerTurn } });
const sizes = (session: Session, count: number, maxItems = 0) => planLists(session, registers(count), maxItems).map(({ length }) => length);
const lists = ['get', 'multiple-references'] as const;
const names = ['read', 'multiple-references'] as const;
const pduTooLong = {
  kind: 'exception-response',
  value: { stateError: 'service-unknown', serviceError: 'pdu-too-long', invocationCounter: null },
} as const;

describe('lists of a read', () => {
  it('are one where nothing limits them', () => {
    assert.deepEqual(sizes(ln(lists), 300), [300]);
  });

  it('fit the PDU that the meter takes, with a count of three octets from 128 items on', () => {
    assert.deepEqual(sizes(ln(lists, 34), 4), [3, 1]);
    assert.deepEqual(sizes(ln(lists, 4 + 127 * 10), 127), [127]);
    assert.deepEqual(sizes(ln(lists, 5 + 128 * 10), 128), [127, 1]);
    assert.deepEqual(sizes(ln(lists, 6 + 128 * 10), 128), [128]);
    assert.deepEqual(sizes(sn(names, 2 + 20 * 3), 41), [20, 20, 1]);
  });

  it('leave in one turn of a link that cuts', () => {
    assert.deepEqual(sizes(inTurns(ln(lists), 125), 20), [12, 8]);
    assert.deepEqual(sizes(inTurns(ln(lists), 7 * 128 - 3), 100), [88, 12]);
    assert.deepEqual(sizes(inTurns(sn(names), 62 - 3), 20), [19, 1]);
    assert.deepEqual(sizes(inTurns(ln(lists), 125), 20, 5), [5, 5, 5, 5]);
  });

  it('leave room for what protection adds', () => {
    // Glo-get-request: tag, length in 1 or 2 octets, control, counter of 4, authentication tag of 12.
    const ciphered = (session: Session): Session => ({
      ...session,
      security: { ...session.security, cipheredContext: true, overhead: 23 },
    });
    assert.deepEqual(sizes(ciphered(inTurns(ln(lists), 125)), 20), [10, 10]);
    assert.deepEqual(sizes(ciphered(inTurns(ln(lists), 129)), 20), [10, 10]);
    assert.deepEqual(sizes(ciphered(inTurns(ln(lists), 4 + 11 * 10 + 19)), 20), [10, 10]);
    assert.deepEqual(sizes(ciphered(inTurns(ln(lists), 4 + 11 * 10 + 20)), 20), [11, 9]);
  });

  it('are not cut where a turn holds a handful only', () => {
    assert.deepEqual(sizes(inTurns(ln(lists), 32), 20), [20]);
    assert.deepEqual(sizes(inTurns(ln(lists), 84), 20), [8, 8, 4]);
    assert.deepEqual(sizes(inTurns(ln(lists), 83), 20), [20]);
  });

  it('are as short as the meter showed in the list before', () => {
    const asked: number[] = [];
    const outcomes = converse(readAttributes(ln(lists, 4 + 4 * 10), registers(8), { maxItems: 0 }), (request) => {
      assert.ok(request?.kind === 'get-request' && request.value.kind === 'get-request-with-list');
      const { invokeIdAndPriority, attributeDescriptorList } = request.value.value;
      asked.push(attributeDescriptorList.length);
      if (attributeDescriptorList.length > 2) return pduTooLong;
      const result = attributeDescriptorList.map(() => ({ kind: 'data', value: { type: 'unsigned', value: 5 } }) as const);
      return { kind: 'get-response', value: { kind: 'get-response-with-list', value: { invokeIdAndPriority, result } } };
    });
    assert.equal(outcomes.length, 8);
    assert.deepEqual(asked, [4, 2, 2, 2, 2]);
  });

  it('know what an HDLC link and a gateway take', () => {
    const link = createHdlcLink({ addresses: { client: 16, logicalDevice: 1 } });
    assert.equal(link.octetsPerTurn, 128 - 3);
    const gateway = throughGateway(link, { networkId: 0, deviceAddress: Buffer.from('4711') });
    assert.equal(gateway.octetsPerTurn, 128 - 3 - 7);
  });
});
