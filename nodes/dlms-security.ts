/**
 * Config node `dlms-security`: who we are to the meter. Every secret is a Node-RED credential; nothing of it leaves
 * `lib/security-settings.ts`.
 */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { SecurityNode } from './lib/config-nodes';
import { concealCredentials, nameable, readSettings } from './lib/config-nodes';
import { registerEditorRoutes } from './lib/editor-routes';
import { onClose } from './lib/flow-node';
import { deployedSettings } from './lib/migrate';
import { credentialTypes } from './lib/security-secrets';
import { securityOf } from './lib/security-settings';

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsSecurity(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    concealCredentials(this);
    const { value, problem } = readSettings(this, () => securityOf(RED, this, deployedSettings(definition), this.credentials));
    Object.assign(this, { security: value, problem } satisfies Pick<SecurityNode, 'security' | 'problem'>);
    const forget = nameable(RED, this as SecurityNode);
    onClose(this, async () => {
      forget();
      await value?.close();
    });
  }

  RED.nodes.registerType('dlms-security', DlmsSecurity, { credentials: credentialTypes });
};
