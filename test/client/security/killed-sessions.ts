/** Runs the program of `session-process.ts`, kills it at some point, and looks at what it had used until then. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const program = join(__dirname, 'session-process.ts');

export interface Life {
  /** Counters in the order in which they left. */
  readonly counters: readonly number[];
  /** Sessions that were closed. */
  readonly sessions: number;
}

/** One life of the process, killed after about so many lines of its report. */
export async function live(args: readonly string[], lines: number): Promise<Life> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  let seen = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk;
    for (const octet of chunk) if (octet === 10) seen++;
    if (seen >= lines) child.kill('SIGKILL');
  });
  await once(child, 'close');
  const rows = text
    .split('\n')
    .slice(0, -1)
    .map((row) => row.split(' '));
  const counters = rows.filter(([use]) => use === 'c').map(([, counter]) => Number(counter));
  return { counters, sessions: rows.filter(([use]) => use === 's').length };
}

/** Lives until so many sessions were closed and so many deaths died: no counter twice, none below an earlier one. */
export async function liveAndDie(args: readonly string[], wanted: { readonly sessions: number; readonly deaths: number }): Promise<void> {
  const used = new Set<number>();
  let [highest, sessions, deaths] = [-1, 0, 0];
  while (sessions < wanted.sessions || deaths < wanted.deaths) {
    // Small blocks, so that death often comes while one is being reserved.
    const block = 1 + Math.floor(Math.random() * 8);
    const lived = await live([...args, String(block)], 1 + Math.floor(Math.random() * 1200));
    assert.ok(lived.counters.length > 0, 'it came to use a counter');
    for (const counter of lived.counters) {
      assert.ok(!used.has(counter), `counter ${counter} left twice`);
      assert.ok(counter > highest, `counter ${counter} after ${highest}`);
      used.add(counter);
      highest = counter;
    }
    sessions += lived.sessions;
    deaths++;
  }
}
