/**
 * Answers of a scripted meter: an association, registers with scaler and unit, refusals. Objects are known by
 * `class:obis:attribute`; with short names registers stand at 0x1000, 0x1018, 0x1030 ..
 */
import type { Aare } from '../../src/apdu/acse.types';
import { applicationContextName } from '../../src/apdu/acse-words';
import { type Apdu, type ApduOf, apdu } from '../../src/apdu/apdu';
import { conformanceFrom } from '../../src/apdu/initiate';
import { encode } from '../../src/codec/axdr';
import type { Data } from '../../src/codec/types';
import { obisAt, obisOctets } from '../../src/cosem/obis';
import { captureObjectData, clockObject } from '../../src/cosem/profile';

export type Objects = Readonly<Record<string, Data>>;

export const energyObis = (n: number): string => `1-0:${n + 1}.8.0*255`;

/** n energy registers: value 1000 + i, scaler -1, unit Wh. */
export function registers(n: number): Objects {
  const objects: Record<string, Data> = {};
  for (let i = 0; i < n; i++) {
    objects[`3:${energyObis(i)}:2`] = { type: 'double-long-unsigned', value: 1000 + i };
    objects[`3:${energyObis(i)}:3`] = {
      type: 'structure',
      value: [
        { type: 'integer', value: -1 },
        { type: 'enum', value: 30 },
      ],
    };
  }
  return objects;
}

export const profileObis = '1-0:99.1.0*255';
export const profileTime = '2024-01-01T12:00:00+01:00';

/** A profile of one row: `profileTime`, and the first of the energy registers with 100 Wh. */
export function oneRowProfile(): Objects {
  const unsigned = (value: number): Data => ({ type: 'double-long-unsigned', value });
  const time: Data = { type: 'octet-string', value: Buffer.from('07E80101010C000000FFC400', 'hex') };
  const captured = [clockObject, { classId: 3, obis: energyObis(0), attribute: 2, dataIndex: 0 }];
  const attributes: Readonly<Record<number, Data>> = {
    2: { type: 'array', value: [{ type: 'structure', value: [time, unsigned(1000)] }] },
    3: { type: 'array', value: captured.map(captureObjectData) },
    4: unsigned(900),
    5: { type: 'enum', value: 1 },
    7: unsigned(1),
    8: unsigned(10),
  };
  const named = Object.entries(attributes).map(([attribute, data]) => [`7:${profileObis}:${attribute}`, data]);
  return { ...registers(1), ...Object.fromEntries(named) };
}

export interface MeterScript {
  readonly objects: Objects;
  readonly conformance?: number;
  readonly pduSize?: number;
  /** Lists are answered by this instead. */
  readonly refuseLists?: (request: Apdu) => Apdu;
  /** Attributes, as objects are known, that are answered with an exception. */
  readonly exceptions?: readonly string[];
}

export const logicalServices = conformanceFrom([
  'get',
  'set',
  'action',
  'multiple-references',
  'selective-access',
  'block-transfer-with-get-or-read',
]);
const shortServices = conformanceFrom(['read', 'write', 'multiple-references', 'parameterized-access']);

export function aareFor(referencing: 'ln' | 'sn', conformance: number, pduSize: number): Apdu {
  const userInformation = encode(apdu, {
    kind: 'initiate-response',
    value: {
      negotiatedQualityOfService: null,
      negotiatedDlmsVersionNumber: 6,
      negotiatedConformance: { bits: conformance, tag: '5F1F' },
      serverMaxReceivePduSize: pduSize,
      vaaName: referencing === 'ln' ? 7 : 0xfa00,
    },
  });
  const value: Aare = {
    applicationContextName: applicationContextName(referencing === 'ln' ? 1 : 2),
    result: 'accepted',
    resultSourceDiagnostic: { source: 'acse-service-user', code: 0, name: 'null' },
    userInformation,
  };
  return { kind: 'aare', value };
}

interface Descriptor {
  readonly classId: number;
  readonly instanceId: Buffer;
  readonly attributeId: number;
}

const keyOf = ({ classId, instanceId, attributeId }: Descriptor): string => `${classId}:${obisAt(instanceId)}:${attributeId}`;

function result(objects: Objects, descriptor: Descriptor) {
  const data = objects[keyOf(descriptor)];
  return data ? ({ kind: 'data', value: data } as const) : ({ kind: 'data-access-result', value: 'object-undefined' } as const);
}

function answerGet({ value: request }: ApduOf<'get-request'>, script: MeterScript): Apdu {
  const { invokeIdAndPriority } = request.value;
  if (request.kind === 'get-request-normal') {
    const descriptor = request.value.cosemAttributeDescriptor;
    if (script.exceptions?.includes(keyOf(descriptor))) {
      return {
        kind: 'exception-response',
        value: { stateError: 'service-unknown', serviceError: 'operation-not-possible', invocationCounter: null },
      };
    }
    const found = result(script.objects, descriptor);
    return { kind: 'get-response', value: { kind: 'get-response-normal', value: { invokeIdAndPriority, result: found } } };
  }
  if (request.kind !== 'get-request-with-list') throw new Error('no blocks here');
  if (script.refuseLists) return script.refuseLists({ kind: 'get-request', value: request });
  const found = request.value.attributeDescriptorList.map((item) => result(script.objects, item.cosemAttributeDescriptor));
  return { kind: 'get-response', value: { kind: 'get-response-with-list', value: { invokeIdAndPriority, result: found } } };
}

/** Writes succeed, one by one and in lists. */
function answerSet({ value: request }: ApduOf<'set-request'>): Apdu {
  const { invokeIdAndPriority } = request.value;
  if (request.kind !== 'set-request-with-list')
    return { kind: 'set-response', value: { kind: 'set-response-normal', value: { invokeIdAndPriority, result: 'success' } } };
  const result = request.value.valueList.map(() => 'success' as const);
  return { kind: 'set-response', value: { kind: 'set-response-with-list', value: { invokeIdAndPriority, result } } };
}

/** A meter with logical names. */
export const logicalMeter =
  (script: MeterScript) =>
  (request: Apdu): Apdu | null => {
    switch (request.kind) {
      case 'aarq':
        return aareFor('ln', script.conformance ?? logicalServices, script.pduSize ?? 1024);
      case 'rlrq':
        return { kind: 'rlre', value: { reason: 0 } };
      case 'get-request':
        return answerGet(request, script);
      case 'set-request':
        return answerSet(request);
      default:
        return null;
    }
  };

const base = 0x1000;
const objectSize = 0x18;

/** object_list of a meter with n registers at short names, as the meter of `shortMeter` has them. */
const objectList = (n: number): Data => ({
  type: 'array',
  value: Array.from({ length: n }, (_, i) => ({
    type: 'structure',
    value: [
      { type: 'long', value: base + i * objectSize },
      { type: 'long-unsigned', value: 3 },
      { type: 'unsigned', value: 0 },
      { type: 'octet-string', value: obisOctets(energyObis(i)) },
    ],
  })),
});

function variable(objects: Objects, n: number, name: number) {
  if (name === 0xfa08) return { kind: 'data', value: objectList(n) } as const;
  const at = name - base;
  const data = objects[`3:${energyObis(Math.floor(at / objectSize))}:${(at % objectSize) / 8 + 1}`];
  return data ? ({ kind: 'data', value: data } as const) : ({ kind: 'data-access-error', value: 'object-undefined' } as const);
}

/** A meter with short names. */
export const shortMeter =
  (n: number) =>
  (request: Apdu): Apdu | null => {
    const objects = registers(n);
    switch (request.kind) {
      case 'aarq':
        return aareFor('sn', shortServices, 2400);
      case 'rlrq':
        return { kind: 'rlre', value: { reason: 0 } };
      case 'read-request':
        return {
          kind: 'read-response',
          value: request.value.map((item) =>
            item.kind === 'variable-name' ? variable(objects, n, item.value) : { kind: 'data-access-error', value: 'other-reason' },
          ),
        };
      case 'write-request':
        return { kind: 'write-response', value: request.value.listOfData.map(() => ({ kind: 'success', value: {} })) };
      default:
        return null;
    }
  };
