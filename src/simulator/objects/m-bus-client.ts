/**
 * M-Bus client (Blue Book 4.8.3, class 72 version 1): one channel with or without a device. What can be found on the bus is
 * said in the blueprint; installing takes it into the channel, deinstalling forgets it and its key.
 */
import type { Data } from '../../codec/types';
import { computed, fixed, variable } from '../attribute';
import type { MeterBlueprint, SimulatedMeter } from '../meter';
import type { Method, Parts } from '../object';
import { refuse } from '../refusal';
import { array, doubleLongUnsigned, enumeration, longUnsigned, name, numberOf, octets, octetsOf, structure, unsigned } from '../values';

/** Header of a device as EN 13757-3 codes it. */
export interface MbusDevice {
  /** Eight BCD digits. */
  readonly identification: number;
  readonly manufacturer: number;
  readonly version: number;
  readonly type: number;
}

export interface MbusChannel {
  readonly obis: string;
  readonly device: MbusDevice;
  /** Installed at this primary address from the start; 0 = waits on the bus. */
  readonly address: number;
}

const keyOctets = 16;
/** encryption_key_status. */
const keyStatus = { none: 0, set: 1, transferred: 2, both: 3 } as const;

interface Channel {
  address: number;
  keySet: boolean;
  keyTransferred: boolean;
  accessNumber: number;
  alarm: number;
}

/** Addresses in use, over all channels of the meter. */
const usedAddresses = (meter: SimulatedMeter): number[] =>
  meter.store.blueprints
    .filter(({ classId }) => classId === 72)
    .map(({ obis }) => Number(meter.find(obis)?.attributes.get(5)?.read?.(meter.now(), null).value ?? 0));

const firstFree = (used: readonly number[]): number => {
  const free = Array.from({ length: 250 }, (_, index) => index + 1).find((address) => !used.includes(address));
  return free ?? refuse('temporary-failure', 'no primary address is free');
};

/** A key of 16 octets, or none. */
const keyIn = (parameter: Data | null): boolean => {
  const { length } = octetsOf(parameter ?? undefined);
  if (length !== 0 && length !== keyOctets) refuse('type-unmatched', 'a key has 16 octets');
  return length > 0;
};

function methods(meter: SimulatedMeter, channel: Channel): Record<string, Method> {
  const installed =
    (work: (parameter: Data | null) => void): Method =>
    (parameter) => {
      if (channel.address === 0) refuse('temporary-failure', 'no device is installed');
      work(parameter);
      return null;
    };
  return {
    slaveInstall: (parameter) => {
      if (channel.address !== 0) refuse('temporary-failure', 'the channel has a device');
      const used = usedAddresses(meter);
      // without an address the first free one (Blue Book 4.8.3.3.1)
      const wanted = parameter === null ? 0 : numberOf(parameter);
      if (wanted > 250 || (wanted !== 0 && used.includes(wanted)))
        refuse('scope-of-access-violated', 'the address is taken or out of range');
      channel.address = wanted === 0 ? firstFree(used) : wanted;
      return null;
    },
    slaveDeinstall: installed(() => {
      Object.assign(channel, { address: 0, keySet: false, keyTransferred: false, accessNumber: 0, alarm: 0 });
    }),
    capture: installed(() => {
      channel.accessNumber = (channel.accessNumber + 1) & 0xff;
    }),
    resetAlarm: installed(() => {
      channel.alarm = 0;
    }),
    synchronizeClock: installed(() => undefined),
    dataSend: installed(() => undefined),
    setEncryptionKey: installed((parameter) => {
      channel.keySet = keyIn(parameter);
    }),
    transferKey: installed((parameter) => {
      channel.keyTransferred = keyIn(parameter);
    }),
  };
}

const statusOf = ({ keySet, keyTransferred }: Channel): number =>
  keySet && keyTransferred ? keyStatus.both : keySet ? keyStatus.set : keyTransferred ? keyStatus.transferred : keyStatus.none;

export const mBusClient = ({ obis, device, address }: MbusChannel): MeterBlueprint => ({
  classId: 72,
  version: 1,
  obis,
  build: (meter): Parts => {
    const channel: Channel = { address, keySet: false, keyTransferred: false, accessNumber: 0, alarm: address === 0 ? 0 : 1 };
    const ofDevice = (make: (value: number) => Data, value: number) => computed(() => make(channel.address === 0 ? 0 : value));
    const volume = structure(octets(Buffer.from('0C', 'hex')), octets(Buffer.from('13', 'hex')));
    return {
      attributes: {
        mbusPortReference: fixed(name('0-0:24.6.0*255')),
        captureDefinition: variable(array([volume])),
        capturePeriod: variable(doubleLongUnsigned(0)),
        primaryAddress: computed(() => unsigned(channel.address)),
        identificationNumber: ofDevice(doubleLongUnsigned, device.identification),
        manufacturerId: ofDevice(longUnsigned, device.manufacturer),
        version: ofDevice(unsigned, device.version),
        deviceType: ofDevice(unsigned, device.type),
        accessNumber: computed(() => unsigned(channel.accessNumber)),
        status: fixed(unsigned(0)),
        alarm: computed(() => unsigned(channel.alarm)),
        configuration: fixed(longUnsigned(0)),
        encryptionKeyStatus: computed(() => enumeration(statusOf(channel))),
      },
      methods: methods(meter, channel),
    };
  },
});
