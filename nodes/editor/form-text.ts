/**
 * Parts of forms that are stated once instead of written out: choices of a select, and what a node draws itself.
 *
 *   <select id="node-input-framing" data-dlms-choices="wrapper hdlc"></select>
 *
 * has an option for each choice, with the words `<node type>.framing.<choice>`. It is done to the html of the form before any
 * dialog is opened, so that Node-RED fills in values and words as if it were written there.
 */

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** ` name="value"` for each attribute that has one. */
export const attributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escaped(String(value))}"`))
    .join('');

/** @param words key of the catalogue below which the choices are */
export const options = (words: string, choices: readonly string[]): string =>
  choices
    .map((choice) => `<option${attributes({ value: choice, 'data-i18n': `${words}.${choice === '' ? 'keep' : choice}` })}></option>`)
    .join('');

const withChoices = /(<select id="node-(?:config-)?input-(\w+)"[^>]*) data-dlms-choices="([^"]*)"([^>]*>)/g;

/** The form of a node type with all that is stated in it written out; `drawn` has what stands in place of its marks. */
export const formText = (type: string, html: string, drawn: Readonly<Record<string, string>> = {}): string => {
  const filled = Object.entries(drawn).reduce((text, [mark, rows]) => text.replace(mark, () => rows), html);
  return filled.replace(
    withChoices,
    (_all, before: string, name: string, choices: string, after: string) =>
      `${before}${after}${options(`${type}.${name}`, choices.split(' '))}`,
  );
};

/** To be called beside `registerType`: the html of the form is in the page then. */
export const completeForm = (type: string, drawn?: Readonly<Record<string, string>>): void => {
  const form = document.querySelector(`script[data-template-name="${type}"]`);
  if (form !== null) form.textContent = formText(type, form.textContent ?? '', drawn);
};
