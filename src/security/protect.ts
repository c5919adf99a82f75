/**
 * Protecting and unprotecting whole APDUs (GB 9.2.7.2), the same for client and meter: a `Channel` is one side's view of
 * the keys and the two system titles.
 *
 * `sealApdu` picks the wrapper by style and key; services that have no glo- or ded- form (ACCESS, DataNotification,
 * general-signing) go into the general one. `openApdu` takes off wrapper after wrapper, checks tags and signatures, and
 * says what protection there was; whether that is enough is for the caller (`control.protectsEnough`).
 */
import { DlmsError } from '../errors';
import type { GcmKey } from './aead';
import { type Body, type BodyContext, type BodyKeys, openBody, readBody, sealBody } from './body';
import { encodeControl, type SecurityControl } from './control';
import { type Alternatives, beginsLikeApdu, explainMismatch, explainNonsense } from './diagnose';
import {
  cipheredTagOf,
  type Envelope,
  type GeneralHeader,
  headerOctets,
  type KeyUse,
  readEnvelope,
  signedBy,
  signedOctets,
  writeCiphering,
  writeGeneral,
  writeService,
  writeSigning,
} from './envelope';
import { type ChosenKey, type GeneralMaterial, type KeyInfoChoice, receiverKey, senderKey } from './general-ciphering';
import { signOctets } from './signature';
import type { SecuritySuite } from './suites';

/** service-specific: glo-/ded-xxx; general: general-glo-/general-ded-ciphering; or general-ciphering with this Key-Info. */
export type CipheringStyle = 'service-specific' | 'general' | KeyInfoChoice;

/** One side's view of a protected dialogue. */
export interface Channel {
  readonly suite: SecuritySuite;
  readonly global: GcmKey | null;
  readonly broadcast: GcmKey | null;
  readonly dedicated: GcmKey | null;
  readonly authentication: Buffer | null;
  readonly material: GeneralMaterial;
  readonly ownTitle: Buffer;
  /** Null while unknown. */
  readonly peerTitle: Buffer | null;
  /** What else people mix up, to explain why a message does not open. */
  alternatives(): Alternatives;
  /** As Gurux programs: the header of general-ciphering is not authenticated, the length of what is signed is not signed. */
  readonly openHeader?: boolean;
}

/** Keys have counters of their own; this names them. */
export type KeyName = 'global' | 'broadcast' | 'dedicated' | 'wrapped' | 'agreed';

export interface SealOptions {
  readonly control: SecurityControl;
  readonly use: KeyUse;
  readonly style: CipheringStyle;
  readonly counter: number;
  /** general-ciphering: unique per message. */
  readonly transactionId?: Buffer;
}

/** What came out of the wrappers. */
export interface Opened {
  readonly plaintext: Buffer;
  /** Null: nothing was ciphered. */
  readonly control: SecurityControl | null;
  readonly counter: number | null;
  readonly keyName: KeyName | null;
  readonly signed: boolean;
  /** The length of the content was not signed. */
  readonly bareSignature?: boolean;
  readonly tail: Buffer;
}

/** Gurux servers leave the LLC header (GB 8.3.2) in what they cipher once more: their answer to f(StoC), short names over HDLC. */
const llcResponse = Buffer.of(0xe6, 0xe7, 0x00);
const withoutLlc = (octets: Buffer): Buffer =>
  octets[0] === llcResponse[0] && octets.subarray(0, 3).equals(llcResponse) ? octets.subarray(3) : octets;

/** Wrappers inside wrappers that are followed; more are hostile. */
const maxLayers = 4;
const noOctets = Buffer.alloc(0);

const missingKey = (name: string): DlmsError => new DlmsError('key-invalid', `the ${name} is missing`);

function keyOf(channel: Channel, use: KeyUse, broadcast: boolean): ChosenKey | { key: GcmKey; name: KeyName } {
  if (use === 'dedicated') {
    if (!channel.dedicated) throw missingKey('dedicated key');
    return { key: channel.dedicated, name: 'dedicated' };
  }
  const key = broadcast ? channel.broadcast : channel.global;
  if (!key) throw missingKey(broadcast ? 'broadcast key' : 'encryption key (EK)');
  return { key, name: broadcast ? 'broadcast' : 'global' };
}

const bodyKeys = (channel: Channel, encryption: GcmKey): BodyKeys => ({ encryption, authentication: channel.authentication });

/** The header of general-ciphering and general-signing. */
const headerOf = (channel: Channel, transactionId: Buffer): GeneralHeader => ({
  transactionId,
  originatorSystemTitle: channel.ownTitle,
  recipientSystemTitle: channel.peerTitle ?? noOctets,
  dateTime: noOctets,
  otherInformation: noOctets,
});

/**
 * A protected APDU.
 * @throws DlmsError `key-invalid` when a key is missing
 */
export function sealApdu(plaintext: Buffer, channel: Channel, options: SealOptions): Buffer {
  const { control, use, style, counter } = options;
  if (style !== 'service-specific' && style !== 'general') return sealGeneralCiphering(plaintext, channel, options, style);
  const { key } = keyOf(channel, use, control.broadcast);
  const body = sealBody(control, counter, bodyKeys(channel, key), { systemTitle: channel.ownTitle, header: noOctets }, plaintext);
  const tag = style === 'service-specific' ? cipheredTagOf(plaintext[0] ?? 0, use) : null;
  return tag === null ? writeGeneral(use, channel.ownTitle, body) : writeService(tag, body);
}

function sealGeneralCiphering(plaintext: Buffer, channel: Channel, options: SealOptions, choice: KeyInfoChoice): Buffer {
  const header = headerOf(channel, options.transactionId ?? noOctets);
  const { key, keyInfo } = senderKey(choice, channel.suite, channel.material, channel, header);
  const context = { systemTitle: channel.ownTitle, header: channel.openHeader ? noOctets : headerOctets(header) };
  const cipheredService = sealBody(options.control, options.counter, bodyKeys(channel, key), context, plaintext);
  return writeCiphering({ ...header, keyInfo, cipheredService });
}

/** Wraps an APDU in general-signing. @throws DlmsError `key-invalid` when there is no signing key */
export function signApdu(content: Buffer, channel: Channel, transactionId: Buffer, bare = channel.openHeader === true): Buffer {
  const { signingKey } = channel.material;
  if (!signingKey) throw missingKey('own signing key');
  const unsigned = { ...headerOf(channel, transactionId), content };
  return writeSigning({ ...unsigned, signature: signOctets(signingKey, signedOctets(unsigned, bare)) });
}

/** Octets that `sealApdu` and `signApdu` add at most, for cutting blocks. */
export function overheadOf(style: CipheringStyle, suite: SecuritySuite, signed: boolean): number {
  const signature = suite.curve ? 2 * suite.curve.fieldOctets : 0;
  // tag, length (5), control, counter, authentication tag
  const body = 1 + 5 + 1 + 4 + 12;
  const header = style === 'service-specific' ? 0 : style === 'general' ? 9 : 64 + 2 * signature;
  // The general wrapper of a signed APDU: three titles or ids of 8, five lengths, content length, signature.
  return body + header + (signed ? 64 + signature + 9 : 0);
}

/**
 * Takes off every wrapper.
 * @throws DlmsError `tag-mismatch`, `key-invalid`, `signature-invalid`, `apdu-malformed`, `apdu-truncated`
 */
export function openApdu(octets: Buffer, channel: Channel): Opened {
  let opened: Opened = {
    plaintext: octets,
    control: null,
    counter: null,
    keyName: null,
    signed: false,
    tail: noOctets,
  };
  for (let layer = 0; layer < maxLayers; layer++) {
    const envelope = readEnvelope(opened.plaintext);
    if (!envelope) return opened;
    const inner = openEnvelope(envelope, channel);
    opened = {
      plaintext: withoutLlc(inner.plaintext),
      control: joinControls(opened.control, inner.control),
      counter: opened.counter ?? inner.counter,
      keyName: opened.keyName ?? inner.keyName,
      signed: opened.signed || inner.signed,
      bareSignature: (inner.signed ? inner : opened).bareSignature ?? false,
      tail: layer === 0 ? inner.tail : opened.tail,
    };
  }
  throw new DlmsError('limit-exceeded', `more than ${maxLayers} protections around each other`);
}

const joinControls = (outer: SecurityControl | null, inner: SecurityControl | null): SecurityControl | null =>
  outer && inner
    ? { ...outer, authenticated: outer.authenticated || inner.authenticated, encrypted: outer.encrypted || inner.encrypted }
    : (outer ?? inner);

function openEnvelope(envelope: Envelope, channel: Channel): Opened {
  switch (envelope.kind) {
    case 'service': {
      const body = readBody(envelope.body);
      const chosen = keyOf(channel, envelope.use, body.control.broadcast);
      const context = { systemTitle: channel.peerTitle ?? noOctets, header: noOctets };
      return { ...openChecked(body, channel, chosen, context, envelope.plainTag), tail: envelope.tail };
    }
    case 'general': {
      const body = readBody(envelope.body);
      const chosen = keyOf(channel, envelope.use, body.control.broadcast);
      const context = { systemTitle: senderTitle(envelope.systemTitle, body, channel, chosen), header: noOctets };
      return { ...openChecked(body, channel, chosen, context, null), tail: envelope.tail };
    }
    case 'ciphering': {
      const { value, tail } = envelope;
      const header = channel.openHeader ? noOctets : envelope.header;
      const chosen = receiverKey(channel.suite, channel.material, channel, value, value.keyInfo);
      const context = { systemTitle: value.originatorSystemTitle, header };
      return { ...openChecked(readBody(envelope.body), channel, chosen, context, null), tail };
    }
    case 'signing':
      return openSigning(envelope, channel);
  }
}

/** A header without title (UNI/TS 11291): the sender goes by the title that is known of it, or by none (eight zeros). */
function senderTitle(inHeader: Buffer, body: Body, { peerTitle, authentication }: Channel, { key }: { readonly key: GcmKey }): Buffer {
  if (inHeader.length > 0 || peerTitle === null || peerTitle.length === 0) return inHeader;
  const plaintext = openBody(body, { encryption: key, authentication }, { systemTitle: peerTitle, header: noOctets });
  const fits = plaintext !== null && (body.control.authenticated || beginsLikeApdu(plaintext, null));
  return fits ? peerTitle : inHeader;
}

function openSigning({ value, tail }: Envelope & { kind: 'signing' }, channel: Channel): Opened {
  const { peerSigningKey } = channel.material;
  if (!peerSigningKey) throw missingKey('public signing key (certificate) of the meter');
  const signed = signedBy(peerSigningKey, value);
  if (!signed) throw new DlmsError('signature-invalid', 'the signature of the message does not fit the certificate of the meter');
  const unciphered = { control: null, counter: null, keyName: null, signed: true, bareSignature: signed.bare };
  return { ...unciphered, plaintext: value.content, tail };
}

/** Opens a body; what the wrapper says beside is added by the caller. */
function openChecked(
  body: Body,
  channel: Channel,
  { key, name }: { readonly key: GcmKey; readonly name: KeyName },
  context: BodyContext,
  plainTag: number | null,
): Omit<Opened, 'tail'> {
  const { control, counter } = body;
  if (control.compressed) {
    throw new DlmsError('apdu-malformed', `the message is compressed (V.44, security control ${hex(control)}), which is not supported`, {
      hint: 'Switch off compression in the security policy of the meter.',
    });
  }
  const keys = { encryption: key, authentication: channel.authentication };
  const plaintext = openBody(body, keys, context);
  if (plaintext === null) throw explainMismatch(body, keys, context, plainTag, channel.alternatives());
  if (!control.authenticated && control.encrypted && !beginsLikeApdu(plaintext, plainTag)) throw explainNonsense(context);
  return { plaintext, control, counter, keyName: name, signed: false };
}

const hex = (control: SecurityControl): string => encodeControl(control).toString(16).toUpperCase().padStart(2, '0');
