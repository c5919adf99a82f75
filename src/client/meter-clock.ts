/**
 * How the date-times of a meter are read and written: its options as the setting that the codecs of times take
 * (Blue Book 4.1.6.1; meters that invert the deviation or leave it out are common); and what else readings and columns of it
 * are made with.
 */
import type { ClockSetting } from '../cosem/clock-time';
import type { MeterOptions } from './types';

export const clockOf = ({
  clockDeviation,
  fixedOffsetMinutes,
}: Pick<MeterOptions, 'clockDeviation' | 'fixedOffsetMinutes'>): ClockSetting => ({
  clockDeviation,
  ...(fixedOffsetMinutes === undefined ? {} : { fixedOffsetMinutes }),
});

/** Clock, language and standard, by which values of a meter are read and named. */
export const namedBy = (meter: MeterOptions) => ({
  clock: clockOf(meter),
  language: meter.language ?? 'en',
  standard: meter.standard,
});
