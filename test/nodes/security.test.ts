import assert from 'node:assert/strict';
import type { SimulatedAssociation, Simulator } from '../../src/index';
import { stopFlow } from '../support/node-red';
import {
  ak,
  ask,
  type Counters,
  type Credentials,
  counterFolder,
  ek,
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
const typedKeys = { encryptionKey: `0x${ek}`, authenticationKey: ak.match(/../g)?.join(' ') ?? '' };
const longEk = ek + ek;
const longAk = ak + ak;

const rows: readonly Row[] = [
  { name: 'low', association: { mechanism: 1, password: '12345678' }, fields: { level: 'low' }, credentials: { password: '12345678' } },
  {
    name: 'low, password in hex',
    association: { mechanism: 1, password: '0x01FF02' },
    fields: { level: 'low', passwordForm: 'hex' },
    credentials: { password: '0x01 FF 02' },
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
