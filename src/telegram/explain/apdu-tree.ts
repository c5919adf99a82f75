/**
 * The tree of one APDU, made of what its own codecs tell while they read; and where and why they stop.
 */
import { type Apdu, apdu as anyApdu } from '../../apdu/apdu';
import { type Conformance, conformanceNames } from '../../apdu/initiate';
import { Reader, toHex } from '../../bytes';
import { obisAt } from '../../cosem/obis';
import { obisName } from '../../cosem/obis-names';
import { DlmsError, isDlmsError } from '../../errors';
import { bareList } from '../bare-list';
import { dataTree, isData, maxNodes, type NodeBudget, timeNote } from './data-tree';
import { type Explained, present, type Traced, TreeTracer, valueText } from './tree';

export interface ApduTree {
  readonly node: Explained;
  /** As the codecs read it, for the XML form. */
  readonly traced: Traced | null;
  /** Null where the APDU could not be read. */
  readonly value: Apdu | null;
  readonly error: DlmsError | null;
  readonly octets: Buffer;
}

const isConformance = (value: unknown): value is Conformance =>
  typeof value === 'object' && value !== null && 'bits' in value && 'tag' in value;

/** A traced node as an explained one, `shift` octets later. */
function explained(field: Traced, octets: Buffer, shift: number, budget: NodeBudget): Explained {
  const node = present(field);
  const base = { name: node.name, from: node.from + shift, to: (node.complete ? node.to : octets.length) + shift };
  if (isData(node.value)) {
    const tree = dataTree(new Reader(octets, node.contents, node.to), budget, node.name);
    return { ...shifted(tree, shift), from: base.from };
  }
  budget.left--;
  if (node.children.length > 0 && budget.left > 0) {
    return { ...base, children: node.children.map((child) => explained(child, octets, shift, budget)) };
  }
  if (!node.complete) return { ...base, note: 'reading stopped here' };
  if (isConformance(node.value))
    return { ...base, value: toHex(octets.subarray(node.to - 3, node.to)), note: conformanceNames(node.value.bits).join(', ') };
  const note = noteOf(node);
  return { ...base, value: valueText(node.value), ...(note === undefined ? {} : { note }) };
}

/** What a code, a time or a base name is. */
function noteOf({ name, value }: Traced): string | undefined {
  if (name === 'variable-name' && typeof value === 'number') return value.toString(16).toUpperCase().padStart(4, '0');
  if (name === 'instanceId' && Buffer.isBuffer(value)) return `${obisAt(value)} ${obisName(value)}`;
  return timeFields.has(name) ? timeNote(value) : undefined;
}

/** Fields of notifications that hold the octets of a date-time. */
const timeFields: ReadonlySet<string> = new Set(['dateTime', 'time', 'currentTime']);

const shifted = (node: Explained, by: number): Explained =>
  by === 0
    ? node
    : {
        ...node,
        from: node.from + by,
        to: node.to + by,
        ...(node.children && { children: node.children.map((child) => shifted(child, by)) }),
      };

function stopped(error: DlmsError, tracer: TreeTracer, octets: Buffer): DlmsError {
  const where = tracer.stoppedIn.join(' / ');
  const at = error.offset ?? octets.length;
  return new DlmsError(
    error.code,
    `reading stopped at octet ${at} of ${octets.length}${where === '' ? '' : ` in ${where}`}: ${error.message}`,
    {
      cause: error,
      offset: at,
      hint: error.hint,
    },
  );
}

/** Fields that hold secrets: the low-level password, the dedicated key. Also where reading stopped before it was clear. */
export function secretFields(value: Apdu | null): ReadonlySet<string> {
  if (value === null) return new Set(['callingAuthenticationValue', 'dedicatedKey']);
  if (value.kind === 'initiate-request') return new Set(['dedicatedKey']);
  // Mechanism 1; from 2 on it is a challenge, which is no secret.
  return new Set(value.kind === 'aarq' && value.value.mechanismName?.endsWith('.1') ? ['callingAuthenticationValue'] : []);
}

const hidden = 'not shown';

function hide(node: Explained, secrets: ReadonlySet<string>): Explained {
  const children = node.children === undefined ? {} : { children: node.children.map((child) => hide(child, secrets)) };
  return secrets.has(node.name) && node.value !== 'absent'
    ? { name: node.name, from: node.from, to: node.to, value: hidden }
    : { ...node, ...children };
}

/** @param shift octets before the APDU in what the ranges count in */
export function apduTree(octets: Buffer, shift: number): ApduTree {
  if (bareList(octets) !== null) {
    const node = shifted(dataTree(new Reader(octets), { left: maxNodes }), shift);
    return { node: { ...node, note: 'a list of values alone, no APDU' }, traced: null, value: null, error: null, octets };
  }
  const tracer = new TreeTracer();
  const input = new Reader(octets);
  input.trace = tracer;
  const budget = { left: maxNodes };
  let value: Apdu | null = null;
  let error: DlmsError | null = null;
  try {
    value = anyApdu.read(input);
    if (input.remaining > 0) throw input.malformed(`${input.remaining} octets too many`);
  } catch (cause) {
    if (!isDlmsError(cause)) throw cause;
    error = stopped(cause, tracer, octets);
  }
  const traced = tracer.roots[0] ?? null;
  const whole = { from: shift, to: shift + octets.length };
  const root =
    traced === null
      ? { name: 'unknown APDU', ...whole, value: valueText(octets.subarray(0, 64)) }
      : explained(traced, octets, shift, budget);
  return {
    node: { ...hide(root, secretFields(value)), ...whole, ...(error === null ? {} : { note: error.message }) },
    traced,
    value,
    error,
    octets,
  };
}
