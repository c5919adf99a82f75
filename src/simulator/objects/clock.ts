/**
 * Clock (Blue Book 4.5.1, class 8). Time is the meter's wall clock; every change of it is logged (old time, new time),
 * marks the next row of the load profile, and makes captures and schedules plan anew.
 */

import { dateTimeOctets } from '../../codec/date-time';
import type { Data } from '../../codec/types';
import { computed, settable, variable } from '../attribute';
import type { MeterBlueprint, SimulatedMeter } from '../meter';
import type { ZoneRule } from '../meter-time';
import type { Parts } from '../object';
import { refuse } from '../refusal';
import { boolean, dateTimeOf, elementsOf, enumeration, integer, long, numberOf, octets, unsigned } from '../values';

const minute = 60_000;
/** shift_time: seconds, Blue Book 4.5.1.2. */
const largestShift = 900;
/** time_zone: minutes. */
const largestDeviation = 840;

const roundTo = (utc: number, step: number): number => Math.round(utc / step) * step;

interface Preset {
  readonly time: number;
  readonly from: number;
  readonly until: number;
}

function zoneAttribute(meter: SimulatedMeter, read: (zone: ZoneRule) => Data, change: (value: Data) => Partial<ZoneRule>) {
  return settable(
    () => read(meter.wallClock.zone),
    (value) => {
      const part = change(value);
      meter.adjustClock(() => {
        meter.wallClock.zone = { ...meter.wallClock.zone, ...part };
      }, 0);
    },
  );
}

/** Milliseconds UTC. @throws DlmsError `refused` when parts of the date are left open */
const utcIn = (meter: SimulatedMeter, value: Data | undefined): number =>
  meter.wallClock.utcOf(dateTimeOf(value)) ?? refuse('scope-of-access-violated', 'the date has to be given in full');

function methods(meter: SimulatedMeter): NonNullable<Parts['methods']> {
  const { wallClock } = meter;
  let preset: Preset | null = null;
  const adjust = (to: (utc: number) => number): null => {
    meter.adjustClock(() => wallClock.set(meter.now(), to(wallClock.utc(meter.now()))));
    return null;
  };
  return {
    adjustToQuarter: () => adjust((utc) => roundTo(utc, 15 * minute)),
    adjustToMeasuringPeriod: () => adjust((utc) => roundTo(utc, meter.settings.capturePeriodS * 1000)),
    // seconds 0 to 29 go back, 30 to 59 forward
    adjustToMinute: () => adjust((utc) => roundTo(utc, minute)),
    adjustToPresetTime: () => {
      const now = wallClock.utc(meter.now());
      const known = preset;
      if (known === null || now < known.from || now > known.until) return refuse('temporary-failure', 'no preset time is valid now');
      return adjust(() => known.time);
    },
    presetAdjustingTime: (parameter) => {
      const [time, from, until] = elementsOf(parameter ?? undefined, 3);
      preset = { time: utcIn(meter, time), from: utcIn(meter, from), until: utcIn(meter, until) };
      return null;
    },
    shiftTime: (parameter) => {
      const seconds = numberOf(parameter ?? undefined);
      if (Math.abs(seconds) > largestShift)
        return refuse('scope-of-access-violated', `shift_time is ${-largestShift} to ${largestShift} s`);
      return adjust((utc) => utc + seconds * 1000);
    },
  };
}

const attributes = (meter: SimulatedMeter): Parts['attributes'] => ({
  time: settable(
    (at) => meter.wallClock.data(at),
    (value) => {
      const utc = utcIn(meter, value);
      meter.adjustClock(() => meter.wallClock.set(meter.now(), utc));
    },
  ),
  timeZone: zoneAttribute(
    meter,
    (zone) => long(zone.timeZone),
    (value) => ({ timeZone: minutesOf(value) }),
  ),
  status: computed((at) => unsigned(meter.wallClock.status(at))),
  daylightSavingsBegin: zoneAttribute(
    meter,
    (zone) => octets(dateTimeOctets(zone.begin)),
    (value) => ({ begin: dateTimeOf(value) }),
  ),
  daylightSavingsEnd: zoneAttribute(
    meter,
    (zone) => octets(dateTimeOctets(zone.end)),
    (value) => ({ end: dateTimeOf(value) }),
  ),
  daylightSavingsDeviation: zoneAttribute(
    meter,
    (zone) => integer(zone.deviation),
    (value) => ({ deviation: numberOf(value) }),
  ),
  daylightSavingsEnabled: zoneAttribute(
    meter,
    (zone) => boolean(zone.enabled),
    (value) => ({ enabled: value.value === true }),
  ),
  clockBase: variable(enumeration(1)),
});

export const clock = (obis: string): MeterBlueprint => ({
  classId: 8,
  version: 0,
  obis,
  build: (meter) => ({ attributes: attributes(meter), methods: methods(meter) }),
});

/** Blue Book 4.1.6.1: -720 to 840 minutes; meters count with either sign. */
function minutesOf(value: Data): number {
  const minutes = numberOf(value);
  return Math.abs(minutes) > largestDeviation
    ? refuse('scope-of-access-violated', `time_zone is ${-largestDeviation} to ${largestDeviation} minutes`)
    : minutes;
}
