/**
 * GET as rows [sent, received]: the octets are laid out by the Green Book's definitions (9.5), by hand.
 */
import assert from 'node:assert/strict';
import { createRawLink } from '../../src/framing/raw';
import { getList, getNormal } from '../../src/session/get';
import { readAttributes } from '../../src/session/plan';
import { converse, failure, logicalNames, replay, session } from './capture-log';
import { askProfile, attribute, block, ln, octets, profile, serial } from './requests';

describe('GET', () => {
  it('joins the blocks of an answer', () => {
    const outcome = replay(getNormal(ln(['get']), profile), [
      [askProfile, block('01', '00', '090A00010203')],
      ['C002C100000001', block('02', '01', '040506070809')],
    ]);
    assert.deepEqual(outcome.data, octets(10));
  });

  it('waits on without asking again when a block comes twice', () => {
    const outcome = replay(getNormal(ln(['get']), profile), [
      [askProfile, block('01', '00', '090A00010203')],
      ['C002C100000001', block('01', '00', '090A00010203')],
      [null, block('02', '01', '040506070809')],
    ]);
    assert.deepEqual(outcome.data, octets(10));
  });

  it('takes the numbers of the meter as they come, but not a gap', () => {
    const outcome = replay(getNormal(ln(['get']), profile), [
      [askProfile, block('00', '00', '090A00010203')],
      ['C002C100000000', block('01', '01', '040506070809')],
    ]);
    assert.deepEqual(outcome.data, octets(10));
    const error = failure(() =>
      replay(getNormal(ln(['get']), profile), [
        [askProfile, block('01', '00', '090A00010203')],
        ['C002C100000001', block('03', '01', '040506070809')],
      ]),
    );
    assert.equal(error.code, 'block-lost');
    assert.match(error.message, /block 2 was awaited, 3 came/);
  });

  it('ends a transfer that never ends', () => {
    let number = 0;
    const error = failure(() =>
      converse(getNormal(ln(['get']), profile), () => ({
        kind: 'get-response',
        value: {
          kind: 'get-response-with-datablock',
          value: {
            invokeIdAndPriority: { invokeId: 1, reserved: 0, confirmed: true, highPriority: true },
            result: { lastBlock: false, blockNumber: ++number, result: { kind: 'raw-data', value: Buffer.alloc(0) } },
          },
        },
      })),
    );
    assert.equal(error.code, 'limit-exceeded');
  });

  it('reads a list whose answer comes in blocks', () => {
    const list = 'C003C102 0001 0000600100FF 02 00 0007 0100630100FF 02 00';
    const outcomes = replay(getList(ln(['get', 'multiple-references']), [serial, profile]), [
      [list, block('01', '00', '02001105')],
      ['C002C100000001', block('02', '01', '0104')],
    ]);
    assert.deepEqual(outcomes, [
      { data: { type: 'unsigned', value: 5 }, refusal: null },
      { data: null, refusal: { code: 4, name: 'object-undefined' } },
    ]);
  });

  it('reads one by one when the answer to a list cannot be read', () => {
    // A known server leaves the data-access-result of a refused item out of the list.
    const list = 'C003C102 0001 0000600100FF 02 00 0007 0100630100FF 02 00';
    const policy = { maxItems: 0 };
    const outcomes = replay(readAttributes(ln(['get', 'multiple-references']), [serial, profile], policy), [
      [list, 'C403C102 001105 01'],
      ['C001C2 0001 0000600100FF 02 00', 'C401C200 1105'],
      ['C001C3 0007 0100630100FF 02 00', 'C401C301 04'],
    ]);
    assert.deepEqual(outcomes, [
      { data: { type: 'unsigned', value: 5 }, refusal: null },
      { data: null, refusal: { code: 4, name: 'object-undefined' } },
    ]);
    assert.equal(policy.maxItems, 1);
  });

  it('passes over answers to requests that were given up', () => {
    const own = ln(['get']);
    own.invokeId = 3;
    const givenUp = failure(() => replay(getNormal(own, profile), [['C001C400070100630100FF0200', null]]));
    assert.equal(givenUp.code, 'response-timeout');
    const outcome = replay(getNormal(own, profile), [
      ['C001C500070100630100FF0200', 'C401C400 1101'],
      [null, 'C501C300'],
      [null, '63 00'],
      [null, 'C401C500 1102'],
    ]);
    assert.deepEqual(outcome.data, { type: 'unsigned', value: 2 });
  });

  it('takes the answers of a meter that says C1 to every request, but no copy of an answer', () => {
    const own = ln(['get']);
    const clock = attribute(8, '0-0:1.0.0*255', 3);
    const askClock = (id: string): string => `C001C${id}00080000010000FF0300`;
    assert.equal(replay(getNormal(own, profile), [[askProfile, 'C401C100 1101']]).data?.value, 1);
    const second = replay(getNormal(own, clock), [
      [askClock('2'), 'C401C100 1101'],
      [null, 'C401C100 1102'],
    ]);
    assert.equal(second.data?.value, 2);
    // from now on it is known: equal values follow one another
    assert.equal(replay(getNormal(own, clock), [[askClock('3'), 'C401C100 1102']]).data?.value, 2);
    // a request that was given up may still be answered: nothing tells its answer from the next, so it has the time to come
    failure(() => replay(getNormal(own, clock), [[askClock('4'), null]]));
    const after = replay(getNormal(own, clock), [
      [null, 'C401C100 1103'],
      [null, null],
      [askClock('5'), 'C401C100 1104'],
    ]);
    assert.equal(after.data?.value, 4);
  });

  const over = (copies: 'never' | 'any-time') => {
    const own = session(logicalNames, undefined, Object.assign(createRawLink(), { copies }));
    own.association = ln(['get']).association;
    return own;
  };
  const ask = (id: string): string => askProfile.replace('C1', `C${id}`);

  it('takes a copy for an answer where none can come', () => {
    const own = over('never');
    for (const id of ['1', '2']) {
      assert.equal(replay(getNormal(own, profile), [[ask(id), 'C401C100 1101']]).data?.value, 1);
    }
  });

  it('takes no answer with another invoke id where copies come at any time', () => {
    const own = over('any-time');
    assert.equal(replay(getNormal(own, profile), [[ask('2'), 'C401C200 1101']]).data?.value, 1);
    const late = replay(getNormal(own, profile), [
      [ask('3'), 'C401C200 1103'],
      [null, 'C401C300 1102'],
    ]);
    assert.equal(late.data?.value, 2);
  });

  it('waits for copies in datagrams where the invoke ids come round: an answer of 14 requests before has the same id', () => {
    const own = over('any-time');
    for (let id = 2; id <= 15; id++) {
      const hex = id.toString(16).toUpperCase();
      assert.equal(replay(getNormal(own, profile), [[ask(hex), `C401C${hex}00 11${hex.padStart(2, '0')}`]]).data?.value, id);
    }
    const round = replay(getNormal(own, profile), [
      [null, 'C401C200 1102'],
      [null, null],
      [ask('2'), 'C401C200 1110'],
    ]);
    assert.equal(round.data?.value, 16);
    assert.equal(replay(getNormal(own, profile), [[ask('3'), 'C401C300 1111']]).data?.value, 17);
  });

  for (const id of ['0', '1']) {
    it(`in datagrams a meter that says C${id} to every request is asked when the line is quiet`, () => {
      const own = over('any-time');
      assert.equal(replay(getNormal(own, profile), [[ask('2'), `C401C${id}00 1101`]]).data?.value, 1);
      const quiet = [null, null] as const;
      // The request before was copied on its way, and answered twice; a push comes between.
      const copied = replay(getNormal(own, profile), [
        [null, `C401C${id}00 1102`],
        [null, '0F00000001 00 1101'],
        [null, 'C401'],
        quiet,
        [ask('3'), `C401C${id}00 1103`],
      ]);
      assert.equal(copied.data?.value, 3);
      assert.equal(own.unsolicited.length, 1);
      // Equal values follow one another.
      assert.equal(replay(getNormal(own, profile), [quiet, [ask('4'), `C401C${id}00 1103`]]).data?.value, 3);
      failure(() => replay(getNormal(own, profile), [quiet, [ask('5'), null]]));
      // The answer to what was given up comes now.
      const after = replay(getNormal(own, profile), [[null, `C401C${id}00 1104`], quiet, [ask('6'), `C401C${id}00 1105`]]);
      assert.equal(after.data?.value, 5);
    });
  }

  it('in datagrams an answer that shows foreign invoke ids may belong to a request that was given up', () => {
    const own = over('any-time');
    failure(() => replay(getNormal(own, profile), [[ask('2'), null]]));
    const error = failure(() =>
      replay(getNormal(own, profile), [
        [ask('3'), 'C401C100 1101'],
        [null, null],
      ]),
    );
    assert.equal(error.code, 'response-timeout');
    const quiet = [null, null] as const;
    assert.equal(replay(getNormal(own, profile), [quiet, [ask('4'), 'C401C100 1102']]).data?.value, 2);
  });

  it('waits through a queue of notifications, but not for ever through strange answers', () => {
    const push: readonly [null, string] = [null, '0F00000001 00 1101'];
    const queue = Array.from({ length: 200 }, () => push);
    const outcome = replay(getNormal(ln(['get']), profile), [[askProfile, push[1]], ...queue, [null, 'C401C100 1102']]);
    assert.deepEqual(outcome.data, { type: 'unsigned', value: 2 });
    const strange: readonly [null, string] = [null, 'C501C300'];
    const rows = Array.from({ length: 16 }, () => strange);
    const error = failure(() => replay(getNormal(ln(['get']), profile), [[askProfile, strange[1]], ...rows]));
    assert.equal(error.code, 'answer-mismatch');
  });

  it('tells exceptions in the standard’s words', () => {
    const error = failure(() => replay(getNormal(ln(['get']), profile), [[askProfile, 'D80101']]));
    assert.equal(error.code, 'service-not-allowed');
    assert.match(error.message, /service-not-allowed, operation-not-possible/);
    const counter = failure(() => replay(getNormal(ln(['get']), profile), [[askProfile, 'D8010600000010']]));
    assert.equal(counter.code, 'counter-refused');
    assert.equal(counter.details?.invocationCounter, 16);
    const long = failure(() => replay(getNormal(ln(['get']), profile), [[askProfile, 'D80106 FFFFFFFFFFFFFFFF']]));
    assert.equal(JSON.parse(JSON.stringify(long)).details.invocationCounter, '18446744073709551615');
    const service = failure(() => replay(getNormal(ln(['get']), profile), [[askProfile, '0E060006']]));
    assert.equal(service.code, 'deciphering-refused');
    assert.match(service.message, /to write: application-reference, deciphering-error/);
  });
});
