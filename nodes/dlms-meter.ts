/**
 * Config node `dlms-meter`: one meter on a line. The live meter is made when a message needs it; see `lib/meter-access.ts`.
 */
import type { NodeAPI, NodeDef } from 'node-red';
import type { Framing } from '../src/index';
import type { ConnectionNode, MeterNode } from './lib/config-nodes';
import { readSettings } from './lib/config-nodes';
import { registerEditorRoutes } from './lib/editor-routes';
import { onClose } from './lib/flow-node';
import { framings } from './lib/line-settings';
import { forgetMeters } from './lib/meter-access';
import { meterOptions } from './lib/meter-settings';
import { deployedSettings } from './lib/migrate';
import { noSecurity } from './lib/security-settings';
import { isEmpty, type Settings, text } from './lib/setting-values';

/** Of its connection; every setting matters where that is not known. */
const framingOf = (RED: NodeAPI, settings: Settings): Framing | undefined => {
  const connection = RED.nodes.getNode(text(settings, 'connection', '')) as Partial<ConnectionNode> | null | undefined;
  const framing = connection?.settings?.framing;
  return framings.find((one) => one === framing);
};

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsMeter(this: MeterNode, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const { value, problem } = readSettings(this, () => {
      const settings = deployedSettings(definition);
      // Read once now, so that a mistake shows at deploy. The serial number may come with each message.
      const { serialNumber, addressing } = settings;
      const unknown = addressing === 'serial' && isEmpty(serialNumber);
      meterOptions(unknown ? { ...settings, addressing: 'none' } : settings, {}, 'meter', noSecurity, framingOf(RED, settings));
      return settings;
    });
    const settings = value ?? {};
    Object.assign(this, { settings, problem, connectionId: text(settings, 'connection', ''), securityId: text(settings, 'security', '') });
    onClose(this, () => forgetMeters(RED, this));
  }

  RED.nodes.registerType('dlms-meter', DlmsMeter);
};
