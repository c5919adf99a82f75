/** What our simulator holds, and what a Python client says that it read, in one form. */
import assert from 'node:assert/strict';
import { type Data, decodeData, encodeData, type Simulator } from '../../src/index';
import type { StepResult } from './peers';

const dotted = (obis: string): string => obis.replace(/[-:*]/g, '.');

/** Data as the launchers print it: octets as hex, structures and arrays as lists. */
const plain = (data: Data): unknown => {
  switch (data.type) {
    case 'array':
    case 'structure':
      return data.value.map(plain);
    case 'octet-string':
      return { hex: data.value.toString('hex') };
    case 'visible-string':
    case 'utf8-string':
    case 'boolean':
    case 'float32':
    case 'float64':
      return data.value;
    case 'null-data':
      return null;
    case 'long64':
    case 'long64-unsigned':
      return Number(data.value);
    default:
      return typeof data.value === 'number' ? data.value : assert.fail(`no plain form for ${data.type}`);
  }
};

/** What the simulator holds, as a peer sees it: date-times as the octets they travel in. */
export const held = (simulator: Simulator, obis: string, attribute = 2): unknown => {
  const data = simulator.get(obis, attribute);
  assert.ok(data, `the simulator has no ${obis}`);
  return plain(decodeData(encodeData(data)));
};

export const valueFrom = (result: StepResult | undefined): unknown => {
  assert.equal(result?.error, undefined);
  return result?.value;
};

/** An attribute as the jobs of the Python launchers name it. */
export const reference = (classId: number, obis: string, attribute = 2) => ({ classId, obis: dotted(obis), attribute });
