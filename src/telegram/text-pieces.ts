/**
 * Texts of P1 telegrams and readouts that come in pieces: nodes for TCP, MQTT and serial ports cut a text anywhere, and take the
 * line ends away where they cut at those. While the telegram of a source is open a piece goes on with it, whatever it would be
 * taken for by itself: `307881.115*kWh)` is no hex.
 */
import { putBounded } from '../bounded';
import { inputParts, textOctets } from './input';
import { beginsDataSet } from './p1-codes';
import type { TracePart } from './trace-text';

const maxSources = 1024;
const longestPiece = 0x4000;
/** Characters that are kept of an open telegram: its first line, or the end of the last. */
const longestTail = 160;

const begins = /^\s*\/(?:[A-Za-z]{3}|[A-Za-z]{0,2}$)/;
const startOfText = '\u0002';
const endOfText = '\u0003';
const writtenOut = /\\[rn]/;
const closed = /!(?:[0-9A-Fa-f]{4})?\s*$/;
/** Four digits may be missing where pieces come, unless a line end follows. */
const closedByPiece = /!(?:[0-9A-Fa-f]{4}\s*|\s*\n\s*)$/;
const checked = /![0-9A-Fa-f]{4}\r?$/;

const lineEnds = /\r?\n/;
const wholeLine = /^(?:[A-Za-z0-9:.*&,-]{0,24}(?:\([^()]*\))+!?|![0-9A-Fa-f]{0,4}|\/[A-Za-z]{3}[^()]*)?$/;
/** What neither a code has nor a value, but logs and JSON do; a new telegram. */
const foreign = /^\/|[[\]{}"']|\\[rn]/;
const onlyHex = /^[0-9A-Fa-f\s]*$/;
const frame = /^\s*(?:7E|68|00\s?01|DB|0F|E6)[0-9A-F\s]{22,}$/i;

/** Whether a text can be a part of an open telegram: all lines but the first and the last are whole. */
function isPiece(text: string): boolean {
  if (text.length > longestPiece || foreign.test(text) || frame.test(text)) return false;
  return text
    .split(lineEnds)
    .slice(1, -1)
    .every((line) => wholeLine.test(line.replace(startOfText, '').trim()) || line.startsWith(endOfText));
}

/** The line end that was taken away between two pieces: values, and an empty line, begin on a line of their own. */
function lostBetween(before: string, piece: string): string {
  if (before.endsWith('\n') || piece.startsWith('\n')) return '';
  const isEnd = before.endsWith('\r');
  if (piece.startsWith('\r')) return isEnd ? '\n' : '';
  const isLine = /(?:\)\r?|\n\r)$/.test(before) || /^\/[^\n()]*$/.test(before);
  if (!isLine || !(piece.startsWith('!') || beginsDataSet(piece))) return '';
  return isEnd ? '\n' : '\r\n';
}

/** `{"SerialReceived":"/XMX5..\\r\\n"}`, as Tasmota sends what a serial line brings; else the input itself. */
function spoken(input: string): string {
  if (!/^\s*\{"\w{1,40}":"/.test(input) || input.length > longestPiece * 2) return input;
  try {
    const [text, ...others] = Object.values(JSON.parse(input) as object);
    return typeof text === 'string' && others.length === 0 && !onlyHex.test(text) ? text : input;
  } catch {
    return input;
  }
}

export class TextPieces {
  /** The ends of open telegrams by source. */
  private readonly open = new Map<string, string>();

  /** The octets of an input, by sender. @throws DlmsError as `inputParts` */
  partsOf(source: string, input: unknown): readonly TracePart[] {
    if (typeof input !== 'string') return inputParts(input);
    const before = this.open.get(source);
    const text = spoken(input);
    if (before === undefined || text === '' || !isPiece(text)) return this.beginning(source, input, text);
    const piece = lostBetween(before, text) + text;
    const whole = checked.test(before + piece) ? `${piece.replace(/\r$/, '')}\r\n` : piece;
    this.keep(source, before + whole, closedByPiece);
    return [{ direction: null, time: null, octets: textOctets(whole) }];
  }

  private beginning(source: string, input: string, text: string): readonly TracePart[] {
    const isBeginning = (begins.test(text) || text.startsWith(startOfText)) && !writtenOut.test(text);
    if (isBeginning) this.keep(source, text.trimStart(), closed);
    else if (text !== '') this.open.delete(source);
    return inputParts(isBeginning ? text : input);
  }

  private keep(source: string, text: string, end: RegExp): void {
    const tail = text.slice(-longestTail);
    // A check character follows ETX.
    const isOver = end.test(tail) || tail.slice(0, -1).lastIndexOf(endOfText) > tail.lastIndexOf('/');
    if (isOver) this.open.delete(source);
    else putBounded(this.open, source, tail, maxSources);
  }
}
