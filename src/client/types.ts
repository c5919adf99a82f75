/**
 * The client's public shapes: options of a line and a meter, requests, results.
 *
 * `openLine(options)` gives a `Line`; `line.meter(options)` gives a `Meter`. Requests of all meters of a line queue on
 * it, fairly per meter; each has a deadline; one meter's time-out never drops another's work.
 */

import type { Apdu } from '../apdu/apdu';
import type { Data } from '../codec/types';
import type { Standard } from '../cosem/companions';
import type { ObjectListEntry } from '../cosem/object-list';
import type { CaptureObject, ProfileColumn } from '../cosem/profile';
import type { Reading } from '../cosem/types';
import type { DlmsError } from '../errors';
import type { GatewayOptions } from '../framing/gateway';
import type { LinkAddresses, LinkParameters } from '../framing/link';
import type { OctetSink } from '../session/requests';
import type { AssociateOptions, Association } from '../session/types';
import type { Transport, TransportOptions } from '../transport/transport';
import type { SecurityFactory, SecurityReport } from './security/types';
import type { Store } from './stores';

/** `raw`: each chunk of the transport is one APDU (tests, gateways that strip the framing). */
export type Framing = 'hdlc' | 'wrapper' | 'hdlc-mode-e' | 'raw';

export interface LineOptions {
  /** Where the octets go; a ready `Transport` (memory, a socket that dialled in) is taken as it is. */
  readonly transport: TransportOptions | Transport;
  readonly framing: Framing;
  readonly responseTimeoutMs: number;
  /** HDLC on a serial line: silence inside a frame after which the partial frame is dropped; elsewhere `responseTimeoutMs` is. */
  readonly interOctetTimeoutMs: number;
  /** Repetitions of a frame on the link (HDLC) and of a read (by the error table). */
  readonly retries: number;
  /** Drop an exact copy of what was just sent. */
  readonly echoCancelling: boolean;
  /** Release associations and close the line after this long without work; 0 = keep. */
  readonly idleReleaseMs: number;
  /** Requests that may wait; more are refused with `queue-full`. */
  readonly maxQueue: number;
  /** Reconnect back-off: first and largest pause, with jitter. */
  readonly backoffMs: readonly [first: number, max: number];
  readonly modeE?: ModeEOptions;
}

export interface ModeEOptions {
  /** Rate of the sign-on, usually 300. */
  readonly initialBaudRate: number;
  /** Device address in `/?address!`; empty for any. */
  readonly address: string;
  /** `7E1` in software over an 8N1 port, or octets as they are. */
  readonly parity: 'software-even' | 'none';
  /** Limit of the rate that is agreed; 0 = what the meter offers. */
  readonly maxBaudRate: number;
  /** `fixed` starts HDLC at once at the port's rate, without sign-on. */
  readonly start: 'sign-on' | 'fixed';
}

export interface HdlcOptions {
  readonly maxInfoTransmit: number;
  readonly maxInfoReceive: number;
  readonly windowTransmit: number;
  readonly windowReceive: number;
  /** Send DISC before SNRM: ends what an earlier client left open. */
  readonly disconnectFirst: boolean;
}

export interface MeterOptions {
  /** Name for messages and errors. */
  readonly name: string;
  readonly addresses: LinkAddresses;
  readonly associate: AssociateOptions;
  readonly hdlc: HdlcOptions;
  /** The meter stands behind a gateway that takes requests with a prefix; the addresses are those of the gateway, then. */
  readonly gateway?: GatewayOptions;
  /** Makes the security of each association attempt: `createSecurity`, or a function where one attempt is all. */
  readonly security: SecurityFactory;
  /** System title of the meter, 16 hex digits: finds its keys in a keyring, and stands in where the AARE carries none. */
  readonly systemTitle?: string;
  /** Attributes in one list request; 0 = as many as the PDU allows; 1 = no lists. */
  readonly maxListItems: number;
  /**
   * Writes and actions of several items in one list request. Default false: one by one, because when the answer to a list is
   * lost nobody can tell which items were executed.
   */
  readonly writeLists?: boolean;
  /** How date-time deviations of this meter are to be read (facts/quirks). `fixed` uses `fixedOffsetMinutes` east of UTC. */
  readonly clockDeviation: 'standard' | 'inverted' | 'ignore' | 'fixed';
  readonly fixedOffsetMinutes?: number;
  /**
   * Parts of the times that bound a range: `full` (default), `no-weekday`, or `essential`: date and time to the second, with
   * weekday, hundredths, deviation and status not specified (FF).
   */
  readonly rangeTimes?: 'full' | 'no-weekday' | 'essential';
  /** Short names: base names given by hand, beside the association's object list. Key: `classId:obis`. */
  readonly baseNames?: Readonly<Record<string, number>>;
  /** Keeps what was learnt of the meter (base names) over a restart. */
  readonly store?: Store;
  /** Of the names in readings. Default `en`. */
  readonly language?: 'en' | 'de';
  /** What the meter follows: its own names of objects, its events and status bits in words. Default: none of them. */
  readonly standard?: Standard | undefined;
}

export type { SecurityEnvironment, SecurityFactory, SecurityReport, SecurityStrategy } from './security/types';

/** Which attribute. */
export interface AttributeReference {
  readonly classId: number;
  /** Any usual form; kept canonical inside. */
  readonly obis: string;
  readonly attribute: number;
  readonly version?: number;
  /** Short name of the object, where known. */
  readonly baseName?: number;
  /** The user's name for the value. */
  readonly name?: string;
  readonly selection?: Selection;
}

/** Selective access of profile_generic.buffer and alike; `raw` for any other descriptor. */
export type Selection =
  | {
      readonly kind: 'range';
      readonly from: Date | string;
      readonly to: Date | string;
      /** The column that is compared; default: the clock that the profile captures, 0-0:1.0.0 where that is not known. */
      readonly by?: CaptureObject;
      readonly columns?: readonly CaptureObject[];
    }
  | { readonly kind: 'entry'; readonly from: number; readonly to: number; readonly fromColumn?: number; readonly toColumn?: number }
  | { readonly kind: 'raw'; readonly selector: number; readonly parameters: Data };

export interface MethodReference {
  readonly classId: number;
  readonly obis: string;
  readonly method: number;
  readonly version?: number;
  readonly baseName?: number;
  readonly name?: string;
}

export interface RequestOptions {
  /** Milliseconds from now, waiting in the queue included. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
  /** Repetitions of a read, in place of those of the line: for whoever repeats by itself. Frames of the link are repeated as ever. */
  readonly repeats?: number;
  /** Counts along: what several requests cost together, one behind the other, and what they have cost before they end. */
  readonly spent?: Spent;
}

/** What requests have cost so far. */
export interface Spent {
  /** Time that they waited for their turns. */
  queuedMs: number;
  /** Requests that were answered on the wire, link set-up included. */
  roundTrips: number;
  octetsSent: number;
  octetsReceived: number;
}

/** What the request cost, for `msg.dlms`. */
export interface RequestInfo {
  readonly meter: string;
  readonly queuedMs: number;
  readonly durationMs: number;
  /** Requests that were answered on the wire, link set-up included. */
  readonly roundTrips: number;
  readonly octetsSent: number;
  readonly octetsReceived: number;
}

export interface ReleaseInfo extends RequestInfo {
  /** Whether an association was open when its turn came. */
  readonly released: boolean;
}

/** Per item: what came, or why not. `code`/`result` of the error say what the meter said. */
export type ItemResult<T> = { readonly data: T; readonly error: null } | { readonly data: null; readonly error: DlmsError };

export interface GetResult {
  readonly items: readonly ItemResult<Data>[];
  readonly info: RequestInfo;
}

export interface ReadResult {
  /** One per reference, in order; items that the meter refused carry `error`. */
  readonly readings: readonly Reading[];
  /** Raw data with types, scaler and unit beside, index by index. */
  readonly raw: readonly {
    readonly data: Data | null;
    readonly scaler: number | null;
    readonly unit: number | null;
    /** Buffers of profiles and compact data: the columns of the rows in `value`, with their units. */
    readonly columns?: readonly ProfileColumn[];
  }[];
  readonly info: RequestInfo;
}

export type { OctetSink };

export interface StreamResult {
  /** The meter's refusal; null when all octets of the value went to the sink. */
  readonly error: DlmsError | null;
  readonly info: RequestInfo;
}

export interface SetItem extends AttributeReference {
  readonly value: Data;
}
export interface SetResult {
  readonly items: readonly ItemResult<null>[];
  readonly info: RequestInfo;
}
export interface ActionItem extends MethodReference {
  /** null sends no parameter. */
  readonly parameter: Data | null;
}
export interface ActionResult {
  readonly items: readonly ItemResult<Data | null>[];
  readonly info: RequestInfo;
}

export interface AssociationInfo {
  readonly meter: string;
  readonly association: Association;
  readonly link: LinkParameters;
  /** Which security settings opened it: counter policy, variant, key set; whether the meter proved itself. */
  readonly security: SecurityReport | null;
  /** False when it was open already. */
  readonly fresh: boolean;
  readonly info: RequestInfo;
}

export interface Meter {
  readonly name: string;
  readonly options: MeterOptions;
  associate(options?: RequestOptions): Promise<AssociationInfo>;
  /** Typed data, one result per reference, fewest round trips. */
  get(references: readonly AttributeReference[], options?: RequestOptions): Promise<GetResult>;
  /** `get`, then names, scaler and unit (cached per meter), plain values. */
  read(references: readonly AttributeReference[], options?: RequestOptions): Promise<ReadResult>;
  /**
   * One attribute as the octets of its value (A-XDR, from its tag on), handed to `sink` block by block as they arrive. Not
   * repeated by itself after the first octet may have come: whoever takes the octets knows how to go on.
   */
  stream(reference: AttributeReference, sink: OctetSink, options?: RequestOptions): Promise<StreamResult>;
  /** Never repeated by itself. */
  set(items: readonly SetItem[], options?: RequestOptions): Promise<SetResult>;
  /** Never repeated by itself. */
  action(items: readonly ActionItem[], options?: RequestOptions): Promise<ActionResult>;
  /** object_list of the current association (LN: class 15 attribute 2; SN: class 12 attribute 2). */
  objectList(options?: RequestOptions): Promise<{ readonly objects: readonly ObjectListEntry[]; readonly info: RequestInfo }>;
  /** RLRQ and DISC as needed; never fails because the meter is gone. */
  release(options?: RequestOptions): Promise<ReleaseInfo>;
  /** Open association, if any. */
  readonly association: Association | null;
  /** Which security settings opened the last association; null before the first. */
  readonly security: SecurityReport | null;
}

export type LineState = 'closed' | 'connecting' | 'open' | 'waiting';

export interface LineEvents {
  state(state: LineState, detail?: string): void;
  /** Each frame as it passes, for traces. */
  frame(direction: 'tx' | 'rx', octets: Buffer, meter: string | null): void;
  /** Notifications from a meter. */
  unsolicited(meter: string | null, apdu: Apdu): void;
  /** What the user should know although nothing failed: a counter near its end, a recovery. Never a secret. */
  log(meter: string, text: string): void;
}

export interface Line {
  readonly state: LineState;
  readonly label: string;
  /** Requests waiting and running. */
  readonly pending: number;
  meter(options: MeterOptions): Meter;
  /** Adds a listener; returns how to take it away. */
  on<E extends keyof LineEvents>(event: E, listener: LineEvents[E]): () => void;
  /** Ends all work with `aborted`, releases within `boundMs` (default 3000), then closes the channel. Idempotent. */
  close(boundMs?: number): Promise<void>;
}
