/**
 * What an algorithm of high-level security is (GB 9.2.7.4): it answers the challenge of the meter (pass 3) and checks the
 * answer of the meter to its own (pass 4). One file beside this per mechanism or vendor; `registry.ts` lists them.
 *
 * Most algorithms are one function of secret, challenge and titles with the roles exchanged; `symmetric` makes an
 * algorithm of such a function, `mutual` of one that proves and one that checks, with the meter's side for the simulator.
 */
import type { KeyObject } from 'node:crypto';
import { DlmsError } from '../../errors';
import { type GcmKey, sameOctets } from '../aead';
import type { SecuritySuite } from '../suites';
import type { MechanismId } from '../types';

/** Which fields of the form an algorithm needs. */
export type SecretName = 'password' | 'encryptionKey' | 'authenticationKey' | 'signingKey' | 'peerSigningKey';

/** Who proves. */
export type HlsRole = 'client' | 'server';

/** Everything that goes into a proof. Both sides see the same values. */
export interface HlsContext {
  readonly suite: SecuritySuite;
  /** Password or HLS secret. */
  readonly secret: Buffer;
  readonly clientTitle: Buffer;
  readonly serverTitle: Buffer;
  /** Challenge of the client (CtoS), may be empty with vendor algorithms. */
  readonly clientChallenge: Buffer;
  /** Challenge of the meter (StoC). */
  readonly serverChallenge: Buffer;
  /** Mechanism 5. */
  readonly encryption: GcmKey | null;
  readonly authentication: Buffer | null;
  /** Mechanism 5: the counter for the own proof, taken when it is needed. */
  readonly counter: () => number;
  /** Mechanism 7. */
  readonly signingKey: KeyObject | null;
  readonly peerSigningKey: KeyObject | null;
  /** Vendor algorithms with variants. */
  readonly variant: string | null;
}

export interface HlsAlgorithm {
  readonly id: string;
  readonly label: string;
  /** One line for the form. */
  readonly hint: string;
  readonly mechanism: MechanismId;
  readonly secrets: readonly SecretName[];
  /** `none` only where the meters of this algorithm send no f(CtoS). */
  readonly serverProof: 'required' | 'none';
  /** Variants to choose from, the first is the default. */
  readonly variants?: readonly { readonly id: string; readonly label: string }[];
  /** f(StoC). @throws DlmsError `key-invalid`, `settings-invalid` */
  respond(context: HlsContext): Buffer;
  /** True when `reply` is the right f(CtoS). */
  verify(reply: Buffer, context: HlsContext): boolean;
  /** The meter's side: f(CtoS), null when the algorithm has none. */
  prove(context: HlsContext): Buffer | null;
  /** The meter's side: true when `response` is the right f(StoC). */
  check(response: Buffer, context: HlsContext): boolean;
}

/** What tells an algorithm from others. */
export type HlsDescription = Pick<HlsAlgorithm, 'id' | 'label' | 'hint' | 'mechanism' | 'secrets'>;

type Prove = (challenge: Buffer, context: HlsContext, prover: HlsRole) => Buffer;
type Check = (proof: Buffer, challenge: Buffer, context: HlsContext, prover: HlsRole) => boolean;

/** An algorithm in which both sides prove alike: `prover` proves that it can answer `challenge`, the other side checks it. */
export const mutual = (description: HlsDescription, prove: Prove, check: Check): HlsAlgorithm => ({
  ...description,
  serverProof: 'required',
  respond: (context) => prove(context.serverChallenge, context, 'client'),
  verify: (reply, context) => check(reply, context.clientChallenge, context, 'server'),
  prove: (context) => prove(context.clientChallenge, context, 'server'),
  check: (response, context) => check(response, context.serverChallenge, context, 'client'),
});

/** A mutual algorithm whose proofs are checked by computing them, too. */
export const symmetric = (description: HlsDescription, prove: Prove): HlsAlgorithm =>
  mutual(description, prove, (proof, challenge, context, prover) => sameOctets(proof, prove(challenge, context, prover)));

/** own title | other title | challenge to answer | own challenge, from the prover's point of view (GB table 9.2.7.4). */
export const titlesAndChallenges = (challenge: Buffer, context: HlsContext, prover: HlsRole): Buffer => {
  const client = prover === 'client';
  return Buffer.concat([
    client ? context.clientTitle : context.serverTitle,
    client ? context.serverTitle : context.clientTitle,
    challenge,
    client ? context.clientChallenge : context.serverChallenge,
  ]);
};

const proofHint = ({ secrets, mechanism }: HlsAlgorithm): string => {
  if (mechanism === 7) return 'Check the certificate (public signing key) of the meter and its system title.';
  if (secrets.includes('authenticationKey')) return 'Check the authentication key (AK) and the system title of the meter.';
  return 'Check the password and the system titles; something between may answer in place of the meter.';
};

/** What a proof of the meter that does not fit means. @param echoed it is our own challenge */
export const wrongProof = (algorithm: HlsAlgorithm, echoed: boolean): DlmsError => {
  const text = echoed
    ? `the meter sent our own challenge back instead of a proof (${algorithm.label})`
    : `the proof of the meter (f(CtoS), ${algorithm.label}) is wrong, although it accepted ours`;
  return new DlmsError('server-proof-wrong', text, { hint: proofHint(algorithm) });
};
