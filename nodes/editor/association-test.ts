/**
 * The button "Test association" of security and meter. The runtime goes line, link, association, proof and says how far it
 * came; here that becomes words.
 *
 * Fields go as they are in the editor, deployed or not. Secrets that were typed and not deployed yet go with them, are
 * used in the runtime's memory for this one test, and never come back.
 */
import type { TestOutcome, TestStep } from '../forms/dialog-answers';
import { draftRequest, type MeterDraft } from './draft';
import { errorWords, reasonOf } from './error-words';
import { inView, post, say } from './runtime';
import { sayOfSecurity } from './security-texts';

const marks: Readonly<Record<TestStep['state'], string>> = { ok: '✓', failed: '✗', silent: '✗', 'not-needed': '–', 'one-sided': '⚠' };

const lineOf = ({ step, state, facts }: TestStep): string => `${marks[state]} ${sayOfSecurity(`steps.${step}.${state}`, facts)}`;

const hasFailed = ({ state }: TestStep): boolean => state === 'failed' || state === 'silent';

/** The result in words, one line a step; the one that failed stands out. */
const showResult = (output: JQuery, { steps, notes, error }: TestOutcome): void => {
  const line = (words: string): JQuery => $('<div>').text(words);
  const why = error === undefined ? [] : [errorWords(error)];
  output.empty().append(...steps.map((step) => line(lineOf(step)).toggleClass('dlms-bad', hasFailed(step))));
  output.append(...[...why, ...(notes ?? [])].map(line));
};

export const bindAssociationTest = (button: JQuery, output: JQuery, subject: () => MeterDraft): void => {
  output.css('white-space', 'pre-line');
  // A result speaks of the fields as they were. Its place stays: the press that leaves a field must still meet the button.
  output.closest('form').on('change', () => {
    if (output.text() !== '') output.css({ display: 'block', 'min-height': `${output.height()}px` }).text('');
  });
  button.on('click', (event) => {
    event.preventDefault();
    button.prop('disabled', true);
    output.css({ display: '', 'min-height': '' });
    inView(output.text(say('testing')));
    post<TestOutcome>('test', draftRequest(subject()))
      .then(
        (result) => showResult(output, result),
        (failure: unknown) => output.text(reasonOf(failure)),
      )
      .finally(() => {
        button.prop('disabled', false);
        inView(output);
      });
  });
};
