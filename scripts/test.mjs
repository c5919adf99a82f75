/**
 * `npm test`: everything that needs nothing but Node and npm. Sets up, builds, checks types, style and generated
 * documents, runs the unit, property, fuzz, simulator and node tests, and ends with the line `N passed, N failed`.
 *
 *   npm test                  all of it
 *   npm test -- --coverage    with a coverage report (text and coverage/lcov.info)
 *   npm test -- test/apdu     only test files whose path begins so
 */
import { build } from './build.mjs';
import { at, run, runPackage, timed } from './command.mjs';
import { documentsAreCurrent } from './documents.mjs';
import { mocha, mochaOnAllCores, plainTestFiles } from './mocha.mjs';
import { setup } from './setup.mjs';

const coverage = process.argv.includes('--coverage');
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const totals = { passed: 0, failed: 0 };

/** A check is one thing that passes or fails, counted beside the tests. */
async function check(label, work) {
  const fine = await timed(label, work).catch((error) => {
    console.error(error.message);
    return false;
  });
  totals[fine === false ? 'failed' : 'passed'] += 1;
  if (fine === false) console.error(`FAILED: ${label}`);
}

const succeeds = async (command) => (await command).code === 0;

await setup();
await check('build', build);
await check('types', () => succeeds(runPackage('typescript', 'bin/tsc', ['-p', 'tsconfig.json'])));
await check('types of the editor part', () => succeeds(runPackage('typescript', 'bin/tsc', ['-p', 'nodes/editor/tsconfig.json'])));
await check('style', () => succeeds(run(process.execPath, [at('node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'check', '.'])));
await check('generated documents', documentsAreCurrent);

const files = plainTestFiles().filter((file) => wanted.length === 0 || wanted.some((start) => file.startsWith(start)));
// A coverage report is of one process.
const inProcesses = coverage ? mocha : mochaOnAllCores;
const tests = await timed(`${files.length} test files`, () => inProcesses('unit', files, { coverage }));
totals.passed += tests.passed;
totals.failed += tests.failed;

console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);
