/**
 * Flow node `dlms-associate`: opens the association explicitly and sends what was negotiated. The other nodes associate
 * by themselves when nothing is open.
 */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { MeterNode } from './lib/config-nodes';
import { registerEditorRoutes } from './lib/editor-routes';
import type { Outcome } from './lib/flow-node';
import { type AuthenticationFacts, associationFacts, authenticationFacts, linkFacts, withFacts } from './lib/message';
import { type Job, requestNode } from './lib/request-node';
import { okStatus, warningStatus } from './lib/status';
import { entryText, traceHub } from './lib/trace';

const associate = async ({ work, atMeter }: Job): Promise<Outcome> => {
  const { association, link, fresh, info, security } = await atMeter('associating', ({ meter, request }) => meter.associate(request));
  const facts = associationFacts(association);
  const msg = withFacts(work.msg, {});
  const proof = authenticationFacts(security);
  msg.payload = { meter: info.meter, fresh, ...facts, security: proof, link: linkFacts(link) };
  const words = [
    `${fresh ? 'associated' : 'was associated'}: ${facts.referencing.toUpperCase()}`,
    facts.authentication,
    ...howItWorked(proof),
  ];
  const oneSided = association.mechanism >= 2 && !association.serverAuthenticated;
  return {
    outputs: [msg, null],
    status: oneSided ? warningStatus(`${words.join(', ')}: meter not authenticated`) : okStatus(words.join(', ')),
  };
};

/** What had to be found out: the counter policy, the variant, the key set. */
const howItWorked = (proof: AuthenticationFacts | null): string[] =>
  [
    proof?.icPolicy === undefined || proof.icPolicy === 'distinct' ? null : `counters ${proof.icPolicy}`,
    proof?.variant ?? null,
    proof?.keySet === 'second' ? 'second keys' : null,
  ].filter((word) => word !== null);

/** Output 2: every frame of the connection, while its trace is on. */
const traceTo = (RED: NodeAPI, node: Node, definition: NodeDef & { readonly meter?: string }): (() => void) => {
  const meter = RED.nodes.getNode(definition.meter ?? '') as MeterNode | null;
  if (meter?.type !== 'dlms-meter' || !meter.connectionId) return () => undefined;
  return traceHub(meter.connectionId).listen((entry) => node.send([null, { topic: 'trace', payload: entryText(entry), trace: entry }]));
};

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsAssociate(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const stop = traceTo(RED, this, definition);
    requestNode(RED, this, definition, associate, async () => stop());
  }

  RED.nodes.registerType('dlms-associate', DlmsAssociate);
};
