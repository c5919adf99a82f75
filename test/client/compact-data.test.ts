/**
 * Compact data (class 62, Blue Book 4.3.10) as `meter.read` gives it. Template and buffer are those that the Java library of
 * Gurux (4.0.47) makes of these objects: template_id 3, UNIX clock 1577836800, serial number "ABC", 1517 with scaler -1 in Wh,
 * and that scaler_unit itself.
 */
import assert from 'node:assert/strict';
import { conformanceFrom } from '../../src/apdu/initiate';
import type { AttributeReference, Line } from '../../src/client/types';
import type { Data } from '../../src/codec/types';
import { type CaptureObject, captureObjectData } from '../../src/cosem/profile';
import { MemoryMeter, testLine, testMeter } from './memory-meter';
import { logicalMeter, type MeterScript, type Objects } from './scripted-answers';

const obis = '0-0:66.0.1*255';
const reference: AttributeReference = { classId: 62, obis, attribute: 2 };
const octets = (hex: string): Data => ({ type: 'octet-string', value: Buffer.from(hex, 'hex') });
const captured: readonly CaptureObject[] = [
  { classId: 62, obis, attribute: 4, dataIndex: 0 },
  { classId: 1, obis: '0-0:1.1.0*255', attribute: 2, dataIndex: 0 },
  { classId: 1, obis: '0-0:96.1.0*255', attribute: 2, dataIndex: 0 },
  { classId: 3, obis: '1-0:1.8.0*255', attribute: 2, dataIndex: 0 },
  { classId: 3, obis: '1-0:1.8.0*255', attribute: 3, dataIndex: 0 },
];
const scalerUnit: Data = {
  type: 'structure',
  value: [
    { type: 'integer', value: -1 },
    { type: 'enum', value: 30 },
  ],
};
const bufferHex = '035E0BE10003414243000005EDFF1E';
const objects: Objects = {
  [`62:${obis}:2`]: octets(bufferHex),
  [`62:${obis}:3`]: { type: 'array', value: captured.map(captureObjectData) },
  [`62:${obis}:5`]: octets('02051106090602020F16'),
  '3:1-0:1.8.0*255:3': scalerUnit,
};
const values = [3, '2020-01-01T00:00:00Z', 'ABC', 151.7, { scaler: -1, unit: 30 }];

const rowsOf = (value: unknown): unknown[] => (Array.isArray(value) ? value.map((row: object) => Object.values(row)) : [value]);

describe('compact data', () => {
  let peer: MemoryMeter;
  let line: Line;
  afterEach(async () => {
    await line.close();
    peer.close();
  });

  const start = (script: Objects, services: Partial<MeterScript> = {}) => {
    peer = new MemoryMeter({ framing: 'wrapper', answer: logicalMeter({ objects: script, ...services }) });
    line = testLine(peer.transport, { framing: 'wrapper' });
    return testMeter(line);
  };

  it('is read as the values of its capture objects, scaled, and with one request from the second time on', async () => {
    const meter = start(objects);
    const { readings, raw } = await meter.read([reference]);
    assert.deepEqual(rowsOf(readings[0]?.value), [values]);
    assert.deepEqual(
      raw[0]?.columns?.map(({ obis: code, attribute, unit }) => [code, attribute, unit]),
      captured.map(({ obis: code, attribute }, i) => [code, attribute, i === 3 ? 'Wh' : null]),
    );
    assert.deepEqual(raw[0]?.data, octets(bufferHex));
    const before = peer.requests.length;
    assert.deepEqual(rowsOf((await meter.read([reference])).readings[0]?.value), [values]);
    assert.equal(peer.requests.length, before + 1);
  });

  it('is read where the meter did not agree to lists', async () => {
    const meter = start(objects, { conformance: conformanceFrom(['get']) });
    assert.deepEqual(rowsOf((await meter.read([reference])).readings[0]?.value), [values]);
  });

  it('stays octets where the template is refused, or does not fit', async () => {
    for (const template of [undefined, '020411060906', '02061106090602020F1611', '02051106090602020F13']) {
      const { [`62:${obis}:5`]: _template, ...rest } = objects;
      const meter = start(template === undefined ? rest : { ...rest, [`62:${obis}:5`]: octets(template) });
      const { readings, raw } = await meter.read([reference]);
      assert.deepEqual([readings[0]?.value, readings[0]?.error, raw[0]?.columns], [bufferHex, null, undefined]);
      await line.close();
      peer.close();
    }
  });
});
