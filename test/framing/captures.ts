/**
 * Reads the recorded telegrams of test/vectors/captures (format: FORMAT.md there) as far as framing needs them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ExpectedAddress {
  readonly len: 1 | 2 | 4;
  readonly upper: number;
  readonly lower?: number;
}

export interface ExpectedLink {
  readonly length: number;
  readonly segmented: boolean;
  readonly dst: ExpectedAddress;
  readonly src: ExpectedAddress;
  readonly control: string;
  readonly type: string;
  readonly ns?: number;
  readonly nr?: number;
  readonly hcsOk: boolean | null;
  readonly fcsOk: boolean;
}

export interface ExpectedMbus {
  readonly L: number;
  readonly length: number;
  readonly c: number;
  readonly a: number;
  readonly ci: number;
  readonly stsap: number;
  readonly dtsap: number;
}

export interface Capture {
  readonly id: string;
  readonly kind: 'push' | 'session' | 'vector';
  readonly transport: 'hdlc' | 'wrapper' | 'mbus' | 'raw-apdu';
  readonly frames: readonly { readonly dir: 'tx' | 'rx'; readonly hex: string }[];
  readonly expected: {
    readonly notifications?: readonly { readonly frames: readonly number[]; readonly link: readonly unknown[] }[];
    readonly frames?: readonly {
      readonly link?: readonly ExpectedLink[];
      readonly negotiation?: readonly Record<string, number | string>[];
      readonly apdus?: readonly unknown[];
      readonly info?: string;
    }[];
    readonly cases?: readonly {
      readonly hex?: string;
      readonly data?: string;
      readonly fcsOnWire?: string;
      readonly frame?: ExpectedLink;
      readonly information?: string;
      readonly negotiation?: Record<string, number | string>;
    }[];
    readonly mustReject?: string;
  };
}

const folder = join(__dirname, '..', 'vectors', 'captures');

export const capture = (id: string): Capture => JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as Capture;

export const captures = (): Capture[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => capture(name.slice(0, -5)));

export const octetsOf = (frame: { readonly hex: string }): Buffer => Buffer.from(frame.hex, 'hex');
