/**
 * The simulated meter as a Landis+Gyr E650: the recorded octets, 10,000 associations with any password, refusal and lock.
 */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../src/bytes';
import { createSecurityContext } from '../../src/security/context';
import { codedPassword } from '../../src/security/hls/landis-gyr';
import { release } from '../../src/session/release';
import { landisGyrMeter } from '../../src/simulator/presets';
import { seededRandom } from '../../src/simulator/random';
import { session, shortNames } from '../session/capture-log';
import { open, run } from './secured';
import { type Talk, talk } from './talk';

const lg = (password: string, more: Parameters<typeof landisGyrMeter>[0] = {}): Talk => talk(landisGyrMeter({ password, ...more }), 48);

/** A client with this password; the meter needs to be told no other word. */
const clientWith = (password: string, challenge = 'abcdefgh', variant?: string) =>
  session(
    { ...shortNames, proposedConformance: 0x180220, maxReceivePduSize: 0xffff },
    createSecurityContext(
      { mechanism: 2, algorithm: 'landis-gyr', suite: 0, protection: 'none', ...(variant === undefined ? {} : { variant }) },
      { password: Buffer.from(password), clientTitle: Buffer.alloc(0), challenge: Buffer.from(challenge) },
    ),
  );

const aarq1F =
  '603EA1090607608574050801028A0207808B0760857405080202AC1280105374146854343D62655A171E756D4228BE10040E01000000065F1F0400F84B7EFFFF';
const aarq5F = '603180020780A1090607608574050801028A0207808B0760857405080202AC028000BE0F040D01000000065F04001C13200000';

describe('Landis+Gyr E650, simulated', () => {
  it('answers the recorded AARQs with the recorded AAREs and replies, octet for octet', () => {
    const records = [
      // the AARE is an octet longer than its lengths when it was asked with 5F 1F
      {
        stoC: '67340000',
        aarq: '603EA1090607608574050801028A0207808B0760857405080202AC1280105374146854343D62655A171E756D4228BE10040E01000000065F1F0400F84B7E0000',
        aare: '6141A109060760857405080102A203020100A305A10302010E88020780890760857405080202AA0A80083637333430303030BE0F040D0800065F1F04001802200960FA00',
        proof: '3739363835363730',
      },
      {
        stoC: '65360000',
        aarq: aarq5F,
        aare: '6141A109060760857405080102A203020100A305A10302010E88020780890760857405080202AA0A80083635333630303030BE0F040D0800065F04001802200960FA00',
        proof: '3737364135363730',
      },
    ];
    for (const { stoC, aarq, aare, proof } of records) {
      const { one } = lg('1234567', { security: { challenge: { fixed: stoC } } });
      assert.equal(one(aarq), aare);
      assert.equal(one(`060102FA58010908${proof}`), '0D0100');
    }
  });

  it('refuses the recorded answer to a wrong password with 0D01010D, and closes the association', () => {
    const { one, events } = lg('0000000', { security: { challenge: { fixed: '4C1C0000' } } });
    one(aarq5F);
    assert.equal(one('060102FA580109083644343335363730'), '0D01010D');
    assert.equal(one('050102FA00'), 'D80101');
    assert.deepEqual(
      events.map(({ kind, result }) => [kind, result]),
      [
        ['authentication-failed', 'proof'],
        ['refused', 'authentication-failure'],
        ['action', 'scope-of-access-violated'],
      ],
    );
  });

  it('accepts that answer where the password is the right one', () => {
    const { one } = lg('0000000', { security: { challenge: { fixed: '4C1C0000' } } });
    one(aarq1F);
    assert.equal(one('060102FA580109083443314330303030'), '0D0100');
  });

  it('10,000 associations with random passwords of 1 to 8 digits, nines and letters: none refused', async () => {
    const random = seededRandom(20260115);
    const digits = '0123456789ABCDEFabcdef99999999';
    const pick = (text: string): string => text[Math.floor(random() * text.length)] as string;
    const fixed = ['9999999', '99999999', 'A000000', 'AB00000', 'FFFFFFFF', '8', '9', 'a', '1234567'];
    let count = 0;
    for (let meters = 0; meters < 100; meters++) {
      const password = fixed[meters] ?? Array.from({ length: 1 + Math.floor(random() * 8) }, () => pick(digits)).join('');
      const conversation = lg(password, { seed: meters });
      for (let i = 0; i < 100; i++) {
        const client = clientWith(password, i % 2 === 0 ? '' : 'abcdefgh');
        const association = await open(client, conversation);
        assert.equal(association.serverAuthenticated, false);
        await run(release(client), conversation);
        count++;
      }
      assert.equal(conversation.events.filter(({ kind }) => kind === 'associated').length, 100, password);
    }
    assert.equal(count, 10_000);
  });

  it('challenges are eight upper-case hex digits, differ, and cover every digit at every place', () => {
    const { one } = lg('1');
    const seen = Array.from({ length: 300 }, () => /AA0A8008([0-9A-F]{16})BE/.exec(one(aarq5F))?.[1] ?? '').map((hex) =>
      fromHex(hex).toString('latin1'),
    );
    assert.ok(seen.every((challenge) => /^[0-9A-F]{8}$/.test(challenge)));
    assert.ok(new Set(seen).size > 290);
    for (let place = 0; place < 8; place++) assert.equal(new Set(seen.map((challenge) => challenge[place])).size, 16);
  });

  it('locks for 60 seconds after three failures, refuses the right password meanwhile, and forgives', async () => {
    const conversation = lg('1234567');
    for (let i = 0; i < 3; i++) await assert.rejects(open(clientWith('7654321'), conversation), { code: 'authentication-failed' });
    await assert.rejects(open(clientWith('1234567'), conversation), { code: 'authentication-failed' });
    assert.equal(conversation.events.at(-2)?.result, 'locked');
    conversation.wait(59);
    const before = conversation.events.length;
    await assert.rejects(open(clientWith('1234567'), conversation), { code: 'authentication-failed' });
    assert.deepEqual(
      conversation.events.slice(before).map(({ kind, result }) => [kind, result]),
      [
        ['authentication-failed', 'locked'],
        ['refused', 'authentication-failure'],
      ],
    );
    conversation.wait(2);
    await open(clientWith('1234567'), conversation);
    for (let i = 0; i < 2; i++) await assert.rejects(open(clientWith('7654321'), conversation), { code: 'authentication-failed' });
    await open(clientWith('1234567'), conversation);
  });

  it('other variants, on both sides', async () => {
    for (const variant of ['carry', 'right-aligned'])
      for (let i = 0; i < 50; i++) {
        const conversation = lg('99A', { seed: i, security: { variant } });
        await open(clientWith('99A', '', variant), conversation);
      }
  });

  it('tells nothing of password and proof in events', async () => {
    const conversation = lg('1234567', { security: { challenge: { fixed: '67340000' } } });
    await open(clientWith('1234567'), conversation);
    const told = JSON.stringify(conversation.events);
    for (const secret of [
      '1234567',
      toHex(Buffer.from('1234567')),
      codedPassword(Buffer.from('67340000'), Buffer.from('1234567')).toString(),
    ])
      assert.ok(!told.includes(secret), told);
    assert.ok(!told.includes('"data":['), told);
  });

  it('says which password is none', () => {
    assert.throws(() => lg('secret!'), /client 48: the password of a Landis\+Gyr/);
  });
});
