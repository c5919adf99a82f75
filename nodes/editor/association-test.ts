/**
 * The button "Test association" of security and meter. The runtime goes line, link, association, proof and says how far it
 * came; here that becomes words.
 *
 * Fields go as they are in the editor, deployed or not. Secrets that were typed and not deployed yet go with them, are
 * used in the runtime's memory for this one test, and never come back.
 */
import { draftRequest, type MeterDraft } from './draft';
import { errorWords, reasonOf, type ToldError } from './error-words';
import { inView, post, say } from './runtime';
import { sayOfSecurity } from './security-texts';

interface Step {
  readonly step: 'line' | 'link' | 'association' | 'proof';
  readonly state: 'ok' | 'failed' | 'silent' | 'not-needed' | 'one-sided';
  readonly facts?: Record<string, unknown>;
}

export interface TestResult {
  readonly ok: boolean;
  readonly steps: readonly Step[];
  readonly notes?: readonly string[];
  readonly error?: ToldError;
}

const marks: Readonly<Record<Step['state'], string>> = { ok: '✓', failed: '✗', silent: '✗', 'not-needed': '–', 'one-sided': '⚠' };

const lineOf = ({ step, state, facts }: Step): string => `${marks[state]} ${sayOfSecurity(`steps.${step}.${state}`, facts ?? {})}`;

/** The result in words, one line a step. */
export const resultWords = ({ steps, notes, error }: TestResult): string => {
  const why = error === undefined ? [] : [errorWords(error)];
  return [...steps.map(lineOf), ...why, ...(notes ?? [])].join('\n');
};

export const bindAssociationTest = (button: JQuery, output: JQuery, subject: () => MeterDraft): void => {
  output.css('white-space', 'pre-line');
  // A result speaks of the fields as they were.
  output.closest('form').on('change', () => output.text(''));
  button.on('click', (event) => {
    event.preventDefault();
    button.prop('disabled', true);
    inView(output.text(say('testing')));
    post<TestResult>('test', draftRequest(subject()))
      .then(
        (result) => output.text(resultWords(result)),
        (failure: unknown) => output.text(reasonOf(failure)),
      )
      .finally(() => {
        button.prop('disabled', false);
        inView(output);
      });
  });
};
