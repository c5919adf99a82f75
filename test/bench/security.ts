/**
 * What protection costs: the get-response of 10,000 rows x 6 columns (1 date-time, 5 double-long-unsigned) decoded plain,
 * and deciphered, verified and decoded. Target: less than 25 % more than plain.
 *
 * `npx tsx test/bench/security.ts [seconds]` prints one table. Plain and protected runs take turns, so that what else the
 * machine does hits both; each figure is the median of its runs, and only the ratios mean anything.
 */
import { decodeApdu } from '../../src/apdu/apdu';
import { gcmKey } from '../../src/security/aead';
import { controlOf, type Protection } from '../../src/security/control';
import { type Channel, openApdu, sealApdu } from '../../src/security/protect';
import { suiteOf } from '../../src/security/suites';

const rowCount = 10_000;
const rowOctets = 2 + 14 + 5 * 5;

/** GB 9.5: get-response-normal, array of structures, written by hand. */
function getResponse(): Buffer {
  const octets = Buffer.alloc(8 + rowCount * rowOctets);
  octets.set([0xc4, 0x01, 0xc1, 0x00, 0x01, 0x82, rowCount >> 8, rowCount & 0xff]);
  let at = 8;
  for (let row = 0; row < rowCount; row++) {
    const time = new Date(Date.UTC(2026, 0, 1) + row * 900_000);
    const date = [0x07, 0xea, time.getUTCMonth() + 1, time.getUTCDate(), 0xff];
    octets.set([0x02, 0x06, 0x09, 0x0c, ...date, time.getUTCHours(), time.getUTCMinutes(), 0, 0, 0xff, 0xc4, 0], at);
    at += 16;
    for (let column = 1; column <= 5; column++) {
      octets[at] = 0x06;
      octets.writeUInt32BE(1_234_567 * column + row * 17, at + 1);
      at += 5;
    }
  }
  return octets;
}

const title = Buffer.from('4B464D0000000001', 'hex');
const channelOf = (keyOctets: 16 | 32): Channel => ({
  suite: suiteOf(keyOctets === 16 ? 0 : 2),
  global: gcmKey(Buffer.alloc(keyOctets, 1)),
  broadcast: null,
  dedicated: null,
  authentication: Buffer.alloc(keyOctets, 2),
  material: {},
  ownTitle: title,
  peerTitle: title,
  alternatives: { keys: [], titles: [] },
});

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Milliseconds of a turn of ten. */
function turn(work: () => unknown): number {
  const started = performance.now();
  for (let i = 0; i < 10; i++) work();
  return performance.now() - started;
}

/** Plain and protected in turns; the medians in milliseconds per message. */
function compare(seconds: number, plain: () => unknown, sealed: () => unknown): { plain: number; sealed: number } {
  for (let i = 0; i < 5; i++) {
    turn(plain);
    turn(sealed);
  }
  const times = { plain: [] as number[], sealed: [] as number[] };
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    times.plain.push(turn(plain) / 10);
    times.sealed.push(turn(sealed) / 10);
  }
  return { plain: median(times.plain), sealed: median(times.sealed) };
}

const seconds = Number(process.argv[2] ?? '3');
const plain = getResponse();
console.log(`get-response of ${rowCount} rows, ${plain.length} octets; median ms per message`);
console.log('suite  protection                plain   protected  overhead');
for (const keyOctets of [16, 32] as const) {
  const channel = channelOf(keyOctets);
  for (const protection of ['authenticated', 'encrypted', 'authenticated-encrypted'] as const satisfies readonly Protection[]) {
    const control = controlOf(channel.suite.id, protection);
    const sealed = sealApdu(plain, channel, { control, use: 'global', style: 'service-specific', counter: 1 });
    const figures = compare(
      seconds,
      () => decodeApdu(plain),
      () => decodeApdu(openApdu(sealed, channel).plaintext),
    );
    const overhead = `${((figures.sealed / figures.plain - 1) * 100).toFixed(1)} %`;
    const cells = [
      String(channel.suite.id).padEnd(6),
      protection.padEnd(25),
      figures.plain.toFixed(2).padEnd(7),
      figures.sealed.toFixed(2).padEnd(10),
    ];
    console.log(`${cells.join(' ')} ${overhead}`);
  }
}
