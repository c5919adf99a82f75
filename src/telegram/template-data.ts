/**
 * The templates and unit rules that are built in: a table of facts from vendors' and operators' descriptions and from
 * telegrams of the field. `test/telegram` reads each with a capture. Items are written `code type scaler unit`, `-` where
 * nothing is known; units: 27 W, 29 var, 30 Wh, 32 varh, 33 A, 35 V, 44 Hz, 255 none.
 */
import type { ItemType, Template, TemplateItem, UnitRule } from './templates';

const words: Readonly<Record<string, ItemType>> = {
  u: 'u32',
  w: 'u16',
  n: 'number',
  s: 'text',
  t: 'clock',
  b: 'boolean',
  e: 'enum',
  l: 'list',
  a: 'any',
};

/** `1.0.32.7.0 w -1 35`; class and attribute follow from the code where they are not usual, and from `0.0.96.3.10/3 e`. */
function item(text: string): TemplateItem {
  const [name = '-', type = 'a', scaler, unit] = text.split(' ');
  const [code, attribute] = name.split('/');
  const place = attribute === undefined ? {} : { attribute: Number(attribute) };
  const base = { obis: code === '-' ? null : `${code}.255`, type: words[type] ?? 'any', ...place } as const;
  return scaler === undefined ? base : { ...base, scaler: Number(scaler), unit: Number(unit) };
}
const items = (text: string): TemplateItem[] => text.split(',').map((one) => item(one.trim()));

const power = '1.0.1.7.0 u 0 27, 1.0.2.7.0 u 0 27, 1.0.3.7.0 u 0 29, 1.0.4.7.0 u 0 29';
const energy = '1.0.1.8.0 u 0 30, 1.0.2.8.0 u 0 30, 1.0.3.8.0 u 0 32, 1.0.4.8.0 u 0 32';

// Kaifa MA105, MA304 (NVE list of Norway, also in Sweden): mA and 0.1 V
const kaifaHead = '1.1.0.2.129 s, 0.0.96.1.0 s, 0.0.96.1.7 s';
const kaifaThree = `${kaifaHead}, ${power}, 1.0.31.7.0 u -3 33, 1.0.51.7.0 u -3 33, 1.0.71.7.0 u -3 33, 1.0.32.7.0 u -1 35, 1.0.52.7.0 u -1 35, 1.0.72.7.0 u -1 35`;
const kaifaOne = `${kaifaHead}, ${power}, 1.0.31.7.0 u -3 33, 1.0.32.7.0 u -1 35`;
const kaifaHour = `0.0.1.0.0 t, ${energy}`;

// Iskraemeco AM550 in Slovenia: 0.1 V and 0.01 A
const voltages = '1.0.32.7.0 w -1 35, 1.0.52.7.0 w -1 35, 1.0.72.7.0 w -1 35';
const currents = '1.0.31.7.0 w -2 33, 1.0.51.7.0 w -2 33, 1.0.71.7.0 w -2 33';
const phasePower = '1.0.21.7.0 u 0 27, 1.0.41.7.0 u 0 27, 1.0.61.7.0 u 0 27, 1.0.22.7.0 u 0 27, 1.0.42.7.0 u 0 27, 1.0.62.7.0 u 0 27';
const tariffs = (quantity: number, unit: number): string => [0, 1, 2].map((tariff) => `1.0.${quantity}.8.${tariff} u 0 ${unit}`).join(', ');

const zpaPower = [1, 21, 41, 61, 2, 22, 42, 62].map((c) => `1.0.${c}.7.0 u 0 27`).join(', ');

export const builtInTemplates: readonly Template[] = [
  { id: 'kaifa-1', title: 'Kaifa, Norway: list 1, active power', items: items('1.0.1.7.0 u 0 27') },
  { id: 'kaifa-2-1', title: 'Kaifa, Norway: list 2, one phase', items: items(kaifaOne), firstText: '^KFM' },
  { id: 'kaifa-2-3', title: 'Kaifa, Norway: list 2, three phases', items: items(kaifaThree), firstText: '^KFM' },
  { id: 'kaifa-3-1', title: 'Kaifa, Norway: list 3, one phase', items: items(`${kaifaOne}, ${kaifaHour}`), firstText: '^KFM' },
  {
    id: 'kaifa-3-3',
    title: 'Kaifa, Norway and Sweden: list 3, three phases',
    items: items(`${kaifaThree}, ${kaifaHour}`),
    firstText: '^KFM',
  },
  {
    id: 'iskra-si-18',
    title: 'Iskraemeco AM550, Slovenia: three phases with power per phase',
    items: items(`0.0.42.0.0 s, 0.0.96.1.3 s, ${power}, ${voltages}, ${currents}, ${phasePower}`),
    firstText: '^ISK',
  },
  {
    id: 'iskra-si-12-energy',
    title: 'Iskraemeco AM550, Slovenia (Ljubljana): energies',
    items: items(
      `0.0.42.0.0 s, 0.0.96.1.3 s, 0.0.96.3.10 a, 0.0.96.14.0 a, ${tariffs(1, 30)}, ${tariffs(2, 30)}, 1.0.3.8.0 u 0 32, 1.0.4.8.0 u 0 32`,
    ),
    firstText: '^ISK',
  },
  {
    id: 'iskra-si-12-power',
    title: 'Iskraemeco AM550, Slovenia (Celje): voltages, currents, powers',
    items: items(`0.0.42.0.0 s, 0.0.96.1.2 s, ${voltages}, ${currents}, ${power}`),
    firstText: '^ISK',
  },
  {
    id: 'iskra-si-10-power',
    title: 'Iskraemeco AM550, Slovenia: one phase',
    items: items(`0.0.42.0.0 s, 0.0.96.1.2 s, ${power}, 1.0.32.7.0 w -1 35, 1.0.31.7.0 w -2 33, 1.0.21.7.0 u 0 27, 1.0.22.7.0 u 0 27`),
    firstText: '^ISK',
  },
  {
    id: 'iskra-si-10-energy',
    title: 'Iskraemeco AM550, Slovenia: energies by tariff',
    items: items(
      `0.0.42.0.0 s, 0.0.96.1.3 s, ${[1, 2].map((q) => `1.0.${q}.8.1 u 0 30, 1.0.${q}.8.2 u 0 30`).join(', ')}, ${[3, 4].map((q) => `1.0.${q}.8.1 u 0 32, 1.0.${q}.8.2 u 0 32`).join(', ')}`,
    ),
    firstText: '^ISK',
  },
  {
    id: 'iskra-si-9',
    title: 'Iskraemeco AM550, Slovenia: one phase, short',
    items: items(`0.0.42.0.0 s, 0.0.96.1.2 s, ${power}, 1.0.32.7.0 w -1 35, - n, - n`),
    firstText: '^ISK',
  },
  {
    id: 'iskra-si-9-energy',
    title: 'Iskraemeco AM550, Slovenia: power and energies by tariff',
    items: items(`0.0.42.0.0 s, 1.0.1.7.0 u 0 27, 1.0.2.7.0 u 0 27, ${tariffs(1, 30)}, ${tariffs(2, 30)}`),
    firstText: '^ISK',
  },
  {
    id: 'iskra-si-8',
    title: 'Iskraemeco AM550, Slovenia: one phase',
    items: items(`0.0.42.0.0 s, 0.0.96.1.2 s, 1.0.32.7.0 w -1 35, 1.0.31.7.0 w -2 33, ${power}`),
    firstText: '^ISK',
  },
  {
    id: 'iskra-si-4',
    title: 'Iskraemeco AM550, Slovenia: energies',
    items: items('0.0.96.1.0 s, - n, 1.0.1.8.0 u 0 30, 1.0.2.8.0 u 0 30'),
  },
  {
    id: 'iskra-hr-33',
    title: 'Iskraemeco IE.5, Croatia',
    items: items(
      `0.0.96.1.0 s, 1.0.0.9.1 s, 1.0.0.9.2 s, ${tariffs(1, 30)}, ${tariffs(2, 30)}, 1.0.5.8.0 u 0 32, 1.0.6.8.0 u 0 32, 1.0.7.8.0 u 0 32, 1.0.8.8.0 u 0 32, 1.0.1.7.0 n 0 27, 1.0.2.7.0 n 0 27, 1.0.13.7.0 n -3 255, ${phasePower.replace(/ u /g, ' n ')}, ${voltages}, ${currents}, - n, - l, - l, - l, 0.0.96.3.10 b`,
    ),
  },
  {
    id: 'iskra-hr-28',
    title: 'Iskraemeco IE.5, Croatia: active energy and power',
    items: items(
      `0.0.96.1.0 s, 1.0.0.9.1 s, 1.0.0.9.2 s, ${tariffs(1, 30)}, ${tariffs(2, 30)}, 1.0.1.7.0 n 0 27, 1.0.2.7.0 n 0 27, ${phasePower.replace(/ u /g, ' n ')}, ${voltages}, ${currents}, - n, - l, - l, - l, 0.0.96.3.10 b`,
    ),
  },
  {
    id: 'wiener-netze-9',
    title: 'Iskraemeco AM550 and Landis+Gyr E450, Vienna: energies and powers',
    items: items(`0.0.1.0.0 t, ${energy}, ${power}`),
  },
  {
    id: 'wiener-netze-10',
    title: 'Siemens IM150 and IM350, Vienna: name, energies and powers',
    items: items(`0.0.42.0.0 s, 0.0.1.0.0 t, ${energy}, ${power}`),
    firstText: '^[A-Z]{3}\\d{13}$',
  },
  {
    id: 'siemens-at-12',
    title: 'Siemens IM150 and IM350, Upper Austria; Iskraemeco AM550, Carinthia',
    items: items(
      '0.6.25.9.0 s, 0.0.96.1.0 s, 1.0.0.9.1 s, 1.0.0.9.2 s, 1.0.1.8.0 u 0 30, 1.0.2.8.0 u 0 30, 1.0.3.8.1 u 0 32, 1.0.4.8.1 u 0 32, 1.0.1.7.0 u 0 27, 1.0.2.7.0 u 0 27, - s, - s',
    ),
  },
  {
    id: 'siemens-at-10',
    title: 'Siemens IM350, Wels',
    items: items(`0.6.25.9.0 s, 0.0.96.1.0 s, 1.0.0.9.1 s, 1.0.0.9.2 s, ${energy}, 1.0.1.7.0 u 0 27, 1.0.2.7.0 u 0 27`),
    firstText: '^\\d+$',
  },
  {
    id: 'landis-gyr-si-9',
    title: 'Landis+Gyr E450, Slovenia: powers and energies',
    items: items(`0.0.96.1.0 s, ${power}, ${energy}`),
    firstText: '^\\d+$',
  },
  {
    id: 'landis-gyr-si-14',
    title: 'Landis+Gyr E450, Slovenia: frequency, currents, voltages, power per phase',
    items: items(`0.0.96.1.1 s, 1.0.14.7.0 w 0 44, ${currents}, 1.0.32.7.0 w 0 35, 1.0.52.7.0 w 0 35, 1.0.72.7.0 w 0 35, ${phasePower}`),
    firstText: '^\\d+$',
  },
  {
    id: 'landis-gyr-at-11',
    title: 'Landis+Gyr E450, Austria: voltages, currents, power and energy',
    items: items(
      '1.0.32.7.0 w 0 35, 1.0.52.7.0 w 0 35, 1.0.72.7.0 w 0 35, 1.0.31.7.0 w -2 33, 1.0.51.7.0 w -2 33, 1.0.71.7.0 w -2 33, 1.0.1.7.0 u 0 27, 1.0.2.7.0 u 0 27, 1.0.1.8.0 u 0 30, 1.0.2.8.0 u 0 30, 0.0.96.1.0 s',
    ),
  },
  {
    id: 'landis-gyr-at-14',
    title: 'Landis+Gyr E450, Burgenland',
    items: items(
      '1.0.32.7.0 w 0 35, 1.0.52.7.0 w 0 35, 1.0.72.7.0 w 0 35, 1.0.31.7.0 w -2 33, 1.0.51.7.0 w -2 33, 1.0.71.7.0 w -2 33, 1.0.1.7.0 u 0 27, 1.0.2.7.0 u 0 27, 1.0.1.8.0 u 0 30, 1.0.2.8.0 u 0 30, - w, - w, - w, 0.0.96.1.0 s',
    ),
  },
  {
    id: 'zpa-cz-22',
    title: 'ZPA AM375, Czechia (PREdistribuce)',
    items: items(
      `0.0.96.1.4 s, 0.0.1.0.0 t, 0.0.96.1.1 s, 0.0.96.3.10/3 e, 0.0.17.0.0 u, ${[1, 2, 3, 4].map((b) => `0.${b}.96.3.10/3 e`).join(', ')}, 0.0.96.14.0 s, ${zpaPower}, ${tariffs(1, 30)}, 1.0.2.8.0 u 0 30`,
    ),
    firstText: '^ZPA3HAN',
    clockDeviation: 'inverted',
  },
  {
    id: 'india-alert',
    title: 'IS 15959, India: alert with event status word',
    items: [...items('0.0.96.1.2 s, 0.4.25.9.0/1 s, 0.0.1.0.0 t'), { obis: '0.0.94.91.18.255', type: 'bits', name: 'Event status word' }],
  },
];

const kamstrup = {
  '1.7': { scaler: 0, unit: 27 },
  '2.7': { scaler: 0, unit: 27 },
  '3.7': { scaler: 0, unit: 29 },
  '4.7': { scaler: 0, unit: 29 },
  ...Object.fromEntries([21, 22, 41, 42, 61, 62].map((c) => [`${c}.7`, { scaler: 0, unit: 27 }])),
  ...Object.fromEntries([31, 51, 71].map((c) => [`${c}.7`, { scaler: -2, unit: 33 }])),
  // Whole volts; on Bornholm hundredths (22199).
  ...Object.fromEntries([32, 52, 72].map((c) => [`${c}.7`, { scaler: 0, unit: 35, above: { value: 10_000, scaler: -2 } }])),
  ...Object.fromEntries([13, 33, 53, 73].map((c) => [`${c}.7`, { scaler: -2, unit: 255 }])),
};
const kamstrupEnergy = (scaler: number): UnitRule['units'] => ({
  ...kamstrup,
  ...Object.fromEntries([1, 2, 21, 22, 41, 42, 61, 62].map((c) => [`${c}.8`, { scaler, unit: 30 }])),
  ...Object.fromEntries([3, 4].map((c) => [`${c}.8`, { scaler, unit: 32 }])),
});

export const builtInUnitRules: readonly UnitRule[] = [
  {
    id: 'kaifa-units',
    title: 'Kaifa MA304, Sweden: codes without units',
    listName: '^KFM_001',
    units: {
      '1.7': { scaler: 0, unit: 27 },
      '2.7': { scaler: 0, unit: 27 },
      '3.7': { scaler: 0, unit: 29 },
      '4.7': { scaler: 0, unit: 29 },
      ...Object.fromEntries([31, 51, 71].map((c) => [`${c}.7`, { scaler: -3, unit: 33 }])),
      ...Object.fromEntries([32, 52, 72].map((c) => [`${c}.7`, { scaler: -1, unit: 35 }])),
      '1.8': { scaler: 0, unit: 30 },
      '2.8': { scaler: 0, unit: 30 },
      '3.8': { scaler: 0, unit: 32 },
      '4.8': { scaler: 0, unit: 32 },
    },
  },
  // The end of the type number tells the customer: 1040 Norway (energy in 10 Wh), 1090 and 1092 Sweden (Wh).
  {
    id: 'kamstrup-no',
    title: 'Kamstrup Omnipower, Norway: energy in 10 Wh',
    listName: '^Kamstrup_V',
    model: '^68\\d{5}BN24\\d10104',
    units: kamstrupEnergy(1),
  },
  {
    id: 'kamstrup-se',
    title: 'Kamstrup Omnipower, Sweden: energy in Wh',
    listName: '^Kamstrup_V',
    model: '^68\\d{5}BN24\\d10109[02]',
    units: kamstrupEnergy(0),
  },
  { id: 'kamstrup', title: 'Kamstrup Omnipower: the unit of energy depends on the operator', listName: '^Kamstrup_V', units: kamstrup },
];
