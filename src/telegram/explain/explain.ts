/**
 * Explains octets field by field: frames, segments, blocks, protection, APDUs, values. One explainer follows one
 * conversation in both directions, with logical or short names: it joins segments per direction, takes system titles from
 * AARQ and AARE and the dedicated key from the InitiateRequest, and so reads what is ciphered later.
 *
 * A message that was joined or deciphered has octets of its own; `base` of a node says what its ranges count in.
 */

import type { ApduKind } from '../../apdu/apdu';
import { prefixLength } from '../../apdu/gateway-prefix';
import { toHex } from '../../bytes';
import { DlmsError } from '../../errors';
import { llcLength } from '../../framing/hdlc/assembler';
import { isFirstOctet } from '../../framing/wrapper';
import { BlockJoiner, isBlock } from '../blocks';
import { isProtected } from '../decipher';
import { apduExtent } from '../extent';
import { foreignProtocol } from '../foreign';
import { splitP1 } from '../framing/p1-format';
import { FrameScanner } from '../framing/scanner';
import { type Joined, SegmentJoiner } from '../framing/segments';
import { separated } from '../framing/several-apdus';
import { framings, type Unwrapped } from '../framing/unwrap';
import type { LinkFacts, ProtectionFacts } from '../types';
import { type ApduTree, apduTree } from './apdu-tree';
import { hdlcTree, mbusTree, p1Tree, wrapperTree } from './frame-tree';
import { Parties, type PartyOptions } from './parties';
import { controlOf, noteOf, protectionHead } from './protection-text';
import type { Explained, OctetBase } from './tree';
import { apduXml } from './xml';

/** Who sent the octets: the client (`tx`), the meter (`rx`), or not known. */
export type Direction = 'tx' | 'rx' | null;

export interface ExplainOptions extends PartyOptions {
  readonly framing?: 'hdlc' | 'wrapper' | 'm-bus' | 'raw' | 'auto';
  readonly maxApduSize?: number;
}

/** One APDU that became complete. */
export interface ExplainedApdu {
  readonly direction: Direction;
  /** As sent; and without its protection, null where it could not be deciphered. */
  readonly octets: Buffer;
  readonly plain: Buffer | null;
  /** Null for octets that are no APDU. */
  readonly kind: ApduKind | null;
  readonly plainKind: ApduKind | null;
  readonly protection: ProtectionFacts | null;
  /** Security control octet of what is protected; null for plain APDUs. */
  readonly control: number | null;
  readonly error: DlmsError | null;
  /** The standard text form of the plain APDU, of the protected one where there is no key. */
  readonly xml: string;
}

export interface Explanation {
  readonly nodes: readonly Explained[];
  readonly apdus: readonly ExplainedApdu[];
  readonly errors: readonly DlmsError[];
  /** Segments and blocks that hold a part of a message only: the others came before, or are to come. */
  readonly parts: number;
}

export interface Explainer {
  /** Never throws. */
  push(octets: Buffer, direction?: Direction): Explanation;
}

export const createExplainer = (options: ExplainOptions = {}): Explainer => new SessionExplainer(options);

/** Explains octets that stand alone. */
export const explain = (octets: Buffer, options: ExplainOptions = {}): Explanation => createExplainer(options).push(octets, null);

const trees = { hdlc: hdlcTree, 'm-bus': mbusTree, wrapper: wrapperTree } as const;
type Framing = keyof typeof trees;

/** Octets between frames, or instead of them. */
const noFrame = (octets: Buffer, from: number, to: number, note?: string): Explained => ({
  name: 'no frame',
  from,
  to,
  value: toHex(octets.subarray(from, Math.min(to, from + 64))),
  ...(note === undefined ? {} : { note }),
  base: 'input',
});

/** Octets that are an APDU. */
interface Piece {
  readonly octets: Buffer;
  readonly link: LinkFacts;
  readonly direction: Direction;
  /** Where they begin in what `base` says. */
  readonly shift: number;
  /** Null: that of the node around it. */
  readonly base: OctetBase | null;
}

interface FoundFrame {
  readonly framing: Framing;
  readonly octets: Buffer;
  readonly at: number;
  readonly damage: string | null;
}

/** Octets that may stand before an APDU in its frame: an LLC header has three. What is found later is there by chance. */
const longestAhead = 6;
const raw: LinkFacts = { framing: 'raw' };
const blockInBlock = 'blocks (GBT) hold blocks again instead of an APDU';

const beginsApdu = (octets: Buffer, at: number): boolean => {
  const first = octets[at + llcLength(octets, at)];
  return first !== undefined && isFirstOctet(first) && apduExtent(octets, at + llcLength(octets, at), octets.length).kind !== 'wrong';
};

/** Tags of what a client sends: requests; and AARQ, RLRQ. */
const fromClient = (tag: number): boolean =>
  [0x01, 0x05, 0x06, 0x16, 0x60, 0x62, 0xd9, 0xc0, 0xc1, 0xc3, 0xc8, 0xc9, 0xcb, 0xd0, 0xd1, 0xd3].includes(tag) ||
  [0x21, 0x25, 0x26, 0x36, 0x41, 0x45, 0x46, 0x56].includes(tag);

/** Whether all of the octets are one APDU. */
function isApdu(octets: Buffer): boolean {
  const extent = apduExtent(octets, llcLength(octets), octets.length);
  return extent.kind === 'end' && extent.at === octets.length;
}

/** P1 telegrams among other octets. */
function textsIn(octets: Buffer): Buffer[] {
  const scanner = new FrameScanner(framings.p1.format);
  return [...scanner.push(octets), ...scanner.expire()].filter(({ kind }) => kind === 'frame').map((one) => one.octets);
}

const llcNode = (header: Buffer, from: number): Explained => ({ name: 'LLC header', from, to: from + header.length, value: toHex(header) });

class SessionExplainer implements Explainer {
  private readonly parties: Parties;
  private readonly segments: Readonly<Record<'tx' | 'rx', SegmentJoiner>>;
  private readonly blocks: Readonly<Record<'tx' | 'rx', BlockJoiner>>;
  private readonly framing: NonNullable<ExplainOptions['framing']>;
  private sent: Buffer | null = null;

  constructor(options: ExplainOptions) {
    const { framing = 'auto', maxApduSize = 0x400000 } = options;
    this.parties = new Parties(options);
    this.framing = framing;
    this.segments = { tx: new SegmentJoiner(maxApduSize), rx: new SegmentJoiner(maxApduSize) };
    this.blocks = { tx: new BlockJoiner(maxApduSize), rx: new BlockJoiner(maxApduSize) };
  }

  push(octets: Buffer, direction: Direction = null): Explanation {
    const out = { nodes: [] as Explained[], apdus: [] as ExplainedApdu[], errors: [] as DlmsError[], parts: 0 };
    const frames = this.framesOf(octets);
    if (frames.length === 0) this.unframed(octets, direction, out);
    let at = 0;
    for (const frame of frames) {
      if (frame.at > at) out.nodes.push(noFrame(octets, at, frame.at));
      at = Math.max(at, frame.at + frame.octets.length);
      if (frame.damage === null) this.frame(frame, direction, out);
      else this.damaged(frame, out);
    }
    if (frames.length > 0 && at < octets.length) this.rest(octets, at, frames.at(-1)?.damage !== null, out);
    return out;
  }

  /** Octets behind the last frame; those of a damaged one were told of with it. */
  private rest(octets: Buffer, from: number, told: boolean, out: Writable): void {
    const message = `reading stopped at octet ${from}: ${octets.length - from} octets make no whole frame`;
    if (!told) out.errors.push(new DlmsError('apdu-truncated', message, { offset: from }));
    out.nodes.push(noFrame(octets, from, octets.length, told ? undefined : message));
  }

  /** Frames of the first framing that finds any. */
  private framesOf(octets: Buffer): FoundFrame[] {
    for (const framing of Object.keys(trees) as Framing[]) {
      if (this.framing !== 'auto' && this.framing !== framing) continue;
      const { format } = framings[framing];
      const scanner = new FrameScanner(format);
      const scanned = [...scanner.push(octets), ...scanner.expire()];
      let at = 0;
      const found = scanned.map((one): FoundFrame => {
        const found = octets.indexOf(one.octets, at);
        // A frame without its last flag was mended.
        const here = found === -1 ? octets.indexOf(one.octets.subarray(0, -1), at) : found;
        at = one.kind === 'frame' ? here + one.octets.length - format.shared : here + 1;
        return { framing, octets: one.octets, at: here, damage: one.kind === 'damage' ? one.reason : null };
      });
      // Damage tells the framing where it is HDLC, or at the very beginning: no APDU begins like a frame.
      if (found.some(({ damage, at: begin }) => damage === null || framing === 'hdlc' || begin === 0)) return found;
    }
    return [];
  }

  private damaged({ octets, at, damage }: FoundFrame, out: Writable): void {
    const error = new DlmsError('frame-invalid', `reading stopped at octet ${at}: ${damage}`, { offset: at });
    out.errors.push(error);
    out.nodes.push({ name: 'damaged frame', from: at, to: at + octets.length, value: toHex(octets), note: error.message, base: 'input' });
  }

  private frame({ framing, octets, at }: FoundFrame, direction: Direction, out: Writable): void {
    const { name, fields, contents, message, note } = trees[framing](octets, at);
    const echo = direction === 'rx' && this.sent?.equals(octets) === true;
    if (direction === 'tx') this.sent = octets;
    const content = octets.subarray(contents.from, contents.to);
    const joined = echo ? [] : separated(this.join(framing, octets, direction));
    const { nodes, whole } = this.messages(joined, content, at + contents.from, direction, out);
    if (message && !whole) out.parts++;
    const children = [...fields, ...nodes];
    if (content.length > 0 && !joined.some(({ kind }) => kind === 'apdu')) {
      const [from, to] = [at + contents.from, at + contents.to];
      children.push({ name: 'information', from, to, value: toHex(content), ...(note === undefined ? {} : { note }) });
    }
    children.sort((a, b) => ((a.base ?? b.base) === undefined ? a.from - b.from : a.base === undefined ? -1 : 1));
    const said = echo ? { note: 'echo of the frame that was sent' } : {};
    out.nodes.push({ name, from: at, to: at + octets.length, base: 'input', children, ...said });
  }

  /** The APDUs that a frame completes; `whole`: one of them is inside of it, and not joined of several frames. */
  private messages(
    joined: readonly Joined[],
    content: Buffer,
    at: number,
    direction: Direction,
    out: Writable,
  ): { readonly nodes: readonly Explained[]; readonly whole: boolean } {
    const nodes: Explained[] = [];
    let whole = false;
    let seen = 0;
    for (const one of joined) {
      if (one.kind === 'error') {
        out.errors.push(one.error);
        continue;
      }
      const inside = content.indexOf(one.apdu, seen);
      if (inside === -1 || inside - seen > longestAhead) {
        nodes.push(...this.apdu({ octets: one.apdu, link: one.link, direction, shift: 0, base: 'joined' }, out));
        continue;
      }
      if (inside > seen) nodes.push(llcNode(content.subarray(seen, inside), at + seen));
      nodes.push(...this.apdu({ octets: one.apdu, link: one.link, direction, shift: at + inside, base: null }, out));
      whole = true;
      seen = inside + one.apdu.length;
    }
    return { nodes, whole };
  }

  private join(framing: Framing, octets: Buffer, direction: Direction): Joined[] {
    const found: Unwrapped[] = [];
    framings[framing].unwrap(octets, this.segments[direction ?? 'rx'], 0, found);
    return found.filter((one) => one.kind !== 'text');
  }

  /** Octets without frames; of P1 telegrams with other octets in front, as where somebody began to listen. */
  private unframed(octets: Buffer, direction: Direction, out: Writable): void {
    const texts = splitP1(octets) !== null || isApdu(octets) ? [] : textsIn(octets);
    if (texts.length === 0) this.whole(octets, 0, direction, out);
    let at = 0;
    for (const text of texts) {
      const from = octets.indexOf(text, at);
      if (from > at) out.nodes.push(noFrame(octets, at, from));
      this.whole(text, from, direction, out);
      at = from + text.length;
    }
    if (texts.length > 0 && at < octets.length) out.nodes.push(noFrame(octets, at, octets.length));
  }

  /** One APDU, several behind one another, or a P1 telegram. */
  private whole(octets: Buffer, shift: number, direction: Direction, out: Writable): void {
    const foreign = foreignProtocol(octets);
    if (foreign !== null) {
      out.errors.push(new DlmsError('apdu-unknown', foreign));
      out.nodes.push(noFrame(octets, 0, octets.length, foreign));
      return;
    }
    const p1 = splitP1(octets);
    if (p1 !== null) out.nodes.push(...p1Tree(octets, p1, shift));
    if (p1?.ciphered === false) return;
    for (let at = p1?.bodyAt ?? 0; at < octets.length; ) {
      const llc = llcLength(octets, at);
      if (llc > 0) out.nodes.push({ ...llcNode(octets.subarray(at, at + llc), at + shift), base: 'input' });
      at += llc;
      if (at >= octets.length) return;
      const extent = apduExtent(octets, at, octets.length);
      // What stands behind an APDU is another one, or belongs to what could not be read.
      const end = extent.kind === 'end' && beginsApdu(octets, extent.at) ? extent.at : octets.length;
      out.nodes.push(...this.apdu({ octets: octets.subarray(at, end), link: raw, direction, shift: at + shift, base: 'input' }, out));
      at = end;
    }
  }

  /** Nodes of an APDU, of the one prefix of a gateway in front of it, and of what is in it. */
  private apdu(piece: Piece, out: Writable): Explained[] {
    const { octets, shift, base } = piece;
    const ahead = prefixLength(octets);
    if (ahead === 0 || ahead >= octets.length) return this.bare(piece, out);
    const value = toHex(octets.subarray(0, ahead));
    const prefix = { name: 'gateway prefix', from: shift, to: shift + ahead, value, ...(base === null ? {} : { base }) };
    return [prefix, ...this.bare({ ...piece, octets: octets.subarray(ahead), shift: shift + ahead }, out)];
  }

  private bare(piece: Piece, out: Writable): Explained[] {
    const { octets, direction, shift, base } = piece;
    const tree = apduTree(octets, shift);
    const node = base === null ? tree.node : { ...tree.node, base };
    const sender = direction ?? (fromClient(octets[0] ?? 0) ? 'tx' : 'rx');
    if (isBlock(octets) && tree.error === null) return [node, ...this.block(piece, sender, out)];
    return [{ ...node, children: [...(node.children ?? []), ...this.contents(tree, direction, sender, shift, out)] }];
  }

  /** What a block of general block transfer completes. */
  private block({ octets, link, direction }: Piece, sender: 'tx' | 'rx', out: Writable): Explained[] {
    const joined: Joined[] = [];
    out.parts++;
    this.blocks[sender].add(octets, link, 0, joined);
    const nodes: Explained[] = [];
    for (const one of joined) {
      if (one.kind === 'error') out.errors.push(one.error);
      else if (isBlock(one.apdu.subarray(prefixLength(one.apdu)))) out.errors.push(new DlmsError('apdu-malformed', blockInBlock));
      else nodes.push(...this.apdu({ octets: one.apdu, link, direction, shift: 0, base: 'joined' }, out));
    }
    return nodes;
  }

  /** What is in a whole APDU: the other APDU of an association, and what its protection hides. Both are told of in `out`. */
  private contents(tree: ApduTree, direction: Direction, sender: 'tx' | 'rx', shift: number, out: Writable): Explained[] {
    const { octets, value } = tree;
    const { plain, protection, error: closed } = this.parties.opened(octets, sender);
    const error = closed ?? tree.error;
    if (error !== null) out.errors.push(error);
    if (value !== null) this.parties.learn(value, sender);
    const user = this.userInformation(value, sender, shift, octets, out);
    const plainTree = plain === null || plain === octets ? null : apduTree(plain, 0);
    if (plainTree?.error) out.errors.push(plainTree.error);
    const kind = value?.kind ?? null;
    out.apdus.push({
      direction,
      octets,
      plain,
      kind,
      plainKind: plainTree === null ? (plain === null ? null : kind) : (plainTree.value?.kind ?? null),
      protection,
      control: isProtected(octets) ? controlOf(value) : null,
      error: error ?? plainTree?.error ?? null,
      xml: apduXml(plainTree ?? tree),
    });
    const { from, to } = tree.node;
    const failed = closed === null ? [] : [{ name: 'protected contents', from, to, ...protectionHead(value), note: closed.message }];
    const deciphered =
      plainTree === null ? [] : [{ ...plainTree.node, base: 'deciphered' as const, note: noteOf(protection, plainTree.node.note) }];
    return [...user, ...failed, ...deciphered];
  }

  /** The xDLMS APDU inside AARQ, AARE, RLRQ, RLRE. */
  private userInformation(value: ApduTree['value'], sender: 'tx' | 'rx', shift: number, octets: Buffer, out: Writable): Explained[] {
    const information =
      value !== null && (value.kind === 'aarq' || value.kind === 'aare' || value.kind === 'rlrq' || value.kind === 'rlre')
        ? value.value.userInformation
        : undefined;
    if (information === undefined || information.length === 0) return [];
    const at = octets.indexOf(information);
    const tree = apduTree(information, Math.max(0, at) + shift);
    const inside = this.parties.opened(information, sender);
    if (inside.error !== null) out.errors.push(inside.error);
    const plain = inside.plain;
    if (plain !== null) this.parties.learnDedicatedKey(plain);
    if (plain === null) return [{ ...tree.node, ...protectionHead(tree.value), note: (inside.error as DlmsError).message }];
    if (plain === information) return [tree.node];
    const opened = apduTree(plain, 0);
    return [tree.node, { ...opened.node, base: 'deciphered', note: noteOf(inside.protection, opened.node.note) }];
  }
}

type Writable = { nodes: Explained[]; apdus: ExplainedApdu[]; errors: DlmsError[]; parts: number };
