/**
 * The mask of traces: every secret that is in use, in the forms in which people type them.
 *
 * Who takes secrets (security nodes, also those in subflows, simulated meters, the test of typed settings) holds them here as
 * long as it lives, so a mask is right from the first frame on. What was let go is masked a while longer: lines close later
 * than the nodes that they belong to.
 */
import { fromHex, type Mask, maskFor, parsePassword } from '../../src/index';

const octetsOf = (secret: string): Buffer[] => {
  const digits = secret.replace(/0x/gi, '').replace(/[\s:,_-]+/g, '');
  const hex = /^([0-9a-f]{2})+$/i.test(digits) ? [fromHex(digits)] : [];
  // As a text, and without the quotes that say that it is one.
  return [Buffer.from(secret, 'utf8'), parsePassword(secret), ...hex];
};

/** The values of a keyring: `meter; EK; AK; password=...`, a meter a line. What stands first is a name and no secret. */
const valuesOf = (keyring: string): string[] =>
  keyring.split(/[\r\n]+/).flatMap((line) =>
    line
      .split(';')
      .slice(1)
      .map((cell) => cell.replace(/^\s*[a-z]+2?\s*=/i, '').trim()),
  );

/** A keyring has many secrets in one text; certificates are no secret. */
const textsOf = (field: string, value: string): string[] => {
  if (value.includes('BEGIN CERTIFICATE')) return [];
  const parts = field === 'keyring' ? valuesOf(value) : (value.match(/[0-9a-f]{16,}/gi) ?? []);
  return [value, ...parts].filter((part) => part !== '');
};

/** How long secrets are masked after they were let go. */
const afterwardsMs = 60_000;

interface Held {
  readonly octets: readonly Buffer[];
  /** Milliseconds since 1970. */
  goneAt: number | null;
}

const all = new Set<Held>();
let mask: Mask | null = null;

/** Holds secrets, by the field that they stand in; ends with what it returns. */
export const holdSecrets = (secrets: Readonly<Record<string, unknown>>): (() => void) => {
  const given = Object.entries(secrets).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '');
  const held: Held = { octets: given.flatMap(([field, value]) => textsOf(field, value).flatMap(octetsOf)), goneAt: null };
  all.add(held);
  mask = null;
  return () => {
    held.goneAt ??= Date.now();
  };
};

const forget = (): void => {
  const before = Date.now() - afterwardsMs;
  for (const held of all) {
    if (held.goneAt === null || held.goneAt >= before) continue;
    all.delete(held);
    mask = null;
  }
};

/** The mask for what is said now. */
export const secretsMask = (): Mask => {
  forget();
  mask ??= maskFor([...all].flatMap(({ octets }) => octets));
  return mask;
};
