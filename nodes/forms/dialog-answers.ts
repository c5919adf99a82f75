/**
 * What the runtime answers the dialogs (`nodes/lib/editor-routes.ts`, `browse-routes.ts`), as both sides know it. Objects of a
 * meter are in `object-rows.ts`.
 *
 * Pure: the editor bundles it.
 */

/** An error as the dialogs put it into words. */
export interface ToldError {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** The hint says more than the table does for this code. */
  readonly ownHint: boolean;
}

/** How far a request is. */
export interface Progress {
  readonly phase: 'waiting' | 'connecting' | 'transferring';
  readonly meter: string;
  readonly frames: number;
  readonly octets: number;
  readonly elapsedMs: number;
  readonly detail?: string;
}

/** A long question that is asked for again until it has an answer. */
export type JobState<T> =
  | { readonly state: 'running'; readonly progress: Progress | null }
  | { readonly state: 'done'; readonly result: T }
  | { readonly state: 'failed'; readonly error: ToldError };

/** A step of the test of an association. */
export interface TestStep {
  readonly step: 'line' | 'link' | 'association' | 'proof';
  /** `one-sided`: the meter accepted us and did not prove itself. */
  readonly state: 'ok' | 'failed' | 'silent' | 'not-needed' | 'one-sided';
  /** For the words of the dialog. */
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface TestOutcome {
  readonly ok: boolean;
  /** In order, the failed one last. */
  readonly steps: readonly TestStep[];
  readonly notes?: readonly string[];
  readonly error?: ToldError;
}

/** What the class table says of a value that has to be typed. */
export interface ValueHint {
  readonly kind: 'words' | 'date-time' | 'date' | 'time' | 'boolean' | 'composite' | 'octets' | 'other';
  /** The shape in the book's words. */
  readonly text: string;
  readonly words: readonly { readonly code: number; readonly word: string }[];
  /** JSON to start from, for structures and arrays. */
  readonly example: string | null;
}
