/**
 * What a push receiver listens on, where its limits are, and what it tells.
 */
import type { DlmsError } from '../../errors';
import type { OtherApdu, Telegram, TelegramFailure } from '../../telegram/types';
import type { SerialOptions } from '../../transport/transport';
import type { SealConfirmation } from './confirmation';
import type { SourceName, SourcesOptions } from './sources';

/** Where telegrams come in. `feed`: only by `PushReceiver.feed`. */
export type PushListen =
  | {
      readonly kind: 'tcp';
      readonly host: string;
      readonly port: number;
      /** Addresses that may connect, single or as `10.0.0.0/8`; absent or empty: all. */
      readonly allow?: readonly string[];
      /** Default 1000. */
      readonly maxConnections?: number;
      /** Time from the connection to the first whole frame, else it is hung up; 0: no limit. Default 30000. */
      readonly firstFrameMs?: number;
      /** Default 60000. */
      readonly keepAliveMs?: number;
    }
  | {
      readonly kind: 'udp';
      readonly host: string;
      readonly port: number;
      readonly allow?: readonly string[];
    }
  | SerialOptions
  | { readonly kind: 'feed' };

/** `asked`: a confirmation goes out where the telegram asks for it, its counter was not seen before, and there is a way back. */
export type ConfirmPolicy = 'asked' | 'never';

export interface PushOptions extends SourcesOptions {
  readonly listen: PushListen;
  readonly confirm?: ConfirmPolicy;
  /** Protects confirmations of protected telegrams; without it these are not confirmed. */
  readonly seal?: SealConfirmation;
}

/** A source and how it got here. */
export interface PushSource extends SourceName {
  /** Sends octets back; absent where there is no way. */
  readonly reply?: (octets: Buffer) => void;
}

export type Refusal = 'not-allowed' | 'too-many' | 'no-frame' | 'too-fast';

export interface PushEvents<C> {
  telegram(telegram: Telegram, source: PushSource, context: C | null): void;
  /** Where and why reading stopped; the stream goes on behind it. */
  failure(failure: TelegramFailure, source: PushSource, context: C | null): void;
  /** A protected telegram that asked for a confirmation got none. */
  unconfirmed?(telegram: Telegram, source: PushSource, error: unknown): void;
  /** An APDU that is no notification. */
  other?(apdu: OtherApdu, source: PushSource, context: C | null): void;
  connected?(source: PushSource): void;
  disconnected?(source: PushSource): void;
  /** Turned away or hung up. */
  refused?(address: string, reason: Refusal): void;
  /** The listener is open, or gone with the reason; a serial port is opened again by itself. */
  state?(open: boolean, error?: DlmsError): void;
}

export interface PushCounts {
  readonly telegrams: number;
  readonly failures: number;
  readonly others: number;
  readonly octets: number;
  /** Connections that are open. */
  readonly connections: number;
  /** Sources that are remembered. */
  readonly sources: number;
  /** Connections and datagrams that were turned away. */
  readonly refused: number;
}
