/** A process of its own for the tests of counter stores: reserves blocks in a folder and prints where they begin. */
import { fileCounterStore } from '../../../src/client/security/file-counters';
import { counterKey } from '../../../src/security/counters';

async function main(folder: string, count: number): Promise<void> {
  const store = fileCounterStore(folder);
  const key = counterKey('unicast-0011223344556677', 'client-to-server', Buffer.from('Gurux123'));
  for (let i = 0; i < count; i++) process.stdout.write(`${await store.reserve(key, 32, 0)}\n`);
}

main(process.argv[2] as string, Number(process.argv[3])).catch((error: unknown) => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
