/**
 * The two-step confirmation of what can cut the supply or lock the meter.
 *
 * `dangers` is the table of methods and attributes that need it. The first message is kept and a question with a token
 * goes out; a second message with `msg.confirm` = `true` or the token carries out what was kept, within the time.
 * Nothing reaches the meter before. `true` is only taken while exactly one request waits, so that a confirmation can
 * never hit the wrong meter.
 */
import { DlmsError, putBounded } from '../../src/index';

export type Danger = 'supply' | 'lock-out' | 'data-loss';

interface DangerRow {
  readonly classId: number;
  readonly methods?: Readonly<Record<number, Danger>>;
  readonly attributes?: Readonly<Record<number, Danger>>;
}

const same = (danger: Danger, ...ids: readonly number[]): Readonly<Record<number, Danger>> =>
  Object.fromEntries(ids.map((id) => [id, danger]));

/**
 * Class ids, methods and attributes of Blue Book part 2. What a task asks about (tasks/) stands here as well: the same by a bare
 * method or attribute is no less dangerous. What makes the meter carry out a script is of the kind supply, since scripts
 * disconnect: schedules, monitors, limiters, arbitrators.
 */
const rows: readonly DangerRow[] = [
  { classId: 3, methods: same('data-loss', 1) },
  { classId: 4, methods: same('data-loss', 1) },
  { classId: 5, methods: same('data-loss', 1, 2) },
  { classId: 7, methods: same('data-loss', 1), attributes: same('data-loss', 3, 4, 8) },
  { classId: 9, methods: same('supply', 1), attributes: same('supply', 2) },
  { classId: 10, methods: same('supply', 1, 2), attributes: same('supply', 2) },
  { classId: 12, methods: same('lock-out', 5, 6, 10) },
  { classId: 15, methods: same('lock-out', 2, 4, 6), attributes: same('lock-out', 7) },
  { classId: 18, methods: same('lock-out', 4) },
  { classId: 19, attributes: same('lock-out', 2, 3, 4, 6, 7, 8, 9) },
  { classId: 21, attributes: same('supply', 2, 3, 4) },
  { classId: 22, attributes: same('supply', 2, 4) },
  { classId: 23, attributes: same('lock-out', 2, 9) },
  { classId: 41, attributes: same('lock-out', 2) },
  { classId: 42, attributes: same('lock-out', 3, 6, 7, 8) },
  { classId: 44, attributes: same('lock-out', 3, 4, 5) },
  { classId: 45, attributes: same('lock-out', 2, 3) },
  { classId: 48, attributes: same('lock-out', 3, 4, 6) },
  { classId: 61, methods: same('data-loss', 1) },
  { classId: 62, methods: same('data-loss', 1) },
  { classId: 64, methods: same('lock-out', 1, 2, 3, 4, 6, 8), attributes: same('lock-out', 2, 3) },
  { classId: 68, methods: same('supply', 1), attributes: same('supply', 2) },
  { classId: 70, methods: same('supply', 1, 2), attributes: same('supply', 2, 3, 4) },
  { classId: 71, attributes: same('supply', 2, 3, 4, 5, 6, 7, 8, 9, 11) },
  { classId: 72, methods: same('lock-out', 2, 7, 8) },
  { classId: 111, methods: same('supply', 2, 3) },
];

const byClass = new Map(rows.map((row) => [row.classId, row]));

export const methodDanger = (classId: number, method: number): Danger | null => byClass.get(classId)?.methods?.[method] ?? null;
export const attributeDanger = (classId: number, attribute: number): Danger | null => byClass.get(classId)?.attributes?.[attribute] ?? null;

const meaning: Readonly<Record<Danger, string>> = {
  supply: 'can cut or restore the supply',
  'lock-out': 'can lock the meter or make it unreachable',
  'data-loss': 'deletes recorded data',
};

/** `Remote disconnect of 0-0:96.3.10*255 can cut or restore the supply` */
export const dangerSentence = (what: string, danger: Danger): string => `${what} ${meaning[danger]}`;

/** How long a question stands. */
export const confirmationMs = 60_000;

export interface Question<T> {
  readonly token: string;
  readonly text: string;
  readonly expires: Date;
  readonly request: T;
}

/** A question with its end by a steady clock: one that was set back would let it stand for longer. */
interface Standing<T> {
  readonly question: Question<T>;
  readonly until: number;
}

export class Confirmations<T> {
  private readonly waiting = new Map<string, Standing<T>>();

  constructor(
    private readonly newToken: () => string,
    private readonly limit = 100,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Keeps the request and gives the question. The oldest is dropped when too many wait. */
  ask(text: string, request: T): Question<T> {
    this.expire();
    const question = { token: this.newToken(), text, expires: new Date(Date.now() + confirmationMs), request };
    putBounded(this.waiting, question.token, { question, until: this.now() + confirmationMs }, this.limit);
    return question;
  }

  /** Takes what was confirmed, once. @throws DlmsError `confirmation-needed` */
  take(confirm: unknown): T {
    this.expire();
    const [only, ...others] = this.waiting.values();
    const meant = confirm === true && others.length === 0 ? only : this.waiting.get(String(confirm));
    if (meant === undefined) throw this.refusal(confirm === true && others.length > 0);
    const { question } = meant;
    this.waiting.delete(question.token);
    return question.request;
  }

  clear(): void {
    this.waiting.clear();
  }

  private refusal(several: boolean): DlmsError {
    return several
      ? new DlmsError('confirmation-needed', `${this.waiting.size} requests wait for a confirmation`, {
          hint: 'Send msg.confirm = the token of the question (msg.payload.token of the second output).',
        })
      : new DlmsError('confirmation-needed', 'Nothing waits for this confirmation, or its time is over', {
          hint: `Send the request again, then msg.confirm = true within ${confirmationMs / 1000} s.`,
        });
  }

  private expire(): void {
    for (const [token, { until }] of this.waiting) if (until <= this.now()) this.waiting.delete(token);
  }
}
