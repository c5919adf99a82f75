/**
 * One APDU in all the ways in which it travels, made at random: ciphered in several styles, with lengths in longer forms than
 * needed, in blocks, and inside every framing. What is made here is written octet by octet and not with the encoders of the
 * wrappers, so that a form that an encoder never writes is met too.
 */
import fc, { type Arbitrary } from 'fast-check';
import { encodeFrame } from '../../src/framing/hdlc/frame';
import { gcmKey, gcmSeal, nonceOf } from '../../src/security/aead';

export const ek = Buffer.from('000102030405060708090A0B0C0D0E0F', 'hex');
export const broadcastKey = Buffer.from('0F0E0D0C0B0A09080706050403020100', 'hex');
export const ak = Buffer.from('D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF', 'hex');
export const title = Buffer.from('4D4D4D0000BC614E', 'hex');

/** Octets that a length takes: 1 (where it is below 128), or 2 or 3 in long form. */
export type LengthForm = 'short' | '81' | '82';

export function length(size: number, form: LengthForm): Buffer {
  if (form === 'short' && size < 0x80) return Buffer.of(size);
  if (form !== '82' && size < 0x100) return Buffer.of(0x81, size);
  return Buffer.of(0x82, size >> 8, size & 0xff);
}

export interface Ciphering {
  readonly style: 'none' | 'general-glo' | 'general-ded';
  /** Security control. */
  readonly control: number;
  readonly form: LengthForm;
}

/** Bit 4 authenticated, 5 encrypted, 6 broadcast key (Green Book 9.2.7.2.4.1). */
export function ciphered(apdu: Buffer, { style, control, form }: Ciphering, counter: number): Buffer {
  if (style === 'none') return apdu;
  const isAuthenticated = (control & 0x10) !== 0;
  const isEncrypted = (control & 0x20) !== 0;
  const key = gcmKey((control & 0x40) !== 0 ? broadcastKey : ek);
  const octet = Buffer.of(control);
  const aad = isAuthenticated ? (isEncrypted ? [octet, ak] : [octet, ak, apdu]) : [];
  const sealed = gcmSeal(key, nonceOf(title, counter), Buffer.concat(aad), isEncrypted ? apdu : Buffer.alloc(0));
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  const body = Buffer.concat([
    octet,
    count,
    isEncrypted ? sealed.ciphertext : apdu,
    isAuthenticated ? sealed.tag.subarray(0, 12) : Buffer.alloc(0),
  ]);
  return Buffer.concat([Buffer.of(style === 'general-glo' ? 0xdb : 0xdc, 8), title, length(body.length, form), body]);
}

const parts = (octets: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.max(1, Math.ceil(octets.length / size)) }, (_, i) => octets.subarray(i * size, (i + 1) * size));

/** General block transfer, streaming, unacknowledged. */
export const blocks = (apdu: Buffer, size: number, form: LengthForm): Buffer[] =>
  parts(apdu, size).map((data, i, all) =>
    Buffer.concat([
      Buffer.of(0xe0, i === all.length - 1 ? 0xc0 : 0x40, (i + 1) >> 8, (i + 1) & 0xff, 0, 0),
      length(data.length, form),
      data,
    ]),
  );

export type Framed = (apdu: Buffer) => Buffer;

const llc = Buffer.of(0xe6, 0xe7, 0x00);
const addresses = {
  client: { length: 1, upper: 0x10, lower: null },
  meter: { length: 1, upper: 1, lower: null },
  two: { length: 2, upper: 1, lower: 0x11 },
  four: { length: 4, upper: 1, lower: 0x1234 },
} as const;

interface HdlcForm {
  readonly from: 'meter' | 'two' | 'four';
  readonly kind: 'I' | 'UI';
  /** Octets of information in a frame. */
  readonly size: number;
  readonly sharedFlags: boolean;
  /** Some meters never count: N(S) is always 0. */
  readonly counts: boolean;
}

const hdlc =
  ({ from, kind, size, sharedFlags, counts }: HdlcForm): Framed =>
  (apdu) => {
    const frames = parts(Buffer.concat([llc, apdu]), size).map((information, i, all) =>
      encodeFrame({
        destination: addresses.client,
        source: addresses[from],
        kind,
        pf: false,
        ...(kind === 'I' ? { ns: counts ? i % 8 : 0, nr: 0 } : {}),
        segmented: i < all.length - 1,
        information,
      }),
    );
    return Buffer.concat(frames.map((frame, i) => (sharedFlags && i > 0 ? frame.subarray(1) : frame)));
  };

const mbus =
  (size: number): Framed =>
  (apdu) =>
    Buffer.concat(
      parts(apdu, size).map((payload, i, all) => {
        const data = Buffer.concat([Buffer.of(0x53, 0xff, (i === all.length - 1 ? 0x10 : 0) | (i % 16), 0x01, 0x67), payload]);
        const sum = data.reduce((total, octet) => (total + octet) & 0xff, 0);
        return Buffer.concat([Buffer.of(0x68, data.length & 0xff, data.length & 0xff, 0x68), data, Buffer.of(sum, 0x16)]);
      }),
    );

const wrapper: Framed = (apdu) => {
  const header = Buffer.from('0001000100660000', 'hex');
  header.writeUInt16BE(apdu.length, 6);
  return Buffer.concat([header, apdu]);
};

export interface Framing {
  readonly name: string;
  readonly framed: Framed;
}

/** Sixteen segments is what M-Bus can number. */
const mbusSize = (apdu: Buffer): number => Math.max(100, Math.ceil(apdu.length / 15));

export const framings: Arbitrary<Framing> = fc.oneof(
  fc
    .record({
      from: fc.constantFrom('meter' as const, 'two' as const, 'four' as const),
      kind: fc.constantFrom('UI' as const, 'I' as const),
      size: fc.constantFrom(32, 120, 128, 1900),
      sharedFlags: fc.boolean(),
      counts: fc.boolean(),
    })
    .map((form) => ({ name: `hdlc ${JSON.stringify(form)}`, framed: hdlc(form) })),
  fc.constantFrom<Framing>(
    { name: 'wrapper', framed: wrapper },
    { name: 'm-bus', framed: (apdu) => mbus(mbusSize(apdu))(apdu) },
    { name: 'raw', framed: (apdu) => apdu },
    { name: 'raw with LLC', framed: (apdu) => Buffer.concat([llc, apdu]) },
  ),
);

const control = fc.constantFrom(0x10, 0x20, 0x30, 0x21, 0x31, 0x50, 0x60, 0x70);
export const ciphering: Arbitrary<Ciphering> = fc.record({
  style: fc.constantFrom('none' as const, 'general-glo' as const, 'general-ded' as const),
  control,
  form: fc.constantFrom('short' as const, '81' as const, '82' as const),
});
