/**
 * A push node beside a connection on which meters dial in: what they send by themselves goes through the decoder of the
 * push node, and who comes and goes is told with what a `dlms-get` needs to read that meter: `msg.dlms.caller`.
 */
import type { NodeAPI } from 'node-red';
import { type Call, DlmsError, type MeterIdentity, type PushReceiver } from '../../src/index';
import { connectionNode } from './config-nodes';

export interface DialInWatch {
  /** Meters that are connected. */
  readonly calls: number;
  /** For the status. */
  readonly where: string;
  /** More is known of who sends on this source. */
  heard(key: string, identity: MeterIdentity): void;
  /** Hangs up who has this name; gives how many that were. */
  hangUp(name: string): number;
  stop(): void;
}

export type TellCall = (
  topic: 'arrived' | 'left',
  payload: Readonly<Record<string, unknown>>,
  dlms: Readonly<Record<string, unknown>>,
) => void;

/** Before the keys of sources that are calls. */
export const callPrefix = 'call ';

const keyOf = (call: Call): string => `${callPrefix}${call.id}`;

const payloadOf = ({ id, address, name, names }: Call) => ({ meter: name, address, source: id, names: [...names] });

/** @throws DlmsError `settings-invalid` when the connection is no place to dial in */
export const watchDialIn = <C>(RED: NodeAPI, connectionId: string, receiver: PushReceiver<C>, tell: TellCall): DialInWatch => {
  const { dialIn } = connectionNode(RED, connectionId);
  if (dialIn === null) {
    throw new DlmsError('settings-invalid', 'connection: its medium is not "Listen", so no meter can dial in there');
  }
  const stop = dialIn.on({
    octets: (call, octets) => {
      // Octets above the limits are dropped here; the line of a reading in progress has them all the same.
      receiver
        .feed({ key: keyOf(call), name: call.address, ...(call.reply === null ? {} : { reply: call.reply }) }, octets)
        .catch(() => undefined);
    },
    arrived: (call) => tell('arrived', payloadOf(call), { caller: call.name, name: call.name, source: call.id }),
    left: (call) => {
      receiver.end(keyOf(call));
      tell('left', payloadOf(call), { source: call.id });
    },
  });
  return {
    get calls() {
      return dialIn.calls.length;
    },
    where: dialIn.label,
    heard: (key, identity) => dialIn.identify(key.slice(callPrefix.length), identity),
    hangUp: (name) => dialIn.hangUp(name),
    stop,
  };
};
