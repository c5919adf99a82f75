/**
 * Time zones for what is sent to meters: a fixed number of minutes east of UTC, or a name of the IANA data base
 * (`Europe/Zurich`), which knows daylight saving time. The rules come from the ICU data of Node.js.
 */
import { DlmsError } from '../errors';

/** Minutes east of UTC, or an IANA name. */
export type Zone = number | string;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let known = formats.get(zone);
  if (known === undefined) {
    try {
      known = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    } catch (cause) {
      throw new DlmsError('settings-invalid', `"${zone}" is not a time zone; write it like Europe/Zurich`, { cause });
    }
    formats.set(zone, known);
  }
  return known;
}

/**
 * Minutes east of UTC at an instant.
 * @throws DlmsError `settings-invalid` for a name that is no time zone
 */
export function zoneOffset(epochMs: number, zone: Zone): number {
  if (typeof zone === 'number') return zone;
  const part = formatOf(zone)
    .formatToParts(epochMs)
    .find(({ type }) => type === 'timeZoneName');
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(part?.value ?? '');
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}

/** Minutes east of UTC for a wall-clock time. In the hour that a clock change repeats, the first of both. */
export function zoneOffsetOfLocal(localMs: number, zone: Zone): number {
  if (typeof zone === 'number') return zone;
  const before = zoneOffset(localMs - 86_400_000, zone);
  const after = zoneOffset(localMs + 86_400_000, zone);
  for (const offset of [before, after]) {
    if (zoneOffset(localMs - offset * 60_000, zone) === offset) return offset;
  }
  // In the hour that a clock change skips: as the clock before the change would have counted.
  return before;
}

/** Whether daylight saving time holds at an instant; null for fixed offsets, which do not tell. */
export function zoneDaylightSaving(epochMs: number, zone: Zone): boolean | null {
  if (typeof zone === 'number') return null;
  const year = new Date(epochMs).getUTCFullYear();
  const winter = Math.min(zoneOffset(Date.UTC(year, 0, 1), zone), zoneOffset(Date.UTC(year, 6, 1), zone));
  return zoneOffset(epochMs, zone) > winter;
}
