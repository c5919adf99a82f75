/**
 * Certificates of a meter (Blue Book 4.4.7, security setup version 1): key pairs, requests, and certificates in, out and
 * away. Certificates are public and travel in messages; private keys never leave the meter.
 */
import type { Data } from '../../../src/index';
import { parseSystemTitle } from '../../../src/index';
import { taskFields } from '../../forms/task-fields';
import { certificateFacts, certificateOctets, requestFacts } from '../certificate-facts';
import { type Settings, text } from '../setting-values';
import { chosen } from './field-values';
import { enumeration, lockOut, needsVersion1, octetString, setupMethod, structure } from './security-setup';
import type { Task, TaskInput, TaskPlan } from './task';

const { choices: keyUses } = taskFields.keyUse;
const keyUse = (settings: Settings): number => keyUses.indexOf(chosen(settings, 'keyUse'));

const generateKeyPair = ({ settings }: TaskInput): TaskPlan => {
  needsVersion1(settings);
  const use = keyUse(settings);
  const words = `generation of a key pair for ${keyUses[use]}`;
  return {
    words,
    question: lockOut(words),
    async perform(desk) {
      await desk.act(setupMethod(settings, 4, enumeration(use)), 'generate key pair');
      const hint = 'Ask for a certificate request next, have it signed, and import the certificate: only then is the pair in use.';
      return { facts: { use: keyUses[use] }, hint };
    },
  };
};

/** Octets that the meter returned, as facts. */
const factsOf = (returned: Data | null, facts: (der: Buffer) => object): Readonly<Record<string, unknown>> =>
  returned?.type === 'octet-string' ? { ...facts(returned.value) } : {};

const requestCertificate = ({ settings }: TaskInput): TaskPlan => {
  needsVersion1(settings);
  const use = keyUse(settings);
  return {
    words: `certificate request for ${keyUses[use]}`,
    question: null,
    async perform(desk) {
      const returned = await desk.act(setupMethod(settings, 5, enumeration(use)), 'generate certificate request');
      const hint = 'Have the request signed by the certification authority, then import the certificate.';
      return { facts: factsOf(returned, requestFacts), hint };
    },
  };
};

const importCertificate = ({ settings, payload }: TaskInput): TaskPlan => {
  needsVersion1(settings);
  const der = certificateOctets(text(settings, 'certificate', '') || payload);
  const facts = certificateFacts(der);
  const words = 'import of a certificate';
  return {
    words,
    question: lockOut(words),
    async perform(desk) {
      await desk.act(setupMethod(settings, 6, octetString(der)), 'import certificate');
      return { facts };
    },
  };
};

/** The choices are in the order of their numbers on the wire. */
const { certificateEntity, certificateType } = taskFields;

const hexOrText = (typed: string): Buffer => (/^([0-9a-f]{2})+$/i.test(typed) ? Buffer.from(typed, 'hex') : Buffer.from(typed, 'utf8'));

/** By whose it is and what for, or by serial number and issuer (Blue Book 4.4.7.3.7). */
const identification = (settings: Settings): Data => {
  if (chosen(settings, 'identifyBy') === 'serial') {
    const serial = octetString(hexOrText(text(settings, 'certificateSerial').replace(/[\s:]/g, '')));
    return structure(enumeration(1), structure(serial, octetString(hexOrText(text(settings, 'certificateIssuer')))));
  }
  const entity = certificateEntity.choices.indexOf(chosen(settings, 'certificateEntity'));
  const type = certificateType.choices.indexOf(chosen(settings, 'certificateType'));
  const title = parseSystemTitle(text(settings, 'certificateTitle', ''), 'system title of the certificate');
  return structure(enumeration(0), structure(enumeration(entity), enumeration(type), octetString(title)));
};

const exportCertificate = ({ settings }: TaskInput): TaskPlan => {
  needsVersion1(settings);
  const which = identification(settings);
  return {
    words: 'export of a certificate',
    question: null,
    async perform(desk) {
      const returned = await desk.act(setupMethod(settings, 7, which), 'export certificate');
      return { facts: factsOf(returned, certificateFacts) };
    },
  };
};

const removeCertificate = ({ settings }: TaskInput): TaskPlan => {
  needsVersion1(settings);
  const which = identification(settings);
  const words = 'removal of a certificate';
  return {
    words,
    question: lockOut(words),
    async perform(desk) {
      await desk.act(setupMethod(settings, 8, which), 'remove certificate');
      return {};
    },
  };
};

export const certificateTasks: readonly Task[] = [
  { id: 'generate-key-pair', plan: generateKeyPair },
  { id: 'request-certificate', plan: requestCertificate },
  { id: 'import-certificate', plan: importCertificate },
  { id: 'export-certificate', plan: exportCertificate },
  { id: 'remove-certificate', plan: removeCertificate },
];
