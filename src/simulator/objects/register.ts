/**
 * Register, extended register and demand register (Blue Book 4.3.2 to 4.3.4, classes 3, 4, 5).
 *
 * A counter goes on from zero after `reset`; what is measured at the moment has nothing to reset. Demand is the energy of
 * a period by its length, so it needs no sampling; the maximum looks at every period that ended since it was last asked.
 */
import type { Data } from '../../codec/types';
import { computed, fixed } from '../attribute';
import type { MeterBlueprint, SimulatedMeter } from '../meter';
import type { Parts } from '../object';
import { doubleLongUnsigned, enumeration, integer, longUnsigned, nothing, structure, unsigned } from '../values';

/** Unit codes of the Blue Book table 4.3.2. */
export const unit = { W: 27, VA: 28, var: 29, Wh: 30, varh: 32, A: 33, V: 35, Hz: 44, count: 255 } as const;

export const scalerUnit = (scaler: number, code: number): Data => structure(integer(scaler), enumeration(code));

type Measure = (meter: SimulatedMeter, at: number) => number;

/** A register that counts up: energy. Values in units of 10^scaler. */
export const counter = (obis: string, code: number, measure: Measure): MeterBlueprint => ({
  classId: 3,
  version: 0,
  obis,
  build: (meter): Parts => {
    let base = 0;
    const value = computed((at) => doubleLongUnsigned(Math.max(0, Math.floor(measure(meter, at) - base)) % 0x1_0000_0000));
    return {
      attributes: { value, scalerUnit: fixed(scalerUnit(0, code)) },
      methods: {
        reset: () => {
          base = measure(meter, meter.now());
          return null;
        },
      },
    };
  },
});

/** A register that shows what is measured now. */
export const instantaneous = (
  obis: string,
  scaler: number,
  code: number,
  make: (value: number) => Data,
  measure: Measure,
): MeterBlueprint => ({
  classId: 3,
  version: 0,
  obis,
  build: (meter): Parts => ({
    attributes: {
      value: computed((at) => make(Math.round(measure(meter, at) * 10 ** -scaler))),
      scalerUnit: fixed(scalerUnit(scaler, code)),
    },
    methods: { reset: () => null },
  }),
});

/** Mean power in W of the period that ended at `end`. */
const meanPower = (meter: SimulatedMeter, energy: Measure, start: number, end: number): number =>
  end <= start ? 0 : ((energy(meter, end) - energy(meter, start)) * 3_600_000) / (end - start);

const periodStart = (at: number, periodMs: number): number => Math.floor(at / periodMs) * periodMs;

export interface DemandDefinition {
  readonly obis: string;
  readonly periodS: number;
  /** Wh since installation. */
  readonly energy: Measure;
}

/** Demand register: mean power of the running and of the last period. */
export const demand = ({ obis, periodS, energy }: DemandDefinition): MeterBlueprint => ({
  classId: 5,
  version: 0,
  obis,
  build: (meter): Parts => {
    // a period may begin early by next_period or reset; 0 = by the clock
    let begun = 0;
    let last: number | null = null;
    const periodMs = periodS * 1000;
    const start = (at: number): number => Math.max(periodStart(at, periodMs), begun <= at ? begun : 0);
    const lastValue = (at: number): number => {
      const from = start(at);
      if (last !== null && from === begun) return last;
      return meanPower(meter, energy, Math.max(from - periodMs, begun), from);
    };
    const begin = (value: number): null => {
      last = value;
      begun = meter.now();
      return null;
    };
    return {
      attributes: {
        currentAverageValue: computed((at) => {
          const spent = energy(meter, at) - energy(meter, start(at));
          return doubleLongUnsigned(Math.max(0, Math.round((spent * 3_600_000) / periodMs)));
        }),
        lastAverageValue: computed((at) => doubleLongUnsigned(Math.max(0, Math.round(lastValue(at))))),
        scalerUnit: fixed(scalerUnit(0, unit.W)),
        status: fixed(unsigned(0)),
        captureTime: computed((at) => meter.wallClock.data(start(at))),
        startTimeCurrent: computed((at) => meter.wallClock.data(start(at))),
        period: fixed(doubleLongUnsigned(periodS)),
        numberOfPeriods: fixed(longUnsigned(1)),
      },
      methods: {
        reset: () => begin(0),
        nextPeriod: () => begin(meanPower(meter, energy, start(meter.now()), meter.now())),
      },
    };
  },
});

/** Periods that a maximum looks back over when it is first asked: a day of quarters. */
const lookBack = 96;
/** And when it was not asked for long: a year of quarters. */
const longestLookBack = 365 * 96;

/** Extended register: the largest demand since the last reset, and when it was. */
export const maximumDemand = ({ obis, periodS, energy }: DemandDefinition): MeterBlueprint => ({
  classId: 4,
  version: 0,
  obis,
  build: (meter): Parts => {
    const periodMs = periodS * 1000;
    let done = periodStart(meter.now(), periodMs) - lookBack * periodMs;
    let maximum = { value: 0, at: done };
    const advance = (at: number): void => {
      const end = periodStart(at, periodMs);
      done = Math.max(done, end - longestLookBack * periodMs);
      for (; done < end; done += periodMs) {
        const value = meanPower(meter, energy, done, done + periodMs);
        if (value > maximum.value) maximum = { value, at: done + periodMs };
      }
    };
    advance(meter.now());
    return {
      attributes: {
        value: computed(() => doubleLongUnsigned(Math.round(maximum.value))),
        scalerUnit: fixed(scalerUnit(0, unit.W)),
        status: fixed(nothing),
        captureTime: computed(() => meter.wallClock.data(maximum.at)),
      },
      methods: {
        reset: () => {
          done = periodStart(meter.now(), periodMs);
          maximum = { value: 0, at: meter.now() };
          return null;
        },
      },
      advance,
    };
  },
});
