/**
 * The meter's side of security for one association attempt: what a simulated meter needs to be as strict, as lax or as
 * odd as real ones.
 *
 * It mirrors `context.ts`: answers are protected as the requests were, f(StoC) is checked by a selectable rule (V1 to V8) and
 * replay rule, f(CtoS) is given, a stale client counter is answered in one of the three ways seen in the field. Counters
 * that outlive an association are in a `ServerCounters` object of the meter; challenges and fresh keys are passed in.
 */
import { decodeApdu } from '../apdu/apdu';
import { DlmsError, type ErrorCode } from '../errors';
import { gcmKey, sameOctets } from './aead';
import { controlOf, type Protection, protectionName, protectsEnough } from './control';
import { exhausted, freshCounter, lastCounter } from './counters';
import type { HlsAlgorithm, HlsContext } from './hls/algorithm';
import { gmacTag, readGmacProof } from './hls/gmac';
import { algorithmOf } from './hls/registry';
import { passesReplayRule, type VerificationRule, verifiesByRule } from './ic-policy';
import { type Manner, mannerOf, raised, signedOnly } from './manner';
import { type Channel, type CipheringStyle, type KeyName, type Opened, openApdu, overheadOf, sealApdu, signApdu } from './protect';
import { type SecurityMaterial, type SecuritySettings, symmetricKeys } from './settings';
import { type SecuritySuite, suiteOf } from './suites';
import type { MechanismId, ProtectionUse } from './types';

/** What a meter says to a counter that it has seen before: three ways were observed. */
export type StaleAnswer = 'exception' | 'deciphering-error' | 'drop';

export interface ServerSecuritySettings
  extends Pick<
    SecuritySettings,
    'mechanism' | 'algorithm' | 'variant' | 'suite' | 'protection' | 'initiate' | 'signing' | 'generalHeader'
  > {
  /** How f(StoC) of mechanism 5 is verified. Default V1, the standard. */
  readonly rule?: VerificationRule;
  /** Each ciphered message must count above the one before. Default true. */
  readonly replayRule?: boolean;
  /** Default `exception`. */
  readonly staleAnswer?: StaleAnswer;
  /** Use every counter of the answers twice, as one known server library does. */
  readonly repeatsCounters?: boolean;
  /** Wrappers in which services may come; default all. The set-up is service-specific in any case. */
  readonly styles?: readonly CipheringStyle[];
  /** The dedicated key of the InitiateRequest is taken. Default true. */
  readonly dedicated?: boolean;
  /** Services have to come signed. Default false. */
  readonly signed?: boolean;
  /** The least protection of the answers; they are never less protected than their requests. Default `none`. */
  readonly answers?: Protection;
}

/** Counters of the meter that outlive associations, by key name. One object per security set-up; it is changed in place. */
export interface ServerCounters {
  /** The next counter of the meter's own messages. */
  own: Record<string, number>;
  /** The highest counter of the client that was accepted. */
  client: Record<string, number>;
}

export const newServerCounters = (): ServerCounters => ({ own: {}, client: {} });

/** Keys of the meter: titles swapped, so that `clientTitle` is what stands in for a client that sends none. */
export interface ServerMaterial
  extends Omit<SecurityMaterial, 'counter' | 'dedicatedCounter' | 'dedicatedKey' | 'serverTitle' | 'certificate' | 'warn'> {
  readonly serverTitle: Buffer;
  readonly counters: ServerCounters;
}

/** What the AARQ says. */
export interface CallingFacts {
  /** Context 3 or 4; default: the meter has keys. */
  readonly cipheredContext?: boolean;
  readonly callingApTitle: Buffer | null;
  readonly callingAuthenticationValue: Buffer | null;
}

export type OpenResult =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'challenge'; readonly challenge: Buffer }
  | { readonly kind: 'refused' };

export interface ServerSecurityContext {
  readonly mechanism: MechanismId;
  /** responding-AP-title; null where nothing needs it. */
  readonly respondingApTitle: Buffer | null;
  /** Octets that `protect` adds at most. */
  readonly overhead: number;
  /** The AARQ: checks the password of mechanism 1, gives the challenge of mechanisms 2 to 7. Call it first. */
  open(facts: CallingFacts): OpenResult;
  /** @throws DlmsError; `refusalOf` says what goes back */
  unprotect(apdu: Buffer, use: ProtectionUse): Buffer;
  /** An answer, protected as the request was; a notification as the policy wants. */
  protect(apdu: Buffer, use: ProtectionUse): Buffer;
  /** f(StoC): `proof` is f(CtoS), null for algorithms that have none. */
  reply(response: Buffer): { readonly accepted: boolean; readonly proof: Buffer | null };
}

const noOctets = Buffer.alloc(0);
/** Exceptions and errors of ACSE are never protected. */
const alwaysPlain: ReadonlySet<number> = new Set([0xd8, 0x61, 0x63, 0x0e]);

/** exception-response: state service-not-allowed, invocation-counter-error with the counter expected. */
function counterException(expected: number): Buffer {
  const octets = Buffer.from([0xd8, 0x01, 0x06, 0, 0, 0, 0]);
  octets.writeUInt32BE(expected, 3);
  return octets;
}

const plainRefusals: Partial<Record<ErrorCode, Buffer>> = {
  'protection-too-low': Buffer.from([0xd8, 0x01, 0x01]),
  'service-not-supported': Buffer.from([0xd8, 0x02, 0x02]),
};

/**
 * What a meter sends instead of an answer when `unprotect` threw: octets, or `drop` for closing the line.
 * GB 9.4.4: service-unknown with deciphering-error; service-not-allowed where protection is too low.
 */
export function refusalOf(error: DlmsError): Buffer | 'drop' {
  const expected = error.details?.expected;
  const answer = error.details?.answer;
  if (error.code === 'counter-refused') {
    if (answer === 'drop') return 'drop';
    if (answer === 'exception' && typeof expected === 'number') return counterException(expected);
  }
  return plainRefusals[error.code] ?? Buffer.from([0xd8, 0x02, 0x05]);
}

/** @throws DlmsError `key-invalid`, `settings-invalid` */
export const createServerSecurity = (settings: ServerSecuritySettings, material: ServerMaterial): ServerSecurityContext =>
  new ServerSecurity(settings, material);

class ServerSecurity implements ServerSecurityContext {
  readonly mechanism: MechanismId;
  private readonly settings: ServerSecuritySettings;
  private readonly material: ServerMaterial;
  private readonly suite: SecuritySuite;
  private readonly algorithm: HlsAlgorithm;
  private channel: Channel;
  private clientChallenge: Buffer = noOctets;
  private cipheredContext: boolean;
  private manner: Manner | null = null;
  /** How the last signed request was signed; answers are signed so too. */
  private bareSignature: boolean;
  /** Client counters of this association: of the InitiateRequest and of the last message. */
  private initiateCounter: number | null = null;
  private lastCounterSeen: number | null = null;
  private readonly dedicatedOwn = freshCounter();
  private dedicatedClient: number | null = null;
  private readonly fresh = freshCounter(0);
  private transaction: bigint;
  /** The last own counter was used once of two times. */
  private repeated = false;

  constructor(settings: ServerSecuritySettings, material: ServerMaterial) {
    this.settings = settings;
    this.material = material;
    this.mechanism = settings.mechanism;
    this.suite = suiteOf(settings.suite);
    this.algorithm = algorithmOf(settings.mechanism, settings.algorithm, material.algorithms);
    const keys = symmetricKeys(this.suite, material);
    this.channel = {
      ...keys,
      suite: this.suite,
      material,
      ownTitle: material.serverTitle,
      peerTitle: material.clientTitle.length > 0 ? material.clientTitle : null,
      openHeader: settings.generalHeader === 'open',
      alternatives: () => ({ keys: [], titles: [] }),
    };
    this.transaction = material.transactionId ?? 1n;
    this.bareSignature = settings.generalHeader === 'open';
    this.cipheredContext = keys.global !== null;
  }

  get respondingApTitle(): Buffer | null {
    return this.cipheredContext || this.mechanism >= 5 ? this.material.serverTitle : null;
  }

  /** Of the wrapper that the next answer gets. */
  get overhead(): number {
    const manner = this.manner ?? this.pushManner();
    return manner ? overheadOf(manner.style, this.suite, this.signingOf(manner) !== 'none') : 0;
  }

  open({ callingApTitle, callingAuthenticationValue, cipheredContext = this.cipheredContext }: CallingFacts): OpenResult {
    this.cipheredContext = cipheredContext;
    if (callingApTitle) this.channel = { ...this.channel, peerTitle: callingApTitle };
    this.clientChallenge = callingAuthenticationValue ?? noOctets;
    if (this.mechanism === 0) return { kind: 'accepted' };
    if (this.mechanism === 1) {
      const known = callingAuthenticationValue !== null && sameOctets(callingAuthenticationValue, this.material.password ?? noOctets);
      return { kind: known ? 'accepted' : 'refused' };
    }
    // An empty challenge proves nothing; only clients of meters that give no proof may send one.
    if (this.clientChallenge.length === 0 && this.algorithm.serverProof === 'required') return { kind: 'refused' };
    return { kind: 'challenge', challenge: this.material.challenge ?? noOctets };
  }

  unprotect(apdu: Buffer, use: ProtectionUse): Buffer {
    const opened = openApdu(apdu, this.channel);
    this.refuseDowngrade(opened, use);
    const manner = mannerOf(apdu, opened);
    const { styles } = this.settings;
    if (manner !== null && !manner.bare && use === 'service' && styles !== undefined && !styles.includes(manner.style)) {
      throw new DlmsError('service-not-supported', `the wrapper "${manner.style}" is not among those that the meter takes`);
    }
    if (opened.counter !== null && opened.keyName !== null) this.acceptCounter(opened.keyName, opened.counter);
    // A plain request of an association that allows it is answered plain.
    this.manner = manner;
    if (opened.signed) this.bareSignature = opened.bareSignature === true;
    if (use === 'initiate') this.initiated(opened);
    return opened.plaintext;
  }

  private refuseDowngrade(opened: Opened, use: ProtectionUse): void {
    const { protection, initiate, signed = false } = this.settings;
    if ((use === 'initiate' || use === 'release') && initiate === 'plain') return;
    const missesSignature = signed && use === 'service' && !opened.signed;
    if (protectsEnough(opened.control, protection) && !missesSignature) return;
    const came = missesSignature ? 'not signed' : protectionName(opened.control);
    throw new DlmsError('protection-too-low', `the request is "${came}", "${missesSignature ? 'signed' : protection}" is demanded`);
  }

  /** The InitiateRequest brings the dedicated key. */
  private initiated({ plaintext, counter }: Opened): void {
    this.initiateCounter = counter;
    const apdu = decodeApdu(plaintext);
    if (apdu.kind !== 'initiate-request') return;
    const octets = apdu.value.dedicatedKey;
    if (octets !== null && this.settings.dedicated !== false) this.channel = { ...this.channel, dedicated: gcmKey(octets) };
  }

  private acceptCounter(keyName: KeyName, counter: number): void {
    this.lastCounterSeen = keyName === 'global' ? counter : this.lastCounterSeen;
    if (keyName === 'wrapped' || keyName === 'agreed') return;
    const previous = keyName === 'dedicated' ? this.dedicatedClient : (this.material.counters.client[keyName] ?? null);
    if (this.settings.replayRule !== false && !passesReplayRule(previous, counter)) {
      const expected = Math.min((previous ?? 0) + 1, lastCounter);
      throw new DlmsError('counter-refused', `the client sent counter ${counter} after ${previous}`, {
        details: { answer: this.settings.staleAnswer ?? 'exception', expected },
      });
    }
    if (previous !== null && counter <= previous) return;
    if (keyName === 'dedicated') this.dedicatedClient = counter;
    else this.material.counters.client[keyName] = counter;
  }

  protect(apdu: Buffer, use: ProtectionUse): Buffer {
    const tag = apdu[0] ?? 0;
    if (alwaysPlain.has(tag)) return apdu;
    const manner = this.manner ?? this.pushManner();
    if (manner === null || (use === 'initiate' && this.initiateCounter === null)) return apdu;
    // Passes 3 and 4 are service-specific by the book; one known client wraps them in general-glo and wants that back.
    const acse = use === 'initiate' || use === 'release';
    const control = raised(manner.control, this.settings.answers ?? 'none');
    const how: Manner = acse ? { ...manner, style: 'service-specific', use: 'global', control } : { ...manner, control };
    const transactionId = Buffer.alloc(8);
    transactionId.writeBigUInt64BE(this.transaction);
    this.transaction = BigInt.asUintN(64, this.transaction + 1n);
    const signing = acse ? 'none' : this.signingOf(manner);
    const signed = (octets: Buffer): Buffer => signApdu(octets, this.channel, transactionId, this.bareSignature);
    const isSealed = !manner.bare || control.authenticated || control.encrypted;
    if (!isSealed) return signing === 'none' ? apdu : signed(apdu);
    const content = signing === 'inside' ? signed(apdu) : apdu;
    const sealed = sealApdu(content, this.channel, { ...how, counter: this.ownCounter(how), transactionId });
    return signing === 'outside' ? signed(sealed) : sealed;
  }

  /** As the policy wants, else as the request was. */
  private signingOf({ signing }: Manner): Manner['signing'] {
    return this.settings.signing ?? (this.material.signingKey ? signing : 'none');
  }

  /** Where no request says how: as the policy wants. */
  private pushManner(): Manner | null {
    const { protection, answers = 'none', signing = 'none' } = this.settings;
    const control = raised(controlOf(this.suite.id, protection), answers);
    if (!(control.authenticated || control.encrypted) || !this.channel.global)
      return signing === 'none' ? null : signedOnly(control, signing);
    return { style: 'general', use: 'global', control, signing: 'none' };
  }

  private ownCounter({ style, use, control }: Manner): number {
    if (style === 'wrapped' || style === 'one-pass') return this.fresh.take();
    if (use === 'dedicated' && (style === 'general' || style === 'service-specific')) return this.dedicatedOwn.take();
    return this.nextOwn(control.broadcast ? 'broadcast' : 'global');
  }

  private nextOwn(keyName: KeyName): number {
    const { own } = this.material.counters;
    const counter = own[keyName] ?? 0;
    if (counter > lastCounter) throw exhausted(counter);
    const repeat = this.settings.repeatsCounters === true && !this.repeated;
    this.repeated = repeat;
    if (!repeat) own[keyName] = counter + 1;
    return counter;
  }

  reply(response: Buffer): { readonly accepted: boolean; readonly proof: Buffer | null } {
    const context = this.hlsContext();
    const accepted = this.mechanism === 5 ? this.acceptsGmac(response, context) : this.algorithm.check(response, context);
    return { accepted, proof: accepted ? this.algorithm.prove(context) : null };
  }

  private acceptsGmac(response: Buffer, context: HlsContext): boolean {
    const proof = readGmacProof(response);
    if (!proof) return false;
    const seen = { aarq: this.initiateCounter, action: this.lastCounterSeen, gmac: proof.counter };
    const accepted = verifiesByRule(this.settings.rule ?? 'V1', seen, (counter) =>
      sameOctets(gmacTag(context.serverChallenge, context.clientTitle, counter, context, proof.control), proof.tag),
    );
    // What follows must count above the GMAC as well; a GMAC below the action changes nothing.
    const { client } = this.material.counters;
    if (accepted) client.global = Math.max(client.global ?? 0, proof.counter);
    return accepted;
  }

  private hlsContext(): HlsContext {
    const { material, channel } = this;
    return {
      suite: this.suite,
      secret: material.password ?? noOctets,
      // The configured title of the client stands in where the AARQ carried none.
      clientTitle: channel.peerTitle ?? noOctets,
      serverTitle: material.serverTitle,
      clientChallenge: this.clientChallenge,
      serverChallenge: material.challenge ?? noOctets,
      encryption: channel.global,
      authentication: channel.authentication,
      counter: () => this.nextOwn('global'),
      signingKey: material.signingKey ?? null,
      peerSigningKey: material.peerSigningKey ?? null,
      variant: this.settings.variant ?? null,
    };
  }
}

/** Lock-out of a meter after failed authentications, as plain data. */
export interface LockoutRule {
  /** Failures in a row that lock; 0 = never. */
  readonly failures: number;
  readonly lockMs: number;
}
export interface LockState {
  readonly failures: number;
  /** Milliseconds since 1970; 0 = not locked. */
  readonly lockedUntil: number;
}

export const unlocked: LockState = { failures: 0, lockedUntil: 0 };

export const isLocked = (state: LockState, now: number): boolean => now < state.lockedUntil;

/** The state after an attempt that ended at `now`. */
export function afterAuthentication(state: LockState, accepted: boolean, rule: LockoutRule, now: number): LockState {
  if (accepted) return unlocked;
  const failures = state.failures + 1;
  return rule.failures > 0 && failures >= rule.failures
    ? { failures: 0, lockedUntil: now + rule.lockMs }
    : { failures, lockedUntil: state.lockedUntil };
}
