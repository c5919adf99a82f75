/** Every mistake of the settings arrives at the user with a text of its own that names the setting which is probably wrong. */
import assert from 'node:assert/strict';
import { createSecurity } from '../../../src/client/security/create-security';
import type { SecurityOptions } from '../../../src/client/security/options';
import { memoryStore } from '../../../src/client/stores';
import type { DlmsError, ErrorCode } from '../../../src/errors';
import * as given from '../../security/certificate-fixtures';
import { keysOf, rejection, SecuredMeter, type SecuredMeterOptions, securityOptions, withMeter } from './secured-meter';

const { encryptionKey, authenticationKey } = keysOf(0);
const other = Buffer.alloc(16, 0x55);

interface Mistake {
  readonly name: string;
  readonly meter?: SecuredMeterOptions;
  readonly client?: Partial<Omit<SecurityOptions, 'settings'>> & { settings?: Partial<SecurityOptions['settings']> };
  readonly code: ErrorCode;
  readonly text: RegExp;
}

const mistakes: readonly Mistake[] = [
  {
    name: 'wrong EK, the meter says that it cannot decipher',
    meter: { material: { encryptionKey: other } },
    code: 'deciphering-refused',
    text: /could not decipher our first message: encryption key \(EK\), authentication key \(AK\), client system title or invocation counter/,
  },
  {
    name: 'wrong AK where nothing but f(StoC) uses it',
    meter: { material: { authenticationKey: other }, settings: { protection: 'none' } },
    client: { settings: { protection: 'none' } },
    code: 'authentication-failed',
    text: /encryption key \(EK\), the authentication key \(AK\) or the client system title is not what the meter has/,
  },
  {
    name: 'wrong AK, and what is ciphered is only encrypted',
    meter: { material: { authenticationKey: other }, settings: { protection: 'encrypted' } },
    client: { settings: { protection: 'encrypted' } },
    code: 'authentication-failed',
    text: /encryption key \(EK\) fits.*the authentication key \(AK\) is wrong, or the counter policy "distinct"/,
  },
  {
    name: 'keys fit, counter policy does not',
    meter: { settings: { rule: 'V8' } },
    code: 'authentication-failed',
    text: /our keys fit.*counter policy "distinct"/,
  },
  {
    name: 'wrong password of SHA-256',
    meter: { settings: { mechanism: 6, protection: 'none' } },
    client: { password: 'wrong', settings: { mechanism: 6, protection: 'none' } },
    code: 'authentication-failed',
    text: /the password or a system title is not what the meter has/,
  },
  {
    name: 'wrong password of MD5',
    meter: { settings: { mechanism: 3, protection: 'none' } },
    client: { password: 'wrong', settings: { mechanism: 3, protection: 'none' } },
    code: 'authentication-failed',
    text: /the password is not what the meter has \(HLS 3: MD5\)/,
  },
  {
    name: 'wrong low-level password',
    meter: { settings: { mechanism: 1, protection: 'none' } },
    client: { password: 'wrong', settings: { mechanism: 1, protection: 'none' } },
    code: 'authentication-failed',
    text: /authentication-failure/,
  },
  {
    name: 'a truncated tag',
    meter: { alter: (answer, request) => (request === 'glo-action-request' ? truncated(answer) : answer) },
    code: 'tag-mismatch',
    text: /the authentication tag has 8 octets where 12 belong/,
  },
  {
    name: 'a downgraded reply',
    meter: { alter: (answer, request) => (request === 'glo-action-request' ? Buffer.from('C701C10000', 'hex') : answer) },
    code: 'protection-too-low',
    text: /the answer is "none", the association demands "authenticated-encrypted"/,
  },
  {
    name: 'f(CtoS) missing',
    meter: {
      settings: { protection: 'none' },
      alter: (answer, request) => (request === 'action-request' ? Buffer.from('C701010000', 'hex') : answer),
    },
    client: { settings: { protection: 'none' } },
    code: 'server-proof-missing',
    text: /sent no proof of its own/,
  },
  {
    name: 'f(CtoS) wrong',
    meter: {
      settings: { protection: 'none' },
      alter(answer, request) {
        if (request === 'action-request') answer[answer.length - 1] = (answer[answer.length - 1] as number) ^ 1;
        return answer;
      },
    },
    client: { settings: { protection: 'none' } },
    code: 'server-proof-wrong',
    text: /the proof of the meter \(f\(CtoS\), HLS 5: GMAC\) is wrong/,
  },
];

/** glo-action-response: tag, length, control, counter, content, tag of 12: four octets less. */
function truncated(answer: Buffer): Buffer {
  const cut = Buffer.from(answer.subarray(0, answer.length - 4));
  cut[1] = (cut[1] as number) - 4;
  return cut;
}

describe('what a mistake tells the user', () => {
  for (const { name, meter = {}, client = {}, code, text } of mistakes) {
    it(name, async () => {
      const error = await withMeter(new SecuredMeter(meter), securityOptions(client), (one) => rejection(one.associate()));
      assert.equal(error.code, code, error.message);
      assert.match(error.message, text);
      assert.match(error.message, /^hall: /);
      assert.ok(error.hint.length > 20);
    });
  }

  // Plain JavaScript and old flows: a word that is none must not end up as "nothing is ciphered".
  const words: readonly (readonly [object, RegExp])[] = [
    [{ settings: { protection: 'both' } }, /"protection" is "both"; it can be none, authenticated/],
    [{ settings: { protection: undefined } }, /"protection" is "undefined"/],
    [{ settings: { style: 'general-glo' } }, /"style" is "general-glo"/],
    [{ settings: { signing: 'yes' } }, /"signing" is "yes"/],
    [{ settings: { replay: true } }, /"replay" is "true"/],
    [{ counterStart: { policy: 'lucky' } }, /no start value of the invocation counter "lucky"/],
  ];
  for (const [given, text] of words) {
    it(`a setting that is none is refused before anything is sent: ${JSON.stringify(given)}`, () => {
      assert.throws(
        () => createSecurity(securityOptions(given as never)),
        (error: DlmsError) => error.code === 'settings-invalid' && text.test(error.message),
      );
    });
  }

  // The meter cannot be asked what is wrong when it answers: these meters take everything and answer with other keys.
  const answers: readonly (readonly [string, NonNullable<SecuredMeterOptions['voice']>, RegExp])[] = [
    ['EK', { encryptionKey: other }, /encryption key \(EK\) is wrong/],
    ['AK', { authenticationKey: other }, /authentication key \(AK\) is wrong/],
    ['EK and AK exchanged', { encryptionKey: authenticationKey, authenticationKey: encryptionKey }, /are exchanged/],
    ['system title', { title: Buffer.from('4B464D0000000009', 'hex') }, /system title/],
  ];
  for (const [name, voice, text] of answers) {
    it(`the meter answers with another ${name}`, async () => {
      const error = await withMeter(new SecuredMeter({ voice }), securityOptions(), (one) => rejection(one.associate()));
      assert.equal(error.code, 'tag-mismatch', error.message);
      assert.match(error.message, text);
    });
  }

  it('a replayed reply, where the policy is strict', async () => {
    let first: Buffer | null = null;
    const meter = new SecuredMeter({
      alter(answer, request) {
        if (request !== 'glo-get-request') return answer;
        first ??= answer;
        return first;
      },
    });
    const error = await withMeter(meter, securityOptions({ settings: { replay: 'strict' } }), async (one) => {
      const reference = { classId: 3, obis: '1-0:1.8.0*255', attribute: 2 };
      await one.get([reference]);
      return rejection(one.get([reference]));
    });
    assert.equal(error.code, 'counter-replayed');
    assert.match(error.hint, /An old message was sent again/);
  });

  it('a whole association that was recorded, where nothing fresh is asked of the meter and the policy is strict', async () => {
    const answers: Buffer[] = [];
    const settings = { mechanism: 1, replay: 'strict' } as const;
    const options = securityOptions({ settings, password: '12345678', stateStore: memoryStore() });
    const keep = (answer: Buffer): Buffer => {
      answers.push(answer);
      return answer;
    };
    const honest = { settings: { mechanism: 1 }, alter: keep } as const;
    const reading = { classId: 3, obis: '1-0:1.8.0*255', attribute: 2 };
    const meter = new SecuredMeter(honest);
    await withMeter(meter, options, (one) => one.get([reading]));
    const recorded = () => {
      const left = [...answers];
      return new SecuredMeter({ settings: { mechanism: 1 }, alter: (answer) => left.shift() ?? answer });
    };
    // In this process, and in another one that has nothing but the stores.
    for (const later of [options, { ...options }]) {
      const error = await withMeter(recorded(), later, (one) => rejection(one.associate()));
      assert.equal(error.code, 'counter-replayed', error.message);
    }
    const { counters } = meter;
    const goesOn = new SecuredMeter({ settings: { mechanism: 1 }, material: { counters } });
    await withMeter(goesOn, options, (one) => one.get([reading]));
    // Where that is only warned of, meters that begin again with each association stay readable.
    const tolerant = securityOptions({ settings: { mechanism: 1 }, password: '12345678', counterStore: options.counterStore });
    await withMeter(recorded(), tolerant, (one) => one.associate());
  });

  it('names the key of another curve and the certificate of another key before anything is sent', () => {
    const refused = (suite: 1 | 2, certificates: SecurityOptions['certificates'], code: ErrorCode, text: RegExp) =>
      assert.throws(
        () =>
          createSecurity({
            ...securityOptions({ settings: { suite, protection: 'none', mechanism: 7 } }),
            keys: {},
            ...(certificates ? { certificates } : {}),
          }),
        (error: DlmsError) => error.code === code && text.test(error.message),
      );
    const { meter, meterKeySec1, meter384, meter384Key } = given;
    refused(
      2,
      { signingKey: meterKeySec1, peerSigningCertificate: meter384 },
      'key-invalid',
      /own signing key is on P-256; .* 2 needs P-384/,
    );
    refused(1, { signingKey: meterKeySec1, peerSigningCertificate: meter384 }, 'key-invalid', /certificate of the meter is on P-384/);
    refused(2, { agreementKey: meterKeySec1 }, 'key-invalid', /own key agreement key is on P-256/);
    const foreign = { signingKey: meter384Key, peerSigningCertificate: meter384 };
    refused(2, { ...foreign, ownCertificate: meter }, 'certificate-invalid', /belongs to another key than the own signing key/);
    const own = { signingKey: meterKeySec1, peerSigningCertificate: meter, ownCertificate: meter };
    createSecurity({ ...securityOptions({ settings: { suite: 1, protection: 'none', mechanism: 7 } }), keys: {}, certificates: own });
  });

  it('a store of counters is asked for where messages are counted, and not with a password alone', async () => {
    const { counterStore: _store, ...options } = securityOptions({ password: '12345678' });
    const refused = (settings: Partial<SecurityOptions['settings']>) =>
      assert.throws(
        () => createSecurity({ ...options, settings: { ...options.settings, ...settings } }),
        (error: DlmsError) => error.code === 'settings-invalid' && /counterStore is missing/.test(error.message),
      );
    refused({});
    refused({ protection: 'none' }); // GMAC proves with a counter
    refused({ mechanism: 1 });
    const low = { settings: { mechanism: 1, suite: 0, protection: 'none' }, password: '12345678' } as const;
    createSecurity(low);
    createSecurity({ ...low, settings: { ...low.settings, mechanism: 3 } });
  });

  it('names a key of the wrong length before anything is sent', () => {
    const refused = (options: Parameters<typeof securityOptions>[0], code: ErrorCode, text: RegExp) =>
      assert.throws(
        () => createSecurity(securityOptions(options)),
        (error: { code: string; message: string }) => error.code === code && text.test(error.message),
      );
    refused({ keys: { encryptionKey: '0011', authenticationKey } }, 'key-invalid', /encryption key \(EK\) has 2 octets.*needs 16/);
    refused({ keys: { encryptionKey } }, 'key-invalid', /authentication key \(AK\) is missing/);
    refused({ keys: { encryptionKey: 'XY', authenticationKey } }, 'key-invalid', /encryption key \(EK\) is not hex/);
    refused({ secondKeys: { encryptionKey: '00' } }, 'key-invalid', /second key set: the encryption key \(EK\)/);
    refused({ keyring: 'hall; 00' }, 'key-invalid', /keyring, hall: the encryption key \(EK\)/);
    refused({ clientTitle: '123' }, 'settings-invalid', /client system title/);
    refused({ settings: { initiate: 'plain' }, dedicatedKey: 'fresh' }, 'settings-invalid', /dedicated key would travel in clear/);
    refused({ settings: { mechanism: 7 } }, 'settings-invalid', /suite 0 has no public keys: choose suite 1 or 2/);
    refused({ challenge: { length: 7 } }, 'settings-invalid', /8 to 64 octets/);
    refused({ settings: { icPolicy: 'custom' } }, 'settings-invalid', /three offsets/);
  });
});
