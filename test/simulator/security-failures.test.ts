/**
 * What goes wrong on purpose or by mistake: requests with too little protection, wrong keys and secrets, locks, answers that
 * a client has to refuse, settings that cannot work, and any octets at all.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../src/bytes';
import { type ErrorCode, isDlmsError } from '../../src/errors';
import type { Protection } from '../../src/security/control';
import { protectsEnough } from '../../src/security/control';
import { symmetric } from '../../src/security/hls/algorithm';
import type { CipheringStyle } from '../../src/security/protect';
import type { SecurityMaterial, SecuritySettings } from '../../src/security/settings';
import type { MechanismId } from '../../src/security/types';
import { getNormal } from '../../src/session/get';
import type { SimulatedSecurity } from '../../src/simulator/security/options';
import type { FaultOptions, SimulatorOptions } from '../../src/simulator/types';
import { keysOf, pairsOf } from '../security/material';
import { attributeOf, meterKeys, open, run, securedClient, securedMeter } from './secured';
import { type Talk, talk } from './talk';

const gmac: SecuritySettings = { mechanism: 5, suite: 0, protection: 'authenticated-encrypted' };
const protections: readonly Protection[] = ['none', 'authenticated', 'encrypted', 'authenticated-encrypted'];
const getClock = 'C001C100080000010000FF0200';

const codeOf = async (work: Promise<unknown>): Promise<ErrorCode | null> => {
  try {
    await work;
    return null;
  } catch (error) {
    if (isDlmsError(error)) return error.code;
    throw error;
  }
};

const failures = ({ events }: Talk): (string | undefined)[] =>
  events.filter(({ kind }) => kind === 'authentication-failed').map(({ result }) => result);

describe('protection that is demanded', () => {
  it('every request protection against every policy', async () => {
    for (const demanded of protections)
      for (const protection of protections) {
        const meter = securedMeter(gmac, { protection: demanded });
        const code = await codeOf(open(securedClient({ ...gmac, protection }), meter));
        const enough = protectsEnough(
          { authenticated: protection.startsWith('authenticated'), encrypted: protection.endsWith('encrypted') },
          demanded,
        );
        assert.equal(code, enough ? null : 'association-rejected', `${protection} where ${demanded} is demanded`);
      }
  });

  it('a plain or less protected request inside the association is refused, and the association goes on', async () => {
    const meter = securedMeter(gmac, { protection: 'authenticated-encrypted' });
    const client = securedClient(gmac);
    await open(client, meter);
    assert.equal(meter.one(getClock), 'D80101');
    const weak = securedClient({ ...gmac, protection: 'authenticated', mechanism: 0 }, 'ln', { n: 50 });
    assert.equal(meter.one(toHex(await protectedBy(weak, getClock))), 'D80101');
    assert.deepEqual(failures(meter), ['protection-too-low', 'protection-too-low']);
    const { data } = await run(getNormal(client, attributeOf(meter.meter, 8, '0-0:1.0.0*255', 2)), meter);
    assert.equal(data?.type, 'octet-string');
  });

  it('a plain request where nothing is demanded is answered plain, a ciphered one ciphered', async () => {
    const meter = securedMeter(gmac);
    const client = securedClient(gmac);
    await open(client, meter);
    assert.match(meter.one(getClock), /^C401C100/);
    assert.match(meter.one(toHex(await protectedBy(securedClient({ ...gmac, mechanism: 0 }, 'ln', { n: 50 }), getClock))), /^CC/);
  });
});

/** The request as this client would protect it. */
async function protectedBy({ security }: ReturnType<typeof securedClient>, hex: string): Promise<Buffer> {
  await security.need(1)?.prepare();
  return security.protect(fromHex(hex), 'service');
}

describe('keys and secrets that do not fit', () => {
  const other = keysOf(0).encryptionKey.map((octet) => octet ^ 1) as Buffer;
  const { encryptionKey, authenticationKey } = keysOf(0);

  it('wrong or exchanged keys: deciphering error, event, no association', async () => {
    const wrong: readonly Partial<SecurityMaterial>[] = [
      { encryptionKey: other },
      { authenticationKey: other },
      { encryptionKey: authenticationKey, authenticationKey: encryptionKey },
      { clientTitle: fromHex('0000000000000001') },
    ];
    for (const [index, material] of wrong.entries()) {
      const meter = securedMeter(gmac);
      // the title in the AARQ is what counts: a wrong one is the title of another client with the same keys
      assert.equal(await codeOf(open(securedClient(gmac, 'ln', { material }), meter)), index === 3 ? null : 'deciphering-refused');
      assert.deepEqual(failures(meter), index === 3 ? [] : ['tag-mismatch']);
    }
  });

  for (const mechanism of [2, 3, 4, 5, 6, 7] as const satisfies readonly MechanismId[])
    it(`mechanism ${mechanism}: a wrong secret is refused in both referencings, with the word that was chosen`, async () => {
      const suite = mechanism === 7 ? 1 : 0;
      const settings: SecuritySettings = { mechanism, suite, protection: 'none' };
      const material: Partial<SecurityMaterial> =
        mechanism === 5
          ? { authenticationKey: other }
          : mechanism === 7
            ? { signingKey: pairsOf(1).server.signing }
            : { password: Buffer.from('gurux') };
      for (const referencing of ['ln', 'sn'] as const)
        for (const proofRefusal of ['hardware-fault', 'read-write-denied', 'scope-of-access-violated', 'other-reason'] as const) {
          const meter = securedMeter(settings, { proofRefusal }, { referencing });
          const error = await open(securedClient(settings, referencing, { material }), meter).then(
            () => null,
            (reason: unknown) => reason,
          );
          assert.ok(isDlmsError(error) && error.code === 'authentication-failed' && error.result?.name === proofRefusal, String(error));
          assert.deepEqual(failures(meter), ['proof']);
          assert.equal(meter.meter.associated.size, 0);
        }
    });

  it('an empty challenge is refused where the meter has to prove itself', async () => {
    const meter = securedMeter(gmac);
    const client = securedClient(gmac, 'ln', { material: { challenge: Buffer.alloc(0) } });
    assert.equal(await codeOf(open(client, meter)), 'authentication-failed');
    assert.deepEqual(failures(meter), ['challenge']);
  });

  /** The requests that open an association with this mechanism, and the meter that took them. */
  async function recordedOpening(mechanism: MechanismId): Promise<{ sent: readonly string[]; meter: Talk }> {
    const settings: SecuritySettings = { mechanism, suite: 0, protection: 'none' };
    const meter = securedMeter(settings);
    const sent: string[] = [];
    const recorded = {
      ask: (hex: string): string[] => {
        sent.push(hex);
        return meter.ask(hex);
      },
    };
    await open(securedClient(settings), recorded);
    return { sent, meter };
  }

  it('a proof that was recorded does not open a second association', async () => {
    const { sent, meter } = await recordedOpening(3);
    const again = meter.as(1);
    assert.match(again.one(sent[0] as string), /A305A10302010E/);
    assert.match(again.one(sent[1] as string), /^C701C[0-9A-F]0D/);
  });

  it('a GMAC that is cut short, or nothing at all, is a wrong one', async () => {
    const { sent, meter } = await recordedOpening(5);
    const [aarq = '', action = ''] = sent;
    // Octet-string of 17: security control, invocation counter, tag of 12 octets.
    assert.match(action, /091110[0-9A-F]{32}$/);
    for (const proof of ['0910', '0905', '0900']) {
      const again = meter.as(1);
      again.one(aarq);
      const octets = action.slice(-34).slice(0, Number.parseInt(proof.slice(2), 16) * 2);
      assert.match(again.one(`${action.slice(0, -38)}${proof}${octets}`), /^C701C[0-9A-F]0D/);
    }
    assert.deepEqual(failures(meter).slice(-3), ['proof', 'proof', 'proof']);
  });
});

describe('lock-out', () => {
  it('after the failures that were set, for any mechanism; an association in between forgives', async () => {
    for (const mechanism of [1, 6] as const) {
      const settings: SecuritySettings = { mechanism, suite: 0, protection: 'none' };
      const meter = securedMeter(settings, { lockout: { failures: 2, seconds: 10 } });
      const wrong = () => codeOf(open(securedClient(settings, 'ln', { material: { password: Buffer.from('no') } }), meter));
      const right = () => codeOf(open(securedClient(settings), meter));
      assert.equal(await wrong(), 'authentication-failed');
      assert.equal(await right(), null);
      assert.equal(await wrong(), 'authentication-failed');
      assert.equal(await wrong(), 'authentication-failed');
      assert.equal(await right(), 'authentication-failed');
      assert.equal(failures(meter).at(-1), 'locked');
      meter.wait(11);
      assert.equal(await right(), null);
    }
  });

  it('one locked client does not lock the others', async () => {
    const settings: SecuritySettings = { mechanism: 1, suite: 0, protection: 'none' };
    const security = { lockout: { failures: 1, seconds: 1000 } };
    const associations = [1, 2].map((client) => ({ client, mechanism: 1, password: 'Gurux', security }) as const);
    const meter = securedMeter(settings, {}, { associations });
    const wrong = securedClient(settings, 'ln', { material: { password: Buffer.from('no') } });
    assert.equal(await codeOf(open(wrong, meter)), 'authentication-failed');
    assert.equal(await codeOf(open(securedClient(settings), meter)), 'authentication-failed');
    assert.equal(await codeOf(open(securedClient(settings), meter.as(2))), null);
  });
});

describe('faults of the meter that a client has to notice', () => {
  const withFault = async (faults: FaultOptions, settings = gmac): Promise<ErrorCode | null> => {
    const meter = securedMeter(settings);
    const client = securedClient(settings, 'ln', { material: { warn: () => {} } });
    meter.meter.faults = faults.proof === undefined ? {} : faults;
    const opened = await codeOf(open(client, meter));
    if (opened !== null) return opened;
    const clock = attributeOf(meter.meter, 8, '0-0:1.0.0*255', 2);
    await run(getNormal(client, clock), meter);
    meter.meter.faults = faults;
    return codeOf(run(getNormal(client, clock), meter));
  };

  it('proofs that are missing or wrong', async () => {
    for (const mechanism of [2, 3, 4, 5, 6] as const) {
      assert.equal(await withFault({ proof: 'missing' }, { ...gmac, mechanism }), 'server-proof-missing');
      assert.equal(await withFault({ proof: 'wrong' }, { ...gmac, mechanism }), 'server-proof-wrong');
    }
  });

  it('plain answers, cut tags, replayed answers', async () => {
    assert.equal(await withFault({ protection: 'plain' }), 'protection-too-low');
    assert.equal(await withFault({ protection: 'tag-cut' }), 'tag-mismatch');
    assert.equal(await withFault({ protection: 'tag-cut' }, { ...gmac, style: 'general' }), 'tag-mismatch');
    // the copy answers an earlier invoke id
    assert.equal(await withFault({ protection: 'replayed' }), 'response-timeout');
    assert.equal(await withFault({}), null);
  });
});

describe('counters of the meter at their end', () => {
  it('nothing is ciphered any more', async () => {
    const meter = securedMeter(gmac, { serverCounter: 0xfffffffd });
    assert.equal(await codeOf(open(securedClient(gmac), meter)), 'deciphering-refused');
    assert.deepEqual(failures(meter), ['counter-exhausted']);
  });
});

describe('settings of the secured meter', () => {
  const make = (mechanism: MechanismId, security: SimulatedSecurity, more: Partial<SimulatorOptions> = {}) =>
    talk({ associations: [{ client: 7, mechanism, password: 'secret', security }], ...more });

  const bad: readonly (readonly [ErrorCode, RegExp, MechanismId, SimulatedSecurity])[] = [
    [
      'key-invalid',
      /client 7: the encryption key \(EK\) has 15 octets/,
      5,
      { encryptionKey: '00'.repeat(15), authenticationKey: '00'.repeat(16) },
    ],
    ['key-invalid', /encryption key \(EK\) has 16 octets; security suite 2/, 0, { suite: 2, encryptionKey: '00'.repeat(16) }],
    ['key-invalid', /authentication key \(AK\).* missing.*HLS 5/, 5, { encryptionKey: '00'.repeat(16) }],
    ['key-invalid', /encryption key \(EK\).* missing.*"encrypted"/, 0, { protection: 'encrypted' }],
    ['key-invalid', /signing key .*missing.*HLS 7/, 7, { suite: 1 }],
    ['key-invalid', /is on P-256; security suite 2 needs P-384/, 0, { suite: 2, signingKey: '11'.repeat(32) }],
    ['settings-invalid', /rule is V9/, 0, { rule: 'V9' as 'V1' }],
    ['settings-invalid', /no wrapper shiny/, 0, { styles: ['shiny' as 'general'] }],
    ['settings-invalid', /challenge.length is 4/, 3, { challenge: { length: 4 } }],
    ['settings-invalid', /lockout.seconds is -1/, 3, { lockout: { failures: 1, seconds: -1 } }],
    ['settings-invalid', /clientCounter is 4294967296/, 0, { clientCounter: 2 ** 32 }],
    ['settings-invalid', /no algorithm unknown/, 2, { algorithm: 'unknown' }],
    ['settings-invalid', /has no variant upside-down/, 2, { algorithm: 'landis-gyr', variant: 'upside-down' }],
    ['settings-invalid', /password of a Landis\+Gyr coded password has only the digits/, 2, { algorithm: 'landis-gyr' }],
    ['settings-invalid', /system title of the client/, 0, { clientTitle: 'nine chars' }],
    ['settings-invalid', /mechanism is 8/, 8 as MechanismId, {}],
    ['obis-invalid', /nowhere/, 0, { encryptionKey: '00'.repeat(16), counterObject: 'nowhere' }],
    ['settings-invalid', /counterObject is 1-0:1.8.0/, 0, { counterObject: '1-0:1.8.0' }],
    ['certificate-invalid', /X.509/, 0, { suite: 1, certificates: ['00'] }],
  ];
  for (const [code, text, mechanism, security] of bad)
    it(`${code}: ${text.source}`, () => {
      assert.throws(
        () => make(mechanism, security),
        (error) => isDlmsError(error) && error.code === code && text.test(error.message) && !error.message.includes('secret'),
      );
    });

  it('the title of the meter is its own or follows from the serial number', () => {
    assert.equal(toHex(talk({ systemTitle: '4B464D0000000001' }).meter.settings.systemTitle), '4B464D0000000001');
    assert.equal(toHex(talk({ serialNumber: '10000001' }).meter.settings.systemTitle), '4D464C0000989681');
    assert.throws(() => talk({ systemTitle: 'short' }), /system title of the simulated meter/);
    assert.throws(() => talk({ securitySetupVersion: 2 as 1 }), /securitySetupVersion/);
  });

  it("an algorithm of the user's own, on both sides", async () => {
    const description = { id: 'mine', label: 'Mine', hint: '', mechanism: 2, secrets: ['password'] } as const;
    const reversed = symmetric(description, (challenge, { secret }, prover) =>
      Buffer.concat([Buffer.from(challenge).reverse(), secret, Buffer.from(prover)]),
    );
    const meter = make(2, { algorithm: 'mine', algorithms: [reversed], challenge: { fixed: 'P6wRJ21F' } });
    const settings: SecuritySettings = { mechanism: 2, algorithm: 'mine', suite: 0, protection: 'none' };
    const client = (password: string) =>
      securedClient(settings, 'ln', { material: { algorithms: [reversed], password: Buffer.from(password) } });
    assert.equal(await codeOf(open(client('secret'), meter.as(7))), null);
    assert.equal(await codeOf(open(client('other'), meter.as(7))), 'authentication-failed');
  });
});

describe('any octets', () => {
  it('a secured meter survives them, associated or not, and never throws', async () => {
    const meter = securedMeter({ mechanism: 5, suite: 1 }, { certificates: [] });
    const client = securedClient({ ...gmac, suite: 1 });
    await open(client, meter);
    const tags = [0x21, 0x60, 0x62, 0xc8, 0xcb, 0xd0, 0xdb, 0xdc, 0xdd, 0xdf, 0xe0, 0x25, 0x45];
    fc.assert(
      fc.property(fc.constantFrom(...tags), fc.uint8Array({ maxLength: 60 }), (tag, octets) => {
        for (const answer of meter.ask(toHex(Buffer.from([tag, ...octets])))) assert.ok(answer.length > 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('every cut and every changed octet of a ciphered request is refused', async () => {
    // under no tag: that there is a key-info (any octet but zero says so), and the number of the key, which is not looked at
    const untagged: Partial<Record<CipheringStyle, readonly number[]>> = { identified: [30, 32], wrapped: [30, 32], 'one-pass': [30] };
    for (const style of ['service-specific', 'general', 'identified', 'wrapped', 'one-pass'] as const) {
      const settings: SecuritySettings = { ...gmac, suite: 1, style };
      const meter = securedMeter(settings, { protection: 'authenticated-encrypted' });
      const client = securedClient(settings);
      await open(client, meter);
      const request = await protectedBy(client, getClock);
      for (let at = 0; at < request.length; at++) {
        assert.match(meter.ask(toHex(request.subarray(0, at))).join(), /^D80[12]0[1235]$/, `cut at ${at}`);
        if (untagged[style]?.includes(at)) continue;
        const changed = Buffer.from(request);
        changed[at] = (changed[at] as number) ^ 0x55;
        const answers = meter.ask(toHex(changed));
        assert.ok(!answers.some((answer) => /^(CC|DB|DD)/.test(answer)), `${style}: octet ${at} changed, ${answers.join()}`);
      }
      assert.match(meter.one(toHex(request)), style === 'service-specific' ? /^CC/ : /^D[BD]/);
    }
  });

  it('keys as text in their forms', () => {
    const { encryptionKey, authenticationKey } = meterKeys(0);
    const spaced = `0x${encryptionKey?.replace(/(..)/g, '$1 ').trim()}`;
    const meter = talk({
      associations: [{ client: 1, mechanism: 5, security: { encryptionKey: spaced, authenticationKey: authenticationKey as string } }],
    });
    assert.equal(meter.meter.settings.associations[0]?.security.ciphers, true);
  });
});
