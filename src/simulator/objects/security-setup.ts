/**
 * Security setup (Blue Book 4.4.7, class 64 versions 0 and 1): the policy, keys and certificates of one client, and the
 * methods that change them for real, from the next association on.
 *
 * 0-0:43.0.0 is that of the client who asks; 0-0:43.0.n that of the n-th association, where it has keys. Beside it the
 * invocation counters 0-0:43.1.x (class 1), which public clients read to learn where to go on.
 */
import type { Data } from '../../codec/types';
import { isDlmsError } from '../../errors';
import { ephemeralUnified, publicKeyOf } from '../../security/key-agreement';
import { unwrapKey } from '../../security/key-wrap';
import { signOctets, verifyOctets } from '../../security/signature';
import type { Caller } from '../caller';
import type { MeterBlueprint, SimulatedMeter } from '../meter';
import type { Attribute, Method, Parts } from '../object';
import { refuse } from '../refusal';
import { entities, type Identification, nameLine, serialOf, uses } from '../security/certificate-store';
import { policyForms } from '../security/policy';
import type { SecuritySetup } from '../security/security-setup';
import type { Settings } from '../settings';
import { array, doubleLongUnsigned, elementsOf, enumeration, numberOf, octets, octetsOf, structure, text } from '../values';

export const currentSecuritySetup = '0-0:43.0.0*255';

/** The object of the n-th association, from 0. */
export const setupOfAssociation = (index: number): string => `0-0:43.0.${index + 1}*255`;

type SetupOf = (caller: Caller | null) => SecuritySetup;
type Change = (setup: SecuritySetup, parameter: Data | undefined, caller: Caller | null) => Data | null;

/** key_id of the master key (KEK). */
const masterKeyId = 3;

const method =
  (setupOf: SetupOf, change: Change): Method =>
  (parameter, caller) =>
    change(setupOf(caller), parameter ?? undefined, caller);

/** What cryptography refuses, in the standard's word: the parameter is wrong. */
function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isDlmsError(error) && error.code !== 'refused') return refuse('type-unmatched', error.message);
    throw error;
  }
}

/** key_transfer: all keys unwrap, or none is taken. */
const transferKeys =
  (highestKeyId: number): Change =>
  (setup, parameter) => {
    const received = elementsOf(parameter).map((entry) => {
      const [keyId, wrapped] = elementsOf(entry, 2);
      const id = numberOf(keyId);
      if (id < 0 || id > highestKeyId) refuse('type-unmatched', `key_id is ${id}`);
      const key = attempt(() => unwrapKey(setup.masterKey, octetsOf(wrapped)));
      if (key.length !== setup.suite.keyOctets) refuse('type-unmatched', 'the key has the wrong length');
      return { id, key };
    });
    for (const { id, key } of received) setup.installKey(id, key);
    return null;
  };

/** key_agreement: ephemeral keys of both sides, each signed together with its key_id. */
const agreeKeys: Change = (setup, parameter, caller) => {
  const { suite } = setup;
  const publicOctets = 2 * (suite.curve?.fieldOctets ?? refuse('scope-of-access-violated', 'suite 0 has no key agreement'));
  const clientTitle = caller?.association.callingApTitle ?? setup.clientTitle;
  const agreed = elementsOf(parameter).map((entry) => {
    const [keyId, keyData] = elementsOf(entry, 2);
    const id = numberOf(keyId);
    const offered = octetsOf(keyData);
    if (id < 0 || id > masterKeyId || offered.length !== 2 * publicOctets) refuse('type-unmatched', 'key_id or key_data');
    const publicKey = offered.subarray(0, publicOctets);
    const signed = (point: Buffer): Buffer => Buffer.concat([Buffer.from([id]), point]);
    if (!verifyOctets(setup.peerSigningKey, signed(publicKey), offered.subarray(publicOctets)))
      refuse('scope-of-access-violated', 'the signature over the ephemeral key is wrong');
    const privateKey = setup.drawEphemeral();
    const algorithmId = id === masterKeyId ? suite.kdfWrapAlgorithmId : suite.kdfAlgorithmId;
    const parties = { originator: clientTitle, recipient: setup.systemTitle, algorithmId };
    const key = attempt(() => ephemeralUnified(suite, { privateKey, publicKey }, parties));
    const own = publicKeyOf(suite, privateKey);
    return { id, key, reply: structure(enumeration(id), octets(Buffer.concat([own, signOctets(setup.signingKey, signed(own))]))) };
  });
  for (const { id, key } of agreed) setup.installKey(id, key);
  return array(agreed.map(({ reply }) => reply));
};

const activate =
  (version: 0 | 1): Change =>
  (setup, parameter) => {
    setup.activate(policyForms[version].read(numberOf(parameter)) ?? refuse('type-unmatched', 'this is no security policy'));
    return null;
  };

const useOf = (parameter: Data | undefined) => uses[numberOf(parameter)] ?? refuse('type-unmatched', 'there are no such key pairs');

function identificationOf(parameter: Data | undefined): Identification {
  const [by, options] = elementsOf(parameter, 2);
  if (numberOf(by) === 0) {
    const [entity, type, systemTitle] = elementsOf(options, 3);
    return { by: 'entity', entity: numberOf(entity), type: numberOf(type), systemTitle: octetsOf(systemTitle) };
  }
  const [serialNumber, issuer] = elementsOf(options, 2);
  return { by: 'serial', serialNumber: octetsOf(serialNumber), issuer: octetsOf(issuer) };
}

const certificateList = (setup: SecuritySetup): Data =>
  array(
    setup.certificates.all.map(({ certificate, entity, use }) =>
      structure(
        enumeration(entities.indexOf(entity)),
        enumeration(uses.indexOf(use)),
        octets(serialOf(certificate)),
        text(nameLine(certificate.issuer)),
        text(nameLine(certificate.subject)),
        octets(Buffer.alloc(0)),
      ),
    ),
  );

const certificateMethods: Readonly<Record<string, Change>> = {
  keyAgreement: agreeKeys,
  generateKeyPair: (setup, parameter) => {
    setup.generateKeyPair(useOf(parameter));
    return null;
  },
  generateCertificateRequest: (setup, parameter) => octets(attempt(() => setup.certificateRequest(useOf(parameter)))),
  importCertificate: (setup, parameter) => {
    setup.importCertificate(octetsOf(parameter));
    return null;
  },
  exportCertificate: (setup, parameter) => octets(setup.certificates.find(identificationOf(parameter)).certificate.der),
  removeCertificate: (setup, parameter) => {
    setup.removeCertificate(identificationOf(parameter));
    return null;
  },
};

const bind = (setupOf: SetupOf, changes: Readonly<Record<string, Change>>): Record<string, Method> =>
  Object.fromEntries(Object.entries(changes).map(([name, change]) => [name, method(setupOf, change)]));

const shown = (setupOf: SetupOf, show: (setup: SecuritySetup, caller: Caller | null) => Data): Attribute => ({
  read: (_at, caller) => show(setupOf(caller), caller),
});

function parts(version: 0 | 1, setupOf: SetupOf): Parts {
  const attributes = {
    securityPolicy: shown(setupOf, ({ policy }) => enumeration(policyForms[version].show(policy))),
    securitySuite: shown(setupOf, ({ suite }) => enumeration(suite.id)),
    clientSystemTitle: shown(setupOf, (setup, caller) => octets(caller?.association.callingApTitle ?? setup.clientTitle)),
    serverSystemTitle: shown(setupOf, ({ systemTitle }) => octets(systemTitle)),
  };
  const securityActivate = method(setupOf, activate(version));
  if (version === 0) return { attributes, methods: { securityActivate, globalKeyTransfer: method(setupOf, transferKeys(2)) } };
  return {
    attributes: { ...attributes, certificates: shown(setupOf, certificateList) },
    methods: { securityActivate, keyTransfer: method(setupOf, transferKeys(masterKeyId)), ...bind(setupOf, certificateMethods) },
  };
}

/** 0-0:43.0.0 for the client who asks, 0-0:43.0.n for the n-th association where that has keys. */
export function securitySetupBlueprints({ associations, securitySetupVersion: version }: Settings): MeterBlueprint[] {
  const first = associations.find(({ security }) => security.ciphers) ?? associations[0];
  const current: SetupOf = (caller) => (caller?.association.settings ?? first ?? refuse('object-unavailable')).security;
  const blueprint = (obis: string, setupOf: SetupOf): MeterBlueprint => ({
    classId: 64,
    version,
    obis,
    build: () => parts(version, setupOf),
  });
  return [
    blueprint(currentSecuritySetup, current),
    ...associations.flatMap(({ security }, index) => (security.ciphers ? [blueprint(setupOfAssociation(index), () => security)] : [])),
  ];
}

/** The highest counter of the client to whom this object belongs; 0 where it belongs to none. */
export const clientCounter = (obis: string): MeterBlueprint => ({
  classId: 1,
  version: 0,
  obis,
  build: (meter: SimulatedMeter): Parts => {
    const owner = meter.settings.associations.find(({ counterObject }) => counterObject === obis)?.security;
    const value: Attribute = {
      read: () => doubleLongUnsigned(owner?.clientCounter ?? 0),
      force: (next) => {
        if (owner) owner.clientCounter = numberOf(next);
      },
    };
    return { attributes: { value } };
  },
});

/** Counter objects that the household has in any case. */
export const usualCounterObjects: readonly string[] = ['0-0:43.1.0*255', '0-0:43.1.1*255'];

/** The others that the settings name. */
export const counterBlueprints = ({ associations }: Settings): MeterBlueprint[] =>
  [...new Set(associations.flatMap(({ counterObject }) => (counterObject === null ? [] : [counterObject])))]
    .filter((obis) => !usualCounterObjects.includes(obis))
    .map(clientCounter);
