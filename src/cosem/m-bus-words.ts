/**
 * What EN 13757-3 puts into the header of M-Bus devices, in words: manufacturer, identification number, device type. Meters
 * hand these on in the M-Bus client (Blue Book 4.8.3, class 72). The table of device types is EN 13757-3, table 4 (medium).
 */

/** Three letters in 15 bits, five each, A = 1: 0x15B3 is EMS; null where it is no such code. */
export function mbusManufacturer(code: number): string | null {
  const letters = [10, 5, 0].map((shift) => (code >> shift) & 0x1f);
  if (code > 0x7fff || letters.some((letter) => letter < 1 || letter > 26)) return null;
  return String.fromCharCode(...letters.map((letter) => letter + 64));
}

/** Eight BCD digits; where the number is no BCD, its decimal digits as some meters send them. */
export function mbusIdentification(code: number): string {
  const digits = code.toString(16).padStart(8, '0');
  return /^\d{8}$/.test(digits) ? digits : String(code).padStart(8, '0');
}

const deviceTypes: Readonly<Record<number, readonly [en: string, de: string]>> = {
  0: ['other', 'anderes'],
  1: ['oil', 'Öl'],
  2: ['electricity', 'Strom'],
  3: ['gas', 'Gas'],
  4: ['heat', 'Wärme'],
  5: ['steam', 'Dampf'],
  6: ['warm water', 'Warmwasser'],
  7: ['water', 'Wasser'],
  8: ['heat cost allocator', 'Heizkostenverteiler'],
  9: ['compressed air', 'Druckluft'],
  10: ['cooling, outlet', 'Kälte, Rücklauf'],
  11: ['cooling, inlet', 'Kälte, Vorlauf'],
  12: ['heat, inlet', 'Wärme, Vorlauf'],
  13: ['heat and cooling', 'Wärme und Kälte'],
  14: ['bus or system component', 'Bus- oder Systemkomponente'],
  15: ['unknown', 'unbekannt'],
  20: ['calorific value', 'Brennwert'],
  21: ['hot water', 'Heißwasser'],
  22: ['cold water', 'Kaltwasser'],
  23: ['dual register water', 'Wasser, zwei Zählwerke'],
  24: ['pressure', 'Druck'],
  25: ['analogue-digital converter', 'Analog-Digital-Wandler'],
  26: ['smoke detector', 'Rauchmelder'],
  27: ['room sensor', 'Raumsensor'],
  28: ['gas detector', 'Gasmelder'],
  32: ['breaker', 'Schalter'],
  33: ['valve', 'Ventil'],
  37: ['customer unit', 'Kundenanzeige'],
  40: ['waste water', 'Abwasser'],
  41: ['garbage', 'Abfall'],
  49: ['communication controller', 'Kommunikationssteuerung'],
  50: ['repeater, one way', 'Repeater, einseitig'],
  51: ['repeater, both ways', 'Repeater, beidseitig'],
  54: ['radio converter, system side', 'Funkwandler auf der Systemseite'],
  55: ['radio converter, meter side', 'Funkwandler auf der Zählerseite'],
};

export function mbusDeviceType(code: number, language: 'en' | 'de' = 'en'): string {
  const known = deviceTypes[code];
  return known === undefined ? `device type ${code}` : known[language === 'de' ? 1 : 0];
}
