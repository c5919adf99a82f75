import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { secretsMask } from '../../nodes/lib/trace-secrets';
import type { Simulator } from '../../src/index';
import { helper, nodeOf, permissions, stopFlow } from '../support/node-red';
import {
  ak,
  ask,
  type Counters,
  type Credentials,
  clientTitle,
  counterFolder,
  ek,
  type FlowOptions,
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

const lowPassword = 'S3cret-of-low-level';
const nextKeys = { encryptionKey: otherEk, authenticationKey: otherAk, masterKey: kek };

/** A secret as it may turn up: hex in both cases and with blanks, base64, octets as numbers, and as itself. */
const formsOf = (secret: Buffer): string[] => {
  const hex = secret.toString('hex');
  const pairs = hex.match(/../g) ?? [];
  return [
    ...[hex, hex.toUpperCase(), pairs.join(' '), pairs.join(' ').toUpperCase(), pairs.join(':')],
    ...[secret.toString('base64').replace(/=+$/, ''), secret.toString('base64url'), [...secret].join(','), [...secret].join(', ')],
    secret.toString('latin1'),
  ];
};

const secrets = [ek, ak, kek, otherEk, otherAk]
  .map((hex) => Buffer.from(hex, 'hex'))
  .concat(Buffer.from(hlsSecret), Buffer.from(lowPassword));
const forms = secrets.flatMap(formsOf);

/** Every text in a value, without the escapes of JSON; own properties of errors are not enumerable. */
const textsIn = (value: unknown, seen = new Set<unknown>()): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  if (Buffer.isBuffer(value)) return [value.toString('latin1')];
  return Object.getOwnPropertyNames(value).flatMap((name) => [name, ...textsIn((value as Record<string, unknown>)[name], seen)]);
};

/** Everything that was said: its texts, as a message travels, and as a log prints it. */
class Ear {
  private readonly said: string[] = [];

  hear(what: unknown): void {
    this.said.push(...textsIn(what));
    this.said.push(inspect(what, { depth: 12, maxArrayLength: null, maxStringLength: null, breakLength: Number.POSITIVE_INFINITY }));
    try {
      this.said.push(JSON.stringify(what) ?? '');
    } catch {
      // Only what has circles cannot be a message.
    }
  }

  check(): void {
    assert.ok(this.said.length > 0);
    for (const text of this.said) {
      const found = forms.find((form) => text.includes(form));
      assert.equal(found, undefined, `a secret in: ${text.slice(0, 400)}`);
    }
  }
}

interface Scenario {
  readonly name: string;
  readonly fields: SecurityFields;
  readonly credentials: Credentials;
  readonly meter: Parameters<typeof securedMeter>[0];
  readonly options?: FlowOptions;
  readonly messages?: readonly object[];
  readonly confirm?: boolean;
  /** Each question takes the time-out of the store. */
  readonly slow?: boolean;
}

const meterKeys = { mechanism: 5 as const, security: keys };
const task = (id: string, more: object = {}): FlowOptions => ({
  node: { type: 'dlms-action', settingsVersion: 2, task: id, newSecurity: 'next', ...more },
  outputs: 2,
  extra: [securityNode('next', '', { ...gmac, store: 'memory' })],
  credentials: { next: nextKeys },
});

const scenarios: readonly Scenario[] = [
  { name: 'a reading', fields: gmac, credentials: keys, meter: meterKeys },
  { name: 'an association', fields: gmac, credentials: keys, meter: meterKeys, options: { node: { type: 'dlms-associate' } } },
  { name: 'a dedicated key', fields: { ...gmac, ciphering: 'dedicated' }, credentials: keys, meter: meterKeys },
  { name: 'a wrapped key', fields: { ...gmac, ciphering: 'wrapped' }, credentials: keys, meter: meterKeys },
  { name: 'EK wrong', fields: gmac, credentials: { ...keys, encryptionKey: otherEk }, meter: meterKeys },
  { name: 'AK wrong', fields: gmac, credentials: { ...keys, authenticationKey: otherAk }, meter: meterKeys },
  { name: 'EK and AK exchanged', fields: gmac, credentials: { encryptionKey: ak, authenticationKey: ek }, meter: meterKeys },
  { name: 'a key of the wrong length', fields: gmac, credentials: { ...keys, encryptionKey: ek + ak }, meter: meterKeys },
  { name: 'text for a key', fields: gmac, credentials: { ...keys, encryptionKey: hlsSecret }, meter: meterKeys },
  { name: 'a keyring with a mistake', fields: gmac, credentials: { keyring: `Meter 12; ${ek}; ${ak}; ${kek}` }, meter: meterKeys },
  {
    name: 'a PEM that is none',
    fields: { level: 'ecdsa', suite: '1' },
    credentials: { signingKey: hlsSecret, meterCertificate: kek },
    meter: meterKeys,
  },
  {
    name: 'a Redis that is not there',
    fields: { ...gmac, store: 'redis' },
    credentials: { ...keys, redisUrl: `redis://user:${lowPassword}@127.0.0.1:1/0` },
    meter: meterKeys,
    slow: true,
  },
  {
    name: 'a low-level password',
    fields: { level: 'low' },
    credentials: { password: lowPassword },
    meter: { mechanism: 1, password: lowPassword },
  },
  { name: 'a wrong password', fields: { level: 'low' }, credentials: { password: lowPassword }, meter: { mechanism: 1, password: '1' } },
  {
    name: 'an HLS secret',
    fields: { level: 'sha256' },
    credentials: { password: hlsSecret },
    meter: { mechanism: 6, password: hlsSecret },
  },
  {
    name: 'a wrong HLS secret',
    fields: { level: 'md5' },
    credentials: { password: hlsSecret },
    meter: { mechanism: 3, password: 'another' },
  },
  {
    name: 'an expression that fails',
    fields: { level: 'vendor', vendorAlgorithm: 'expression', expression: '$error(secret & secretText)' },
    credentials: { password: hlsSecret },
    meter: { mechanism: 2, password: hlsSecret },
  },
  {
    name: 'an expression whose result is nonsense',
    fields: { level: 'vendor', vendorAlgorithm: 'expression', expression: '"x" & secretText' },
    credentials: { password: hlsSecret },
    meter: { mechanism: 2, password: hlsSecret },
  },
  { name: 'secrets in a message', fields: gmac, credentials: keys, meter: meterKeys, messages: [{ dlms: { invocationCounter: 'x' } }] },
  {
    name: 'a change of keys',
    fields: gmac,
    credentials: keys,
    meter: meterKeys,
    options: task('change-keys', { changeKek: true }),
    confirm: true,
  },
  {
    name: 'a dry run of it',
    fields: gmac,
    credentials: keys,
    meter: meterKeys,
    options: task('change-keys'),
    messages: [{ dryRun: true }],
  },
  {
    name: 'a change of keys that the meter refuses',
    fields: gmac,
    credentials: { ...keys, masterKey: otherEk },
    meter: meterKeys,
    options: task('change-keys'),
    confirm: true,
  },
];

describe('no secret leaves the runtime:', () => {
  let counters: Counters;
  let meter: Simulator | undefined;
  beforeEach(() => {
    Object.assign(permissions, { granted: true });
    counters = counterFolder();
  });
  afterEach(async () => {
    await stopFlow();
    await meter?.close();
    counters.remove();
  });

  it('the ear knows a secret in each of its forms', () => {
    for (const form of [...forms, `x${kek.toLowerCase()}y`]) {
      const ear = new Ear();
      ear.hear({ deep: { payload: [`before ${form} after`] } });
      assert.throws(() => ear.check(), /a secret in/, form);
    }
    for (const secret of secrets) {
      const ear = new Ear();
      ear.hear({ payload: secret });
      assert.throws(() => ear.check(), /a secret in/);
    }
  });

  /** Status, warnings, errors and debug lines of all nodes of the flow. */
  const listen = (ear: Ear): void => {
    for (const id of ['node', 'config-meter', 'config-line', 'keys', 'next']) {
      const node = nodeOf(id);
      if (node === null || node === undefined) continue;
      for (const call of ['status', 'warn', 'error', 'log', 'debug', 'trace', 'send'])
        node.on(`call:${call}`, (made: { args: unknown[] }) => ear.hear(made.args));
    }
  };

  const routes = async (ear: Ear, fields: SecurityFields, credentials: Credentials): Promise<void> => {
    for (const path of ['choices', 'classes', 'templates']) ear.hear((await helper.request().get(`/dlms/${path}`)).text);
    const body = { connection: 'config-line', security: 'keys', client: '1', logicalDevice: '1', addressing: 'none' };
    ear.hear((await helper.request().post('/dlms/test').send(body)).text);
    const typed = {
      ...body,
      securityFields: { ...fields, settingsVersion: 2, clientTitle, storeFolder: counters.folder },
      securityCredentials: credentials,
    };
    ear.hear((await helper.request().post('/dlms/test').send(typed)).text);
    ear.hear((await helper.request().get('/flows')).text);
  };

  for (const { name, fields, credentials, meter: association, options, messages = [{}], confirm, slow } of scenarios) {
    it(name, async () => {
      const ear = new Ear();
      meter = await securedMeter(association);
      await startSecured(meter.port ?? 0, counters.folder, fields, credentials, options);
      listen(ear);
      for (const msg of messages) ear.hear(confirm ? await question(msg) : await ask(msg));
      if (confirm) ear.hear(await ask({ confirm: true }));
      // What a debugger or a log of the node itself would show.
      for (const id of ['node', 'config-meter', 'config-line', 'keys', 'next']) ear.hear(inspect(nodeOf(id), { depth: 6 }));
      if (!slow) await routes(ear, fields, credentials);
      ear.hear(helper.log().args);
      ear.check();
    });
  }
});

describe('the mask of traces', () => {
  afterEach(stopFlow);

  it('hides keys, passwords and the values of keyrings in texts and octets', async () => {
    const folder = counterFolder();
    const extra = [
      securityNode('next', folder.folder, { level: 'sha256', store: 'memory' }),
      securityNode('third', folder.folder, { ...gmac, store: 'memory' }),
    ];
    const credentials = { next: { password: hlsSecret }, third: { keyring: `Meter 12; ${otherEk}; ${otherAk}; password=${lowPassword}` } };
    await startSecured(1, folder.folder, gmac, keys, { extra, credentials });
    const mask = secretsMask();
    for (const secret of secrets) {
      assert.ok(!mask.octets(Buffer.concat([Buffer.from([1, 2]), secret])).includes(secret));
      for (const form of formsOf(secret).slice(0, 5)) assert.ok(!mask.text(`x ${form} y`).includes(form), form);
    }
    assert.equal(mask.text('reading 1-0:1.8.0*255'), 'reading 1-0:1.8.0*255');
    folder.remove();
  });
});
