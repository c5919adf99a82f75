/**
 * Two transports that are the ends of one line in memory: for tests.
 *
 * What one end writes the other end reads, asynchronously and in order, as octets that may be cut or changed by `alter`.
 */
import { abortedError, closedError } from '../../src/transport/socket-errors';
import type { Channel, ChannelEvents, Transport } from '../../src/transport/transport';

export interface MemoryOptions {
  /** Chunks are datagrams. */
  readonly datagrams?: boolean;
  /** Changes what passes; `[]` loses it. `from` is the index of the end that wrote. */
  readonly alter?: (octets: Buffer, from: 0 | 1) => readonly Buffer[];
  /** Called when an end changes its speed. */
  readonly onBaudRate?: (baudRate: number, from: 0 | 1) => void;
}

/** What may wait for an end that is not open yet, chunks. */
const maxWaiting = 1024;

interface End {
  events: ChannelEvents | null;
  waiting: Buffer[];
}

/** Each end can be opened again after it was closed. Closing one end closes the other. */
export function memoryLine(options: MemoryOptions = {}): readonly [Transport, Transport] {
  const ends: readonly [End, End] = [
    { events: null, waiting: [] },
    { events: null, waiting: [] },
  ];
  return [memoryTransport(ends, 0, options), memoryTransport(ends, 1, options)];
}

function memoryTransport(ends: readonly [End, End], index: 0 | 1, options: MemoryOptions): Transport {
  const label = `memory ${index}`;
  return {
    label,
    open: (events, signal) => {
      if (signal.aborted) return Promise.reject(abortedError(label));
      const own = ends[index];
      own.events?.closed();
      own.events = events;
      const early = own.waiting;
      own.waiting = [];
      setImmediate(() => {
        for (const chunk of early) if (own.events === events) events.data(chunk);
      });
      return Promise.resolve(memoryChannel(ends, index, events, options, label));
    },
  };
}

function memoryChannel(ends: readonly [End, End], index: 0 | 1, events: ChannelEvents, options: MemoryOptions, label: string): Channel {
  const own = ends[index];
  const other = ends[index === 0 ? 1 : 0];
  const deliver = (chunk: Buffer): void => {
    if (other.events !== null) other.events.data(chunk);
    else if (other.waiting.length < maxWaiting) other.waiting.push(chunk);
  };
  const end = (side: End, whose: ChannelEvents | null): void => {
    if (whose === null || side.events !== whose) return;
    side.events = null;
    whose.closed();
  };
  return {
    peer: `memory ${index === 0 ? 1 : 0}`,
    datagrams: options.datagrams ?? false,
    write: (octets) => {
      if (own.events !== events) return Promise.reject(closedError(label));
      const copy = Buffer.from(octets);
      const chunks = options.alter === undefined ? [copy] : options.alter(copy, index);
      for (const chunk of chunks) setImmediate(deliver, chunk);
      return Promise.resolve();
    },
    setBaudRate: (baudRate) => {
      options.onBaudRate?.(baudRate, index);
      return Promise.resolve();
    },
    close: () => {
      end(own, events);
      end(other, other.events);
    },
  };
}
