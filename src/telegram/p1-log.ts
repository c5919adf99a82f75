/**
 * P1 telegrams in logs of programs: behind a sentence (`Received telegram: /FLU5\..`), or line by line as texts in quotes
 * with their control characters written out, as ESPHome (`<<< "1-0:1.8.0(..)\r\n"`) and Python (`b'1-0:1.8.0(..)\r\n'`) do,
 * or all of it in one text of JSON.
 *
 * Some programs show a telegram without its first line, or that line without its slash.
 */
import { isValueRow } from './framing/p1-headless';

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"', "'": "'", '/': '/' };

/** `\r`, `\x02` and `\\` as the characters they stand for; other backslashes are themselves: `/ISK5\2M550T-1013\r\n`. */
export const unescaped = (text: string): string =>
  text.replace(/\\(?:x([0-9A-Fa-f]{2})|([\s\S]))/g, (whole, hex: string | undefined, letter: string) =>
    hex === undefined ? (escapes[letter] ?? whole) : String.fromCharCode(Number.parseInt(hex, 16)),
  );

const quoted = /(?:<<<\s*"((?:[^"\\]|\\.)*)"|\bb'((?:[^'\\]|\\.)*)'|\bb"((?:[^"\\]|\\.)*)")\s*$/;
/** `/KFM5KAIFA-METER`, `/ISK5\2M550T-1013`; `/dev/ttyUSB0` is none. */
const identification = /(?:^|[\s:"'])(\/[A-Za-z]{3}\d[^\s/]?.*)/s;
const valueLine = /^\s*(?:\d{1,3}-\d{1,3}:)?[\dCFLP]{1,3}\.[\dCFLP]{1,3}(?:\.\d{1,3})?(?:[*&.]\d{1,3})?\(/;
const endLine = /^\s*(![0-9A-Fa-f]{0,4})["'}\s]*$/;
/** Lines below an identification within which values begin: an empty one stands between. */
const fewLines = 4;
const lineEnds = /\r?\n/;
const maxLines = 100_000;

const wholeCode = /^\s*\d{1,3}-\d{1,3}:[\d.]+\(/;
const withoutSlash = /^\s*([A-Za-z]{3}\d[^\s/].*)$/;
/** Values one behind another that say that this is a telegram. */
const fewestValues = 3;

/** The first line of the telegram that begins in this line of the log; null where none does. */
function firstLine(lines: readonly string[], at: number): string | null {
  if (!lines.slice(at + 1, at + 1 + fewLines).some((one) => valueLine.test(one))) return null;
  const line = lines[at] as string;
  const whole = identification.exec(line)?.[1];
  if (whole !== undefined) return whole;
  const rest = withoutSlash.exec(line)?.[1];
  return rest === undefined ? null : `/${rest}`;
}

const beginsValues = (lines: readonly string[], at: number): boolean =>
  lines.slice(at, at + fewestValues).filter((line) => wholeCode.test(line)).length === fewestValues;

/** The telegrams of a log; null when there are none. */
export function p1InLog(text: string): string | null {
  const lines = text.split(lineEnds, maxLines);
  const spoken = lines.flatMap((line) => {
    const match = quoted.exec(line);
    return match === null ? [] : [unescaped(match[1] ?? match[2] ?? match[3] ?? '')];
  });
  const written = /\\n/.test(text) ? unescaped(text) : '';
  return [spoken.join('').split(lineEnds), lines, written.split(lineEnds)].map(telegramsIn).find((found) => found !== null) ?? null;
}

function telegramsIn(lines: readonly string[]): string | null {
  const kept: string[] = [];
  let open = false;
  for (const [at, line] of lines.entries()) {
    const first = firstLine(lines, at);
    open ||= first !== null || beginsValues(lines, at);
    if (!open) continue;
    const end = endLine.exec(line)?.[1];
    kept.push(first ?? end ?? line);
    open = end === undefined;
  }
  return kept.length === 0 ? null : `${kept.join('\r\n')}\r\n`;
}

const isPlain = (line: string): boolean => line.trim() === '' || endLine.test(line) || isValueRow(line.trim());

/** Lines of a telegram as a splitter at line ends gives them, or its values without the first line: nothing else is there. */
export const isP1Lines = (text: string): boolean => /[(!]/.test(text) && text.split(lineEnds, maxLines).every(isPlain);
