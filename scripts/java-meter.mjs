/**
 * A meter that nobody here wrote, to be read from the editor: Gurux's server library in Java behind the launcher of the interop
 * tests, on a loopback port, until Ctrl-C. Needs Java and Maven.
 *
 *   node scripts/java-meter.mjs --framing hdlc --port 4061
 *
 * More arguments: the heads of `MeterServer` and `MeterSecurity` in test/interop/java.
 */
import { spawn } from 'node:child_process';
import { javaClasspath, javaPeer } from './peers.mjs';

const problem = await javaPeer();
if (problem !== null) {
  console.error(problem);
  process.exit(1);
}
// The meter ends when its standard input does: with this process, however that ends.
const meter = spawn('java', ['-cp', javaClasspath, 'MeterServer', ...process.argv.slice(2)], { stdio: ['pipe', 'inherit', 'inherit'] });
meter.once('exit', (code) => process.exit(code ?? 1));
