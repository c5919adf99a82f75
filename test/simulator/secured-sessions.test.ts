/**
 * Whole sessions of the client's pure layer with the simulated meter: every mechanism, logical and short names, every
 * protection, suite and wrapper. Expected values are those that the meter shows on its inside.
 */
import assert from 'node:assert/strict';
import { conformanceFrom } from '../../src/apdu/initiate';
import { fromHex, toHex } from '../../src/bytes';
import type { Protection } from '../../src/security/control';
import type { CipheringStyle } from '../../src/security/protect';
import type { SecuritySettings } from '../../src/security/settings';
import type { MechanismId } from '../../src/security/types';
import { getNormal } from '../../src/session/get';
import { readAttributes } from '../../src/session/plan';
import { release } from '../../src/session/release';
import { setAttributes } from '../../src/session/set';
import { writeVariables } from '../../src/session/short-name';
import type { Referencing } from '../../src/session/types';
import type { SimulatedSecurity } from '../../src/simulator/security/options';
import { keysOf } from '../security/material';
import { attributeOf, type ClientOptions, open, run, securedClient, securedMeter } from './secured';
import type { Talk } from './talk';

const mechanisms = [0, 1, 2, 3, 4, 5, 6, 7] as const satisfies readonly MechanismId[];
const protections: readonly Protection[] = ['none', 'authenticated', 'encrypted', 'authenticated-encrypted'];
const styles: readonly CipheringStyle[] = [
  'service-specific',
  'general',
  'identified',
  'identified-broadcast',
  'wrapped',
  'one-pass',
  'static-unified',
];
const suites = [0, 1, 2] as const;
const identifier = [1, '0-0:96.1.1*255', 2] as const;
const register = [3, '1-0:1.8.0*255', 2] as const;

interface Case {
  readonly settings: SecuritySettings;
  readonly referencing?: Referencing;
  readonly security?: SimulatedSecurity;
  readonly client?: ClientOptions;
  readonly meter?: Parameters<typeof securedMeter>[2];
}

/** Associates, reads two attributes, writes one, releases; gives the meter for a closer look. */
async function wholeSession({ settings, referencing = 'ln', security = {}, client: clientOptions = {}, meter = {} }: Case): Promise<Talk> {
  const conversation = securedMeter(settings, { protection: settings.protection, ...security }, { referencing, ...meter });
  const { meter: simulated, events } = conversation;
  const client = securedClient(settings, referencing, clientOptions);
  const what = JSON.stringify({ ...settings, referencing });
  const association = await open(client, conversation);
  assert.equal(association.serverAuthenticated, settings.mechanism >= 2, what);
  const requests = [attributeOf(simulated, ...register), attributeOf(simulated, ...identifier)];
  const outcomes = await run(readAttributes(client, requests, { maxItems: 0 }), conversation);
  assert.deepEqual(
    outcomes.map(({ data }) => data),
    [simulated.get('1-0:1.8.0', 2), simulated.get('0-0:96.1.1', 2)],
    what,
  );
  const value = { type: 'octet-string', value: Buffer.from(`written ${settings.mechanism}`) } as const;
  const items = [{ ...attributeOf(simulated, ...identifier), value }];
  const [written] = await run(referencing === 'ln' ? setAttributes(client, items) : writeVariables(client, items), conversation);
  assert.equal(written?.refusal, null, what);
  assert.deepEqual(simulated.get('0-0:96.1.1', 2), value, what);
  assert.equal(await run(release(client), conversation), true, what);
  assert.deepEqual(
    events.filter(({ kind }) => ['associated', 'refused', 'authentication-failed', 'released'].includes(kind)).map(({ kind }) => kind),
    ['associated', 'released'],
    what,
  );
  return conversation;
}

const hasCurve = (style: CipheringStyle): boolean => style === 'one-pass' || style === 'static-unified';

describe('whole sessions with the secured simulated meter', () => {
  for (const mechanism of mechanisms)
    for (const referencing of ['ln', 'sn'] as const)
      it(`mechanism ${mechanism}, ${referencing}: every protection, suite and wrapper`, async () => {
        for (const suite of suites) {
          if (mechanism === 7 && suite === 0) continue;
          for (const protection of protections)
            for (const style of protection === 'none' ? (['service-specific'] as const) : styles) {
              if (suite === 0 && hasCurve(style)) continue;
              await wholeSession({ settings: { mechanism, suite, protection, style }, referencing });
            }
        }
      });

  it('dedicated keys in both wrappers', async () => {
    for (const referencing of ['ln', 'sn'] as const)
      for (const style of ['service-specific', 'general'] as const) {
        const dedicatedKey = keysOf(0).encryptionKey.map((octet) => octet ^ 0x33) as Buffer;
        const settings = { mechanism: 5, suite: 0, protection: 'authenticated-encrypted', style } as const;
        await wholeSession({ settings, referencing, client: { material: { dedicatedKey } } });
        await assert.rejects(
          wholeSession({ settings, referencing, client: { material: { dedicatedKey } }, security: { dedicatedKey: false } }),
          { code: 'deciphering-refused' },
        );
      }
  });

  it('general-signing, demanded and mirrored', async () => {
    for (const suite of [1, 2] as const)
      for (const signing of ['inside', 'outside'] as const) {
        const settings = { mechanism: 7, suite, protection: 'authenticated-encrypted', signing } as const;
        await wholeSession({ settings });
        if (signing === 'outside') await wholeSession({ settings, security: { signed: true } });
      }
    const unsigned = { mechanism: 7, suite: 1, protection: 'authenticated-encrypted' } as const;
    await assert.rejects(wholeSession({ settings: unsigned, security: { signed: true } }), { code: 'service-not-allowed' });
  });

  it('general-signing alone: where nothing is ciphered, messages are signed all the same', async () => {
    for (const suite of [1, 2] as const)
      for (const signing of ['inside', 'outside'] as const)
        for (const mechanism of [0, 1, 7] as const) {
          const settings = { mechanism, suite, protection: 'none', signing } as const;
          // A meter that demands nothing answers as it is asked; the client takes no answer that is not signed.
          await wholeSession({ settings });
          await wholeSession({ settings, security: { signed: true } });
        }
    const unsigned = { mechanism: 7, suite: 1, protection: 'none' } as const;
    await assert.rejects(wholeSession({ settings: unsigned, security: { signed: true } }), { code: 'association-rejected' });
    const ciphered = { ...unsigned, applicationContext: 'ciphered' } as const;
    await assert.rejects(wholeSession({ settings: ciphered, security: { signed: true } }), { code: 'service-not-allowed' });
  });

  it('a plain InitiateRequest where the meter wants that', async () => {
    const settings = { mechanism: 5, suite: 0, protection: 'authenticated-encrypted', initiate: 'plain' } as const;
    await wholeSession({ settings, security: { initiate: 'plain' } });
    await assert.rejects(wholeSession({ settings }), { code: 'association-rejected' });
  });

  it('auto style takes general protection where the meter negotiates it', async () => {
    const settings = { mechanism: 5, suite: 0, protection: 'authenticated-encrypted', style: 'auto' } as const;
    await wholeSession({ settings, security: { styles: ['general'] } });
    await wholeSession({ settings, security: { styles: ['service-specific'] } });
    await assert.rejects(wholeSession({ settings: { ...settings, style: 'general' }, security: { styles: ['service-specific'] } }), {
      code: 'service-not-supported',
    });
  });

  it('f(StoC) of short names: written, read, and the answer with a write response glued to it', async () => {
    for (const protection of ['none', 'authenticated-encrypted'] as const) {
      const settings = { mechanism: 5, suite: 0, protection } as const;
      for (const hlsReply of ['write', 'read'] as const)
        for (const shortNameReply of ['read', 'glued'] as const)
          await wholeSession({ settings, referencing: 'sn', security: { shortNameReply }, client: { associate: { hlsReply } } });
    }
  });

  it('f(StoC) in general-glo, as dlms-cosem sends it, is answered in general-glo', async () => {
    const settings = { mechanism: 6, suite: 0, protection: 'authenticated-encrypted' } as const;
    const conversation = securedMeter(settings);
    const general = securedClient({ ...settings, mechanism: 0, style: 'general' }, 'ln', { n: 50 });
    await general.security.need(1)?.prepare();
    const answers: string[] = [];
    let plain = '';
    const onApdu = (_: string, octets: Buffer): void => {
      plain = toHex(octets);
    };
    const client = { ...securedClient(settings), onApdu };
    const rewrapped = {
      ask: (hex: string): string[] => {
        const got = conversation.ask(hex.startsWith('CB') ? toHex(general.security.protect(fromHex(plain), 'service')) : hex);
        answers.push(...got);
        return got;
      },
    };
    assert.equal((await open(client, rewrapped)).serverAuthenticated, true);
    assert.match(answers[1] as string, /^DB08/);
  });

  it('a plain release: taken, or refused', async () => {
    const settings = { mechanism: 5, suite: 0, protection: 'authenticated-encrypted' } as const;
    const client = { associate: { release: 'plain' } } as const;
    await wholeSession({ settings, client });
    const conversation = securedMeter(settings, { plainRelease: false });
    const refusedClient = securedClient(settings, 'ln', client);
    await open(refusedClient, conversation);
    assert.equal(await run(release(refusedClient), conversation), false);
    assert.equal(conversation.events.at(-1)?.result, 'protection-too-low');
  });

  it('long answers: blocks cut to what ciphering leaves, and general block transfer around ciphered APDUs', async () => {
    for (const style of styles) {
      const settings = { mechanism: 5, suite: 1, protection: 'authenticated-encrypted', style } as const;
      for (const blocks of ['get', 'general'] as const) {
        const conversation = securedMeter(settings);
        const { meter } = conversation;
        const wanted = conformanceFrom([
          'general-protection',
          'get',
          'action',
          blocks === 'get' ? 'block-transfer-with-get-or-read' : 'general-block-transfer',
        ]);
        const client = securedClient(settings, 'ln', { associate: { maxReceivePduSize: 400, proposedConformance: wanted } });
        await open(client, conversation);
        const sizes: number[] = [];
        const measured = {
          ask: (hex: string): string[] => {
            const answers = conversation.ask(hex);
            sizes.push(...answers.map((answer) => answer.length / 2));
            return answers;
          },
        };
        const { data } = await run(getNormal(client, attributeOf(meter, 15, '0-0:40.0.2*255', 2)), measured);
        assert.deepEqual(data, meter.get('0-0:40.0.2', 2));
        assert.ok(sizes.length > 5 && Math.max(...sizes) <= 400, `${style} ${blocks}: ${Math.max(...sizes)}`);
      }
    }
  });

  it('several clients: keys and counters of their own, counters shown to the public client', async () => {
    const settings = { mechanism: 5, suite: 0, protection: 'authenticated-encrypted' } as const;
    const other = fromHex('F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF');
    const conversation = securedMeter(settings, {}, {});
    const security = conversation.meter.options.associations?.[1]?.security ?? {};
    const associations = [
      { client: 16, mechanism: 0 },
      { client: 1, mechanism: 5, security },
      { client: 2, mechanism: 5, security: { ...security, encryptionKey: toHex(other), counterObject: '0-1:43.1.1' } },
    ] as const;
    const first = securedMeter(settings, {}, { associations });
    await open(securedClient(settings, 'ln', { n: 100 }), first);
    assert.deepEqual(first.meter.get('0-0:43.1.0', 2), { type: 'double-long-unsigned', value: 102 });
    assert.deepEqual(first.meter.get('0-1:43.1.1', 2), { type: 'double-long-unsigned', value: 0 });
    const { one } = first.as(16);
    one('601DA109060760857405080101BE10040E01000000065F1F0400007E1F04B0');
    assert.equal(one('C001C1000100002B0100FF0200'), 'C401C1000600000066');
    assert.equal(one('C001C1000100012B0101FF0200'), 'C401C1000600000000');
    const second = first.as(2);
    await assert.rejects(open(securedClient(settings, 'ln', { n: 5 }), second), { code: 'deciphering-refused' });
    await open(securedClient(settings, 'ln', { n: 5, material: { encryptionKey: other } }), second);
    assert.deepEqual(first.meter.get('0-1:43.1.1', 2), { type: 'double-long-unsigned', value: 7 });
    assert.deepEqual(first.meter.get('0-0:43.1.0', 2), { type: 'double-long-unsigned', value: 102 });
  });
});
