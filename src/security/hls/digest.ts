/**
 * Mechanisms 3 (MD5), 4 (SHA-1) and 6 (SHA-256): digests over challenge and secret (GB 9.2.7.4, table of HLS mechanisms).
 *
 *   3, 4  H(challenge | secret)
 *   6     SHA-256(secret | title of the prover | title of the other | challenge | challenge of the prover)
 */
import { createHash } from 'node:crypto';
import { symmetric, titlesAndChallenges } from './algorithm';

export const md5 = symmetric(
  {
    id: 'md5',
    label: 'HLS 3: MD5',
    hint: 'MD5 of challenge and password. Old; anyone who records it can try passwords at leisure.',
    mechanism: 3,
    secrets: ['password'],
  },
  (challenge, { secret }) => createHash('md5').update(challenge).update(secret).digest(),
);

export const sha1 = symmetric(
  {
    id: 'sha1',
    label: 'HLS 4: SHA-1',
    hint: 'SHA-1 of challenge and password. Old; anyone who records it can try passwords at leisure.',
    mechanism: 4,
    secrets: ['password'],
  },
  (challenge, { secret }) => createHash('sha1').update(challenge).update(secret).digest(),
);

export const sha256 = symmetric(
  {
    id: 'sha256',
    label: 'HLS 6: SHA-256',
    hint: 'SHA-256 of password, system titles and challenges.',
    mechanism: 6,
    secrets: ['password'],
  },
  (challenge, context, prover) =>
    createHash('sha256')
      .update(context.secret)
      .update(titlesAndChallenges(challenge, context, prover))
      .digest(),
);
