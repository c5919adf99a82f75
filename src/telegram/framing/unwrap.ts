/**
 * From a frame that a scanner found to what is in it: an APDU with the facts of its link, a segment, or a P1 text. One row
 * of the table for each framing.
 */

import { llcLength } from '../../framing/hdlc/assembler';
import { decodeCheckedFrame } from '../../framing/hdlc/frame';
import { decodeMbusFrame } from '../../framing/m-bus';
import { decodeWrapper } from '../../framing/wrapper';
import type { TelegramFraming } from '../types';
import { hdlcFormat, mbusFormat, wrapperFormat } from './formats';
import { cipheredEnd, p1Format, splitP1 } from './p1-format';
import { withoutHead } from './p1-headless';
import { rawFormat } from './raw-format';
import type { FrameFormat } from './scanner';
import type { Joined, SegmentJoiner } from './segments';
import { separated } from './several-apdus';

export type Unwrapped = Joined | { readonly kind: 'text'; readonly text: string; readonly identification: string };

export interface FramingEntry {
  readonly format: FrameFormat;
  /** Its frames carry a check that chance does not pass: the first of them decides for the stream. */
  readonly strong: boolean;
  /** @throws DlmsError when the frame carries nothing that can be used */
  unwrap(frame: Buffer, joiner: SegmentJoiner, atMs: number, out: Unwrapped[]): void;
}

const generalGlo = Buffer.of(0xdb);

function unwrapP1(frame: Buffer, out: Unwrapped[]): void {
  const parts = splitP1(frame);
  if (parts === null) return;
  const { identification, bodyAt, ciphered } = parts;
  if (!ciphered) {
    const text = frame.toString('latin1');
    out.push(identification === '' ? withoutHead(text) : { kind: 'text', text, identification });
    return;
  }
  const body = frame.subarray(bodyAt, Math.max(0, cipheredEnd(frame, bodyAt, frame.length)) || frame.length);
  // Elgama: an empty title without the tag in front.
  const apdu = body[0] === 0 ? Buffer.concat([generalGlo, body]) : body;
  out.push({ kind: 'apdu', apdu, link: { framing: 'p1', identification } });
}

/** All framings; in the order in which they are asked. */
export const framings: Readonly<Record<TelegramFraming, FramingEntry>> = {
  hdlc: {
    format: hdlcFormat,
    strong: true,
    unwrap(frame, joiner, atMs, out) {
      const joined: Joined[] = [];
      joiner.hdlc(decodeCheckedFrame(frame), atMs, joined);
      out.push(...separated(joined));
    },
  },
  'm-bus': {
    format: mbusFormat,
    strong: true,
    unwrap: (frame, joiner, atMs, out) => joiner.mbus(decodeMbusFrame(frame), atMs, out),
  },
  wrapper: {
    format: wrapperFormat,
    strong: true,
    unwrap(frame, _joiner, _atMs, out) {
      const { source, destination, apdu } = decodeWrapper(frame);
      out.push({ kind: 'apdu', apdu, link: { framing: 'wrapper', source, destination } });
    },
  },
  p1: { format: p1Format, strong: false, unwrap: (frame, _joiner, _atMs, out) => unwrapP1(frame, out) },
  raw: {
    format: rawFormat,
    strong: false,
    unwrap: (frame, _joiner, _atMs, out) =>
      void out.push({ kind: 'apdu', apdu: frame.subarray(llcLength(frame)), link: { framing: 'raw' } }),
  },
};
