/**
 * Disconnect control (Blue Book 4.5.8, class 70): the breaker. Transitions a to i and what each control mode allows are
 * the table of the book (`src/cosem/events.ts`); the supply stops and the log grows with them.
 */

import { controlMode, controlTransitionsOf } from '../../cosem/events';
import { computed, variable } from '../attribute';
import type { MeterBlueprint, SimulatedMeter } from '../meter';
import type { Attribute, Parts } from '../object';
import { refuse } from '../refusal';
import { boolean, enumeration, numberOf } from '../values';

const connected = 1;
/** control_mode 0. */
const alwaysConnected = 0;

/** Event codes of the disconnector log, by the state that was reached: remote disconnection, remote connection, ready. */
const events: readonly (number | undefined)[] = [62, 63, 59];

function move(meter: SimulatedMeter, to: number): void {
  const event = events[to] ?? refuse('other-reason', 'no such control_state');
  meter.settle();
  if (to === connected) meter.supply.reconnect(meter.now());
  else meter.supply.disconnect(meter.now());
  meter.logEvent('disconnector', event);
}

/** The state of one breaker, and what its control mode lets happen to it. */
class Breaker {
  private state = connected;
  private readonly mode: Attribute;

  constructor(
    private readonly meter: SimulatedMeter,
    mode: number,
  ) {
    this.mode = variable(enumeration(mode), (value) => {
      if (controlMode(numberOf(value)) === null) refuse('scope-of-access-violated', 'no such control_mode');
      if (numberOf(value) === alwaysConnected) this.become(connected);
    });
  }

  get parts(): Parts {
    return {
      attributes: {
        outputState: computed(() => boolean(this.state === connected)),
        controlState: {
          read: () => enumeration(this.state),
          force: (value) => this.become(numberOf(value)),
        },
        controlMode: this.mode,
      },
      methods: {
        remoteDisconnect: () => this.command('remote disconnect'),
        remoteReconnect: () => this.command('remote reconnect'),
      },
    };
  }

  private become(to: number): void {
    if (to !== this.state) move(this.meter, to);
    this.state = to;
  }

  /** What the mode allows from here; a state that is reached already is as good as done. @throws DlmsError `refused` */
  private command(trigger: string): null {
    const allowed = controlTransitionsOf(numberOf(this.mode.read?.(this.meter.now(), null))).filter((one) => one.trigger === trigger);
    if (allowed.length === 0) return refuse('read-write-denied', 'the control mode does not allow it');
    const transition = allowed.find(({ from }) => from === this.state);
    if (transition) this.become(transition.to);
    return null;
  }
}

export const disconnectControl = (obis: string, mode: number): MeterBlueprint => ({
  classId: 70,
  version: 0,
  obis,
  build: (meter) => new Breaker(meter, mode).parts,
});
