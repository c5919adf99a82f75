/** Challenges: length, alphabet, and that every character can come. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ChallengeAlphabet, challengeAlphabets, challengeFrom, randomOctetsFor } from '../../src/security/challenge';
import { says } from './expect';

describe('security: challenges', () => {
  it('have the length and the alphabet that were asked for', () => {
    const names = Object.keys(challengeAlphabets) as ChallengeAlphabet[];
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 64 }),
        fc.constantFrom(...names),
        fc.uint8Array({ minLength: 128, maxLength: 128 }),
        (length, alphabet, random) => {
          const challenge = challengeFrom(Buffer.from(random), { length, alphabet });
          assert.equal(challenge.length, length);
          const characters = challengeAlphabets[alphabet];
          if (characters !== null) for (const octet of challenge) assert.ok(characters.includes(String.fromCharCode(octet)));
        },
      ),
    );
  });

  it('first and last character of the alphabet come from the ends of the range', () => {
    assert.equal(challengeFrom(Buffer.alloc(16), { length: 8, alphabet: 'hex' }).toString(), '00000000');
    assert.equal(challengeFrom(Buffer.alloc(16, 0xff), { length: 8, alphabet: 'hex' }).toString(), 'FFFFFFFF');
  });

  it('may be empty, and refuse other lengths and too few octets', () => {
    assert.equal(challengeFrom(Buffer.alloc(0), { length: 0 }).length, 0);
    assert.equal(randomOctetsFor({}), 16);
    assert.equal(randomOctetsFor({ alphabet: 'printable' }), 32);
    for (const length of [7, 65, -1, 8.5])
      assert.throws(() => challengeFrom(Buffer.alloc(200), { length }), says('settings-invalid', '8 to 64'));
    assert.throws(() => challengeFrom(Buffer.alloc(15)), says('settings-invalid', '16 random octets'));
    assert.throws(() => challengeFrom(Buffer.alloc(31), { alphabet: 'hex' }), says('settings-invalid', '32 random octets'));
  });
});
