/**
 * Flows against secured simulated meters: a meter, a `dlms-security` whose counters stand in a folder of the test, and the
 * texts of everything that the runtime emitted.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SimulatedAssociation, Simulator, SimulatorOptions } from '../../src/index';
import { collectAt, type FlowEntry, flowWith, meterConfig, nodeOf, quietMeter, startFlow, until } from '../support/node-red';

export const ek = '000102030405060708090A0B0C0D0E0F';
export const ak = 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF';
export const kek = '00112233445566778899AABBCCDDEEFF';
export const otherEk = '5F5E5D5C5B5A59585756555453525150';
export const otherAk = '8F8E8D8C8B8A89888786858483828180';
export const clientTitle = '4D45544600000001';
export const hlsSecret = 'HlsSecretOfMeter';

export interface Counters {
  readonly folder: string;
  remove(): void;
}

/** A folder of its own for the counters of a test. */
export const counterFolder = (): Counters => {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-nodes-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

/** A meter whose client 1 has this security; client 16 stays public. */
export const securedMeter = (
  association: Omit<SimulatedAssociation, 'client'>,
  options: Partial<SimulatorOptions> = {},
): Promise<Simulator> =>
  quietMeter({
    associations: [
      { client: 16, mechanism: 0 },
      { client: 1, ...association },
    ],
    ...options,
  });

export type SecurityFields = Readonly<Record<string, unknown>>;
export const gmac: SecurityFields = { level: 'gmac', protection: 'both' };
/** What a meter of these tests has, and what its keys are changed to. */
export const keys = { encryptionKey: ek, authenticationKey: ak, masterKey: kek };
export const newKeys = { encryptionKey: otherEk, authenticationKey: otherAk, masterKey: kek };
export type Credentials = Readonly<Record<string, string>>;

export const securityNode = (id: string, folder: string, fields: SecurityFields): FlowEntry => ({
  id,
  type: 'dlms-security',
  settingsVersion: 2,
  name: `${id} of the test`,
  clientTitle,
  storeFolder: folder,
  ...fields,
});

/** Two references that any meter answers. */
export const objects = [{ obis: '1-0:1.8.0*255', classId: 3, attribute: 2, name: 'Import' }];

export interface FlowOptions {
  readonly node?: { readonly type: string; readonly [field: string]: unknown };
  readonly outputs?: number;
  readonly extra?: readonly FlowEntry[];
  readonly credentials?: Readonly<Record<string, Credentials>>;
  readonly meter?: object;
  readonly line?: object;
}

/** `node` (default: a get) with `config-meter`, whose security is `keys`. */
export const startSecured = async (
  port: number,
  folder: string,
  fields: SecurityFields,
  credentials: Credentials,
  { node = { type: 'dlms-get', objects, output: 'array' }, outputs = 1, extra = [], meter = {}, line = {}, ...more }: FlowOptions = {},
): Promise<void> => {
  const flow = [
    ...meterConfig(port, line, { security: 'keys', addressing: 'none', ...meter }),
    securityNode('keys', folder, fields),
    ...extra,
    ...flowWith(node, outputs),
  ] as FlowEntry[];
  await startFlow(flow, { keys: { ...credentials }, ...(more.credentials as Record<string, Record<string, string>>) });
  boxes = { out: collectAt('out0'), asked: outputs > 1 ? collectAt('out1') : [], caught: collectAt('caught') };
};

type Box = ReturnType<typeof collectAt>;
let boxes: { readonly out: Box; readonly asked: Box; readonly caught: Box } = { out: [], asked: [], caught: [] };

const send = (msg: object): void => {
  for (const box of Object.values(boxes)) box.length = 0;
  nodeOf('node').receive(msg);
};

/** Sends a message into the node and gives what came out of its first output, or the error that was caught. */
export const ask = async (msg: object = {}) => {
  send(msg);
  await until(() => boxes.out.length + boxes.caught.length > 0);
  return boxes.out[0] ?? boxes.caught[0];
};

/** The question of the second output; the message itself ends with the error that nothing was done. */
export const question = async (msg: object = {}) => {
  send(msg);
  await until(() => boxes.asked.length > 0 && boxes.caught.length > 0);
  return boxes.asked[0].payload;
};
