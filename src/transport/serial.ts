/**
 * Serial ports: optical heads, RS-232 and RS-485. The package `serialport` has native parts and is loaded when a port is
 * opened, so that everything else works where it could not be installed.
 *
 * Only the speed can change while a port is open (`update`); the parity of mode E is therefore computed in software.
 * Without a listener for data a port never notices that it was unplugged; the channel always has one. And where the
 * system answers reads of an unplugged port with "end of file", serialport 13 reads again without end, at full load and
 * with growing memory: the channel therefore looks whether the device is still there and closes the port itself.
 */
import { stat } from 'node:fs';
import type { SerialPort } from 'serialport';
import { DlmsError } from '../errors';
import { abortedError, closedError } from './socket-errors';
import type { Channel, ChannelEvents, SerialOptions, StopSignal, Transport } from './transport';

/** @throws DlmsError `settings-invalid` when the path is missing, `serial-settings` for a rate that cannot be */
export function createSerialTransport(options: SerialOptions): Transport {
  const label = `serial ${options.path}`;
  if (typeof options.path !== 'string' || options.path.trim() === '') {
    throw new DlmsError('settings-invalid', 'serial: the name of the port is missing (for example /dev/ttyUSB0 or COM3)');
  }
  if (!Number.isInteger(options.baudRate) || options.baudRate <= 0) {
    throw new DlmsError('serial-settings', `${label}: ${options.baudRate} is no baud rate`);
  }
  return { label, open: (events, signal) => open(options, label, events, signal) };
}

/** Ports of this computer, for the editor. Empty where they cannot be listed (no udevadm, no native part). */
export async function listSerialPorts(): Promise<readonly { readonly path: string; readonly text: string }[]> {
  try {
    const found = await loadSerialPort().SerialPort.list();
    return found.map(({ path, manufacturer, serialNumber }) => ({
      path,
      text: [path, manufacturer, serialNumber].filter((part) => part !== undefined && part !== '').join(' '),
    }));
  } catch {
    return [];
  }
}

function loadSerialPort(): typeof import('serialport') {
  try {
    return require('serialport') as typeof import('serialport');
  } catch (cause) {
    throw new DlmsError('port-unavailable', 'serial ports cannot be used: the package serialport could not be loaded', {
      cause,
      hint: 'Install it again in the Node-RED user directory: npm install serialport. It needs a build for this system and Node version.',
    });
  }
}

async function open(options: SerialOptions, label: string, events: ChannelEvents, signal: StopSignal): Promise<Channel> {
  if (signal.aborted) throw abortedError(label);
  const { SerialPort } = loadSerialPort();
  const { path, baudRate, dataBits, parity, stopBits, rtscts = false } = options;
  const port = new SerialPort({ path, baudRate, dataBits, parity, stopBits, rtscts, autoOpen: false });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(openError(label, error)) : resolve()));
  });
  if (signal.aborted) {
    port.on('error', () => undefined);
    port.close();
    throw abortedError(label);
  }
  return serialChannel(port, events, label);
}

interface Cause {
  readonly pattern: RegExp;
  readonly text: string;
  readonly hint: string;
}

const causes: readonly Cause[] = [
  {
    pattern: /no such file|cannot find|not found|file not found|unknown error code 2\b/i,
    text: 'there is no such port',
    hint: 'Is the cable or USB head plugged in? On Linux use a name under /dev/serial/by-id, which stays the same.',
  },
  {
    pattern: /permission|access denied|EACCES/i,
    text: 'this user may not open it, or another program has it open',
    hint: 'On Linux add the user to the group of the port (often dialout) and log in again. On Windows close the other program.',
  },
  {
    pattern: /lock|busy|in use|EBUSY|temporarily unavailable/i,
    text: 'another program has the port open',
    hint: 'Close the other program, or share one connection node between the meters of the line.',
  },
];

const openError = (label: string, error: Error): DlmsError => {
  const known = causes.find(({ pattern }) => pattern.test(error.message));
  if (known !== undefined) {
    return new DlmsError('port-unavailable', `${label}: ${known.text} (${error.message})`, { cause: error, hint: known.hint });
  }
  const settings = /baud|invalid argument|setting|inappropriate ioctl|not a tty/i.test(error.message);
  return new DlmsError(settings ? 'serial-settings' : 'port-unavailable', `${label}: ${error.message}`, { cause: error });
};

/** How often the device is looked for, milliseconds. */
const presenceIntervalMs = 500;

/** Calls `gone` once the device file is no longer there. Windows has no such file and reports unplugging by itself. */
function watchPresence(path: string, gone: (error: Error) => void): NodeJS.Timeout | undefined {
  if (!path.startsWith('/')) return undefined;
  return setInterval(() => stat(path, (error) => (error?.code === 'ENOENT' ? gone(error) : undefined)), presenceIntervalMs);
}

function serialChannel(port: SerialPort, events: ChannelEvents, label: string): Channel {
  let open = true;
  const end = (error?: Error): void => {
    if (!open) return;
    open = false;
    clearInterval(presence);
    // `close` calls back with an error when the port is gone; there is nothing more to do about it.
    if (port.isOpen) port.close(() => undefined);
    events.closed(error);
  };
  const presence = watchPresence(port.path, (error) => end(unplugged(label, error)));
  port.on('error', (error) => end(new DlmsError('connection-closed', `${label}: ${error.message}`, { cause: error })));
  port.on('close', (error: Error | null) => end(error ? unplugged(label, error) : undefined));
  port.on('data', (chunk: Buffer) => {
    if (open) events.data(chunk);
  });
  const done = (run: (callback: (error: Error | null | undefined) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      if (!open) return reject(closedError(label));
      run((error) => (error ? reject(closedError(label, error)) : resolve()));
    });
  return {
    peer: port.path,
    datagrams: false,
    write: (octets) => done((callback) => port.write(octets, callback)),
    setBaudRate: async (baudRate) => {
      await done((callback) => port.drain(callback));
      await done((callback) => port.update({ baudRate }, callback));
    },
    close: () => end(),
  };
}

const unplugged = (label: string, cause: Error): DlmsError =>
  new DlmsError('connection-closed', `${label}: the port went away`, { cause, hint: 'Was the cable or USB head pulled out?' });
