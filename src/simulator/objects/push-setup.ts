/**
 * Push setup (Blue Book 4.4.8, class 40 version 0). `push` gathers the values of the object list and sends them as a
 * DataNotification to the client that asked, before the answer: real meters interleave the two as well.
 */
import { apdu } from '../../apdu/apdu';
import { encode } from '../../codec/axdr';
import type { Data } from '../../codec/types';
import { obisAt } from '../../cosem/obis';
import { variable } from '../attribute';
import type { MeterBlueprint, SimulatedMeter } from '../meter';
import type { Attribute, Parts } from '../object';
import { captureObjectData, captureObjectOf } from '../selection';
import { array, elementsOf, enumeration, longUnsigned, nothing, octets, structure, unsigned } from '../values';
import { column } from './profile';

function notification(meter: SimulatedMeter, list: Attribute, id: number): Buffer {
  const at = meter.now();
  const values = elementsOf(list.read?.(at, null)).map((entry): Data => {
    const wanted = captureObjectOf(entry);
    const object = meter.find(obisAt(wanted.logicalName));
    const value = object?.definition.classId === wanted.classId ? object.attributes.get(wanted.attribute)?.read?.(at, null) : undefined;
    if (!value || wanted.dataIndex === 0 || value.type !== 'structure') return value ?? nothing;
    return value.value[wanted.dataIndex - 1] ?? nothing;
  });
  const body = { longInvokeIdAndPriority: id, dateTime: Buffer.alloc(0), dateTimeTagged: false, notificationBody: structure(...values) };
  return encode(apdu, { kind: 'data-notification', value: body });
}

/** @param objects `classId:obis:attribute`; the first is the list itself, as meters of the IDIS kind have it */
export const pushSetup = (obis: string, objects: readonly string[]): MeterBlueprint => ({
  classId: 40,
  version: 0,
  obis,
  build: (meter): Parts => {
    const list = variable(array(objects.map((entry) => captureObjectData(column(entry)))));
    let id = 0;
    return {
      attributes: {
        pushObjectList: list,
        // 0 = TCP, 0 = A-XDR encoded
        sendDestinationAndMethod: variable(structure(enumeration(0), octets(Buffer.from('127.0.0.1:4059')), enumeration(0))),
        communicationWindow: variable(array([])),
        randomisationStartInterval: variable(longUnsigned(0)),
        numberOfRetries: variable(unsigned(0)),
        repetitionDelay: variable(longUnsigned(0)),
      },
      methods: {
        push: (_parameter, caller) => {
          id = (id + 1) & 0xffffff;
          caller?.notify(notification(meter, list, id));
          return null;
        },
      },
    };
  },
});
