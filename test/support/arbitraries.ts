/**
 * Arbitrary values for properties: every type of Data with compact arrays, and every APDU.
 *
 * APDUs are built from the same words as the Green Book; what cannot come back from the wire is left out (a `true` is a
 * `true`, a text of a bit-string has no more than its bits).
 */
import fc, { type Arbitrary } from 'fast-check';
import type { Apdu } from '../../src/apdu/apdu';
import { cipheredTags } from '../../src/apdu/apdu';
import { conformanceBits } from '../../src/apdu/initiate';
import type { Data, DataType, TypeDescription } from '../../src/codec/types';

export const octets = (maxLength = 20): Arbitrary<Buffer> => fc.uint8Array({ maxLength }).map((value) => Buffer.from(value));
const exactly = (length: number): Arbitrary<Buffer> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((value) => Buffer.from(value));

const u8 = fc.integer({ min: 0, max: 0xff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const i8 = fc.integer({ min: -0x80, max: 0x7f });
const i16 = fc.integer({ min: -0x8000, max: 0x7fff });
const i32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
const part = fc.option(fc.integer({ min: 0, max: 0xfe }));
const date = fc.record({ year: fc.option(fc.integer({ min: 0, max: 0xfffe })), month: part, dayOfMonth: part, dayOfWeek: part });
const time = fc.record({ hour: part, minute: part, second: part, hundredths: part });
const zone = fc.record({ deviation: fc.option(fc.integer({ min: -0x7fff, max: 0x7fff })), clockStatus: part });
const dateTime = fc.tuple(date, time, zone).map(([day, hour, rest]) => ({ ...day, ...hour, ...rest }));

/** Values by type; those with others inside are made below. */
const simple: Readonly<Record<Exclude<DataType, 'array' | 'structure' | 'compact-array'>, Arbitrary<unknown>>> = {
  'null-data': fc.constant(null),
  boolean: fc.boolean(),
  'bit-string': fc.array(fc.constantFrom('0', '1'), { maxLength: 40 }).map((bits) => bits.join('')),
  'double-long': i32,
  'double-long-unsigned': u32,
  'floating-point': fc.float(),
  'octet-string': octets(200),
  'visible-string': octets().map((value) => value.toString('latin1')),
  'utf8-string': fc.string({ unit: 'grapheme' }),
  bcd: u8,
  integer: i8,
  long: i16,
  unsigned: u8,
  'long-unsigned': u16,
  long64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  'long64-unsigned': fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  enum: u8,
  float32: fc.float(),
  float64: fc.double(),
  'date-time': dateTime,
  date,
  time,
  'delta-integer': i8,
  'delta-long': i16,
  'delta-double-long': i32,
  'delta-unsigned': u8,
  'delta-long-unsigned': u16,
  'delta-double-long-unsigned': u32,
  'dont-care': fc.constant(null),
};
type SimpleType = keyof typeof simple;
const simpleTypes = Object.keys(simple) as SimpleType[];
const ofType = (type: SimpleType): Arbitrary<Data> => simple[type].map((value) => ({ type, value }) as Data);

/** Types for compact arrays; each takes at least one octet. */
const description: Arbitrary<TypeDescription> = fc.letrec<{ type: TypeDescription }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...simpleTypes.filter((type) => type !== 'null-data' && type !== 'dont-care')).map((type) => ({ type })),
    fc.record({ type: fc.constant('array' as const), count: fc.integer({ min: 1, max: 3 }), element: tie('type') }),
    fc.record({ type: fc.constant('structure' as const), elements: fc.array(tie('type'), { minLength: 1, maxLength: 4 }) }),
  ),
})).type;

function described(type: TypeDescription): Arbitrary<Data> {
  if (type.type === 'array')
    return fc
      .array(described(type.element), { minLength: type.count, maxLength: type.count })
      .map((value) => ({ type: 'array', value }) as Data);
  if (type.type === 'structure') return fc.tuple(...type.elements.map(described)).map((value) => ({ type: 'structure', value }) as Data);
  return ofType(type.type);
}

const compactArray: Arbitrary<Data> = description.chain((type) =>
  fc.array(described(type), { maxLength: 4 }).map((value) => ({ type: 'compact-array' as const, description: type, value })),
);

/** A date-time that was sent as an octet-string comes back as one only where it is asked for, so it is not made here. */
export const data: Arbitrary<Data> = fc.letrec<{ data: Data }>((tie) => ({
  data: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(...simpleTypes.map(ofType)),
    compactArray,
    fc.record({ type: fc.constantFrom('array' as const, 'structure' as const), value: fc.array(tie('data'), { maxLength: 5 }) }),
  ),
})).data;

const invokeIdAndPriority = fc.record({
  invokeId: fc.integer({ min: 0, max: 15 }),
  reserved: fc.integer({ min: 0, max: 3 }),
  confirmed: fc.boolean(),
  highPriority: fc.boolean(),
});
const descriptor = fc.record({ classId: u16, instanceId: exactly(6), attributeId: i8 });
const method = fc.record({ classId: u16, instanceId: exactly(6), methodId: i8 });
const selection = fc.record({ accessSelector: u8, accessParameters: data });
const item = fc.record({ cosemAttributeDescriptor: descriptor, accessSelection: fc.option(selection) });
const result = fc.constantFrom('success', 'hardware-fault', 'object-undefined', 'other-reason', 'unknown (77)');
const block = fc.record({ lastBlock: fc.boolean(), blockNumber: u32, rawData: octets() });
const list = <T>(one: Arbitrary<T>): Arbitrary<T[]> => fc.array(one, { maxLength: 4 });
const kind = <T>(name: string, value: Arbitrary<T>): Arbitrary<{ kind: string; value: T }> =>
  value.map((one) => ({ kind: name, value: one }));
const getResult = fc.oneof(kind('data', data), kind('data-access-result', result));
const emptyOrStamp = fc.oneof(fc.constant(Buffer.alloc(0)), exactly(12));

/** A service with its alternatives, each of which begins with the invoke id. */
const service = (name: string, alternatives: Readonly<Record<string, Readonly<Record<string, Arbitrary<unknown>>>>>): Arbitrary<unknown> =>
  kind(name, fc.oneof(...Object.entries(alternatives).map(([one, fields]) => kind(one, fc.record({ invokeIdAndPriority, ...fields })))));

const variable = fc.oneof(
  kind('variable-name', u16),
  kind('parameterized-access', fc.record({ variableName: u16, selector: u8, parameter: data })),
  kind('block-number-access', fc.record({ blockNumber: u16 })),
  kind('detailed-access', fc.record({ variableName: u16, detailedAccess: list(i8) })),
  kind('read-data-block-access', fc.record({ lastBlock: fc.boolean(), blockNumber: u16, rawData: octets() })),
  kind('write-data-block-access', fc.record({ lastBlock: fc.boolean(), blockNumber: u16 })),
);
const write = fc.record({ variableAccessSpecification: list(variable), listOfData: list(data) });
const conformance = fc.record({
  bits: fc.subarray(Object.values(conformanceBits)).map((bits) => bits.reduce((all, bit) => all | (0x800000 >>> bit), 0)),
  tag: fc.constantFrom('5F1F', '5F'),
});

const apAe = fc.record(
  { apTitle: octets(), aeQualifier: octets(), apInvocationId: u32, aeInvocationId: u32 },
  { requiredKeys: ['apTitle'] },
);
const oid = fc.constantFrom('2.16.756.5.8.1.1', '2.16.756.5.8.2.5', '1.3.6.1', '2.999.3');
const authenticationValue = fc.record({ tag: fc.integer({ min: 0, max: 3 }), octets: octets(64) });
const acse = {
  protocolVersion: fc.constantFrom(Buffer.of(0x80), Buffer.of(0x84)),
  mechanismName: oid,
  implementationInformation: octets(),
  userInformation: octets(300),
};
const aarq = fc.record(
  {
    applicationContextName: oid,
    calling: apAe,
    called: apAe,
    senderAcseRequirements: octets(3),
    callingAuthenticationValue: authenticationValue,
    ...acse,
  },
  { requiredKeys: ['applicationContextName'] },
);
const aare = fc.record(
  {
    applicationContextName: oid,
    result: fc.constantFrom('accepted', 'rejected-permanent', 'rejected-transient', 'unknown (3)'),
    resultSourceDiagnostic: fc.constantFrom(
      { source: 'acse-service-user', code: 13, name: 'authentication-failure' },
      { source: 'acse-service-provider', code: 2, name: 'no-common-acse-version' },
    ),
    responding: apAe,
    responderAcseRequirements: octets(3),
    respondingAuthenticationValue: authenticationValue,
    ...acse,
  },
  { requiredKeys: ['applicationContextName', 'result', 'resultSourceDiagnostic'] },
);
const release = fc.record({ reason: fc.constantFrom(0, 1, 30), userInformation: octets() }, { requiredKeys: [] });

const titles = {
  transactionId: octets(),
  originatorSystemTitle: octets(),
  recipientSystemTitle: octets(),
  dateTime: octets(),
  otherInformation: octets(),
};
const keyInfo = fc.oneof(
  kind('identified-key', fc.record({ keyId: u8 })),
  kind('wrapped-key', fc.record({ kekId: u8, keyCipheredData: octets() })),
  kind('agreed-key', fc.record({ keyParameters: octets(), keyCipheredData: octets() })),
);
const accessItem = fc.oneof(
  kind('access-request-get', fc.record({ cosemAttributeDescriptor: descriptor })),
  kind('access-request-action', fc.record({ cosemMethodDescriptor: method })),
  kind('access-request-set-with-selection', fc.record({ cosemAttributeDescriptor: descriptor, accessSelection: selection })),
);
const cipheredKinds = Object.keys(cipheredTags).flatMap((name) => [`glo-${name}`, `ded-${name}`]);

export const apdu: Arbitrary<Apdu> = fc.oneof(
  service('get-request', {
    'get-request-normal': { cosemAttributeDescriptor: descriptor, accessSelection: fc.option(selection) },
    'get-request-next': { blockNumber: u32 },
    'get-request-with-list': { attributeDescriptorList: list(item) },
  }),
  service('get-response', {
    'get-response-normal': { result: getResult },
    'get-response-with-datablock': {
      result: fc.record({
        lastBlock: fc.boolean(),
        blockNumber: u32,
        result: fc.oneof(kind('raw-data', octets()), kind('data-access-result', result)),
      }),
    },
    'get-response-with-list': { result: list(getResult) },
  }),
  service('set-request', {
    'set-request-normal': { cosemAttributeDescriptor: descriptor, accessSelection: fc.option(selection), value: data },
    'set-request-with-first-datablock': { cosemAttributeDescriptor: descriptor, accessSelection: fc.option(selection), datablock: block },
    'set-request-with-datablock': { datablock: block },
    'set-request-with-list': { attributeDescriptorList: list(item), valueList: list(data) },
    'set-request-with-list-and-first-datablock': { attributeDescriptorList: list(item), datablock: block },
  }),
  service('set-response', {
    'set-response-normal': { result },
    'set-response-datablock': { blockNumber: u32 },
    'set-response-last-datablock': { result, blockNumber: u32 },
    'set-response-last-datablock-with-list': { result: list(result), blockNumber: u32 },
    'set-response-with-list': { result: list(result) },
  }),
  service('action-request', {
    'action-request-normal': { cosemMethodDescriptor: method, methodInvocationParameters: fc.option(data) },
    'action-request-next-pblock': { blockNumber: u32 },
    'action-request-with-list': { cosemMethodDescriptorList: list(method), methodInvocationParameters: list(data) },
    'action-request-with-first-pblock': { cosemMethodDescriptor: method, pblock: block },
    'action-request-with-list-and-first-pblock': { cosemMethodDescriptorList: list(method), pblock: block },
    'action-request-with-pblock': { pblock: block },
  }),
  service('action-response', {
    'action-response-normal': { singleResponse: fc.record({ result, returnParameters: fc.option(getResult) }) },
    'action-response-with-pblock': { pblock: block },
    'action-response-with-list': { listOfResponses: list(fc.record({ result, returnParameters: fc.option(getResult) })) },
    'action-response-next-pblock': { blockNumber: u32 },
  }),
  kind('aarq', aarq),
  kind('aare', aare),
  fc.constantFrom('rlrq', 'rlre').chain((name) => kind(name, release)),
  kind(
    'initiate-request',
    fc.record({
      dedicatedKey: fc.option(octets()),
      responseAllowed: fc.boolean(),
      proposedQualityOfService: fc.option(i8),
      proposedDlmsVersionNumber: u8,
      proposedConformance: conformance,
      clientMaxReceivePduSize: u16,
    }),
  ),
  kind(
    'initiate-response',
    fc.record({
      negotiatedQualityOfService: fc.option(i8),
      negotiatedDlmsVersionNumber: u8,
      negotiatedConformance: conformance,
      serverMaxReceivePduSize: u16,
      vaaName: u16,
    }),
  ),
  kind('read-request', list(variable)),
  kind(
    'read-response',
    list(
      fc.oneof(
        kind('data', data),
        kind('data-access-error', result),
        kind('data-block-result', fc.record({ lastBlock: fc.boolean(), blockNumber: u16, rawData: octets() })),
        kind('block-number', u16),
      ),
    ),
  ),
  kind('write-request', write),
  kind('unconfirmed-write-request', write),
  kind('write-response', list(fc.oneof(kind('success', fc.constant({})), kind('data-access-error', result), kind('block-number', u16)))),
  kind(
    'information-report-request',
    fc.record({ currentTime: fc.option(octets()), variableAccessSpecification: list(variable), listOfData: list(data) }),
  ),
  kind(
    'access-request',
    fc.record({
      longInvokeIdAndPriority: u32,
      dateTime: octets(),
      accessRequestSpecification: list(accessItem),
      accessRequestListOfData: list(data),
    }),
  ),
  kind(
    'access-response',
    fc.record({
      longInvokeIdAndPriority: u32,
      dateTime: octets(),
      accessRequestSpecification: fc.option(list(accessItem)),
      accessResponseListOfData: list(data),
      accessResponseSpecification: list(kind('access-response-get', fc.record({ result }))),
    }),
  ),
  kind(
    'data-notification',
    fc.oneof(
      fc.record({
        longInvokeIdAndPriority: u32,
        dateTime: emptyOrStamp,
        dateTimeTagged: fc.constant(false),
        notificationBody: data,
      }),
      fc.record({ longInvokeIdAndPriority: u32, dateTime: exactly(12), dateTimeTagged: fc.constant(true), notificationBody: data }),
    ),
  ),
  kind('data-notification-confirm', fc.record({ longInvokeIdAndPriority: u32, dateTime: octets() })),
  kind('event-notification-request', fc.record({ time: fc.option(octets()), cosemAttributeDescriptor: descriptor, attributeValue: data })),
  kind(
    'exception-response',
    fc.record({
      stateError: fc.constantFrom('service-not-allowed', 'service-unknown', 'unknown (9)'),
      serviceError: fc.constant('invocation-counter-error'),
      invocationCounter: fc.option(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
    }),
  ),
  kind(
    'confirmed-service-error',
    fc.record({ service: fc.constantFrom('initiateError', 'read', 'unknown (77)'), serviceError: kind('initiate', fc.constant('other')) }),
  ),
  fc.constantFrom(...cipheredKinds).chain((name) => kind(name, octets(300))),
  fc
    .constantFrom('general-glo-ciphering', 'general-ded-ciphering')
    .chain((name) => kind(name, fc.record({ systemTitle: octets(), cipheredService: octets(300) }))),
  kind('general-ciphering', fc.record({ ...titles, keyInfo: fc.option(keyInfo), cipheredService: octets() })),
  kind('general-signing', fc.record({ ...titles, content: octets(), signature: octets() })),
  kind(
    'general-block-transfer',
    fc.record({
      blockControl: fc.record({ lastBlock: fc.boolean(), streaming: fc.boolean(), window: fc.integer({ min: 0, max: 63 }) }),
      blockNumber: u16,
      blockNumberAck: u16,
      blockData: octets(300),
    }),
  ),
  fc
    .constantFrom('gateway-request', 'gateway-response')
    .chain((name) => kind(name, fc.record({ networkId: u8, physicalDeviceAddress: octets(), userInformation: octets() }))),
) as Arbitrary<Apdu>;
