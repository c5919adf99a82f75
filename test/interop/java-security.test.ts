/**
 * Our client against the Gurux server library in Java with security: every mechanism, suite, protection and wrapper, wrong
 * settings, counters. The meter's keys and objects are written down in java/MeterSecurity.java and java/SimpleMeter.java.
 * One Java process serves all meters; each test has a meter and a counter store of its own.
 */
import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type DlmsError, type IcPolicyId, isDlmsError, memoryCounterStore, type SecurityOptions } from '../../src/index';
import type { MeterSettings } from './peers';
import {
  energy,
  everything,
  javaProcess,
  keyed,
  keysOf,
  openJavaMeter,
  range,
  type ServerArguments,
  type Settings,
  type Trial,
  tagsOf,
  withLine,
  withMeter,
} from './secured-java';

/** The error that the user gets. */
async function refusal(trial: Trial): Promise<DlmsError> {
  const error = await withMeter(trial, (meter) => meter.associate({ deadlineMs: 10_000 })).then(
    () => assert.fail('the association was opened'),
    (reason: unknown) => reason,
  );
  assert.ok(isDlmsError(error), String(error));
  return error;
}

const hexOf = (key: KeyObject, type: 'pkcs8' | 'spki'): string => key.export({ type: type as 'spki', format: 'der' }).toString('hex');

/** Both sides of HLS 7. */
function signers(suite: 1 | 2) {
  const curve = { namedCurve: suite === 1 ? 'prime256v1' : 'secp384r1' };
  const [client, meter] = [generateKeyPairSync('ec', curve), generateKeyPairSync('ec', curve)];
  return {
    server: { signing: hexOf(meter.privateKey, 'pkcs8'), 'client-signing': hexOf(client.publicKey, 'spki') },
    certificates: {
      signingKey: client.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      peerSigningCertificate: meter.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    },
  };
}

/**
 * This server's library mishandles a signature whose r or s begins with a zero octet, its own and ours: of 2,500 sessions on
 * P-256 it refused 28 and proved itself wrongly in 7; the zero octet could be seen in 15 of the 28 and in all of the 7.
 * Every session draws new signatures, so what fails four times in a row has another cause.
 */
async function signed<T>(session: () => Promise<T>): Promise<T> {
  for (let tries = 1; tries < 4; tries += 1) {
    try {
      return await session();
    } catch (error) {
      if (!isDlmsError(error) || !['authentication-failed', 'server-proof-wrong'].includes(error.code)) throw error;
    }
  }
  return session();
}

const gmac: Settings = { mechanism: 5, suite: 0, protection: 'authenticated-encrypted' };
const protections = ['authenticated', 'encrypted', 'authenticated-encrypted'] as const;

describe('Java server with security', () => {
  javaProcess();

  describe('GMAC', () => {
    for (const suite of [0, 1, 2] as const) {
      for (const protection of protections) {
        for (const style of ['service-specific', 'general'] as const) {
          it(`suite ${suite}, ${protection}, ${style}`, () => {
            const general = style === 'general';
            const trial = { server: keyed(suite), settings: { mechanism: 5, suite, protection, style }, meter: { general } } as const;
            return withMeter(trial, async (meter, sent) => {
              const { association, security } = await meter.associate();
              assert.equal(security?.meterAuthenticated, true);
              assert.equal(association.conformanceNames.includes('general-protection'), general);
              await everything(meter);
              // Green Book 9.2.7.4: f(StoC) is service-specific whatever follows. The release stays plain to this server.
              const [aarq, proof, ...services] = tagsOf(sent);
              assert.deepEqual([aarq, proof, services.pop()], ['60', 'cb', '62']);
              assert.deepEqual([...new Set(services)].sort(), general ? ['db'] : ['c8', 'c9', 'cb']);
            });
          });
        }
      }
    }

    it('dedicated key, service-specific and general', async () => {
      const options = { dedicatedKey: 'fresh' } as const;
      for (const style of ['service-specific', 'general'] as const) {
        const meter = { general: style === 'general' };
        await withMeter({ server: keyed(0), settings: { ...gmac, style }, options, meter }, async (subject, sent) => {
          await everything(subject);
          const services = new Set(tagsOf(sent).slice(2, -1));
          assert.deepEqual([...services].sort(), style === 'general' ? ['dc'] : ['d0', 'd1', 'd3']);
        });
      }
    });

    it('a dedicated key where nothing else is encrypted: its InitiateRequest is', () =>
      withMeter(
        { server: keyed(0), settings: { ...gmac, protection: 'authenticated' }, options: { dedicatedKey: 'fresh' } },
        async (subject, sent) => {
          await everything(subject);
          // user-information, octet string, glo-initiate-request, then the security control octet
          assert.equal(/be..04..21..(..)/.exec(sent[0]?.toString('hex') ?? '')?.[1], '30');
          assert.ok(tagsOf(sent).includes('d0'), 'services travel under the dedicated key');
        },
      ));

    it('HDLC, service-specific and general', async () => {
      for (const style of ['service-specific', 'general'] as const) {
        const meter = { general: style === 'general' };
        await withMeter({ server: keyed(0, { framing: 'hdlc' }), settings: { ...gmac, style }, meter }, everything);
      }
    });

    for (const framing of ['wrapper', 'hdlc'] as const) {
      it(`short names, ${framing}: f(StoC) written and read, service-specific and general`, async () => {
        const server = keyed(0, { referencing: 'sn', framing });
        for (const style of ['service-specific', 'general'] as const) {
          for (const hlsReply of ['write', 'read'] as const) {
            const meter = { general: style === 'general', associate: { hlsReply } };
            await withMeter({ server, settings: { ...gmac, style }, meter }, everything);
          }
        }
      });
    }

    it('proof without ciphering', () =>
      withMeter({ server: keyed(0, { context: 'plain' }), settings: { ...gmac, protection: 'none' } }, everything));
  });

  describe('other levels', () => {
    const levels = { 'AES-128-ECB': 2, MD5: 3, 'SHA-1': 4, 'SHA-256': 6 } as const;
    for (const [name, mechanism] of Object.entries(levels)) {
      it(`${name}, plain and ciphered, logical and short names`, async () => {
        for (const referencing of ['ln', 'sn']) {
          await withMeter({ server: { referencing }, settings: { mechanism, suite: 0, protection: 'none' } }, everything);
          await withMeter({ server: keyed(0, { referencing }), settings: { ...gmac, mechanism } }, everything);
        }
      });
    }

    for (const suite of [1, 2] as const) {
      it(`ECDSA ${suite === 1 ? 'P-256' : 'P-384'}, plain and ciphered`, async () => {
        for (const protection of ['none', 'authenticated-encrypted'] as const) {
          const { server, certificates } = signers(suite);
          const context = protection === 'none' ? 'plain' : 'ciphered';
          const settings = { mechanism: 7, suite, protection } as const;
          const trial = { server: keyed(suite, { ...server, context }), settings, options: { certificates } };
          await signed(() => withMeter(trial, everything));
        }
      });
    }

    it('low-level password inside ciphering', () =>
      withMeter({ server: keyed(0), settings: { ...gmac, mechanism: 1 }, meter: { client: 1 } }, everything));
  });

  describe('wrong settings', () => {
    const { encryptionKey, authenticationKey } = keysOf(0);
    const other = range(0x50, 16);
    const undeciphered = /could not decipher our first message: encryption key \(EK\), authentication key \(AK\), client system title/;
    interface Mistake {
      readonly server?: ServerArguments;
      readonly settings?: Partial<Settings>;
      readonly options?: Partial<SecurityOptions>;
      readonly meter?: MeterSettings;
      readonly code: string;
      readonly text: RegExp;
    }
    const mistakes: Readonly<Record<string, Mistake>> = {
      'wrong EK': { options: { keys: { encryptionKey: other, authenticationKey } }, code: 'deciphering-refused', text: undeciphered },
      'wrong EK, nothing but encrypted': {
        settings: { protection: 'encrypted' },
        options: { keys: { encryptionKey: other, authenticationKey } },
        code: 'association-rejected',
        text: /could probably not decipher our InitiateRequest: encryption key \(EK\)/,
      },
      'wrong AK': { options: { keys: { encryptionKey, authenticationKey: other } }, code: 'deciphering-refused', text: undeciphered },
      'wrong AK, nothing but encrypted': {
        settings: { protection: 'encrypted' },
        options: { keys: { encryptionKey, authenticationKey: other } },
        code: 'authentication-failed',
        text: /encryption key \(EK\) fits.*authentication key \(AK\) is wrong/,
      },
      'EK and AK exchanged': {
        options: { keys: { encryptionKey: authenticationKey, authenticationKey: encryptionKey } },
        code: 'deciphering-refused',
        text: undeciphered,
      },
      'no client title sent': { settings: { sendSystemTitle: false }, code: 'deciphering-refused', text: undeciphered },
      'wrong keys of a proof in clear': {
        server: { context: 'plain' },
        settings: { protection: 'none' },
        options: { keys: { encryptionKey: other, authenticationKey } },
        code: 'authentication-failed',
        text: /EK\), the authentication key \(AK\) or the client system title is not what the meter has/,
      },
      'wrong password of MD5': {
        server: { context: 'plain' },
        settings: { mechanism: 3, protection: 'none' },
        options: { password: 'wrong' },
        code: 'authentication-failed',
        text: /the password is not what the meter has \(HLS 3: MD5\)/,
      },
      'wrong password of SHA-256': {
        server: { context: 'plain' },
        settings: { mechanism: 6, protection: 'none' },
        options: { password: 'wrong' },
        code: 'authentication-failed',
        text: /the password or a system title is not what the meter has/,
      },
      'wrong low-level password': {
        settings: { mechanism: 1 },
        options: { password: 'wrong' },
        meter: { client: 1 },
        code: 'authentication-failed',
        text: /authentication-failure/,
      },
      'plain to a client that has to cipher': {
        settings: { protection: 'none' },
        code: 'association-rejected',
        text: /application-context-name-not-supported/,
      },
    };
    for (const [name, { server, settings, options = {}, meter = {}, code, text }] of Object.entries(mistakes)) {
      it(name, async () => {
        const error = await refusal({ server: keyed(0, server), settings: { ...gmac, ...settings }, options, meter });
        assert.equal(error.code, code, error.message);
        assert.match(error.message, text);
        assert.ok(error.hint && error.hint.length > 0);
      });
    }

    it('the certificate of another meter', async () => {
      const { server, certificates } = signers(1);
      const { certificates: others } = signers(1);
      const wrong = { ...certificates, peerSigningCertificate: others.peerSigningCertificate };
      const settings = { mechanism: 7, suite: 1, protection: 'none' } as const;
      const trial = { server: keyed(1, { ...server, context: 'plain' }), settings, options: { certificates: wrong } };
      const error = await signed(async () => {
        const seen = await refusal(trial);
        if (seen.code === 'authentication-failed') throw seen;
        return seen;
      });
      assert.equal(error.code, 'server-proof-wrong');
      assert.match(error.hint ?? '', /certificate/);
    });
  });

  describe('invocation counters', () => {
    // This server demands that the counter does not fall, and verifies the GMAC with the counter that stands in it (rule V1).
    const policies: readonly (IcPolicyId | 'auto')[] = [
      ...(['distinct', 'shared', 'reuse-aarq', 'frozen', 'gap-after', 'gap-before', 'gap-shared', 'gmac-last'] as const),
      'auto',
    ];
    for (const icPolicy of policies) {
      it(`policy ${icPolicy}`, () =>
        withMeter({ server: keyed(0, { counter: 0 }), settings: { ...gmac, icPolicy } }, async (meter) => {
          const { security } = await meter.associate();
          assert.deepEqual(security?.attempts, 1);
          assert.equal(security?.icPolicy, icPolicy === 'auto' ? 'distinct' : icPolicy);
          await everything(meter);
        }));
    }

    it('three offsets of the user', () =>
      withMeter(
        { server: keyed(0, { counter: 0 }), settings: { ...gmac, icPolicy: 'custom', icOffsets: { aarq: 2, action: 9, gmac: 5 } } },
        everything,
      ));

    it('a counter above 2^31 counts on without a sign', () =>
      withMeter(
        {
          server: keyed(0, { counter: 0xfffffff0 - 0x1000 }),
          settings: gmac,
          options: { counterStart: { policy: 'fixed', number: 0xfffff000 } },
        },
        everything,
      ));

    const object = { object: { obis: '0-0:43.1.0*255' } };
    const counterIn = (apdu: Buffer | undefined): number => apdu?.readUInt32BE(8 + apdu.subarray(8).indexOf('be23', 'hex') + 7) ?? -1;

    it('begins above the counter object of the meter, read by the public client', () =>
      withMeter({ server: keyed(0, { counter: 5000 }), settings: gmac, options: { counterStart: object } }, async (meter, sent) => {
        const { security } = await meter.associate();
        assert.equal(security?.attempts, 1);
        assert.equal(counterIn(sent.at(-2)), 5001);
        await everything(meter);
      }));

    it('reads the object again, once, when a stored counter is stale (D8 02 05)', async () => {
      const counterStore = memoryCounterStore();
      const first = { server: keyed(0, { counter: 0 }), settings: gmac, options: { counterStore, counterStart: object } };
      await withMeter(first, (meter) => meter.associate());
      const stale = { ...first, server: keyed(0, { counter: 90_000 }) };
      await withMeter(stale, async (meter, sent) => {
        const { security } = await meter.associate();
        assert.equal(security?.attempts, 2);
        assert.match(security?.notes.join() ?? '', /counter object was read again/);
        assert.equal(counterIn(sent.at(-2)), 90_001);
        await everything(meter);
      });
    });

    // In an open association this server drops the line at a stale counter; the exception with the counter in it (D8 01 06) is
    // tested against the simulator.
    it('recovers when another client with the same key went ahead', async () => {
      const server = keyed(0, { counter: 0 });
      const port = await openJavaMeter(server);
      const trial = { server, settings: gmac, options: { counterStart: object } };
      await withLine(port, trial, async (late) => {
        await late.associate();
        const ahead = { ...trial, options: { counterStart: { policy: 'fixed', number: 70_000 } } } as const;
        await withLine(port, ahead, (other) => other.read([energy]));
        await assert.rejects(late.get([energy]), { code: 'connection-closed' });
        await everything(late);
      });
    });
  });

  describe('security policy of the meter', () => {
    for (const policy of ['none', 'authenticated', 'encrypted', 'both'] as const) {
      it(`${policy}: served under each protection`, async () => {
        for (const protection of protections)
          await withMeter({ server: keyed(0, { policy }), settings: { ...gmac, protection } }, everything);
      });
    }
  });
});
