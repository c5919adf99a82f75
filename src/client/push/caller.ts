/**
 * Who a caller is: the names that one dialled-in meter has shown, and whether it is the one that is wanted.
 *
 * Names are compared without case and separators: `SMS 103 07 00312390` is `sms1030700312390`.
 */
import { toHex } from '../../bytes';
import type { MeterIdentity } from '../../telegram/types';

/** Where a name comes from, the best first. */
const ranks = ['greeting', 'device', 'serial', 'printed-title', 'title', 'address'] as const;
export type NameKind = (typeof ranks)[number];

const plain = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]/g, '');

export class CallerNames {
  private readonly known = new Map<NameKind, string>();

  constructor(address: string) {
    this.known.set('address', address);
  }

  /** True when this was not known before. */
  add(kind: NameKind, name: string | null): boolean {
    if (name === null || plain(name) === '' || this.known.get(kind) === name) return false;
    this.known.set(kind, name);
    return true;
  }

  addIdentity({ logicalDeviceName, serialNumber, titleText, systemTitle }: MeterIdentity): boolean {
    const added = [
      this.add('device', logicalDeviceName),
      this.add('serial', serialNumber),
      this.add('printed-title', titleText),
      this.add('title', systemTitle),
    ];
    return added.includes(true);
  }

  /** More is known than where the call comes from. */
  get identified(): boolean {
    return this.known.size > 1;
  }

  /** The best name. */
  get best(): string {
    return this.all[0] as string;
  }

  get all(): readonly string[] {
    return ranks.flatMap((kind) => this.known.get(kind) ?? []);
  }

  /** @param wanted any of the names, or the address */
  is(wanted: string): boolean {
    const name = plain(wanted);
    return this.all.some((one) => plain(one) === name);
  }

  /** The same meter, by more than its address: several may be behind one router. */
  sameMeter(other: CallerNames): boolean {
    return ranks.some((kind) => kind !== 'address' && this.known.has(kind) && this.known.get(kind) === other.known.get(kind));
  }
}

/** What a greeting says: the first group of the expression, else all of it; as text, then as hex digits. */
export function greetingName(greeting: RegExp, octets: Buffer): string | null {
  const match = greeting.exec(octets.toString('latin1')) ?? greeting.exec(toHex(octets));
  const name = match?.[1] ?? match?.[0] ?? null;
  return name === null ? null : name.replace(/[^\x20-\x7e]/g, '').trim();
}
