/**
 * The conformance block: names and bits (Green Book 9.4.6.1), and the numbers that captures hold.
 */
import assert from 'node:assert/strict';
import { conformanceBits, conformanceFrom, conformanceHas, conformanceNames } from '../../src/apdu/initiate';

describe('the conformance block', () => {
  it('of the Green Book example is 007E1F', () => {
    const names = conformanceNames(0x007e1f);
    assert.deepEqual(names, [
      'priority-mgmt-supported',
      'attribute0-supported-with-get',
      'block-transfer-with-get-or-read',
      'block-transfer-with-set-or-write',
      'block-transfer-with-action',
      'multiple-references',
      'get',
      'set',
      'selective-access',
      'event-notification',
      'action',
    ]);
    assert.equal(conformanceFrom(names), 0x007e1f);
  });

  it('of a short-name meter holds read, write, multiple-references, information-report and parameterized-access', () => {
    // 1C0320, proposed to an E650 (sess-lg-sn-low)
    assert.deepEqual(conformanceNames(0x1c0320), [
      'read',
      'write',
      'unconfirmed-write',
      'multiple-references',
      'information-report',
      'parameterized-access',
    ]);
    assert.ok(conformanceHas(0x180220, 'read'));
    assert.ok(!conformanceHas(0x180220, 'unconfirmed-write'));
  });

  it('survives as names for every bit', () => {
    for (const bit of Object.keys(conformanceBits) as (keyof typeof conformanceBits)[])
      assert.deepEqual(conformanceNames(conformanceFrom([bit])), [bit]);
  });
});
