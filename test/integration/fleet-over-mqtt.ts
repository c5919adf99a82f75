/**
 * The example "Fleet over MQTT" for tests: its tabs before the servers of this run, and lists of simulated meters with keys.
 */
import { exampleOf, type FlowNode } from './instances';
import type { Meter } from './listened-meter';

export interface FleetNodes {
  /** Ids of the two fleet nodes. */
  readonly dispatcher: string;
  readonly worker: string;
  readonly all: readonly FlowNode[];
  readonly dispatcherOnly: readonly FlowNode[];
  readonly workerOnly: readonly FlowNode[];
}

/** The example without its own meters, with leases and pauses that fit a test. */
export function fleetNodes(servers: { readonly mqtt: number; readonly redis: number }, dispatching: object = {}): FleetNodes {
  const example = exampleOf('Fleet over MQTT');
  const tab = (label: string): string => example.find(({ type, label: own }) => type === 'tab' && own === label)?.id ?? '';
  const fleetIn = (label: string): string => example.find(({ z, type }) => z === tab(label) && type === 'dlms-fleet')?.id ?? '';
  const [dispatcher, worker] = [fleetIn('Dispatcher'), fleetIn('Worker')];
  const all = example
    .filter(({ type }) => type !== 'dlms-simulator' && type !== 'global-config')
    .map((node): FlowNode => {
      if (node.type === 'mqtt-broker') return { ...node, port: String(servers.mqtt) };
      if (node.id === dispatcher) return { ...node, lease: '25', window: '12', retryPause: '0.2', retries: '6', ...dispatching };
      if (node.id === worker) return { ...node, deadline: '20' };
      if (node.type !== 'dlms-security') return node;
      return { ...node, credentials: { ...node.credentials, redisUrl: `redis://127.0.0.1:${servers.redis}/0` } };
    });
  const without = (label: string): FlowNode[] => all.filter(({ id, z }) => z !== tab(label) && id !== tab(label));
  return { dispatcher, worker, all, dispatcherOnly: without('Worker'), workerOnly: without('Dispatcher') };
}

/** Each meter so many times; the id of a job ends with the index of its meter. */
export const rowsFor = (meters: readonly Meter[], rounds: number) =>
  Array.from({ length: rounds }, (_, round) =>
    meters.map(({ port }, index) => ({
      jobId: `${round}-${index}`,
      name: `Meter ${index}`,
      host: '127.0.0.1',
      port,
      client: 1,
      security: 'Field keys',
    })),
  ).flat();

/** The meter that a job reads. */
export const meterOf = (meters: readonly Meter[], jobId: string): Meter | undefined => meters[Number(jobId.split('-')[1])];
