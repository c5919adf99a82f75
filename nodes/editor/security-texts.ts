/**
 * Texts of the security dialog, and what its fields say now: in the open dialog, else as the node has saved it.
 */
import { holds } from './visibility';

const prefix = '#node-config-input-';

/** What the editor shows instead of a stored secret. */
export const storedMark = '__PWRD__';

/** From the catalogue of dlms-security, as text and never as html. */
export const sayOfSecurity = (key: string, values: Record<string, unknown> = {}): string =>
  RED._(`@meterflow/node-red-dlms/dlms-security:dlms-security.${key}`, { ...values, interpolation: { escapeValue: false } });

export const securityField = (name: string): JQuery => $(`${prefix}${name}`);

export type SavedSecurity = Readonly<Record<string, unknown>>;

const dialogIsOpen = (): boolean => $('#dlms-security-test').length > 0;

/** Value of a field; `saved` is used while no dialog is open. */
export const securityValue = (name: string, saved: SavedSecurity): string =>
  dialogIsOpen() ? String(securityField(name).val() ?? '') : String(saved[name] ?? '');

/** The conditions of `data-dlms-show`, for fields that are not looked at in a dialog. */
export const matters = (conditions: string, saved: SavedSecurity): boolean => holds(conditions, (name) => securityValue(name, saved));
