/**
 * Which key a general-ciphering APDU uses (GB 9.2.7.2.4.6, 9.5 Key-Info): one of the known keys by number, a fresh key
 * wrapped under the master key, or a key agreed by Diffie-Hellman. One function for the sender, one for the receiver.
 *
 * One-pass: key-parameters 01, key-ciphered-data = ephemeral public key | signature over it by the originator.
 * Static unified: key-parameters 02, no data; the transaction id makes the key of each message its own.
 * Fresh keys and ephemeral scalars are drawn outside and passed in.
 */
import type { KeyObject } from 'node:crypto';
import type { GeneralCiphering } from '../apdu/ciphered';
import { DlmsError } from '../errors';
import { type GcmKey, gcmKey } from './aead';
import type { GeneralHeader } from './envelope';
import { onePass, publicKeyOf, staticUnified } from './key-agreement';
import { unwrapKey, wrapKey } from './key-wrap';
import { signOctets, verifyOctets } from './signature';
import { curveOf, type SecuritySuite } from './suites';

/** How the sender of general-ciphering names its key. */
export type KeyInfoChoice = 'identified' | 'identified-broadcast' | 'wrapped' | 'one-pass' | 'static-unified';

/** Keys that only general-ciphering and general-signing need. */
export interface GeneralMaterial {
  /** KEK. */
  readonly masterKey?: Buffer;
  /** Own static private key for key agreement, the scalar. */
  readonly agreementKey?: Buffer;
  /** Static public key of the other side for key agreement, x | y. */
  readonly peerAgreementKey?: Buffer;
  readonly signingKey?: KeyObject;
  readonly peerSigningKey?: KeyObject;
  /** Random octets, the symmetric key of this association that is sent wrapped. */
  readonly sessionKey?: Buffer;
  /** Random scalar, the ephemeral private key of this association. */
  readonly ephemeralKey?: Buffer;
}

export interface KnownKeys {
  readonly global: GcmKey | null;
  readonly broadcast: GcmKey | null;
}

/** A key and what it is. */
export interface ChosenKey {
  readonly key: GcmKey;
  readonly name: 'global' | 'broadcast' | 'wrapped' | 'agreed';
}

const missing = (what: string): DlmsError => new DlmsError('key-invalid', `${what} is missing, general-ciphering needs it`);

function given<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw missing(what);
  return value;
}

const partiesOf = (header: GeneralHeader) => ({
  originator: header.originatorSystemTitle,
  recipient: header.recipientSystemTitle,
  transactionId: header.transactionId,
});

type Sender = (
  suite: SecuritySuite,
  material: GeneralMaterial,
  known: KnownKeys,
  header: GeneralHeader,
) => ChosenKey & { readonly keyInfo: NonNullable<GeneralCiphering['keyInfo']> };

const senders: Record<KeyInfoChoice, Sender> = {
  identified: (_suite, _material, { global }) => ({
    key: given(global, 'the encryption key (EK)'),
    name: 'global',
    keyInfo: { kind: 'identified-key', value: { keyId: 0 } },
  }),
  'identified-broadcast': (_suite, _material, { broadcast }) => ({
    key: given(broadcast, 'the broadcast key'),
    name: 'broadcast',
    keyInfo: { kind: 'identified-key', value: { keyId: 1 } },
  }),
  wrapped(_suite, material) {
    const octets = given(material.sessionKey, 'a fresh key');
    const keyCipheredData = wrapKey(given(material.masterKey, 'the master key (KEK)'), octets);
    return { key: gcmKey(octets), name: 'wrapped', keyInfo: { kind: 'wrapped-key', value: { kekId: 0, keyCipheredData } } };
  },
  'one-pass'(suite, material, _known, header) {
    const privateKey = given(material.ephemeralKey, 'an ephemeral key');
    const publicKey = given(material.peerAgreementKey, 'the public key agreement key of the other side');
    const ephemeral = publicKeyOf(suite, privateKey);
    const signature = signOctets(given(material.signingKey, 'the own signing key'), ephemeral);
    return {
      key: gcmKey(onePass(suite, { privateKey, publicKey }, partiesOf(header))),
      name: 'agreed',
      keyInfo: {
        kind: 'agreed-key',
        value: { keyParameters: Buffer.from([1]), keyCipheredData: Buffer.concat([ephemeral, signature]) },
      },
    };
  },
  'static-unified': (suite, material, _known, header) => ({
    key: staticKey(suite, material, header),
    name: 'agreed',
    // Static keys and a transaction id: nothing says that the pair was never used, so the counter has to live on.
    keyInfo: { kind: 'agreed-key', value: { keyParameters: Buffer.from([2]), keyCipheredData: Buffer.alloc(0) } },
  }),
};

const staticKey = (suite: SecuritySuite, material: GeneralMaterial, header: GeneralHeader): GcmKey =>
  gcmKey(
    staticUnified(
      suite,
      {
        privateKey: given(material.agreementKey, 'the own key agreement key'),
        publicKey: given(material.peerAgreementKey, 'the public key agreement key of the other side'),
      },
      partiesOf(header),
    ),
  );

/** The key for a message that is sent, and the Key-Info that names it. @throws DlmsError `key-invalid`, `settings-invalid` */
export const senderKey = (
  choice: KeyInfoChoice,
  suite: SecuritySuite,
  material: GeneralMaterial,
  known: KnownKeys,
  header: GeneralHeader,
): ReturnType<Sender> => senders[choice](suite, material, known, header);

/**
 * The key of a message that came.
 * @throws DlmsError `key-invalid` when a key is missing or does not unwrap, `signature-invalid`, `apdu-malformed`
 */
export function receiverKey(
  suite: SecuritySuite,
  material: GeneralMaterial,
  known: KnownKeys,
  header: GeneralHeader,
  keyInfo: GeneralCiphering['keyInfo'],
): ChosenKey {
  switch (keyInfo?.kind) {
    case undefined:
      return { key: given(known.global, 'the encryption key (EK)'), name: 'global' };
    case 'identified-key': {
      const broadcast = keyInfo.value.keyId === 1;
      const key = broadcast ? given(known.broadcast, 'the broadcast key') : given(known.global, 'the encryption key (EK)');
      return { key, name: broadcast ? 'broadcast' : 'global' };
    }
    case 'wrapped-key': {
      const octets = unwrapKey(given(material.masterKey, 'the master key (KEK)'), keyInfo.value.keyCipheredData);
      return { key: gcmKey(octets), name: 'wrapped' };
    }
    case 'agreed-key':
      return agreedKey(suite, material, header, keyInfo.value);
  }
}

function agreedKey(
  suite: SecuritySuite,
  material: GeneralMaterial,
  header: GeneralHeader,
  { keyParameters, keyCipheredData }: { readonly keyParameters: Buffer; readonly keyCipheredData: Buffer },
): ChosenKey {
  const scheme = keyParameters[0];
  if (scheme === 2) return { key: staticKey(suite, material, header), name: 'agreed' };
  const octets = 2 * curveOf(suite).fieldOctets;
  if (scheme !== 1 || keyCipheredData.length !== 2 * octets) {
    throw new DlmsError('apdu-malformed', `key agreement ${scheme ?? 'without parameters'} with ${keyCipheredData.length} octets of data`);
  }
  const publicKey = keyCipheredData.subarray(0, octets);
  const signer = given(material.peerSigningKey, 'the public signing key of the other side');
  const signature = keyCipheredData.subarray(octets);
  // The example of the Green Book signs the key alone; Gurux programs put the number of the scheme before it.
  const signed = [publicKey, Buffer.concat([keyParameters, publicKey])];
  if (!signed.some((octetsSigned) => verifyOctets(signer, octetsSigned, signature))) {
    throw new DlmsError('signature-invalid', 'the ephemeral key of the other side is not signed with the key of its certificate');
  }
  const privateKey = given(material.agreementKey, 'the own key agreement key');
  return { key: gcmKey(onePass(suite, { privateKey, publicKey }, partiesOf(header))), name: 'agreed' };
}
