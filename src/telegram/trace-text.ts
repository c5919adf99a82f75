/**
 * Logs of programs and terminals as people paste them: lines with times, words for the direction and octets in hex.
 *
 *   TX: 14:23:01 7E A0 07 03 21 93 0F 01 7E          [2017-09-12 23.18.43.731 - Received 41 (0x29) bytes]
 *   2024-01-05 10:00:01.123 DEBUG <- 7ea01e2103..    7E A0 27 01 02 01 10 5A ..
 *   HDLC Send: 7E A0 07 03 ..                        Recv (34 bytes): 0x7E,0xA0,0x20 ..
 *
 * A line without a word for the direction goes on with the part before. Words and times are passed over; no word that is
 * used in such logs consists of pairs of hex digits. Where a sentence stands in front of octets they count only when they
 * begin like a frame or an APDU: `SET CONFORMANCE: 0000 ..` and `Multi-read FD08` are remarks. Listings with a remark behind
 * each octet (`7E <- flag`, `A0 // format`) are read by their first column.
 */
import type { Direction } from './explain/explain';

export interface TracePart {
  readonly direction: Direction;
  /** As the log writes it; null when it says none. */
  readonly time: string | null;
  readonly octets: Buffer;
}

const clock = /(?<![0-9A-Fa-f:])\d{1,2}[:.]\d{2}[:.]\d{2}(?:[.,:]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?(?!:?[0-9A-Fa-f])(?:\s?[AP]M)?/i;
const date =
  /(?<![0-9A-Fa-f])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}(?=\s+\d{1,2}[:.]\d{2})))(?:T(?=\d)|(?![0-9A-Fa-f]))/;
/** `12.04 16:09`: neither year nor seconds. */
const shortTime = /(?<![0-9A-Fa-f.])\d{1,2}[./]\d{1,2}\s+\d{1,2}:\d{2}(?![:0-9A-Fa-f])/;
const sent =
  /\b(?:irp_mj_write|tx|txd|send|sends|sending|sent|snd|out|outgoing|output|request|req|write|writing|written|client|host|master)\b|[-=]{1,4}>|>{1,3}/i;
const received =
  /\b(?:irp_mj_read|rx|rxd|rec|recv|receive|received|receiving|rcv|rcvd|in|incoming|input|response|resp|responds|responded|reply|replies|replied|answer|answers|answered|read|meter|server|slave|push|got)\b|<[-=]{1,4}|<{1,3}/i;
/** Octets in hex, at least two, with one sort of separator or none. */
const run = /(?<![0-9A-Za-z])(?:0x|\\x)?[0-9A-Fa-f]{2}(?:(?:[\s,:;-]{0,2}(?:0x|\\x)?[0-9A-Fa-f]{2})+)(?![0-9A-Za-z])/g;
/** `0010: ` or `00000010  ` in front of the octets of a dump. */
const offset = /^\s*(?:0x)?[0-9A-Fa-f]{4,8}(?::\s*|\s{1,3})(?=(?:[0-9A-Fa-f]{2}(?:[\s-]|$)){2})/;
/** Octets at the beginning of a line, and a remark behind them. */
const remarked =
  /^\s*(?:([A-Za-z]{2,8}\s?:)\s*)?((?:0x)?[0-9A-Fa-f]{2}(?:[\s,]?(?:0x)?[0-9A-Fa-f]{2})*)(?=\s*(?:\/\/|<[-=]|#|;|--|\||→|←)|\s{2,}(?!(?:0x)?(?:[0-9A-Fa-f]{2})+(?:[\s,:]|$)))/;
const onlyHex = /^\s*[0-9A-Fa-f]{2}(?:\s?[0-9A-Fa-f]{2})*\s*$/;
const maxLines = 100_000;
/** Characters in front of the octets in which words are looked for. */
const mostWords = 200;

interface Line {
  readonly direction: Direction;
  readonly time: string | null;
  readonly digits: string;
  /** Words stand in front that are no part of a log's form. */
  readonly prose: boolean;
}

/** Words that stand in front of octets in logs and say nothing. */
const neutral =
  /\b(?:bytes?|octets?|hex|hdlc|frames?|data|x?dlms|apdu|pdu|raw|uart|serial|message|msg|packet|buffer|debug|info|trace|verbose|warn|error|logger|string|dir|direction|time|timestamp|payload|topic|type|info\[\d+\])\b/gi;
/** As logs of other countries say it: Chinese, Russian, German, French, Spanish, Italian, Polish. */
const sentAbroad =
  /发送|请求|запрос|отправ|передано|gesendet|anfrage|envoi|envoyé|requête|enviad|petición|solicitud|inviat|richiesta|wysłan|zapytanie/i;
const receivedAbroad =
  /接收|应答|返回|响应|收到|ответ|принят|получен|empfang|antwort|reçu|réponse|recibid|respuesta|ricevut|risposta|odebran|odpowiedź/i;
const everySent = new RegExp(`${sent.source}|(?:${sentAbroad.source})\\p{L}*`, 'giu');
const everyReceived = new RegExp(`${received.source}|(?:${receivedAbroad.source})\\p{L}*`, 'giu');
const word = /[A-Za-z]{3}|\p{L}{3}/u;
const inBrackets = /\[[^\]]*\]/g;

const withoutForm = (words: string): string => words.replace(everySent, ' ').replace(everyReceived, ' ').replace(neutral, ' ');
/** The last words, and a sign between them and the octets: `net.Line - Received 4 bytes: `, `,RX,`. */
const label = /\p{L}[^\s,;:="'()[\]{}|]*(?:\[\d+\])?(?:[\s\d()]*(?:bytes?|octets?))?[\s\d()]*[:,;="'][\s"'([]*$/u;

function isProse(words: string): boolean {
  const last = label.exec(words);
  if (last !== null && !/\p{L}{2}/u.test(withoutForm(last[0]))) return false;
  return word.test(withoutForm(words.replace(inBrackets, ' ')));
}

/** How frames and APDUs begin: HDLC, M-Bus, wrapper, LLC header, the tags of APDUs and of lists. */
const beginning = /^(?:7E[A-F\d]|68(?:..){2}68|0001(?:00..)|E6E[67]00|6[0-3]|[CD][\dA-F]|E0|0[12CDEF]|2[18])/i;
/** Octets behind a sentence below which they are a number of it. */
const fewestOctets = 8;

const counts = (digits: string): boolean => beginning.test(digits) && (digits.length / 2 >= fewestOctets || /^7E/i.test(digits));

/** `client -> meter`, `Server <= Client`: the first of the two, and where the arrow points. */
const between =
  /\b(client|host|master|meter|server|slave|device)\b\s{0,3}(<)?[-=]{1,4}(>)?\s{0,3}\b(?:client|host|master|meter|server|slave|device)\b/i;
const isClient = (word: string): boolean => /^(?:client|host|master)$/i.test(word);

/** `Frame 5: Multi-read FD08 (sent)`. */
const said = /\((?:(sent|tx|request)|received|rx|response)\)/i;

function directionOf(words: string): Direction {
  const bracketed = said.exec(words);
  if (bracketed !== null) return bracketed[1] === undefined ? 'rx' : 'tx';
  const parties = between.exec(words);
  if (parties !== null) return isClient(parties[1] as string) === (parties[2] === undefined) ? 'tx' : 'rx';
  const tx = sent.exec(words) ?? sentAbroad.exec(words);
  const rx = received.exec(words) ?? receivedAbroad.exec(words);
  if (tx === null || rx === null) return tx !== null ? 'tx' : rx !== null ? 'rx' : null;
  // "Received response", "Sent to meter": the first word says it.
  return tx.index < rx.index ? 'tx' : 'rx';
}

/** One octet that is all of a line: the last of a frame that was cut into lines. */
const lonely = /^[^0-9A-Za-z]*(?:0x|\\x)?([0-9A-Fa-f]{2})[^0-9A-Za-z]*$/;
/** `7E.A0.2A`, and `7E.A0 (2)`, as ESPHome writes octets; seconds since 1970 in front, as candump does. */
const dotted =
  /(?<![0-9A-Za-z.])(?:(?:[0-9A-Fa-f]{2}\.){7,}[0-9A-Fa-f]{2}(?![0-9A-Za-z.])|(?:[0-9A-Fa-f]{2}\.){1,6}[0-9A-Fa-f]{2}(?=\s\(\d{1,2}\)))/g;
const countsOctets = /^\s*(?:bytes?|octets?|chars?)\b/i;
const epoch = /\(\d{10}\.\d+\)/;

/** The longest run of hex, behind the word for the direction if there is one. */
function longestRun(line: string): RegExpMatchArray | null {
  const front = line.slice(0, mostWords);
  const words = [sent, received, sentAbroad, receivedAbroad].map((one) => front.search(one)).filter((at) => at !== -1);
  const from = words.length === 0 ? 0 : Math.min(...words);
  let longest: RegExpMatchArray | null = null;
  let behind = false;
  for (const one of line.matchAll(run)) {
    if (countsOctets.test(line.slice(one.index + one[0].length, one.index + one[0].length + 10))) continue;
    const isBehind = one.index >= from;
    if (isBehind === behind ? one[0].length <= (longest?.[0].length ?? 0) : behind) continue;
    longest = one;
    behind = isBehind;
  }
  return longest;
}

/** The octets of a line, and the words in front of them. */
function octetsOf(line: string): { digits: string; words: string } {
  const longest = longestRun(line);
  if (longest === null) {
    const words = line.slice(0, mostWords);
    const one = lonely.exec(words.replace(inBrackets, ' ').replace(everySent, ' ').replace(everyReceived, ' '));
    return { digits: one?.[1] ?? '', words };
  }
  // `Length 34: 7E A0`
  const digits = longest[0]
    .replace(/^\d{2}:\s+(?=[^:]*$)/, '')
    .replace(/0x|\\x/gi, '')
    .replace(/[^0-9A-Fa-f]/g, '');
  const at = longest.index ?? 0;
  return { digits: digits.length % 2 === 0 ? digits : '', words: line.slice(Math.max(0, at - mostWords), at) };
}

/** A line taken apart. @param so how many octets the part has so far: the offset of a dump that goes on */
function lineOf(text: string, so: number): Line {
  const column = offset.exec(text)?.[0] ?? '';
  const isOffset = column !== '' && Number.parseInt(column.trim().replace(/:$/, ''), 16) === so;
  const line = (isOffset ? text.slice(column.length) : text).replace(/[*`]+/g, '').replace(dotted, (octets) => octets.replace(/\./g, ' '));
  // By far the most lines of a long log.
  if (onlyHex.test(line)) return { direction: null, time: null, digits: line.replace(/\s+/g, ''), prose: false };
  const column1 = remarked.exec(line);
  if (column1 !== null) {
    const [, label = '', octets = ''] = column1;
    return { direction: directionOf(label), time: null, digits: octets.replace(/0x|[^0-9A-Fa-f]/gi, ''), prose: false };
  }
  const front = line.slice(0, mostWords).replace(epoch, ' | ').replace(date, ' | ').replace(shortTime, ' | ');
  const time = clock.exec(front)?.[0] ?? null;
  const { digits, words } = octetsOf(front.replace(clock, ' | ') + line.slice(mostWords));
  const prose = isProse(words);
  if (prose && !counts(digits)) return { direction: directionOf(front), time, digits: '', prose };
  return { direction: directionOf(words), time, digits, prose };
}

const arrowInFront = /^[ \t]*(?:[-=]{0,4}>{1,3}|<{1,3}[-=]{0,4})[ \t]*[0-9A-Fa-f]{2}[^<>\n]*$/m;
const timeInFront = /^\s*(?:\[?(?:[\d./-]{8,10}[T\s]\s*)?\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?\]?\s*(?::\s*>|:?\s)|\(\d{10}\.\d+\))[^:]*$/;

/** Lines of hex that begin with an arrow or a time: without a word in it, it would pass for plain hex. */
export const looksLikeTrace = (text: string): boolean =>
  arrowInFront.test(text) ||
  text
    .split(/\r?\n/, maxLines)
    .filter((one) => one.trim() !== '')
    .every((one) => timeInFront.test(one));

/** What was read of a log. `directed`: its lines say who sent them. */
export interface Trace {
  readonly parts: readonly TracePart[];
  readonly directed: boolean;
}

/** Frames that a log cut into pieces: HDLC without its last flag, wrapper and M-Bus shorter than they announce. */
function isUnfinished({ pieces: [digits = ''], octets }: OpenPart): boolean {
  const at = (from: number, size: number): number => Number.parseInt(digits.slice(from * 2, (from + size) * 2), 16);
  if (/^7EA/i.test(digits)) return octets < 3 || octets < (at(1, 2) & 0x7ff) + 2;
  if (/^0001/.test(digits)) return octets < 8 || octets < at(6, 2) + 8;
  return /^68(..)\1?68/i.test(digits) && octets < at(1, 1) + 6;
}

interface OpenPart {
  readonly direction: Direction;
  readonly time: string | null;
  readonly pieces: string[];
  octets: number;
  /** Octets that the log announced; null when it did not. */
  readonly announced: number | null;
}

/** `SML: decrypted block: 56 bytes` of Tasmota; lines like `:>02 09 ..` follow, whose arrow says nothing, and the last one twice. */
const block = /\bdecrypted block: (\d{1,4}) bytes/;
/** The last of those lines, shorter than the others, where people left out the one that announces them. */
const shortRow = /^[\s\d:.]*:>((?:[0-9A-Fa-f]{2}\s?){1,15})$/;
const isSameRow = (line: string, before: string): boolean => {
  const row = shortRow.exec(line.trimEnd())?.[1];
  return row !== undefined && row === shortRow.exec(before.trimEnd())?.[1];
};

/** Whether a line belongs to the part before it; null: it says the end of that part again. */
function belongs({ direction, time, digits, prose }: Line, last: OpenPart | undefined): boolean | null {
  if (last === undefined) return false;
  if (last.announced !== null) {
    if (last.octets < last.announced) return true;
    return last.pieces.at(-1) === digits ? null : false;
  }
  if (direction !== null && direction !== last.direction) return false;
  return isUnfinished(last) || (direction === null && time === null && !prose);
}

/** Octets below which equal beginnings say nothing. */
const fewestEqual = 8;

/** `HDLC Buffer: ..` of smartmeter-datacollector: a program shows all that waits again whenever more came. */
function growsFrom({ pieces, octets, announced, direction }: OpenPart, line: Line): boolean {
  if (announced !== null || octets < fewestEqual || line.digits.length <= octets * 2) return false;
  const isSame = line.direction === null || line.direction === direction;
  return isSame && line.digits.startsWith(pieces[0] ?? '') && line.digits.startsWith(pieces.join(''));
}

/** LLC header of a command or AARQ; of a response, or AARE: in HDLC, with the header of the wrapper, or bare. */
const ofClient = /^(?:7e(?:..){7,13}e6e600|(?:0001(?:..){6})?(?:e6e600)?60)/;
const ofMeter = /^(?:7e(?:..){7,13}e6e700|(?:0001(?:..){6})?(?:e6e700)?61)/;

function senderOf(octets: Buffer): Direction {
  const hex = octets.toString('hex', 0, 20);
  return ofClient.test(hex) ? 'tx' : ofMeter.test(hex) ? 'rx' : null;
}

/** Some programs mark with `<-` what leaves them: where the octets of both sides say the contrary of the log, they are right. */
function turnedRight(parts: readonly TracePart[]): readonly TracePart[] {
  const told = parts.flatMap(({ direction, octets }) => {
    const sender = senderOf(octets);
    return direction === null || sender === null ? [] : [{ direction, contrary: sender !== direction }];
  });
  const turned = told.every(({ contrary }) => contrary) && new Set(told.map(({ direction }) => direction)).size === 2;
  if (!turned) return parts;
  return parts.map((part) => (part.direction === null ? part : { ...part, direction: part.direction === 'tx' ? 'rx' : 'tx' }));
}

const partsOf = (parts: readonly OpenPart[]): readonly TracePart[] =>
  turnedRight(
    parts
      .filter(({ octets }) => octets > 0)
      .map(({ direction, time, pieces }) => ({ direction, time, octets: Buffer.from(pieces.join(''), 'hex') })),
  );

/** In front of a time of day with milliseconds, and its date, in the middle of a line. */
const nextTime = /\s(?=(?:\d{4}-\d\d-\d\d[T ])?\[?\d\d:\d\d:\d\d[.,:]\d{3}(?!\d))/;
const someOctets = /(?:[0-9A-Fa-f]{2}[\s,:-]?){8}/;

/** The lines of a line whose ends were lost, as in a copy of a page: octets stand between the times. */
function linesIn(line: string): string[] {
  const found: string[][] = [];
  let ends = true;
  for (const piece of line.split(nextTime)) {
    if (ends) found.push([]);
    found.at(-1)?.push(piece);
    // A date alone stands in front of its time.
    ends = someOctets.test(piece.replace(date, ''));
  }
  return found.map((pieces) => pieces.join(' '));
}

export function readTrace(text: string): Trace {
  const parts: OpenPart[] = [];
  let announced: Pick<Line, 'direction' | 'time'> | null = null;
  let directed = false;
  let before = '';
  for (const one of text.split(/\r?\n/, maxLines).flatMap(linesIn)) {
    const isAgain = isSameRow(one, before);
    before = isAgain ? '' : one;
    if (isAgain) continue;
    const size = block.exec(one)?.[1];
    if (size !== undefined) {
      parts.push({ direction: null, time: clock.exec(one)?.[0] ?? null, pieces: [], octets: 0, announced: Number(size) });
      continue;
    }
    const last = parts.at(-1);
    const line = lineOf(one, announced === null ? (last?.octets ?? 0) : 0);
    if (line.digits === '') {
      if (line.direction !== null) announced = line;
      continue;
    }
    if (last !== undefined && growsFrom(last, line)) {
      last.pieces.splice(0, last.pieces.length, line.digits);
      last.octets = line.digits.length / 2;
      announced = null;
      continue;
    }
    const direction = line.direction ?? announced?.direction ?? null;
    const goesOn = belongs({ ...line, direction }, last);
    if (goesOn === null) continue;
    directed ||= direction !== null && !(goesOn && last?.announced != null);
    const time = line.time ?? announced?.time ?? null;
    const part = goesOn && last !== undefined ? last : { direction, time, pieces: [], octets: 0, announced: null };
    if (part !== last) parts.push(part);
    part.pieces.push(line.digits);
    part.octets += line.digits.length / 2;
    announced = null;
  }
  return { parts: partsOf(parts), directed };
}
