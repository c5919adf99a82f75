/**
 * Shapes that several chapters of the Blue Book share, under the book's names where it has them.
 */
import { arrayOf, choice, structure } from './define';

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

/** From when to when something is allowed: `window_element` (4.4.8, 4.7.5). */
export const timeWindows = arrayOf(structure({ startTime: 'octet-string(date-time)', endTime: 'octet-string(date-time)' }));

/** `restriction_element` (4.4.8): which part of a profile or list is meant. */
const restriction = structure({
  restrictionType: 'enum',
  restrictionValue: choice(
    'null-data',
    structure({ fromDate: 'octet-string(date)', toDate: 'octet-string(date)' }),
    structure({ fromEntry: 'double-long-unsigned', toEntry: 'double-long-unsigned' }),
  ),
});
const partOfObject = {
  classId: 'long-unsigned',
  logicalName: 'octet-string(6)',
  attributeIndex: 'integer',
  dataIndex: 'long-unsigned',
  restriction,
} as const;

/** A capture object with a restriction: push setup version 1, data protection. */
export const restrictedObject = structure(partOfObject);

/** The same with the columns that are wanted: compact data version 1, push setup from version 2. */
export const restrictedColumns = structure({ ...partOfObject, columns: arrayOf(captureObject) });

/** `protection_parameters` (4.4.6): how something is protected, and with which key. */
export const protectionParameters = arrayOf(
  structure({
    protectionType: 'enum',
    protectionOptions: structure({
      transactionId: 'octet-string',
      originatorSystemTitle: 'octet-string',
      recipientSystemTitle: 'octet-string',
      otherInformation: 'octet-string',
      keyInfo: structure({
        keyInfoType: 'enum',
        keyInfoOptions: choice(
          structure({ keyId: 'enum' }),
          structure({ kekId: 'enum', keyCipheredData: 'octet-string' }),
          structure({ keyParameters: 'octet-string', keyCipheredData: 'octet-string' }),
        ),
      }),
    }),
  }),
);

/** Words of the two above. */
export const protectionTypeWords = { 0: 'authentication', 1: 'encryption', 2: 'authentication and encryption', 3: 'digital signature' };
export const keyInfoTypeWords = { 0: 'identified key', 1: 'wrapped key', 2: 'agreed key' };
export const restrictionTypeWords = { 0: 'none', 1: 'by date', 2: 'by entry' };

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
