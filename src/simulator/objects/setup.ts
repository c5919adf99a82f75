/**
 * Set-up objects: SAP assignment (class 17), IEC HDLC setup (class 23), TCP-UDP setup (class 41) (Blue Book 4.4.5, 4.6.3,
 * 4.8.1). The security setup has a file of its own.
 */
import { fixed, variable } from '../attribute';
import type { MeterBlueprint } from '../meter';
import type { Parts } from '../object';
import { refuse } from '../refusal';
import { array, elementsOf, enumeration, longUnsigned, name, numberOf, octets, octetsOf, structure, text, unsigned } from '../values';

/** Name of the logical device: three letters, then 13 more characters at most. */
export const logicalDeviceName = (serialNumber: string): string => `MFL${serialNumber.slice(-13).padStart(13, '0')}`;

export const sapAssignment = (obis: string): MeterBlueprint => ({
  classId: 17,
  version: 0,
  obis,
  build: (meter): Parts => {
    let list = [structure(longUnsigned(meter.settings.logicalDevice), text(logicalDeviceName(meter.settings.serialNumber)))];
    return {
      attributes: {
        sapAssignmentList: {
          read: () => array(list),
          force: (value) => {
            list = [...elementsOf(value)] as typeof list;
          },
        },
      },
      methods: {
        // an empty name takes the assignment away
        connectLogicalDevice: (parameter) => {
          const [sap, device] = elementsOf(parameter ?? undefined, 2);
          const number = numberOf(sap);
          const deviceName = octetsOf(device);
          if (list.length >= 64) refuse('temporary-failure', 'no room for another logical device');
          list = list.filter((entry) => numberOf(elementsOf(entry, 2)[0]) !== number);
          if (deviceName.length > 0) list.push(structure(longUnsigned(number), octets(Buffer.from(deviceName))));
          return null;
        },
      },
    };
  },
});

export const hdlcSetup = (obis: string): MeterBlueprint => ({
  classId: 23,
  version: 1,
  obis,
  build: (meter): Parts => {
    const { hdlc } = meter.options;
    return {
      attributes: {
        commSpeed: variable(enumeration(5)),
        windowSizeTransmit: variable(unsigned(hdlc?.windowTransmit ?? 1)),
        windowSizeReceive: variable(unsigned(hdlc?.windowReceive ?? 1)),
        maxInfoFieldLengthTransmit: variable(longUnsigned(hdlc?.maxInfoTransmit ?? 128)),
        maxInfoFieldLengthReceive: variable(longUnsigned(hdlc?.maxInfoReceive ?? 128)),
        interOctetTimeOut: variable(longUnsigned(25)),
        inactivityTimeOut: variable(longUnsigned(Math.round(meter.settings.inactivityTimeoutMs / 1000))),
        deviceAddress: variable(longUnsigned(meter.settings.physical)),
      },
    };
  },
});

export const tcpSetup = (obis: string): MeterBlueprint => ({
  classId: 41,
  version: 0,
  obis,
  build: (meter): Parts => ({
    attributes: {
      tcpUdpPort: fixed(longUnsigned(meter.options.listen.kind === 'serial' ? 4059 : meter.options.listen.port || 4059)),
      ipReference: fixed(name('0-0:25.1.0*255')),
      mss: variable(longUnsigned(1460)),
      nbOfSimConn: variable(unsigned(16)),
      inactivityTimeOut: variable(longUnsigned(Math.round(meter.settings.inactivityTimeoutMs / 1000))),
    },
  }),
});
