/**
 * Octets explained instead of read: the tree with ranges, names and values, the same as lines of text, and the XML form of
 * the standard. One explainer per source follows a session in both directions (`msg.direction`: `tx` from the client, `rx`
 * from the meter) and learns system titles and the dedicated key from it.
 */
import type { NodeMessage } from 'node-red';
import {
  createExplainer,
  DlmsError,
  type ExplainedApdu,
  type Explainer,
  type SourcesOptions,
  sourceLimits,
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
    octets: Buffer,
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
    explainers.delete(source);
    explainers.set(source, explainer);
    const oldest = explainers.keys().next();
    if (explainers.size > maxSources && !oldest.done) explainers.delete(oldest.value);
    return explainer;
  };
  return {
    explain(form, octets, source, msg) {
      checkLength(octets.length, limits?.maxBuffered);
      const { direction } = msg as { direction?: unknown };
      const { nodes, apdus, errors } = explainerOf(source).push(octets, direction === 'tx' || direction === 'rx' ? direction : null);
      const payload = form === 'tree' ? nodes : form === 'text' ? treeText(nodes) : apdus.map(({ xml }) => xml).join('\n');
      const problems = errors.map((error) => problemOf({ kind: 'error', error, octets, link: null, atMs: Date.now() }, source));
      const output = withFacts(Object.assign(msg, { payload }), { source, apdus: apdus.map(apduFacts) });
      const kinds = apdus.map(({ kind, plainKind }) => plainKind ?? kind ?? 'unknown').join(', ');
      return { output, problems, summary: kinds === '' ? counted(octets.length, 'octet') : kinds };
    },
  };
};
