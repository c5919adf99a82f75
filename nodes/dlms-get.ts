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
import type { Target } from './lib/meter-access';
import { readingMessages, readObjectsOf, refusals, wantedObjects } from './lib/meter-reading';
import { type FormMemory, formMemory, formOptions, outputFormIds, unavailableMessage } from './lib/output-forms';
import { copyOf, counted, type Job, progressMessage, refusedStatus, requestNode } from './lib/request-node';
import { oneOf } from './lib/setting-values';
import { okStatus } from './lib/status';

const statusOf = (readings: readonly Reading[], roundTrips: number) => {
  const [first] = readings;
  if (refusals(readings).length > 0) return refusedStatus(readings, 'object');
  const plain = readings.length === 1 && first !== undefined && typeof first.value !== 'object';
  if (plain) return okStatus(`${first.name}: ${String(first.value)}${first.unit === null ? '' : ` ${first.unit}`}`);
  return okStatus(`${counted(readings.length, 'object')} in ${counted(roundTrips, 'round trip')}`);
};

const get = async (RED: NodeAPI, memory: FormMemory, { settings, overrides, work, atMeter }: Job): Promise<Outcome> => {
  const form = oneOf(settings, 'output', outputFormIds, 'array');
  const options = formOptions(settings, memory);
  const references = wantedObjects(settings, overrides);
  const request = (target: Target) =>
    readObjectsOf(references, target).catch((error: unknown) => {
      const message = unavailableMessage(form, target.meter.name, copyOf(RED, work.msg), options);
      if (message !== null) work.send([message, null]);
      throw error;
    });
  const read = await atMeter(`reading ${counted(references.length, 'object')}`, request, {
    onProgress: (progress) => work.send([null, progressMessage(RED, work.msg, progress)]),
  });
  const { readings, info } = read.result;
  return {
    outputs: [readingMessages(RED, form, options, read, work.msg), null],
    status: statusOf(readings, info.roundTrips),
  };
};

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsGet(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const memory = formMemory(RED, this.id);
    requestNode(RED, this, definition, (job) => get(RED, memory, job));
  }

  RED.nodes.registerType('dlms-get', DlmsGet);
};
