/**
 * A short fuzz run with a fixed seed in the usual tests (the long one is `fuzz.ts`), and proof that the rule bites.
 */
import assert from 'node:assert/strict';
import { DlmsError } from '../../src/errors';
import { fuzz } from './run';
import { targets } from './targets';

describe('fuzzing', () => {
  it('gives a value or a DlmsError, nothing else', function () {
    this.timeout(60_000);
    const { violations } = fuzz(targets, 20_261_120, (executions) => executions >= 30_000);
    assert.deepEqual(violations, []);
  });

  it('notices any other error', () => {
    const broken = { name: 'broken', seeds: () => [Buffer.of(1)], run: () => assert.fail('as planned') };
    const { violations } = fuzz([broken], 1, (executions) => executions >= 100);
    assert.ok(violations.length > 0 && violations.every(({ what }) => what.includes('as planned')));
  });

  it('lets DlmsErrors pass', () => {
    const refusing = {
      name: 'refusing',
      seeds: () => [],
      run: () => {
        throw new DlmsError('apdu-malformed', 'no');
      },
    };
    assert.deepEqual(
      fuzz([refusing], 1, (executions) => executions >= 100),
      { executions: 100, violations: [] },
    );
  });
});
