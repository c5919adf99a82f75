/**
 * P1 telegrams and readouts in logs of programs: behind a sentence (`Received telegram: /FLU5\..`), or line by line as texts in
 * quotes with their control characters written out, as ESPHome (`<<< "1-0:1.8.0(..)\r\n"`) and Python
 * (`b'1-0:1.8.0(..)\r\n'`) do, behind a time (`21:50:51.448 -> 1.8.1(..)`), or all of it in one text of JSON.
 *
 * Some programs show a telegram without its first line, or that line without its slash.
 */
import { unescaped } from './octet-literals';
import { beginsDataSet, dataSetIn, isValueRow } from './p1-codes';

const quoted = /(?:<<<\s*"((?:[^"\\]|\\.)*)"|\bb'((?:[^'\\]|\\.)*)'|\bb"((?:[^"\\]|\\.)*)")/g;
/** `/KFM5KAIFA-METER`, `/ISK5\2M550T-1013`, `/LUGCUH50`; `/dev/ttyUSB0` is none. */
const identification = /(?:^|[\s:"'])(\/[A-Za-z]{3}[\dA-I][^\s/]?.*)/s;
const endLine = /^\s*(![0-9A-Fa-f]{0,4})["'}\s]*$/;
/** The end mark behind the last value. */
const endsInLine = /\)!\s*$/;
/** Lines below an identification within which values begin: an empty one stands between. */
const fewLines = 4;
const lineEnds = /\r?\n/;
const maxLines = 100_000;

const withoutSlash = /^\s*([A-Za-z]{3}\d[^\s/].*)$/;
/** Values one behind another that say that this is a telegram. */
const fewestValues = 3;
/** Around the data of readouts. */
const startOfText = '\u0002';
const endOfText = '\u0003';

/** The answer to the identification, which an optical head echoes and a log has: no line of the telegram. */
const isAcknowledgement = (line: string): boolean => line.startsWith('\u0006');

const withoutStart = (line: string): string => (line.startsWith(startOfText) ? line.slice(1) : line);
const beginsValue = (line: string): boolean => beginsDataSet(line.trimStart());

/** The first line of the telegram that begins in this line of the log; null where none does. */
function firstLine(lines: readonly string[], at: number): string | null {
  if (!lines.slice(at + 1, at + 1 + fewLines).some(beginsValue)) return null;
  const line = lines[at] as string;
  const whole = identification.exec(line)?.[1];
  if (whole !== undefined) return whole;
  const rest = withoutSlash.exec(line)?.[1];
  return rest === undefined ? null : `/${rest}`;
}

const beginsValues = (lines: readonly string[], at: number): boolean =>
  lines.slice(at, at + fewestValues).filter(beginsValue).length === fewestValues;

/** Lines without what stands in front of each: a time, the name of a program; none where they are not of one form. */
function withoutPrefix(lines: readonly string[]): readonly string[] {
  const lengths = lines.map(dataSetIn).filter((at) => at > 0);
  const length = lengths[0] ?? 0;
  const isForm = lengths.length >= fewestValues && lengths.every((one) => one === length);
  return isForm ? lines.map((line) => line.slice(length)) : [];
}

/** The telegrams of a log; null when there are none. */
export function p1InLog(text: string): string | null {
  const lines = text.split(lineEnds, maxLines);
  const spoken = lines.flatMap((line) =>
    [...line.matchAll(quoted)].map(([, ...said]) => unescaped(said.find((one) => one !== undefined) ?? '')),
  );
  const written = /\\n/.test(text) ? unescaped(text) : '';
  const readings = [spoken.join('').split(lineEnds), lines, written.split(lineEnds), withoutPrefix(lines)];
  return readings.map((one) => telegramsIn(one.map(withoutStart))).find((found) => found !== null) ?? null;
}

function telegramsIn(lines: readonly string[]): string | null {
  const kept: string[] = [];
  let open = false;
  for (const [at, line] of lines.entries()) {
    const first = firstLine(lines, at);
    open ||= first !== null || beginsValues(lines, at);
    if (!open || isAcknowledgement(line)) continue;
    const end = endLine.exec(line)?.[1];
    kept.push(first ?? end ?? line);
    open = end === undefined && !endsInLine.test(line);
  }
  return kept.length === 0 ? null : `${kept.join('\r\n')}\r\n`;
}

const isPlain = (line: string): boolean =>
  line.trim() === '' || endLine.test(line) || line.startsWith(endOfText) || isValueRow(withoutStart(line).trim().replace(/!$/, ''));

/** Values between STX and ETX, as they come over a line. */
export const isBlock = (text: string): boolean => {
  const start = text.indexOf(startOfText);
  return start >= 0 && beginsDataSet(text.slice(start + 1)) && text.includes(endOfText, start);
};

/** Lines of a telegram as a splitter at line ends gives them, or its values without the first line: nothing else is there. */
export const isP1Lines = (text: string): boolean => /[(!]/.test(text) && text.split(lineEnds, maxLines).every(isPlain);

/** Line ends and control characters as terminals write them: `<\\r><\\n>`, `<CR><LF>`, `<STX>`; at the begin of a line `<2>`. */
const shownEnd = /(?:<(?:\\r|CR)>)?<(?:\\n|LF)>(?:\r?\n)?|<(?:\\r|CR)>(?=\r?\n)/gi;
const shownControls = [
  [/<STX>|^<0?2>/gim, startOfText],
  [/<ETX>|^<0?3>/gim, endOfText],
] as const;

/** A text of a terminal with the control characters themselves. */
export const withControls = (text: string): string =>
  shownControls.reduce((now, [name, control]) => now.replace(name, control), text.replace(shownEnd, '\r\n'));

/** A text without the blanks that stand in front of all its lines, but perhaps the first: it stood in a list or in a program. */
export function unindented(text: string): string {
  const blanks = /\n([ \t]+)\S/.exec(text)?.[1];
  const [first = '', ...lines] = text.split('\n');
  if (blanks === undefined || !lines.every((line) => line.startsWith(blanks) || line.trim() === '')) return text;
  return [first.trimStart(), ...lines.map((line) => (line.startsWith(blanks) ? line.slice(blanks.length) : line.trim()))].join('\n');
}

const whole = String.raw`[0-7]-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3}(?:\*\d{1,3})?\(`;
const reduced = String.raw`(?:\d{1,3}|[CFLP])\.(?:\d{1,3}|[CFLP])(?:\.\d{1,3})?(?:[*&]\d{1,3})?\(`;
/** In front of a code: a blank, or nothing where the code is whole. */
const lostEnd = String.raw`(?:\s+(?=${whole}|${reduced})|(?=${whole}))`;
const lostFirst = new RegExp(String.raw`(^|![0-9A-Fa-f]{0,4}\s*)(\/[A-Za-z]{3}\d[^()!]{1,40}?)${lostEnd}`, 'g');
const lostOthers = new RegExp(String.raw`\)(?:${lostEnd}|\s*(?=!))`, 'g');
const lostLast = /(![0-9A-Fa-f]{0,4})\s*(?=\/|$)/g;

/** A telegram of one line, as fields of forms make it: they take line ends away, or make them blanks. */
export function withLineEnds(text: string): string {
  const line = text.trim();
  if (lineEnds.test(line) || !line.startsWith('/')) return text;
  const first = line.replace(lostFirst, '$1$2\r\n\r\n');
  return first === line ? text : first.replace(lostOthers, ')\r\n').replace(lostLast, '$1\r\n');
}
