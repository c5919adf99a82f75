/**
 * Faults of the line and of the meter, on purpose (`FaultOptions`): what happens to a frame between the meter and the line.
 *
 * Every draw comes from the meter's seeded source, so a run repeats. The steps stand in the order in which they act.
 */
import { DlmsError, isDlmsError } from '../errors';
import { decodeFrame, encodeFrame } from '../framing/hdlc/frame';
import type { Random } from './random';
import type { FaultOptions } from './types';

/** What a faulty line makes of one frame: octets to send, in order, after a pause. */
export interface Sent {
  readonly octets: readonly Buffer[];
  readonly delayMs: number;
}

const happens = (probability: number | undefined, random: Random): boolean => probability !== undefined && random() < probability;
const pick = (random: Random, count: number): number => Math.min(count - 1, Math.floor(random() * count));

function corrupted(frame: Buffer, random: Random): Buffer {
  const changed = Buffer.from(frame);
  const at = pick(random, changed.length);
  // never the same octet again
  changed[at] = (changed[at] as number) ^ (1 + pick(random, 255));
  return changed;
}

function noise(count: number, random: Random): Buffer {
  // no 7E: noise that looks like a flag is the business of `corrupt`
  return Buffer.from(Array.from({ length: count }, () => pick(random, 0x7e)));
}

/** The same frame from another address, checks right. */
function fromElsewhere(frame: Buffer, framing: 'hdlc' | 'wrapper'): Buffer {
  if (framing === 'wrapper') {
    const changed = Buffer.from(frame);
    changed.writeUInt16BE((changed.readUInt16BE(2) + 1) & 0xffff, 2);
    return changed;
  }
  try {
    const { source, ...fields } = decodeFrame(frame);
    return encodeFrame({ ...fields, source: { ...source, upper: (source.upper + 1) & 0x7f } });
  } catch (error) {
    if (isDlmsError(error)) return frame;
    throw error;
  }
}

/** A frame on its way through the faults. */
export function sendThrough(faults: FaultOptions, framing: 'hdlc' | 'wrapper', frame: Buffer, random: Random): Sent {
  if (faults.silent || happens(faults.lose, random)) return { octets: [], delayMs: 0 };
  let octets = faults.wrongAddress ? fromElsewhere(frame, framing) : frame;
  if (happens(faults.corrupt, random)) octets = corrupted(octets, random);
  if (happens(faults.cut, random)) octets = octets.subarray(0, 1 + pick(random, octets.length - 1));
  if (faults.noise) octets = Buffer.concat([noise(faults.noise, random), octets]);
  const copies = happens(faults.repeat, random) ? [octets, octets] : [octets];
  return { octets: copies, delayMs: faults.delayMs ?? 0 };
}

const probabilities = ['lose', 'cut', 'repeat', 'corrupt'] as const;
const counts = ['delayMs', 'busy', 'dropAfter', 'noise', 'cutAfterBlocks', 'slowImage'] as const;

const words = { proof: ['missing', 'wrong'], protection: ['plain', 'replayed', 'tag-cut'] } as const;

/** @throws DlmsError `settings-invalid` naming the fault that is out of range */
export function checkFaults(faults: FaultOptions): FaultOptions {
  for (const fault of probabilities) {
    const value = faults[fault];
    if (value !== undefined && !(value >= 0 && value <= 1))
      throw new DlmsError('settings-invalid', `fault ${fault} is ${value}, a probability from 0 to 1 is needed`);
  }
  for (const [fault, allowed] of Object.entries(words) as ['proof' | 'protection', readonly string[]][]) {
    const value = faults[fault];
    if (value !== undefined && !allowed.includes(value))
      throw new DlmsError('settings-invalid', `fault ${fault} is ${value}; ${allowed.join(', ')} are known`);
  }
  for (const fault of counts) {
    const value = faults[fault];
    if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= 1_000_000))
      throw new DlmsError('settings-invalid', `fault ${fault} is ${value}, a whole number from 0 is needed`);
  }
  return faults;
}
