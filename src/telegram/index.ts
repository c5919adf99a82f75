/**
 * The public names of the telegram decoder, the part behind dlms-push and dlms-decode.
 */

export { type DecipherContext, type Deciphered, decipher, isProtected } from './decipher';
export { confirmationOf, createTelegramDecoder, type DecoderOptions, replyFrame, type TelegramDecoder } from './decoder';
export {
  createExplainer,
  type Direction,
  type ExplainedApdu,
  type Explainer,
  type ExplainOptions,
  type Explanation,
  explain,
} from './explain/explain';
export { type Explained, treeText } from './explain/tree';
export { inputOctets, inputParts, type OctetInput } from './input';
export { createKeyRing, type KeyInput, type KeyRing, type KeySet, noKeys, type Sender, type TelegramKeys, telegramKeys } from './key-ring';
export { type MeaningContext, type MeaningOptions, meaningOf, meaningOfText, type ShortName } from './meaning';
export { type P1Text, type P1Value, readP1 } from './p1-text';
export { createReplayState, type ReplayPolicy, type ReplayState } from './replay';
export { createTelegramStream, type StreamOptions, type TelegramStream } from './stream';
export { builtInTemplates, builtInUnitRules } from './template-data';
export { checkTemplate, type ItemType, learnTemplate, type Template, type TemplateItem, type UnitRule } from './templates';
export { TextPieces } from './text-pieces';
export { describeTitle, titleText } from './titles';
export type { TracePart } from './trace-text';
export type {
  LinkFacts,
  MeterIdentity,
  OtherApdu,
  ProtectionFacts,
  StreamEvent,
  Telegram,
  TelegramEvent,
  TelegramFailure,
  TelegramFraming,
  TelegramReading,
  TelegramService,
} from './types';
