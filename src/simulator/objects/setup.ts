/**
 * Set-up objects: SAP assignment (class 17), security setup (class 64), IEC HDLC setup (class 23), TCP-UDP setup (class 41)
 * (Blue Book 4.4.5, 4.4.7, 4.6.3, 4.8.1).
 */
import { computed, fixed, variable } from '../attribute';
import type { MeterBlueprint } from '../meter';
import type { Method, Parts } from '../object';
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

/** Security setup version 1. Keys and certificates are the business of the security implementation that is plugged in. */
export const securitySetup = (obis: string): MeterBlueprint => ({
  classId: 64,
  version: 1,
  obis,
  build: (meter): Parts => {
    const securityPolicy = fixed(enumeration(0));
    // Blue Book 4.4.7: the policy can only be strengthened
    const securityActivate: Method = (parameter) => {
      const wanted = numberOf(parameter ?? undefined);
      const current = numberOf(securityPolicy.read?.(meter.now(), null));
      if ((wanted & current) !== current) return refuse('scope-of-access-violated', 'the security policy can only be strengthened');
      if ((wanted & ~0xfc) !== 0) return refuse('type-unmatched', 'bits 2 to 7 make a policy');
      securityPolicy.force?.(enumeration(wanted));
      return null;
    };
    return {
      attributes: {
        securityPolicy,
        securitySuite: fixed(enumeration(0)),
        clientSystemTitle: computed(() => octets(Buffer.alloc(0))),
        serverSystemTitle: fixed(octets(meter.systemTitle)),
        certificates: fixed(array([])),
      },
      methods: { securityActivate },
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
