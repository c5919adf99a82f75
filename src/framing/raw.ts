/**
 * No framing: a frame is an APDU. For work at APDU level and for tests of what lies above the link.
 */
import type { Deframer, Dialogue, IdleEvent, Link, LinkParameters } from './link';

/** Each chunk is a frame. */
const createRawDeframer = (): Deframer => ({ push: (chunk) => (chunk.length > 0 ? [chunk] : []), reset: () => undefined, dropped: 0 });

export const createRawLink = (): Link => new RawClient();

class RawClient implements Link {
  readonly deframer = createRawDeframer();

  // biome-ignore lint/correctness/useYield: there is nothing to set up
  *connect(): Dialogue<LinkParameters> {
    return {};
  }

  *disconnect(): Dialogue<void> {}

  *request(apdu: Buffer, timeoutMs: number): Dialogue<Buffer> {
    return yield { send: apdu, timeoutMs };
  }

  *receive(timeoutMs: number): Dialogue<Buffer> {
    return yield { send: null, timeoutMs };
  }

  *send(apdu: Buffer): Dialogue<void> {
    yield { send: apdu, timeoutMs: 0 };
  }

  idle(frame: Buffer): IdleEvent {
    return { kind: 'apdu', apdu: frame };
  }
}
