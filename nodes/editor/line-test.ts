/**
 * "Test connection" of the connection dialog: opens the line with the fields as they are typed, and closes it. No meter is
 * asked: that is what the same button of the meter is for.
 */
import { errorWords, reasonOf, type ToldError } from './error-words';
import { inView, post, say } from './runtime';

const fieldsNow = (): Record<string, string> => {
  const fields: Record<string, string> = {};
  for (const element of $('[id^="node-config-input-"]').toArray()) {
    const input = $(element);
    const name = String(element.id).replace('node-config-input-', '');
    fields[name] = input.is(':checkbox') ? String(input.prop('checked')) : String(input.val() ?? '');
  }
  return fields;
};

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

export const bindLineTest = (button: JQuery, output: JQuery): void => {
  button.on('click', (event) => {
    event.preventDefault();
    button.prop('disabled', true);
    showResult(output, say('testing'), null);
    const request = { url: 'dlms/test-line', method: 'POST', contentType: 'application/json', data: JSON.stringify(fieldsNow()) };
    Promise.resolve($.ajax(request) as PromiseLike<LineTest>)
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
