/**
 * Flow node `dlms-release`: ends the association. It never fails because the meter is gone.
 */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { registerEditorRoutes } from './lib/editor-routes';
import type { Outcome } from './lib/flow-node';
import { withFacts } from './lib/message';
import { type Job, requestNode } from './lib/request-node';
import { okStatus } from './lib/status';

const release = async ({ work, atMeter }: Job): Promise<Outcome> => {
  const { released } = await atMeter('releasing', ({ meter, request }) => meter.release(request));
  const msg = withFacts(work.msg, { released });
  return { outputs: [msg], status: okStatus(released ? 'released' : 'nothing was open') };
};

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsRelease(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    requestNode(RED, this, definition, release);
  }

  RED.nodes.registerType('dlms-release', DlmsRelease);
};
