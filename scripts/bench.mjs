/**
 * `npm run bench`: what sessions, decoding, protection and pushes cost, beside peers in the same run, as tables. Only ratios mean
 * anything beyond the computer that printed them; docs/benchmarks.md says how each figure is taken.
 *
 *   npm run bench -- 5              seconds of measuring for each figure (default 2)
 *   npm run bench -- 2 decode wire  only these
 *
 * The benches and src/ are compiled as the package is, since loaders that compile on the way change what is measured.
 */
import { at, cache, run, runPackage } from './command.mjs';
import { javaClasspath, javaPeer, nextNodeRed, node24 } from './peers.mjs';
import { setup } from './setup.mjs';

await setup();
const problem = await javaPeer();
if (problem !== null) console.log(`without the Java library: ${problem}\n`);

const compiled = await runPackage('typescript', 'bin/tsc', ['-p', at('test', 'bench', 'tsconfig.json')]);
if (compiled.code !== 0) process.exit(1);

const env = problem === null ? { BENCH_JAVA_CLASSPATH: javaClasspath } : {};
const main = cache('bench', 'js', 'test', 'bench', 'main.js');
const [seconds = '2', ...chosen] = process.argv.slice(2);
const names = chosen.filter((name) => name !== 'fleet');
const ran = { code: 0 };
const own = chosen.length > 0 && names.length === 0 ? ran : await run(process.execPath, [main, seconds, ...names], { env });

// Sessions once more on the newer Node: what a session costs depends on the compiler and the ciphers that Node brings along.
const sessions = chosen.length === 0 || chosen.includes('sessions');
const next = sessions && (await nextNodeRed()) === null ? await run(node24, [main, seconds, 'sessions'], { env }) : ran;

// A tenth of it; `npx tsx test/bench/fleet.ts` reads 1,000 meters with keys and 10,000 without. Needs the package as it is built.
const wanted = chosen.length === 0 || chosen.includes('fleet');
const fleet = wanted ? await run(process.execPath, ['--import', 'tsx', at('test', 'bench', 'fleet.ts'), '100', '1000']) : ran;
process.exit(own.code || next.code || fleet.code);
