/**
 * The telegrams of the push benches: an HDLC frame with a DataNotification of some 500 octets (registers under codes with
 * scaler and unit, as Aidon sends them), plain or ciphered with suite 0.
 */
import { encodeApdu } from '../../src/apdu/apdu';
import { fromHex } from '../../src/bytes';
import { dateTimeFrom, dateTimeOctets } from '../../src/codec/date-time';
import type { Data } from '../../src/codec/types';
import { clientAddress, serverAddress } from '../../src/framing/hdlc/address';
import { encodeFrame } from '../../src/framing/hdlc/frame';
import { gcmKey } from '../../src/security/aead';
import { sealBody } from '../../src/security/body';
import { controlOf } from '../../src/security/control';
import { writeGeneral } from '../../src/security/envelope';

const octetsWanted = 500;

const time = dateTimeOctets(dateTimeFrom(fromHex('07EA0101040C000000FFC400')));
const codes: readonly (readonly [c: number, d: number, e: number])[] = [
  ...[1, 2, 3, 4].flatMap((c) => [0, 1, 2].map((e) => [c, 8, e] as const)),
  ...[1, 2, 3, 4, 31, 51, 71, 32, 52, 72].map((c) => [c, 7, 0] as const),
];

function register([c, d, e]: readonly [number, number, number], value: number): Data {
  return {
    type: 'structure',
    value: [
      { type: 'octet-string', value: Buffer.from([1, 0, c, d, e, 255]) },
      { type: 'double-long-unsigned', value },
      {
        type: 'structure',
        value: [
          { type: 'integer', value: d === 7 ? -1 : 0 },
          { type: 'enum', value: d === 8 ? 30 : 27 },
        ],
      },
    ],
  };
}

/** A notification of 500 octets or little more. */
export function notification(number: number): Buffer {
  const registers: Data[] = [];
  for (;;) {
    registers.push(register(codes[registers.length % codes.length] as (typeof codes)[number], 1_000_000 + number * 977 + registers.length));
    const body: Data = { type: 'array', value: registers };
    const apdu = encodeApdu({
      kind: 'data-notification',
      value: { longInvokeIdAndPriority: number, dateTime: time, dateTimeTagged: false, notificationBody: body },
    });
    if (apdu.length >= octetsWanted) return apdu;
  }
}

const llc = fromHex('E6E700');
export const frame = (apdu: Buffer): Buffer =>
  encodeFrame({
    destination: clientAddress(103),
    source: serverAddress({ logicalDevice: 1, physical: 17 }),
    kind: 'UI',
    pf: false,
    information: Buffer.concat([llc, apdu]),
  });

export const title = fromHex('4B464D6712345678');
export const ek = fromHex('000102030405060708090A0B0C0D0E0F');
export const ak = fromHex('D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF');
const keys = { encryption: gcmKey(ek), authentication: ak };

export const seal = (apdu: Buffer, counter: number): Buffer =>
  writeGeneral(
    'global',
    title,
    sealBody(controlOf(0, 'authenticated-encrypted'), counter, keys, { systemTitle: title, header: Buffer.alloc(0) }, apdu),
  );
