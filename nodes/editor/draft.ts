/**
 * A meter as the editor has it, with its connection and security: what tests and the browser send where it is not deployed
 * like that. Secrets that were typed and not deployed yet go with it, are used in the runtime's memory, and never come back.
 */
import { storedMark } from './security-texts';

export type Fields = Record<string, unknown>;

/** What the dialog knows; the rest is taken from the config nodes of the editor. */
export interface MeterDraft {
  readonly meter: Fields;
  /** Id of the connection. */
  readonly connection: string;
  readonly security: { readonly id: string; readonly fields?: Fields; readonly credentials?: Record<string, string> };
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

/** Values of all inputs of an open config dialog. @param form where it is not the one on top, which alone is in the page */
export const dialogFields = (form: JQuery = $(document.body)): Fields => {
  const fields: Fields = {};
  for (const element of form.find('[id^="node-config-input-"]').toArray()) {
    const input = $(element);
    const name = String(input.attr('id')).slice('node-config-input-'.length);
    if (input.is('input, select, textarea'))
      fields[name] = input.is(':checkbox') ? input.prop('checked') === true : String(input.val() ?? '');
  }
  return fields;
};

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

/** What the runtime needs to work with it (`lib/draft-meter.ts`). */
export const draftRequest = ({ meter, connection, security }: MeterDraft): Fields => ({
  ...meter,
  connection,
  security: security.id === '_ADD_' ? '' : security.id,
  lineFields: fieldsOfNode(connection),
  securityFields: security.fields ?? fieldsOfNode(security.id),
  securityCredentials: security.credentials ?? typedSecrets(security.id),
});

/** The meter of a config node; undefined where all of it is deployed, so that the runtime knows it. */
export const draftOf = (id: string): Fields | undefined => {
  const meter = RED.nodes.node(id);
  if (meter === null) return undefined;
  const [connection, security] = [String(meter.connection ?? ''), String(meter.security ?? '')];
  const parts = [meter, ...[connection, security].map((part) => (part === '' ? null : RED.nodes.node(part)))];
  if (!parts.some((part) => part?.changed === true)) return undefined;
  return draftRequest({ meter: fieldsOfNode(id) ?? {}, connection, security: { id: security } });
};
