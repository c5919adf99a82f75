/**
 * Mechanism 7, ECDSA (GB 9.2.7.4): the proof is the signature r | s over the prover's title, the other's title, the
 * challenge and the prover's own challenge. P-256 in suite 1, P-384 in suite 2, as the key says.
 */
import type { KeyObject } from 'node:crypto';
import { DlmsError } from '../../errors';
import { signOctets, verifyOctets } from '../signature';
import { type HlsContext, type HlsDescription, type HlsRole, mutual, titlesAndChallenges } from './algorithm';

function given(key: KeyObject | null, name: string): KeyObject {
  if (!key) throw new DlmsError('key-invalid', `HLS 7 (ECDSA) needs the ${name}`);
  return key;
}

const prove = (challenge: Buffer, context: HlsContext, prover: HlsRole): Buffer =>
  signOctets(given(context.signingKey, 'own signing key'), titlesAndChallenges(challenge, context, prover));

const check = (proof: Buffer, challenge: Buffer, context: HlsContext, prover: HlsRole): boolean =>
  verifyOctets(
    given(context.peerSigningKey, 'public signing key (certificate) of the other side'),
    titlesAndChallenges(challenge, context, prover),
    proof,
  );

const description: HlsDescription = {
  id: 'ecdsa',
  label: 'HLS 7: ECDSA',
  hint: 'A signature over titles and challenges, with the own private key and the certificate of the meter.',
  mechanism: 7,
  secrets: ['signingKey', 'peerSigningKey'],
};

export const ecdsa = mutual(description, prove, check);
