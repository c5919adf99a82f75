/**
 * general-signing and general-ciphering against the Gurux library in Java: signed sessions with its server, and messages of
 * our client with a key that both sides agree on, opened by it. It leaves the header of general-ciphering out of what is
 * authenticated and the length of the content out of what is signed ("open"), and knows the static unified model with P-256.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createSecurityContext } from '../../src/security/context';
import { freshCounter } from '../../src/security/counters';
import type { SecuritySettings } from '../../src/security/settings';
import { pointOf, scalarOf } from '../../src/security/signature';
import { environment } from './peers';
import { everything, javaProcess, keyed, keysOf, tagsOf, withMeter } from './secured-java';

const pair = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const privateHex = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'der' }).toString('hex');
const publicHex = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('hex');

describe('Java server with general-signing', () => {
  javaProcess();

  // This library (gurux.dlms 4.0.47) signs with P-256 alone.
  it('suite 1: requests and answers are signed around their ciphering', async () => {
    const [client, server] = [pair(), pair()];
    const certificates = { signingKey: privateHex(client.privateKey), peerSigningCertificate: publicHex(server.publicKey) };
    const trial = {
      server: keyed(1, { signing: privateHex(server.privateKey), 'client-signing': publicHex(client.publicKey) }),
      settings: { mechanism: 5, suite: 1, protection: 'authenticated-encrypted', signing: 'outside', generalHeader: 'open' },
      options: { certificates },
      meter: { general: true },
    } as const;
    await withMeter(trial, async (meter, sent) => {
      await everything(meter);
      const [aarq, proof, ...services] = tagsOf(sent);
      assert.deepEqual([aarq, proof, services.pop()], ['60', 'cb', '62']);
      assert.deepEqual([...new Set(services)], ['df']);
    });
  });
});

describe('general-ciphering of our client, opened in Java', () => {
  const titles = { sender: Buffer.from('METERFLW'), receiver: Buffer.from('GRX00001') };
  const hex = (octets: Buffer): string => octets.toString('hex');
  const request = Buffer.from('C001C100080000010000FF0200', 'hex');

  it('static unified model: Diffie-Hellman, key derivation with transaction id and titles, and the encoding', () => {
    const [own, other] = [pair(), pair()];
    const { encryptionKey, authenticationKey } = keysOf(1);
    const keys = { encryptionKey: Buffer.from(encryptionKey, 'hex'), authenticationKey: Buffer.from(authenticationKey, 'hex') };
    const sealed = (generalHeader: SecuritySettings['generalHeader'], protection: SecuritySettings['protection']): Buffer =>
      createSecurityContext(
        { mechanism: 0, suite: 1, protection, style: 'static-unified', ...(generalHeader ? { generalHeader } : {}) },
        {
          ...keys,
          clientTitle: titles.sender,
          serverTitle: titles.receiver,
          agreementKey: scalarOf(own.privateKey),
          peerAgreementKey: pointOf(other.publicKey),
          counter: freshCounter(7),
          transactionId: 0x1112131415161718n,
        },
      ).protect(request, 'service');
    const words = Object.entries({
      ...{ suite: 1, ek: encryptionKey, ak: authenticationKey, title: hex(titles.receiver), sender: hex(titles.sender) },
      agreement: privateHex(other.privateKey),
      'client-agreement': publicHex(own.publicKey),
    }).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const messages = [
      sealed('open', 'authenticated-encrypted'),
      sealed('open', 'encrypted'),
      sealed(undefined, 'encrypted'),
      sealed(undefined, 'authenticated-encrypted'),
    ];
    const { stdout, stderr } = spawnSync('java', ['-cp', environment('INTEROP_JAVA_CLASSPATH'), 'GeneralOpener', ...words], {
      encoding: 'utf8',
      input: `${messages.map(hex).join('\n')}\n`,
    });
    const opened = stdout.trim().split('\n');
    const plain = hex(request).toUpperCase();
    assert.deepEqual(opened.slice(0, 3), [plain, plain, plain], stderr);
    // The tag over the header is what the standard and the British GBCS want, and this library does not.
    assert.match(opened[3] ?? '', /^refused .*Tag/);
  });
});
