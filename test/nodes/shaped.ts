/** Readings in an output form, without a runtime: what the tests of the forms share. */
import type { NodeMessage } from 'node-red';
import { type FormOptions, formMemory, formOptions, shapeOutput } from '../../nodes/lib/output-forms';
import type { Reading } from '../../src/index';

export const reading = (more: Partial<Reading>): Reading => ({
  meter: 'house',
  obis: '1-0:1.8.0*255',
  name: 'Import',
  classId: 3,
  attribute: 2,
  value: 1234.5,
  unit: 'Wh',
  time: '2026-03-01T09:15:00.250Z',
  status: null,
  error: null,
  ...more,
});
export const refused = { code: 4, name: 'object-undefined', text: 'The meter does not have it' };

export const options = (settings: object = {}): FormOptions => formOptions(settings as never, formMemory());
// biome-ignore lint/suspicious/noExplicitAny: messages of any shape
export const shape = (id: string, readings: readonly Reading[], chosen = options()): any[] =>
  shapeOutput(id, readings, { _msgid: 'm' } as NodeMessage, (msg) => ({ ...msg }), chosen);
