/**
 * How fast telegrams become readings: HDLC frames with a DataNotification of some 500 octets (registers under codes with
 * scaler and unit, as Aidon sends them), plain and ciphered with suite 0, through the whole decoder of one source.
 *
 * `npx tsx test/bench/telegram.ts [seconds]` prints one table. The target is 40,000 telegrams a second plain and 20,000
 * ciphered on one core. `readings` are complete: name, scaled value, unit, ISO time.
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
import { createKeyRing, createReplayState, createTelegramDecoder } from '../../src/telegram';

const octetsWanted = 500;
const distinct = 64;
const batch = 16;

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
function notification(number: number): Buffer {
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
const frame = (apdu: Buffer): Buffer =>
  encodeFrame({
    destination: clientAddress(103),
    source: serverAddress({ logicalDevice: 1, physical: 17 }),
    kind: 'UI',
    pf: false,
    information: Buffer.concat([llc, apdu]),
  });

const title = fromHex('4B464D6712345678');
const ek = fromHex('000102030405060708090A0B0C0D0E0F');
const ak = fromHex('D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF');
const keys = { encryption: gcmKey(ek), authentication: ak };

const seal = (apdu: Buffer, counter: number): Buffer =>
  writeGeneral(
    'global',
    title,
    sealBody(controlOf(0, 'authenticated-encrypted'), counter, keys, { systemTitle: title, header: Buffer.alloc(0) }, apdu),
  );

interface Figures {
  readonly perSecond: number;
  readonly readings: number;
}

/** Median of batches. */
function measure(seconds: number, frames: readonly Buffer[]): Figures {
  const decoder = createTelegramDecoder({
    keys: createKeyRing([{ name: 'bench', systemTitle: title, ek, ak }]),
    replay: 'warn',
    counters: createReplayState(),
  });
  let readings = 0;
  const run = (): number => {
    const started = performance.now();
    for (let i = 0; i < batch; i++) {
      for (const octets of frames) {
        const [event] = decoder.push(octets, 0);
        if (event?.kind !== 'telegram') throw new Error('a telegram was not decoded');
        readings = event.readings.length;
      }
    }
    return (batch * frames.length * 1000) / (performance.now() - started);
  };
  for (let i = 0; i < 10; i++) run();
  const runs: number[] = [];
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) runs.push(run());
  return { perSecond: runs.sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? 0, readings };
}

const seconds = Number(process.argv[2] ?? 3);
const apdus = Array.from({ length: distinct }, (_, i) => notification(i));
const rows = {
  plain: [measure(seconds, apdus.map(frame)), 40_000],
  'suite 0, authenticated and encrypted': [
    measure(
      seconds,
      apdus.map((apdu, i) => frame(seal(apdu, i))),
    ),
    20_000,
  ],
} as const;

console.log(`telegrams: HDLC UI frame, DataNotification of ${apdus[0]?.length} octets, to readings`);
console.log(['', 'telegrams/s', 'readings each', 'target'].map((cell, i) => (i === 0 ? cell.padEnd(40) : cell.padStart(14))).join(''));
for (const [name, [{ perSecond, readings }, target]] of Object.entries(rows)) {
  console.log(name.padEnd(40) + [Math.round(perSecond), readings, target].map((cell) => String(cell).padStart(14)).join(''));
}
