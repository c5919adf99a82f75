/**
 * The types at which the parts of the telegram decoder meet: what a stream gives (`StreamEvent`), who sent it (`LinkFacts`),
 * and what a telegram means (`Telegram`, `TelegramReading`).
 *
 * A telegram is one notification of a meter that talks without being asked: DataNotification, EventNotification,
 * InformationReport (Green Book 9.5) or a P1 text. Everything here is pure: times come in with the octets.
 */

import type { Data } from '../codec/types';
import type { ScalerUnit } from '../cosem/reading';
import type { Reading } from '../cosem/types';
import type { DlmsError } from '../errors';
import type { GatewayPrefix } from '../framing/gateway';
import type { HdlcAddress } from '../framing/hdlc/address';

/** How telegrams are wrapped on the way. `p1`: an IEC 62056-21 identification line in front. */
export type TelegramFraming = 'hdlc' | 'wrapper' | 'm-bus' | 'p1' | 'raw';

/** Who sent an APDU, as far as the framing says it, and the meter behind a gateway (Green Book 10.10). */
export type LinkFacts = FramingFacts & { readonly gateway?: GatewayPrefix };

type FramingFacts =
  | { readonly framing: 'hdlc'; readonly source: HdlcAddress; readonly destination: HdlcAddress; readonly kind: 'I' | 'UI' }
  | { readonly framing: 'wrapper'; readonly source: number; readonly destination: number }
  | { readonly framing: 'm-bus'; readonly address: number; readonly stsap: number; readonly dtsap: number }
  /** `identification` without slash and line ends: `EGM5G35`; empty where the first line is not there. */
  | { readonly framing: 'p1'; readonly identification: string }
  | { readonly framing: 'raw' };

/** What came out of a stream, in the order of the octets. */
export type StreamEvent =
  /** One whole APDU; views that stay valid. */
  | { readonly kind: 'apdu'; readonly apdu: Buffer; readonly link: LinkFacts; readonly atMs: number }
  /** A P1 telegram in plain text. */
  | { readonly kind: 'text'; readonly text: string; readonly link: LinkFacts; readonly atMs: number }
  /** Octets that make no telegram; the stream goes on behind them. `octets` holds the beginning of them. */
  | { readonly kind: 'error'; readonly error: DlmsError; readonly octets: Buffer; readonly link: LinkFacts | null; readonly atMs: number };

/** Where the unit of a value comes from: the telegram itself, a rule for this vendor, or nowhere. */
export type UnitSource = 'telegram' | 'template' | null;

/** A reading with what it was made of. */
export interface TelegramReading extends Reading {
  /** As sent. */
  readonly data: Data;
  readonly scalerUnit: ScalerUnit | null;
  readonly unitFrom: UnitSource;
}

/** Who a meter is, as far as the telegram says it. */
export interface MeterIdentity {
  /** The best name there is; never empty. */
  readonly id: string;
  readonly systemTitle: string | null;
  /** The title as people read it: `SMS1030700312390`. */
  readonly titleText: string | null;
  readonly logicalDeviceName: string | null;
  readonly serialNumber: string | null;
  /** Address of the framing, and behind a gateway network and address of the meter: `1/17`, `1 -> 103 (network 0, METER01)`. */
  readonly address: string | null;
}

/** How a telegram was protected. */
export interface ProtectionFacts {
  /** Name of the key in the keyring. */
  readonly key: string;
  readonly use: 'global' | 'broadcast' | 'dedicated' | 'wrapped' | 'agreed';
  readonly systemTitle: string;
  /** Security control octet. */
  readonly control: number;
  readonly counter: number;
  /** `unchecked`: a tag came, but no authentication key is known. */
  readonly authenticated: 'yes' | 'no' | 'unchecked';
  /** The counter was not above the last one of this meter and key. */
  readonly replayed: boolean;
}

export type TelegramService = 'data-notification' | 'event-notification' | 'information-report' | 'p1';

/** One telegram and what it means. */
export interface Telegram {
  readonly kind: 'telegram';
  readonly service: TelegramService;
  readonly meter: MeterIdentity;
  readonly readings: readonly TelegramReading[];
  /** ISO 8601 of the notification, else of the clock in its body, else null. */
  readonly time: string | null;
  readonly clockStatus: number | null;
  readonly listName: string | null;
  /** How the body was understood: `pairs`, `objects`, `positions` .. */
  readonly shape: string;
  /** Id of the template or vendor rule that was used. */
  readonly template: string | null;
  /** What had to be tolerated or could not be understood, in words. */
  readonly notes: readonly string[];
  readonly protection: ProtectionFacts | null;
  readonly longInvokeIdAndPriority: number | null;
  /** The sender asks for a confirmation (Green Book edition 9: bit 30). */
  readonly confirmed: boolean;
  readonly link: LinkFacts;
  readonly atMs: number;
  /** The plain APDU. */
  readonly apdu: Buffer;
}

/** An APDU that is no notification: an answer or request of a session that passes by. */
export interface OtherApdu {
  readonly kind: 'other';
  readonly apdu: Buffer;
  readonly link: LinkFacts;
  readonly atMs: number;
}

/** Octets or an APDU that make no telegram. */
export interface TelegramFailure {
  readonly kind: 'error';
  readonly error: DlmsError;
  /** The octets at fault, or their beginning. */
  readonly octets: Buffer;
  readonly link: LinkFacts | null;
  readonly atMs: number;
}

export type TelegramEvent = Telegram | OtherApdu | TelegramFailure;
