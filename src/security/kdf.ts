/**
 * Key derivation from a shared secret Z (NIST SP 800-56A 5.8.1, single-step concatenation; GB 9.2.3.4.6.5).
 *
 *   key = leftmost octets of H(00000001 | Z | AlgorithmID | PartyUInfo | PartyVInfo)
 *
 * Party U is the originator, party V the recipient. One block of the hash (32 or 48 octets) is enough for every suite.
 * In the static unified model Z never changes, so the transaction id stands in PartyUInfo as a nonce, with the octet of
 * its length in front, as the published example shows.
 */
import { createHash } from 'node:crypto';
import { curveOf, type SecuritySuite } from './suites';

export interface DerivationParties {
  readonly originator: Buffer;
  readonly recipient: Buffer;
  /** Static unified model only: the transaction-id of the APDU. */
  readonly transactionId?: Buffer;
  /** What the key is for: that of AES-GCM unless it is a master key. */
  readonly algorithmId?: Buffer;
}

const counter = Buffer.from([0, 0, 0, 1]);

/** The first `octets` octets of the derived key, by default as many as the suite's keys have. @throws DlmsError `settings-invalid` in suite 0 */
export function deriveKey(suite: SecuritySuite, z: Buffer, parties: DerivationParties, octets: number = suite.keyOctets): Buffer {
  const hash = createHash(curveOf(suite).hash);
  hash
    .update(counter)
    .update(z)
    .update(parties.algorithmId ?? suite.kdfAlgorithmId)
    .update(parties.originator);
  if (parties.transactionId) hash.update(Buffer.from([parties.transactionId.length])).update(parties.transactionId);
  return hash.update(parties.recipient).digest().subarray(0, octets);
}
