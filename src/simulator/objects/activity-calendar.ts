/**
 * Activity calendar (Blue Book 4.5.5, class 20): seasons, weeks and days of the active tariff scheme, and the passive one
 * that clients write and activate, at once or at a time.
 */
import type { Data } from '../../codec/types';
import { fixed, variable } from '../attribute';
import type { MeterBlueprint, SimulatedMeter } from '../meter';
import type { Attribute, Parts } from '../object';
import { array, dateTimeOf, longUnsigned, name, octets, structure, text, unsigned } from '../values';

const notSpecified = Buffer.from('FFFFFFFFFFFFFFFFFF8000FF', 'hex');

const season = (seasonName: string, start: string, week: string): Data =>
  structure(text(seasonName), octets(Buffer.from(start, 'hex')), text(week));
const week = (weekName: string, workday: number, weekend: number): Data =>
  structure(text(weekName), ...Array.from({ length: 7 }, (_, index) => unsigned(index < 5 ? workday : weekend)));
const action = (time: string, selector: number): Data =>
  structure(octets(Buffer.from(time, 'hex')), name('0-0:10.0.100*255'), longUnsigned(selector));
const dayProfile = (id: number): Data => structure(unsigned(id), array([action('06000000', 1), action('16000000', 2)]));

const seasons = (): Data => array([season('ALLYEAR', 'FFFF0101FF00000000800000', 'WEEK')]);
const weeks = (): Data => array([week('WEEK', 1, 2)]);
const days = (): Data => array([dayProfile(1), dayProfile(2)]);

/** Pairs of attributes that activation copies: passive to active. */
const pairs = ['calendarName', 'seasonProfile', 'weekProfileTable', 'dayProfileTable'] as const;

function activate(meter: SimulatedMeter, attributes: Readonly<Record<string, Attribute>>): null {
  for (const pair of pairs) {
    const passive = attributes[`${pair}Passive`]?.read?.(meter.now(), null);
    if (passive) attributes[`${pair}Active`]?.force?.(passive);
  }
  meter.logEvent('standard', 9);
  return null;
}

export const activityCalendar = (obis: string): MeterBlueprint => ({
  classId: 20,
  version: 0,
  obis,
  build: (meter): Parts => {
    const attributes: Record<string, Attribute> = {
      calendarNameActive: fixed(text('TARIFF-1')),
      seasonProfileActive: fixed(seasons()),
      weekProfileTableActive: fixed(weeks()),
      dayProfileTableActive: fixed(days()),
      calendarNamePassive: variable(text('TARIFF-2'), () => meter.logEvent('standard', 19)),
      seasonProfilePassive: variable(seasons()),
      weekProfileTablePassive: variable(weeks()),
      dayProfileTablePassive: variable(days()),
      activatePassiveCalendarTime: variable(octets(notSpecified)),
    };
    return {
      attributes,
      methods: { activatePassiveCalendar: () => activate(meter, attributes) },
      advance: (at) => {
        const planned = attributes.activatePassiveCalendarTime as Attribute;
        const due = meter.wallClock.utcOf(dateTimeOf(planned.read?.(at, null)));
        if (due === null || due > meter.wallClock.utc(at)) return;
        planned.force?.(octets(notSpecified));
        activate(meter, attributes);
      },
    };
  },
});
