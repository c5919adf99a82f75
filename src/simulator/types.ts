/**
 * What a simulated meter is made of. `startSimulator(options)` (simulator.ts) gives a running `Simulator`.
 * Everything has a default: `startSimulator({ listen: { kind: 'tcp', port: 0 } })` is a complete meter.
 */
import type { Data } from '../codec/types';
import type { MechanismId } from '../security/types';
import type { SimulatedSecurity } from './security/options';

export type SimulatorListen =
  | { readonly kind: 'tcp'; readonly host?: string; readonly port: number }
  | { readonly kind: 'udp'; readonly host?: string; readonly port: number }
  | { readonly kind: 'serial'; readonly path: string; readonly baudRate?: number };

export interface SimulatedAssociation {
  /** Client SAP: 16 public, 1 management .. */
  readonly client: number;
  readonly mechanism: MechanismId;
  /** Password or HLS secret: text, or hex with 0x in front. */
  readonly password?: string;
  /** Keys, policy, verification and oddities; default: no keys, nothing is ciphered. */
  readonly security?: SimulatedSecurity;
  /** May write and act. Default true except for the public client. */
  readonly writable?: boolean;
  /** Canonical OBIS codes that this client sees, or `all`. Default `all`, for client 16 clock, identification and counters. */
  readonly objects?: readonly string[] | 'all';
}

export interface SimulatorOptions {
  readonly name?: string;
  readonly serialNumber?: string;
  /** 16 hex digits or 8 characters. Default: MFL and the serial number. */
  readonly systemTitle?: string;
  /** Version of the security setup objects (class 64). Default 1. */
  readonly securitySetupVersion?: 0 | 1;
  readonly listen: SimulatorListen;
  /** Default `wrapper` for TCP and UDP, `hdlc` for serial. */
  readonly framing?: 'hdlc' | 'wrapper' | 'hdlc-mode-e';
  readonly referencing?: 'ln' | 'sn';
  readonly logicalDevice?: number;
  /** Physical HDLC address. Default 17. Several meters on one line: one simulator per address on a shared channel. */
  readonly physical?: number;
  /** Default: client 16 none, client 1 low with password `12345678`. */
  readonly associations?: readonly SimulatedAssociation[];
  /** Objects beside those of the household, or in their place: code -> `1234.5 m³`, `230 V`, `17`, or a text. */
  readonly objects?: Readonly<Record<string, string>>;
  readonly maxPduSize?: number;
  readonly conformance?: number;
  readonly hdlc?: {
    readonly maxInfoTransmit?: number;
    readonly maxInfoReceive?: number;
    readonly windowTransmit?: number;
    readonly windowReceive?: number;
    readonly inactivityTimeoutMs?: number;
  };
  /** Load profile: capture period and how many rows stand in it at the start. */
  readonly profile?: { readonly capturePeriodS?: number; readonly rows?: number; readonly maxRows?: number };
  /** Registers move and the profile grows with this period; 0 = they stand still. Default 1000. */
  readonly tickMs?: number;
  /** Octets of a block of an image transfer (class 18). Default 64. */
  readonly imageBlockSize?: number;
  readonly faults?: FaultOptions;
  readonly seed?: number;
  /** Minutes from the meter's standard time to UTC. Default -60 (CET); daylight saving as in Europe. */
  readonly timeZone?: number;
  /** Milliseconds UTC; for tests. Default the system's clock. */
  readonly now?: () => number;
}

/** Several meters on one line: one listener, HDLC, a physical address each. */
export interface SimulatedLineOptions {
  readonly listen: SimulatorListen;
  readonly framing?: 'hdlc' | 'hdlc-mode-e';
  /** `listen` and `framing` of the meters are those of the line. */
  readonly meters: readonly Omit<SimulatorOptions, 'listen' | 'framing'>[];
}

export interface SimulatedLine {
  readonly port: number | null;
  /** In the order of the options. */
  readonly meters: readonly Simulator[];
  close(): Promise<void>;
}

/** Faults may be switched on and off while it runs (`simulator.faults = {...}`). Probabilities 0..1 by a seeded source. */
export interface FaultOptions {
  /** Frame of the meter is lost. */
  readonly lose?: number;
  /** Frame is cut in the middle. */
  readonly cut?: number;
  /** Frame is sent twice. */
  readonly repeat?: number;
  /** Frame comes late by this many milliseconds. */
  readonly delayMs?: number;
  /** An octet of the frame is changed. */
  readonly corrupt?: number;
  /** Octets of the client come back before the answer. */
  readonly echo?: boolean;
  /** Nothing is answered. */
  readonly silent?: boolean;
  /** Answers come from another address. */
  readonly wrongAddress?: boolean;
  /** RNR instead of an answer, this many times; `temporary-failure` with the wrapper. */
  readonly busy?: number;
  /** Refusal per object: `classId:obis:attribute` or `obis` -> data-access-result word. */
  readonly refuse?: Readonly<Record<string, string>>;
  /** DISC and RLRQ are ignored and a new association is refused until the inactivity time-out. */
  readonly leaveOpen?: boolean;
  /** The line is closed after this many answers. */
  readonly dropAfter?: number;
  /** Octets of noise before each frame. */
  readonly noise?: number;
  /** The line is closed behind each n-th block of an image, which the meter has kept, before its answer. */
  readonly cutAfterBlocks?: number;
  /** Verification and activation of an image take so many looks at the status; `temporary-failure` until then. */
  readonly slowImage?: number;
  /** f(CtoS) is left out or wrong although f(StoC) was right. */
  readonly proof?: 'missing' | 'wrong';
  /** Ciphered answers go out plain, as a copy of the one before, or with four octets of their tag missing. */
  readonly protection?: 'plain' | 'replayed' | 'tag-cut';
}

/** What a client did, one event each; a dlms-simulator node sends it as a message. */
export interface SimulatorEvent {
  /** `authentication-failed` comes for every wrong password or proof, message that does not open, and counter that is refused. */
  readonly kind: 'connected' | 'associated' | 'refused' | 'authentication-failed' | 'get' | 'set' | 'action' | 'released' | 'disconnected';
  readonly client: number;
  readonly time: Date;
  readonly obis?: string;
  readonly classId?: number;
  /** Attribute or method. */
  readonly index?: number;
  /** Never a secret: what goes to the security of the meter is left out. */
  readonly value?: Data;
  /** `success` or the standard's word of the refusal. */
  readonly result?: string;
}

export interface Simulator {
  readonly options: SimulatorOptions;
  /** The port in use (for `port: 0`), null for serial. */
  readonly port: number | null;
  faults: FaultOptions;
  /** Reads an attribute; undefined when there is none. */
  get(obis: string, attribute: number): Data | undefined;
  /** Sets an attribute as the meter itself would. @throws DlmsError `object-unknown` */
  set(obis: string, attribute: number, value: Data): void;
  on(listener: (event: SimulatorEvent) => void): () => void;
  /** Power goes and comes back: lines are cut and associations gone; objects keep their values. */
  restart(): void;
  close(): Promise<void>;
}
