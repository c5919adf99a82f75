/**
 * System titles as people read them. IDIS (package 2, 4.3.3.3): three letters of the manufacturer, an octet of device type
 * from 100 on, four bits of function type and 28 bits of serial number, printed as on the meter's plate: SMS 103 07
 * 00312390. Others: the letters and the hex behind them.
 */
import { toHex } from '../bytes';

const letters = /^[A-Za-z]{3}$/;

/** @returns null when the title has not 8 octets or does not begin with letters */
export function titleText(title: Buffer): string | null {
  const manufacturer = title.toString('latin1', 0, 3);
  if (title.length !== 8 || !letters.test(manufacturer)) return null;
  const type = title[3] as number;
  const serial = title.readUInt32BE(4) & 0x0fffffff;
  const functions = (title[4] as number) >>> 4;
  if (type < 100 || type > 199 || serial > 99_999_999) return `${manufacturer}-${toHex(title.subarray(3))}`;
  return `${manufacturer}${type}${String(functions).padStart(2, '0')}${String(serial).padStart(8, '0')}`;
}

/** For messages: `534D53677004C446 (SMS1030700312390)`. */
export function describeTitle(title: Buffer): string {
  if (title.length === 0) return 'empty';
  const text = titleText(title);
  return text === null ? toHex(title) : `${toHex(title)} (${text})`;
}
