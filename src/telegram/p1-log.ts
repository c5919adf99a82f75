/**
 * P1 telegrams in logs of programs: behind a sentence (`Received telegram: /FLU5\..`), or line by line as texts in quotes
 * with their control characters written out, as ESPHome (`<<< "1-0:1.8.0(..)\r\n"`) and Python (`b'1-0:1.8.0(..)\r\n'`) do.
 */

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** `\r`, `\x02` and `\\` as the characters they stand for. */
export const unescaped = (text: string): string =>
  text.replace(/\\(?:x([0-9A-Fa-f]{2})|([\s\S]))/g, (_, hex: string | undefined, letter: string) =>
    hex === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );

const quoted = /(?:<<<\s*"((?:[^"\\]|\\.)*)"|\bb'((?:[^'\\]|\\.)*)'|\bb"((?:[^"\\]|\\.)*)")\s*$/;
/** `/KFM5KAIFA-METER`, `/ISK5\2M550T-1013`; `/dev/ttyUSB0` is none. */
const identification = /(?:^|[\s:"'])(\/[A-Za-z]{3}\d[^\s/]?.*)$/;
const valueLine = /^\s*(?:\d{1,3}-\d{1,3}:)?[\dCFLP]{1,3}\.[\dCFLP]{1,3}(?:\.\d{1,3})?(?:[*&.]\d{1,3})?\(/;
const endLine = /^\s*(![0-9A-Fa-f]{0,4})\s*$/;
/** Lines below an identification within which values begin: an empty one stands between. */
const fewLines = 4;
const maxLines = 100_000;

const beginsTelegram = (lines: readonly string[], at: number): boolean =>
  identification.test(lines[at] as string) && lines.slice(at + 1, at + 1 + fewLines).some((line) => valueLine.test(line));

/** The telegrams of a log; null when there are none. */
export function p1InLog(text: string): string | null {
  const lines = text.split(/\r?\n/, maxLines);
  const spoken = lines.flatMap((line) => {
    const match = quoted.exec(line);
    return match === null ? [] : [unescaped(match[1] ?? match[2] ?? match[3] ?? '')];
  });
  return telegramsIn(spoken.join('').split(/\r?\n/)) ?? telegramsIn(lines);
}

function telegramsIn(lines: readonly string[]): string | null {
  const kept: string[] = [];
  let open = false;
  for (const [at, line] of lines.entries()) {
    const begins = beginsTelegram(lines, at);
    open ||= begins;
    if (!open) continue;
    const end = endLine.exec(line)?.[1];
    kept.push(begins ? (identification.exec(line)?.[1] ?? line) : (end ?? line));
    open = end === undefined;
  }
  return kept.length === 0 ? null : `${kept.join('\r\n')}\r\n`;
}
