/**
 * One simulated meter without its line: settings, time, household, objects, events. Sessions work on it, objects are
 * built with it, and `startSimulator` puts a line before it.
 *
 * Time is pulled, never pushed: `settle` brings every periodic thing (captures, scheduled scripts, maxima) up to the
 * moment before a request is answered. `tickMs` is the step in which time moves; 0 makes it stand still.
 */
import type { Data } from '../codec/types';
import { canonicalObis } from '../cosem/obis';
import { DlmsError } from '../errors';
import { household } from './household';
import { profileStatus } from './meter-status';
import type { MeterObject } from './object';
import { associationBlueprints } from './objects/association';
import { withChosen } from './objects/chosen';
import { counterBlueprints, securitySetupBlueprints } from './objects/security-setup';
import { type Random, seededRandom } from './random';
import { resolveSettings, type Settings } from './settings';
import { assignShortNames, type ShortNames } from './short-names';
import { type Blueprint, ObjectStore } from './store';
import { Supply } from './supply';
import type { FaultOptions, SimulatorEvent, SimulatorOptions } from './types';
import { WallClock } from './wall-clock';

export type MeterBlueprint = Blueprint<SimulatedMeter>;

/** Event code object and profile of each log. */
const eventLogs = {
  standard: { codeObject: '0-0:96.11.0*255', profile: '0-0:99.98.0*255' },
  fraud: { codeObject: '0-0:96.11.1*255', profile: '0-0:99.98.1*255' },
  disconnector: { codeObject: '0-0:96.11.2*255', profile: '0-0:99.98.2*255' },
} as const;

const loadProfile = '1-0:99.1.0*255';

export class SimulatedMeter {
  readonly options: SimulatorOptions;
  readonly settings: Settings;
  readonly supply: Supply;
  readonly wallClock: WallClock;
  readonly random: Random;
  readonly store: ObjectStore<SimulatedMeter>;
  /** How often each client SAP is associated now, for association_status. */
  readonly associated = new Map<number, number>();
  /** True when the link says "busy" itself (RNR of HDLC). */
  busyOnLink = false;
  faults: FaultOptions;
  /** Status bits that the next capture notes down. */
  pendingStatus = 0;
  /** Blocks of images that were taken, for the fault that cuts the line. */
  blocksTaken = 0;
  /** Billing periods that were ended, and when the last one was (milliseconds UTC). */
  readonly billing = { count: 0, endedAt: 0 };
  private readonly heldSince = new Map<number, number>();
  /** Milliseconds UTC. */
  readonly started: number;
  private readonly listeners = new Set<(event: SimulatorEvent) => void>();
  private names: ShortNames | null = null;

  constructor(options: SimulatorOptions) {
    this.options = options;
    this.settings = resolveSettings(options);
    this.faults = options.faults ?? {};
    this.random = seededRandom(this.settings.seed, 2);
    this.supply = new Supply(this.settings.seed);
    this.wallClock = new WallClock(this.settings.timeZone);
    this.started = this.settings.now();
    this.billing.endedAt = this.started;
    const objects = [
      ...household,
      ...securitySetupBlueprints(this.settings),
      ...associationBlueprints(this.settings),
      ...counterBlueprints(this.settings),
    ];
    this.store = new ObjectStore<SimulatedMeter>(this, withChosen(objects, options.objects));
  }

  /** The moment of the registers, milliseconds UTC in steps of `tickMs`. */
  now(): number {
    const { tickMs, now } = this.settings;
    return tickMs === 0 ? this.started : Math.floor(now() / tickMs) * tickMs;
  }

  /** An association of this client is open. */
  hold(client: number): void {
    this.associated.set(client, (this.associated.get(client) ?? 0) + 1);
    this.heldSince.set(client, this.settings.now());
  }

  letGo(client: number): void {
    const open = (this.associated.get(client) ?? 0) - 1;
    if (open > 0) this.associated.set(client, open);
    else this.associated.delete(client);
  }

  /** Fault `leaveOpen`: an earlier association of this client stands until the inactivity time-out. */
  isHeldOpen(client: number): boolean {
    const since = this.heldSince.get(client);
    if (!this.faults.leaveOpen || since === undefined || !this.associated.has(client)) return false;
    if (this.settings.now() - since <= this.settings.inactivityTimeoutMs) return true;
    this.associated.delete(client);
    return false;
  }

  /** Base names, made when first needed. */
  get shortNames(): ShortNames {
    this.names ??= assignShortNames(this.store.blueprints);
    return this.names;
  }

  /** The object of a canonical OBIS code, periodic work done. */
  find(obis: string): MeterObject | undefined {
    return this.store.find(obis);
  }

  /** Does what became due since the last call. */
  settle(at = this.now()): void {
    for (const object of this.store.active()) object.advance?.(at);
  }

  /** Changes the wall clock: what was due before is done before, what comes is planned anew. */
  adjustClock(change: () => void, status: number = profileStatus.clockAdjusted): void {
    // rows of the old time are captured while it still holds
    this.find(loadProfile);
    this.settle();
    this.logEvent('standard', 4);
    change();
    this.pendingStatus |= status;
    this.logEvent('standard', 5);
    for (const object of this.store.active()) object.replan?.(this.now());
  }

  /** A billing period has ended. */
  endBilling(): void {
    this.billing.count = (this.billing.count + 1) & 0xff;
    this.billing.endedAt = this.now();
  }

  /** Notes an event in one of the logs; codes are those of IDIS meters. */
  logEvent(log: keyof typeof eventLogs, code: number): void {
    const { codeObject, profile } = eventLogs[log];
    this.find(codeObject)?.attributes.get(2)?.force?.({ type: 'unsigned', value: code });
    this.captureNow(profile);
  }

  /** Captures a row of a profile. */
  captureNow(obis: string): void {
    const object = this.find(obis);
    const capture = object?.methods.get(2);
    if (object?.definition.classId === 7) capture?.(null, null);
  }

  /** Reads an attribute as the meter itself sees it. @throws DlmsError `obis-invalid` */
  get(obis: string, attribute: number): Data | undefined {
    this.settle();
    return this.find(canonicalObis(obis))?.attributes.get(attribute)?.read?.(this.now(), null);
  }

  /** @throws DlmsError `object-unknown`, `obis-invalid` */
  set(obis: string, attribute: number, value: Data): void {
    const force = this.find(canonicalObis(obis))?.attributes.get(attribute)?.force;
    if (!force) throw new DlmsError('object-unknown', `the simulated meter cannot set attribute ${attribute} of ${obis}`, { object: obis });
    this.settle();
    force(value);
  }

  emit(event: Omit<SimulatorEvent, 'time'>): void {
    if (this.listeners.size === 0) return;
    const complete = { ...event, time: new Date(this.settings.now()) };
    for (const listener of [...this.listeners]) listener(complete);
  }

  on(listener: (event: SimulatorEvent) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Power goes and comes back: associations are gone, everything else is as it was. */
  restarted(): void {
    this.associated.clear();
    this.heldSince.clear();
    this.logEvent('standard', 1);
    this.logEvent('standard', 2);
  }

  /** Forgets the listeners. */
  dispose(): void {
    this.listeners.clear();
  }
}
