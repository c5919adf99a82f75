/**
 * Octets explained instead of read: the tree with ranges, names and values, the same as lines of text, and the XML form of
 * the standard. One explainer per source follows a session in both directions (`msg.direction`: `tx` from the client, `rx`
 * from the meter; a log says it line by line) and learns system titles and the dedicated key from it.
 */
import type { NodeMessage } from 'node-red';
import {
  createExplainer,
  type Direction,
  DlmsError,
  type Explained,
  type ExplainedApdu,
  type Explainer,
  putBounded,
  type SourcesOptions,
  sourceLimits,
  type TracePart,
  treeText,
} from '../../src/index';
import { withFacts } from './message';
import { counted } from './request-node';
import { problemOf } from './telegram-message';

export const explanationForms = ['tree', 'text', 'xml'] as const;

type Problem = ReturnType<typeof problemOf>;

export interface Explanations {
  explain(
    form: string,
    parts: readonly TracePart[],
    source: string,
    msg: NodeMessage,
  ): { readonly output: NodeMessage; readonly problems: readonly Problem[]; readonly summary: string };
}

/** Sources whose session is followed; the one heard longest ago is forgotten. */
const maxSources = 256;

/** For `msg.dlms.apdus`. */
const apduFacts = ({ direction, kind, plainKind, protection, error }: ExplainedApdu) => ({
  direction,
  kind,
  plainKind,
  protection,
  error: error?.message ?? null,
});

/** A tree is many times as large as what it explains. */
const checkLength = (length: number, limit = sourceLimits.maxBuffered): void => {
  if (length <= limit) return;
  throw new DlmsError('limit-exceeded', `${length} octets are too many to be explained at once; the limit is ${limit}`, {
    hint: 'Send the trace frame by frame, or raise the buffer of the node.',
  });
};

export const createExplanations = ({ keys, systemTitle, framing = 'auto', limits }: SourcesOptions): Explanations => {
  const explainers = new Map<string, Explainer>();
  const explainerOf = (source: string): Explainer => {
    const known = explainers.get(source);
    const explainer =
      known ??
      createExplainer({
        framing: framing === 'p1' ? 'auto' : framing,
        ...(keys === undefined ? {} : { keys }),
        ...(systemTitle === undefined ? {} : { serverTitle: systemTitle }),
        ...(limits?.maxBuffered === undefined ? {} : { maxApduSize: limits.maxBuffered }),
      });
    putBounded(explainers, source, explainer, maxSources);
    return explainer;
  };
  return {
    explain(form, parts, source, msg) {
      checkLength(
        parts.reduce((sum, { octets }) => sum + octets.length, 0),
        limits?.maxBuffered,
      );
      const said = (msg as { direction?: unknown }).direction;
      const direction = said === 'tx' || said === 'rx' ? said : null;
      const explainer = explainerOf(source);
      const pushed = parts.map((part) => ({ part, ...explainer.push(part.octets, part.direction ?? direction) }));
      const nodes = pushed.length === 1 ? (pushed[0]?.nodes ?? []) : pushed.map((one) => partNode(one.part, one.nodes));
      const apdus = pushed.flatMap((one) => one.apdus);
      const payload = form === 'tree' ? nodes : form === 'text' ? treeText(nodes) : apdus.map(({ xml }) => xml).join('\n');
      const problems = pushed.flatMap(({ errors, part: { octets } }) =>
        errors.map((error) => problemOf({ kind: 'error', error, octets, link: null, atMs: Date.now() }, source)),
      );
      const output = withFacts(Object.assign(msg, { payload }), { source, apdus: apdus.map(apduFacts) });
      const kinds = apdus.map(({ kind, plainKind }) => plainKind ?? kind ?? 'unknown');
      return { output, problems, summary: kindsText(kinds, parts) };
    },
  };
};

const senders: Readonly<Record<'tx' | 'rx', string>> = { tx: 'client to meter', rx: 'meter to client' };
const senderText = (direction: Direction): string => (direction === null ? 'octets' : senders[direction]);

/** A part of a log: who sent it and when, and what is in it. Ranges count within the part. */
const partNode = ({ direction, time, octets }: TracePart, children: readonly Explained[]): Explained => ({
  name: senderText(direction),
  from: 0,
  to: octets.length,
  base: 'input',
  ...(time === null ? {} : { value: time }),
  children,
});

/** Kinds that a status shows. */
const shownKinds = 4;

function kindsText(kinds: readonly string[], parts: readonly TracePart[]): string {
  if (kinds.length === 0)
    return counted(
      parts.reduce((sum, { octets }) => sum + octets.length, 0),
      'octet',
    );
  return kinds.length > shownKinds ? `${kinds.slice(0, shownKinds).join(', ')} .. (${counted(kinds.length, 'APDU')})` : kinds.join(', ');
}
