/**
 * Flow node `dlms-simulator`: a meter on a TCP, UDP or serial port. Messages come out for what clients did; messages in
 * set values (`msg.payload = { obis, value }`) or faults (`msg.faults`).
 */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import {
  canonicalObis,
  type Data,
  DlmsError,
  dataOf,
  isTyped,
  obisName,
  type Simulator,
  type SimulatorEvent,
  startSimulator,
} from '../src/index';
import { readSettings } from './lib/config-nodes';
import { registerEditorRoutes } from './lib/editor-routes';
import { flowNode, type Outcome, type Work } from './lib/flow-node';
import { migrate } from './lib/migrate';
import type { Settings } from './lib/setting-values';
import { assignments, messageFaults, simulatorOptions } from './lib/simulator-settings';
import { errorStatus, okStatus } from './lib/status';
import { dataLike, dataOfKind } from './lib/typed-value';
import { showData } from './lib/write-results';

const eventMessage = (name: string, event: SimulatorEvent) => ({
  topic: event.kind,
  payload: {
    ...event,
    meter: name,
    time: event.time.toISOString(),
    ...(event.obis === undefined ? {} : { name: obisName(event.obis) }),
    ...(event.value === undefined ? {} : { value: showData(event.value) }),
  },
});

const valueFor = (current: Data | undefined, value: unknown, kind: unknown, obis: string): Data => {
  if (isTyped(value)) return dataOf(value);
  if (typeof kind === 'string' && kind !== '') return dataOfKind(kind, value);
  if (current === undefined) throw new DlmsError('object-unknown', `The simulated meter has no ${obis}`);
  return dataLike(current, value);
};

const take = (simulator: Simulator, { msg }: Work): Outcome => {
  const done: string[] = [];
  if (msg.faults !== undefined) {
    simulator.faults = messageFaults(msg.faults);
    done.push('faults set');
  } else {
    for (const { obis, attribute, value, type } of assignments(msg.payload)) {
      const code = canonicalObis(obis);
      simulator.set(code, attribute, valueFor(simulator.get(code, attribute), value, type, code));
      done.push(`${code} set`);
    }
  }
  return { outputs: [null], status: okStatus(done.length === 1 ? (done[0] ?? '') : `${done.length} values set`) };
};

const passwordOf = (node: Node): string => (node.credentials as { readonly password?: string } | undefined)?.password ?? '';

const placeOf = ({ port, options }: Simulator): string => {
  const { listen } = options;
  return listen.kind === 'serial' ? listen.path : `${listen.kind} ${listen.host ?? '127.0.0.1'}:${port ?? listen.port}`;
};

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsSimulator(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const { value: options, problem } = readSettings(this, () =>
      simulatorOptions(migrate('dlms-simulator', definition as unknown as Settings), passwordOf(this)),
    );
    const started = options === null ? Promise.reject(problem) : startSimulator(options);
    let stopListening = (): void => {};
    const handle = flowNode(
      this,
      async (work) => take(await started, work),
      async () => {
        stopListening();
        await started.then(
          (simulator) => simulator.close(),
          () => undefined,
        );
      },
    );
    started.then(
      (simulator) => {
        stopListening = simulator.on((event) => this.send(eventMessage(options?.name ?? '', event)));
        handle.show(okStatus(placeOf(simulator)));
      },
      (error: Error) => {
        handle.show(errorStatus(error));
        if (problem === null) this.error(error);
      },
    );
  }

  RED.nodes.registerType('dlms-simulator', DlmsSimulator, { credentials: { password: { type: 'password' } } });
};
