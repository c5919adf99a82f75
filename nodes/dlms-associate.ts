/**
 * Flow node `dlms-associate`: opens the association explicitly and sends what was negotiated. The other nodes associate
 * by themselves when nothing is open.
 */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { registerEditorRoutes } from './lib/editor-routes';
import type { Outcome } from './lib/flow-node';
import { type AuthenticationFacts, associationFacts, authenticationFacts, costFacts, linkFacts, withFacts } from './lib/message';
import { type Job, requestNode } from './lib/request-node';
import { okStatus, warningStatus } from './lib/status';

const associate = async ({ work, atMeter }: Job): Promise<Outcome> => {
  const { association, link, fresh, info, security } = await atMeter('associating', ({ meter, request }) => meter.associate(request));
  const facts = associationFacts(association);
  const msg = withFacts(work.msg, { ...costFacts(info), association: facts });
  const proof = authenticationFacts(security);
  msg.payload = { meter: info.meter, fresh, ...facts, security: proof, link: linkFacts(link) };
  const words = [
    `${fresh ? 'associated' : 'was associated'}: ${facts.referencing.toUpperCase()}`,
    facts.authentication,
    ...howItWorked(proof),
  ];
  const oneSided = association.mechanism >= 2 && !association.serverAuthenticated;
  return { outputs: [msg], status: oneSided ? warningStatus(`${words.join(', ')}: meter not authenticated`) : okStatus(words.join(', ')) };
};

/** What had to be found out: the counter policy, the variant, the key set. */
const howItWorked = (proof: AuthenticationFacts | null): string[] =>
  [
    proof?.icPolicy === undefined || proof.icPolicy === 'distinct' ? null : `counters ${proof.icPolicy}`,
    proof?.variant ?? null,
    proof?.keySet === 'second' ? 'second keys' : null,
  ].filter((word) => word !== null);

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsAssociate(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    requestNode(RED, this, definition, associate);
  }

  RED.nodes.registerType('dlms-associate', DlmsAssociate);
};
