/**
 * Answers to SET and ACTION as a flow receives them: one row per item, with the meter's refusal in words.
 */
import { type Data, type DlmsError, encodeData, toHex } from '../../src/index';

export interface WriteRow {
  readonly meter: string;
  readonly obis: string;
  readonly name: string;
  readonly classId: number;
  /** Attribute or method. */
  readonly index: number;
  readonly done: boolean;
  readonly value: unknown;
  readonly error: { readonly code: number | string; readonly name: string; readonly text: string } | null;
}

/** The meter's word where there is one, else the code of the error. */
export const refusalOf = (error: DlmsError): NonNullable<WriteRow['error']> => ({
  code: error.result?.code ?? error.code,
  name: error.result?.name ?? error.code,
  text: `${error.message}. ${error.hint}`,
});

/** Typed data as plain JSON, for people to look at: no bigint, no Buffer. */
export const showData = (data: Data): { readonly type: string; readonly value: unknown } => {
  const { type, value } = data;
  if (typeof value === 'bigint') return { type, value: value.toString() };
  if (Buffer.isBuffer(value)) return { type, value: toHex(value) };
  if (type === 'array' || type === 'structure' || type === 'compact-array') return { type, value: data.value.map(showData) };
  return { type, value };
};

export const hexOf = (data: Data): string => toHex(encodeData(data));
