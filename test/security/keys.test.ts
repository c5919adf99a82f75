/** Keys, titles, keyrings, certificates as people paste them, and the masking of secrets. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../src/bytes';
import { readCertificate, readPrivateKey, readPublicKey, verifyCertificate } from '../../src/security/certificates';
import { findKeys, keyFingerprint, octetsOfKey, parseKey, parseKeyring, parsePassword, parseSystemTitle } from '../../src/security/keys';
import { maskFor } from '../../src/security/mask';
import { plainSecurity } from '../../src/security/plain';
import { pointOf, scalarOf, signOctets, verifyOctets } from '../../src/security/signature';
import { suiteOf } from '../../src/security/suites';
import * as given from './certificate-fixtures';
import { says } from './expect';
import { pairOf } from './material';

const ek = '000102030405060708090A0B0C0D0E0F';

describe('security: keys as people type them', () => {
  it('hex in every usual form is the same key', () => {
    const forms = [
      ek,
      ek.toLowerCase(),
      `0x${ek}`,
      '00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F',
      ` ${ek}\n`,
      ek.replace(/(..)(?!$)/g, '0x$1, '),
      ek.replace(/(..)(?!$)/g, '$1:'),
    ];
    for (const form of forms) assert.equal(toHex(parseKey(form, 'encryptionKey', suiteOf(0))), ek, form);
    assert.equal(toHex(parseKey('"0123456789abcdef"', 'masterKey', suiteOf(0))), toHex(Buffer.from('0123456789abcdef')));
  });

  it('errors name key, length and suite, and never the content', () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      ['0011223344', /encryption key \(EK\) has 5 octets; security suite 0 needs 16 \(32 hex digits\)/],
      ['', /encryption key \(EK\) is empty/],
      ['SecretSecretSecr', /not hex/],
      ['ABC', /has 3 hex digits/],
    ];
    for (const [typed, expected] of cases) {
      assert.throws(
        () => parseKey(typed, 'encryptionKey', suiteOf(0)),
        (error: Error) => says('key-invalid', expected)(error) && (typed === '' || !error.message.includes(typed)),
      );
    }
    assert.throws(() => parseKey(ek, 'authenticationKey', suiteOf(2)), says('key-invalid', 'AK', 'suite 2 needs 32'));
    assert.throws(() => octetsOfKey('zz', 'dedicated key'), says('key-invalid', 'dedicated key'));
  });

  it('system titles: hex, text, or none', () => {
    assert.equal(toHex(parseSystemTitle('4755525558313233')), '4755525558313233');
    assert.equal(toHex(parseSystemTitle('47 55 52 55 58 31 32 33')), '4755525558313233');
    assert.equal(toHex(parseSystemTitle('Gurux123')), '4775727578313233');
    assert.equal(parseSystemTitle('').length, 0);
    for (const wrong of ['475552', 'Gurux12', 'Gurux1234', '475552555831323'])
      assert.throws(() => parseSystemTitle(wrong), says('settings-invalid', '16 hex digits'));
  });

  it('passwords: text or 0x', () => {
    assert.equal(parsePassword('12345678').toString(), '12345678');
    assert.equal(toHex(parsePassword('0x0102FF')), '0102FF');
    assert.equal(parsePassword('0xyz').toString(), '0xyz');
    assert.equal(parsePassword('"0x01"').toString(), '0x01');
    assert.equal(parsePassword('').length, 0);
  });

  it('a keyring serves many meters, by name, title or "*"', () => {
    const ring = parseKeyring(
      `# all meters\r\n4B464D0000000001; ${ek}; D0D1\n\nKitchen ; ${ek}; ;password=a=b; KEK = 11; ek2=22;ak2=33\n*;ek=44`,
    );
    assert.deepEqual(findKeys(ring, { systemTitle: '4b 46 4d 00 00 00 00 01' })?.keys, { encryptionKey: ek, authenticationKey: 'D0D1' });
    const kitchen = findKeys(ring, { name: 'kitchen', systemTitle: '4B464D0000000001' });
    assert.deepEqual(kitchen?.keys, { encryptionKey: ek, password: 'a=b', masterKey: '11' });
    assert.deepEqual(kitchen?.next, { encryptionKey: '22', authenticationKey: '33' });
    assert.deepEqual(findKeys(ring, { name: 'garage' })?.keys, { encryptionKey: '44' });
    assert.equal(findKeys(parseKeyring(''), { name: 'x' }), null);
    for (const wrong of ['Kitchen', '; 00', 'Kitchen; 1; 2; 3', 'Kitchen; foo=1', 'Kitchen; constructor=1']) {
      assert.throws(() => parseKeyring(`#\n${wrong}`), says('settings-invalid', 'keyring line 2'));
    }
  });

  it('fingerprints tell keys apart and do not contain them', () => {
    const [a, b] = [keyFingerprint(fromHex(ek), 'unicast'), keyFingerprint(fromHex(ek.replace('0F', '10')), 'unicast')];
    assert.match(a, /^unicast-[0-9a-f]{16}$/);
    assert.notEqual(a, b);
  });

  it('a context names what is missing or too short before anything is sent', () => {
    const settings = { mechanism: 5, suite: 0, protection: 'authenticated-encrypted' } as const;
    const without = (field: string) => () => pairOf(settings, { client: { [field]: undefined } });
    assert.throws(without('encryptionKey'), says('key-invalid', 'encryption key (EK) is missing', 'HLS 5'));
    assert.throws(without('authenticationKey'), says('key-invalid', 'authentication key (AK) is missing'));
    assert.throws(without('counter'), says('settings-invalid', 'invocation counter'));
    assert.throws(
      () => pairOf({ mechanism: 3, suite: 0, protection: 'none' }, { client: { password: undefined as never } }),
      says('key-invalid', 'password is missing'),
    );
    assert.throws(
      () => pairOf({ ...settings, mechanism: 7, suite: 1 }, { client: { signingKey: undefined as never } }),
      says('key-invalid', 'signing key is missing'),
    );
    assert.throws(() => pairOf({ ...settings, mechanism: 7 }), says('settings-invalid', 'choose suite 1 or 2'));
    assert.throws(() => pairOf(settings, { client: { broadcastKey: Buffer.alloc(5) } }), says('key-invalid', 'broadcast key has 5 octets'));
    assert.throws(
      () => pairOf({ ...settings, suite: 2 }, { client: { authenticationKey: Buffer.alloc(16) } }),
      says('key-invalid', 'AK', 'needs 32'),
    );
    assert.throws(() => pairOf({ ...settings, suite: 3 as 2 }), /suite/);
  });
});

describe('security: associations without keys', () => {
  it('none and low pass everything unchanged', () => {
    const none = plainSecurity({ mechanism: 0 });
    assert.equal(none.callingAuthenticationValue, null);
    const low = plainSecurity({ mechanism: 1, password: 'abc' });
    assert.equal(low.callingAuthenticationValue?.toString(), 'abc');
    const apdu = fromHex('C401C100090C07EA04040604042B00FE9801');
    assert.equal(low.protect(apdu, 'service'), apdu);
    assert.equal(low.unprotect(apdu), apdu);
    assert.equal(low.need(5), null);
    assert.throws(() => plainSecurity({ mechanism: 1 }), says('settings-invalid', 'password'));
    assert.throws(() => low.unprotect(fromHex('CC0530000000010000')), says('settings-invalid', 'no keys'));
    assert.throws(() => low.respond(), says('settings-invalid'));
    assert.throws(() => low.verify(null), says('settings-invalid'));
  });
});

describe('security: certificates', () => {
  it('title, key and names from PEM, hex and base64 of DER', () => {
    const pem = readCertificate(given.meter);
    assert.equal(toHex(pem.systemTitle as Buffer), '4B464D0000000001');
    for (const form of [toHex(pem.der), pem.der.toString('base64'), pem.der]) assert.deepEqual(readCertificate(form).point, pem.point);
    assert.equal(pem.point.length, 64);
    assert.match(pem.issuer, /Test CA/);
    const suite2 = readCertificate(given.meter384);
    assert.equal(suite2.point.length, 96);
    assert.equal(toHex(suite2.systemTitle as Buffer), '4B464D0000000002');
    assert.equal(readCertificate(given.ca).systemTitle, null);
    // GB 9.2.6.4.4.6: without a subject, the serial number of a HardwareModuleName (RFC 4108) is the title
    const { systemTitle, subject, issuer } = readCertificate(given.withoutSubject);
    assert.deepEqual([toHex(systemTitle ?? Buffer.alloc(0)), subject, issuer], ['4B464D0000000001', '', '']);
  });

  it('verification against a CA names the check that failed', () => {
    const [meter, ca] = [readCertificate(given.meter), readCertificate(given.ca)];
    verifyCertificate(meter, ca, Date.UTC(2030, 0, 1));
    assert.throws(
      () => verifyCertificate(meter, readCertificate(given.otherCa), Date.UTC(2030, 0, 1)),
      says('certificate-invalid', /CA given|issuer/),
    );
    assert.throws(
      () => verifyCertificate(readCertificate(given.meter384), ca, Date.UTC(2030, 0, 1)),
      says('certificate-invalid', 'another issuer'),
    );
    assert.throws(() => verifyCertificate(meter, ca, Date.UTC(2001, 0, 1)), says('certificate-invalid', 'valid only from'));
    assert.throws(() => verifyCertificate(meter, ca, Date.UTC(2200, 0, 1)), says('certificate-invalid', 'expired'));
  });

  it('keys in every form are the same key', () => {
    const { point } = readCertificate(given.meter);
    const key = readPrivateKey(given.meterKeySec1, 'signing key');
    // as a field of one line and as an environment variable have it
    for (const between of ['', ' ', '\\n'])
      assert.deepEqual(pointOf(readPrivateKey(given.meterKeySec1.replaceAll('\n', between), 'signing key')), pointOf(key));
    const scalar = toHex(scalarOf(key));
    const der = key.export({ format: 'der', type: 'pkcs8' });
    for (const form of [given.meterKeySec1, given.meterKeyPkcs8, scalar, `0x${scalar.toLowerCase()}`, toHex(der), der.toString('base64')]) {
      assert.deepEqual(pointOf(readPrivateKey(form, 'signing key')), point);
    }
    const spki = readPublicKey(given.meter, 'certificate').export({ format: 'der', type: 'spki' });
    for (const form of [
      given.meter,
      toHex(point),
      `04${toHex(point)}`,
      toHex(spki),
      spki.toString('base64'),
      toHex(readCertificate(given.meter).der),
    ]) {
      assert.deepEqual(pointOf(readPublicKey(form, 'certificate')), point);
    }
    const signature = signOctets(key, Buffer.from('x'));
    assert.ok(verifyOctets(readPublicKey(given.meter, 'certificate'), Buffer.from('x'), signature));
    assert.equal(scalarOf(readPrivateKey(given.meter384Key, 'k')).length, 48);
  });

  it('refuses what is no certificate or key, by the name of the field', () => {
    assert.throws(() => readCertificate('hello', 'certificate of the meter'), says('certificate-invalid', 'certificate of the meter'));
    assert.throws(() => readCertificate(given.rsa), says('key-invalid', 'no elliptic curve'));
    assert.throws(() => readPrivateKey('0011', 'signing key'), says('key-invalid', 'signing key'));
    assert.throws(() => readPrivateKey('00'.repeat(32), 'signing key'), says('key-invalid', 'P-256'));
    assert.throws(() => readPublicKey('11'.repeat(64), 'key of the meter'), says('key-invalid', 'not a point'));
    assert.throws(
      () => readPublicKey('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', 'key of the meter'),
      says('key-invalid', 'key of the meter'),
    );
  });
});

describe('security: masking', () => {
  const password = Buffer.from('JuS66BCZ');
  const mask = maskFor([fromHex(ek), password, Buffer.alloc(0)]);

  it('texts: hex in its forms, base64, itself', () => {
    const spaced = ek.replace(/(..)/g, '$1 ');
    for (const form of [ek, ek.toLowerCase(), spaced, fromHex(ek).toString('base64'), password.toString(), toHex(password)]) {
      const masked = mask.text(`before ${form} after`);
      assert.ok(!masked.includes(form.trim().slice(2, -3)), masked);
      assert.ok(masked.startsWith('before ') && masked.endsWith(' after'));
    }
    assert.equal(mask.text('nothing secret'), 'nothing secret');
  });

  it('octets: only a copy is changed', () => {
    const frame = Buffer.concat([fromHex('7EA0'), password, fromHex('C1'), password]);
    const masked = mask.octets(frame);
    assert.equal(toHex(masked), `7EA0${'2A'.repeat(8)}C1${'2A'.repeat(8)}`);
    assert.ok(frame.includes(password));
    const harmless = fromHex('7EA00A');
    assert.equal(mask.octets(harmless), harmless);
  });

  it('a secret inside of longer base64 or hex does not come through', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 20 }),
        fc.uint8Array({ minLength: 16, maxLength: 32 }),
        fc.uint8Array({ maxLength: 20 }),
        (a, secret, b) => {
          const whole = Buffer.concat([a, secret, b]);
          const one = maskFor([secret]);
          assert.ok(!one.text(whole.toString('hex')).includes(Buffer.from(secret).toString('hex')));
          const text = one.text(whole.toString('base64'));
          assert.ok(!Buffer.from(text.replaceAll('*', ''), 'base64').includes(Buffer.from(secret)));
          assert.ok(text.includes('****'));
          assert.ok(!one.octets(whole).includes(Buffer.from(secret)) || secret.every((octet) => octet === 0x2a));
        },
      ),
    );
  });
});
