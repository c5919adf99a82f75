/**
 * Config node `dlms-security`: who we are to the meter. Every secret is a Node-RED credential; nothing of it leaves the
 * security factory.
 */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { SecurityNode } from './lib/config-nodes';
import { readSettings } from './lib/config-nodes';
import { registerEditorRoutes } from './lib/editor-routes';
import { migrate } from './lib/migrate';
import { type Secrets, securityFactory } from './lib/security-settings';
import type { Settings } from './lib/setting-values';

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsSecurity(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const { value, problem } = readSettings(this, () => {
      const settings = migrate('dlms-security', definition as unknown as Settings);
      return securityFactory({ settings, secrets: (this.credentials ?? {}) as Secrets });
    });
    Object.assign(this, { factory: value, problem } satisfies Pick<SecurityNode, 'factory' | 'problem'>);
  }

  RED.nodes.registerType('dlms-security', DlmsSecurity, {
    credentials: {
      password: { type: 'password' },
      encryptionKey: { type: 'password' },
      authenticationKey: { type: 'password' },
      broadcastKey: { type: 'password' },
      dedicatedKey: { type: 'password' },
      masterKey: { type: 'password' },
      signingKey: { type: 'password' },
      agreementKey: { type: 'password' },
    },
  });
};
