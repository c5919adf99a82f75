/// <reference path="../../nodes/editor/globals.d.ts" />
import assert from 'node:assert/strict';
import { tripleText } from '../../nodes/editor/ic-triple';
import { certificate, keyFault, privateKey, suite, title } from '../../nodes/editor/security-validators';
import { holds } from '../../nodes/editor/visibility';
import { autoOrder, icPolicies } from '../../src/index';

/** facts/invocation-counter.md: AARQ, action, f(StoC), next, as offsets from N. */
const table: Readonly<Record<string, readonly [aarq: number, action: number, gmac: number, next: number]>> = {
  distinct: [0, 2, 1, 3],
  shared: [0, 1, 1, 2],
  'reuse-aarq': [0, 1, 0, 2],
  frozen: [0, 0, 0, 1],
  'gap-after': [0, 3, 1, 4],
  'gap-before': [0, 3, 2, 4],
  'gap-shared': [0, 2, 2, 3],
  'gmac-last': [0, 1, 2, 3],
};
const reusing = ['shared', 'reuse-aarq', 'frozen', 'gap-shared'];

describe('security form', () => {
  const global = globalThis as Record<string, unknown>;
  before(() => {
    const words = (key: string, values: object): string => `${key.replace(/^.*\./, '')} ${JSON.stringify(values)}`;
    // No dialog is open: validators look at what is saved.
    Object.assign(global, { RED: { _: words, editor: { getEditStack: () => [] } } });
  });
  after(() => {
    delete global.RED;
  });

  const shown = (policy: string, n: number, custom = '0, 2, 1'): string[] => tripleText(icPolicies, autoOrder, policy, custom, n);

  for (const [policy, [aarq, action, gmac, next]] of Object.entries(table)) {
    it(`shows the triple of ${policy}, unsigned, and warns where a nonce is used twice`, () => {
      for (const n of [0, 1, 0x7fffffff, 0x80000000, 0xfffffff0]) {
        const [line = '', ...warnings] = shown(policy, n);
        const values = JSON.parse(line.slice(line.indexOf('{'))) as Record<string, number>;
        assert.deepEqual([values.aarq, values.action, values.gmac, values.next], [n + aarq, n + action, n + gmac, n + next]);
        assert.equal(warnings.length, reusing.includes(policy) ? 1 : 0);
      }
      assert.match(shown(policy, 0xffffffff)[0] ?? '', /^end/);
    });
  }

  it('shows offsets of the user, and every policy that auto tries', () => {
    assert.match(shown('custom', 10, '0, 5, 5')[0] ?? '', /"aarq":10,"action":15,"gmac":15,"next":16/);
    assert.equal(shown('custom', 10, '0, 5, 5').length, 2);
    assert.deepEqual(shown('custom', 10, 'nonsense'), []);
    assert.equal(shown('auto', 0).length, autoOrder.length + 1);
  });

  it('checks the length of keys by suite, in the forms that people paste', () => {
    const key = '000102030405060708090A0B0C0D0E0F';
    for (const typed of [
      key,
      `0x${key}`,
      key.match(/../g)?.join(' ') ?? '',
      key.match(/../g)?.join(':') ?? '',
      '"sixteen of text!"',
      "'0123456789abcdef'",
    ]) {
      assert.equal(keyFault(typed, '0'), true, typed);
    }
    assert.equal(keyFault(key + key, '2'), true);
    assert.match(String(keyFault(key, '2')), /keyText|keyLength/);
    assert.match(String(keyFault(key.slice(2), '0')), /"got":15.*"need":16/);
    assert.match(String(keyFault(key.slice(1), '0')), /keyOdd/);
    assert.match(String(keyFault('0123456789abcdeg', '0')), /keyDigits/);
    // Sixteen characters that are hex digits, too: probably text without quotes.
    assert.match(String(keyFault('0123456789abcdef', '0')), /keyText/);
  });

  it('tells a private key, a certificate and half of one apart before they are deployed', () => {
    const pem = (kind: string): string => `-----BEGIN ${kind}-----\nMIIB\n-----END ${kind}-----\n`;
    const faults: readonly (readonly [typed: string, asKey: RegExp, asCertificate: RegExp])[] = [
      [pem('PRIVATE KEY'), /^true$/, /^pemPrivate/],
      // as openssl ecparam -genkey writes it
      [pem('EC PARAMETERS') + pem('EC PRIVATE KEY'), /^true$/, /^pemPrivate/],
      [pem('ENCRYPTED PRIVATE KEY'), /^pemLocked/, /^pemPrivate/],
      [pem('CERTIFICATE'), /^pemNoKey/, /^true$/],
      [pem('PUBLIC KEY'), /^pemNoKey/, /^true$/],
      ['-----BEGIN PRIVATE KEY-----\nMIIB', /^pemEnd/, /^pemPrivate/],
      ['-----BEGIN CERTIFICATE-----\nMIIB', /^pemNoKey/, /^pemEnd/],
      ['__PWRD__', /^true$/, /^true$/],
      ['00112233', /^true$/, /^true$/],
    ];
    for (const [typed, asKey, asCertificate] of faults) {
      assert.match(String(privateKey.call({}, typed)), asKey, typed);
      assert.match(String(certificate.call({}, typed)), asCertificate, typed);
    }
  });

  it('wants suite 1 or 2 where public keys are used', () => {
    const judged = (saved: object, value: string) => suite.call({ ...saved, suite: value }, value);
    for (const saved of [{ level: 'ecdsa' }, { level: 'gmac', protection: 'both', ciphering: 'static-unified' }]) {
      assert.match(String(judged(saved, '0')), /suite/);
      for (const value of ['1', '2']) assert.equal(judged(saved, value), true);
    }
    assert.equal(judged({ level: 'gmac', protection: 'none', ciphering: 'one-pass' }, '0'), true);
  });

  it('takes system titles as hex, as text, and an empty one on purpose', () => {
    for (const typed of ['', '""', '4B464D0000000001', '4b 46 4d 00 00 00 00 01', 'KFM12345', '"0x345678"']) {
      assert.equal(title.call({}, typed), true, typed);
    }
    for (const typed of ['4B46', '"short"', 'nine char']) assert.match(String(title.call({}, typed)), /title/, typed);
  });

  it('asks only for what level and protection need', () => {
    const rule = 'level=gmac | protection=authenticated,both';
    const valuesOf = (values: Record<string, string>) => (field: string) => values[field] ?? '';
    assert.equal(holds(rule, valuesOf({ level: 'gmac', protection: 'none' })), true);
    assert.equal(holds(rule, valuesOf({ level: 'low', protection: 'both' })), true);
    assert.equal(holds(rule, valuesOf({ level: 'low', protection: 'none' })), false);
  });
});
