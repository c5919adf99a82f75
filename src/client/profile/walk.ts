/**
 * One reading of a profile on its way: what was delivered, where it stands, what was remarked; and a pass, which is one
 * request whose rows are handed on as they arrive. How requests follow one another is in by-entry.ts and by-range.ts.
 *
 * A row is processed when its place in the buffer is passed, delivered when it belongs to what was asked for. `place` are
 * the fingerprints of what was processed: by them the next request finds where to go on, after a slice or a broken line.
 */
import { type CaptureObject, captureObjectOf, type ProfileColumn, selectedColumns } from '../../cosem/profile';
import type { ProfileRow } from '../../cosem/profile-rows';
import { DlmsError } from '../../errors';
import { pause } from '../connection';
import { requestOptions } from '../request-options';
import { retryStep } from '../retry';
import { never } from '../stop';
import type { AttributeReference, Meter, Selection } from '../types';
import { AnchorSearch, anchorLength, movedAnchor, signatureOf } from './anchor';
import { attributeOf, type ProfileState } from './definition';
import type { MeterZone } from './meter-zone';
import { type TransferEnd, transferRows } from './transfer';
import type { ProfileAccess, ProfileBatch, ProfileCursor, ProfileDefinition, ProfileNote, ProfileOptions, ProfileReference } from './types';

const defaultSliceRows = 2000;
const defaultRetries = 3;
const backoff = [500, 10_000] as const;
/** Remarks that are kept; a meter full of gaps makes no endless list. */
const maxNotes = 50;

/** Words of refusals that pass by themselves or by asking again. */
const passing: ReadonlySet<string> = new Set([
  'temporary-failure',
  'data-block-unavailable',
  'long-get-aborted',
  'no-long-get-in-progress',
  'data-block-number-invalid',
]);
/** Errors that mean "not in this way", as a refusal does. */
const notThisWay: ReadonlySet<string> = new Set([
  'unsupported-by-conformance',
  'service-not-supported',
  'operation-not-possible',
  'pdu-too-long',
  'pdu-too-small',
  'refused',
]);
/** The association was forgotten by the meter: the next request makes a new one. */
const stale: ReadonlySet<string> = new Set(['not-associated', 'service-not-allowed']);

export interface Part {
  readonly selection: Selection | null;
  /** Leave out what was processed before: rows up to `place`. */
  readonly search: boolean;
  /** The answer begins with the first row that there is. */
  readonly atStart: boolean;
  /** Number of the first row in the buffer, oldest = 1; null when not known. */
  readonly firstEntry: number | null;
  /** What belongs to the question; all when absent. */
  readonly accept?: (instant: number | null) => boolean;
}

export interface PassEnd extends TransferEnd {
  /** The place was found, or none was looked for. */
  readonly found: boolean;
}

export interface WalkSetup {
  readonly meter: Meter;
  readonly reference: ProfileReference;
  readonly definition: ProfileDefinition;
  readonly state: ProfileState;
  readonly zone: MeterZone;
  readonly options: ProfileOptions;
  readonly cursor: ProfileCursor | null;
}

export class Walk {
  readonly columns: readonly ProfileColumn[];
  readonly signature: string;
  readonly sliceRows: number;
  readonly zone: MeterZone;
  readonly notes: ProfileNote[] = [];
  access: ProfileAccess = 'all';
  expected: number | null = null;
  /** Of what was processed. */
  place: readonly string[] = [];
  /** Instant of the last processed row that has a time. */
  time: number | null = null;
  /** Number of the last processed row in the buffer; null when not known. */
  entry: number | null = null;
  rows = 0;
  private requests = 0;
  private attempt = 0;
  private processedInRow: ProfileRow[] = [];
  private anchor: readonly string[] = [];
  private lastTime: string | null;
  private delivered: boolean;
  /** Number of the last delivered row. */
  private deliveredEntry: number | null = null;
  private readonly clockColumn: number;
  private readonly picks: readonly number[] | null;
  /** The meter refuses ranges of some columns. */
  private selectsNone = false;

  constructor(private readonly setup: WalkSetup) {
    const { definition, options, cursor, zone } = setup;
    const { columns, clockColumn } = definition;
    const clock: readonly CaptureObject[] = clockColumn < 0 ? [] : [columns[clockColumn] as ProfileColumn];
    this.columns = options.columns?.length ? selectedColumns(columns, [...clock, ...options.columns]) : columns;
    this.picks = this.columns === columns ? null : this.columns.map((column) => columns.indexOf(column));
    this.clockColumn = this.columns.findIndex(({ isClock }) => isClock);
    this.signature = signatureOf(this.columns);
    this.sliceRows = Math.max(options.sliceRows ?? defaultSliceRows, 2 * anchorLength);
    this.zone = zone;
    this.lastTime = cursor?.time ?? null;
    this.delivered = cursor !== null;
    if (cursor === null) return;
    this.time = zone.instantOf(cursor.time);
    // Fingerprints of other columns would never be found again.
    if (cursor.signature !== this.signature) return;
    this.anchor = cursor.anchor;
    this.place = cursor.anchor;
    this.entry = cursor.entry;
    this.deliveredEntry = cursor.entry;
  }

  /** Columns to ask the meter for; null = all. */
  get wireColumns(): readonly CaptureObject[] | null {
    return this.picks === null || this.selectsNone ? null : this.columns.map(captureObjectOf);
  }

  /** The clock that rows are selected by: a profile may capture another one than 0-0:1.0.0. */
  get wireClock(): CaptureObject | null {
    const clock = this.columns[this.clockColumn];
    return clock === undefined ? null : captureObjectOf(clock);
  }

  get definition(): ProfileDefinition {
    return this.setup.definition;
  }

  get state(): ProfileState {
    return this.setup.state;
  }

  get options(): ProfileOptions {
    return this.setup.options;
  }

  note(kind: ProfileNote['kind'], text: string): void {
    if (this.notes.length < maxNotes) this.notes.push({ kind, text });
  }

  /** As if nothing had been processed. */
  forgetPlace(): void {
    this.place = [];
    this.entry = null;
    this.time = null;
  }

  /** The place is not in the buffer any more. */
  lose(): void {
    this.note('lost', 'the last row that was read is not in the buffer any more: rows between may have been overwritten or erased');
    this.place = [];
    this.entry = null;
  }

  /** One request; batches as they arrive. */
  async *pass(part: Part): AsyncGenerator<ProfileBatch, PassEnd> {
    const { meter, reference, definition, options } = this.setup;
    const search = new AnchorSearch(part.search ? this.place : [], part.atStart);
    const { selection } = part;
    const narrow = selection?.kind === 'range' && (selection.columns?.length ?? 0) > 0;
    const transfer = transferRows(meter, this.attribute(reference, selection), {
      columns: narrow ? this.columns : definition.columns,
      all: definition.columns,
      capturePeriod: definition.capturePeriod,
      take: this.taker(part, search),
      newestFirst: definition.order === 'lifo',
      lost: ({ name }) => this.note('no-base', `${name}: differences came without the value before them, and are left out`),
      maxWaiting: this.sliceRows,
      request: requestOptions(options),
    });
    this.requests++;
    try {
      for (;;) {
        const step = await transfer.next();
        if (step.done) {
          // Rows that are skipped are no progress: what breaks while looking for the place counts on.
          if (step.value.error === null && search.found) this.attempt = 0;
          const end = judged(step.value, this.attempt > 0);
          if (end.refused === null || !narrow) return { ...end, found: search.found };
          this.selectsNone = true;
          this.note('fallback', `${end.refused.message}: read with all columns instead`);
          return yield* this.pass({ ...part, selection: { ...selection, columns: [] } });
        }
        yield this.batch(step.value);
      }
    } finally {
      await transfer.return({ error: null, refused: null, received: 0 });
      this.place = movedAnchor(this.place, this.processedInRow);
      this.processedInRow = [];
    }
  }

  /** What becomes of each row that arrives: null for those that are not delivered. */
  private taker(part: Part, search: AnchorSearch): (wire: ProfileRow) => ProfileRow | null {
    const { picks } = this;
    let at = (part.firstEntry ?? 1) - 1;
    return (wire) => {
      at++;
      const row = picks === null || wire.length === picks.length ? wire : picks.map((pick) => wire[pick]);
      if (!search.passes(row)) return null;
      this.entry = part.firstEntry === null ? null : at;
      if (!this.process(row, part.accept)) return null;
      this.deliveredEntry = this.entry;
      return row;
    };
  }

  /** The end of it, which may be the only batch. */
  end(): ProfileBatch {
    return { ...this.batch([]), done: true };
  }

  /**
   * After a broken transfer: waits as the error demands, and says so.
   * @throws DlmsError the error itself when it is final, or came too often without a row between
   */
  async recover(error: DlmsError): Promise<void> {
    const { signal, retries = defaultRetries } = this.setup.options;
    this.attempt++;
    const again = stale.has(error.code) && this.attempt <= retries;
    const step = again ? { pauseMs: 0 } : retryStep(error, this.attempt, retries, backoff, Math.random);
    if (step === null) throw error;
    this.note('resumed', `after row ${this.rows}: ${error.message}`);
    if (step.pauseMs > 0) await pause(step.pauseMs, signal ?? never);
  }

  private attribute(reference: ProfileReference, selection: Selection | null): AttributeReference {
    const buffer = attributeOf(reference, 'buffer');
    return selection === null ? buffer : { ...buffer, selection };
  }

  /** Passes a row of the buffer; true when it belongs to the question. */
  private process(row: ProfileRow, accept: Part['accept']): boolean {
    this.attempt = 0;
    this.processedInRow.push(row);
    if (this.processedInRow.length > anchorLength) this.processedInRow.shift();
    const instant = this.clockColumn < 0 ? null : this.zone.instantOf(row[this.clockColumn]);
    const wanted = accept === undefined || accept(instant);
    if (instant !== null) {
      if (wanted && this.delivered) this.watchGap(instant);
      this.time = instant;
    }
    if (wanted) this.delivered = true;
    return wanted;
  }

  private watchGap(instant: number): void {
    const { capturePeriod } = this.definition;
    if (capturePeriod <= 0 || this.time === null || instant - this.time <= capturePeriod * 1500) return;
    this.note('gap', `no rows between ${new Date(this.time).toISOString()} and ${new Date(instant).toISOString()}`);
  }

  private batch(rows: readonly ProfileRow[]): ProfileBatch {
    this.rows += rows.length;
    this.anchor = movedAnchor(this.anchor, rows);
    const last = rows.at(-1);
    const time = this.clockColumn < 0 ? undefined : last?.[this.clockColumn];
    if (typeof time === 'string') this.lastTime = time;
    const { columns, access, expected, requests } = this;
    const cursor = this.anchor.length === 0 && this.lastTime === null ? null : this.cursor();
    const progress = { rows: this.rows, expected, requests };
    return { columns, rows, cursor, access, progress, zone: this.zone, notes: [...this.notes], done: false };
  }

  private cursor(): ProfileCursor {
    const { signature, anchor, lastTime, deliveredEntry } = this;
    return { version: 1, obis: this.setup.reference.obis, signature, time: lastTime, anchor, entry: deliveredEntry };
  }
}

/**
 * Refusals that pass are errors to try again after; errors that mean "not in this way" are refusals. So is what a new association
 * does not allow either.
 */
function judged({ error, refused, received }: TransferEnd, again: boolean): TransferEnd {
  if (refused !== null && passing.has(refused.result?.name ?? ''))
    return { error: new DlmsError('link-busy', refused.message, { cause: refused, hint: refused.hint }), refused: null, received };
  const notAllowed = again && error?.code === 'service-not-allowed';
  if (error !== null && received === 0 && (notAllowed || notThisWay.has(error.code))) return { error: null, refused: error, received };
  return { error, refused, received };
}
