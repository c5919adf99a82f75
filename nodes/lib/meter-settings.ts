/**
 * Settings of a `dlms-meter`, and what a message may override of them, as options of a meter.
 *
 * A physical HDLC address is typed, or made from the serial number by a formula such as `SN mod 10000 + 1000`
 * (`SN % 10000 + 1000` is the same); the formula knows numbers, SN, + - * / % and brackets, and nothing else.
 */
import {
  type ClockSetting,
  conformanceFor,
  DlmsError,
  type Framing,
  type GatewayOptions,
  hexAfter0x,
  type LinkAddresses,
  type MeterOptions,
  type SecurityFactory,
} from '../../src/index';
import { evaluateAddressFormula } from './address-formula';
import type { MeterOverrides } from './overrides';
import { flag, integer, languageOf, oneOf, optionalInteger, type Settings, standardOf, text, without } from './setting-values';

/** Highest physical address: two septets by ISO 13239, four with the long form. */
const highestAddress = 0x3fff;

const withOverrides = (settings: Settings, overrides: MeterOverrides): Settings => {
  const merged: Record<string, unknown> = { ...settings };
  const { server, physical, serialNumber, security: _security, invocationCounter: _counter, ...same } = overrides;
  Object.assign(merged, same);
  if (server !== undefined) merged.logicalDevice = server;
  if (serialNumber !== undefined) Object.assign(merged, { serialNumber, addressing: 'serial' });
  if (physical !== undefined) Object.assign(merged, { physical: physical ?? '', addressing: physical === null ? 'none' : 'physical' });
  return merged;
};

const physicalAddress = (settings: Settings): number | undefined => {
  const addressing = oneOf(settings, 'addressing', ['none', 'physical', 'serial'], settings.physical ? 'physical' : 'none');
  if (addressing === 'none') return undefined;
  if (addressing === 'physical') return optionalInteger(settings, 'physical', { min: 0, max: highestAddress });
  const serialNumber = text(settings, 'serialNumber', '');
  if (serialNumber === '') {
    throw new DlmsError('settings-invalid', 'serialNumber: the physical address is made of it, and none is given', {
      hint: 'Type the serial number into the meter, or send it as msg.dlms.serialNumber.',
    });
  }
  return evaluateAddressFormula(text(settings, 'formula', 'SN mod 10000 + 1000'), serialNumber);
};

/** @throws DlmsError `settings-invalid` */
export const linkAddresses = (settings: Settings): LinkAddresses => {
  const physical = physicalAddress(settings);
  const length = oneOf(settings, 'addressLength', ['auto', '1', '2', '4'], 'auto');
  return {
    client: integer(settings, 'client', { min: 0, max: 0xffff, fallback: 16 }),
    logicalDevice: integer(settings, 'logicalDevice', { min: 0, max: 0xffff, fallback: 1 }),
    ...(physical === undefined ? {} : { physical }),
    addressLength: length === 'auto' ? 'auto' : (Number(length) as 1 | 2 | 4),
  };
};

/** `classId:obis=baseName` per line, as the form saves it. @throws DlmsError `settings-invalid` */
const baseNames = (settings: Settings): Record<string, number> => {
  const names: Record<string, number> = {};
  for (const line of text(settings, 'baseNames', '').split(/[\n;]+/)) {
    if (line.trim() === '') continue;
    const match = /^\s*(\d+)\s*:\s*(\S+)\s*=\s*(0x[0-9a-f]+|\d+)\s*$/i.exec(line);
    if (match === null) throw new DlmsError('settings-invalid', `baseNames: "${line.trim()}" is not like 3:1-0:1.8.0*255=0x0D68`);
    names[`${match[1]}:${match[2]}`] = Number(match[3]);
  }
  return names;
};

/** Characters of the address, or `0x` and hex digits. @throws DlmsError `settings-invalid` */
const gateway = (settings: Settings): { gateway?: GatewayOptions } => {
  const typed = text(settings, 'gatewayDevice', '');
  if (typed === '') return {};
  const deviceAddress = hexAfter0x(typed) ?? Buffer.from(typed, 'latin1');
  if (deviceAddress.length > 127) throw new DlmsError('settings-invalid', 'gatewayDevice: at most 127 octets are possible');
  return { gateway: { networkId: integer(settings, 'gatewayNetwork', { min: 0, max: 255, fallback: 0 }), deviceAddress } };
};

const hdlcOptions = (settings: Settings): MeterOptions['hdlc'] => {
  const info = { min: 32, max: 2030, fallback: 128 };
  const window = { min: 1, max: 7, fallback: 1 };
  return {
    maxInfoTransmit: integer(settings, 'maxInfoTransmit', info),
    maxInfoReceive: integer(settings, 'maxInfoReceive', info),
    windowTransmit: integer(settings, 'windowTransmit', window),
    windowReceive: integer(settings, 'windowReceive', window),
    disconnectFirst: flag(settings, 'disconnectFirst', false),
  };
};

/** Six hex digits of the form, else everything that the client knows. @throws DlmsError `settings-invalid` */
const proposedConformance = (settings: Settings, referencing: 'ln' | 'sn'): number => {
  const digits = text(settings, 'conformance', '')
    .replace(/^0x/i, '')
    .replace(/[\s:-]/g, '');
  if (digits === '') return conformanceFor(referencing);
  if (!/^[0-9a-f]{6}$/i.test(digits)) throw new DlmsError('settings-invalid', `conformance: "${digits}" is not six hexadecimal digits`);
  return Number.parseInt(digits, 16);
};

/** How date-times are read and written. @throws DlmsError `settings-invalid` */
export const clockSetting = (settings: Settings): ClockSetting => {
  const clockDeviation = oneOf(settings, 'clockDeviation', ['standard', 'inverted', 'ignore', 'fixed'], 'standard');
  if (clockDeviation !== 'fixed') return { clockDeviation };
  return { clockDeviation, fixedOffsetMinutes: integer(settings, 'fixedOffset', { min: -840, max: 840 }) };
};

/** Fields that the form shows for some framings or references only. */
const onHdlc = ['maxInfoTransmit', 'maxInfoReceive', 'windowTransmit', 'windowReceive', 'disconnectFirst'];
const byShortNames = ['baseNames'];

/** @param framing of the line, for what only some framings use. @throws DlmsError `settings-invalid` */
export const meterOptions = (
  nodeSettings: Settings,
  overrides: MeterOverrides,
  fallbackName: string,
  security: SecurityFactory,
  framing: Framing = 'hdlc',
): MeterOptions => {
  const given = withOverrides(nodeSettings, overrides);
  const referencing = oneOf(given, 'referencing', ['ln', 'sn'], 'ln');
  const settings = without(given, [...(framing === 'wrapper' ? onHdlc : []), ...(referencing === 'ln' ? byShortNames : [])]);
  const userId = optionalInteger(settings, 'userId', { min: 0, max: 255 });
  return {
    name: text(settings, 'name', fallbackName),
    addresses: linkAddresses(settings),
    associate: {
      referencing,
      proposedConformance: proposedConformance(settings, referencing),
      conformanceTag: oneOf(settings, 'conformanceTag', ['5F1F', '5F'], '5F1F'),
      maxReceivePduSize: integer(settings, 'maxPduSize', { min: 0, max: 0xffff, fallback: 0xffff }),
      sendProtocolVersion: flag(settings, 'sendProtocolVersion', false),
      ...(userId === undefined ? {} : { userId }),
    },
    hdlc: hdlcOptions(settings),
    ...gateway(settings),
    security,
    maxListItems: integer(settings, 'maxListItems', { min: 0, max: 1000, fallback: 0 }),
    ...clockSetting(settings),
    rangeTimes: oneOf(settings, 'rangeTimes', ['full', 'no-weekday', 'essential'], 'full'),
    baseNames: baseNames(settings),
    language: languageOf(settings),
    standard: standardOf(settings),
  };
};
