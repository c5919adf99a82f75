/**
 * Units of physical quantities (Blue Book part 2, clause 4.3.2): from the code in scaler_unit to a symbol, a UCUM
 * expression and names in English and German.
 *
 * Code 255 says "no unit". Code 0 is not defined; meters that send it mean the same.
 */
import { unitLines } from './data/units';

export interface Unit {
  readonly code: number;
  /** For display: `Wh`, `m³/h`, `°C`; empty for "no unit" and for units without a symbol. */
  readonly symbol: string;
  /** Unified Code for Units of Measure: `W.h`, `m3/h`, `Cel`; empty where it has none. */
  readonly ucum: string;
  readonly quantity: string;
  readonly en: string;
  readonly de: string;
}

const table = new Map<number, Unit>();
for (const line of unitLines.trim().split('\n')) {
  const [code, symbol = '', ucum = '', quantity = '', en = '', de = ''] = line.split('|').map((part) => part.trim());
  table.set(Number(code), { code: Number(code), symbol, ucum, quantity, en, de });
}

/** All units that have a meaning, by code. */
export const units: readonly Unit[] = [...table.values()];

/** "No unit". */
const noUnit = 255;

/** The unit of a code; 0 is read as 255, "no unit". Undefined for reserved codes. */
export const unitOf = (code: number): Unit | undefined => table.get(code === 0 ? noUnit : code);

/** The symbol of a unit code: null for "no unit" and for units without a symbol, `unit n` for reserved codes. */
export function unitSymbol(code: number | null): string | null {
  if (code === null) return null;
  const known = unitOf(code);
  if (known === undefined) return `unit ${code}`;
  return known.symbol === '' ? null : known.symbol;
}
