/**
 * Flow node `dlms-associate`: opens the association explicitly and sends what was negotiated. The other nodes associate
 * by themselves when nothing is open.
 */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { registerEditorRoutes } from './lib/editor-routes';
import type { Outcome } from './lib/flow-node';
import { associationFacts, costFacts, linkFacts, withFacts } from './lib/message';
import { type Job, requestNode } from './lib/request-node';
import { okStatus } from './lib/status';

const associate = async ({ work, atMeter }: Job): Promise<Outcome> => {
  const { association, link, fresh, info } = await atMeter('associating', ({ meter, request }) => meter.associate(request));
  const facts = associationFacts(association);
  const msg = withFacts(work.msg, { ...costFacts(info), association: facts });
  msg.payload = { meter: info.meter, fresh, ...facts, link: linkFacts(link) };
  return {
    outputs: [msg],
    status: okStatus(`${fresh ? 'associated' : 'was associated'}: ${facts.referencing.toUpperCase()}, ${facts.authentication}`),
  };
};

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsAssociate(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    requestNode(RED, this, definition, associate);
  }

  RED.nodes.registerType('dlms-associate', DlmsAssociate);
};
