/**
 * "Test connection" of the connection dialog: whether the line opens. No meter is asked; that is the test of the meter dialog.
 */
import type { NodeAPI } from 'node-red';
import { createTransport, type TransportOptions } from '../../src/index';
import { filledIn } from './environment';
import { lineOptions } from './line-settings';
import type { Settings } from './setting-values';

/** A person waits at the dialog. */
const lineTestMs = 15_000;

/**
 * Opens the line with the fields of the connection dialog and closes it: no meter is asked.
 * @throws DlmsError why the line cannot be opened
 */
export const testLine = async (RED: NodeAPI, fields: Settings): Promise<{ peer: string; ms: number }> => {
  const started = performance.now();
  const transport = createTransport(lineOptions(filledIn(RED, fields)).transport as TransportOptions);
  const nobody = { data: () => undefined, closed: () => undefined };
  const channel = await transport.open(nobody, AbortSignal.timeout(lineTestMs));
  // a closed socket has no peer any more
  const { peer } = channel;
  channel.close();
  return { peer, ms: Math.round(performance.now() - started) };
};
