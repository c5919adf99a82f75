/**
 * What `dlms-decode` and `dlms-push` have in common: framing, keys, templates, clock and limits, as options of the sources.
 *
 * The list of own templates stays one array for the life of the node: what it learns while it runs is added there and is
 * used from the next telegram on.
 */
import type { NodeAPI } from 'node-red';
import {
  builtInTemplates,
  checkTemplate,
  createReplayState,
  DlmsError,
  parseSystemTitle,
  type SourcesOptions,
  type TelegramFraming,
  type Template,
} from '../../src/index';
import { securityById } from './config-nodes';
import { clockSetting } from './meter-settings';
import { integer, isRecord, languageOf, oneOf, optionalInteger, type Settings, seconds, standardOf, text } from './setting-values';

const telegramFramings = ['auto', 'hdlc', 'wrapper', 'm-bus', 'p1', 'raw'] as const satisfies readonly (TelegramFraming | 'auto')[];

const listOf = (value: unknown): readonly unknown[] => {
  if (value === undefined || value === null || value === '') return [];
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string') throw new DlmsError('settings-invalid', 'templates: a JSON list is needed');
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : [parsed];
  } catch (cause) {
    throw new DlmsError('settings-invalid', `templates: not JSON (${cause instanceof Error ? cause.message : String(cause)})`, { cause });
  }
};

/** @throws DlmsError `settings-invalid`, `obis-invalid` */
export const templateOf = (value: unknown): Template => {
  if (!isRecord(value) || typeof value.id !== 'string' || !Array.isArray(value.items) || !value.items.every(isRecord)) {
    throw new DlmsError('settings-invalid', 'templates: each needs an id and a list of items such as { "obis": "1-0:1.8.0*255" }');
  }
  const items = value.items.map((item) => ({ ...item, obis: typeof item.obis === 'string' ? item.obis : null }));
  return checkTemplate({ ...value, id: value.id, title: typeof value.title === 'string' ? value.title : value.id, items });
};

/** Own templates, the chosen one first. @throws DlmsError `settings-invalid`, `obis-invalid` */
export const ownTemplates = (settings: Settings): Template[] => {
  const own = listOf(settings.templates).map(templateOf);
  const chosen = text(settings, 'template', '');
  if (chosen === '') return own;
  const found = [...own, ...builtInTemplates].find(({ id }) => id === chosen);
  if (found === undefined) throw new DlmsError('settings-invalid', `template: there is none with the id "${chosen}"`);
  return [found, ...own.filter((one) => one !== found)];
};

export interface SourceDefaults {
  /** Octets per second; 0: no limit. */
  readonly rate: number;
  readonly maxBuffered: number;
}

/** The security node with the keys of the meters, where one is chosen. @throws DlmsError what is wrong with it */
export const telegramSecurity = (RED: NodeAPI, settings: Settings) =>
  securityById(RED, text(settings, 'security', ''), { what: 'security node with the keys', where: 'the node' });

/**
 * Options of the sources; `templates` is the array that the node may add to.
 * @throws DlmsError `settings-invalid`, `key-invalid` and what is wrong with the security node
 */
export const sourcesOptions = (RED: NodeAPI, settings: Settings, templates: Template[], defaults: SourceDefaults): SourcesOptions => {
  const security = telegramSecurity(RED, settings);
  const replay = oneOf(settings, 'replay', ['off', 'warn', 'strict'], 'off');
  const title = text(settings, 'systemTitle', security?.meterTitle ?? '');
  const winterOffset = optionalInteger(settings, 'winterOffset', { min: -840, max: 840 });
  return {
    framing: oneOf(settings, 'framing', telegramFramings, 'auto'),
    timeLimitMs: Math.max(50, seconds(settings, 'timeLimit', 5, 3600)),
    templates,
    clock: clockSetting(settings),
    language: languageOf(settings),
    standard: standardOf(settings),
    replay,
    ...(replay === 'off' ? {} : { counters: createReplayState() }),
    ...(security === null ? {} : { keys: security.telegramKeys() }),
    ...(title === '' ? {} : { systemTitle: parseSystemTitle(title) }),
    ...(winterOffset === undefined ? {} : { winterOffsetMinutes: winterOffset }),
    limits: {
      maxSources: integer(settings, 'maxSources', { min: 1, max: 100_000, fallback: 1000 }),
      maxBuffered: 1024 * integer(settings, 'maxBuffered', { min: 1, max: 16_384, fallback: defaults.maxBuffered / 1024 }),
      octetsPerSecond: integer(settings, 'rate', { min: 0, max: 100_000_000, fallback: defaults.rate }),
    },
  };
};
