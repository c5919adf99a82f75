/**
 * Selective access as people say it, turned into a selector and its parameters (Blue Book 4.3.6): ranges and entries of
 * profiles, anything else as raw data. Times are written the way the options of the meter say.
 */
import type { DateTimeParts, TimeOptions } from '../cosem/clock-write';
import { entryDescriptor, rangeDescriptor } from '../cosem/profile';
import { DlmsError } from '../errors';
import type { SelectionRequest } from '../session/requests';
import { clockOf } from './meter-clock';
import type { MeterOptions, Selection } from './types';

/** What each choice of `rangeTimes` sends. Some meters refuse parts that are not specified, others those that are. */
const rangeParts: Readonly<Record<NonNullable<MeterOptions['rangeTimes']>, DateTimeParts>> = {
  full: { status: true },
  'no-weekday': { status: true, dayOfWeek: false },
  essential: { dayOfWeek: false, hundredths: false, deviation: false, status: false },
};

/** An unspecified status (FF) has every bit set, and the Gurux server takes it for daylight saving: 00 where it is not known. */
const timeOptions = (options: MeterOptions): TimeOptions => ({
  clock: clockOf(options),
  parts: rangeParts[options.rangeTimes ?? 'full'],
  ...(options.fixedOffsetMinutes === undefined ? {} : { zone: options.fixedOffsetMinutes }),
});

/**
 * The access selector and its parameters.
 * @throws DlmsError `value-invalid`, `obis-invalid` for what cannot be sent
 */
export function selectionRequest(selection: Selection, options: MeterOptions): SelectionRequest {
  switch (selection.kind) {
    case 'raw':
      return { selector: selection.selector, parameters: selection.parameters };
    case 'entry':
      return entryDescriptor(selection);
    case 'range':
      return rangeDescriptor({ ...selection, time: timeOptions(options) });
    default: {
      // Plain JavaScript is not held to the types: taken for a range, "entries" was answered with no rows.
      const { kind } = selection as { readonly kind: unknown };
      throw new DlmsError('value-invalid', `a selection is of kind "range", "entry" or "raw", not "${String(kind)}"`);
    }
  }
}
