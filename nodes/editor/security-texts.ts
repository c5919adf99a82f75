/**
 * Texts of the security dialog, and its fields.
 */

const prefix = '#node-config-input-';

/** What the editor shows instead of a stored secret. */
export const storedMark = '__PWRD__';

/** From the catalogue of dlms-security, as text and never as html. */
export const sayOfSecurity = (key: string, values: Record<string, unknown> = {}): string =>
  RED._(`@meterflow/node-red-dlms/dlms-security:dlms-security.${key}`, { ...values, interpolation: { escapeValue: false } });

export const securityField = (name: string): JQuery => $(`${prefix}${name}`);
