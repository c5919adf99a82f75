/**
 * The certificates in a simulated meter (Blue Book 4.4.7, attribute 6): its own, those of clients and of certification
 * authorities. They are found by entity, type and title, or by serial number and issuer.
 */

import type { CertificateUse } from '../../security/certificate-request';
import type { Certificate } from '../../security/certificates';
import { refuse } from '../refusal';

/** certificate_entity by its number. */
export const entities = ['server', 'client', 'authority', 'other'] as const;
export type Entity = (typeof entities)[number];

/** certificate_type by its number; TLS certificates are not for this meter. */
export const uses: readonly CertificateUse[] = ['signing', 'agreement'];

export interface StoredCertificate {
  readonly certificate: Certificate;
  readonly entity: Entity;
  readonly use: CertificateUse;
}

/** What tells one certificate from others. */
export type Identification =
  | { readonly by: 'entity'; readonly entity: number; readonly type: number; readonly systemTitle: Buffer }
  | { readonly by: 'serial'; readonly serialNumber: Buffer; readonly issuer: Buffer };

/** More do not fit into a meter. */
const room = 32;

/** Octets of the serial number, without the zero that only makes it positive. */
export const serialOf = ({ serialNumber }: Certificate): Buffer =>
  Buffer.from(serialNumber.length % 2 === 0 ? serialNumber : `0${serialNumber}`, 'hex');

/** A distinguished name in one line. */
export const nameLine = (name: string): string => name.split('\n').join(', ');

const withoutZeros = (octets: Buffer): Buffer => octets.subarray(octets.findIndex((octet) => octet !== 0));

const matches = ({ certificate, entity, use }: StoredCertificate, wanted: Identification): boolean =>
  wanted.by === 'serial'
    ? withoutZeros(wanted.serialNumber).equals(withoutZeros(serialOf(certificate))) &&
      wanted.issuer.toString('utf8') === nameLine(certificate.issuer)
    : entities[wanted.entity] === entity &&
      uses[wanted.type] === use &&
      (wanted.systemTitle.length === 0 || certificate.systemTitle?.equals(wanted.systemTitle) === true);

export class CertificateStore {
  private stored: StoredCertificate[] = [];

  get all(): readonly StoredCertificate[] {
    return this.stored;
  }

  get authorities(): readonly Certificate[] {
    return this.stored.filter(({ entity }) => entity === 'authority').map(({ certificate }) => certificate);
  }

  /** Adds one; another of the same entity, use and subject is replaced. @throws DlmsError `refused` when there is no room */
  add(entry: StoredCertificate): void {
    const others = this.stored.filter(
      ({ certificate, entity, use }) => entity !== entry.entity || use !== entry.use || certificate.subject !== entry.certificate.subject,
    );
    if (others.length >= room) refuse('temporary-failure', 'no room for another certificate');
    this.stored = [...others, entry];
  }

  /** @throws DlmsError `refused` when there is none */
  find(wanted: Identification): StoredCertificate {
    return this.stored.find((entry) => matches(entry, wanted)) ?? refuse('object-unavailable', 'no such certificate');
  }

  /** @throws DlmsError `refused` when there is none */
  remove(wanted: Identification): StoredCertificate {
    const found = this.find(wanted);
    this.stored = this.stored.filter((entry) => entry !== found);
    return found;
  }
}
