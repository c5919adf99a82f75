/**
 * The public API: read and write meters without Node-RED.
 *
 *   const line = openLine({ transport: { kind: 'tcp', host, port: 4059, connectTimeoutMs: 10000 }, framing: 'wrapper', ...lineDefaults });
 *   const meter = line.meter({ name: 'hall', addresses: { client: 16, logicalDevice: 1 }, ...meterDefaults });
 *   const { readings } = await meter.read([{ classId: 3, obis: '1-0:1.8.0', attribute: 2 }]);
 *   await line.close();
 */
export type { Apdu, ApduKind } from './apdu/apdu';
export { apdu } from './apdu/apdu';
export { type ConformanceBit, conformanceBits, conformanceFrom, conformanceNames } from './apdu/initiate';
export { fromHex, toHex } from './bytes';
export { lineDefaults, meterDefaults } from './client/defaults';
export { openLine } from './client/line';
export type * from './client/types';
export { decode, encode } from './codec/axdr';
export { decodeData, encodeData } from './codec/data';
export { dataOf, plainOf } from './codec/plain';
export type { CosemDate, CosemDateTime, CosemTime, Data, DataType } from './codec/types';
export { canonicalObis, dottedObis, type ObisInput, obisFault, obisOctets } from './cosem/obis';
export { describeObis, obisName } from './cosem/obis-names';
export type { ClassDefinition, Reading, ReadingError } from './cosem/types';
export { DlmsError, type ErrorCode, errorTable, isDlmsError } from './errors';
export type { LinkAddresses, LinkParameters } from './framing/link';
export { plainSecurity } from './security/plain';
export type { SecurityContext } from './security/types';
export type { AssociateOptions, Association } from './session/types';
export { createTransport } from './transport/registry';
export type { Transport, TransportOptions } from './transport/transport';
