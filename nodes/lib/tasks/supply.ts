/**
 * The supply: disconnect, reconnect, and how it stands (Blue Book 4.5.8, class 70; script tables, class 9).
 *
 * What the control mode does not allow is not sent. After the command the states are read until they are what was wanted, or
 * for `settleMs`: breakers take their time. A mode that only makes ready for reconnection needs a hand at the meter, which
 * the result says.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { controlTransitionsOf, type Data, DlmsError, controlMode as modeWords } from '../../../src/index';
import { type Desk, type Place, parameterData, shownSending } from './desk';
import { chosen, scriptObis, taskObis, wholeOr } from './field-values';
import type { Task, TaskInput, TaskPlan, TaskResult } from './task';

const settleMs = 5000;
const lookMs = 500;

type Direction = 'disconnect' | 'reconnect';

/** remote_reconnect is transition a, and not d. */
const reconnects = (mode: number): boolean => controlTransitionsOf(mode).some(({ id }) => id === 'a');

const states = ['outputState', 'controlState', 'controlMode'] as const;

interface Supply {
  readonly outputState: boolean | null;
  readonly controlState: unknown;
  readonly controlMode: number | null;
}

const numberIn = (data: Data | undefined): number | null => (typeof data?.value === 'number' ? data.value : null);

const supplyAt = async (desk: Desk, place: Place): Promise<Supply> => {
  const [output, control, mode] = await desk.data(place, states);
  return {
    outputState: typeof output?.value === 'boolean' ? output.value : null,
    controlState: control === undefined ? null : desk.plain(place, 'controlState', control),
    controlMode: numberIn(mode),
  };
};

const shown = ({ outputState, controlState, controlMode }: Supply) => ({
  outputState: outputState === null ? null : outputState ? 'connected' : 'disconnected',
  controlState: typeof controlState === 'string' ? controlState.replaceAll('_', ' ') : controlState,
  controlMode: controlMode === null ? null : `mode ${controlMode}: ${modeWords(controlMode) ?? 'not in the table of the standard'}`,
});

const isThere = (direction: Direction, { controlState, controlMode }: Supply): boolean =>
  direction === 'disconnect'
    ? controlState === 'disconnected'
    : controlState === 'connected' || (controlState === 'ready_for_reconnection' && !reconnects(controlMode ?? 4));

/** @throws DlmsError `operation-not-possible` */
const checkMode = (direction: Direction, { controlMode }: Supply): void => {
  if (controlMode !== 0 || direction === 'reconnect') return;
  throw new DlmsError('operation-not-possible', 'Control mode 0: this meter never disconnects; nothing was sent', {
    hint: 'Choose another control mode first: attribute 4 of the disconnect control (class 70), with dlms set.',
  });
};

const settled = async (desk: Desk, place: Place, direction: Direction): Promise<Supply> => {
  const until = performance.now() + settleMs;
  for (;;) {
    const supply = await supplyAt(desk, place);
    if (isThere(direction, supply) || supply.controlState === null || performance.now() >= until) return supply;
    await pause(lookMs, undefined, { signal: desk.target.request.signal });
  }
};

const outcome = (desk: Desk, direction: Direction, before: Supply, after: Supply): TaskResult => {
  const state = shown(after);
  if (after.controlState === null) desk.note('The state of the disconnector cannot be read: whether it switched is not known.');
  else if (!isThere(direction, after))
    desk.note(`The meter took the command, but is still ${state.controlState} after ${settleMs / 1000} s.`);
  const waits = direction === 'reconnect' && after.controlState === 'ready_for_reconnection';
  return {
    facts: { before: shown(before), after: state },
    summary: `supply: ${state.controlState ?? 'unknown'}`,
    ...(waits ? { hint: 'The supply is not on yet: somebody has to reconnect at the meter (button), as its control mode demands.' } : {}),
  };
};

interface LostCommand {
  readonly direction: Direction;
  readonly before: Supply;
  readonly lost: DlmsError;
}

/** The state tells what became of a command whose answer was lost. @throws DlmsError the loss, where it does not */
const recovered = async (desk: Desk, place: Place, { direction, before, lost }: LostCommand): Promise<TaskResult> => {
  const after = await settled(desk, place, direction).catch(() => null);
  if (after === null || !isThere(direction, after)) throw lost;
  desk.note('The answer to the command was lost: the state was read back over a new link.');
  return outcome(desk, direction, before, after);
};

interface Command {
  readonly place: Place;
  readonly name: string;
  readonly parameter?: Data;
}

/** Methods of the disconnector, or a script that the meter has for it (IDIS: 1 disconnects, 2 reconnects). */
const commandOf = ({ settings, clock }: TaskInput, direction: Direction, disconnector: Place): Command => {
  if (chosen(settings, 'supplyBy') === 'disconnector')
    return { place: disconnector, name: direction === 'disconnect' ? 'remoteDisconnect' : 'remoteReconnect' };
  const place = { classId: 9, obis: scriptObis(settings, direction) };
  const selector = wholeOr(settings, 'scriptSelector', direction === 'disconnect' ? 1 : 2);
  return { place, name: 'execute', parameter: parameterData(place, 'execute', selector, clock) };
};

const questions: Readonly<Record<Direction, (obis: string) => string>> = {
  disconnect: (obis) => `Disconnecting at ${obis} cuts the supply of whoever lives or works behind this meter`,
  reconnect: (obis) => `Reconnecting at ${obis} puts the installation behind this meter under voltage`,
};

const switching =
  (direction: Direction) =>
  (input: TaskInput): TaskPlan => {
    const place = { classId: 70, obis: taskObis(input.settings, direction) };
    const { place: where, name, parameter } = commandOf(input, direction, place);
    return {
      words: direction === 'disconnect' ? 'disconnection of the supply' : 'reconnection of the supply',
      question: questions[direction](where.obis),
      sends: [shownSending(where, name, parameter)],
      async perform(desk) {
        const before = await supplyAt(desk, place);
        checkMode(direction, before);
        if (isThere(direction, before)) {
          desk.note(`Nothing was sent: it was ${shown(before).controlState} already.`);
          return outcome(desk, direction, before, before);
        }
        const lost = await desk.invokeUnsure(where, name, parameter);
        if (lost !== null) return recovered(desk, place, { direction, before, lost });
        return outcome(desk, direction, before, await settled(desk, place, direction));
      },
    };
  };

const readSupply = ({ settings }: TaskInput): TaskPlan => {
  const place = { classId: 70, obis: taskObis(settings, 'read-supply') };
  return {
    words: 'state of the supply',
    question: null,
    async perform(desk) {
      await desk.need(place, 'controlState');
      const state = shown(await supplyAt(desk, place));
      return { facts: state, summary: `supply: ${state.controlState}` };
    },
  };
};

export const supplyTasks: readonly Task[] = [
  { id: 'read-supply', plan: readSupply },
  { id: 'disconnect', plan: switching('disconnect') },
  { id: 'reconnect', plan: switching('reconnect') },
];
