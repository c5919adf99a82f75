/**
 * xDLMS InitiateRequest and InitiateResponse, and the conformance block (Green Book 9.5, 9.4.6.1).
 *
 * The conformance block is `[APPLICATION 31] IMPLICIT BIT STRING(24)`, BER inside A-XDR: `5F 1F 04 00 xxxxxx`. Some
 * meters and one vendor's tool code the tag in one octet, `5F 04 00 xxxxxx`: both are read, `conformanceTag` says which.
 */
import { boolean, type Codec, i8, octetString, optional, struct, type TypeOf, u8, u16, withDefault } from '../codec/axdr';

/** Bit numbers of the conformance block, bit 0 first. */
export const conformanceBits = {
  'general-protection': 1,
  'general-block-transfer': 2,
  read: 3,
  write: 4,
  'unconfirmed-write': 5,
  'delta-value-encoding': 6,
  'attribute0-supported-with-set': 8,
  'priority-mgmt-supported': 9,
  'attribute0-supported-with-get': 10,
  'block-transfer-with-get-or-read': 11,
  'block-transfer-with-set-or-write': 12,
  'block-transfer-with-action': 13,
  'multiple-references': 14,
  'information-report': 15,
  'data-notification': 16,
  access: 17,
  'parameterized-access': 18,
  get: 19,
  set: 20,
  'selective-access': 21,
  'event-notification': 22,
  action: 23,
} as const;
export type ConformanceBit = keyof typeof conformanceBits;

/** The 24 bits as a number, bit 0 of the book = 0x800000. */
export const conformanceFrom = (bits: Iterable<ConformanceBit>): number => {
  let value = 0;
  for (const bit of bits) value |= 0x800000 >>> conformanceBits[bit];
  return value;
};
export const conformanceHas = (conformance: number, bit: ConformanceBit): boolean =>
  (conformance & (0x800000 >>> conformanceBits[bit])) !== 0;
export const conformanceNames = (conformance: number): ConformanceBit[] =>
  (Object.keys(conformanceBits) as ConformanceBit[]).filter((bit) => conformanceHas(conformance, bit));

export interface Conformance {
  /** 24 bits. */
  readonly bits: number;
  readonly tag: '5F1F' | '5F';
}

const conformance: Codec<Conformance> = {
  write({ bits, tag }, out) {
    out.u8(0x5f);
    if (tag === '5F1F') out.u8(0x1f);
    out
      .u8(0x04)
      .u8(0x00)
      .u8(bits >>> 16)
      .u16(bits & 0xffff);
  },
  read(input) {
    if (input.u8() !== 0x5f) throw input.malformed('conformance block without tag 5F', input.position - 1);
    const long = input.peek() === 0x1f;
    if (long) input.skip(1);
    const at = input.position;
    if (input.u8() !== 0x04 || input.u8() !== 0x00) throw input.malformed('conformance block is not 24 bits', at);
    return { bits: (input.u8() << 16) | input.u16(), tag: long ? '5F1F' : '5F' };
  },
};

export const initiateRequest = struct({
  dedicatedKey: optional(octetString),
  responseAllowed: withDefault(boolean, true),
  proposedQualityOfService: optional(i8),
  proposedDlmsVersionNumber: u8,
  proposedConformance: conformance,
  clientMaxReceivePduSize: u16,
});
export type InitiateRequest = TypeOf<typeof initiateRequest>;

export const initiateResponse = struct({
  negotiatedQualityOfService: optional(i8),
  negotiatedDlmsVersionNumber: u8,
  negotiatedConformance: conformance,
  serverMaxReceivePduSize: u16,
  /** 0x0007 with logical names, base name of the Association SN object (0xFA00) with short names. */
  vaaName: u16,
});
export type InitiateResponse = TypeOf<typeof initiateResponse>;
