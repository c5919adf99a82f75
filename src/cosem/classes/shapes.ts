/**
 * Shapes that several chapters of the Blue Book share, under the book's names where it has them.
 */
import { choice, structure } from './define';

/** The dummy parameter of methods that need none: integer 0. */
export const dummy = 'integer(0)';

/** Value of a register (4.3.2): any simple type. */
export const registerValue = choice(
  'null-data',
  'bit-string',
  'double-long',
  'double-long-unsigned',
  'octet-string',
  'visible-string',
  'utf8-string',
  'integer',
  'long',
  'unsigned',
  'long-unsigned',
  'long64',
  'long64-unsigned',
  'enum',
  'float32',
  'float64',
);

/** `scal_unit_type` (4.3.2): the value is a multiple of 10 to the power of scaler. */
export const scalerUnit = structure({ scaler: 'integer', unit: 'enum' });

/** Status of a register (4.3.3). */
export const registerStatus = choice(
  'null-data',
  'bit-string',
  'double-long-unsigned',
  'octet-string',
  'visible-string',
  'utf8-string',
  'unsigned',
  'long-unsigned',
  'long64-unsigned',
);

/** Any type without parts, null-data included. */
export const simpleValue = choice(
  'null-data',
  'boolean',
  'bit-string',
  'double-long',
  'double-long-unsigned',
  'octet-string',
  'visible-string',
  'utf8-string',
  'bcd',
  'integer',
  'long',
  'unsigned',
  'long-unsigned',
  'long64',
  'long64-unsigned',
  'enum',
  'float32',
  'float64',
  'date-time',
  'date',
  'time',
);

/** `capture_object_definition` (4.3.6): attribute 0 = all attributes; data index 0 = the whole attribute. */
export const captureObject = structure({
  classId: 'long-unsigned',
  logicalName: 'octet-string(6)',
  attributeIndex: 'integer',
  dataIndex: 'long-unsigned',
});

/** An object. */
export const objectReference = structure({ classId: 'long-unsigned', logicalName: 'octet-string(6)' });

/** One attribute of an object. */
export const attributeReference = structure({ classId: 'long-unsigned', logicalName: 'octet-string(6)', attributeIndex: 'integer' });

/** One script of a script table (4.5.2). */
export const scriptReference = structure({ scriptLogicalName: 'octet-string(6)', scriptSelector: 'long-unsigned' });

/** Which attribute changed last, and when. */
export const attributeCaptureTime = structure({ attributeId: 'unsigned', timeStamp: 'date-time' });

/** Baud rates of ports, 4.7. */
export const baudRates = {
  0: '300',
  1: '600',
  2: '1200',
  3: '2400',
  4: '4800',
  5: '9600',
  6: '19200',
  7: '38400',
  8: '57600',
  9: '115200',
};
