/**
 * The way into HDLC through IEC 62056-21 mode E (clauses 5 and 6, annex E): an ASCII sign-on on a slow optical head.
 *
 *   /?address! CR LF  ->  /XXXZ\2identification CR LF  ->  ACK 2 Z 2 CR LF, change to rate Z, ACK 2 Z 2 CR LF, HDLC
 *
 * The sign-on is 7E1, HDLC is 8N1. Ports that cannot change this while open stay at 8N1 and the even parity bit is
 * computed here (`software-even`); on the way in it is taken away, so `B2 30 B2` reads as `202`. Client and meter side.
 */
import { DlmsError, isDlmsError, reworded } from '../errors';
import type { Deframer, Dialogue } from './link';

export interface ModeESignOnOptions {
  /** Rate of the sign-on, usually 300. */
  readonly initialBaudRate: number;
  /** Device address in `/?address!`, up to 32 printable characters; empty for any. */
  readonly address: string;
  /** `software-even`: 7E1 in software over a port at 8N1. `none`: octets as they are. */
  readonly parity: 'software-even' | 'none';
  /** Limit of the rate that is agreed; 0 = what the meter offers. */
  readonly maxBaudRate: number;
  /** `fixed`: no sign-on, HDLC begins at once at the rate of the port. */
  readonly start: 'sign-on' | 'fixed';
  /** For the identification. Default 5000: at 300 baud it takes a second by itself. */
  readonly responseTimeoutMs?: number;
  readonly retries?: number;
}

/** What the meter said of itself. */
export interface ModeEResult {
  /** Three letters of the manufacturer; empty without sign-on. */
  readonly manufacturer: string;
  readonly identification: string;
  /** Rate of the HDLC conversation; 0 = that of the port. */
  readonly baudRate: number;
  /** `\2` stood in the identification: the meter announces mode E. */
  readonly announced: boolean;
  /** The meter acknowledged at the new rate. */
  readonly acknowledged: boolean;
}

export interface ModeESignOn {
  readonly deframer: Deframer;
  /** @throws DlmsError `sign-on-failed` with what was seen */
  signOn(): Dialogue<ModeEResult>;
}

const rates = [300, 600, 1200, 2400, 4800, 9600, 19200] as const;
const acknowledge = '\x06';
/** Longest line: identification of 16 characters by the standard; meters with 60 were seen. */
const maxLine = 128;

const withEvenParity = (octet: number): number => {
  let ones = octet & 0x7f;
  ones ^= ones >>> 4;
  ones ^= ones >>> 2;
  ones ^= ones >>> 1;
  return (octet & 0x7f) | ((ones & 1) << 7);
};

/** ASCII to octets as they go on the wire. */
export const encodeAscii = (text: string, parity: 'software-even' | 'none'): Buffer => {
  const octets = Buffer.from(text, 'latin1');
  return parity === 'none' ? octets : Buffer.from(octets.map(withEvenParity));
};

/** Between two characters of a message (IEC 62056-21: ta is less than 1500 ms). */
const characterSilenceMs = 1500;

/** Takes parity bits away, wherever they come from. */
export const decodeAscii = (octets: Buffer): string => Buffer.from(octets.map((octet) => octet & 0x7f)).toString('latin1');

/** Lines that end in CR LF (or LF), parity bits and all. Lines that grow too long lose their beginning. */
export function createAsciiDeframer(): Deframer {
  const line = Buffer.alloc(maxLine);
  let used = 0;
  let dropped = 0;
  const take = (octet: number, lines: Buffer[]): void => {
    if (used === maxLine) {
      line.copyWithin(0, 1);
      used--;
      dropped++;
    }
    line[used++] = octet;
    if ((octet & 0x7f) !== 0x0a) return;
    lines.push(Buffer.from(line.subarray(0, used)));
    used = 0;
  };
  return {
    silenceMs: characterSilenceMs,
    push(chunk) {
      const lines: Buffer[] = [];
      for (const octet of chunk) take(octet, lines);
      return lines;
    },
    reset() {
      dropped += used;
      used = 0;
    },
    get dropped() {
      return dropped;
    },
  };
}

/** The identification in a line, wherever it begins: noise of the wake-up may stand before it. */
export function parseIdentification(
  line: string,
): { manufacturer: string; rate: string; identification: string; announced: boolean } | null {
  const found = /\/([A-Za-z]{3})([0-9A-Z])((?:\\[!-~])*)([^\r\n]*)\r?\n$/.exec(line);
  if (found === null) return null;
  const [, manufacturer = '', rate = '', escapes = '', identification = ''] = found;
  return { manufacturer, rate, identification: identification.trim(), announced: escapes.includes('\\2') };
}

/** Text of octets for a message: printable characters as they are, others as hex in angle brackets. */
export const seenText = (line: string): string =>
  line.replace(/[^\x20-\x7e]/g, (character) => `<${character.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}>`);

/**
 * @throws DlmsError `settings-invalid` when the device address cannot be sent
 */
export function createModeESignOn(options: ModeESignOnOptions): ModeESignOn {
  if (!/^[A-Za-z0-9 ]{0,32}$/.test(options.address)) {
    throw new DlmsError('settings-invalid', 'the mode E device address has up to 32 letters, digits and blanks');
  }
  return { deframer: createAsciiDeframer(), signOn: () => signOn(options) };
}

/** Between the identification and our acknowledgement; by the standard 200..1500. */
const pauseMs = 300;
/** How long the acknowledgement that some meters give at the new rate is awaited. */
const acknowledgementMs = 500;

function* signOn(options: ModeESignOnOptions): Dialogue<ModeEResult> {
  if (options.start === 'fixed') return { manufacturer: '', identification: '', baudRate: 0, announced: false, acknowledged: false };
  const found = yield* identify(options);
  const rate = chooseRate(found.rate, options.maxBaudRate);
  const baudRate = rates[Number(rate)] as number;
  const answer = encodeAscii(`${acknowledge}2${rate}2\r\n`, options.parity);
  yield { send: answer, timeoutMs: 0, pauseMs };
  const acknowledged = yield* acknowledgement(baudRate);
  return { manufacturer: found.manufacturer, identification: found.identification, baudRate, announced: found.announced, acknowledged };
}

function* identify(
  options: ModeESignOnOptions,
): Generator<{ send: Buffer | null; timeoutMs: number; baudRate?: number }, Identification, Buffer> {
  const request = `/?${options.address}!\r\n`;
  const timeoutMs = options.responseTimeoutMs ?? 5000;
  const seen: string[] = [];
  for (let attempt = 0; attempt <= (options.retries ?? 1); attempt++) {
    let send: Buffer | null = encodeAscii(request, options.parity);
    try {
      // A few lines may pass: the own echo, and what the meter was saying before.
      for (let line = 0; line < 8; line++) {
        const text = decodeAscii(yield { send, timeoutMs, baudRate: options.initialBaudRate });
        send = null;
        const found = parseIdentification(text);
        if (found !== null) return found;
        seen.push(text === request ? 'own echo' : `"${seenText(text)}"`);
      }
    } catch (error) {
      if (!isDlmsError(error) || error.code !== 'response-timeout') throw error;
    }
  }
  throw failed(request, seen);
}

/** The error of a link that stays silent after this sign-on: a meter of mode C signs on as well, and has no HDLC to go on with. */
export function silentAfter({ manufacturer, identification, announced, acknowledged }: ModeEResult, error: DlmsError): DlmsError {
  if (error.code !== 'response-timeout' || announced || acknowledged) return error;
  const meter = `${manufacturer} "${seenText(identification)}"`;
  return reworded(error, `${error.message}; the meter signed on as ${meter}, which does not announce mode E`, {
    hint: 'The meter may know the readout of IEC 62056-21 alone (mode C), and no DLMS at this interface. If it does, check its addresses.',
  });
}

type Identification = NonNullable<ReturnType<typeof parseIdentification>>;

const failed = (request: string, seen: readonly string[]): DlmsError => {
  const sent = `"${seenText(request)}" was sent`;
  const others = [...new Set(seen)].filter((text) => text !== 'own echo');
  if (others.length > 0) return new DlmsError('sign-on-failed', `${sent}; ${others.join(', ')} came, no identification /XXXZ`);
  if (seen.length > 0) return new DlmsError('sign-on-failed', `${sent}; only the own echo came back: the meter does not answer`);
  return new DlmsError('sign-on-failed', `${sent}; nothing came`);
};

/** The lower of what the meter offers and what the user allows. */
function chooseRate(offered: string, maxBaudRate: number): string {
  const index = Number(offered);
  if (!Number.isInteger(index) || index >= rates.length) {
    throw new DlmsError('sign-on-failed', `the meter offers rate "${offered}"; mode E needs 0 to 6`, {
      hint: 'The meter speaks another mode of IEC 62056-21 (A or B). Try the fixed-rate start.',
    });
  }
  if (maxBaudRate <= 0) return offered;
  const allowed = rates.filter((rate, at) => at <= index && rate <= maxBaudRate).length;
  return String(Math.max(0, allowed - 1));
}

/** Changes the rate and waits a little for the answer that some meters give there. */
function* acknowledgement(baudRate: number): Dialogue<boolean> {
  const timeoutMs = acknowledgementMs;
  try {
    for (let line = 0; line < 4; line++) {
      const text = decodeAscii(yield line === 0 ? { send: null, timeoutMs, baudRate, pauseMs } : { send: null, timeoutMs });
      if (/2[0-6]2\r?\n$/.test(text)) return true;
    }
  } catch (error) {
    if (!isDlmsError(error) || error.code !== 'response-timeout') throw error;
  }
  return false;
}

export interface ModeEServerOptions {
  /** Behind `/XXXZ\2`; at most 16 characters by the standard. */
  readonly identification: string;
  readonly manufacturer: string;
  readonly baudRate: number;
  /** Answers only to its own device address; absent: to any. */
  readonly address?: string;
  readonly parity: 'software-even' | 'none';
}

export interface ModeEServerOutput {
  readonly send: Buffer | null;
  /** Change to this rate once everything written has left. */
  readonly baudRate?: number;
}

/** The meter's side. Once `done`, octets belong to HDLC. */
export interface ModeEServer {
  readonly done: boolean;
  /** Takes octets; `rest` are those behind the end of the sign-on. Never throws. */
  input(chunk: Buffer): { readonly outputs: readonly ModeEServerOutput[]; readonly rest: Buffer };
  /** Back to the sign-on (after DISC or silence). */
  reset(): void;
}

/** Leading zeros do not count, on either side (IEC 62056-21 clause 6.3.2). */
const sameAddress = (a: string, b: string): boolean => a.replace(/^0+/, '') === b.replace(/^0+/, '');

export function createModeEServer(options: ModeEServerOptions): ModeEServer {
  const deframer = createAsciiDeframer();
  const offered = String(Math.max(0, (rates as readonly number[]).indexOf(options.baudRate)));
  let done = false;
  const answer = (line: string): ModeEServerOutput | null => {
    const request = /\/\?(.*)!\r?\n$/.exec(line);
    if (request !== null) {
      const wanted = request[1] ?? '';
      if (wanted !== '' && options.address !== undefined && !sameAddress(wanted, options.address)) return null;
      return { send: encodeAscii(`/${options.manufacturer}${offered}\\2${options.identification}\r\n`, options.parity) };
    }
    const ack = line.lastIndexOf(acknowledge);
    const chosen = ack === -1 ? undefined : /^.2([0-6])2\r?\n$/.exec(line.slice(ack))?.[1];
    if (chosen === undefined || Number(chosen) > Number(offered)) return null;
    done = true;
    return { send: encodeAscii(`${acknowledge}2${chosen}2\r\n`, options.parity), baudRate: rates[Number(chosen)] as number };
  };
  return {
    get done() {
      return done;
    },
    input(chunk) {
      const outputs: ModeEServerOutput[] = [];
      let at = 0;
      for (; at < chunk.length && !done; at++) {
        for (const line of deframer.push(chunk.subarray(at, at + 1))) {
          const output = answer(decodeAscii(line));
          if (output !== null) outputs.push(output);
        }
      }
      return { outputs, rest: chunk.subarray(at) };
    },
    reset() {
      done = false;
      deframer.reset();
    },
  };
}
