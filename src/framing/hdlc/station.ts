/**
 * The client's ear on an HDLC line: which of the frames that arrive are for this client and from its meter.
 *
 * Own echo (optical heads, two-wire RS-485), frames of other meters on the same line and frames that are damaged are left
 * out; what was left out is remembered, because it is the best explanation when nothing else comes.
 */
import { DlmsError, isDlmsError } from '../../errors';
import type { Step } from '../link';
import { addressText, answersFromElsewhere, type HdlcAddress, sameStation } from './address';
import type { HdlcDeframer } from './deframer';
import { decodeFrame, encodeFrame, type FrameFields, type HdlcFrame } from './frame';

/** Frames that may pass by while one answer is awaited; a line that never falls silent must not hold the client for ever. */
const maxPassing = 256;

export interface Wait {
  readonly timeoutMs: number;
  readonly pauseMs?: number;
}

export class Station {
  /** Copies of what was sent last and has not come back. */
  private echoes: Buffer[] = [];
  private echoSeen = false;
  private passing: string | null = null;
  private damagedBefore = 0;

  constructor(
    readonly client: HdlcAddress,
    readonly server: HdlcAddress,
    private readonly deframer: HdlcDeframer,
    private readonly echoCancelling: boolean,
  ) {}

  /** A frame to the meter. */
  frame({ kind, pf, ns, nr, segmented, information }: Omit<FrameFields, 'destination' | 'source'>): Buffer {
    return encodeFrame({ destination: this.server, source: this.client, kind, pf, ns, nr, segmented, information });
  }

  /**
   * Sends and gives the next frame of the meter that is for us.
   * @throws DlmsError what the driver throws in; `response-timeout` is made `own-echo` or `frame-invalid` where that says more
   */
  *exchange(frames: readonly Buffer[], wait: Wait): Generator<Step, HdlcFrame, Buffer> {
    if (frames.length > 0) this.sent(frames);
    let step: Step = { send: frames.length > 0 ? Buffer.concat(frames) : null, ...wait };
    for (let passed = 0; passed < maxPassing; passed++) {
      const frame = this.accept(yield* this.guarded(step));
      if (frame !== null) return frame;
      step = { send: null, timeoutMs: wait.timeoutMs };
    }
    throw this.silence(undefined);
  }

  /** The frame if it is from our meter to us, otherwise null. */
  accept(octets: Buffer): HdlcFrame | null {
    if (this.isEcho(octets)) return null;
    const frame = tryDecode(octets);
    if (frame === null) return null;
    const fromMeter = sameStation(frame.source, this.server) || answersFromElsewhere(this.server);
    if (fromMeter && frame.destination.upper === this.client.upper) return frame;
    this.passing = `from ${addressText(frame.source)} to ${addressText(frame.destination)}`;
    return null;
  }

  private sent(frames: readonly Buffer[]): void {
    this.echoes = [...frames];
    this.echoSeen = false;
    this.passing = null;
    this.deframer.noise.clear();
    this.damagedBefore = this.deframer.damaged;
  }

  private isEcho(octets: Buffer): boolean {
    const at = this.echoes.findIndex((echo) => echo.equals(octets));
    if (at === -1) return false;
    // Without cancelling an exact copy still is an echo unless both stations have the same address (03 03 was seen).
    if (!this.echoCancelling && sameStation(this.client, this.server)) return false;
    this.echoes.splice(at, 1);
    this.echoSeen = true;
    return true;
  }

  private *guarded(step: Step): Generator<Step, Buffer, Buffer> {
    try {
      return yield step;
    } catch (error) {
      if (!isDlmsError(error) || error.code !== 'response-timeout') throw error;
      // A frame that was cut will not be completed any more; the repetition must not be taken for its rest.
      this.deframer.reset();
      throw this.silence(error);
    }
  }

  /** The most telling word for "nothing came". */
  private silence(cause: DlmsError | undefined): DlmsError {
    const who = `meter ${addressText(this.server)}`;
    const context = cause === undefined ? {} : { cause };
    const damaged = this.deframer.damaged - this.damagedBefore;
    if (damaged > 0) return new DlmsError('frame-invalid', `${damaged} damaged frames: ${this.deframer.lastDamage}`, context);
    if (this.passing !== null) {
      const hint = 'Check the logical and physical address of the meter and the client SAP.';
      return new DlmsError('response-timeout', `no answer of ${who}, but a frame ${this.passing} was seen`, { ...context, hint });
    }
    const noise = this.deframer.noise.explain('HDLC');
    if (noise !== null) {
      return new DlmsError('response-timeout', `no answer of ${who}, but ${noise.text}`, { ...context, hint: noise.hint });
    }
    if (this.echoSeen) return new DlmsError('own-echo', `nothing but the own echo came back, no answer of ${who}`, context);
    return new DlmsError('response-timeout', `no answer of ${who}`, context);
  }
}

/** True for the errors by which `exchange` says that nothing useful came. */
export const isSilence = (error: unknown): error is DlmsError =>
  isDlmsError(error) && (error.code === 'response-timeout' || error.code === 'own-echo' || error.code === 'frame-invalid');

/** Null for frames that are damaged: the repetition on time-out takes care of them. */
function tryDecode(octets: Buffer): HdlcFrame | null {
  try {
    return decodeFrame(octets);
  } catch {
    return null;
  }
}
