/**
 * What came where a frame was awaited and was none: the first octets of it, and what they look like. The best explanation
 * of a silence is often that the other side did talk, in another language.
 */
import { toHex } from '../bytes';

const kept = 12;

/** The framings whose links ask. */
type Awaited = 'HDLC' | 'wrapper';

interface Look {
  readonly what: string;
  readonly hint: string;
}

export class Noise {
  private readonly first = Buffer.alloc(kept);
  private used = 0;
  private count = 0;

  /** Remembers octets that a deframer dropped. */
  add(octets: Buffer, from: number, to: number): void {
    this.count += to - from;
    if (this.used < kept) this.used += octets.copy(this.first, this.used, from, Math.min(to, from + kept - this.used));
  }

  clear(): void {
    this.used = 0;
    this.count = 0;
  }

  /** A sentence about what came instead of frames, and what to try; null when nothing did. */
  explain(awaited: Awaited): { readonly text: string; readonly hint: string } | null {
    if (this.count === 0) return null;
    const octets = this.first.subarray(0, this.used);
    const { what, hint } = look(octets, awaited);
    // Octets that nobody knows are not shown: a damaged echo may hold a password.
    const shown = what === '' ? '' : ` (${toHex(octets)}${this.count > this.used ? ' ...' : ''}: ${what})`;
    return { text: `${this.count} octets came that are no whole ${awaited} frame${shown}`, hint };
  }
}

function look(octets: Buffer, awaited: Awaited): Look {
  const text = Buffer.from(octets.map((octet) => octet & 0x7f)).toString('latin1');
  if (/\/[A-Za-z]{3}\d/.test(text)) {
    return {
      what: 'the identification of IEC 62056-21',
      hint: 'The meter begins with IEC 62056-21: choose the framing "HDLC after mode E".',
    };
  }
  if (/^(SSH-|HTTP|220|RFB)/.test(text)) {
    return { what: `"${text.replace(/[^ -~]/g, '.')}"`, hint: 'Another service answers at this port. Check host and port.' };
  }
  const isWrapper = octets[0] === 0x00 && octets[1] === 0x01;
  const isHdlc = octets[0] === 0x7e && ((octets[1] ?? 0) & 0xf0) === 0xa0;
  if ((awaited === 'HDLC' && isHdlc) || (awaited === 'wrapper' && isWrapper)) {
    return { what: 'the beginning of a frame', hint: 'The answer was cut: a longer response time-out, or a better line, may help.' };
  }
  if (isWrapper) {
    return { what: 'a wrapper header', hint: 'The other side speaks the wrapper of TCP: choose the framing "wrapper".' };
  }
  if (isHdlc) {
    return { what: 'an HDLC frame', hint: 'The other side speaks HDLC: choose the framing "HDLC".' };
  }
  return { what: '', hint: 'Check the framing (HDLC or wrapper); on serial lines the baud rate, data bits and parity as well.' };
}
