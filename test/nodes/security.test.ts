import assert from 'node:assert/strict';
import { createHash, type KeyObject } from 'node:crypto';
import { migrate } from '../../nodes/lib/migrate';
import { securityOptions } from '../../nodes/lib/security-options';
import { toHex } from '../../src/bytes';
import {
  algorithmOf,
  type CustomInput,
  type HlsAlgorithm,
  memoryCounterStore,
  memoryStore,
  type SimulatedAssociation,
  type Simulator,
} from '../../src/index';
import { scalarOf } from '../../src/security/signature';
import { pairsOf } from '../security/material';
import { helper, stopFlow } from '../support/node-red';
import {
  ak,
  ask,
  type Counters,
  type Credentials,
  counterFolder,
  ek,
  gmac,
  hlsSecret,
  type SecurityFields,
  securedMeter,
  startSecured,
} from './security-flows';

interface Row {
  readonly name: string;
  readonly association: Omit<SimulatedAssociation, 'client'>;
  readonly fields: SecurityFields;
  readonly credentials: Credentials;
  readonly referencing?: 'sn';
}

const keys = { encryptionKey: ek, authenticationKey: ak };
const longEk = ek + ek;
const longAk = ak + ak;
const typedKeys = { encryptionKey: `0x${ek}`, authenticationKey: ak.match(/../g)?.join(' ') ?? '' };
/** Keys and pairs of a suite: those of the meter, and what the form of the client gets. */
const withPairs = (suite: 1 | 2, security: object = {}) => {
  const pairs = pairsOf(suite);
  const symmetric = suite === 1 ? keys : { encryptionKey: longEk, authenticationKey: longAk };
  const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
  return {
    meter: {
      suite,
      ...symmetric,
      signingKey: toHex(scalarOf(pairs.server.signing)),
      agreementKey: toHex(pairs.server.agreement),
      clientSigningKey: pem(pairs.client.signingPublic),
      clientAgreementKey: toHex(pairs.client.agreementPublic),
      ...security,
    },
    client: {
      ...symmetric,
      signingKey: pairs.client.signing.export({ type: 'pkcs8', format: 'pem' }).toString(),
      meterCertificate: pem(pairs.server.signingPublic),
      agreementKey: toHex(pairs.client.agreement),
      meterAgreement: toHex(pairs.server.agreementPublic),
    },
  };
};

const publicKeyRows = ([1, 2] as const).flatMap((suite): Row[] => {
  const { meter, client } = withPairs(suite);
  const fields = { suite: String(suite), protection: 'both' };
  const row = (name: string, mechanism: 5 | 7, more: SecurityFields): Row => ({
    name: `suite ${suite}, ${name}`,
    association: { mechanism, security: meter },
    fields: { ...fields, ...more },
    credentials: client,
  });
  return [
    row('ECDSA', 7, { level: 'ecdsa' }),
    row('ECDSA, plain messages', 7, { level: 'ecdsa', protection: 'none' }),
    row('one-pass agreement', 5, { level: 'gmac', ciphering: 'one-pass' }),
    row('static agreement', 5, { level: 'gmac', ciphering: 'static-unified' }),
    row('signed inside', 7, { level: 'ecdsa', signing: 'inside' }),
    row('signed outside', 5, { level: 'gmac', signing: 'outside' }),
  ];
});

const rows: readonly Row[] = [
  ...publicKeyRows,
  { name: 'low', association: { mechanism: 1, password: '12345678' }, fields: { level: 'low' }, credentials: { password: '12345678' } },
  {
    name: 'low, password in hex',
    association: { mechanism: 1, password: '0x01FF02' },
    fields: { level: 'low', passwordForm: 'hex' },
    credentials: { password: '0x01 FF 02' },
  },
  {
    name: 'low, empty on purpose',
    association: { mechanism: 1, password: '' },
    fields: { level: 'low', passwordForm: 'hex' },
    credentials: { password: '""' },
  },
  {
    name: 'HLS 2 with AES',
    association: { mechanism: 2, password: hlsSecret, security: { algorithm: 'aes-ecb' } },
    fields: { level: 'vendor', vendorAlgorithm: 'aes-ecb' },
    credentials: { password: hlsSecret },
  },
  ...(['md5', 'sha1', 'sha256'] as const).map((level) => ({
    name: level,
    association: { mechanism: { md5: 3, sha1: 4, sha256: 6 }[level] as 3 | 4 | 6, password: hlsSecret },
    fields: { level },
    credentials: { password: hlsSecret },
  })),
  { name: 'GMAC, plain messages', association: { mechanism: 5, security: keys }, fields: { level: 'gmac' }, credentials: typedKeys },
  ...(['authenticated', 'encrypted', 'both'] as const).flatMap((protection) =>
    (['global', 'dedicated', 'general-glo', 'general-ded', 'auto', 'identified'] as const).map((ciphering) => ({
      name: `GMAC, ${protection}, ${ciphering}`,
      association: { mechanism: 5 as const, security: keys },
      fields: { level: 'gmac', protection, ciphering },
      credentials: typedKeys,
    })),
  ),
  {
    name: 'wrapped keys',
    association: { mechanism: 5, security: { ...keys, masterKey: ek } },
    fields: { level: 'gmac', protection: 'both', ciphering: 'wrapped' },
    credentials: { ...typedKeys, masterKey: ek },
  },
  {
    name: 'suite 2',
    association: { mechanism: 5, security: { suite: 2, encryptionKey: longEk, authenticationKey: longAk } },
    fields: { level: 'gmac', protection: 'both', suite: '2' },
    credentials: { encryptionKey: longEk, authenticationKey: longAk },
  },
  {
    name: 'low inside a ciphered context',
    association: { mechanism: 1, password: '12345678', security: keys },
    fields: { level: 'low', protection: 'both' },
    credentials: { ...typedKeys, password: '12345678' },
  },
  {
    name: 'GMAC with short names',
    association: { mechanism: 5, security: keys },
    fields: { level: 'gmac', protection: 'both' },
    credentials: typedKeys,
    referencing: 'sn',
  },
  {
    name: 'Landis+Gyr with short names',
    association: { mechanism: 2, password: '1234567', security: { algorithm: 'landis-gyr' } },
    fields: { level: 'vendor', vendorAlgorithm: 'landis-gyr', vendorVariant: 'auto' },
    credentials: { password: '1234567' },
    referencing: 'sn',
  },
];

describe('dlms-security reads a meter with', () => {
  let counters: Counters;
  let meter: Simulator | null = null;
  beforeEach(() => {
    counters = counterFolder();
  });
  afterEach(async () => {
    await stopFlow();
    await meter?.close();
    counters.remove();
  });

  for (const { name, association, fields, credentials, referencing } of rows) {
    it(name, async () => {
      meter = await securedMeter(association, referencing === undefined ? {} : { referencing });
      await startSecured(meter.port ?? 0, counters.folder, fields, credentials, { meter: { referencing: referencing ?? 'ln' } });
      const { payload, error } = await ask();
      assert.equal(error, undefined);
      assert.equal(typeof payload[0].value, 'number');
    });
  }
});

describe('dlms-security', () => {
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
  const associate = { type: 'dlms-associate' };

  it('says how the association was opened, in the payload of associate and in msg.dlms of every node', async () => {
    meter = await securedMeter({ mechanism: 5, security: keys }, { systemTitle: '534D53677004C446' });
    await startSecured(port(), counters.folder, gmac, typedKeys, { node: associate });
    const { payload } = await ask();
    // As it is printed on the meter: IDIS package 2, 4.3.3.3.
    assert.deepEqual([payload.serverSystemTitle, payload.serverTitleText], ['534D53677004C446', 'SMS1030700312390']);
    assert.deepEqual(payload.security, { meterAuthenticated: true, attempts: 1, icPolicy: 'distinct', notes: [] });
    await stopFlow();
    await startSecured(port(), counters.folder, gmac, typedKeys);
    assert.equal((await ask()).dlms.authentication.icPolicy, 'distinct');
  });

  it('sends no empty password for one that is missing, as in an imported flow: meters count failures, and lock', async () => {
    meter = await securedMeter({ mechanism: 1, password: '12345678' });
    const heard: string[] = [];
    meter.on(({ kind }) => heard.push(kind));
    await startSecured(port(), counters.folder, { level: 'low', protection: 'none' }, {});
    const { error } = await ask();
    assert.equal(error.code, 'key-invalid');
    assert.match(error.message, /security ".+": the password is missing/);
    assert.deepEqual(heard, []);
  });

  it('says that a flow which was imported comes without its keys', async () => {
    meter = await securedMeter({ mechanism: 5, security: keys });
    await startSecured(port(), counters.folder, gmac, {});
    const { error, dlms } = await ask();
    assert.match(error.message, /security ".+": the encryption key \(EK\) is missing/);
    assert.match(dlms.error.hint, /imported/);
  });

  it('finds the counter policy by itself and knows it after a restart', async () => {
    meter = await securedMeter({ mechanism: 5, security: { ...keys, rule: 'V8' } });
    const fields = { ...gmac, icPolicy: 'auto' };
    await startSecured(port(), counters.folder, fields, typedKeys, { node: associate });
    const first = (await ask()).payload.security;
    assert.equal(first.icPolicy, 'shared');
    assert.ok(first.attempts > 1);
    await stopFlow();
    await startSecured(port(), counters.folder, fields, typedKeys, { node: associate });
    assert.deepEqual([(await ask()).payload.security.attempts], [1]);
  });

  it('says that a Landis+Gyr meter is not authenticated', async () => {
    meter = await securedMeter({ mechanism: 2, password: '9999999', security: { algorithm: 'landis-gyr' } }, { referencing: 'sn' });
    const fields = { level: 'vendor', vendorAlgorithm: 'landis-gyr', vendorVariant: 'digit-mod16' };
    await startSecured(port(), counters.folder, fields, { password: '9999999' }, { node: associate, meter: { referencing: 'sn' } });
    const { payload, dlms } = await ask();
    assert.equal(payload.security.meterAuthenticated, false);
    assert.match(dlms.authentication.notes.join(), /not authenticated/);
  });

  it('takes the counter from the message, and refuses one that was used', async () => {
    meter = await securedMeter({ mechanism: 5, security: keys });
    await startSecured(port(), counters.folder, { ...gmac, icStart: 'msg' }, typedKeys, { node: associate });
    assert.match((await ask()).error.message, /msg\.dlms\.invocationCounter/);
    assert.equal((await ask({ dlms: { invocationCounter: 5000 } })).payload.fresh, true);
    await stopFlow();
    await startSecured(port(), counters.folder, { ...gmac, icStart: 'msg' }, typedKeys, { node: associate });
    assert.equal((await ask({ dlms: { invocationCounter: 5000 } })).error.code, 'counter-would-be-lowered');
  });

  it('starts from the counter object of the meter', async () => {
    meter = await securedMeter({ mechanism: 5, security: { ...keys, clientCounter: 0x80000000 } });
    await startSecured(port(), counters.folder, { ...gmac, icStart: 'stored-then-object', icObject: '0-0:43.1.0*255' }, typedKeys);
    assert.equal(typeof (await ask()).payload[0].value, 'number');
  });

  it('takes keys from a keyring by name, with values from the environment', async () => {
    process.env.DLMS_TEST_AK = ak;
    meter = await securedMeter({ mechanism: 5, security: keys });
    const keyring = `# two meters\nAnother; ${ak}; ${ek}\nMeter 12; ${ek}; \${DLMS_TEST_AK}`;
    await startSecured(port(), counters.folder, gmac, { keyring });
    assert.equal(typeof (await ask()).payload[0].value, 'number');
    await stopFlow();
    delete process.env.DLMS_TEST_AK;
    await startSecured(port(), counters.folder, gmac, { keyring });
    assert.match((await ask()).error.message, /DLMS_TEST_AK has no value/);
  });

  it('takes a whole secret from the environment', async () => {
    process.env.DLMS_TEST_EK = ek;
    meter = await securedMeter({ mechanism: 5, security: keys });
    await startSecured(port(), counters.folder, gmac, { ...typedKeys, encryptionKey: `\${DLMS_TEST_EK}` });
    assert.equal(typeof (await ask()).payload[0].value, 'number');
    delete process.env.DLMS_TEST_EK;
  });

  it('runs an algorithm that the user wrote, as expression and as module of settings.js', async () => {
    // As mechanism 3 of the standard: MD5 over challenge and secret (Green Book 9.2.7.4).
    const md5: HlsAlgorithm = { ...algorithmOf(3), id: 'own', mechanism: 2 };
    meter = await securedMeter({ mechanism: 2, password: hlsSecret, security: { algorithm: 'own', algorithms: [md5] } });
    const fields = { level: 'vendor', vendorAlgorithm: 'expression', expression: '$md5(challenge & secret)' };
    await startSecured(port(), counters.folder, fields, { password: hlsSecret });
    assert.equal(typeof (await ask()).payload[0].value, 'number');
    await stopFlow();
    const respond = ({ challenge, secret }: CustomInput) =>
      createHash('md5')
        .update(Buffer.from(challenge + secret, 'hex'))
        .digest();
    helper.settings({ dlmsHlsAlgorithms: { acme: { label: 'Acme', respond } } } as never);
    await startSecured(port(), counters.folder, { level: 'vendor', vendorAlgorithm: 'module', moduleId: 'acme' }, { password: hlsSecret });
    assert.equal(typeof (await ask()).payload[0].value, 'number');
    const { hlsModules } = (await helper.request().get('/dlms/choices')).body;
    assert.deepEqual(hlsModules, [{ id: 'acme', label: 'Acme' }]);
    helper.settings({});
  });

  it('names the key and both lengths at deploy, and keeps the other nodes going', async () => {
    meter = await securedMeter({ mechanism: 5, security: keys });
    await startSecured(port(), counters.folder, gmac, { ...typedKeys, encryptionKey: ek.slice(2) });
    const { error } = await ask();
    assert.equal(error.code, 'key-invalid');
    assert.match(error.message, /EK.*15.*16/);
  });

  it('lets a dedicated key count by itself, unless the form says otherwise', () => {
    const parts = { own: null, counterStore: memoryCounterStore(), stateStore: memoryStore(), fromMessage: () => 0 };
    const counterOf = (fields: SecurityFields) =>
      securityOptions({ ...gmac, ciphering: 'dedicated', ...fields }, keys, parts).dedicatedCounter;
    assert.deepEqual([counterOf({}), counterOf({ dedicatedCounter: 'shared' })], ['own', 'shared']);
    assert.throws(() => counterOf({ dedicatedCounter: 'both' }), /dedicatedCounter/);
  });

  it('brings saved nodes of the first form to the form of today', () => {
    const old = { settingsVersion: 1, level: 'gmac', ciphering: 'general-ciphering', vendorAlgorithm: 'landis-gyr' };
    const { settingsVersion, ciphering } = migrate('dlms-security', old);
    assert.deepEqual([settingsVersion, ciphering], [2, 'identified']);
    assert.equal(migrate('dlms-action', { settingsVersion: 1 }).task, 'method');
    assert.equal(migrate('dlms-simulator', { settingsVersion: 1 }).level, 'low');
  });
});
