/**
 * Octets as programming languages print them, in logs or alone: `b'~\xa0*A'` of Python, `<<< "~\xA0\b"` of ESPHome,
 * `{"type":"Buffer","data":[126,160]}` of Node, `[126, 160, 42, 65]` of Python and Java (which counts from -128). They become
 * hex, so that a log has one sort of octets.
 */

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"', "'": "'", '/': '/' };

/** `\r`, `\x02` and `\\` as the characters they stand for; other backslashes are themselves: `/ISK5\2M550T-1013\r\n`. */
export const unescaped = (text: string): string =>
  text.replace(/\\(?:x([0-9A-Fa-f]{2})|([\s\S]))/g, (whole, hex: string | undefined, letter: string) =>
    hex === undefined ? (escapes[letter] ?? whole) : String.fromCharCode(Number.parseInt(hex, 16)),
  );

const bytes = /\bb(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/g;
/** Behind the arrows that say the direction. */
const arrowed = /(?<=[<>]{3} ?)"((?:[^"\\\n]|\\.)*)"/g;
/** Those of C that no text of a meter has. */
const escapesOfC: Readonly<Record<string, string>> = { a: '07', b: '08', e: '1b', f: '0c', v: '0b', '0': '00' };
const withoutC = (said: string): string =>
  said.replace(/\\([\s\S])/g, (whole, letter: string) => (letter in escapesOfC ? `\\x${escapesOfC[letter]}` : whole));
const buffer = /\{\s*"type"\s*:\s*"Buffer"\s*,\s*"data"\s*:\s*\[([\d\s,]*)\]\s*\}/g;
/** Fewer numbers may be something else. */
const list = /\[\s*(-?\d{1,3}(?:\s*,\s*-?\d{1,3}){7,})\s*\]/g;
/** What a program of its own already wrote as hex. */
const isHex = (text: string): boolean => /^(?:[0-9A-Fa-f]{2}\s*){8,}$/.test(text);

function hexOfList(whole: string, numbers: string): string {
  const octets = numbers.split(',').map(Number);
  const signed = octets.some((octet) => octet < 0);
  const [least, most] = signed ? [-128, 127] : [0, 255];
  return octets.every((octet) => octet >= least && octet <= most) ? Buffer.from(octets).toString('hex') : whole;
}

function hexOfBytes(said: string): string {
  const text = unescaped(said);
  return isHex(text) ? text : Buffer.from(text, 'latin1').toString('hex');
}

/** The text with such octets in hex. */
export const literalsInHex = (text: string): string =>
  text
    .replace(bytes, (_, single?: string, double?: string) => hexOfBytes(single ?? double ?? ''))
    .replace(arrowed, (_, said: string) => hexOfBytes(withoutC(said)))
    .replace(buffer, (whole, numbers: string) => hexOfList(whole, numbers))
    .replace(list, (whole, numbers: string) => hexOfList(whole, numbers));
