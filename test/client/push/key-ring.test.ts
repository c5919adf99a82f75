/**
 * Keys as people type them: by title, printed title, source, for all; and what is wrong with them.
 */
import assert from 'node:assert/strict';
import { telegramKeyRing } from '../../../src/client/push/key-ring';

const ek = '00112233445566778899AABBCCDDEEFF';
const long = ek + ek;
const names = (ring: ReturnType<typeof telegramKeyRing>, systemTitle: string, source = '') =>
  ring.lookup({ systemTitle, source }, 'global').map(({ name }) => name);

describe('the keyring for telegrams', () => {
  it('finds lines by title, by printed title and by source, and what is for all', () => {
    const keyring = [`4B464D0000000001; ${ek}`, `SMS1030700312390; ${ek}`, `10.0.0.7; ${ek}`, `*; ${ek}`].join('\n');
    const ring = telegramKeyRing([{ name: 'ring', keyring }]);
    assert.deepEqual(names(ring, '4B464D0000000001'), ['ring, 4B464D0000000001', 'ring, *']);
    // 53 4D 53 67 70 04 C4 46: SMS, type 103, function 7, serial number 0x4C446 = 312390
    assert.deepEqual(names(ring, '534D53677004C446'), ['ring, SMS1030700312390', 'ring, *']);
    assert.deepEqual(names(ring, '', '10.0.0.7'), ['ring, 10.0.0.7', 'ring, *']);
    assert.deepEqual(names(ring, '', 'elsewhere'), ['ring, *']);
  });

  it('lets lines share what all have, and tries the second keys of a change', () => {
    const ring = telegramKeyRing([
      { name: 'n', keys: { authenticationKey: ek }, keyring: `4B464D0000000001; ${ek}; ek2=${long.slice(0, 32)}`, secondKeys: {} },
    ]);
    const found = ring.lookup({ systemTitle: '4B464D0000000001', source: '' }, 'global');
    assert.deepEqual(
      found.map(({ name }) => name),
      ['n, 4B464D0000000001', 'n, 4B464D0000000001 (second keys)'],
    );
    assert.ok(found.every(({ authentication }) => authentication?.length === 16));
  });

  it('keeps the keys of one meter for that meter', () => {
    const ring = telegramKeyRing([{ name: 'one', keys: { encryptionKey: ek }, meterTitle: '4B464D0000000001' }]);
    assert.deepEqual(names(ring, '4B464D0000000001'), ['one']);
    assert.deepEqual(names(ring, '4B464D0000000002'), []);
  });

  it('takes keys of either length and names one that is wrong, never its octets', () => {
    assert.equal(names(telegramKeyRing([{ name: 'n', keys: { encryptionKey: long } }]), '').length, 1);
    assert.throws(
      () => telegramKeyRing([{ name: 'n', keys: { encryptionKey: '001122' } }]),
      (error: Error & { code?: string }) =>
        error.code === 'key-invalid' && /encryption key/.test(error.message) && !error.message.includes('001122'),
    );
  });
});
