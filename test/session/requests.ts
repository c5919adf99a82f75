/**
 * Associations and references that the rows of the service tests share.
 */
import { type ConformanceBit, conformanceFrom } from '../../src/apdu/initiate';
import type { Data } from '../../src/codec/types';
import { obisOctets } from '../../src/cosem/obis';
import type { AttributeRequest } from '../../src/session/requests';
import { associated } from './capture-log';

export const ln = (bits: readonly ConformanceBit[], pdu = 0) => associated('ln', conformanceFrom(bits), pdu);
export const sn = (bits: readonly ConformanceBit[], pdu = 0) => associated('sn', conformanceFrom(bits), pdu);

export const attribute = (classId: number, obis: string, attributeId: number, variableName: number | null = null): AttributeRequest => ({
  classId,
  instanceId: obisOctets(obis),
  attributeId,
  selection: null,
  variableName,
});
export const profile = attribute(7, '1-0:99.1.0*255', 2);
export const serial = attribute(1, '0-0:96.1.0*255', 2, 0x2008);
export const octets = (length: number): Data => ({ type: 'octet-string', value: Buffer.from(Array.from({ length }, (_, i) => i & 0xff)) });

export const askProfile = 'C001C100070100630100FF0200';
export const block = (number: string, last: string, data: string) =>
  `C402C1${last}000000${number}00${(data.length / 2).toString(16).padStart(2, '0')}${data}`;
