/**
 * The button "Test association" of security and meter. The runtime goes line, link, association, proof and says how far it
 * came; here that becomes words.
 *
 * Fields go as they are in the editor, deployed or not. Secrets that were typed and not deployed yet go with them, are
 * used in the runtime's memory for this one test, and never come back.
 */
import { errorWords, reasonOf, type ToldError } from './error-words';
import { post, say } from './runtime';
import { sayOfSecurity, storedMark } from './security-texts';

type Fields = Record<string, unknown>;

/** What the dialog knows; the rest is taken from the config nodes of the editor. */
export interface TestSubject {
  readonly meter: Fields;
  /** Id of the connection. */
  readonly connection: string;
  readonly security: { readonly id: string; readonly fields?: Fields; readonly credentials?: Record<string, string> };
}

interface Step {
  readonly step: 'line' | 'link' | 'association' | 'proof';
  readonly state: 'ok' | 'failed' | 'not-needed' | 'one-sided';
  readonly facts?: Record<string, unknown>;
}

export interface TestResult {
  readonly ok: boolean;
  readonly steps: readonly Step[];
  readonly notes?: readonly string[];
  readonly error?: ToldError;
}

const bookkeeping = new Set([
  '_',
  '_def',
  '_config',
  'users',
  'credentials',
  'changed',
  'dirty',
  'valid',
  'validationErrors',
  'd',
  'g',
  'h',
  'w',
]);

/** Settings of a config node as the editor has them: plain values only. */
const fieldsOfNode = (id: string): Fields | undefined => {
  const node = id === '' || id === '_ADD_' ? null : RED.nodes.node(id);
  if (node === null) return undefined;
  const plain = Object.entries(node).filter(
    ([name, value]) => !bookkeeping.has(name) && ['string', 'number', 'boolean'].includes(typeof value),
  );
  return Object.fromEntries(plain);
};

/** Secrets of a node that were typed since the last deploy. */
const typedSecrets = (id: string): Record<string, string> => {
  const kept = (id === '' || id === '_ADD_' ? null : RED.nodes.node(id))?.credentials;
  if (typeof kept !== 'object' || kept === null) return {};
  const typed = Object.entries(kept as Fields).filter(
    ([name, value]) => !name.startsWith('has_') && name !== '_' && typeof value === 'string' && value !== storedMark,
  );
  return Object.fromEntries(typed) as Record<string, string>;
};

const requestOf = ({ meter, connection, security }: TestSubject): Fields => ({
  ...meter,
  connection,
  security: security.id === '_ADD_' ? '' : security.id,
  lineFields: fieldsOfNode(connection),
  securityFields: security.fields ?? fieldsOfNode(security.id),
  securityCredentials: security.credentials ?? typedSecrets(security.id),
});

const marks: Readonly<Record<Step['state'], string>> = { ok: '✓', failed: '✗', 'not-needed': '–', 'one-sided': '⚠' };

const lineOf = ({ step, state, facts }: Step): string => `${marks[state]} ${sayOfSecurity(`steps.${step}.${state}`, facts ?? {})}`;

/** The result in words, one line a step. */
export const resultWords = ({ steps, notes, error }: TestResult): string => {
  const why = error === undefined ? [] : [errorWords(error)];
  return [...steps.map(lineOf), ...why, ...(notes ?? [])].join('\n');
};

export const bindAssociationTest = (button: JQuery, output: JQuery, subject: () => TestSubject): void => {
  output.css('white-space', 'pre-line');
  // A result speaks of the fields as they were.
  output.closest('form').on('change', () => output.text(''));
  button.on('click', (event) => {
    event.preventDefault();
    button.prop('disabled', true);
    output.text(say('testing'));
    post<TestResult>('test', requestOf(subject()))
      .then(
        (result) => output.text(resultWords(result)),
        (failure: unknown) => output.text(reasonOf(failure)),
      )
      .finally(() => button.prop('disabled', false));
  });
};

/** Values of all inputs of the open config dialog. */
export const dialogFields = (): Fields => {
  const fields: Fields = {};
  $('[id^="node-config-input-"]').each((_index, element) => {
    const input = $(element);
    const name = String(input.attr('id')).slice('node-config-input-'.length);
    if (input.is('input, select, textarea'))
      fields[name] = input.is(':checkbox') ? input.prop('checked') === true : String(input.val() ?? '');
  });
  return fields;
};
