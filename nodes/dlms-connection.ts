/**
 * Config node `dlms-connection`: the line. Holds no line of its own until a message needs one; see `lib/line-pool.ts`.
 */
import type { NodeAPI, NodeDef } from 'node-red';
import { type LineOptions, openLine } from '../src/index';
import type { ConnectionNode } from './lib/config-nodes';
import { readSettings } from './lib/config-nodes';
import { dialInOf, overDialIn } from './lib/dial-in';
import { registerEditorRoutes } from './lib/editor-routes';
import { onClose } from './lib/flow-node';
import { LinePool } from './lib/line-pool';
import { deadlineMs, lineOptions, maxLinks } from './lib/line-settings';
import { keepOpening } from './lib/listening';
import { deployedSettings } from './lib/migrate';
import { flag } from './lib/setting-values';
import { entryText, forgetTrace, traceHub, traceLine } from './lib/trace';
import { secretsMask } from './lib/trace-secrets';

/** Time for RLRQ and DISC before the socket is destroyed; Node-RED gives a node 15 s in all. */
const releaseBoundMs = 3_000;
/** An unused line with "keep open" is kept this long when it was opened for a message. */
const keptMs = 300_000;

/** Lines that tell the hub of every frame. */
const tracedLines =
  ({ id }: ConnectionNode) =>
  (options: LineOptions) => {
    const line = openLine(options);
    traceLine(line, options.framing, secretsMask, traceHub(id));
    return line;
  };

/** Puts the trace into the debug sidebar as a debug node would. */
const showTrace = (RED: NodeAPI, { id, name }: ConnectionNode): (() => void) =>
  traceHub(id).listen((entry) => {
    const { direction, meter, summary } = entry;
    const topic = [direction === 'tx' ? '->' : '<-', meter, summary].filter((part) => part !== null).join(' ');
    const shown = { id, name: name || 'dlms trace', topic, msg: entryText(entry) };
    const encoded = (RED.util as unknown as { encodeObject(msg: object, options: object): unknown }).encodeObject(shown, {
      maxLength: 20_000,
    });
    (RED as unknown as { comms: { publish(topic: string, data: unknown): void } }).comms.publish('debug', encoded);
  });

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsConnection(this: ConnectionNode, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const { value, problem } = readSettings(this, () => {
      const settings = deployedSettings(definition);
      // Host and port may come with each message: without them the node is only checked for the rest.
      const { idleReleaseMs } = lineOptions({ ...settings, host: settings.host || 'from-message', path: settings.path || 'from-message' });
      deadlineMs(settings);
      const dialIn = dialInOf(settings);
      const pool = new LinePool(overDialIn(dialIn, flag(settings, 'trace', false) ? tracedLines(this) : openLine), {
        maxLines: maxLinks(settings),
        idleMs: idleReleaseMs || keptMs,
        keepsOwn: idleReleaseMs === 0,
      });
      return { settings, pool, dialIn };
    });
    const dialIn = value?.dialIn ?? null;
    Object.assign(this, { settings: value?.settings ?? {}, pool: value?.pool ?? null, dialIn, problem });
    const giveUp =
      dialIn === null
        ? null
        : keepOpening(
            this,
            () => dialIn.open(),
            (wrong) => Object.assign(this, { problem: wrong }),
          );
    const stop = flag(value?.settings ?? {}, 'trace', false) ? showTrace(RED, this) : () => undefined;
    onClose(this, async (removed) => {
      giveUp?.();
      await value?.pool.close(releaseBoundMs);
      await dialIn?.close();
      stop();
      if (removed) forgetTrace(this.id);
    });
  }

  RED.nodes.registerType('dlms-connection', DlmsConnection);
};
