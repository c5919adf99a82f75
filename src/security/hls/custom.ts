/**
 * An algorithm that a user brings: a function from challenge and secret to the answer, however it was written (a JSONata
 * expression, a module listed in the settings). It may take its time: the security context awaits it before f(StoC) is
 * needed, and nothing of it runs in between.
 */
import { fromHex, toHex } from '../../bytes';
import { DlmsError } from '../../errors';
import { sameOctets } from '../aead';
import type { MechanismId } from '../types';
import type { HlsAlgorithm, HlsContext, SecretName } from './algorithm';

/** What the function sees; octets as upper-case hex, so that an expression can work with them. */
export interface CustomInput {
  readonly role: 'client' | 'server';
  /** The challenge to answer, and the prover's own. */
  readonly challenge: string;
  readonly ownChallenge: string;
  /** The challenge as text, for algorithms on characters. */
  readonly challengeText: string;
  readonly secret: string;
  readonly secretText: string;
  readonly clientTitle: string;
  readonly serverTitle: string;
}

/** Octets, or their hex. */
export type CustomResult = Uint8Array | string;
export type CustomFunction = (input: CustomInput) => CustomResult | Promise<CustomResult>;

export interface CustomSettings {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** Default 2. */
  readonly mechanism?: MechanismId;
  readonly secrets?: readonly SecretName[];
  /** `none` when these meters send no f(CtoS). Default `required`: the function is called with role `server` as well. */
  readonly serverProof?: 'required' | 'none';
}

/** An algorithm whose answers have to be computed before they can be given. */
export interface PreparedAlgorithm extends HlsAlgorithm {
  /** Computes what `respond` and `verify` give for this context. @throws DlmsError `settings-invalid` */
  prepare(context: HlsContext): Promise<void>;
}

export const isPrepared = (algorithm: HlsAlgorithm): algorithm is PreparedAlgorithm => 'prepare' in algorithm;

const inputOf = (context: HlsContext, role: 'client' | 'server'): CustomInput => {
  const client = role === 'client';
  const challenge = client ? context.serverChallenge : context.clientChallenge;
  return {
    role,
    challenge: toHex(challenge),
    ownChallenge: toHex(client ? context.clientChallenge : context.serverChallenge),
    challengeText: challenge.toString('latin1'),
    secret: toHex(context.secret),
    secretText: context.secret.toString('utf8'),
    clientTitle: toHex(context.clientTitle),
    serverTitle: toHex(context.serverTitle),
  };
};

const octetsOf = (result: unknown, label: string): Buffer => {
  if (result instanceof Uint8Array) return Buffer.from(result);
  if (typeof result === 'string') {
    try {
      return fromHex(result);
    } catch {
      // Said below, without the result, which may be secret.
    }
  }
  throw new DlmsError('settings-invalid', `the algorithm "${label}" gave neither octets nor hex`);
};

/** Makes an algorithm for one association of `compute`. Its answers are remembered per context, so make one per attempt. */
export function customAlgorithm(settings: CustomSettings, compute: CustomFunction): PreparedAlgorithm {
  const { id, label, hint = '', mechanism = 2, secrets = ['password'], serverProof = 'required' } = settings;
  const answers = new Map<'client' | 'server', Buffer>();
  const ask = async (context: HlsContext, role: 'client' | 'server'): Promise<void> => {
    let result: unknown;
    try {
      result = await compute(inputOf(context, role));
    } catch (cause) {
      throw new DlmsError('settings-invalid', `the algorithm "${label}" failed`, { cause });
    }
    answers.set(role, octetsOf(result, label));
  };
  const answer = (role: 'client' | 'server'): Buffer => {
    const found = answers.get(role);
    if (!found) throw new DlmsError('settings-invalid', `the algorithm "${label}" was not prepared before its answer was needed`);
    return found;
  };
  return {
    ...{ id, label, hint, mechanism, secrets, serverProof },
    async prepare(context) {
      await ask(context, 'client');
      if (serverProof === 'required') await ask(context, 'server');
    },
    respond: () => answer('client'),
    verify: (reply) => serverProof === 'none' || sameOctets(reply, answer('server')),
    prove: () => (serverProof === 'none' ? null : answer('server')),
    check: (response) => sameOctets(response, answer('client')),
  };
}
