/**
 * The explained tree: what every octet of a message is. Each node has a range of octets, a name in the words of the Green
 * Book, a value as text, and a note where there is something to say.
 *
 * The names come from the codecs themselves: a `Trace` listens while they read, so there is no second description of the
 * APDUs. What fails leaves its open nodes behind, and the innermost of them is where and why it stopped.
 */
import { type Trace, toHex } from '../../bytes';

/** Which octets the ranges of a node and of all below it count in. */
export type OctetBase = 'input' | 'joined' | 'deciphered';

export interface Explained {
  readonly name: string;
  /** First octet, and the one behind the last. */
  readonly from: number;
  readonly to: number;
  readonly value?: string;
  readonly note?: string;
  /** Absent: as in the node above; `input` at the top. */
  readonly base?: OctetBase;
  readonly children?: readonly Explained[];
}

/** A node while it is read. */
export interface Traced {
  readonly name: string;
  readonly from: number;
  /** Where the contents begin: behind the tag of a choice. */
  readonly contents: number;
  to: number;
  value: unknown;
  readonly children: Traced[];
  /** False: reading stopped inside of it. */
  complete: boolean;
}

export class TreeTracer implements Trace {
  readonly roots: Traced[] = [];
  private readonly open: Traced[] = [];

  begin(name: string, at: number, contents = at): void {
    const node: Traced = { name, from: at, contents, to: at, value: undefined, children: [], complete: false };
    (this.open.at(-1)?.children ?? this.roots).push(node);
    this.open.push(node);
  }

  end(at: number, value: unknown): void {
    const node = this.open.pop();
    if (node === undefined) return;
    node.to = at;
    node.value = value;
    node.complete = true;
  }

  /** Names of the nodes that reading stopped in, the outermost first. */
  get stoppedIn(): readonly string[] {
    return this.open.map(({ name }) => name);
  }
}

/** An optional field that is there: the field itself, without the flag octet before it. */
export function present(node: Traced): Traced {
  const [inner] = node.children;
  return node.children.length === 1 && inner?.name === '' ? { ...inner, name: node.name } : node;
}

const printable = /^[\x20-\x7e]{2,}$/;

/** Octets as hex, with their text where all of them are printable. */
function octetsValue(octets: Buffer): string {
  const text = octets.toString('latin1');
  return printable.test(text) ? `${toHex(octets)} "${text}"` : toHex(octets);
}

const isPlainObject = (value: object): boolean => !Buffer.isBuffer(value) && !Array.isArray(value);

/** A value in a line. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'absent';
  if (Buffer.isBuffer(value)) return octetsValue(value);
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string')
    return String(value);
  if (typeof value === 'object' && isPlainObject(value)) {
    return Object.entries(value)
      .map(([name, part]) => `${name} ${valueText(part)}`)
      .join(', ');
  }
  return Array.isArray(value) ? `${value.length} elements` : String(value);
}

const line = ({ name, from, to, value, note }: Explained, depth: number): string =>
  `${String(from).padStart(5)}-${String(Math.max(from, to - 1)).padEnd(5)} ${'  '.repeat(depth)}${name}${value === undefined ? '' : `: ${value}`}${note === undefined ? '' : `  (${note})`}`;

/** The tree as indented lines. */
export function treeText(nodes: readonly Explained[], depth = 0): string {
  const lines: string[] = [];
  for (const node of nodes) {
    const base =
      node.base === undefined
        ? ''
        : `      ${'  '.repeat(depth)}-- octets ${node.base === 'joined' ? 'of the segments joined' : 'as deciphered'}\n`;
    lines.push((node.base === 'input' ? '' : base) + line(node, depth));
    if (node.children !== undefined && node.children.length > 0) lines.push(treeText(node.children, depth + 1));
  }
  return lines.join('\n');
}
