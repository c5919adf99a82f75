/**
 * "Test connection" of the connection dialog: whether the line opens. No meter is asked; that is the test of the meter dialog.
 *
 * A line or a place where meters dial in that is deployed like that and open has passed: opened once more, its own port would be
 * said to be in use, and a gateway that has one place would lose its caller.
 */
import type { NodeAPI } from 'node-red';
import { createTransport, type LineOptions, type TransportOptions } from '../../src/index';
import type { ConnectionNode } from './config-nodes';
import { dialInOf } from './dial-in';
import { draftLine } from './draft-meter';
import { filledIn } from './environment';
import { currentVersion } from './migrate';
import type { Settings } from './setting-values';

/** A person waits at the dialog. */
const lineTestMs = 15_000;

/** Null where it is not open now. @throws DlmsError why it cannot be */
const openNow = async ({ problem, dialIn, pool }: ConnectionNode, options: LineOptions): Promise<string | null> => {
  if (problem !== null) throw problem;
  if (dialIn !== null) return dialIn.label;
  const signal = AbortSignal.timeout(lineTestMs);
  const peer = await pool?.use(options, signal, lineTestMs, async ({ state, label }) => (state === 'open' ? label : null));
  return peer ?? null;
};

/** Opens and closes it; of a place where meters dial in, listening is all that can be tried. */
const opened = async ({ transport }: LineOptions, settings: Settings): Promise<string> => {
  const dialIn = dialInOf(settings);
  if (dialIn !== null) {
    await dialIn.open().finally(() => dialIn.close());
    return dialIn.label;
  }
  const nobody = { data: () => undefined, closed: () => undefined };
  const channel = await createTransport(transport as TransportOptions).open(nobody, AbortSignal.timeout(lineTestMs));
  // a closed socket has no peer any more
  const { peer } = channel;
  channel.close();
  return peer;
};

/**
 * Opens the line with the fields of the connection dialog and closes it: no meter is asked.
 * @throws DlmsError why the line cannot be opened
 */
export const testLine = async (RED: NodeAPI, fields: Settings): Promise<{ peer: string; ms: number }> => {
  const started = performance.now();
  const lineFields = { ...fields, settingsVersion: currentVersion('dlms-connection') };
  const { options, deployed } = draftLine(RED, { connection: fields.id, lineFields }, null);
  const peer = (deployed === null ? null : await openNow(deployed, options)) ?? (await opened(options, filledIn(RED, lineFields)));
  return { peer, ms: Math.round(performance.now() - started) };
};
