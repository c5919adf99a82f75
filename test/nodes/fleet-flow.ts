/**
 * A flow with one dlms-fleet and four simulated meters, for the tests of the node: what is put in, and what comes out where.
 */
import type { Simulator } from '../../src/index';
import {
  collectAt,
  credentials,
  type FlowEntry,
  flowWith,
  meterConfig,
  type NodeModule,
  nodeOf,
  quietMeter,
  startFlow,
  stopFlow,
  until,
} from '../support/node-red';

export const serial = { obis: '0-0:96.1.0*255', classId: 1, attribute: 2, name: 'Serial number' };

// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of any shape
export type Any = any;

interface Collected {
  readonly results: Any[];
  readonly failures: Any[];
  readonly progress: Any[];
  readonly jobs: Any[];
}

const fleetConfig = (connection: object = {}) =>
  meterConfig(0, { host: '', port: '', ...connection }, { security: '', client: '16', addressing: 'none' });

/** Meters around the tests of the surrounding `describe`, and a flow in each. */
export class FleetFlow {
  readonly meters: Simulator[] = [];
  outs: Collected = { results: [], failures: [], progress: [], jobs: [] };

  constructor() {
    before(async () => {
      for (let index = 0; index < 4; index++) this.meters.push(await quietMeter({ serialNumber: `1000000${index}` }));
    });
    after(async () => {
      for (const meter of this.meters.splice(0)) await meter.close();
    });
    afterEach(stopFlow);
  }

  readonly rowOf = (index: number) => ({ name: `Meter ${index}`, host: '127.0.0.1', port: this.meters[index]?.port, tariff: `T${index}` });

  /** `more` are entries of the flow beside the node, or in the place of others with their ids. */
  readonly start = async (
    node: object = {},
    connection: object = {},
    outputs = 4,
    more: readonly FlowEntry[] = [],
    modules: readonly NodeModule[] = [],
  ): Promise<void> => {
    const fleet = { type: 'dlms-fleet', objects: [serial], output: 'array', accept: 'sent', retries: '0', retryPause: '0', ...node };
    const usual = flowWith(fleet, outputs).filter(({ id }) => more.every((entry) => entry.id !== id));
    await startFlow([...fleetConfig(connection), ...usual, ...more], credentials, modules);
    this.outs = {
      results: collectAt('out0'),
      failures: collectAt('out1'),
      progress: collectAt('out2'),
      jobs: outputs > 3 ? collectAt('out3') : [],
    };
  };

  readonly send = (msg: object): void => nodeOf('node').receive(msg);

  readonly summary = async (): Promise<Any> => {
    const { progress } = this.outs;
    await until(() => progress.some(({ topic }) => topic === 'done'));
    const { payload } = progress.find(({ topic }) => topic === 'done');
    progress.length = 0;
    return payload;
  };

  readonly run = async (msg: object): Promise<Any> => {
    this.send(msg);
    return this.summary();
  };

  readonly serials = (): string[] => this.outs.results.map(({ payload }) => String(payload[0].value)).sort();
}
