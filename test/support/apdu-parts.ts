/**
 * Parts that the rows of APDUs share: the value and, beside it, the octets written by hand.
 */
import { fromHex } from '../../src/bytes';
import type { Data } from '../../src/codec/types';

export const octets = (hex: string): Buffer => fromHex(hex);
export const invokeIdAndPriority = { invokeId: 1, reserved: 0, confirmed: true, highPriority: true };
export const clockTime = { classId: 8, instanceId: octets('0000010000FF'), attributeId: 2 };
export const clockTimeHex = '0008 0000010000FF 02';
export const adjust = { classId: 8, instanceId: octets('0000010000FF'), methodId: 3 };
export const adjustHex = '0008 0000010000FF 03';
export const entries = { accessSelector: 2, accessParameters: { type: 'unsigned', value: 7 } as Data };
export const entriesHex = '02 1107';
export const five: Data = { type: 'unsigned', value: 5 };
