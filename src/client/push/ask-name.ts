/**
 * Asks a meter that has dialled in and says nothing for its logical device name, as the public client.
 */
import { toHex } from '../../bytes';
import { isDlmsError } from '../../errors';
import type { Transport } from '../../transport/transport';
import { lineDefaults, meterDefaults } from '../defaults';
import { openLine } from '../line';
import type { Framing } from '../types';

/** Long enough for a GPRS line. */
const askMs = 15_000;
const closeMs = 1000;

const logicalDeviceName = { classId: 1, obis: '0-0:42.0.0*255', attribute: 2 };

/** The name; null when the meter does not tell it. */
export async function askDeviceName(transport: Transport, framing: Framing): Promise<string | null> {
  const line = openLine({ ...lineDefaults, transport, framing, retries: 0, idleReleaseMs: 0, responseTimeoutMs: askMs / 3 });
  try {
    const meter = line.meter({ ...meterDefaults, name: transport.label, addresses: { client: 16, logicalDevice: 1 } });
    const { items } = await meter.get([logicalDeviceName], { deadlineMs: askMs });
    const data = items[0]?.data;
    if (data?.type !== 'octet-string' && data?.type !== 'visible-string') return null;
    const name = Buffer.isBuffer(data.value) ? data.value.toString('latin1') : data.value;
    return /^[\x20-\x7e]+$/.test(name) ? name.trim() : toHex(Buffer.from(name, 'latin1'));
  } catch (error) {
    if (!isDlmsError(error)) throw error;
    return null;
  } finally {
    await line.close(closeMs);
  }
}
