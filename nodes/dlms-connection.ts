/**
 * Config node `dlms-connection`: the line. Holds no line of its own until a message needs one; see `lib/line-pool.ts`.
 */
import type { NodeAPI, NodeDef } from 'node-red';
import { openLine } from '../src/index';
import type { ConnectionNode } from './lib/config-nodes';
import { readSettings } from './lib/config-nodes';
import { registerEditorRoutes } from './lib/editor-routes';
import { onClose } from './lib/flow-node';
import { LinePool } from './lib/line-pool';
import { deadlineMs, lineOptions, maxLinks } from './lib/line-settings';
import { migrate } from './lib/migrate';
import type { Settings } from './lib/setting-values';

/** Time for RLRQ and DISC before the socket is destroyed; Node-RED gives a node 15 s in all. */
const releaseBoundMs = 3_000;
/** An unused line with "keep open" is kept this long when it was opened for a message. */
const keptMs = 300_000;

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsConnection(this: ConnectionNode, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const { value, problem } = readSettings(this, () => {
      const settings = migrate('dlms-connection', definition as unknown as Settings);
      // Host and port may come with each message: without them the node is only checked for the rest.
      const { idleReleaseMs } = lineOptions({ ...settings, host: settings.host || 'from-message', path: settings.path || 'from-message' });
      deadlineMs(settings);
      const pool = new LinePool(openLine, { maxLines: maxLinks(settings), idleMs: idleReleaseMs || keptMs });
      return { settings, pool };
    });
    Object.assign(this, { settings: value?.settings ?? {}, pool: value?.pool ?? null, problem });
    onClose(this, async () => value?.pool.close(releaseBoundMs));
  }

  RED.nodes.registerType('dlms-connection', DlmsConnection);
};
