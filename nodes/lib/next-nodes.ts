/**
 * The nodes behind an output, as far as their `done` means something: a junction, a link and a subflow say done at once, or never,
 * and only pass the message on, so they are looked through to the nodes behind them. What is disabled is not there.
 */
import type { Node, NodeAPI } from 'node-red';

type Wires = readonly (readonly string[])[] | undefined;
type WiredNode = Node & { readonly wires?: Wires };

export interface NextNodes {
  /** Ids, once for each message that arrives there of one that is sent. */
  readonly ids: readonly string[];
  /** Something is wired, but nothing of it is there. */
  readonly disabled: boolean;
  /** Those that are done before what stands behind them has the message. */
  readonly early: readonly Node[];
}

const looksThrough = /^(junction|link in|link out|subflow:.*)$/;

/** Nodes of Node-RED that make a message from a message. */
const makesOnly = /^(change|function|template|switch|range|json|csv|xml|yaml|html|split|join|sort|batch|delay|trigger|rbe)$/;

const leadsOn = ({ wires }: WiredNode): boolean => wires?.some((wire) => wire.length > 0) === true;

/** Behind the first output. They are looked for anew each time: a deploy makes others. */
export const nextNodes = (RED: NodeAPI, { wires }: WiredNode): NextNodes => {
  const ids: string[] = [];
  const early = new Set<Node>();
  let missing = 0;
  const follow = (next: readonly string[], before: readonly string[]): void => {
    for (const id of next) {
      const node = RED.nodes.getNode(id) as WiredNode | null | undefined;
      if (node === null || node === undefined) missing += 1;
      else if (!looksThrough.test(node.type)) {
        ids.push(id);
        if (makesOnly.test(node.type) && leadsOn(node)) early.add(node);
      } else if (leadsOn(node)) {
        // Whoever wires a circle of them has no end to wait for.
        if (!before.includes(id)) follow(node.wires?.flat() ?? [], [...before, id]);
      } else if (node.type === 'link out') early.add(node);
    }
  };
  follow(wires?.[0] ?? [], []);
  return { ids, disabled: ids.length === 0 && missing > 0, early: [...early] };
};
