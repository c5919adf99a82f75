/**
 * Our APDUs in the form in which the captures describe them (`test/vectors/captures/FORMAT.md`), so that both can be compared.
 * Only what the captures hold is mapped; a kind that is missing here fails the test that meets it.
 */

import type { Aare, Aarq } from '../../src/apdu/acse.types';
import { applicationContextId, associationResult, mechanismId } from '../../src/apdu/acse-words';
import type { Apdu, ApduOf } from '../../src/apdu/apdu';
import { actionResult, dataAccessResult } from '../../src/apdu/results';
import { toHex } from '../../src/bytes';
import { dateTimeFrom } from '../../src/codec/date-time';
import type { Data } from '../../src/codec/types';

type Form = Record<string, unknown>;

export const dataForm = (data: Data): [string, unknown] => {
  const { value } = data;
  if (data.type === 'array' || data.type === 'structure' || data.type === 'compact-array') return [data.type, data.value.map(dataForm)];
  if (Buffer.isBuffer(value)) return [data.type, toHex(value)];
  if (typeof value === 'bigint') return [data.type, Number.isSafeInteger(Number(value)) ? Number(value) : String(value)];
  return [data.type, value];
};

function dateTimeForm(octets: Buffer): Form | null {
  if (octets.length === 0) return null;
  const { year, month, dayOfMonth, dayOfWeek, hour, minute, second, hundredths, deviation, clockStatus } = dateTimeFrom(octets);
  const date = { year, month, day: dayOfMonth, weekday: dayOfWeek };
  return { hex: toHex(octets), ...date, hour, minute, second, hundredths, deviationMinutes: deviation, status: clockStatus ?? 0xff };
}

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');
const obis = (instanceId: Buffer): string => [...instanceId].join('.');

type Invoke = { invokeId: number; confirmed: boolean; highPriority: boolean };
const invokeForm = ({ invokeId, confirmed, highPriority }: Invoke): Form => ({ invokeId, confirmed, highPriority });

type Selection = { accessSelector: number; accessParameters: Data } | null;
const selectionForm = (selection: Selection): Form | null =>
  selection && { selector: selection.accessSelector, parameters: dataForm(selection.accessParameters) };

type Attribute = { classId: number; instanceId: Buffer; attributeId: number };
const attributeForm = ({ classId, instanceId, attributeId }: Attribute): Form => ({
  class: classId,
  obis: obis(instanceId),
  attribute: attributeId,
});
type Item = { cosemAttributeDescriptor: Attribute; accessSelection: Selection };
const itemForm = (item: Item): Form => ({
  ...attributeForm(item.cosemAttributeDescriptor),
  selectiveAccess: selectionForm(item.accessSelection),
});

type DataResult = { kind: 'data'; value: Data } | { kind: 'data-access-result'; value: string };
const resultForm = (result: DataResult): Form =>
  result.kind === 'data'
    ? { data: dataForm(result.value) }
    : { dataAccessResult: dataAccessResult.code(result.value as never), name: result.value };

function acseForm(value: Aarq | Aare, requirements: Buffer | undefined, authentication: Buffer | undefined): Form {
  const mechanism = value.mechanismName;
  return {
    // the captures keep the unused-bits octet in front
    ...(value.protocolVersion && { protocolVersion: `07${toHex(value.protocolVersion)}` }),
    applicationContextName: value.applicationContextName,
    contextId: applicationContextId(value.applicationContextName),
    ...(requirements && { acseRequirements: toHex(requirements) }),
    ...(mechanism !== undefined && { mechanismId: mechanismId(mechanism), mechanismOid: mechanism }),
    ...(authentication && { authenticationValue: toHex(authentication) }),
    ...(value.userInformation && { userInformation: toHex(value.userInformation) }),
  };
}

/** Security header, and the tag where there is one (Green Book 9.2.7.2.4). */
function cipheredForm(octets: Buffer): Form {
  const control = octets.readUInt8(0);
  return {
    securityControl: hex(control, 2),
    invocationCounter: octets.readUInt32BE(1),
    ...((control & 0x10) !== 0 && { tag: toHex(octets.subarray(-12)) }),
  };
}

const releaseForm = ({ reason, userInformation }: ApduOf<'rlrq'>['value']): Form => ({
  ...(reason !== undefined && { reason }),
  ...(userInformation && { userInformation: toHex(userInformation) }),
});

const variableForm = (variable: { kind: string; value: unknown }): Form =>
  variable.kind === 'variable-name' ? { variableName: hex(variable.value as number, 4) } : { unmapped: variable.kind };

/** The standard's numbers behind our words. */
const codes = {
  state: { 'service-not-allowed': 1, 'service-unknown': 2 } as Record<string, number>,
  exception: { 'operation-not-possible': 1, 'service-not-supported': 2, 'other-reason': 3 } as Record<string, number>,
  service: { initiateError: 1, read: 5, write: 6 } as Record<string, number>,
  errorClass: { 'application-reference': 0, initiate: 6 } as Record<string, number>,
  error: { other: 0, 'dlms-version-too-low': 1, 'deciphering-error': 6 } as Record<string, number>,
};

function getForm(apdu: ApduOf<'get-request'> | ApduOf<'get-response'>): Form {
  const { kind, value } = apdu.value;
  const invoke = invokeForm(value.invokeIdAndPriority);
  switch (kind) {
    case 'get-request-normal':
      return { ...invoke, kind: 'normal', ...itemForm(value) };
    case 'get-request-next':
      return { ...invoke, kind: 'next', block: value.blockNumber };
    case 'get-request-with-list':
      return { ...invoke, kind: 'with-list', items: value.attributeDescriptorList.map(itemForm) };
    case 'get-response-normal':
      return { ...invoke, kind: 'normal', ...resultForm(value.result as DataResult) };
    case 'get-response-with-datablock': {
      const { lastBlock, blockNumber, result } = value.result;
      if (result.kind !== 'raw-data') throw new Error(`the captures hold no ${result.kind} in a block`);
      return { ...invoke, kind: 'with-datablock', lastBlock, block: blockNumber, rawData: toHex(result.value as Buffer) };
    }
    case 'get-response-with-list':
      return { ...invoke, kind: 'with-list', results: value.result.map((result) => resultForm(result as DataResult)) };
    default:
      throw new Error(`the captures hold no ${kind}`);
  }
}

function actionForm(apdu: ApduOf<'action-request'> | ApduOf<'action-response'>): Form {
  const { kind, value } = apdu.value;
  const invoke = { ...invokeForm(value.invokeIdAndPriority), kind: 'normal' };
  if (kind === 'action-request-normal') {
    const { classId, instanceId, methodId } = value.cosemMethodDescriptor;
    const parameter = value.methodInvocationParameters;
    return { ...invoke, class: classId, obis: obis(instanceId), method: methodId, parameter: parameter && dataForm(parameter) };
  }
  if (kind === 'action-response-normal') {
    const { result, returnParameters } = value.singleResponse;
    const returned = returnParameters && { returnParameters: resultForm(returnParameters as DataResult) };
    return { ...invoke, result: actionResult.code(result), name: result, ...returned };
  }
  throw new Error(`the captures hold no ${kind}`);
}

function setForm({ value: { kind, value } }: ApduOf<'set-request'>): Form {
  if (kind !== 'set-request-with-list-and-first-datablock') throw new Error(`the captures hold no ${kind}`);
  const { lastBlock, blockNumber, rawData } = value.datablock;
  const items = value.attributeDescriptorList.map(itemForm);
  return {
    ...invokeForm(value.invokeIdAndPriority),
    kind: 'with-list-and-first-datablock',
    items,
    lastBlock,
    block: blockNumber,
    rawData: toHex(rawData),
  };
}

function aareForm(value: Aare): Form {
  const { source, code } = value.resultSourceDiagnostic;
  const title = value.responding?.apTitle;
  return {
    ...(value.oddities && { lengthQuirk: true }),
    ...acseForm(value, value.responderAcseRequirements, value.respondingAuthenticationValue?.octets),
    result: associationResult.code(value.result),
    resultSourceDiagnostic: { source, value: code },
    ...(title && { respondingApTitle: toHex(title) }),
  };
}

function aarqForm(value: Aarq): Form {
  const title = value.calling?.apTitle;
  const form = acseForm(value, value.senderAcseRequirements, value.callingAuthenticationValue?.octets);
  return { ...form, ...(title && { callingApTitle: toHex(title) }) };
}

function notificationForm({ kind, value }: ApduOf<'data-notification'> | ApduOf<'event-notification-request'>): Form {
  if (kind === 'event-notification-request')
    return {
      ...(value.time && { time: toHex(value.time) }),
      ...attributeForm(value.cosemAttributeDescriptor),
      value: dataForm(value.attributeValue),
    };
  return {
    longInvokeIdAndPriority: hex(value.longInvokeIdAndPriority, 8),
    dateTime: dateTimeForm(value.dateTime),
    ...(value.dateTimeTagged && { dateTimeQuirk: 'tagged 09 0C' }),
    body: dataForm(value.notificationBody),
  };
}

function shortNameForm(apdu: ApduOf<'read-request'> | ApduOf<'write-request'> | ApduOf<'write-response'>): Form {
  if (apdu.kind === 'read-request') return { items: apdu.value.map(variableForm) };
  if (apdu.kind === 'write-response') return { results: apdu.value.map(({ kind }) => ({ success: kind === 'success' })) };
  return { items: apdu.value.variableAccessSpecification.map(variableForm), values: apdu.value.listOfData.map(dataForm) };
}

function contents(apdu: Apdu): Form {
  switch (apdu.kind) {
    case 'aarq':
      return aarqForm(apdu.value);
    case 'aare':
      return aareForm(apdu.value);
    case 'rlrq':
    case 'rlre':
      return releaseForm(apdu.value);
    case 'initiate-request': {
      const { dedicatedKey, responseAllowed, proposedDlmsVersionNumber, proposedConformance, clientMaxReceivePduSize } = apdu.value;
      const key = dedicatedKey && { dedicatedKey: toHex(dedicatedKey) };
      const conformance = hex(proposedConformance.bits, 6);
      return { ...key, responseAllowed, dlmsVersion: proposedDlmsVersionNumber, conformance, clientMaxReceivePduSize };
    }
    case 'initiate-response': {
      const { negotiatedQualityOfService: quality, negotiatedDlmsVersionNumber, negotiatedConformance } = apdu.value;
      const { serverMaxReceivePduSize, vaaName } = apdu.value;
      const form = { dlmsVersion: negotiatedDlmsVersionNumber, conformance: hex(negotiatedConformance.bits, 6), serverMaxReceivePduSize };
      return { ...(quality !== null && { qualityOfService: quality }), ...form, vaaName: hex(vaaName, 4) };
    }
    case 'get-request':
    case 'get-response':
      return getForm(apdu);
    case 'set-request':
      return setForm(apdu);
    case 'action-request':
    case 'action-response':
      return actionForm(apdu);
    case 'read-response':
      return { items: apdu.value.map((item) => resultForm(item as DataResult)) };
    case 'read-request':
    case 'write-request':
    case 'write-response':
      return shortNameForm(apdu);
    case 'data-notification':
    case 'event-notification-request':
      return notificationForm(apdu);
    case 'exception-response':
      return { stateError: codes.state[apdu.value.stateError], serviceError: codes.exception[apdu.value.serviceError] };
    case 'confirmed-service-error': {
      const { service, serviceError } = apdu.value;
      return {
        service: codes.service[service],
        errorClass: codes.errorClass[serviceError.kind],
        error: codes.error[serviceError.value],
      };
    }
    case 'general-glo-ciphering':
      return { systemTitle: toHex(apdu.value.systemTitle), ...cipheredForm(apdu.value.cipheredService) };
    default:
      if (Buffer.isBuffer(apdu.value)) return cipheredForm(apdu.value);
      throw new Error(`the captures hold no ${apdu.kind}`);
  }
}

/** The form of the captures. */
export const apduForm = (apdu: Apdu): Form => ({ apdu: apdu.kind, ...contents(apdu) });

/** What the captures say beyond one APDU: contents that need keys, the APDU inside, and words for people. */
const beyond = new Set(['initiate', 'inner', 'plaintext', 'tagOk']);

/** An expectation reduced to what the octets of the APDU itself say. */
export const comparable = (expected: Readonly<Form>): Form =>
  Object.fromEntries(
    Object.entries(expected)
      .filter(([key]) => !beyond.has(key))
      .map(([key, value]) => [key, key === 'lengthQuirk' ? true : value]),
  );
