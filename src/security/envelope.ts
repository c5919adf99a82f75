/**
 * The wrappers of protected APDUs, told apart by the first octet (GB 9.5; 9.2.7.2): service-specific glo- and ded-,
 * general-glo-, general-ded-ciphering, general-ciphering, general-signing. What they wrap is not looked at here.
 */
import type { KeyObject } from 'node:crypto';
import { cipheredTags, serviceCipheredTags } from '../apdu/apdu';
import { type GeneralCiphering, type GeneralSigning, generalCiphered, generalCiphering, generalSigning } from '../apdu/ciphered';
import { Reader } from '../bytes';
import { encode, octetString } from '../codec/axdr';
import { verifyOctets } from './signature';

/** Which of the two kinds of key the wrapper names. */
export type KeyUse = 'global' | 'dedicated';

interface Common {
  /** Octets after the wrapper; short-name meters glue two answers together. */
  readonly tail: Buffer;
}

export type Envelope =
  | (Common & { readonly kind: 'service'; readonly use: KeyUse; readonly plainTag: number; readonly body: Buffer })
  | (Common & { readonly kind: 'general'; readonly use: KeyUse; readonly systemTitle: Buffer; readonly body: Buffer })
  | (Common & { readonly kind: 'ciphering'; readonly value: GeneralCiphering; readonly header: Buffer; readonly body: Buffer })
  | (Common & { readonly kind: 'signing'; readonly value: GeneralSigning });

const general = { global: 0xdb, dedicated: 0xdc, ciphering: 0xdd, signing: 0xdf } as const;

/** Ciphered tag -> plain tag and key; plain tag -> ciphered tags. */
const fromCiphered = new Map<number, { use: KeyUse; plainTag: number }>();
const toCiphered = new Map<number, Record<KeyUse, number>>();
for (const [plain, glo, ded] of Object.values(cipheredTags)) {
  fromCiphered.set(glo, { use: 'global', plainTag: plain });
  fromCiphered.set(ded, { use: 'dedicated', plainTag: plain });
  toCiphered.set(plain, { global: glo, dedicated: ded });
}

const protectedTags: ReadonlySet<number> = new Set([...serviceCipheredTags, ...Object.values(general)]);

/** True for the first octet of a protected APDU, one that `readEnvelope` reads. */
export const isProtectedTag = (tag: number): boolean => protectedTags.has(tag);

/** The glo- or ded- tag of a plain one; null for services that have none (ACCESS, DataNotification). */
export const cipheredTagOf = (plainTag: number, use: KeyUse): number | null => toCiphered.get(plainTag)?.[use] ?? null;

/** Null when the octets are no protected APDU. @throws DlmsError of the codec */
export function readEnvelope(octets: Buffer): Envelope | null {
  const tag = octets[0] ?? -1;
  const service = fromCiphered.get(tag);
  const input = new Reader(octets, 1);
  if (service) return { kind: 'service', ...service, body: octetString.read(input), tail: input.rest() };
  switch (tag) {
    case general.global:
    case general.dedicated: {
      const { systemTitle, cipheredService } = generalCiphered.read(input);
      return {
        kind: 'general',
        use: tag === general.global ? 'global' : 'dedicated',
        systemTitle,
        body: cipheredService,
        tail: input.rest(),
      };
    }
    case general.ciphering: {
      const value = generalCiphering.read(input);
      return { kind: 'ciphering', value, header: headerOctets(value), body: value.cipheredService, tail: input.rest() };
    }
    case general.signing: {
      const value = generalSigning.read(input);
      return { kind: 'signing', value, tail: input.rest() };
    }
    default:
      return null;
  }
}

export type GeneralHeader = Pick<
  GeneralCiphering,
  'transactionId' | 'originatorSystemTitle' | 'recipientSystemTitle' | 'dateTime' | 'otherInformation'
>;

/** The five fields as they stand in the APDU, each with its length: part of the AAD and of what is signed. */
export const headerOctets = (header: GeneralHeader): Buffer =>
  Buffer.concat(
    [header.transactionId, header.originatorSystemTitle, header.recipientSystemTitle, header.dateTime, header.otherInformation].map(
      (field) => encode(octetString, field),
    ),
  );

/**
 * What the signature of general-signing is over: header and content, each field with its length, as published messages of Great
 * Britain's GBCS show. `bare`: Gurux programs leave the length of the content out.
 */
export const signedOctets = (value: GeneralHeader & Pick<GeneralSigning, 'content'>, bare: boolean): Buffer =>
  Buffer.concat([headerOctets(value), bare ? value.content : encode(octetString, value.content)]);

/** What `signer` signed: all with its length, or bare content; null when it signed neither. */
export function signedBy(signer: KeyObject, value: GeneralSigning): { readonly bare: boolean } | null {
  const bare = [false, true].find((form) => verifyOctets(signer, signedOctets(value, form), value.signature));
  return bare === undefined ? null : { bare };
}

const withTag = (tag: number, octets: Buffer): Buffer => Buffer.concat([Buffer.from([tag]), octets]);

export const writeService = (tag: number, body: Buffer): Buffer => withTag(tag, encode(octetString, body));

export const writeGeneral = (use: KeyUse, systemTitle: Buffer, body: Buffer): Buffer =>
  withTag(general[use], encode(generalCiphered, { systemTitle, cipheredService: body }));

export const writeCiphering = (value: GeneralCiphering): Buffer => withTag(general.ciphering, encode(generalCiphering, value));

export const writeSigning = (value: GeneralSigning): Buffer => withTag(general.signing, encode(generalSigning, value));
