/**
 * Flow node `dlms-get`: reads any list of object attributes and sends readings in the chosen form.
 *
 * Items that the meter refuses are readings with `error`; the others still arrive. Output 2 has the progress of long
 * reads.
 */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { Reading } from '../src/index';
import { registerEditorRoutes } from './lib/editor-routes';
import type { Outcome } from './lib/flow-node';
import { associationFacts, costFacts, itemFacts, withFacts } from './lib/message';
import { type FormMemory, formMemory, formOptions, outputFormIds, shapeOutput, unavailableMessage } from './lib/output-forms';
import { attributeReferences, type DefaultRange } from './lib/references';
import { copyOf, counted, type Job, progressMessage, requestNode } from './lib/request-node';
import { oneOf } from './lib/setting-values';
import { okStatus, warningStatus } from './lib/status';

const refusals = (readings: readonly Reading[]) =>
  readings.flatMap(({ obis, name, classId, attribute, error }) => (error === null ? [] : [{ obis, name, classId, attribute, error }]));

const statusOf = (readings: readonly Reading[], refused: number, roundTrips: number) => {
  const [first] = readings;
  if (refused > 0) return warningStatus(`${refused} of ${counted(readings.length, 'object')} refused`);
  const plain = readings.length === 1 && first !== undefined && typeof first.value !== 'object';
  if (plain) return okStatus(`${first.name}: ${String(first.value)}${first.unit === null ? '' : ` ${first.unit}`}`);
  return okStatus(`${counted(readings.length, 'object')} in ${counted(roundTrips, 'round trip')}`);
};

const get = async (RED: NodeAPI, memory: FormMemory, { settings, overrides, work, atMeter }: Job): Promise<Outcome> => {
  const form = oneOf(settings, 'output', outputFormIds, 'array');
  const options = formOptions(settings, memory);
  const range: DefaultRange = {
    ...(overrides.from === undefined ? {} : { from: overrides.from }),
    ...(overrides.to === undefined ? {} : { to: overrides.to }),
  };
  const list = Array.isArray(settings.objects) ? settings.objects : [];
  const references = attributeReferences(overrides.objects ?? list, range);
  const { result, association } = await atMeter(
    `reading ${counted(references.length, 'object')}`,
    async ({ meter, request }) => {
      const result = await meter.read(references, request).catch((error: unknown) => {
        const message = unavailableMessage(form, meter.name, copyOf(RED, work.msg), options);
        if (message !== null) work.send([message, null]);
        throw error;
      });
      return { result, association: meter.association };
    },
    { onProgress: (progress) => work.send([null, progressMessage(RED, work.msg, progress)]) },
  );
  const errors = refusals(result.readings);
  const msg = withFacts(work.msg, {
    ...costFacts(result.info),
    association: association === null ? null : associationFacts(association),
    items: itemFacts(references, result),
    errors,
  });
  return {
    outputs: [shapeOutput(form, result.readings, msg, (original) => copyOf(RED, original), options), null],
    status: statusOf(result.readings, errors.length, result.info.roundTrips),
  };
};

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsGet(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const memory = formMemory(RED);
    requestNode(RED, this, definition, (job) => get(RED, memory, job));
  }

  RED.nodes.registerType('dlms-get', DlmsGet);
};
