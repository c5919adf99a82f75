/**
 * Devices on the M-Bus of a meter (Blue Book 4.8.3, class 72): gas, water and heat meters that it collects. Installed and
 * taken away, captured, their clock set; keys come from a security node, never from a message.
 *
 * EK of that node is the user key of the device. `set` gives it to the meter, which deciphers with it; `transfer` sends it to
 * the device, under the key that the device has from its maker: KEK of the node.
 */
import { DlmsError, mbusDeviceType, mbusIdentification, mbusManufacturer } from '../../../src/index';
import type { ChoiceOf } from '../../forms/task-fields';
import type { Settings } from '../setting-values';
import { type Desk, type Place, shownSending } from './desk';
import { chosen, taskObis, whole } from './field-values';
import { needed, type Task, type TaskInput, type TaskPlan } from './task';

const placeOf = (settings: Settings): Place => ({ classId: 72, obis: taskObis(settings, 'm-bus-device') });

const attributes = [
  'primaryAddress',
  'identificationNumber',
  'manufacturerId',
  'version',
  'deviceType',
  'accessNumber',
  'status',
  'alarm',
  'capturePeriod',
] as const;

const coded = (value: unknown, words: (code: number) => unknown): unknown => (typeof value === 'number' ? words(value) : null);

const usesShortNames = ({ target }: Desk): boolean => target.meter.options.associate.referencing === 'sn';

/** The device in words; fields that the meter refuses are left out. */
const deviceAt = async (desk: Desk, place: Place): Promise<Readonly<Record<string, unknown>>> => {
  // Only version 1 has it. With short names its place is that of a method in version 0: reading it could deinstall the device
  const present = usesShortNames(desk) ? attributes : ([...attributes, 'encryptionKeyStatus'] as const);
  const { identificationNumber, manufacturerId, deviceType, ...others } = await desk.look(place, present);
  const none = others.primaryAddress === 0 && (identificationNumber ?? 0) === 0;
  const { language } = desk.target.meter.options;
  const device = {
    installed: !none,
    identification: coded(identificationNumber, mbusIdentification),
    manufacturer: coded(manufacturerId, (code) => mbusManufacturer(code) ?? code),
    deviceType: coded(deviceType, (code) => mbusDeviceType(code, language)),
  };
  return none ? { installed: false, ...others } : { ...device, ...others };
};

const install = ({ settings }: TaskInput): TaskPlan => {
  const place = placeOf(settings);
  const address = whole(settings, 'mbusAddress');
  const parameter = address === undefined ? null : ({ type: 'unsigned', value: address } as const);
  return {
    words: 'installation of an M-Bus device',
    question: null,
    sends: [shownSending(place, 'slaveInstall', parameter)],
    async perform(desk) {
      const before = await deviceAt(desk, place);
      if (before.installed === true) {
        throw new DlmsError(
          'operation-not-possible',
          `${place.obis} has a device already: ${String(before.manufacturer)} ${String(before.identification)}; nothing was sent`,
          {
            hint: 'Deinstall it first, or choose another channel: 0-2:24.1.0*255 is the second.',
          },
        );
      }
      await desk.invoke(place, 'slaveInstall', parameter);
      const after = await deviceAt(desk, place);
      if (after.installed !== true) desk.note('The meter took the order; it has not found the device yet. Read the channel again later.');
      return { facts: after, summary: `M-Bus: ${String(after.manufacturer ?? 'no device')} ${String(after.identification ?? '')}`.trim() };
    },
  };
};

const deinstall = ({ settings }: TaskInput): TaskPlan => {
  const place = placeOf(settings);
  return {
    words: 'removal of an M-Bus device',
    question: `Deinstalling ${place.obis} makes the meter forget this device and its key: it is not read any more`,
    sends: [shownSending(place, 'slaveDeinstall')],
    async perform(desk) {
      const before = await deviceAt(desk, place);
      await desk.invoke(place, 'slaveDeinstall');
      return { facts: { before, ...(await deviceAt(desk, place)) } };
    },
  };
};

const services: Readonly<Record<ChoiceOf<'mbusDo'>, string | null>> = {
  read: null,
  capture: 'capture',
  'reset-alarm': 'resetAlarm',
  'synchronize-clock': 'synchronizeClock',
};

const serve = ({ settings }: TaskInput): TaskPlan => {
  const place = placeOf(settings);
  const service = chosen(settings, 'mbusDo');
  const method = services[service];
  return {
    words: method === null ? 'M-Bus device' : `M-Bus device: ${service.replaceAll('-', ' ')}`,
    question: null,
    sends: method === null ? [] : [shownSending(place, method)],
    async perform(desk) {
      await desk.need(place, 'primaryAddress');
      if (method !== null) await desk.invoke(place, method);
      return { facts: await deviceAt(desk, place) };
    },
  };
};

const setKey = ({ settings, next }: TaskInput): TaskPlan => {
  const place = placeOf(settings);
  const way = chosen(settings, 'mbusKeyDo');
  const vault = way === 'clear' ? null : needed(next, 'The security node with the key of the device').vault;
  vault?.expect('encryptionKey', ...(way === 'transfer' ? (['masterKey'] as const) : []));
  const words = { transfer: 'transfer of a key to the M-Bus device', set: 'key of the M-Bus device', clear: 'M-Bus device without a key' }[
    way
  ];
  return {
    words,
    question: `${words}: with a wrong key ${place.obis} cannot be read any more`,
    async perform(desk) {
      const value = vault === null ? Buffer.alloc(0) : vault.mbusKey(await desk.keyOwner(), way === 'transfer');
      await desk.invoke(place, way === 'transfer' ? 'transferKey' : 'setEncryptionKey', { type: 'octet-string', value });
      const hint =
        way === 'transfer'
          ? 'Give the same key to the meter as well: task "change the key of an M-Bus device", "set in the meter".'
          : undefined;
      return { facts: await deviceAt(desk, place), ...(hint === undefined ? {} : { hint }) };
    },
  };
};

export const mBusTasks: readonly Task[] = [
  { id: 'install-m-bus', plan: install },
  { id: 'm-bus-device', plan: serve },
  { id: 'm-bus-key', plan: setKey },
  { id: 'deinstall-m-bus', plan: deinstall },
];
