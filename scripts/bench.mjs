/**
 * `npm run bench`: what a session costs on the wire, and how fast a load profile becomes typed data and finished rows,
 * beside the Java library on the same octets in the same run (where Java and Maven are there). Only ratios mean anything.
 *
 *   npm run bench -- 5     seconds of measuring for each figure (default 3)
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { at, cache, run } from './command.mjs';
import { javaClasspath, javaPeer } from './peers.mjs';
import { setup } from './setup.mjs';

const seconds = process.argv[2] ?? '3';
const rows = 10_000;

/**
 * The get-response of test/bench: an array of 10,000 structures of one date-time in an octet-string and five
 * double-long-unsigned (Green Book 9.5), written octet by octet, so that both decoders get it from an independent hand.
 */
function getResponse() {
  const rowLength = 2 + 14 + 5 * 5;
  const octets = Buffer.alloc(8 + rows * rowLength);
  octets.set([0xc4, 0x01, 0xc1, 0x00, 0x01, 0x82, rows >> 8, rows & 0xff]);
  let position = 8;
  for (let index = 0; index < rows; index++) {
    const time = new Date(Date.UTC(2026, 0, 1) + index * 900_000);
    const date = [0x07, 0xea, time.getUTCMonth() + 1, time.getUTCDate(), 0xff];
    octets.set([0x02, 0x06, 0x09, 0x0c, ...date, time.getUTCHours(), time.getUTCMinutes(), 0, 0, 0xff, 0xc4, 0], position);
    position += 16;
    for (let column = 1; column <= 5; column++) {
      octets[position] = 0x06;
      octets.writeUInt32BE(1_234_567 * column + index * 17, position + 1);
      position += 5;
    }
  }
  return octets;
}

/** Runs a bench in TypeScript and returns what it printed. */
async function bench(file, ...args) {
  const { code, output } = await run(process.execPath, ['--import', 'tsx', at('test', 'bench', file), ...args], { quiet: true });
  process.stdout.write(`${output}\n`);
  return { code, output };
}

async function java() {
  const problem = await javaPeer();
  if (problem !== null) {
    console.log(`Java library: left out: ${problem}`);
    return null;
  }
  const file = cache('bench', 'get-response.bin');
  mkdirSync(cache('bench'), { recursive: true });
  writeFileSync(file, getResponse());
  const args = ['-cp', javaClasspath, 'DecodeBench', '--file', file, '--rows', String(rows), '--seconds', seconds];
  const { output } = await run('java', args, { quiet: true });
  const figure = (name) => Number(new RegExp(`${name} (\\d+)`).exec(output)?.[1]);
  return { typed: figure('TYPED'), raw: figure('RAW') };
}

await setup();
let failed = (await bench('session.ts')).code !== 0;
const decode = await bench('decode.ts', seconds);
const own = Number(/date-times typed \(column 0\)\s+([\d.]+) M/.exec(decode.output)?.[1]) * 1e6;
const peer = await java();
if (peer !== null) {
  const millions = (figure) => `${(figure / 1e6).toFixed(2)} M rows/s`;
  console.log(`Java library, same message, same run: ${millions(peer.typed)} with date-times typed, ${millions(peer.raw)} without`);
  console.log(`ours, date-times typed, against that: ${(own / peer.typed).toFixed(2)} (target: at least 2)\n`);
}
failed ||= decode.code !== 0;
for (const file of readdirSync(at('test', 'bench')).filter((name) => /^rows.*\.ts$/.test(name)))
  failed = (await bench(file, seconds)).code !== 0 || failed;
failed = (await bench('profile.ts')).code !== 0 || failed;
failed = (await bench('security.ts', seconds)).code !== 0 || failed;
failed = (await bench('telegram.ts', seconds)).code !== 0 || failed;
// One minute of the push load; `npx tsx test/bench/push-load.ts` takes ten.
failed = (await bench('push-load.ts', '1')).code !== 0 || failed;
// A tenth of it; `npx tsx test/bench/fleet.ts` reads 1,000 meters with keys and 10,000 without.
failed = (await bench('fleet.ts', '100', '1000')).code !== 0 || failed;
if (!existsSync(at('test', 'bench', 'decode.ts'))) failed = true;
process.exit(failed ? 1 : 0);
