/**
 * X.509 certificates and private keys as people paste them (GB 9.2.6.4; RFC 5280): PEM, hex or base64 of DER, or the
 * bare key as hex (a scalar, or x | y).
 *
 * The subject's common name of a DLMS certificate is the system title in hex; one without a subject has the title in its
 * subjectAltName, as serial number of a HardwareModuleName (RFC 4108). An operator's CA may sign it. Times are passed in.
 * Error texts name the field and never repeat its content.
 */
import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { Reader } from '../bytes';
import { berOctets, berOid, readBerField, readBerInner } from '../codec/ber';
import { DlmsError, isDlmsError } from '../errors';
import { pointOf, privateKeyFromScalar, publicKeyFromPoint, suiteOfKey } from './signature';
import { suites } from './suites';

const isHex = (text: string): boolean => /^[0-9a-f]+$/i.test(text) && text.length % 2 === 0;

const pemBlock = /(-----BEGIN [A-Z0-9 ]+-----)([^:]*?)(-----END [A-Z0-9 ]+-----)/g;

/** A field of one line and an environment variable lose the line breaks of PEM, or have `\n` in their place; OpenSSL wants them. */
const laidOut = (pem: string): string =>
  pem.replace(pemBlock, (_all, begin: string, body: string, end: string) => {
    const lines = body.replace(/\\n|\s/g, '').match(/.{1,64}/g) ?? [];
    return `${[begin, ...lines, end].join('\n')}\n`;
  });

/** PEM as text, everything else as octets. */
function fromText(input: string): string | Buffer {
  if (input.includes('-----BEGIN')) return laidOut(input.trim());
  const hex = input.replace(/0x/gi, '').replace(/[\s:,-]+/g, '');
  return isHex(hex) ? Buffer.from(hex, 'hex') : Buffer.from(input, 'base64');
}

/** DER begins with a SEQUENCE; bare keys are told apart by their length. */
const isDer = (octets: Buffer): boolean => octets[0] === 0x30 && octets.length > 100;

export interface Certificate {
  readonly x509: X509Certificate;
  /** DER, as it travels in import_certificate and calling-AE-qualifier. */
  readonly der: Buffer;
  readonly publicKey: KeyObject;
  /** x | y. */
  readonly point: Buffer;
  /** From the common name of the subject, else from its alternative name; null when neither is a title. */
  readonly systemTitle: Buffer | null;
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
}

/** id-on-hardwareModuleName, with the tag and length of an identifier. */
const hardwareModuleName = berOctets(0x06, berOid('1.3.6.1.5.5.7.8.4'));

/** hwSerialNum of the HardwareModuleName: [0] SEQUENCE { hwType, hwSerialNum } behind the identifier; null where there is none. */
function hardwareSerial(der: Buffer): Buffer | null {
  const at = der.indexOf(hardwareModuleName);
  if (at < 0) return null;
  try {
    const name = readBerInner(readBerField(new Reader(der, at + hardwareModuleName.length)).contents, 0x30, 'HardwareModuleName');
    readBerField(name);
    return readBerField(name).contents.rest();
  } catch (error) {
    if (isDlmsError(error)) return null;
    throw error;
  }
}

/** @param name common name of the subject */
function titleOf(name: string | null, der: Buffer): Buffer | null {
  const digits = name?.replace(/[\s:-]/g, '') ?? '';
  if (/^[0-9a-f]{16}$/i.test(digits)) return Buffer.from(digits, 'hex');
  const serial = hardwareSerial(der);
  return serial?.length === 8 ? serial : null;
}

const commonName = (subject: string): string | null => /(?:^|\n)CN=(.+)/.exec(subject)?.[1]?.trim() ?? null;

/**
 * @param name which field of the form, for the error text
 * @throws DlmsError `certificate-invalid`, `key-invalid` when the key is on no curve of DLMS
 */
export function readCertificate(input: string | Buffer, name = 'certificate'): Certificate {
  let x509: X509Certificate;
  try {
    x509 = new X509Certificate(typeof input === 'string' ? fromText(input) : input);
  } catch {
    throw new DlmsError('certificate-invalid', `the ${name} is not an X.509 certificate (PEM, or hex or base64 of DER)`);
  }
  const { publicKey } = x509;
  suiteOfKey(publicKey);
  // Node gives none for an empty name.
  const subject = x509.subject ?? '';
  return {
    x509,
    der: x509.raw,
    publicKey,
    point: pointOf(publicKey),
    systemTitle: titleOf(commonName(subject), x509.raw),
    subject,
    issuer: x509.issuer ?? '',
    serialNumber: x509.serialNumber,
  };
}

/**
 * Checks signature, issuer and period of validity against a CA's certificate.
 * @param now milliseconds since 1970 UTC
 * @throws DlmsError `certificate-invalid` that says which check failed
 */
export function verifyCertificate(certificate: Certificate, ca: Certificate, now: number): void {
  const refuse = (why: string) =>
    new DlmsError('certificate-invalid', `the certificate of ${commonName(certificate.subject) ?? '?'} ${why}`);
  if (!certificate.x509.checkIssued(ca.x509)) throw refuse(`names another issuer than ${commonName(ca.subject) ?? 'the CA given'}`);
  if (!certificate.x509.verify(ca.publicKey)) throw refuse('was not signed with the key of the CA given');
  if (now < Date.parse(certificate.x509.validFrom)) throw refuse(`is valid only from ${certificate.x509.validFrom}`);
  if (now > Date.parse(certificate.x509.validTo)) throw refuse(`expired on ${certificate.x509.validTo}`);
}

/**
 * A private key: PEM (PKCS #8 or SEC 1), hex or base64 of DER, or the bare scalar as hex (32 or 48 octets).
 * @throws DlmsError `key-invalid`
 */
export function readPrivateKey(input: string, name: string): KeyObject {
  const octets = fromText(input);
  const bare = typeof octets === 'string' ? undefined : suites.find(({ curve }) => curve?.fieldOctets === octets.length);
  if (bare) return privateKeyFromScalar(bare, octets as Buffer);
  for (const type of ['pkcs8', 'sec1'] as const) {
    try {
      const key = createPrivateKey(typeof octets === 'string' ? octets : { key: octets, format: 'der', type });
      suiteOfKey(key);
      return key;
    } catch (cause) {
      if (isDlmsError(cause)) throw cause;
    }
  }
  throw new DlmsError('key-invalid', `the ${name} is not a private key (PEM, DER, or 32 or 48 octets as hex)`);
}

/**
 * A public key: a certificate or public key in any of the forms, or bare x | y as hex (64 or 96 octets, 04 in front allowed).
 * @throws DlmsError `key-invalid`
 */
export function readPublicKey(input: string, name: string): KeyObject {
  const octets = fromText(input);
  if (typeof octets === 'string') return fromPem(octets, name);
  const point = octets.length % 2 === 1 && octets[0] === 4 ? octets.subarray(1) : octets;
  const bare = suites.find(({ curve }) => curve !== null && 2 * curve.fieldOctets === point.length);
  if (bare && !isDer(octets)) return publicKeyFromPoint(bare, point);
  try {
    return createPublicKey({ key: octets, format: 'der', type: 'spki' });
  } catch {
    return readCertificate(octets, name).publicKey;
  }
}

function fromPem(pem: string, name: string): KeyObject {
  if (pem.includes('CERTIFICATE')) return readCertificate(pem, name).publicKey;
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch {
    throw new DlmsError('key-invalid', `the ${name} is not a public key (PEM, DER, or x and y as hex)`);
  }
  suiteOfKey(key);
  return key;
}
