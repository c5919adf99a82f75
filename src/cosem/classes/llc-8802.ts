/**
 * Blue Book part 2, clause 4.11: set-up of the LLC layer of ISO/IEC 8802-2, types 1 to 3.
 */
import type { ClassDefinition } from '../types';
import { chapter, defineClass } from './define';

export const llc8802: readonly ClassDefinition[] = chapter('8802 llc', [
  defineClass({
    classId: 57,
    version: 0,
    name: 'ISO/IEC 8802-2 LLC Type 1 setup',
    attributes: [[2, 'maxOctetsUiPdu', 'static', 'long-unsigned']],
  }),
  defineClass({
    classId: 58,
    version: 0,
    name: 'ISO/IEC 8802-2 LLC Type 2 setup',
    attributes: [
      [2, 'transmitWindowSizeK', 'static', 'unsigned'],
      [3, 'receiveWindowSizeRw', 'static', 'unsigned'],
      [4, 'maxOctetsIPduN1', 'static', 'long-unsigned'],
      [5, 'maxNumberTransmissionsN2', 'static', 'unsigned'],
      [6, 'acknowledgementTimer', 'static', 'long-unsigned'],
      [7, 'pBitTimer', 'static', 'long-unsigned'],
      [8, 'rejectTimer', 'static', 'long-unsigned'],
      [9, 'busyStateTimer', 'static', 'long-unsigned'],
    ],
  }),
  defineClass({
    classId: 59,
    version: 0,
    name: 'ISO/IEC 8802-2 LLC Type 3 setup',
    attributes: [
      [2, 'maxOctetsAcnPduN3', 'static', 'long-unsigned'],
      [3, 'maxNumberTransmissionsN4', 'static', 'unsigned'],
      [4, 'acknowledgementTimeT1', 'static', 'long-unsigned'],
      [5, 'receiveLifetimeVarT2', 'static', 'long-unsigned'],
      [6, 'transmitLifetimeVarT3', 'static', 'long-unsigned'],
    ],
  }),
]);
