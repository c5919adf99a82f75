/**
 * Whatever a client asks, in any order and under any conformance and PDU size: exactly one well-formed answer that belongs to
 * the request, or none where the service class wants none, and never one that is longer than the client takes (Green Book
 * 9.4.6).
 */
import assert from 'node:assert/strict';
import { type Apdu, decodeApdu, encodeApdu } from '../../src/apdu/apdu';
import { type ConformanceBit, conformanceBits, conformanceFrom } from '../../src/apdu/initiate';
import { toHex } from '../../src/bytes';
import { plainSecurity } from '../../src/security/plain';
import { release } from '../../src/session/release';
import type { Session as ClientSession, Referencing } from '../../src/session/types';
import { chance, mutated } from '../fuzz/mutate';
import { session } from '../session/capture-log';
import { pick, Requests } from './random-requests';
import { open, run, securedClient, securedMeter } from './secured';
import { type Talk, talk } from './talk';

type Random = ReturnType<typeof chance>;

const bits = Object.keys(conformanceBits) as ConformanceBit[];
const sizes = [12, 13, 20, 33, 50, 64, 128, 300, 1200, 0];
const settings = { mechanism: 5, suite: 0, protection: 'authenticated-encrypted' } as const;

const rounds = 12;
const requestsInOne = 60;

interface World {
  readonly line: Talk;
  readonly client: ClientSession;
  readonly requests: Requests;
  readonly room: number;
}

async function worldOf(random: Random, referencing: Referencing, ciphered: boolean): Promise<World> {
  const line = ciphered ? securedMeter(settings, {}, { referencing }) : talk({ referencing });
  const always: ConformanceBit[] = referencing === 'ln' ? ['get', 'action'] : ['read', 'write'];
  const proposedConformance = conformanceFrom([...always, ...bits.filter(() => random(3) !== 0)]);
  // HLS passes 3 and 4 have to fit
  const maxReceivePduSize = pick(random, ciphered ? sizes.filter((size) => size === 0 || size >= 50) : sizes);
  const options = { referencing, proposedConformance, maxReceivePduSize };
  const client = ciphered
    ? securedClient(settings, referencing, { associate: options })
    : session(options, plainSecurity({ mechanism: 1, password: '12345678' }));
  await open(client, line);
  // the security setup would change the policy under which is asked
  const requests = new Requests(line.meter, random, ciphered ? 64 : undefined);
  return { line, client, requests, room: maxReceivePduSize || 0xffff };
}

/** Which answers belong to a request, by the part of the kind in front of `-request`, and what they carry of it. */
function belongs(request: Apdu, answer: Apdu): boolean {
  if (answer.kind === 'exception-response') return true;
  const { kind } = request;
  if (answer.kind !== kind.replace('-request', '-response')) return false;
  if (kind === 'access-request' && answer.kind === 'access-response') {
    const { longInvokeIdAndPriority: id, accessRequestSpecification: asked } = request.value;
    const given = answer.value;
    const selfDescriptive = (id & 0x1000_0000) !== 0;
    return (
      given.longInvokeIdAndPriority === id &&
      given.accessResponseListOfData.length === asked.length &&
      given.accessResponseSpecification.length === asked.length &&
      (given.accessRequestSpecification !== null) === selfDescriptive
    );
  }
  if (answer.kind === 'get-response' || answer.kind === 'set-response' || answer.kind === 'action-response') {
    const { invokeIdAndPriority } = (request as Extract<Apdu, { kind: 'get-request' }>).value.value;
    assert.deepEqual(answer.value.value.invokeIdAndPriority, invokeIdAndPriority);
    return fits(request as never, answer.value as never);
  }
  const variables = kind === 'read-request' ? request.value : kind === 'write-request' ? request.value.variableAccessSpecification : [];
  const items = (answer as Extract<Apdu, { kind: 'read-response' }>).value;
  // a request in blocks is as long as its blocks say
  const inBlocks = variables.length === 1 && /data-block/.test(variables[0]?.kind ?? '');
  return inBlocks || items.length === variables.length || (items.length === 1 && items[0]?.kind === 'data-block-result');
}

const expected: Readonly<Record<string, RegExp>> = {
  'get-request-normal': /^get-response-(normal|with-datablock)$/,
  'get-request-next': /^get-response-with-datablock$/,
  'get-request-with-list': /^get-response-with-(list|datablock)$/,
  'set-request-normal': /^set-response-normal$/,
  'set-request-with-list': /^set-response-with-list$/,
  'set-request-with-first-datablock': /^set-response-(last-)?datablock$/,
  'set-request-with-datablock': /^set-response-(last-)?datablock(-with-list)?$/,
  'set-request-with-list-and-first-datablock': /^set-response-(datablock|last-datablock-with-list)$/,
  'action-request-normal': /^action-response-(normal|with-pblock)$/,
  'action-request-next-pblock': /^action-response-(normal|with-pblock)$/,
  'action-request-with-list': /^action-response-with-(list|pblock)$/,
  'action-request-with-first-pblock': /^action-response-(normal|with-pblock|next-pblock)$/,
  'action-request-with-pblock': /^action-response-(normal|with-list|with-pblock|next-pblock)$/,
  'action-request-with-list-and-first-pblock': /^action-response-(with-list|with-pblock|next-pblock)$/,
};

const listLength = (value: object): number | null => {
  const list = Object.entries(value).find(([name, one]) => /List$|^result$|^listOfResponses$/.test(name) && Array.isArray(one));
  return list ? (list[1] as unknown[]).length : null;
};

function fits(request: { value: { kind: string; value: object } }, answer: { kind: string; value: object }): boolean {
  if (expected[request.value.kind]?.test(answer.kind) !== true) return false;
  return (
    !/with-list$/.test(answer.kind) ||
    !/with-list$/.test(request.value.kind) ||
    listLength(request.value.value) === listLength(answer.value)
  );
}

const wantsNone = (request: Apdu): boolean => {
  if (request.kind === 'set-request' || request.kind === 'action-request') return !request.value.value.invokeIdAndPriority.confirmed;
  if (request.kind === 'access-request') return (request.value.longInvokeIdAndPriority & 0x4000_0000) === 0;
  return request.kind === 'unconfirmed-write-request';
};

/** The number that a client would use next: of the block that it got, or of the one that it sends. */
function nextNumber(answer: Apdu | null, before: number): number {
  const text = JSON.stringify(answer?.value ?? null);
  const number = /"(?:blockNumber|block-number","value)":(\d+)/.exec(text)?.[1];
  const acknowledges = /"(?:set-response-datablock|action-response-next-pblock|block-number)"/.test(text);
  return number === undefined ? before : Number(number) + (acknowledges ? 1 : 0);
}

/** Takes a long answer that came as general blocks to its end. */
function joined(world: World, first: Buffer): Buffer {
  const parts: Buffer[] = [];
  let frames = [first];
  for (let count = 1; ; ) {
    for (const frame of frames) {
      assert.ok(frame.length <= world.room, `a block of ${frame.length} octets`);
      const block = decodeApdu(frame);
      assert.ok(block.kind === 'general-block-transfer');
      assert.equal(block.value.blockNumber, count++);
      parts.push(block.value.blockData);
      if (block.value.blockControl.lastBlock) return Buffer.concat(parts);
    }
    const ack = {
      blockControl: { lastBlock: true, streaming: false, window: 3 },
      blockNumber: 1,
      blockNumberAck: count - 1,
      blockData: Buffer.alloc(0),
    };
    frames = world.line.ask(toHex(encodeApdu({ kind: 'general-block-transfer', value: ack }))).map((hex) => Buffer.from(hex, 'hex'));
    assert.ok(frames.length > 0, 'the blocks stop');
  }
}

async function ask(world: World, request: Apdu): Promise<Apdu | null> {
  const { security } = world.client;
  await security.need(1)?.prepare();
  const plain = encodeApdu(request);
  const sealed = security.protect(plain, 'service');
  const answers = world.line.ask(toHex(sealed)).map((hex) => Buffer.from(hex, 'hex'));
  const where = `${toHex(plain)} -> ${answers.map(toHex).join(' ')}`;
  // what is longer than the meter takes is not looked into
  if (sealed.length > (world.client.association?.serverMaxReceivePduSize ?? 0)) {
    assert.deepEqual(answers.map(toHex), ['D80104'], where);
    return null;
  }
  if (wantsNone(request)) {
    assert.equal(answers.length, 0, where);
    return null;
  }
  assert.equal(answers.length, 1, where);
  const [first] = answers as [Buffer];
  assert.ok(first.length <= world.room, `${first.length} octets, ${world.room} fit: ${where}`);
  const whole = first[0] === 0xe0 ? joined(world, first) : first;
  const opened = security.unprotect(whole);
  const answer = decodeApdu(opened);
  assert.deepEqual(encodeApdu(answer), opened, where);
  assert.ok(belongs(request, answer), where);
  return answer;
}

describe('every request to the simulated meter', () => {
  for (const [referencing, ciphered] of [
    ['ln', false],
    ['sn', false],
    ['ln', true],
    ['sn', true],
  ] as const) {
    it(`has one answer that belongs to it, or none where none is due: ${referencing}${ciphered ? ', ciphered' : ''}`, async () => {
      for (let seed = 1; seed <= rounds; seed++) {
        const random = chance(seed * 7919);
        const world = await worldOf(random, referencing, ciphered);
        let next = 1;
        for (let i = 0; i < requestsInOne; i++) {
          const request = referencing === 'ln' ? world.requests.logicalName(next) : world.requests.shortName(next);
          try {
            next = nextNumber(await ask(world, request), next);
          } catch (error) {
            throw new Error(`seed ${seed}, request ${i}: ${JSON.stringify(request).slice(0, 600)}\n${(error as Error).message}`, {
              cause: error,
            });
          }
        }
      }
    });
  }

  it('is refused before an association and after its release', async () => {
    const random = chance(1);
    for (const referencing of ['ln', 'sn'] as const) {
      const { line, client, requests } = await worldOf(random, referencing, false);
      const refusedAll = (): void => {
        for (let i = 0; i < 50; i++) {
          const request = referencing === 'ln' ? requests.logicalName(1) : requests.shortName(1);
          assert.deepEqual(line.ask(toHex(encodeApdu(request))), wantsNone(request) ? [] : ['D80101']);
        }
      };
      await run(release(client), line);
      refusedAll();
      await open(client, line);
      line.ask('6200');
      refusedAll();
    }
  });

  it('is survived however its octets are broken: one answer at most, and that one is well-formed', async () => {
    for (let seed = 1; seed <= rounds; seed++) {
      const random = chance(seed);
      const referencing = pick(random, ['ln', 'sn'] as const);
      const { line, requests, room } = await worldOf(random, referencing, false);
      for (let i = 0; i < requestsInOne; i++) {
        const request = encodeApdu(referencing === 'ln' ? requests.logicalName(1) : requests.shortName(1));
        const octets = mutated([request], random);
        const answers = line.ask(toHex(octets)).map((hex) => Buffer.from(hex, 'hex'));
        for (const answer of answers) {
          assert.deepEqual(encodeApdu(decodeApdu(answer)), answer, toHex(octets));
          assert.ok(answer.length <= room || (answer[0] ?? 0) >> 4 === 6, toHex(octets));
        }
        assert.ok(answers.length <= 1 || octets[0] === 0xe0, toHex(octets));
      }
    }
  });
});
