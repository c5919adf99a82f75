/**
 * Special days table (Blue Book 4.5.4, class 11): days that have a day profile of their own. An inserted day takes the place
 * of one with the same index or the same date.
 */
import { dateOctets } from '../../codec/date-time';
import type { Data } from '../../codec/types';
import { variable } from '../attribute';
import type { MeterBlueprint } from '../meter';
import type { Parts } from '../object';
import { refuse } from '../refusal';
import { array, elementsOf, longUnsigned, numberOf, octets, octetsOf, structure, unsigned } from '../values';

const mostDays = 100;

export interface SpecialDay {
  readonly index: number;
  /** A COSEM date, 5 octets as hexadecimal digits. */
  readonly date: string;
  readonly dayId: number;
}

const indexOf = (day: Data): number => numberOf(elementsOf(day, 3)[0]);
/** In the table of a meter that has dates in place of octet-strings as well. */
const dateOf = (day: Data): Buffer => {
  const date = elementsOf(day, 3)[1];
  return date?.type === 'date' ? dateOctets(date.value) : octetsOf(date);
};

export const specialDays = (obis: string, days: readonly SpecialDay[]): MeterBlueprint => ({
  classId: 11,
  version: 0,
  obis,
  build: (meter): Parts => {
    const initial = days.map(({ index, date, dayId }) => structure(longUnsigned(index), octets(Buffer.from(date, 'hex')), unsigned(dayId)));
    const entries = variable(array(initial), (value) => {
      if (elementsOf(value).length > mostDays) refuse('scope-of-access-violated', `${mostDays} special days at most`);
    });
    const list = (): readonly Data[] => elementsOf(entries.read?.(meter.now(), null));
    const replace = (next: readonly Data[]): null => {
      entries.force?.(array([...next].sort((one, other) => indexOf(one) - indexOf(other))));
      return null;
    };
    return {
      attributes: { entries },
      methods: {
        insert: (parameter) => {
          const day = parameter ?? refuse('type-unmatched');
          const others = list().filter((other) => indexOf(other) !== indexOf(day) && !dateOf(other).equals(dateOf(day)));
          return replace([...others, day]);
        },
        delete: (parameter) => {
          const index = numberOf(parameter ?? undefined);
          const others = list().filter((day) => indexOf(day) !== index);
          return others.length === list().length ? refuse('object-unavailable', `no special day ${index}`) : replace(others);
        },
      },
    };
  },
});
