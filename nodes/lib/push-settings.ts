/**
 * Settings of a `dlms-push` as options of a receiver. A medium is one entry of `media`.
 */
import type { NodeAPI } from 'node-red';
import type { PushListen, PushOptions, Template } from '../../src/index';
import { defaultPort, serialPort } from './line-settings';
import { integer, oneOf, type Settings, seconds, text, wordList } from './setting-values';
import { sourcesOptions, telegramSecurity } from './telegram-settings';

const pushMedia = ['tcp', 'udp', 'serial', 'connection', 'input'] as const;
export type PushMedium = (typeof pushMedia)[number];

/** Sixteen meters' worth of one second at 38400 baud; a burst of twice that is taken at once. */
const defaults = { rate: 65_536, maxBuffered: 65_536 };

const place = (settings: Settings) => ({
  host: text(settings, 'host', '127.0.0.1'),
  // 0 is for tests: any free port.
  port: integer(settings, 'port', { min: 0, max: 65_535, fallback: defaultPort }),
  allow: wordList(settings, 'allow'),
});

const media: Readonly<Record<PushMedium, (settings: Settings) => PushListen>> = {
  tcp: (settings) => ({
    kind: 'tcp',
    ...place(settings),
    maxConnections: integer(settings, 'maxConnections', { min: 1, max: 100_000, fallback: 1000 }),
    firstFrameMs: seconds(settings, 'firstFrame', 30, 3600),
  }),
  udp: (settings) => ({ kind: 'udp', ...place(settings) }),
  serial: (settings) => serialPort(settings, 2400),
  connection: () => ({ kind: 'feed' }),
  input: () => ({ kind: 'feed' }),
};

export const pushMedium = (settings: Settings): PushMedium => oneOf(settings, 'medium', pushMedia, 'tcp');

/**
 * @param templates the node adds what it learns
 * @param log for the user
 * @throws DlmsError what is wrong with the settings
 */
export const pushOptions = (RED: NodeAPI, settings: Settings, templates: Template[], log: (text: string) => void): PushOptions => {
  const medium = pushMedium(settings);
  const sources = sourcesOptions(RED, settings, templates, defaults);
  const security = telegramSecurity(RED, settings);
  return {
    ...sources,
    ...(security === null || sources.keys === undefined ? {} : { seal: security.confirmations(sources.keys, log) }),
    listen: media[medium](settings),
    // A line confirms what comes while it is open; what comes before is confirmed here.
    confirm: oneOf(settings, 'confirm', ['asked', 'never'], 'asked'),
  };
};
