/**
 * `npx tsx test/fuzz/fuzz.ts [seconds] [seed] [target]`: fuzzes everything that takes octets from outside, 10 seconds long.
 * Prints the seed, what broke and the number of executions; ends with 1 when something broke.
 */
import { fuzz } from './run';
import { targets } from './targets';

const [seconds = '10', seed = String(Date.now() % 0x1_0000_0000), wanted = ''] = process.argv.slice(2);
const chosen = targets.filter(({ name }) => name.startsWith(wanted));
if (chosen.length === 0) throw new Error(`no target begins with "${wanted}": ${targets.map(({ name }) => name).join(', ')}`);

console.log(`seed ${seed}`);
const until = performance.now() + Number(seconds) * 1000;
const { executions, violations } = fuzz(chosen, Number(seed), () => performance.now() >= until);
for (const { target, what, hex } of violations) console.log(`${target}: ${what}\n  ${hex}`);
console.log(`${executions} executions`);
process.exitCode = violations.length > 0 ? 1 : 0;
