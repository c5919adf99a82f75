/**
 * The objects of the simulated meter: a three-phase household meter with photovoltaics, breaker, two tariffs, load, daily
 * and monthly profiles and event logs. One line per object; add a line and every service, the object list, the short names
 * and the rights have it. OBIS codes: Blue Book part 1; names as IDIS and DSMR meters have them.
 */
import type { MeterBlueprint, SimulatedMeter } from './meter';
import { activityCalendar } from './objects/activity-calendar';
import { clock } from './objects/clock';
import { fixedData, movingData, writableData } from './objects/data';
import { disconnectControl } from './objects/disconnect-control';
import { imageTransfer } from './objects/image-transfer';
import { limiter, registerMonitor } from './objects/limits';
import { type MbusChannel, mBusClient } from './objects/m-bus-client';
import { loadProfileStatus, profile } from './objects/profile';
import { pushSetup } from './objects/push-setup';
import { counter, demand, instantaneous, maximumDemand, unit } from './objects/register';
import { schedule } from './objects/schedule';
import { scriptTable } from './objects/script-table';
import { clientCounter, usualCounterObjects } from './objects/security-setup';
import { hdlcSetup, logicalDeviceName, sapAssignment, tcpSetup } from './objects/setup';
import { specialDays } from './objects/special-days';
import { tariffAt } from './supply';
import { doubleLong, doubleLongUnsigned, integer, longUnsigned, text, unsigned, visibleString } from './values';

type Phase = 0 | 1 | 2;
type Measure = (meter: SimulatedMeter, at: number) => number;

const serial = (meter: SimulatedMeter) => text(meter.settings.serialNumber);

const powerIn: Measure = ({ supply }, at) => supply.powerImport(at, 0) + supply.powerImport(at, 1) + supply.powerImport(at, 2);
const powerOut: Measure = ({ supply }, at) => supply.powerExport(at);
const energyIn: Measure = ({ supply }, at) => supply.energyImport(at).total;
const energyOut: Measure = ({ supply }, at) => supply.energyExport(at);
const reactive =
  (energy: Measure): Measure =>
  (meter, at) =>
    energy(meter, at) * meter.supply.tanPhi;
const apparent: Measure = (meter, at) => powerIn(meter, at) * Math.hypot(1, meter.supply.tanPhi);
const voltage =
  (phase: Phase): Measure =>
  ({ supply }, at) =>
    supply.voltage(at, phase);
const current =
  (phase: Phase): Measure =>
  ({ supply }, at) => {
    const power = supply.powerImport(at, phase) * Math.hypot(1, supply.tanPhi) + (phase === 2 ? supply.powerExport(at) : 0);
    return power / supply.voltage(at, phase);
  };

const identification: readonly MeterBlueprint[] = [
  fixedData('0-0:42.0.0*255', (meter) => text(logicalDeviceName(meter.settings.serialNumber))),
  fixedData('0-0:96.1.0*255', serial),
  writableData('0-0:96.1.1*255', text('DELIVERY-POINT-1')),
  writableData('0-0:96.1.2*255', text('')),
  fixedData('1-0:0.0.0*255', serial),
  fixedData('1-0:0.2.0*255', text('MFL-SIM-1.0.0')),
  fixedData('1-0:0.2.8*255', text('00000000')),
  fixedData('1-1:0.2.0*255', text('MFL-COM-1.0.0')),
  ...usualCounterObjects.map(clientCounter),
  writableData('1-0:0.4.2*255', longUnsigned(1)),
  writableData('1-0:0.4.3*255', longUnsigned(1)),
  movingData('1-0:0.1.0*255', ({ billing }) => unsigned(billing.count)),
  movingData('1-0:0.1.2*255', (meter) => meter.wallClock.data(meter.billing.endedAt)),
  writableData('0-0:96.13.0*255', text('')),
  writableData('0-0:96.13.1*255', visibleString('')),
  writableData('0-0:97.97.0*255', doubleLongUnsigned(0)),
  writableData('0-0:97.98.0*255', doubleLongUnsigned(0)),
  fixedData('0-0:96.7.21*255', longUnsigned(3)),
  fixedData('0-0:96.11.0*255', unsigned(2)),
  fixedData('0-0:96.11.1*255', unsigned(0)),
  fixedData('0-0:96.11.2*255', unsigned(63)),
  movingData('0-0:96.10.1*255', (meter, at) => unsigned(loadProfileStatus(meter, at))),
  movingData('0-0:96.14.0*255', (meter, at) => unsigned(tariffAt(meter.wallClock.utc(at)))),
];

const energies: readonly MeterBlueprint[] = [
  counter('1-0:1.8.0*255', unit.Wh, energyIn),
  counter('1-0:1.8.1*255', unit.Wh, ({ supply }, at) => supply.energyImport(at).tariff1),
  counter('1-0:1.8.2*255', unit.Wh, ({ supply }, at) => supply.energyImport(at).tariff2),
  counter('1-0:2.8.0*255', unit.Wh, energyOut),
  counter('1-0:3.8.0*255', unit.varh, reactive(energyIn)),
  counter('1-0:4.8.0*255', unit.varh, reactive(energyOut)),
];

const momentary: readonly MeterBlueprint[] = [
  instantaneous('1-0:1.7.0*255', 0, unit.W, doubleLongUnsigned, powerIn),
  instantaneous('1-0:2.7.0*255', 0, unit.W, doubleLongUnsigned, powerOut),
  instantaneous('1-0:3.7.0*255', 0, unit.var, doubleLongUnsigned, reactive(powerIn)),
  instantaneous('1-0:4.7.0*255', 0, unit.var, doubleLongUnsigned, reactive(powerOut)),
  instantaneous('1-0:9.7.0*255', 0, unit.VA, doubleLongUnsigned, apparent),
  instantaneous('1-0:16.7.0*255', 0, unit.W, doubleLong, (meter, at) => powerIn(meter, at) - powerOut(meter, at)),
  instantaneous('1-0:21.7.0*255', 0, unit.W, doubleLongUnsigned, ({ supply }, at) => supply.powerImport(at, 0)),
  instantaneous('1-0:41.7.0*255', 0, unit.W, doubleLongUnsigned, ({ supply }, at) => supply.powerImport(at, 1)),
  instantaneous('1-0:61.7.0*255', 0, unit.W, doubleLongUnsigned, ({ supply }, at) => supply.powerImport(at, 2)),
  instantaneous('1-0:32.7.0*255', -1, unit.V, longUnsigned, voltage(0)),
  instantaneous('1-0:52.7.0*255', -1, unit.V, longUnsigned, voltage(1)),
  instantaneous('1-0:72.7.0*255', -1, unit.V, longUnsigned, voltage(2)),
  instantaneous('1-0:31.7.0*255', -2, unit.A, longUnsigned, current(0)),
  instantaneous('1-0:51.7.0*255', -2, unit.A, longUnsigned, current(1)),
  instantaneous('1-0:71.7.0*255', -2, unit.A, longUnsigned, current(2)),
  instantaneous('1-0:14.7.0*255', -2, unit.Hz, longUnsigned, ({ supply }, at) => 50 + 0.04 * supply.sway(at, 5)),
  instantaneous('1-0:13.7.0*255', -3, unit.count, longUnsigned, ({ supply }) => 1 / Math.hypot(1, supply.tanPhi)),
  instantaneous('0-0:96.9.0*255', 0, 9, integer, ({ supply }, at) => 24 + 4 * supply.sway(at, 7)),
  demand({ obis: '1-0:1.4.0*255', periodS: 900, energy: energyIn }),
  demand({ obis: '1-0:2.4.0*255', periodS: 900, energy: energyOut }),
  maximumDemand({ obis: '1-0:1.6.0*255', periodS: 900, energy: energyIn }),
  maximumDemand({ obis: '1-0:2.6.0*255', periodS: 900, energy: energyOut }),
];

const clockColumn = '8:0-0:1.0.0*255:2';
const log = (obis: string, codeObject: string, firstEvents: readonly number[]): MeterBlueprint =>
  profile({
    obis,
    columns: [clockColumn, `1:${codeObject}:2`],
    period: 0,
    maxRows: 100,
    history: 0,
    firstEvents,
    cleared: (meter) => {
      meter.find(codeObject)?.attributes.get(2)?.force?.(unsigned(255));
      meter.captureNow(obis);
    },
  });

const profiles: readonly MeterBlueprint[] = [
  profile({
    obis: '1-0:99.1.0*255',
    columns: [clockColumn, '1:0-0:96.10.1*255:2', '3:1-0:1.8.0*255:2', '3:1-0:2.8.0*255:2'],
    period: (meter) => meter.settings.capturePeriodS,
    maxRows: (meter) => meter.settings.profileMaxRows,
    history: (meter) => meter.settings.profileRows,
    cleared: (meter) => meter.logEvent('standard', 254),
  }),
  profile({
    obis: '1-0:99.2.0*255',
    columns: [clockColumn, '3:1-0:1.8.0*255:2', '3:1-0:1.8.1*255:2', '3:1-0:1.8.2*255:2', '3:1-0:2.8.0*255:2'],
    period: 86_400,
    maxRows: 400,
    history: 62,
  }),
  profile({
    obis: '0-0:98.1.0*255',
    columns: [clockColumn, '3:1-0:1.8.0*255:2', '3:1-0:1.8.1*255:2', '3:1-0:1.8.2*255:2', '3:1-0:2.8.0*255:2', '4:1-0:1.6.0*255:2'],
    period: 'monthly',
    maxRows: 24,
    history: 13,
  }),
  log('0-0:99.98.0*255', '0-0:96.11.0*255', [1, 2]),
  log('0-0:99.98.1*255', '0-0:96.11.1*255', []),
  log('0-0:99.98.2*255', '0-0:96.11.2*255', [63]),
];

const breaker = '0-0:96.3.10*255';
const midnight = { hour: 0, minute: 0, second: 0, hundredths: 0 };
const firstOfMonth = { year: null, month: null, dayOfMonth: 1, dayOfWeek: null };

/** EN 13757-3: three letters of five bits each. */
const manufacturer = (letters: string): number => [...letters].reduce((code, letter) => (code << 5) + letter.charCodeAt(0) - 64, 0);

const channels: readonly MbusChannel[] = [
  { obis: '0-1:24.1.0*255', address: 1, device: { identification: 0x20135670, manufacturer: manufacturer('ELS'), version: 2, type: 3 } },
  { obis: '0-2:24.1.0*255', address: 0, device: { identification: 0x47110815, manufacturer: manufacturer('HYD'), version: 7, type: 7 } },
];

const control: readonly MeterBlueprint[] = [
  clock('0-0:1.0.0*255'),
  scriptTable('0-0:10.0.0*255', {
    1: [{ service: 'write', classId: 1, obis: '0-0:97.98.0*255', index: 2, parameter: doubleLongUnsigned(0) }],
  }),
  scriptTable(
    '0-0:10.0.1*255',
    {
      1: [
        { service: 'execute', classId: 7, obis: '0-0:98.1.0*255', index: 2, parameter: integer(0) },
        { service: 'execute', classId: 4, obis: '1-0:1.6.0*255', index: 1, parameter: integer(0) },
        { service: 'execute', classId: 4, obis: '1-0:2.6.0*255', index: 1, parameter: integer(0) },
      ],
    },
    (meter) => meter.endBilling(),
  ),
  scriptTable('0-0:10.0.100*255', {
    1: [{ service: 'write', classId: 1, obis: '0-0:96.14.0*255', index: 2, parameter: unsigned(1) }],
    2: [{ service: 'write', classId: 1, obis: '0-0:96.14.0*255', index: 2, parameter: unsigned(2) }],
  }),
  scriptTable('0-0:10.0.106*255', {
    1: [{ service: 'execute', classId: 70, obis: breaker, index: 1, parameter: integer(0) }],
    2: [{ service: 'execute', classId: 70, obis: breaker, index: 2, parameter: integer(0) }],
  }),
  scriptTable('0-0:10.0.107*255', { 1: [{ service: 'execute', classId: 18, obis: '0-0:44.0.0*255', index: 4, parameter: integer(0) }] }),
  scriptTable('0-0:10.0.108*255', { 1: [{ service: 'execute', classId: 40, obis: '0-0:25.9.0*255', index: 1, parameter: integer(0) }] }),
  activityCalendar('0-0:13.0.0*255'),
  // New Year's Day and Christmas Day of every year
  specialDays('0-0:11.0.0*255', [
    { index: 1, date: 'FFFF0101FF', dayId: 2 },
    { index: 2, date: 'FFFF0C19FF', dayId: 2 },
  ]),
  limiter({
    obis: '0-0:17.0.0*255',
    watched: [3, '1-0:1.7.0*255', 2],
    normal: 43_000,
    emergency: 2300,
    minOverS: 60,
    minUnderS: 300,
    script: '0-0:10.0.106*255',
  }),
  registerMonitor({ obis: '1-0:11.31.0*255', watched: [3, '1-0:31.7.0*255', 2], thresholds: [6300] }),
  schedule({ obis: '0-0:15.0.0*255', script: '0-0:10.0.1*255', selector: 1, type: 1, times: [{ time: midnight, date: firstOfMonth }] }),
  schedule({ obis: '0-0:15.0.1*255', script: '0-0:10.0.106*255', selector: 1, type: 1, times: [] }),
  schedule({ obis: '0-0:15.0.2*255', script: '0-0:10.0.107*255', selector: 1, type: 1, times: [] }),
  disconnectControl(breaker, 4),
  ...channels.map(mBusClient),
  imageTransfer('0-0:44.0.0*255'),
];

const communication: readonly MeterBlueprint[] = [
  sapAssignment('0-0:41.0.0*255'),
  hdlcSetup('0-0:22.0.0*255'),
  tcpSetup('0-0:25.0.0*255'),
  pushSetup('0-0:25.9.0*255', ['40:0-0:25.9.0*255:2', clockColumn, '3:1-0:1.8.0*255:2', '3:1-0:2.8.0*255:2']),
];

/** All objects but the associations, which follow the settings. */
export const household: readonly MeterBlueprint[] = [
  ...identification,
  ...energies,
  ...momentary,
  ...profiles,
  ...control,
  ...communication,
];
