/**
 * A flow with one dlms-push and the meters that connect to it, for the tests of the node.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type FlowEntry, flowWith, freePort, nodeOf, startFlow, stopFlow, until } from '../support/node-red';

export const host = '127.0.0.1';
export const settings = { settingsVersion: 1 };
export const keysNode = { id: 'keys', type: 'dlms-security', ...settings, name: 'Keys', level: 'none', protection: 'none' } as FlowEntry;

/** However it ends: a reset is an end, too. */
export const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.on('close', () => resolve()));

/** DataNotification that asks for a confirmation, in a wrapper frame from 1 to 103. */
export const confirmed = Buffer.from('0001000100670000' + '0F40000007000202090601000108' + '00FF0600000BB8', 'hex');
confirmed.writeUInt16BE(confirmed.length - 8, 6);

/** A flow in each of the tests of the surrounding `describe`. */
export class PushFlow {
  readonly sockets: Socket[] = [];
  /** Where the node listens. */
  port = 0;

  constructor() {
    afterEach(async () => {
      for (const socket of this.sockets.splice(0)) socket.destroy();
      await stopFlow();
    });
  }

  readonly dial = async (port: number): Promise<Socket> => {
    const socket = connect(port, host);
    socket.on('error', () => undefined);
    this.sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  };

  readonly start = async (
    node: object = {},
    more: readonly FlowEntry[] = [],
    secrets: Record<string, Record<string, string>> = {},
  ): Promise<void> => {
    this.port = await freePort();
    const push = { type: 'dlms-push', meter: '', security: '', medium: 'tcp', port: String(this.port), output: 'array', ...node };
    await startFlow([keysNode, ...more, ...flowWith(push, 3)], secrets);
    // The node has told where it listens.
    if (!('medium' in node) || node.medium === 'udp') await this.statusLike(/tcp|udp|listen/);
  };

  readonly statusLike = async (pattern: RegExp): Promise<void> => {
    const node = nodeOf('node') as unknown as { status: { args: [{ text?: string }][] } };
    await until(() => node.status.args.some(([{ text }]) => pattern.test(text ?? '')));
  };
}
