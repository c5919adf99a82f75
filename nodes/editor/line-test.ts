/**
 * "Test connection" of the connection dialog: opens the line with the fields as they are typed, and closes it. No meter is
 * asked: that is what the same button of the meter is for.
 */
import type { ToldError } from '../forms/dialog-answers';
import { dialogFields } from './draft';
import { errorWords, reasonOf } from './error-words';
import { inView, post, say } from './runtime';

interface LineTest {
  readonly ok: boolean;
  readonly peer?: string;
  readonly ms?: number;
  readonly error?: ToldError;
}

/** Shows a result with its mark. */
export const showResult = (output: JQuery, text: string, ok: boolean | null): void => {
  output
    .text(text)
    .toggleClass('dlms-good', ok === true)
    .toggleClass('dlms-bad', ok === false);
};

/** @param id of the connection: its variables may be those of its flow */
export const bindLineTest = (button: JQuery, output: JQuery, id: string): void => {
  button.on('click', (event) => {
    event.preventDefault();
    button.prop('disabled', true);
    showResult(output, say('testing'), null);
    post<LineTest>('test-line', { ...dialogFields(), id })
      .then(
        ({ ok, peer, ms, error }) =>
          showResult(output, ok ? say('lineOpen', { peer, ms }) : error === undefined ? say('noAnswer') : errorWords(error), ok),
        (failure: unknown) => showResult(output, reasonOf(failure), false),
      )
      .finally(() => {
        button.prop('disabled', false);
        inView(output);
      });
  });
};

/** "Copy trace": the last frames as text, fit for a support ticket. */
export const bindTraceCopy = (button: JQuery, output: JQuery, connection: string): void => {
  button.on('click', (event) => {
    event.preventDefault();
    post<{ text: string }>('trace', { connection }).then(
      ({ text }) => {
        if (text !== '') RED.clipboard.copyText(text, button, say('traceCopied'));
        showResult(output, say(text === '' ? 'traceEmpty' : 'traceCopied'), null);
      },
      (failure: unknown) => showResult(output, reasonOf(failure), false),
    );
  });
};
