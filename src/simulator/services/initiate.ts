/**
 * The xDLMS initiate of the simulated meter (Green Book 9.4.6.1, 9.5): what the InitiateRequest asks, what is wrong with it,
 * and the InitiateResponse. It stands in the AARQ and AARE, and once more in protected RLRQ and RLRE.
 */
import { apdu } from '../../apdu/apdu';
import { conformanceFrom, type InitiateRequest } from '../../apdu/initiate';
import { decode, encode } from '../../codec/axdr';
import type { SimulatedMeter } from '../meter';
import type { AssociationSettings } from '../settings';

/** vaa-name: 0007 with logical names, the base name of the Association SN object with short names. */
const vaaName = { ln: 0x0007, sn: 0xfa00 } as const;
const dlmsVersion = 6;
/** Smaller client-max-receive-pdu-sizes are refused (Green Book 9.4.6.1); 0 = no limit. */
const smallestPduSize = 12;
const generalProtection = conformanceFrom(['general-protection']);

/** Null when the octets are something else. @throws DlmsError of the codec */
export function initiateRequestOf(octets: Buffer): InitiateRequest | null {
  const inner = decode(apdu, octets);
  return inner.kind === 'initiate-request' ? inner.value : null;
}

/** General protection is offered by itself where the client has keys and may use it. */
export function offeredConformance(meter: SimulatedMeter, { security }: AssociationSettings): number {
  const { styles } = security.options;
  const general = security.ciphers && (styles === undefined || styles.some((style) => style !== 'service-specific'));
  return meter.settings.conformance | (general && meter.options.conformance === undefined ? generalProtection : 0);
}

export type InitiateError = 'dlms-version-too-low' | 'incompatible-conformance' | 'pdu-size-too-short' | 'other';

export const initiateError = (word: InitiateError): Buffer =>
  encode(apdu, {
    kind: 'confirmed-service-error',
    value: { service: 'initiateError', serviceError: { kind: 'initiate', value: word } },
  });

/** What is wrong with the InitiateRequest, or null. */
export function initiateFault(request: InitiateRequest, conformance: number): InitiateError | null {
  if (request.proposedDlmsVersionNumber < dlmsVersion) return 'dlms-version-too-low';
  if (conformance === 0) return 'incompatible-conformance';
  const size = request.clientMaxReceivePduSize;
  return size !== 0 && size < smallestPduSize ? 'pdu-size-too-short' : null;
}

/** @param tag of the conformance block: that of the request */
export const initiateResponse = (meter: SimulatedMeter, tag: '5F1F' | '5F', conformance: number): Buffer =>
  encode(apdu, {
    kind: 'initiate-response',
    value: {
      negotiatedQualityOfService: null,
      negotiatedDlmsVersionNumber: dlmsVersion,
      // in the form in which it was asked
      negotiatedConformance: { bits: conformance, tag },
      serverMaxReceivePduSize: meter.settings.maxPduSize,
      vaaName: vaaName[meter.settings.referencing],
    },
  });
