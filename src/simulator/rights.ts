/**
 * What an association may see and do (Blue Book 4.4.3, 4.4.4: access rights). Attributes and methods state what is
 * possible at all; the client's settings narrow it. Access modes are those of Association LN up to version 2.
 */
import type { MeterObject } from './object';
import type { AssociationSettings } from './settings';

/** access_mode of attributes. */
export const attributeMode = { noAccess: 0, readOnly: 1, writeOnly: 2, readAndWrite: 3 } as const;

/** Whether the object is in the client's list. */
export const isVisible = (settings: AssociationSettings, obis: string): boolean => settings.visible === null || settings.visible.has(obis);

/** access_mode of an attribute for these settings. */
export function attributeModeOf(settings: AssociationSettings, object: MeterObject, id: number): number {
  const attribute = object.attributes.get(id);
  const read = attribute?.read !== undefined;
  const write = attribute?.write !== undefined && settings.writable;
  if (read) return write ? attributeMode.readAndWrite : attributeMode.readOnly;
  return write ? attributeMode.writeOnly : attributeMode.noAccess;
}

/** access_mode of a method: 0 no access, 1 access. The replies to HLS challenges are open to all. */
export const methodModeOf = (settings: AssociationSettings, object: MeterObject, id: number): number =>
  object.methods.has(id) && (settings.writable || isHlsReply(object, id)) ? 1 : 0;

/** reply_to_HLS_authentication: Association LN method 1, Association SN method 8. */
export const isHlsReply = (object: MeterObject, id: number): boolean =>
  (object.definition.classId === 15 && id === 1) || (object.definition.classId === 12 && id === 8);
