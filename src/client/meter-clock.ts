/**
 * How the date-times of a meter are read and written: its options as the setting that the codecs of times take
 * (Blue Book 4.1.6.1; meters that invert the deviation or leave it out are common).
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
