/**
 * Flow node `dlms-fleet`: reads a list of meters, or hands the jobs of a list out to others, or does the jobs that come in.
 *
 * Every meter of the list gets one result, whatever happens: output 1 has the readings, output 2 the meters that failed,
 * output 3 progress and the summary, output 4 the jobs that are handed out. What is finished is kept, so that the same run
 * goes on where it stopped. The parts are in `lib/fleet/`; which job is next is decided by the ledger in `src/client/fleet`.
 */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { Acceptance } from './lib/acceptance';
import { readSettings } from './lib/config-nodes';
import { registerEditorRoutes } from './lib/editor-routes';
import { Dispatcher, Reader } from './lib/fleet/doers';
import { Fleet } from './lib/fleet/fleet';
import { parsedPayload } from './lib/fleet/jobs';
import { meansReply } from './lib/fleet/messages';
import { type FleetSettings, fleetSettings } from './lib/fleet/settings';
import { FleetStore } from './lib/fleet/store';
import { Worker } from './lib/fleet/worker';
import { flowNodeOf, type Outcome, type Perform } from './lib/flow-node';
import { deployedSettings } from './lib/migrate';
import { formMemory } from './lib/output-forms';
import type { Settings } from './lib/setting-values';
import type { NodeStatus } from './lib/status';

interface Running {
  readonly perform: Perform;
  close(): Promise<void>;
}

interface Parts {
  readonly RED: NodeAPI;
  readonly node: Node;
  readonly settings: Settings;
  readonly fleet: FleetSettings;
  show(status: NodeStatus): void;
}

const working = ({ RED, node, settings, fleet }: Parts): Running => {
  const worker = new Worker({ RED, node, settings, deadlineS: fleet.deadlineS, leaves: true }, fleet);
  return { perform: (work) => worker.take(work), close: async () => undefined };
};

/** Reading and handing out: they differ in who does the jobs. */
const running = (parts: Parts): Running => {
  const { RED, node, settings } = parts;
  const acceptance = new Acceptance(RED, node, 'fleet', parts.fleet.accept);
  acceptance.watch();
  const store = new FleetStore(node, parts.fleet.store, (error) => node.warn(error.message));
  const reader = { RED, node, settings, deadlineS: parts.fleet.deadlineS, leaves: false };
  let dispatcher: Dispatcher | null = null;
  const fleet = new Fleet({ ...parts, settings: parts.fleet, store, acceptance }, (runs) => {
    if (parts.fleet.mode === 'read') return new Reader(runs, reader, parts.fleet);
    dispatcher = new Dispatcher(runs, reader, parts.fleet);
    return dispatcher;
  });
  const nothing = (): Outcome => ({ outputs: [null], status: fleet.status });
  const perform: Perform = async (work) => {
    const { msg } = work;
    if (acceptance.answer(msg)) return nothing();
    if ('control' in msg) return fleet.control(msg);
    const payload = parsedPayload(msg.payload);
    if (dispatcher !== null && meansReply(payload)) {
      await dispatcher.reply(payload);
      return nothing();
    }
    return fleet.start({ ...work, msg: Object.assign(msg, { payload }) });
  };
  const close = async (): Promise<void> => {
    await fleet.close();
    acceptance.close();
  };
  return { perform, close };
};

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsFleet(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const made = readSettings(this, () => {
      const settings = deployedSettings(definition);
      const fleet = fleetSettings(settings, formMemory(RED, this.id));
      const parts = { RED, node: this, settings, fleet, show: (status: NodeStatus) => handle.show(status) };
      return fleet.mode === 'work' ? working(parts) : running(parts);
    });
    const handle = flowNodeOf(
      this,
      made,
      (work, mode) => mode.perform(work),
      async () => made.value?.close(),
    );
  }

  RED.nodes.registerType('dlms-fleet', DlmsFleet);
};
