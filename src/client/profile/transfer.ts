/**
 * One request for a part of a buffer: rows come out while the blocks come in.
 *
 * The line pushes octets, the consumer pulls rows; between them waits one slice at most: then the transfer is held. A
 * consumer that stops ends the request.
 */
import type { ProfileColumn } from '../../cosem/profile';
import { type ProfileRow, RowReader } from '../../cosem/profile-rows';
import { DlmsError, isDlmsError } from '../../errors';
import { maxTransferOctets } from '../../session/block-collector';
import type { AttributeReference, Meter, RequestOptions } from '../types';

export interface TransferOptions {
  /** Those that are asked for, and all: rows come with either. */
  readonly columns: readonly ProfileColumn[];
  readonly all: readonly ProfileColumn[];
  /** Seconds; for null in the clock column. */
  readonly capturePeriod: number;
  /** Called with each row in its order; what it gives is delivered, null is left out. */
  readonly take: (row: ProfileRow) => ProfileRow | null;
  /** The meter sends the newest row first: rows are turned round when all of them are there. */
  readonly newestFirst: boolean;
  /** Called once for a column whose differences have no value to be added to. */
  readonly lost: (column: ProfileColumn) => void;
  /** Rows that may wait. */
  readonly maxWaiting: number;
  readonly request: RequestOptions;
}

export interface TransferEnd {
  /** What ended it early; null when all rows came. */
  readonly error: DlmsError | null;
  /** The meter said no; nothing came. */
  readonly refused: DlmsError | null;
  /** Rows that came, those that were left out included. */
  readonly received: number;
}

/** Rows between the line and the consumer. */
class RowQueue {
  private rows: ProfileRow[] = [];
  private ended = false;
  private wake: (() => void) | null = null;
  private drained: (() => void) | null = null;

  constructor(private readonly maxWaiting: number) {}

  push(rows: readonly ProfileRow[]): Promise<void> | undefined {
    for (const row of rows) this.rows.push(row);
    if (rows.length > 0) this.wake?.();
    if (this.rows.length < this.maxWaiting) return undefined;
    return new Promise((resolve) => {
      this.drained = resolve;
    });
  }

  end(): void {
    this.ended = true;
    this.wake?.();
    this.drained?.();
  }

  /** All rows that wait; null at the end. */
  async pull(): Promise<readonly ProfileRow[] | null> {
    while (this.rows.length === 0 && !this.ended) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = null;
    }
    const { rows } = this;
    this.rows = [];
    this.drained?.();
    this.drained = null;
    return rows.length > 0 ? rows : null;
  }
}

/**
 * Asks for the buffer of `reference` with its selection and yields the rows as they arrive.
 * @throws nothing: what went wrong is in the end
 */
export async function* transferRows(
  meter: Meter,
  reference: AttributeReference,
  options: TransferOptions,
): AsyncGenerator<readonly ProfileRow[], TransferEnd> {
  const { columns, all, capturePeriod, take, newestFirst, lost, maxWaiting, request } = options;
  const { signal } = request;
  const reader = new RowReader(columns, { all, capturePeriod, newestFirst, lost, exactWidth: true, maxPending: maxTransferOctets });
  const queue = new RowQueue(maxWaiting);
  const stopped = new AbortController();
  const stop = (): void => stopped.abort(new DlmsError('aborted', 'nobody takes the rows any more'));
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  const held: ProfileRow[] = [];
  let received = 0;
  const taken = (rows: readonly ProfileRow[]): ProfileRow[] => rows.map(take).filter((row) => row !== null);
  const pass = (rows: readonly ProfileRow[]): Promise<void> | undefined => {
    received += rows.length;
    if (!newestFirst) return queue.push(taken(rows));
    for (const row of rows) held.push(row);
    return undefined;
  };
  const sink = (octets: Buffer): Promise<void> | undefined => pass(reader.push(octets));
  const work = async (): Promise<TransferEnd> => {
    try {
      const { error } = await meter.stream(reference, sink, { ...request, signal: stopped.signal });
      if (error !== null) return { error: null, refused: error, received };
      await pass(reader.end());
      if (newestFirst) await queue.push(taken(held.reverse()));
      return { error: null, refused: null, received };
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      return { error, refused: null, received: newestFirst ? 0 : received };
    } finally {
      queue.end();
    }
  };
  const ending = work();
  ending.catch(() => undefined);
  try {
    for (let rows = await queue.pull(); rows !== null; rows = await queue.pull()) yield rows;
    return await ending;
  } finally {
    stop();
    signal?.removeEventListener('abort', stop);
    await ending.catch(() => undefined);
  }
}
