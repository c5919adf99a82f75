/**
 * The lines of a connection: how many there are, who waits for whom, what becomes of those that nobody uses or hears.
 */
import assert from 'node:assert/strict';
import { useFakeTimers } from 'sinon';
import { LinePool } from '../../nodes/lib/line-pool';
import { lineOptions } from '../../nodes/lib/line-settings';
import type { Line, LineOptions } from '../../src/index';

const optionsOf = (host: string) => lineOptions({ medium: 'tcp' }, { host });

describe('line pool', () => {
  const signal = new AbortController().signal;
  const counting = () => {
    const state = { open: 0, most: 0, opened: 0 };
    const openLine = (): Line => {
      state.opened += 1;
      state.open += 1;
      state.most = Math.max(state.most, state.open);
      return {
        on: () => () => undefined,
        close: async () => {
          state.open -= 1;
        },
      } as unknown as Line;
    };
    return { state, openLine };
  };

  it('shares the line of one place, and never opens more than allowed', async () => {
    const { state, openLine } = counting();
    const pool = new LinePool(openLine, { maxLines: 3, idleMs: 60_000 });
    const work = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    await Promise.all(
      Array.from({ length: 60 }, (_, n) => pool.use(optionsOf(`10.0.0.${n % 20}`), new AbortController().signal, 5_000, work)),
    );
    assert.ok(state.most <= 3);
    await pool.close(100);
    assert.equal(state.open, 0);
    assert.equal(pool.size, 0);
  });

  it('keeps lines of the node itself where they are to be kept, until their place is needed, and never those of messages', async () => {
    const { state, openLine } = counting();
    const pool = new LinePool(openLine, { maxLines: 2, idleMs: 20, keepsOwn: true });
    const use = (host: string, own: boolean) => pool.use(optionsOf(host), signal, 5_000, async () => undefined, own);
    await use('own', true);
    await use('of a message', false);
    assert.equal(state.open, 2);
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.equal(state.open, 1);
    await use('own', true);
    await use('of a message', false);
    assert.equal(state.opened, 3, 'its own line was open all the time');
    await use('another', false);
    assert.deepEqual([state.most, state.opened], [2, 4]);
    await pool.close(100);
    assert.equal(state.open, 0);
  });

  it('serves those who wait in their order, and all of one line together', async () => {
    const { state, openLine } = counting();
    const pool = new LinePool(openLine, { maxLines: 1, idleMs: 60_000 });
    const order: string[] = [];
    const work = (host: string) =>
      pool.use(optionsOf(host), signal, 5_000, async () => {
        order.push(host);
        await new Promise((resolve) => setImmediate(resolve));
      });
    await Promise.all(['a', 'b', 'c', 'b', 'd'].map(work));
    assert.deepEqual(order, ['a', 'b', 'b', 'c', 'd']);
    assert.equal(state.opened, 4);
    await pool.close(100);
  });

  it('closes one idle line for all that wait for the same place', async () => {
    const { state, openLine } = counting();
    const pool = new LinePool(openLine, { maxLines: 2, idleMs: 60_000 });
    const use = (host: string) => pool.use(optionsOf(host), signal, 5_000, async () => undefined);
    for (const host of ['a', 'b']) await use(host);
    await Promise.all(['c', 'c', 'c'].map(use));
    assert.deepEqual([state.open, state.opened], [2, 3]);
    await pool.close(100);
  });

  it('what is left of the time is told by a steady clock: that of the computer may be set meanwhile', async () => {
    const { openLine } = counting();
    const clock = useFakeTimers({ toFake: ['Date'] });
    try {
      const pool = new LinePool(openLine, { maxLines: 1, idleMs: 60_000 });
      const first = pool.use(optionsOf('a'), signal, 5_000, () => new Promise((resolve) => setImmediate(resolve)));
      const left = pool.use(optionsOf('b'), signal, 5_000, async (_line, leftMs) => leftMs);
      clock.tick(3_600_000);
      await first;
      assert.ok((await left) > 1_000);
      await pool.close(100);
    } finally {
      clock.restore();
    }
  });

  it('a line that keeps silent lends its place until it is heard, and no more than may be lent', async () => {
    const heard = new Map<string, () => void>();
    const opened: string[] = [];
    const openLine = (options: LineOptions): Line => {
      const { host } = options.transport as { host: string };
      opened.push(host);
      const on = (_event: string, listener: (direction: string) => void) => {
        heard.set(host, () => listener('rx'));
        return () => undefined;
      };
      return { on, close: async () => undefined } as unknown as Line;
    };
    const pool = new LinePool(openLine, { maxLines: 1, idleMs: 60_000, silentAfterMs: 20, maxSilent: 1 });
    const said: boolean[] = [];
    const ends: (() => void)[] = [];
    const hold = (host: string) =>
      pool.use(optionsOf(host), signal, 5_000, async (line) => {
        if (host === 'gone') pool.onSilence(line, (silent) => said.push(silent));
        await new Promise<void>((resolve) => ends.push(resolve));
      });
    const works = ['gone', 'mute', 'third'].map(hold);
    while (opened.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual([opened, said], [['gone', 'mute'], [true]]);
    heard.get('gone')?.();
    assert.deepEqual(said, [true, false]);
    // The second one is silent as well by now, but one place is all that may be lent.
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.deepEqual(opened, ['gone', 'mute']);
    ends.shift()?.();
    while (opened.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    while (ends.length > 0) ends.shift()?.();
    await Promise.all(works);
    await pool.close(100);
  });

  it('lends the place of a silent line the sooner the faster the others answer', async () => {
    const clock = useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'performance', 'Date'] });
    try {
      for (const { answerMs, lentAfterMs } of [
        { answerMs: 1, lentAfterMs: 100 },
        { answerMs: 50, lentAfterMs: 400 },
        { answerMs: 2000, lentAfterMs: 1000 },
      ]) {
        let hear = (): void => {};
        const openLine = (): Line => {
          const on = (_event: string, listener: (direction: string) => void) => {
            hear = () => listener('rx');
            return () => undefined;
          };
          return { on, close: async () => undefined } as unknown as Line;
        };
        const pool = new LinePool(openLine, { maxLines: 1, idleMs: 60_000 });
        let lentAt = 0;
        const work = pool.use(optionsOf('a'), signal, 600_000, async (line) => {
          for (let answer = 0; answer < 200; answer++) {
            clock.tick(answerMs);
            hear();
          }
          const begun = clock.now;
          pool.onSilence(line, () => {
            lentAt ||= clock.now - begun;
          });
          clock.tick(3000);
        });
        await work;
        // It is looked for ten times a second.
        assert.ok(lentAt >= lentAfterMs && lentAt <= lentAfterMs + 100, `${answerMs} ms: ${lentAt}`);
        await pool.close(100);
      }
    } finally {
      clock.restore();
    }
  });

  it('keeps no more idle lines than it has places, however many silent ones were given up', async () => {
    const { state, openLine } = counting();
    const pool = new LinePool(openLine, { maxLines: 2, idleMs: 60_000, silentAfterMs: 10 });
    const ends: (() => void)[] = [];
    const held = Array.from({ length: 8 }, (_, n) =>
      pool.use(optionsOf(`10.0.0.${n}`), signal, 5_000, () => new Promise<void>((resolve) => ends.push(resolve))),
    );
    while (ends.length < 8) await new Promise((resolve) => setTimeout(resolve, 5));
    for (const end of ends) end();
    await Promise.all(held);
    assert.equal(state.open, 2);
    // What comes next waits for nobody.
    await pool.use(optionsOf('10.0.1.1'), signal, 5_000, async () => undefined);
    await pool.close(100);
  });

  it('lets no more wait for a line than its queue takes', async () => {
    const pool = new LinePool(counting().openLine, { maxLines: 1, idleMs: 60_000 });
    let end = (): void => {};
    const held = pool.use(optionsOf('a'), signal, 5_000, () => new Promise<void>((resolve) => (end = resolve)));
    const limited = { ...optionsOf('b'), maxQueue: 2 };
    const waiting = [1, 2].map((name) => pool.use(limited, signal, 5_000, async () => name));
    await assert.rejects(
      pool.use(limited, signal, 5_000, async () => 3),
      { code: 'queue-full' },
    );
    // Another line has a queue of its own.
    const other = pool.use(optionsOf('c'), signal, 5_000, async () => 4);
    end();
    assert.deepEqual(await Promise.all([...waiting, other]), [1, 2, 4]);
    await held;
    await pool.close(10);
  });

  it('waits longer than a timer can', async () => {
    const pool = new LinePool(counting().openLine, { maxLines: 1, idleMs: 60_000 });
    let end = (): void => {};
    const held = pool.use(optionsOf('a'), signal, 5_000, () => new Promise<void>((resolve) => (end = resolve)));
    const waiting = pool.use(optionsOf('b'), signal, 2 ** 31, async () => 'served');
    await new Promise((resolve) => setTimeout(resolve, 10));
    end();
    assert.equal(await waiting, 'served');
    await held;
    await pool.close(10);
  });

  it('gives up waiting for a place at the deadline, and at once when closed', async () => {
    const pool = new LinePool(counting().openLine, { maxLines: 1, idleMs: 60_000 });
    let end = (): void => {};
    const held = pool.use(
      optionsOf('a'),
      signal,
      5_000,
      () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    );
    await assert.rejects(
      pool.use(optionsOf('b'), signal, 20, async () => {}),
      { code: 'deadline-exceeded' },
    );
    const waiting = assert.rejects(
      pool.use(optionsOf('c'), signal, 5_000, async () => {}),
      { code: 'aborted' },
    );
    await pool.close(10);
    await waiting;
    end();
    await held;
  });
});
