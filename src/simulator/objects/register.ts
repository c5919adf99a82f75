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

/** Periods of a demand register. One may begin early, by next_period or reset. */
class DemandPeriods {
  private readonly periodMs: number;
  /** When the running period began out of turn; 0 = never. */
  private begun = 0;
  private last: number | null = null;

  constructor(
    private readonly meter: SimulatedMeter,
    periodS: number,
    private readonly energy: Measure,
  ) {
    this.periodMs = periodS * 1000;
  }

  /** Start of the period that runs at this moment. */
  start(at: number): number {
    return Math.max(periodStart(at, this.periodMs), this.begun <= at ? this.begun : 0);
  }

  /** W, as if the rest of the period brought nothing. */
  current(at: number): number {
    const spent = this.energy(this.meter, at) - this.energy(this.meter, this.start(at));
    return (spent * 3_600_000) / this.periodMs;
  }

  /** W of the period before. */
  before(at: number): number {
    const from = this.start(at);
    if (this.last !== null && from === this.begun) return this.last;
    return meanPower(this.meter, this.energy, Math.max(from - this.periodMs, this.begun), from);
  }

  /** The running period ends now; its mean is what the next one shows, unless it is forgotten. */
  end(forget: boolean): null {
    const now = this.meter.now();
    this.last = forget ? 0 : meanPower(this.meter, this.energy, this.start(now), now);
    this.begun = now;
    return null;
  }
}

const watts = (value: number): Data => doubleLongUnsigned(Math.max(0, Math.round(value)));

/** Demand register: mean power of the running and of the last period. */
export const demand = ({ obis, periodS, energy }: DemandDefinition): MeterBlueprint => ({
  classId: 5,
  version: 0,
  obis,
  build: (meter): Parts => {
    const periods = new DemandPeriods(meter, periodS, energy);
    return {
      attributes: {
        currentAverageValue: computed((at) => watts(periods.current(at))),
        lastAverageValue: computed((at) => watts(periods.before(at))),
        scalerUnit: fixed(scalerUnit(0, unit.W)),
        status: fixed(unsigned(0)),
        captureTime: computed((at) => meter.wallClock.data(periods.start(at))),
        startTimeCurrent: computed((at) => meter.wallClock.data(periods.start(at))),
        period: fixed(doubleLongUnsigned(periodS)),
        numberOfPeriods: fixed(longUnsigned(1)),
      },
      methods: {
        reset: () => periods.end(true),
        nextPeriod: () => periods.end(false),
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
