/**
 * Meters whose behaviour in the field is known, as options of the simulator. One function per meter; what it does not set
 * has the usual defaults.
 */
import type { SimulatedSecurity } from './security/options';
import type { SimulatorListen, SimulatorOptions } from './types';

export interface LandisGyrOptions extends Partial<Omit<SimulatorOptions, 'associations'>> {
  /** Hex digits, up to eight. Default 1234567. */
  readonly password?: string;
  /** Client SAP. Default 48. */
  readonly client?: number;
  /** Over the defaults of the vendor: mechanism 2, eight hex digits as challenge, lock of 60 s after three failures. */
  readonly security?: SimulatedSecurity;
}

/** read, write, multiple-references, parameterized-access: no blocks. */
const e650Conformance = 0x180220;
/** Physical address: the last four digits of the serial number and a thousand. */
const addressOf = (serialNumber: string): number => (Number(serialNumber.replace(/\D/g, '').slice(-4)) || 0) + 1000;
const anyPort: SimulatorListen = { kind: 'tcp', port: 0 };

/**
 * Landis+Gyr E650 and relatives: short names, coded password of client 48, information fields of 128 and 62 octets, an
 * AARE that is one octet longer than it says.
 */
export function landisGyrMeter({ password = '1234567', client = 48, security = {}, ...options }: LandisGyrOptions = {}): SimulatorOptions {
  const serialNumber = options.serialNumber ?? '10007447';
  return {
    listen: anyPort,
    framing: 'hdlc',
    serialNumber,
    referencing: 'sn',
    physical: addressOf(serialNumber),
    conformance: e650Conformance,
    maxPduSize: 0x0960,
    ...options,
    hdlc: { maxInfoTransmit: 128, maxInfoReceive: 62, windowTransmit: 1, windowReceive: 1, ...options.hdlc },
    associations: [{ client, mechanism: 2, password, security: { algorithm: 'landis-gyr', ...security } }],
  };
}
