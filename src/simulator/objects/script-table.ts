/**
 * Script table (Blue Book 4.5.2, class 9): lists of writes and method calls that the meter carries out itself.
 *
 * Scripts act with the meter's own rights. A script may start another one; after eight levels the meter refuses.
 */
import type { Data } from '../../codec/types';
import { obisAt } from '../../cosem/obis';
import { isDlmsError } from '../../errors';
import { variable } from '../attribute';
import type { MeterBlueprint, SimulatedMeter } from '../meter';
import type { Attribute, Parts } from '../object';
import { refuse } from '../refusal';
import { array, elementsOf, enumeration, integer, longUnsigned, name, nameOf, numberOf, structure } from '../values';

export interface ScriptAction {
  readonly service: 'write' | 'execute';
  readonly classId: number;
  readonly obis: string;
  readonly index: number;
  readonly parameter: Data;
}

const deepest = 8;
let depth = 0;

const actionData = ({ service, classId, obis, index, parameter }: ScriptAction): Data =>
  structure(enumeration(service === 'write' ? 1 : 2), longUnsigned(classId), name(obis), integer(index), parameter);

function act(meter: SimulatedMeter, action: Data): null {
  const [service, classId, logicalName, index, parameter] = elementsOf(action, 5);
  const object = meter.find(obisAt(nameOf(logicalName)));
  if (object?.definition.classId !== numberOf(classId)) return refuse('object-undefined');
  if (numberOf(service) === 1) {
    const force = object.attributes.get(numberOf(index))?.force ?? refuse('read-write-denied');
    force(parameter as Data);
    return null;
  }
  const method = object.methods.get(numberOf(index)) ?? refuse('object-undefined');
  method(parameter as Data, null);
  return null;
}

/** Carries out a script. @throws DlmsError `refused` */
function execute(meter: SimulatedMeter, scripts: Attribute, selector: number): null {
  const found = elementsOf(scripts.read?.(meter.now(), null)).find((script) => numberOf(elementsOf(script, 2)[0]) === selector);
  if (!found) return refuse('object-unavailable', `no script ${selector}`);
  if (depth >= deepest) return refuse('temporary-failure', 'scripts call each other without end');
  depth++;
  try {
    for (const action of elementsOf(elementsOf(found, 2)[1])) act(meter, action);
  } finally {
    depth--;
  }
  return null;
}

/** What the meter starts by itself; a script that cannot be carried out stops nothing: nobody waits for its result. */
export function runScript(meter: SimulatedMeter, obis: string, selector: number): void {
  const table = meter.find(obis);
  if (table?.definition.classId !== 9) return;
  try {
    table.methods.get(1)?.(longUnsigned(selector), null);
  } catch (error) {
    if (!isDlmsError(error)) throw error;
  }
}

/**
 * @param scripts by script_identifier
 * @param executed called after each script that was carried out
 */
export const scriptTable = (
  obis: string,
  scripts: Readonly<Record<number, readonly ScriptAction[]>>,
  executed?: (meter: SimulatedMeter) => void,
): MeterBlueprint => ({
  classId: 9,
  version: 0,
  obis,
  build: (meter): Parts => {
    const initial = Object.entries(scripts).map(([id, actions]) => structure(longUnsigned(Number(id)), array(actions.map(actionData))));
    const table = variable(array(initial));
    return {
      attributes: { scripts: table },
      methods: {
        execute: (parameter) => {
          execute(meter, table, numberOf(parameter ?? undefined));
          executed?.(meter);
          return null;
        },
      },
    };
  },
});
