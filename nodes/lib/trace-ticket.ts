/**
 * What "Copy trace" puts into the clipboard: the last frames, and before them what whoever helps asks first. Hosts and names of
 * ports are left out: a ticket is read by strangers.
 */
import { createRequire } from 'node:module';
import type { NodeAPI } from 'node-red';
import type { Settings } from './setting-values';
import type { TraceHub } from './trace';

/** Settings that say how the line speaks, and nothing of where it is. */
const told = [
  'medium',
  'framing',
  'baudRate',
  'dataBits',
  'parity',
  'stopBits',
  'modeEStart',
  'responseTimeout',
  'interOctetTimeout',
  'retries',
];
const serialOnly = new Set(['baudRate', 'dataBits', 'parity', 'stopBits']);

const ownVersion = (): string => {
  const { name, version } = createRequire(__filename)('@meterflow/node-red-dlms/package.json') as { name: string; version: string };
  return `${name} ${version}`;
};

const matters = (settings: Settings, key: string): boolean => {
  if (serialOnly.has(key)) return settings.medium === 'serial';
  return key !== 'modeEStart' || settings.framing === 'hdlc-mode-e';
};

const settingsLine = (settings: Settings): string =>
  told
    .filter((key) => settings[key] !== undefined && settings[key] !== '' && matters(settings, key))
    .map((key) => `${key} ${String(settings[key])}`)
    .join(', ');

/** Empty when no frame was seen. */
export const ticketText = async (RED: NodeAPI, hub: TraceHub, settings: Settings): Promise<string> => {
  const frames = hub.text();
  if (frames === '') return '';
  // The runtime of a test has no version.
  const nodeRed = typeof RED.version === 'function' ? `Node-RED ${await RED.version()}` : 'Node-RED';
  const programs = [ownVersion(), nodeRed, `Node.js ${process.versions.node}`, `${process.platform} ${process.arch}`];
  return [programs.join(', '), settingsLine(settings), 'Secrets are masked.', '', frames].join('\n');
};
