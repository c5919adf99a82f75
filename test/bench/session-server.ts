/** The simulated meter as a process of its own: prints `READY <port>` and ends with its standard input. */
import { type SimulatorOptions, startSimulator } from '../../src/index';
import { wordsOf } from './words';

async function main(): Promise<void> {
  const framing = wordsOf(process.argv.slice(2)).text('framing') as NonNullable<SimulatorOptions['framing']>;
  const listen = { kind: 'tcp', host: '127.0.0.1', port: 0 } as const;
  const simulator = await startSimulator({ listen, framing, hdlc: { maxInfoTransmit: 128, maxInfoReceive: 128 }, tickMs: 0, seed: 1 });
  console.log(`READY ${simulator.port}`);
  process.stdin.on('end', () => process.exit(0)).resume();
}

void main();
