/**
 * Selective access from what people say to what goes on the wire (Blue Book 4.3.6, profile_generic.buffer: selector 1
 * range_descriptor, selector 2 entry_descriptor; anything else as raw data).
 *
 * A range is over the clock, 0-0:1.0.0*255, which profiles capture in their first column.
 */

import { dateTimeOctets } from '../codec/date-time';
import type { Data } from '../codec/types';
import { cosemDateTime, type TimeOptions } from '../cosem/clock-write';
import { obisOctets } from '../cosem/obis';
import { DlmsError } from '../errors';
import type { SelectionRequest } from '../session/requests';
import type { CaptureObject, MeterOptions, Selection } from './types';

const rangeSelector = 1;
const entrySelector = 2;

const clock: CaptureObject = { classId: 8, obis: '0-0:1.0.0*255', attribute: 2, dataIndex: 0 };

const long = (value: number): Data => ({ type: 'long-unsigned', value });
const doubleLong = (value: number): Data => ({ type: 'double-long-unsigned', value });

const captureObject = ({ classId, obis, attribute, dataIndex }: CaptureObject): Data => ({
  type: 'structure',
  value: [long(classId), { type: 'octet-string', value: obisOctets(obis) }, { type: 'integer', value: attribute }, long(dataIndex)],
});

/** How this meter wants times: its own reading of the deviation, its own zone where that is fixed. */
function timeOptions({ clockDeviation, fixedOffsetMinutes }: MeterOptions): TimeOptions {
  return {
    clock: { clockDeviation, ...(fixedOffsetMinutes === undefined ? {} : { fixedOffsetMinutes }) },
    ...(fixedOffsetMinutes === undefined ? {} : { zone: fixedOffsetMinutes }),
  };
}

const time = (value: Date | string, options: MeterOptions): Data => ({
  type: 'octet-string',
  value: dateTimeOctets(cosemDateTime(value, timeOptions(options))),
});

function counted(value: number, what: string, max: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= max) return value;
  throw new DlmsError('settings-invalid', `${what} ${value} is not in 0..${max}`);
}

/**
 * The access selector and its parameters.
 * @throws DlmsError `settings-invalid`, `value-invalid` for a time or a number that cannot be sent
 */
export function selectionRequest(selection: Selection, options: MeterOptions): SelectionRequest {
  if (selection.kind === 'raw') return { selector: selection.selector, parameters: selection.parameters };
  if (selection.kind === 'range') {
    const columns: Data = { type: 'array', value: (selection.columns ?? []).map(captureObject) };
    const value = [captureObject(clock), time(selection.from, options), time(selection.to, options), columns];
    return { selector: rangeSelector, parameters: { type: 'structure', value } };
  }
  const value = [
    doubleLong(counted(selection.from, 'first entry', 0xffffffff)),
    doubleLong(counted(selection.to, 'last entry', 0xffffffff)),
    long(counted(selection.fromColumn ?? 1, 'first column', 0xffff)),
    long(counted(selection.toColumn ?? 0, 'last column', 0xffff)),
  ];
  return { selector: entrySelector, parameters: { type: 'structure', value } };
}
