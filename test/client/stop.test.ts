/** `Stop` beside the AbortController of Node: the same calls must have the same effects. */
import assert from 'node:assert/strict';
import { Stop } from '../../src/client/stop';
import { DlmsError } from '../../src/errors';
import type { StopSignal } from '../../src/transport/transport';

const reason = new DlmsError('aborted', 'enough');

const kinds: readonly (readonly [string, () => { signal: StopSignal; abort(reason: DlmsError): void }])[] = [
  [
    'AbortController',
    () => {
      const controller = new AbortController();
      return { signal: controller.signal, abort: (why) => controller.abort(why) };
    },
  ],
  [
    'Stop',
    () => {
      const stop = new Stop();
      return { signal: stop, abort: (why) => stop.abort(why) };
    },
  ],
];

for (const [name, create] of kinds) {
  describe(name, () => {
    it('tells each listener once, in order, and keeps the first reason', () => {
      const { signal, abort } = create();
      const told: string[] = [];
      signal.addEventListener('abort', () => told.push('one'));
      signal.addEventListener('abort', () => told.push('two'));
      assert.equal(signal.aborted, false);
      signal.throwIfAborted();
      abort(reason);
      abort(new DlmsError('deadline-exceeded', 'late'));
      assert.deepEqual(told, ['one', 'two']);
      assert.equal(signal.aborted, true);
      assert.equal(signal.reason, reason);
      assert.throws(
        () => signal.throwIfAborted(),
        (error) => error === reason,
      );
    });

    it('tells nobody who went, also while the others are told, and nobody who came too late', () => {
      const { signal, abort } = create();
      const told: string[] = [];
      const gone = () => told.push('gone');
      const second = () => told.push('second');
      signal.addEventListener('abort', gone);
      signal.removeEventListener('abort', gone);
      signal.addEventListener('abort', () => {
        told.push('first');
        signal.removeEventListener('abort', second);
      });
      signal.addEventListener('abort', second);
      abort(reason);
      signal.addEventListener('abort', () => told.push('late'));
      abort(reason);
      assert.deepEqual(told, ['first']);
    });
  });
}
