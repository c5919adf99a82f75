/**
 * Flows with one `dlms-action` that does a task at a simulated meter, and what the meter was asked.
 */
import type { Simulator, SimulatorEvent, SimulatorOptions } from '../../src/index';
import { collectAt, credentials, type FlowEntry, flowWith, meterConfig, nextAt, nodeOf, quietMeter, startFlow } from '../support/node-red';

export interface Bench {
  readonly meter: Simulator;
  readonly events: SimulatorEvent[];
  /** Names of what clients wrote and invoked: `70.1` is method 1 or attribute 1 of class 70. */
  changes(): string[];
}

export const openBench = async (options: Partial<SimulatorOptions> = {}): Promise<Bench> => {
  const meter = await quietMeter(options);
  const events: SimulatorEvent[] = [];
  meter.on((event) => events.push(event));
  const changes = (): string[] =>
    events.filter(({ kind }) => kind === 'set' || kind === 'action').map(({ kind, classId, index }) => `${kind} ${classId}.${index}`);
  return { meter, events, changes };
};

export const startTask = (
  { meter }: Bench,
  fields: object,
  extra: readonly FlowEntry[] = [],
  secrets: Record<string, Record<string, string>> = {},
  settings: object = {},
): Promise<void> => {
  const node = { type: 'dlms-action', settingsVersion: 2, confirm: true, ...fields };
  const { referencing = 'ln' } = meter.options;
  const config = meterConfig(meter.port ?? 0, {}, { referencing, ...settings });
  return startFlow([...config, ...flowWith(node, 2), ...extra], { ...credentials, ...secrets });
};

// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of any shape
export const ask = (msg: object = {}, at = 'out0'): Promise<any> => {
  const answer = nextAt(at);
  nodeOf('node').receive(msg);
  return answer;
};

/** The result of a guarded task in two steps: question and row. Progress at the second output is passed over. */
export const confirmed = async (msg: object = {}) => {
  const caught = nextAt('caught');
  const seen = collectAt('out1');
  nodeOf('node').receive(msg);
  const { error } = await caught;
  const question = seen.find(({ topic }) => topic === 'confirm')?.payload;
  return { question, error, payload: (await ask({ confirm: true })).payload };
};
