/**
 * The household behind the meter: three phases, a photovoltaic plant on L3, and how power and energy move.
 *
 * Power is a mean plus a few sine waves whose periods divide a week, and sunshine is half a sine wave by day. Both have an
 * integral in closed form, so energy at any moment is a formula: a register is right for any past or future moment, never
 * runs backwards, and nothing has to run in between. The disconnector stops consumption; what is not consumed is taken off.
 */
import { type Random, seededRandom } from './random';

const hour = 3_600_000;
const day = 24 * hour;
const week = 7 * day;
/** Monday 2018-01-01 00:00 UTC: when the meter was installed. */
const installed = Date.UTC(2018, 0, 1);
/** Periods of the waves, in parts of a week. */
const harmonics = [1, 7, 14, 21, 35, 168, 503, 2016];

interface Wave {
  readonly amplitude: number;
  readonly harmonic: number;
  readonly phase: number;
}

function waves(random: Random, mean: number): Wave[] {
  const drawn = harmonics.map((harmonic) => ({ harmonic, phase: random() * 2 * Math.PI, weight: 0.4 + random() }));
  const sum = drawn.reduce((total, { weight }) => total + weight, 0);
  // all amplitudes together stay below the mean, so power stays above nothing
  return drawn.map(({ harmonic, phase, weight }) => ({ harmonic, phase, amplitude: (0.9 * mean * weight) / sum }));
}

/** Hours of full sun since installation at sea level: half a sine wave from 06:00 to 18:00. */
function sunHours(at: number): number {
  const days = Math.floor(at / day);
  const time = (at - days * day) / hour;
  const angle = (Math.PI * Math.min(Math.max(time - 6, 0), 12)) / 12;
  return (days * 24) / Math.PI + (12 / Math.PI) * (1 - Math.cos(angle));
}
function sunShare(at: number): number {
  const time = (at - Math.floor(at / day) * day) / hour;
  return Math.max(0, Math.sin((Math.PI * (time - 6)) / 12));
}

/** Tariff 1 from 06:00 to 22:00. */
const tariffStarts = [6, 22] as const;
export const tariffAt = (utcMs: number): 1 | 2 => {
  const time = (((utcMs - installed) % day) + day) % day;
  return time >= tariffStarts[0] * hour && time < tariffStarts[1] * hour ? 1 : 2;
};

export class Supply {
  private readonly mean: number;
  private readonly load: readonly Wave[];
  private readonly flicker: readonly Wave[];
  private readonly sunPeak: number;
  private readonly shares: readonly [number, number, number];
  readonly tanPhi: number;
  private connected = true;
  private disconnectedAt = 0;
  /** Wh by tariff that the disconnector kept from being consumed or fed in. */
  private kept = { import1: 0, import2: 0, export: 0 };

  constructor(seed: number) {
    const random = seededRandom(seed, 1);
    this.mean = 350 + random() * 500;
    this.load = waves(random, this.mean);
    this.flicker = waves(random, 1);
    this.sunPeak = 1500 + random() * 3000;
    const first = 0.25 + random() * 0.2;
    const second = 0.25 + random() * 0.2;
    this.shares = [first, second, 1 - first - second];
    this.tanPhi = 0.15 + random() * 0.2;
  }

  /** Wh since installation by the formula. */
  private formula(at: number): number {
    const since = at - installed;
    let energy = (this.mean * since) / hour;
    for (const { amplitude, harmonic, phase } of this.load) {
      const rate = (2 * Math.PI * harmonic) / week;
      energy += (amplitude / rate / hour) * (Math.cos(phase) - Math.cos(rate * since + phase));
    }
    return energy;
  }

  /** Wh of tariff 1 since installation: whole weeks alike, then the days, then the hours of today. */
  private formulaTariff1(at: number): number {
    const weeks = Math.floor((at - installed) / week);
    const start = installed + weeks * week;
    return weeks * this.tariff1Between(installed, installed + week) + this.tariff1Between(start, at);
  }

  private tariff1Between(start: number, end: number): number {
    let energy = 0;
    for (let from = start; from < end; from += day) {
      const on = from + tariffStarts[0] * hour;
      const off = Math.min(from + tariffStarts[1] * hour, end);
      if (off > on) energy += this.formula(off) - this.formula(on);
    }
    return energy;
  }

  private effective(at: number): number {
    return this.connected ? at : Math.min(at, this.disconnectedAt);
  }

  /** Wh consumed, by tariff. */
  energyImport(at: number): { readonly total: number; readonly tariff1: number; readonly tariff2: number } {
    const when = this.effective(at);
    const first = this.formulaTariff1(when);
    const tariff1 = first - this.kept.import1;
    const tariff2 = this.formula(when) - first - this.kept.import2;
    return { total: tariff1 + tariff2, tariff1, tariff2 };
  }

  /** Wh fed in. */
  energyExport(at: number): number {
    return this.sunPeak * sunHours(this.effective(at) - installed) - this.kept.export;
  }

  /** W consumed on a phase. */
  powerImport(at: number, phase: 0 | 1 | 2): number {
    return this.isConnected(at) ? this.shares[phase] * this.totalLoad(at) : 0;
  }

  private totalLoad(at: number): number {
    return this.load.reduce((power, wave) => power + this.wave(wave, at), this.mean);
  }

  private wave({ amplitude, harmonic, phase }: Wave, at: number): number {
    return amplitude * Math.sin((2 * Math.PI * harmonic * (at - installed)) / week + phase);
  }

  /** W fed in, all on L3. */
  powerExport(at: number): number {
    return this.isConnected(at) ? this.sunPeak * sunShare(at - installed) : 0;
  }

  /** -1 .. 1, slow and different for each `channel`: how voltage and frequency sway. */
  sway(at: number, channel: number): number {
    return this.flicker.reduce((sum, wave) => sum + this.wave({ ...wave, phase: wave.phase * (1 + channel) }, at), 0);
  }

  /** Volts on a phase; mains are there with the load disconnected, too. */
  voltage(at: number, phase: 0 | 1 | 2): number {
    return 231 + 3.5 * this.sway(at, phase);
  }

  private isConnected(at: number): boolean {
    return this.connected || at < this.disconnectedAt;
  }

  disconnect(at: number): void {
    if (!this.connected) return;
    this.connected = false;
    this.disconnectedAt = at;
  }

  reconnect(at: number): void {
    if (this.connected) return;
    const from = this.disconnectedAt;
    const first = this.formulaTariff1(at) - this.formulaTariff1(from);
    this.kept = {
      import1: this.kept.import1 + first,
      import2: this.kept.import2 + this.formula(at) - this.formula(from) - first,
      export: this.kept.export + this.sunPeak * (sunHours(at - installed) - sunHours(from - installed)),
    };
    this.connected = true;
  }
}
