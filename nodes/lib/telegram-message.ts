/**
 * Telegrams as messages: readings in the chosen form with the facts of the telegram in `msg.dlms`, and problems that say
 * where and why reading stopped.
 */
import type { NodeAPI, NodeMessage } from 'node-red';
import {
  type Apdu,
  apdu as apduCodec,
  DlmsError,
  decode,
  inputParts,
  isDlmsError,
  type OtherApdu,
  type Reading,
  reworded,
  type Telegram,
  type TelegramFailure,
  type TelegramReading,
  type TextPieces,
  type TracePart,
  toHex,
} from '../../src/index';
import { describeError } from './error-facts';
import { withFacts } from './message';
import { type ChosenForm, shapeOutput } from './output-forms';
import { type Settings, text } from './setting-values';

/** What stands at the place that a field of the form names, and that place. @throws DlmsError `settings-invalid` where it can be none */
const propertyIn = ({ util }: NodeAPI, settings: Settings, field: string, usual: string, msg: NodeMessage) => {
  const property = text(settings, field, usual);
  try {
    return { property, value: util.getMessageProperty(msg, property) as unknown };
  } catch (error) {
    // A part of the way to it is missing.
    if (error instanceof TypeError) return { property, value: undefined };
    throw new DlmsError('settings-invalid', `${field}: "${property}" is no property of a message`, { cause: error });
  }
};

/** Who sent them, as far as the message says it. @throws DlmsError `settings-invalid` */
export const sourceIn = (RED: NodeAPI, settings: Settings, msg: NodeMessage): string => {
  const { value } = propertyIn(RED, settings, 'sourceProperty', 'topic', msg);
  return value === null || value === undefined || typeof value === 'object' ? '' : String(value);
};

/**
 * The octets that a message brings, by sender.
 * @param pieces texts of each source that go on; null: each is whole
 * @throws DlmsError `settings-invalid`, `value-invalid`, `limit-exceeded`
 */
export const partsIn = (RED: NodeAPI, settings: Settings, msg: NodeMessage, pieces: TextPieces | null): readonly TracePart[] => {
  const { property, value } = propertyIn(RED, settings, 'property', 'payload', msg);
  const hint = 'Send octets as a Buffer, hex or base64, or choose in the node which property has them.';
  if (value === undefined) throw new DlmsError('value-invalid', `msg.${property} is missing`, { hint });
  const source = sourceIn(RED, settings, msg);
  try {
    return pieces === null ? inputParts(value) : pieces.partsOf(source, value);
  } catch (error) {
    if (!isDlmsError(error)) throw error;
    throw reworded(error, `msg.${property}: ${error.message}`, error.code === 'value-invalid' ? { hint } : {});
  }
};

/** Octets of a problem that are shown. */
const shownOctets = 64;

const plainReading = ({ data: _data, scalerUnit: _scaler, unitFrom: _from, ...reading }: TelegramReading): Reading => reading;

const itemOf = ({ classId, obis, attribute, data, scalerUnit, unitFrom }: TelegramReading) => ({
  classId,
  obis,
  attribute,
  data,
  scaler: scalerUnit?.scaler ?? null,
  unit: scalerUnit?.unit ?? null,
  unitFrom,
});

const controlText = (control: number): string => control.toString(16).toUpperCase().padStart(2, '0');

/** Facts of a telegram for `msg.dlms`; never a key. */
const telegramFacts = (telegram: Telegram, source: string) => {
  const { meter, protection, link } = telegram;
  return {
    meter: meter.id,
    identity: { ...meter },
    source,
    service: telegram.service,
    time: telegram.time,
    clockStatus: telegram.clockStatus,
    listName: telegram.listName,
    shape: telegram.shape,
    template: telegram.template,
    notes: telegram.notes,
    protection: protection === null ? null : { ...protection, control: controlText(protection.control) },
    confirmed: telegram.confirmed,
    longInvokeId: telegram.longInvokeIdAndPriority,
    link: { framing: link.framing },
    items: telegram.readings.map(itemOf),
  };
};

/** What making messages takes of Node-RED. */
export const messageTools = ({ util }: NodeAPI) => ({
  copy: (msg: NodeMessage): NodeMessage => util.cloneMessage(msg),
  newId: (): string => util.generateId(),
});

/** The messages of one telegram. @param msg a message of its own: it is changed */
export const telegramMessages = (
  { id, options }: ChosenForm,
  telegram: Telegram,
  source: string,
  msg: NodeMessage,
  { copy, newId }: ReturnType<typeof messageTools>,
): NodeMessage[] => {
  msg._msgid = newId();
  const shaped = withFacts(msg, telegramFacts(telegram, source));
  return shapeOutput(id, telegram.readings.map(plainReading), shaped, copy, options);
};

/** Where and why reading stopped. */
export const problemOf = ({ error, octets, link, atMs }: TelegramFailure, source: string) => ({
  ...describeError(error),
  ...(error.offset === undefined ? {} : { offset: error.offset }),
  octets: toHex(octets.subarray(0, shownOctets)),
  framing: link?.framing ?? null,
  source,
  time: new Date(atMs).toISOString(),
});

const kindOf = (octets: Buffer): string => {
  try {
    const { kind }: Apdu = decode(apduCodec, octets);
    return kind;
  } catch {
    return 'an APDU';
  }
};

/** An APDU of a session is no telegram, and people should know why nothing comes out. */
export const otherProblem = ({ apdu, link, atMs }: OtherApdu, source: string) =>
  problemOf(
    {
      kind: 'error',
      error: new DlmsError('apdu-unknown', `${kindOf(apdu)}: an APDU of a session, no notification`, {
        hint: 'Choose "explained tree" or "text" as the output of a decode node to see what is in it.',
      }),
      octets: apdu,
      link,
      atMs,
    },
    source,
  );

/** A message with a problem for the second output. */
export const problemMessage = (msg: NodeMessage, problem: ReturnType<typeof problemOf>): NodeMessage =>
  withFacts(Object.assign(msg, { payload: problem }), { source: problem.source, error: problem });
