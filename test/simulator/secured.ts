/**
 * A simulated meter with security and the client's pure layer in front of it, without a line: dialogues of `src/session`
 * run against a `Session` of the simulator, APDU for APDU. Both sides have the same keys unless a test says otherwise.
 */
import { conformanceFrom } from '../../src/apdu/initiate';
import { toHex } from '../../src/bytes';
import { obisOctets } from '../../src/cosem/obis';
import { DlmsError } from '../../src/errors';
import type { Dialogue } from '../../src/framing/link';
import { createSecurityContext } from '../../src/security/context';
import { type CounterStore, counterKey, leaseCounter, memoryCounterStore } from '../../src/security/counters';
import type { SecurityMaterial, SecuritySettings } from '../../src/security/settings';
import { scalarOf } from '../../src/security/signature';
import { associate } from '../../src/session/associate';
import type { AttributeRequest } from '../../src/session/requests';
import type { AssociateOptions, Association, Session as ClientSession, Referencing } from '../../src/session/types';
import type { SimulatedMeter } from '../../src/simulator/meter';
import type { SimulatedSecurity } from '../../src/simulator/security/options';
import type { SimulatorOptions } from '../../src/simulator/types';
import { clientTitle, keysOf, pairsOf } from '../security/material';
import { session } from '../session/capture-log';
import { type Talk, talk } from './talk';

const empty = Buffer.alloc(0);
export const password = 'Gurux';

export const proposals: Readonly<Record<Referencing, number>> = {
  ln: conformanceFrom([
    'general-protection',
    'general-block-transfer',
    'get',
    'set',
    'action',
    'multiple-references',
    'selective-access',
    'block-transfer-with-get-or-read',
    'block-transfer-with-set-or-write',
    'block-transfer-with-action',
  ]),
  sn: conformanceFrom([
    'general-protection',
    'read',
    'write',
    'multiple-references',
    'parameterized-access',
    'block-transfer-with-get-or-read',
  ]),
};

/** Options of the meter: keys of a suite as text. */
export function meterKeys(suite: 0 | 1 | 2): SimulatedSecurity {
  const { encryptionKey, authenticationKey, broadcastKey, masterKey } = keysOf(suite);
  const pairs = suite === 0 ? null : pairsOf(suite);
  return {
    suite,
    encryptionKey: toHex(encryptionKey),
    authenticationKey: toHex(authenticationKey),
    broadcastKey: toHex(broadcastKey),
    masterKey: toHex(masterKey),
    clientTitle: toHex(clientTitle),
    ...(pairs
      ? {
          signingKey: toHex(scalarOf(pairs.server.signing)),
          agreementKey: toHex(pairs.server.agreement),
          clientSigningKey: pairs.client.signingPublic.export({ type: 'spki', format: 'pem' }).toString(),
          clientAgreementKey: toHex(pairs.client.agreementPublic),
        }
      : {}),
  };
}

/** A meter for one client of SAP 1. */
export const securedMeter = (
  settings: Pick<SecuritySettings, 'mechanism' | 'suite'>,
  security: SimulatedSecurity = {},
  options: Partial<SimulatorOptions> = {},
): Talk =>
  talk({
    associations: [
      { client: 16, mechanism: 0 },
      { client: 1, mechanism: settings.mechanism, password, security: { ...meterKeys(settings.suite), ...security } },
    ],
    ...options,
  });

/** A store that outlives the clients of one test. */
export interface ClientOptions {
  readonly store?: CounterStore;
  readonly n?: number;
  readonly material?: Partial<SecurityMaterial>;
  readonly associate?: Partial<AssociateOptions>;
}

/** A client with the keys of `meterKeys`, not associated yet. */
export function securedClient(settings: SecuritySettings, referencing: Referencing = 'ln', options: ClientOptions = {}): ClientSession {
  const pairs = settings.suite === 0 ? null : pairsOf(settings.suite);
  const { store = memoryCounterStore(), n = 1 } = options;
  const context = createSecurityContext(settings, {
    ...keysOf(settings.suite),
    ...(pairs
      ? {
          signingKey: pairs.client.signing,
          peerSigningKey: pairs.server.signingPublic,
          agreementKey: pairs.client.agreement,
          peerAgreementKey: pairs.server.agreementPublic,
          ephemeralKey: pairs.client.ephemeral,
        }
      : {}),
    sessionKey: keysOf(settings.suite).encryptionKey.map((octet) => octet ^ 0x5a) as Buffer,
    password: Buffer.from(password),
    clientTitle,
    challenge: Buffer.from('K56iVagY01234567'),
    counter: leaseCounter({ key: counterKey('unicast', 'client-to-server', clientTitle), store, start: n, block: 1 }),
    ...options.material,
  });
  return session({ referencing, proposedConformance: proposals[referencing], maxReceivePduSize: 1200, ...options.associate }, context);
}

/** Runs a dialogue of the client against the meter. */
export async function run<T>(dialogue: Dialogue<T>, { ask }: Pick<Talk, 'ask'>): Promise<T> {
  const waiting: Buffer[] = [];
  let state = dialogue.next();
  while (!state.done) {
    const { send, timeoutMs, prepare } = state.value;
    if (prepare) await prepare.prepare();
    if (send) waiting.push(...ask(toHex(send)).map((hex) => Buffer.from(hex, 'hex')));
    if (timeoutMs === 0) {
      state = dialogue.next(empty);
      continue;
    }
    const received = waiting.shift();
    state = received ? dialogue.next(received) : dialogue.throw(new DlmsError('response-timeout', 'the meter is silent'));
  }
  return state.value;
}

export const open = (client: ClientSession, meter: Pick<Talk, 'ask'>): Promise<Association> => run(associate(client), meter);

/** An attribute by both of its names. */
export function attributeOf(meter: SimulatedMeter, classId: number, obis: string, attributeId: number): AttributeRequest {
  const base = meter.shortNames.baseNames.get(obis) ?? 0;
  return { classId, instanceId: obisOctets(obis), attributeId, selection: null, variableName: base + 8 * (attributeId - 1) };
}
