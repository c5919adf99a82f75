/**
 * Mechanism 5, GMAC (GB 9.2.7.4): proof = control | invocation counter (4) | tag (12). The tag is the GMAC of
 * control | AK | challenge under EK with the prover's title and that counter as nonce. The control octet is authentication
 * only and the suite, never that of the association.
 */
import { DlmsError } from '../../errors';
import { type GcmKey, gmac as gmacOf, nonceOf, sameOctets, tagOctets } from '../aead';
import { type HlsContext, type HlsDescription, type HlsRole, mutual } from './algorithm';

const proofOctets = 1 + 4 + tagOctets;
const authenticationOnly = 0x10;

interface Keys {
  readonly encryption: GcmKey;
  readonly authentication: Buffer;
}

function keysOf({ encryption, authentication }: HlsContext): Keys {
  if (!encryption) throw new DlmsError('key-invalid', 'HLS 5 (GMAC) needs the encryption key (EK)');
  if (!authentication) throw new DlmsError('key-invalid', 'HLS 5 (GMAC) needs the authentication key (AK)');
  return { encryption, authentication };
}

/** The tag that a proof over `challenge` with this counter has. `control` goes into it as it stands in the proof. */
export function gmacTag(challenge: Buffer, title: Buffer, counter: number, context: HlsContext, control: number): Buffer {
  const { encryption, authentication } = keysOf(context);
  return gmacOf(encryption, nonceOf(title, counter), Buffer.concat([Buffer.from([control]), authentication, challenge]));
}

/** What stands in a proof; null when it is none. */
export function readGmacProof(proof: Buffer): { readonly control: number; readonly counter: number; readonly tag: Buffer } | null {
  if (proof.length !== proofOctets || ((proof[0] as number) & 0x30) !== authenticationOnly) return null;
  return { control: proof[0] as number, counter: proof.readUInt32BE(1), tag: proof.subarray(5) };
}

const titleOf = (context: HlsContext, prover: HlsRole): Buffer => (prover === 'client' ? context.clientTitle : context.serverTitle);

function prove(challenge: Buffer, context: HlsContext, prover: HlsRole): Buffer {
  keysOf(context);
  const proof = Buffer.alloc(proofOctets);
  const counter = context.counter();
  const control = authenticationOnly | context.suite.id;
  proof[0] = control;
  proof.writeUInt32BE(counter, 1);
  gmacTag(challenge, titleOf(context, prover), counter, context, control).copy(proof, 5);
  return proof;
}

function check(proof: Buffer, challenge: Buffer, context: HlsContext, prover: HlsRole): boolean {
  const read = readGmacProof(proof);
  if (!read) return false;
  return sameOctets(gmacTag(challenge, titleOf(context, prover), read.counter, context, read.control), read.tag);
}

const description: HlsDescription = {
  id: 'gmac',
  label: 'HLS 5: GMAC',
  hint: 'GMAC of the challenge with the keys EK and AK: the usual one of European meters.',
  mechanism: 5,
  secrets: ['encryptionKey', 'authenticationKey'],
};

export const gmac = mutual(description, prove, check);
