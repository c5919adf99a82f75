/**
 * The trace of a connection: every frame both ways as text, secrets masked, for people and support tickets.
 *
 * A tap listens to the lines of a `dlms-connection` whose trace is on, explains each frame field by field, takes out what is
 * secret, and hands entries to the hub. From there they go to the debug sidebar, to the second output of associate nodes, and
 * into the last few hundred that the dialog copies.
 */
import {
  createExplainer,
  type Explained,
  type Explainer,
  type Explanation,
  type Framing,
  frameText,
  type Line,
  type Mask,
  putBounded,
  toHex,
  treeText,
} from '../../src/index';
import { coverOf } from './trace-cover';

export interface TraceEntry {
  /** ISO time. */
  readonly time: string;
  /** `tx`: from us to the meter. */
  readonly direction: 'tx' | 'rx';
  readonly meter: string | null;
  /** One line: the frame, or the APDU where the frame says little. */
  readonly summary: string;
  /** What each octet is. */
  readonly text: string;
  /** The octets, `2A` where a secret was. */
  readonly hex: string;
}

/** Frames that were hidden and may come back as echo. */
const keptEchoes = 16;

/** Entries that are kept for "Copy trace". */
const keptEntries = 500;
const longestText = 16_000;
/** Conversations that are followed at once. */
const maxConversations = 64;

type Listener = (entry: TraceEntry) => void;

/** What the trace of one connection has to say, and to whom. */
export class TraceHub {
  private readonly listeners = new Set<Listener>();
  private kept: TraceEntry[] = [];

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  publish(entry: TraceEntry): void {
    this.kept.push(entry);
    if (this.kept.length > 2 * keptEntries) this.kept = this.kept.slice(-keptEntries);
    for (const listener of this.listeners) listener(entry);
  }

  clear(): void {
    this.kept = [];
  }

  /** The last entries as text. */
  text(): string {
    return this.kept.slice(-keptEntries).map(entryText).join('\n\n');
  }
}

export const entryText = ({ time, direction, meter, summary, text, hex }: TraceEntry): string =>
  [`${time} ${direction === 'tx' ? '->' : '<-'} ${meter ?? ''} ${summary}`, hex, text].filter((line) => line !== '').join('\n');

const hubs = new Map<string, TraceHub>();

/** The hub of a connection, by the id of its node; it outlives redeploys, so that listeners need no order. */
export const traceHub = (connectionId: string): TraceHub => {
  const hub = hubs.get(connectionId) ?? new TraceHub();
  hubs.set(connectionId, hub);
  return hub;
};

/** Of a connection that was deleted. */
export const forgetTrace = (connectionId: string): void => {
  hubs.get(connectionId)?.clear();
};

const shortOctets = 8;
const concealed = '****';

/** Passwords too short to be looked for, and dedicated keys, which are in no setting, are hidden by their place. */
const isHidden = ({ name, from, to }: Explained): boolean =>
  (/authentication-?value|secret/i.test(name) && to - from <= shortOctets + 4) || (/^dedicated-?key$/i.test(name) && to - from > 1);

/** Contents of a segment, and of a block of general block transfer. */
const partNames: ReadonlySet<string> = new Set(['information', 'blockData']);

/** @param isPart the frame holds a part of a message: of its octets only the length is told */
const conceal = (node: Explained, isPart: boolean): Explained => {
  const hidden = isHidden(node);
  const children = hidden ? [] : node.children?.map((child) => conceal(child, isPart));
  const value = isPart && partNames.has(node.name) ? `${node.to - node.from} octets` : hidden ? concealed : node.value;
  return { ...node, ...(node.value === undefined ? {} : { value }), ...(node.children === undefined ? {} : { children }) } as Explained;
};

/** The octets are left out where something was hidden by its place only. */
const hasHidden = (node: Explained): boolean => isHidden(node) || (node.children ?? []).some(hasHidden);

const nothing: Explanation = { nodes: [], apdus: [], errors: [], parts: 0 };
const echoed = 'echo of what was sent and not shown';

const isSignOn = (framing: Framing, octets: Buffer): boolean => framing === 'hdlc-mode-e' && octets[0] !== 0x7e;

const summaryOf = (framing: Framing, direction: 'tx' | 'rx', octets: Buffer, apdu: string | null): string => {
  const kind = apdu === null ? '' : `: ${apdu}`;
  if (framing === 'raw') return `${octets.length} octets${kind}`;
  const named = isSignOn(framing, octets) ? 'mode-e' : framing === 'wrapper' ? 'wrapper' : 'hdlc';
  return `${frameText(named, octets, direction)}${kind}`;
};

/** Follows the conversations of one line. `mask` is asked anew for each frame: settings may change. */
export class LineTap {
  private readonly conversations = new Map<string, Explainer>();
  private hidden: readonly Buffer[] = [];

  constructor(
    private readonly framing: Framing,
    private readonly mask: () => Mask,
    private readonly now: () => Date = () => new Date(),
  ) {}

  entry(direction: 'tx' | 'rx', octets: Buffer, meter: string | null): TraceEntry {
    const mask = this.mask();
    const said = isSignOn(this.framing, octets) ? nothing : this.explainer(meter).push(octets, direction);
    const cover = direction === 'tx' ? coverOf(said) : this.hidden.some((frame) => octets.includes(frame)) ? echoed : null;
    const isPart = direction === 'tx' && said.parts > 0;
    const withoutOctets = cover !== null || isPart || said.nodes.some(hasHidden);
    if (direction === 'tx' && withoutOctets) this.hidden = [...this.hidden.slice(1 - keptEchoes), Buffer.from(octets)];
    const kinds = said.apdus.map(({ kind, plainKind }) => plainKind ?? kind).filter((kind) => kind !== null);
    return {
      time: this.now().toISOString(),
      direction,
      meter,
      summary: mask.text(summaryOf(this.framing, direction, octets, kinds.join(', ') || null)),
      // Masked before it is cut, or a secret at the cut would be found no more.
      text: cover ?? mask.text(treeText(said.nodes.map((node) => conceal(node, isPart)))).slice(0, longestText),
      hex: withoutOctets ? '' : mask.text(toHex(mask.octets(octets))),
    };
  }

  private explainer(meter: string | null): Explainer {
    const key = meter ?? '';
    const known = this.conversations.get(key) ?? createExplainer({ framing: this.framing === 'hdlc-mode-e' ? 'hdlc' : this.framing });
    putBounded(this.conversations, key, known, maxConversations);
    return known;
  }
}

/** Sends every frame of a line to the hub, as long as the line lives. */
export const traceLine = (line: Line, framing: Framing, mask: () => Mask, hub: TraceHub): void => {
  const tap = new LineTap(framing, mask);
  line.on('frame', (direction, octets, meter) => hub.publish(tap.entry(direction, octets, meter)));
};
