/**
 * Certificates and certificate requests as messages carry them: PEM for other programs, and what stands in them. They are
 * public; private keys never come this way.
 */
import { DlmsError, readCertificate, toHex } from '../../src/index';

const pem = (der: Buffer, kind: string): string => {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`, ''].join('\n');
};

/** Facts of a certificate of the meter; one that cannot be read is given as octets. */
export const certificateFacts = (der: Buffer) => {
  const shown = { pem: pem(der, 'CERTIFICATE'), hex: toHex(der) };
  try {
    const { subject, issuer, serialNumber, systemTitle, x509 } = readCertificate(der);
    const { validFrom, validTo } = x509;
    return { ...shown, subject, issuer, serialNumber, systemTitle: systemTitle && toHex(systemTitle), validFrom, validTo };
  } catch {
    return shown;
  }
};

export const requestFacts = (der: Buffer) => ({ pem: pem(der, 'CERTIFICATE REQUEST'), hex: toHex(der) });

/** DER of a certificate that came as PEM, hex, base64 or octets. @throws DlmsError `certificate-invalid` */
export const certificateOctets = (value: unknown): Buffer => {
  if (Buffer.isBuffer(value)) return readCertificate(value).der;
  if (typeof value === 'string' && value.trim() !== '') return readCertificate(value).der;
  throw new DlmsError('certificate-invalid', 'no certificate was given', {
    hint: 'Put it into the field of the node, or send it as msg.payload: PEM, hexadecimal digits or a Buffer.',
  });
};
