/** `npm start` more than once: what was deployed in the editor is there again, until `--fresh` asks for the demo. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../support/free-port';

const root = join(__dirname, '..', '..');

describe('npm start', () => {
  let userDir: string;
  let port: number;

  before(async () => {
    userDir = mkdtempSync(join(tmpdir(), 'dlms-demo-'));
    port = await freePort();
  });
  after(() => rmSync(userDir, { recursive: true, force: true }));

  const stop = async (child: ChildProcess): Promise<void> => {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  };

  /** Runs it until its addresses are told. @returns what it printed */
  const run = async (...more: string[]): Promise<string> => {
    const words = [join(root, 'scripts', 'start.mjs'), '--built', '--user-dir', userDir, '--port', String(port), ...more];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines: string[] = [];
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        lines.push(line);
        if (line.includes('Ctrl-C')) break;
      }
    } finally {
      child.stdout.resume();
      await stop(child);
    }
    return lines.join('\n');
  };

  const flowsFile = (): string => join(userDir, 'flows.json');
  const labels = (): unknown[] => (JSON.parse(readFileSync(flowsFile(), 'utf8')) as { label?: string }[]).map(({ label }) => label);

  it('keeps flows, counters and installed nodes; --fresh brings the flows of the demo again', async () => {
    assert.match(await run(), /Dashboard +http:\/\/127\.0\.0\.1:/);
    assert.ok(labels().includes('Smart meter'));

    const flows = JSON.parse(readFileSync(flowsFile(), 'utf8')) as { type?: string; port?: string }[];
    writeFileSync(flowsFile(), JSON.stringify([...flows, { id: 'own', type: 'tab', label: 'My meter' }]));
    const others = ['dlms-counters', 'node_modules'].map((folder) => join(userDir, folder, 'kept'));
    for (const file of others) {
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, '');
    }
    assert.match(await run(), /With the flows as you deployed them.*--fresh/);
    assert.ok(labels().includes('My meter'));

    const meterPort = Number(flows.find(({ type }) => type === 'dlms-simulator')?.port);
    const other = createServer().listen(meterPort, '127.0.0.1');
    await once(other, 'listening');
    assert.match(await run(), new RegExp(`Meter +cannot listen: .* ${meterPort}\\.`));
    other.close();

    assert.doesNotMatch(await run('--fresh'), /as you deployed/);
    assert.ok(!labels().includes('My meter'));
    assert.deepEqual(others.map(existsSync), [true, true]);
    assert.doesNotMatch(await run(), /as you deployed/);
  }).timeout(60_000);
});
