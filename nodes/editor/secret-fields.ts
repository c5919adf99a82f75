/**
 * Fields of secrets: whether there is one, in words beside the field, and a way to remove it.
 *
 * Node-RED keeps secrets in the runtime and puts a mark in place of a stored one. Fields of several lines (keyring, PEM)
 * would show the mark as text, so they keep it beside themselves and show an empty field until something is typed.
 */
import { isVariable } from '../forms/variables';
import { sayOfSecurity, storedMark } from './security-texts';

/** In keys blanks do not matter; in a password they do, and nobody sees one that was pasted with it. */
const hasStrayBlank = (field: JQuery, value: string): boolean => field.is('[data-dlms-secret=password]') && value !== value.trim();

const stateOf = (field: JQuery): 'has' | 'hasNot' | 'environment' | 'blank' | 'typed' => {
  const value = String(field.val() ?? '');
  if (value === '') return 'hasNot';
  if (value === storedMark) return 'has';
  if (isVariable(value)) return 'environment';
  return hasStrayBlank(field, value) ? 'blank' : 'typed';
};

/** The field that Node-RED reads stays bound; the one that people see writes into it. */
const visibleTwin = (field: JQuery, value: string): JQuery => {
  const twin = field.clone().removeAttr('id').removeAttr('data-dlms-secret');
  // the words of the label come after this: Node-RED translates a form when it is prepared
  const label = $(`label[for="${field.attr('id')}"]`).attr('id', `dlms-label-${field.attr('id')}`);
  twin.val(value === storedMark ? '' : value).attr('aria-labelledby', String(label.attr('id')));
  field.hide().after(twin);
  return twin;
};

const bindSecret = (field: JQuery, old: string): void => {
  if (String(field.val() ?? '') === '' && old !== '') field.val(old);
  const lines = field.is('textarea');
  const shown = lines ? visibleTwin(field, String(field.val() ?? '')) : field;
  const line = $('<div class="dlms-why" style="margin:2px 0 0 105px; opacity:0.8"></div>');
  const state = $('<span role="status"></span>');
  const remove = $('<button type="button" class="red-ui-button red-ui-button-small" style="margin-left:8px"></button>').text(
    sayOfSecurity('secret.remove'),
  );
  const show = (): void => {
    const now = stateOf(field);
    state.text(sayOfSecurity(`secret.${now}`));
    remove.toggle(now !== 'hasNot');
    if (lines) shown.attr('placeholder', now === 'has' ? sayOfSecurity('secret.keep') : (field.attr('placeholder') ?? ''));
  };
  shown.on('input change', () => {
    if (lines) field.val(String(shown.val() ?? '')).trigger('change');
    show();
  });
  remove.on('click', (event) => {
    event.preventDefault();
    if (lines) shown.val('');
    field.val('').trigger('change');
    show();
  });
  shown.after(line.append(state, remove));
  show();
};

/** @param old secrets and certificates that an earlier form kept among the settings */
export const bindSecrets = (old: Readonly<Record<string, unknown>>): void => {
  $('[data-dlms-secret]').each((_index, element) => {
    const field = $(element).attr('autocomplete', 'off').attr('spellcheck', 'false');
    const name = String(field.attr('data-dlms-secret'));
    bindSecret(field, typeof old[name] === 'string' ? (old[name] as string) : '');
  });
};
