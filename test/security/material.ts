/** Keys, titles and pairs of client and meter for the tests of security. */

import { fromHex } from '../../src/bytes';
import { createSecurityContext } from '../../src/security/context';
import { counterKey, leaseCounter, memoryCounterStore } from '../../src/security/counters';
import { publicKeyOf } from '../../src/security/key-agreement';
import {
  createServerSecurity,
  newServerCounters,
  type ServerMaterial,
  type ServerSecurityContext,
  type ServerSecuritySettings,
} from '../../src/security/server';
import type { SecurityMaterial, SecuritySettings } from '../../src/security/settings';
import { pointOf, privateKeyFromScalar, publicKeyFromPoint } from '../../src/security/signature';
import { suiteOf } from '../../src/security/suites';
import type { SecurityContext } from '../../src/security/types';
import { expect } from './expect';

export const clientTitle = fromHex('4755525558313233');
export const serverTitle = fromHex('4B464D0000000001');

const range = (from: number, count: number): Buffer => Buffer.from(Array.from({ length: count }, (_, i) => (from + i) & 0xff));
export const keysOf = (suite: 0 | 1 | 2) => ({
  encryptionKey: range(0x00, suite === 2 ? 32 : 16),
  authenticationKey: range(0xd0, suite === 2 ? 32 : 16),
  broadcastKey: range(0x40, suite === 2 ? 32 : 16),
  masterKey: range(0x60, suite === 2 ? 32 : 16),
});

const scalar = (suite: 1 | 2, fill: number): Buffer => Buffer.alloc(suite === 1 ? 32 : 48, fill);

/** Key pairs of both sides; scalars are fixed so that a failure can be repeated. */
export function pairsOf(suite: 1 | 2) {
  const row = suiteOf(suite);
  const side = (sign: number, agree: number, ephemeral: number) => ({
    signing: privateKeyFromScalar(row, scalar(suite, sign)),
    signingPublic: publicKeyFromPoint(row, pointOf(privateKeyFromScalar(row, scalar(suite, sign)))),
    agreement: scalar(suite, agree),
    agreementPublic: publicKeyOf(row, scalar(suite, agree)),
    ephemeral: scalar(suite, ephemeral),
  });
  return { client: side(0x11, 0x22, 0x33), server: side(0x44, 0x55, 0x66) };
}

export interface Pair {
  readonly client: SecurityContext;
  readonly server: ServerSecurityContext;
  readonly warnings: string[];
}

export interface PairOptions {
  readonly n?: number;
  readonly client?: Partial<SecurityMaterial>;
  readonly server?: Partial<ServerMaterial>;
  readonly serverSettings?: Partial<ServerSecuritySettings>;
}

function materials(settings: SecuritySettings, { n = 0, client, server }: PairOptions, warnings: string[]) {
  const keys = keysOf(settings.suite);
  const pairs = settings.suite === 0 ? null : pairsOf(settings.suite);
  const session = keys.encryptionKey.map((octet) => octet ^ 0x5a);
  const counter = leaseCounter({ key: counterKey('unicast', 'client-to-server', clientTitle), store: memoryCounterStore(), start: n });
  const common = { ...keys, password: Buffer.from('Gurux'), clientTitle };
  const clientMaterial: SecurityMaterial = {
    ...common,
    ...(pairs
      ? {
          signingKey: pairs.client.signing,
          peerSigningKey: pairs.server.signingPublic,
          agreementKey: pairs.client.agreement,
          peerAgreementKey: pairs.server.agreementPublic,
          ephemeralKey: pairs.client.ephemeral,
        }
      : {}),
    sessionKey: Buffer.from(session),
    challenge: Buffer.from('K56iVagY0123456789'),
    counter,
    warn: (text) => warnings.push(text),
    ...client,
  };
  const serverMaterial: ServerMaterial = {
    ...common,
    ...(pairs
      ? {
          signingKey: pairs.server.signing,
          peerSigningKey: pairs.client.signingPublic,
          agreementKey: pairs.server.agreement,
          peerAgreementKey: pairs.client.agreementPublic,
          ephemeralKey: pairs.server.ephemeral,
        }
      : {}),
    sessionKey: Buffer.from(session.map((octet) => octet ^ 0xff)),
    challenge: Buffer.from('P6wRJ21F9876543210'),
    serverTitle,
    counters: newServerCounters(),
    ...server,
  };
  return { clientMaterial, serverMaterial };
}

/** A client and a meter that hold the same keys, differences aside. */
export function pairOf(settings: SecuritySettings, options: PairOptions = {}): Pair {
  const warnings: string[] = [];
  const { clientMaterial, serverMaterial } = materials(settings, options, warnings);
  const { mechanism, algorithm, variant, suite, protection, initiate, signing } = settings;
  const mirrored = Object.fromEntries(
    Object.entries({ mechanism, algorithm, variant, suite, protection, initiate, signing }).filter(([, value]) => value !== undefined),
  ) as unknown as ServerSecuritySettings;
  return {
    client: createSecurityContext(settings, clientMaterial),
    server: createServerSecurity({ ...mirrored, ...options.serverSettings }, serverMaterial),
    warnings,
  };
}

/** InitiateRequest, with the dedicated key when there is one. */
export const initiateRequest = (dedicated: Buffer | null): Buffer =>
  dedicated === null
    ? fromHex('01000000065F1F0400007E1F04B0')
    : Buffer.concat([Buffer.from([0x01, 0x01, dedicated.length]), dedicated, fromHex('0000065F1F0400007E1F04B0')]);
const initiateResponse = fromHex('0800065F1F0400407E1F04B00007');
const conformance = 0x407e1f;

/** Octets as they would pass the line. */
export interface Wire {
  readonly aarq: Buffer;
  readonly action: Buffer | null;
}

/** Plays an association up to the proof of the meter. Throws what either side throws; null proof = the meter refused. */
export async function associate({ client, server }: Pair): Promise<Wire> {
  await client.need(3)?.prepare();
  const aarq = client.protect(initiateRequest(client.dedicatedKey), 'initiate');
  const opened = server.open({ callingApTitle: client.callingApTitle, callingAuthenticationValue: client.callingAuthenticationValue });
  expect(opened.kind !== 'refused', 'the meter refuses the password');
  server.unprotect(aarq, 'initiate');
  const facts = {
    respondingApTitle: server.respondingApTitle,
    respondingAuthenticationValue: opened.kind === 'challenge' ? opened.challenge : null,
  };
  client.peer({ ...facts, negotiatedConformance: 0 });
  client.unprotect(server.protect(initiateResponse, 'initiate'));
  client.peer({ ...facts, negotiatedConformance: conformance });
  if (opened.kind !== 'challenge') return { aarq, action: null };
  await client.need(2)?.prepare();
  const proof = client.respond();
  const request = Buffer.concat([fromHex('C301C1000F0000280000FF010109'), Buffer.from([proof.length]), proof]);
  const action = client.protect(request, 'hls');
  const plain = server.unprotect(action, 'hls');
  const { accepted, proof: reply } = server.reply(plain.subarray(15));
  expect(accepted, 'the meter refuses f(StoC)');
  const response = reply ? Buffer.concat([fromHex('C701C100010009'), Buffer.from([reply.length]), reply]) : fromHex('C701C10000');
  const answer = client.unprotect(server.protect(response, 'hls'));
  client.verify(reply ? answer.subarray(8) : null);
  return { aarq, action };
}

/** Sends a request and its answer through both sides and returns what each got. */
export async function roundTrip({ client, server }: Pair, request: Buffer, response: Buffer) {
  await client.need(1)?.prepare();
  const sent = client.protect(request, 'service');
  const atServer = server.unprotect(sent, 'service');
  const answered = server.protect(response, 'service');
  return { sent, atServer, answered, atClient: client.unprotect(answered) };
}

export const getClock = fromHex('C001C100080000010000FF0200');
export const clockIs = fromHex('C401C100090C07EA04040604042B00FE9801');
