/**
 * Every key management task of `dlms-action`, for real: through a node, over TCP, against a simulated meter that holds to
 * what was changed. After each change the security node from before fails, and the one with the new keys works.
 */
import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import type { Simulator, SimulatorOptions } from '../../src/index';
import { type Authority, authority, readRequest } from '../simulator/issue-certificate';
import { stopFlow } from '../support/node-red';
import {
  ak,
  ask,
  type Counters,
  type Credentials,
  clientTitle,
  counterFolder,
  ek,
  gmac,
  hlsSecret,
  kek,
  keys,
  otherAk,
  otherEk,
  question,
  type SecurityFields,
  securedMeter,
  securityNode,
  startSecured,
} from './security-flows';

const otherKek = 'C0C1C2C3C4C5C6C7C8C9CACBCCCDCECF';
const nextSecret = 'TheNextSecret-16';
const newKeys = { encryptionKey: otherEk, authenticationKey: otherAk, masterKey: otherKek };
const versions = ['0', '1'] as const;

/** A security node: its fields and its credentials. */
interface Side {
  readonly fields: SecurityFields;
  readonly credentials: Credentials;
  /** More fields of the meter node. */
  readonly meter?: object;
}

const withKeys = (credentials: Credentials, fields: SecurityFields = gmac): Side => ({ fields, credentials });

describe('each key management task of dlms-action', () => {
  let counters: Counters;
  let meter: Simulator;
  beforeEach(() => {
    counters = counterFolder();
  });
  afterEach(async () => {
    await stopFlow();
    await meter.close();
    counters.remove();
  });

  const port = (): number => meter.port ?? 0;

  const startTask = async (now: Side, task: SecurityFields, next: Side): Promise<void> => {
    await stopFlow();
    await startSecured(port(), counters.folder, now.fields, now.credentials, {
      node: { type: 'dlms-action', settingsVersion: 2, newSecurity: 'next', ...task },
      outputs: 2,
      extra: [securityNode('next', counters.folder, next.fields)],
      credentials: { next: next.credentials },
      ...(now.meter === undefined ? {} : { meter: now.meter }),
    });
  };

  /** A guarded task in two steps; without its confirmation nothing happens. */
  const confirmed = async (now: Side, task: SecurityFields, next: Side = now) => {
    await startTask(now, task, next);
    const asked = await question();
    assert.match(asked.question, /can lock the meter or make it unreachable/);
    return (await ask({ confirm: true })).payload;
  };

  const done = async (now: Side, task: SecurityFields, next: Side = now) => {
    const payload = await confirmed(now, task, next);
    assert.deepEqual([payload.done, payload.error, payload.task], [true, null, task.task]);
    return payload;
  };

  /** A task that only reads asks nothing. */
  const answer = async (now: Side, task: SecurityFields) => {
    await startTask(now, task, now);
    return (await ask()).payload;
  };

  /** `read`, or the code of the error. */
  const reads = async ({ fields, credentials, meter: more = {} }: Side): Promise<string> => {
    await stopFlow();
    await startSecured(port(), counters.folder, fields, credentials, { meter: more });
    const msg = await ask();
    return msg.error === undefined ? (typeof msg.payload[0].value === 'number' ? 'read' : 'no value') : msg.error.code;
  };

  const gmacMeter = (options: Partial<SimulatorOptions> = {}): Promise<Simulator> =>
    securedMeter({ mechanism: 5, security: keys }, options);

  describe('change of keys', () => {
    for (const version of versions) {
      const options = { securitySetupVersion: version === '0' ? 0 : 1 } as const;
      const change = { task: 'change-keys', setupVersion: version, changeEk: false, changeAk: false };

      it(`security setup version ${version}: the EK alone`, async () => {
        meter = await gmacMeter(options);
        const { keys: changed } = await done(withKeys(keys), { ...change, changeEk: true }, withKeys(newKeys));
        assert.deepEqual(changed, ['encryption key (EK)']);
        assert.notEqual(await reads(withKeys(keys)), 'read');
        assert.equal(await reads(withKeys({ ...keys, encryptionKey: otherEk })), 'read');
      });

      it(`security setup version ${version}: the AK alone`, async () => {
        meter = await gmacMeter(options);
        await done(withKeys(keys), { ...change, changeAk: true }, withKeys(newKeys));
        assert.notEqual(await reads(withKeys(keys)), 'read');
        assert.equal(await reads(withKeys({ ...keys, authenticationKey: otherAk })), 'read');
      });

      it(`security setup version ${version}: the broadcast key leaves the others as they are`, async () => {
        meter = await gmacMeter(options);
        await done(withKeys(keys), { ...change, changeBroadcast: true }, withKeys({ ...newKeys, broadcastKey: otherEk }));
        assert.equal(await reads(withKeys(keys)), 'read');
      });
    }

    it('the KEK: the meter unwraps with the new one from now on, and with the old one no more', async () => {
      meter = await gmacMeter();
      const change = { task: 'change-keys', changeEk: false, changeAk: false };
      await done(withKeys(keys), { ...change, changeKek: true }, withKeys(newKeys));
      assert.equal(await reads(withKeys(keys)), 'read', 'EK and AK are as before');
      const refused = await confirmed(withKeys(keys), { ...change, changeEk: true }, withKeys(newKeys));
      assert.deepEqual([refused.done, refused.error.name], [false, 'type-unmatched']);
      await done(withKeys({ ...keys, masterKey: otherKek }), { ...change, changeEk: true }, withKeys(newKeys));
      assert.equal(await reads(withKeys({ ...keys, encryptionKey: otherEk })), 'read');
    });

    it('all keys in one message', async () => {
      meter = await gmacMeter();
      const change = { task: 'change-keys', changeBroadcast: true, changeKek: true };
      const { keys: changed } = await done(withKeys(keys), change, withKeys({ ...newKeys, broadcastKey: ek }));
      assert.equal(changed.length, 4);
      assert.equal(await reads(withKeys(newKeys)), 'read');
    });

    it('security suite 2: keys of 32 octets', async () => {
      const long = { encryptionKey: ek + otherEk, authenticationKey: ak + otherAk, masterKey: kek + otherKek };
      const next = { encryptionKey: otherEk + ek, authenticationKey: otherAk + ak, masterKey: otherKek + kek };
      const fields = { ...gmac, suite: '2' };
      meter = await securedMeter({ mechanism: 5, security: { suite: 2, ...long } });
      await done(withKeys(long, fields), { task: 'change-keys' }, withKeys(next, fields));
      assert.notEqual(await reads(withKeys(long, fields)), 'read');
      assert.equal(await reads(withKeys(next, fields)), 'read');
    });

    it('a meter without a KEK refuses, and keeps its keys', async () => {
      meter = await securedMeter({ mechanism: 5, security: { encryptionKey: ek, authenticationKey: ak } });
      const payload = await confirmed(withKeys(keys), { task: 'change-keys' }, withKeys(newKeys));
      assert.deepEqual([payload.done, payload.error.name], [false, 'temporary-failure']);
      assert.equal(await reads(withKeys(keys)), 'read');
    });

    it('what is missing in a security node is told before the question', async () => {
      meter = await gmacMeter();
      const { masterKey: _kek, ...withoutKek } = keys;
      const cases = [
        { now: withoutKek, next: newKeys, task: {}, missing: /the master key \(KEK\) is missing/ },
        {
          now: keys,
          next: { encryptionKey: otherEk },
          task: {},
          missing: /the authentication key \(AK\) is missing in the security node "next of the test"/,
        },
        { now: keys, next: { ...newKeys, encryptionKey: 'AB' }, task: {}, missing: /the encryption key \(EK\) has 1 octets/ },
        { now: keys, next: {}, task: { task: 'm-bus-key' }, missing: /the encryption key \(EK\) is missing/ },
      ];
      for (const { now, next, task, missing } of cases) {
        await startTask(withKeys(now), { task: 'change-keys', ...task }, withKeys(next, { level: 'none', protection: 'none' }));
        const { code, message } = (await ask()).error;
        assert.equal(code, 'key-invalid');
        assert.match(message, missing);
      }
    });

    it('without the confirmation nothing is changed', async () => {
      meter = await gmacMeter();
      await startTask(withKeys(keys), { task: 'change-keys' }, withKeys(newKeys));
      await question();
      assert.equal(await reads(withKeys(keys)), 'read');
    });
  });

  // README, "Keys": an entry is found by system title or meter name; `*` is for all others
  describe('keyrings', () => {
    const title = '4B464D0000000007';
    const line = (who: string, first: string, second: string): string => `${who}; ${first}; ${second}; kek=${kek}`;
    const own = (first: string, second: string): Credentials => ({
      keyring: `${line(title, first, second)}\n${line('*', otherKek, otherKek)}`,
    });
    const titled = { ...gmac, meterTitle: title };
    const titledMeter = () => gmacMeter({ systemTitle: title });

    it('keys of the entry by system title are given to the meter, and open it from then on', async () => {
      meter = await titledMeter();
      await done(withKeys(own(ek, ak), titled), { task: 'change-keys' }, withKeys(own(otherEk, otherAk), titled));
      assert.equal(await reads(withKeys(own(otherEk, otherAk), titled)), 'read');
    });

    it('the title may come with the message', async () => {
      meter = await titledMeter();
      await startTask(withKeys(own(ek, ak)), { task: 'change-keys' }, withKeys(own(otherEk, otherAk)));
      await question({ dlms: { systemTitle: title } });
      assert.equal((await ask({ confirm: true })).payload.done, true);
      assert.equal(await reads(withKeys(own(otherEk, otherAk), titled)), 'read');
    });

    it('keys of "*" are not given where the title in the answer of the meter has an entry that an association would not find', async () => {
      meter = await titledMeter();
      await startTask(withKeys(keys), { task: 'change-keys' }, withKeys(own(otherEk, otherAk)));
      await question();
      const { code, message } = (await ask({ confirm: true })).error;
      assert.equal(code, 'key-invalid');
      assert.ok(message.includes(title), message);
      assert.equal(await reads(withKeys(keys)), 'read');
    });

    it('the password of the entry by system title', async () => {
      meter = await securedMeter({ mechanism: 1, password: hlsSecret }, { systemTitle: title });
      const fields = { level: 'low', meterTitle: title };
      const next = withKeys({ keyring: `${title}; password=${nextSecret}\n*; password=another` }, fields);
      await done(withKeys({ password: hlsSecret }, fields), { task: 'change-secret' }, next);
      assert.equal(await reads(next), 'read');
    });

    for (const [form, typed] of [
      ['in hex', '0x54686520486578207061737321'],
      ['in quotes', '"quoted secret"'],
    ] as const) {
      it(`a password ${form} is to the meter what it is to the association`, async () => {
        meter = await securedMeter({ mechanism: 1, password: hlsSecret }, { systemTitle: title });
        const fields: SecurityFields = { level: 'low', protection: 'none', meterTitle: title };
        const next = withKeys({ keyring: `${title}; password=${typed}` }, fields);
        await done(withKeys({ password: hlsSecret }, fields), { task: 'change-secret' }, next);
        assert.equal(await reads(next), 'read');
      });
    }
  });

  describe('change of the secret', () => {
    const levels = [
      ['low', 1],
      ['vendor', 2],
      ['md5', 3],
      ['sha1', 4],
      ['sha256', 6],
    ] as const;
    for (const shortNames of [false, true])
      for (const [level, mechanism] of levels)
        it(`${level}${shortNames ? ', short names' : ''}`, async () => {
          // After a refusal of mechanism 2 a meter is left alone for a while, lest it locks: here for no time.
          const fields = { level, vendorAlgorithm: 'aes-ecb', lockoutWait: '0' };
          const more = shortNames ? { meter: { referencing: 'sn' } } : {};
          const old: Side = { ...withKeys({ password: hlsSecret }, fields), ...more };
          const next: Side = { ...withKeys({ password: nextSecret }, fields), ...more };
          meter = await securedMeter({ mechanism, password: hlsSecret }, shortNames ? { referencing: 'sn' } : {});
          const { name } = await done(old, { task: 'change-secret' }, next);
          assert.equal(name, level === 'low' ? 'change of the low-level password' : 'change of the HLS secret');
          assert.equal(await reads(old), 'authentication-failed');
          assert.equal(await reads(next), 'read');
        });
  });

  describe('activation of a policy', () => {
    for (const version of versions)
      it(`security setup version ${version}: what is not protected is refused from then on`, async () => {
        const unprotected = withKeys(keys, { level: 'gmac', protection: 'none' });
        meter = await gmacMeter({ securitySetupVersion: version === '0' ? 0 : 1 });
        assert.equal(await reads(unprotected), 'read');
        const task = { task: 'activate-policy', setupVersion: version, policyRequests: 'both', policyAnswers: 'both' };
        const { policy } = await done(withKeys(keys), task);
        assert.equal(policy, version === '0' ? 3 : 0b1101100);
        assert.equal(await reads(unprotected), 'association-rejected');
        assert.equal(await reads(withKeys(keys)), 'read');
        const weaker = await confirmed(withKeys(keys), { ...task, policyRequests: 'authenticated', policyAnswers: 'none' });
        assert.deepEqual([weaker.done, weaker.error.name], [false, 'scope-of-access-violated']);
      });
  });

  describe('key pairs and certificates (suite 1)', () => {
    let ca: Authority;
    let client: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
    let first: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
    const meterTitle = '4D464C0000BC614E';
    const pair = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const certificatePem = (der: Buffer): string => new X509Certificate(der).toString();

    const ecdsa = (meterCertificate: Buffer): Side => ({
      fields: { level: 'ecdsa', protection: 'both', suite: '1', meterTitle: '' },
      credentials: { ...keys, signingKey: pem(client.privateKey), meterCertificate: certificatePem(meterCertificate) },
    });
    let side: Side;

    beforeEach(async () => {
      [ca, client, first] = [authority('Test CA'), pair(), pair()];
      const own = ca.issue(clientTitle, client.publicKey, 'signing');
      const security = {
        ...keys,
        suite: 1,
        signingKey: pem(first.privateKey),
        certificates: [ca.certificate, own].map((der) => der.toString('hex')),
      } as const;
      meter = await securedMeter({ mechanism: 7, security }, { systemTitle: meterTitle });
      side = ecdsa(ca.issue(meterTitle, first.publicKey, 'signing'));
    });

    /** Generates a pair and gives what the meter asks a certificate for. */
    const requested = async (keyUse: 'signature' | 'agreement') => {
      assert.deepEqual((await done(side, { task: 'generate-key-pair', keyUse })).use, keyUse);
      const { done: ok, pem: text, hex } = await answer(side, { task: 'request-certificate', keyUse });
      assert.equal(ok, true);
      assert.match(text, /^-----BEGIN CERTIFICATE REQUEST-----\n/);
      return readRequest(Buffer.from(hex, 'hex'), 'sha256');
    };

    it('generates a pair, asks for its certificate, imports it: from then on the meter signs with the new key', async () => {
      const { subject, publicKey } = await requested('signature');
      assert.equal(subject, meterTitle);
      assert.equal(await reads(side), 'read', 'not in use before its certificate is there');
      const certificate = ca.issue(subject, publicKey, 'signing');
      const payload = await done(side, { task: 'import-certificate', certificate: certificatePem(certificate) });
      assert.equal(payload.systemTitle, meterTitle);
      assert.equal(await reads(side), 'server-proof-wrong');
      assert.equal(await reads(ecdsa(certificate)), 'read');
    });

    it('a pair for key agreement, its certificate from the message', async () => {
      const { subject, publicKey } = await requested('agreement');
      const certificate = ca.issue(subject, publicKey, 'agreement');
      await startTask(side, { task: 'import-certificate' }, side);
      await question({ payload: certificate.toString('hex') });
      assert.equal((await ask({ confirm: true })).payload.done, true);
      const which = { certificateEntity: 'server', certificateType: 'agreement', certificateTitle: meterTitle };
      assert.equal((await answer(side, { task: 'export-certificate', ...which })).pem, certificatePem(certificate));
      assert.equal(await reads(side), 'read');
    });

    it('a certificate of another authority is refused', async () => {
      const { subject, publicKey } = await requested('signature');
      const stranger = authority('Stranger').issue(subject, publicKey, 'signing');
      const payload = await confirmed(side, { task: 'import-certificate', certificate: certificatePem(stranger) });
      assert.deepEqual([payload.done, payload.error.name], [false, 'type-unmatched']);
      assert.equal(await reads(side), 'read');
    });

    it('exports by owner and by serial number, with what stands in the certificate', async () => {
      const authorityOf = { task: 'export-certificate', certificateEntity: 'authority', certificateType: 'signature' };
      const found = await answer(side, authorityOf);
      assert.equal(found.pem, certificatePem(ca.certificate));
      assert.deepEqual([found.subject, found.issuer], ['CN=Test CA', 'CN=Test CA']);
      const serial = {
        task: 'export-certificate',
        identifyBy: 'serial',
        certificateSerial: found.serialNumber,
        certificateIssuer: found.issuer,
      };
      assert.equal((await answer(side, serial)).hex, found.hex);
      const missing = await answer(side, { ...serial, certificateSerial: '7F' });
      assert.deepEqual([missing.done, missing.error.name], [false, 'object-unavailable']);
    });

    it('removes the certificate of the client, and its key with it', async () => {
      const which = { certificateEntity: 'client', certificateType: 'signature', certificateTitle: clientTitle };
      assert.equal((await answer(side, { task: 'export-certificate', ...which })).systemTitle, clientTitle);
      await done(side, { task: 'remove-certificate', ...which });
      assert.notEqual(await reads(side), 'read');
    });
  });
});
