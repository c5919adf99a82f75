/**
 * Takes secrets out of what people see: texts of errors and logs, and the octets of traces.
 *
 * A secret is looked for as octets, and in texts as hex in both cases (with blanks, colons or dashes between the octets as
 * well), as base64 and as itself. What is found becomes `*`. Secrets of fewer than 3 octets are left alone in octets
 * and hex: masking every `31` would hide the trace and still give the password away.
 */

/** The least secret that is looked for in octets and hex. */
const leastOctets = 3;
const star = 0x2a;

export interface Mask {
  /** `text` without the secrets. */
  text(text: string): string;
  /** A copy of `octets` with every octet of a secret as `2A`; the same buffer when there is none in it. */
  octets(octets: Buffer): Buffer;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Base64 of a secret that stands anywhere in encoded octets has three forms; the characters that its neighbours touch are left out. */
function base64Forms(secret: Buffer): string[] {
  const forms: string[] = [];
  for (const shift of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(shift), secret])
      .toString('base64')
      .replace(/=+$/, '');
    const whole = Math.floor(((shift + secret.length) * 8) / 6);
    const form = text.slice(Math.ceil((shift * 8) / 6), whole);
    if (form.length >= 4) forms.push(form, form.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}

function patternsOf(secret: Buffer): string[] {
  const text = secret.toString('utf8');
  const readable = text.length > 0 && Buffer.from(text, 'utf8').equals(secret) ? [escaped(text)] : [];
  if (secret.length < leastOctets) return readable;
  const hex = [...secret].map((octet) => octet.toString(16).padStart(2, '0')).join('[\\s:,-]?');
  return [...readable, hex, ...base64Forms(secret).map(escaped)];
}

/** A mask for these secrets; empty ones are left out. */
export function maskFor(secrets: readonly Uint8Array[]): Mask {
  const given = secrets.map((secret) => Buffer.from(secret)).filter((secret) => secret.length > 0);
  // Long ones first, so that a secret that is part of another does not leave the rest of it behind.
  given.sort((a, b) => b.length - a.length);
  const patterns = given.flatMap(patternsOf).map((pattern) => new RegExp(pattern, 'gi'));
  const inOctets = given.filter((secret) => secret.length >= leastOctets);
  return {
    text: (text) => patterns.reduce((masked, pattern) => masked.replace(pattern, '****'), text),
    octets(octets) {
      let masked: Buffer | null = null;
      for (const secret of inOctets) {
        for (let at = octets.indexOf(secret); at >= 0; at = octets.indexOf(secret, at + 1)) {
          masked ??= Buffer.from(octets);
          masked.fill(star, at, at + secret.length);
        }
      }
      return masked ?? octets;
    },
  };
}
