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

/** Class ids, methods and attributes of Blue Book part 2. */
const rows: readonly DangerRow[] = [
  { classId: 7, methods: { 1: 'data-loss' }, attributes: { 3: 'data-loss', 4: 'data-loss', 8: 'data-loss' } },
  { classId: 9, methods: { 1: 'supply' } },
  { classId: 12, methods: { 5: 'lock-out', 6: 'lock-out', 10: 'lock-out' } },
  { classId: 15, methods: { 2: 'lock-out', 4: 'lock-out', 6: 'lock-out' }, attributes: { 7: 'lock-out' } },
  { classId: 18, methods: { 4: 'lock-out' } },
  { classId: 19, attributes: { 2: 'lock-out', 3: 'lock-out', 4: 'lock-out', 6: 'lock-out', 7: 'lock-out', 8: 'lock-out', 9: 'lock-out' } },
  { classId: 23, attributes: { 2: 'lock-out', 9: 'lock-out' } },
  { classId: 41, attributes: { 2: 'lock-out' } },
  { classId: 42, attributes: { 3: 'lock-out' } },
  { classId: 64, methods: { 1: 'lock-out', 2: 'lock-out', 3: 'lock-out', 8: 'lock-out' }, attributes: { 2: 'lock-out', 3: 'lock-out' } },
  { classId: 70, methods: { 1: 'supply', 2: 'supply' }, attributes: { 4: 'supply' } },
  { classId: 71, attributes: { 3: 'supply', 4: 'supply', 5: 'supply' } },
  { classId: 111, methods: { 3: 'supply' } },
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

export class Confirmations<T> {
  private readonly waiting = new Map<string, Question<T>>();

  constructor(
    private readonly newToken: () => string,
    private readonly limit = 100,
    private readonly now: () => number = Date.now,
  ) {}

  /** Keeps the request and gives the question. The oldest is dropped when too many wait. */
  ask(text: string, request: T): Question<T> {
    this.expire();
    const question = { token: this.newToken(), text, expires: new Date(this.now() + confirmationMs), request };
    putBounded(this.waiting, question.token, question, this.limit);
    return question;
  }

  /** Takes what was confirmed, once. @throws DlmsError `confirmation-needed` */
  take(confirm: unknown): T {
    this.expire();
    const [only, ...others] = this.waiting.values();
    const question = confirm === true && others.length === 0 ? only : this.waiting.get(String(confirm));
    if (question === undefined) throw this.refusal(confirm === true && others.length > 0);
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
    for (const [token, { expires }] of this.waiting) if (expires.getTime() <= this.now()) this.waiting.delete(token);
  }
}
