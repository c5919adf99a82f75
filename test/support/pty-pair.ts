/**
 * Two pseudo terminals joined by socat: a serial line without hardware, and how to pull it out and plug it in again.
 * The interop tier installs socat; who runs these tests without it is told what is missing.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const socatThere = spawnSync('socat', ['-V']).status === 0;

/** For `before`. */
export function needSocat(): void {
  assert.ok(socatThere, 'socat is not installed: apt-get install socat');
}

export class PtyPair {
  readonly a: string;
  readonly b: string;
  private readonly folder = mkdtempSync(join(tmpdir(), 'dlms-pty-'));
  private child: ChildProcess | null = null;

  private constructor() {
    this.a = join(this.folder, 'a');
    this.b = join(this.folder, 'b');
  }

  static async open(): Promise<PtyPair> {
    const pair = new PtyPair();
    await pair.plug();
    return pair;
  }

  /** Both ends are there. */
  async plug(): Promise<void> {
    const child = spawn('socat', [`pty,raw,echo=0,link=${this.a}`, `pty,raw,echo=0,link=${this.b}`], { stdio: 'ignore' });
    this.child = child;
    while (!existsSync(this.a) || !existsSync(this.b)) {
      assert.equal(child.exitCode, null, 'socat ended');
      await sleep(5);
    }
  }

  /** Both ends are gone, as when the cable is pulled out. */
  async unplug(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  }

  async end(): Promise<void> {
    await this.unplug();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
