/**
 * Disconnect control (Blue Book 4.5.8, class 70): the breaker. Transitions a to i and what each control mode allows are
 * the table of the book (`src/cosem/events.ts`); the supply stops and the log grows with them.
 */

import { controlMode, controlTransitionsOf } from '../../cosem/events';
import { computed, variable } from '../attribute';
import type { MeterBlueprint, SimulatedMeter } from '../meter';
import type { Parts } from '../object';
import { refuse } from '../refusal';
import { boolean, enumeration, numberOf } from '../values';

const connected = 1;

/** Event codes of the disconnector log, by the state that was reached: remote disconnection, remote connection, ready. */
const events: readonly (number | undefined)[] = [62, 63, 59];

function move(meter: SimulatedMeter, to: number): void {
  const event = events[to] ?? refuse('other-reason', 'no such control_state');
  meter.settle();
  if (to === connected) meter.supply.reconnect(meter.now());
  else meter.supply.disconnect(meter.now());
  meter.logEvent('disconnector', event);
}

export const disconnectControl = (obis: string, mode: number): MeterBlueprint => ({
  classId: 70,
  version: 0,
  obis,
  build: (meter): Parts => {
    let current = connected;
    const become = (to: number): void => {
      if (to !== current) move(meter, to);
      current = to;
    };
    const modeAttribute = variable(enumeration(mode), (value) => {
      if (controlMode(numberOf(value)) === null) refuse('scope-of-access-violated', 'no such control_mode');
      // mode 0: always connected
      if (numberOf(value) === 0) become(connected);
    });
    /** What the mode allows from here; nothing is as good as done. */
    const command = (trigger: string): void => {
      const allowed = controlTransitionsOf(numberOf(modeAttribute.read?.(meter.now(), null)));
      const transition = allowed.find((one) => one.from === current && one.trigger === trigger);
      if (transition) become(transition.to);
      else if (!allowed.some((one) => one.trigger === trigger)) refuse('read-write-denied', 'the control mode does not allow it');
    };
    return {
      attributes: {
        outputState: computed(() => boolean(current === connected)),
        controlState: {
          read: () => enumeration(current),
          force: (value) => become(numberOf(value)),
        },
        controlMode: modeAttribute,
      },
      methods: {
        remoteDisconnect: () => {
          command('remote disconnect');
          return null;
        },
        remoteReconnect: () => {
          command('remote reconnect');
          return null;
        },
      },
    };
  },
});
