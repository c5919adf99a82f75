/**
 * Disconnect control (Blue Book 4.5.8, class 70): the breaker. Transitions a to h and what each control mode allows are
 * the table of the book; the supply stops and the log grows with them.
 */

import { computed, variable } from '../attribute';
import type { MeterBlueprint, SimulatedMeter } from '../meter';
import type { Parts } from '../object';
import { refuse } from '../refusal';
import { boolean, enumeration, numberOf } from '../values';

const state = { disconnected: 0, connected: 1, readyForReconnection: 2 } as const;
type State = (typeof state)[keyof typeof state];

/** What remote_reconnect does from "disconnected": a connects, d makes ready for the customer's button. */
const remoteReconnect: Readonly<Record<number, 'a' | 'd'>> = { 1: 'd', 2: 'a', 3: 'd', 4: 'a', 5: 'd', 6: 'd' };

/** Event codes of the disconnector log. */
const event = { ready: 59, remoteDisconnection: 62, remoteConnection: 63 } as const;

function move(meter: SimulatedMeter, to: State, code: number): State {
  meter.settle();
  if (to === state.connected) meter.supply.reconnect(meter.now());
  else meter.supply.disconnect(meter.now());
  meter.logEvent('disconnector', code);
  return to;
}

export const disconnectControl = (obis: string, mode: number): MeterBlueprint => ({
  classId: 70,
  version: 0,
  obis,
  build: (meter): Parts => {
    let current: State = state.connected;
    const controlMode = variable(enumeration(mode), (value) => {
      if (numberOf(value) > 6) refuse('scope-of-access-violated', 'control_mode is 0 to 6');
    });
    const modeNow = (): number => numberOf(controlMode.read?.(meter.now(), null));
    return {
      attributes: {
        outputState: computed(() => boolean(current === state.connected)),
        controlState: {
          read: () => enumeration(current),
          force: (value) => {
            const wanted = numberOf(value) as State;
            if (wanted !== current)
              current = move(meter, wanted, wanted === state.connected ? event.remoteConnection : event.remoteDisconnection);
          },
        },
        controlMode,
      },
      methods: {
        // b from connected, c from ready
        remoteDisconnect: () => {
          if (modeNow() === 0) return refuse('read-write-denied', 'control mode 0 never disconnects');
          if (current !== state.disconnected) current = move(meter, state.disconnected, event.remoteDisconnection);
          return null;
        },
        remoteReconnect: () => {
          if (current !== state.disconnected) return null;
          const connects = remoteReconnect[modeNow()] === 'a';
          current = move(meter, connects ? state.connected : state.readyForReconnection, connects ? event.remoteConnection : event.ready);
          return null;
        },
      },
    };
  },
});
