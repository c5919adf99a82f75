/**
 * End of billing: the meter closes the period, stores it, and its maxima begin anew. By the script for it (Blue Book 6.2.7,
 * 0-0:10.0.1*255, script 1), or at one demand register (4.3.4, class 5). It cannot be undone, so it is confirmed; what meters
 * usually count of it is read before and after.
 */
import { type Desk, type Place, parameterData, shownSending } from './desk';
import { chosen, scriptObis, taskObis, wholeOr } from './field-values';
import type { Task, TaskInput, TaskPlan } from './task';

/** Where meters tell of billing periods; the first that answers counts. */
const witnesses: readonly (readonly [name: string, place: Place, attribute: string])[] = [
  ['billingCounter', { classId: 1, obis: '1-0:0.1.0*255' }, 'value'],
  ['billingCounter', { classId: 1, obis: '0-0:0.1.0*255' }, 'value'],
  ['billingTime', { classId: 1, obis: '1-0:0.1.2*255' }, 'value'],
  ['billingTime', { classId: 1, obis: '0-0:0.1.2*255' }, 'value'],
  ['billingProfileRows', { classId: 7, obis: '0-0:98.1.0*255' }, 'entriesInUse'],
];

const billingState = async (desk: Desk): Promise<Readonly<Record<string, unknown>>> => {
  const values = await desk.lookAt(witnesses.map(([, place, attribute]) => [place, attribute]));
  const state: Record<string, unknown> = {};
  witnesses.forEach(([name], index) => {
    if (values[index] !== undefined) state[name] ??= values[index];
  });
  return state;
};

const demandState = async (desk: Desk, place: Place) =>
  desk.look(place, ['currentAverageValue', 'lastAverageValue', 'startTimeCurrent', 'captureTime']);

const viaScript = ({ settings, clock }: TaskInput): TaskPlan => {
  const place = { classId: 9, obis: scriptObis(settings, 'end-billing') };
  const selector = wholeOr(settings, 'scriptSelector', 1);
  const parameter = parameterData(place, 'execute', selector, clock);
  return {
    words: 'end of billing',
    question: `Script ${selector} of ${place.obis} ends the billing period: the meter stores it and its maxima begin anew, which cannot be undone`,
    sends: [shownSending(place, 'execute', parameter)],
    async perform(desk) {
      const before = await billingState(desk);
      await desk.invoke(place, 'execute', parameter);
      const after = await billingState(desk);
      if (Object.keys(after).length === 0) desk.note('The meter has no billing counter, time or profile where they usually stand.');
      else if (JSON.stringify(before) === JSON.stringify(after))
        desk.note('Counter, time and profile of billing are as before: the script may do something else in this meter.');
      return { facts: { before, ...after } };
    },
  };
};

const viaRegister = ({ settings }: TaskInput, method: 'reset' | 'nextPeriod'): TaskPlan => {
  const place = { classId: 5, obis: taskObis(settings, 'end-billing') };
  const what = method === 'reset' ? 'sets the demand to zero and begins its period anew' : 'ends the running demand period early';
  return {
    words: method === 'reset' ? 'demand reset' : 'next demand period',
    question: `${place.obis}: this ${what}, which cannot be undone`,
    sends: [shownSending(place, method)],
    async perform(desk) {
      const before = await demandState(desk, place);
      await desk.invoke(place, method);
      return { facts: { before, ...(await demandState(desk, place)) } };
    },
  };
};

const resetBilling = (input: TaskInput): TaskPlan => {
  const way = chosen(input.settings, 'billingBy');
  return way === 'script' ? viaScript(input) : viaRegister(input, way === 'demand-reset' ? 'reset' : 'nextPeriod');
};

export const billingTasks: readonly Task[] = [{ id: 'end-billing', plan: resetBilling }];
