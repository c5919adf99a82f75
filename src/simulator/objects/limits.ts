/**
 * Limiter (Blue Book 4.5.9, class 71) and register monitor (4.5.6, class 21): a value is watched and crossing a threshold
 * starts a script. The watched value is looked at whenever the meter is asked something; a duration counts from the look that
 * first saw the value on that side.
 */
import type { Data } from '../../codec/types';
import { obisAt } from '../../cosem/obis';
import { computed, variable } from '../attribute';
import type { MeterBlueprint, SimulatedMeter } from '../meter';
import type { Attribute, Parts } from '../object';
import {
  array,
  boolean,
  dateTimeOf,
  doubleLongUnsigned,
  elementsOf,
  integer,
  longUnsigned,
  name,
  nameOf,
  numberOf,
  octets,
  structure,
} from '../values';
import { runScript } from './script-table';

const notSpecified = Buffer.from('FFFFFFFFFFFFFFFFFF8000FF', 'hex');

const scriptOf = (obis: string, selector: number): Data => structure(name(obis), longUnsigned(selector));
const noScript = scriptOf('0-0:0.0.0*0', 0);

/** The number at an attribute now; null where it is none. */
function watchedNow(meter: SimulatedMeter, reference: Attribute, at: number): number | null {
  const [classId, logicalName, index] = elementsOf(reference.read?.(at, null), 3);
  const object = meter.find(obisAt(nameOf(logicalName)));
  if (object?.definition.classId !== numberOf(classId)) return null;
  const value = object.attributes.get(numberOf(index))?.read?.(at, null)?.value;
  return typeof value === 'number' ? value : null;
}

const run = (meter: SimulatedMeter, script: Data | undefined): void => {
  const [table, selector] = elementsOf(script, 2);
  runScript(meter, obisAt(nameOf(table)), numberOf(selector));
};

export interface LimiterDefinition {
  readonly obis: string;
  /** `classId`, code and attribute of the value. */
  readonly watched: readonly [classId: number, obis: string, attribute: number];
  readonly normal: number;
  readonly emergency: number;
  readonly minOverS: number;
  readonly minUnderS: number;
  readonly script: string;
}

/** Whether an emergency of a group that is in the list holds now. */
function emergencyHolds(meter: SimulatedMeter, profile: Data | undefined, groups: Data | undefined, at: number): boolean {
  const [id, start, duration] = elementsOf(profile, 3);
  if (!elementsOf(groups).some((group) => numberOf(group) === numberOf(id))) return false;
  const begin = meter.wallClock.utcOf(dateTimeOf(start));
  const now = meter.wallClock.utc(at);
  return begin !== null && now >= begin && now < begin + numberOf(duration) * 1000;
}

function limiterAttributes(meter: SimulatedMeter, { watched, normal, emergency, minOverS, minUnderS, script }: LimiterDefinition) {
  const [classId, code, attribute] = watched;
  const attributes: Record<string, Attribute> = {
    monitoredValue: variable(structure(longUnsigned(classId), name(code), integer(attribute))),
    thresholdNormal: variable(doubleLongUnsigned(normal)),
    thresholdEmergency: variable(doubleLongUnsigned(emergency)),
    minOverThresholdDuration: variable(doubleLongUnsigned(minOverS)),
    minUnderThresholdDuration: variable(doubleLongUnsigned(minUnderS)),
    emergencyProfile: variable(structure(longUnsigned(0), octets(notSpecified), doubleLongUnsigned(0))),
    emergencyProfileGroupIdList: variable(array([longUnsigned(1)])),
    actions: variable(structure(scriptOf(script, 1), scriptOf(script, 2))),
  };
  const value = (attributeName: string, at: number): Data => attributes[attributeName]?.read?.(at, null) as Data;
  const active = (at: number): boolean =>
    emergencyHolds(meter, value('emergencyProfile', at), value('emergencyProfileGroupIdList', at), at);
  attributes.emergencyProfileActive = computed((at) => boolean(active(at)));
  attributes.thresholdActive = computed((at) => value(active(at) ? 'thresholdEmergency' : 'thresholdNormal', at));
  return { attributes, value };
}

export const limiter = (definition: LimiterDefinition): MeterBlueprint => ({
  classId: 71,
  version: 0,
  obis: definition.obis,
  build: (meter): Parts => {
    const { attributes, value } = limiterAttributes(meter, definition);
    let over = false;
    let since: number | null = null;
    return {
      attributes,
      advance: (at) => {
        const measured = watchedNow(meter, attributes.monitoredValue as Attribute, at);
        const limit = numberOf(value('thresholdActive', at));
        if (measured === null || limit === 0 || measured > limit === over) {
          since = null;
          return;
        }
        since ??= at;
        const waitS = numberOf(value(over ? 'minUnderThresholdDuration' : 'minOverThresholdDuration', at));
        if (at - since < waitS * 1000) return;
        over = !over;
        since = null;
        const [actionOver, actionUnder] = elementsOf(value('actions', at), 2);
        run(meter, over ? actionOver : actionUnder);
      },
    };
  },
});

export interface MonitorDefinition {
  readonly obis: string;
  readonly watched: readonly [classId: number, obis: string, attribute: number];
  readonly thresholds: readonly number[];
}

export const registerMonitor = ({ obis, watched, thresholds }: MonitorDefinition): MeterBlueprint => ({
  classId: 21,
  version: 0,
  obis,
  build: (meter): Parts => {
    const [classId, code, attribute] = watched;
    const limits = variable(array(thresholds.map(longUnsigned)));
    const monitored = variable(structure(longUnsigned(classId), name(code), integer(attribute)));
    const actions = variable(array(thresholds.map(() => structure(noScript, noScript))));
    let above: readonly boolean[] = [];
    return {
      attributes: { thresholds: limits, monitoredValue: monitored, actions },
      advance: (at) => {
        const measured = watchedNow(meter, monitored, at);
        if (measured === null) return;
        const now = elementsOf(limits.read?.(at, null)).map((limit) => measured > numberOf(limit));
        const before = above;
        above = now;
        now.forEach((isAbove, index) => {
          const entry = elementsOf(actions.read?.(at, null))[index];
          if (entry === undefined || before[index] === undefined || before[index] === isAbove) return;
          const [up, down] = elementsOf(entry, 2);
          run(meter, isAbove ? up : down);
        });
      },
    };
  },
});
