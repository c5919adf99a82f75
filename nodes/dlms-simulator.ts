/**
 * Flow node `dlms-simulator`: a meter, or several on one line, on a TCP, UDP or serial port. Messages come out for what
 * clients did; messages in set values (`msg.payload = { obis, value }`) or faults (`msg.faults`).
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
  type SimulatorOptions,
  startSimulatedLine,
  startSimulator,
} from '../src/index';
import { concealCredentials, readSettings } from './lib/config-nodes';
import { registerEditorRoutes } from './lib/editor-routes';
import { explained } from './lib/error-facts';
import { flowNode, type Outcome, type Work } from './lib/flow-node';
import { deployedSettings } from './lib/migrate';
import { type SimulatorSecrets, simulatorCredentials } from './lib/simulator-security';
import { type Assignment, assignments, messageFaults, metersOnLine, neighbour, simulatorOptions } from './lib/simulator-settings';
import { errorStatus, okStatus } from './lib/status';
import { holdSecrets } from './lib/trace-secrets';
import { dataLike, dataOfKind } from './lib/typed-value';
import { showData } from './lib/write-results';

const eventMessage = (meter: string, event: SimulatorEvent) => ({
  topic: event.kind,
  payload: {
    ...event,
    meter,
    time: event.time.toISOString(),
    ...(event.obis === undefined ? {} : { name: obisName(event.obis) }),
    ...(event.value === undefined ? {} : { value: showData(event.value) }),
  },
});

/** One port with its meters; there is at least one. */
interface Running {
  readonly meters: readonly Simulator[];
  close(): Promise<void>;
}

const start = async (options: SimulatorOptions, count: number): Promise<Running> => {
  if (count > 1) {
    const { listen } = options;
    return startSimulatedLine({ listen, framing: 'hdlc', meters: Array.from({ length: count }, (_, n) => neighbour(options, n)) });
  }
  const meter = await startSimulator(options);
  return { meters: [meter], close: () => meter.close() };
};

const valueFor = (current: Data | undefined, value: unknown, kind: unknown, obis: string): Data => {
  if (isTyped(value)) return dataOf(value);
  if (typeof kind === 'string' && kind !== '') return dataOfKind(kind, value);
  if (current === undefined) throw new DlmsError('object-unknown', `The simulated meter has no ${obis}`);
  return dataLike(current, value);
};

const assign = ({ meters }: Running, { obis, attribute, value, type, physical }: Assignment): string => {
  const meter = physical === undefined ? meters[0] : meters.find(({ options }) => options.physical === physical);
  if (meter === undefined) throw new DlmsError('settings-invalid', `msg.payload.physical: no meter has the address ${physical}`);
  const code = canonicalObis(obis);
  meter.set(code, attribute, valueFor(meter.get(code, attribute), value, type, code));
  return `${code} set`;
};

const take = (running: Running, { msg }: Work): Outcome => {
  if (msg.restart === true) {
    // meters of one line share it: the first one cuts it for all
    for (const meter of running.meters) meter.restart();
    return { outputs: [null], status: okStatus('restarted') };
  }
  if (msg.faults !== undefined) {
    const faults = messageFaults(msg.faults);
    for (const meter of running.meters) meter.faults = faults;
    const active = Object.entries(faults).filter(([, value]) => Boolean(value));
    return { outputs: [null], status: okStatus(active.length === 0 ? 'no faults' : `faults: ${active.map(([name]) => name).join(', ')}`) };
  }
  const done = assignments(msg.payload).map((assignment) => assign(running, assignment));
  return { outputs: [null], status: okStatus(done.length === 1 ? (done[0] ?? '') : `${done.length} values set`) };
};

const placeOf = ({ meters }: Running): string => {
  const [first] = meters;
  if (first === undefined) return '';
  const { listen } = first.options;
  const place = listen.kind === 'serial' ? listen.path : `${listen.kind} ${listen.host ?? '127.0.0.1'}:${first.port ?? listen.port}`;
  return meters.length > 1 ? `${meters.length} meters on ${place}` : place;
};

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsSimulator(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    concealCredentials(this);
    const { value, problem } = readSettings(this, () => {
      const settings = deployedSettings(definition);
      return { options: simulatorOptions(settings, (this.credentials ?? {}) as SimulatorSecrets), count: metersOnLine(settings) };
    });
    const started = value === null ? Promise.reject(problem) : start(value.options, value.count);
    const stops: (() => void)[] = [holdSecrets(this.credentials ?? {})];
    const handle = flowNode(
      this,
      async (work) => take(await started, work),
      async () => {
        const running = await started.catch(() => null);
        for (const stop of stops) stop();
        await running?.close();
      },
    );
    started.then(
      (running) => {
        for (const meter of running.meters) stops.push(meter.on((event) => this.send(eventMessage(meter.options.name ?? '', event))));
        handle.show(okStatus(placeOf(running)));
      },
      (error: Error) => {
        handle.show(errorStatus(error));
        if (problem === null) this.error(explained(error));
      },
    );
  }

  RED.nodes.registerType('dlms-simulator', DlmsSimulator, { credentials: simulatorCredentials });
};
