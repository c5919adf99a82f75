/**
 * The public API: read and write meters without Node-RED.
 *
 *   const line = openLine({ transport: { kind: 'tcp', host, port: 4059, connectTimeoutMs: 10000 }, framing: 'wrapper', ...lineDefaults });
 *   const meter = line.meter({ name: 'hall', addresses: { client: 16, logicalDevice: 1 }, ...meterDefaults });
 *   const { readings } = await meter.read([{ classId: 3, obis: '1-0:1.8.0', attribute: 2 }]);
 *   await line.close();
 */
export type { Apdu, ApduKind } from './apdu/apdu';
export { apdu, decodeApdu, encodeApdu } from './apdu/apdu';
export { type ConformanceBit, conformanceBits, conformanceFrom, conformanceNames } from './apdu/initiate';
export { putBounded } from './bounded';
export { fromHex, hexAfter0x, toHex } from './bytes';
export { conformanceFor, hdlcDefaults, lineDefaults, meterDefaults } from './client/defaults';
export { type Absence, Absences, isAbsence } from './client/fleet/absences';
export { type HandedOut, Lanes, Ledger, type LedgerCounts, type LedgerOptions, type Verdict } from './client/fleet/ledger';
export { type ImageOptions, type ImageOutcome, transferImage } from './client/image';
export { activateImage } from './client/image-activate';
export { type ImageProgress, type ImageState, imageState } from './client/image-state';
export { nothingSpent, openLine } from './client/line';
export { type LoadProfile, loadProfile } from './client/load-profile';
export { clockOf } from './client/meter-clock';
export { MeterZone } from './client/profile/meter-zone';
export type * from './client/profile/types';
export { type ConfirmationSecurity, confirmationSealer, type SealConfirmation } from './client/push/confirmation';
export { type Call, createDialIn, type DialIn, type DialInEvents, type DialInOptions } from './client/push/dial-in';
export { type TelegramSecrets, telegramKeyRing } from './client/push/key-ring';
export { openPushReceiver, type PushReceiver } from './client/push/receiver';
export { type SourceLimits, type SourceName, type SourcesOptions, sourceLimits, TelegramSources } from './client/push/sources';
export type * from './client/push/types';
export { backoffMs } from './client/retry';
export { createSecurity } from './client/security/create-security';
export { fileCounterStore } from './client/security/file-counters';
export type {
  CertificateInput,
  CounterStart,
  KeySetInput,
  SecretInput,
  SecurityClock,
  SecurityOptions,
} from './client/security/options';
export { type RedisCounterOptions, type RedisCounterStore, redisCounterStore } from './client/security/redis-counters';
export type { RedisClient } from './client/security/redis-link';
export { fileStore, memoryStore, type Store } from './client/stores';
export type * from './client/types';
export { decode, encode } from './codec/axdr';
export { decodeData, encodeData } from './codec/data';
export { dateLength, dateTimeFrom, dateTimeLength, dateTimeOctets, looksLikeDateTime, timeLength } from './codec/date-time';
export { dataOf, dataOfType, isTyped, plainOf, type TypedValue, typedOf } from './codec/plain';
export {
  type CosemDate,
  type CosemDateTime,
  type CosemTime,
  type Data,
  type DataType,
  dataTags,
  type TypeDescription,
} from './codec/types';
export { attribute, attributeOffset, classes, findClass, method, methodOffset, nearestClass } from './cosem/class';
export { type ClockSetting, clockStatusWords, epochMs, isoDateTime } from './cosem/clock-time';
export { cosemDate, cosemDateTime, cosemTime, type TimeInput, type TimeOptions } from './cosem/clock-write';
export { objectName, type Standard, standards } from './cosem/companions';
export {
  type ControlTransition,
  controlMode,
  controlState,
  controlTransitionsOf,
  type EventProfile,
  eventLog,
  eventName,
  eventProfileOf,
  eventProfiles,
  explainValue,
  statusWords,
} from './cosem/events';
export { mbusDeviceType, mbusIdentification, mbusManufacturer } from './cosem/m-bus-words';
export { canonicalObis, dottedObis, type ObisGroups, type ObisInput, obisFault, obisGroups, obisOctets } from './cosem/obis';
export { describeObis, type Language, obisName } from './cosem/obis-names';
export { type ObisHit, prepareSearch, searchObis } from './cosem/obis-search';
export { mayInvoke, mayRead, mayWrite, type ObjectListEntry } from './cosem/object-list';
export type { CaptureObject, ProfileColumn } from './cosem/profile';
export type { ProfileRow } from './cosem/profile-rows';
export { decodeScalerUnit, makeReading, type ScalerUnit, scaledValue, scalerAttribute } from './cosem/reading';
export { refusalAdvice, refusalText } from './cosem/refusal-text';
export { scale, unscale } from './cosem/scaled';
export { blank, describeShape, fromData, placeContext, type ShapeContext, toData } from './cosem/shape';
export type { AttributeDefinition, ClassDefinition, MethodDefinition, Reading, ReadingError, Shape } from './cosem/types';
export { type Unit, unitOf, unitSymbol, units } from './cosem/units';
export { DlmsError, type ErrorCode, errorTable, type Fault, isDlmsError, isErrorCode, type Layer, type Retry, reworded } from './errors';
export { type FrameTextFraming, frameText } from './framing/frame-text';
export type { GatewayOptions } from './framing/gateway';
export { encodeAddress, serverAddress } from './framing/hdlc/address';
export { createHdlcDeframer, type HdlcDeframer } from './framing/hdlc/deframer';
export { decodeFrame, encodeFrame, type FrameFields, type HdlcFrame } from './framing/hdlc/frame';
export type { Deframer, LinkAddresses, LinkParameters } from './framing/link';
export { createWrapperDeframer, decodeWrapper, encodeWrapper, type WrapperFrame } from './framing/wrapper';
export { aesBlock } from './security/aes-block';
export { type Certificate, readCertificate } from './security/certificates';
export type { ChallengeOptions } from './security/challenge';
export { createSecurityContext } from './security/context';
export { type CounterLease, type CounterStore, freshCounter, leaseCounter, memoryCounterStore } from './security/counters';
export type { HlsAlgorithm } from './security/hls/algorithm';
export { type CustomFunction, type CustomInput, type CustomResult, type CustomSettings, customAlgorithm } from './security/hls/custom';
export { expressionTools } from './security/hls/expression-tools';
export type { LockoutOptions } from './security/hls/lockout';
export { algorithmOf, algorithms } from './security/hls/registry';
export {
  autoOrder,
  type IcOffsets,
  type IcPolicy,
  type IcPolicyId,
  icPolicies,
  icPolicyOf,
  offsetsFor,
} from './security/ic-policy';
export { type IcStartId, type IcStartPolicy, icStartPolicies } from './security/ic-start';
export { wrapKey } from './security/key-wrap';
export { findKeys, type KeyField, keyNames, octetsOfKey, parseKey, parseKeyring, parsePassword, parseSystemTitle } from './security/keys';
export { type Mask, maskFor } from './security/mask';
export { plainSecurity } from './security/plain';
export type { SecurityMaterial, SecuritySettings } from './security/settings';
export { suiteOf } from './security/suites';
export type { MechanismId, SecurityContext } from './security/types';
export { dummyParameter } from './session/requests';
export type { AssociateOptions, Association } from './session/types';
export { type LandisGyrOptions, landisGyrMeter } from './simulator/presets';
export type { SimulatedSecurity } from './simulator/security/options';
export { startSimulatedLine, startSimulator } from './simulator/simulator';
export type {
  FaultOptions,
  SimulatedAssociation,
  SimulatedLine,
  SimulatedLineOptions,
  Simulator,
  SimulatorEvent,
  SimulatorListen,
  SimulatorOptions,
} from './simulator/types';
export {
  builtInTemplates,
  builtInUnitRules,
  checkTemplate,
  confirmationOf,
  createExplainer,
  createKeyRing,
  createReplayState,
  createTelegramDecoder,
  type DecoderOptions,
  type Direction,
  type Explained,
  type ExplainedApdu,
  type Explainer,
  type Explanation,
  explain,
  inputOctets,
  inputParts,
  type KeyInput,
  type KeyRing,
  learnTemplate,
  type MeterIdentity,
  type OctetInput,
  type OtherApdu,
  type ProtectionFacts,
  type ReplayPolicy,
  replyFrame,
  type Telegram,
  type TelegramDecoder,
  type TelegramEvent,
  type TelegramFailure,
  type TelegramFraming,
  type TelegramReading,
  type Template,
  TextPieces,
  type TracePart,
  titleText,
  treeText,
} from './telegram';
export { createTransport } from './transport/registry';
export { listSerialPorts } from './transport/serial';
export type { Transport, TransportOptions } from './transport/transport';
