/**
 * The client's side of security for one association attempt: settings and keys become a `SecurityContext`.
 *
 * The rules that meet here (GB 9.2.7; facts of real meters in the comments):
 *  - the InitiateRequest, the action that carries f(StoC) and a protected RLRQ travel as service-specific glo- with the global
 *    key, whatever style and key the rest uses;
 *  - the counters of AARQ, action and GMAC follow the policy (`ic-policy.ts`) and are reserved together before the AARQ;
 *  - a dedicated key and keys made for this association have counters of their own, the global key has a stored one;
 *  - an answer must be protected at least as the requests are, errors of the meter and of the transport layer excepted.
 */
import { conformanceBits } from '../apdu/initiate';
import { DlmsError } from '../errors';
import { controlOf, protectionName, protectsEnough, type SecurityControl, tooLow } from './control';
import { type CounterLease, freshCounter, replayGuard } from './counters';
import type { Alternatives } from './diagnose';
import { type HlsAlgorithm, type HlsContext, wrongProof } from './hls/algorithm';
import { isPrepared } from './hls/custom';
import { algorithmOf } from './hls/registry';
import { type IcOffsets, icPolicyOf, offsetsFor } from './ic-policy';
import { type Channel, type CipheringStyle, type Opened, openApdu, overheadOf, sealApdu, signApdu } from './protect';
import { checkMaterial, type SecurityMaterial, type SecuritySettings, type SymmetricKeys, symmetricKeys } from './settings';
import { type SecuritySuite, suiteOf } from './suites';
import type { PeerFacts, ProtectionUse, SecurityContext } from './types';

const noOctets = Buffer.alloc(0);

/** Answers that are never protected: exception, error, ACSE and the blocks around ciphered APDUs. */
const alwaysPlain: ReadonlySet<number> = new Set([0x0e, 0x61, 0x63, 0xd8, 0xe0, 0xe6, 0xe7]);
/** glo- and ded- read and write responses. */
const gluedTags: ReadonlySet<number> = new Set([0x2c, 0x2d, 0x4c, 0x4d]);
const notifications: ReadonlySet<number> = new Set([0x0f, 0x18, 0xc2]);
const initiateResponse = 0x08;
const generalProtection = 0x800000 >>> conformanceBits['general-protection'];

/** Titles that people mix up with that of the meter. */
const titleAlternatives = (material: SecurityMaterial, named: Buffer | null) => [
  ...(material.serverTitle ? [{ name: 'the configured title of the meter', title: material.serverTitle }] : []),
  ...(named ? [{ name: 'the title in the AARE', title: named }] : []),
  { name: 'the title of the client', title: material.clientTitle },
  { name: 'an empty title', title: noOctets },
];

/** A security context for one association attempt. @throws DlmsError `key-invalid`, `settings-invalid` */
export function createSecurityContext(settings: SecuritySettings, material: SecurityMaterial): SecurityContext {
  return new ClientSecurity(settings, material).context();
}

/** What changes during an association: the peer's facts, and counters that were set aside for the set-up. */
class ClientSecurity {
  private readonly settings: SecuritySettings;
  private readonly material: SecurityMaterial;
  private readonly suite: SecuritySuite;
  private readonly algorithm: HlsAlgorithm;
  private readonly keys: SymmetricKeys;
  private readonly replay;
  /** Octets of each message that the set-up counters are for; filled when the first of them is taken. */
  private setup: Partial<IcOffsets> | null = null;
  /** How far the counters of the set-up lie apart. */
  private readonly setupOffsets: ReturnType<typeof offsetsFor>;
  private readonly fresh = freshCounter(0);
  private readonly dedicatedCounter: CounterLease;
  private transaction: bigint;
  private serverTitle: Buffer | null = null;
  /** What messages are sealed and opened with. */
  private readonly channel: Channel & { peerTitle: Buffer | null };
  private serverChallenge: Buffer | null = null;
  private conformance = 0;
  private prepared = false;
  private demandsSignature = false;

  constructor(settings: SecuritySettings, material: SecurityMaterial) {
    this.settings = settings;
    this.material = material;
    this.suite = suiteOf(settings.suite);
    this.algorithm = algorithmOf(settings.mechanism, settings.algorithm, material.algorithms);
    checkMaterial(settings, material, this.algorithm);
    this.keys = symmetricKeys(this.suite, material);
    this.replay = replayGuard(settings.replay ?? 'warn', material.warn ?? (() => {}), material.heard);
    // A dedicated key is a new one.
    material.heard?.delete('dedicated');
    this.dedicatedCounter = material.dedicatedCounter ?? freshCounter();
    this.transaction = material.transactionId ?? 1n;
    this.setupOffsets = this.spreadOfSetup();
    this.channel = this.openChannel();
  }

  context(): SecurityContext {
    const { settings, material } = this;
    const sendTitle = settings.sendSystemTitle ?? (this.protects || settings.mechanism >= 5);
    return {
      mechanism: settings.mechanism,
      cipheredContext: this.cipheredContext,
      callingAuthenticationValue: this.authenticationValue(),
      callingApTitle: sendTitle ? material.clientTitle : null,
      callingAeQualifier: material.certificate ?? null,
      dedicatedKey: material.dedicatedKey ?? null,
      overhead: this.protects ? overheadOf(this.serviceStyle(), this.suite, this.signs) : 0,
      need: (count) => this.need(count),
      protect: (apdu, use) => this.protect(apdu, use),
      unprotect: (apdu) => this.unprotect(apdu),
      peer: (facts) => this.peer(facts),
      respond: () => this.respond(),
      verify: (reply) => this.verify(reply),
    };
  }

  private get ciphers(): boolean {
    return this.settings.protection !== 'none';
  }

  private get signs(): boolean {
    return (this.settings.signing ?? 'none') !== 'none';
  }

  /** A policy may want signatures alone (Blue Book 4.4.7): messages are signed then, and nothing is ciphered. */
  private get protects(): boolean {
    return this.ciphers || this.signs;
  }

  private get cipheredContext(): boolean {
    const { applicationContext = 'auto' } = this.settings;
    return applicationContext === 'auto' ? this.protects : applicationContext === 'ciphered';
  }

  private get initiateIsProtected(): boolean {
    return this.ciphers && this.cipheredContext && (this.settings.initiate ?? 'protected') === 'protected';
  }

  /** Password, challenge, or nothing. India: the low-level password travels like this in a ciphered context too. */
  private authenticationValue(): Buffer | null {
    if (this.settings.mechanism === 0) return null;
    if (this.settings.mechanism === 1) return this.material.password ?? noOctets;
    return this.material.challenge ?? noOctets;
  }

  private peer(facts: PeerFacts): void {
    this.serverTitle = facts.respondingApTitle ?? this.serverTitle;
    if (this.serverTitle !== null) this.channel.peerTitle = this.serverTitle;
    this.serverChallenge = facts.respondingAuthenticationValue ?? this.serverChallenge;
    this.conformance = facts.negotiatedConformance || this.conformance;
  }

  /** Services travel under the broadcast key. */
  private get broadcasts(): boolean {
    return this.settings.style === 'identified-broadcast';
  }

  // --- counters

  private spreadOfSetup(): ReturnType<typeof offsetsFor> {
    const hls = this.settings.mechanism >= 2;
    const uses = { aarq: this.initiateIsProtected, action: hls && this.ciphers, gmac: this.settings.mechanism === 5 };
    return offsetsFor(icPolicyOf(this.settings.icPolicy ?? 'distinct', this.settings.icOffsets), uses);
  }

  /** The counter of a message of the set-up: all of them are taken together, so that they stand in the policy's distance. */
  private setupCounter(message: keyof IcOffsets): number {
    if (this.setup === null) {
      const { offsets, span } = this.setupOffsets;
      const first = this.lease().takeSpan(span);
      this.setup = Object.fromEntries(Object.entries(offsets).map(([name, offset]) => [name, first + offset]));
    }
    const counter = this.setup[message];
    if (counter === undefined) return this.lease().take();
    // A second AARQ or action of the same association takes a counter of its own.
    this.setup = { ...this.setup, [message]: undefined } as Partial<IcOffsets>;
    return counter;
  }

  private lease(): CounterLease {
    const { counter } = this.material;
    if (!counter) throw new DlmsError('settings-invalid', 'no invocation counter was given, and this association needs one');
    return counter;
  }

  /** The set-up takes its counters together; those that are set aside need no second reservation. */
  private wantedCounters(count: number): number {
    if (this.setup === null && this.setupOffsets.span > 0) return this.setupOffsets.span;
    const aside = Object.values(this.setup ?? {}).filter((counter) => counter !== undefined).length;
    return this.ciphers ? Math.max(0, count - aside) : 0;
  }

  private need(count: number): { prepare(): Promise<void> } | null {
    const { counter } = this.material;
    const { algorithm } = this;
    const compute = isPrepared(algorithm) && !this.prepared && this.serverChallenge !== null ? algorithm : null;
    const wanted = this.wantedCounters(count);
    const others = [this.keys.dedicated ? this.dedicatedCounter : undefined, this.broadcasts ? this.material.broadcastCounter : undefined];
    const leases = [counter, ...others].filter((lease): lease is CounterLease => lease !== undefined && lease.remaining < wanted);
    if (leases.length === 0 && !compute) return null;
    return {
      prepare: async () => {
        for (const lease of leases) await lease.reserve(wanted);
        if (!compute) return;
        await compute.prepare(this.hlsContext());
        this.prepared = true;
      },
    };
  }

  // --- protection

  private serviceStyle(): CipheringStyle {
    const { style = 'service-specific' } = this.settings;
    if (style !== 'auto') return style;
    return (this.conformance & generalProtection) !== 0 ? 'general' : 'service-specific';
  }

  private openChannel(): Channel {
    const { suite, material, keys } = this;
    const { global, broadcast, dedicated, authentication } = keys;
    return {
      suite,
      global,
      broadcast,
      dedicated,
      authentication,
      material,
      ownTitle: material.clientTitle,
      peerTitle: material.serverTitle ?? null,
      openHeader: this.settings.generalHeader === 'open',
      alternatives: () => this.alternatives(),
    };
  }

  private alternatives(): Alternatives {
    const { material, keys } = this;
    const named = [
      { name: 'broadcast key', key: keys.broadcast },
      { name: 'dedicated key', key: keys.dedicated },
      { name: 'global unicast key (EK)', key: keys.global },
    ];
    return {
      keys: named.flatMap(({ name, key }) => (key ? [{ name, keys: { encryption: key, authentication: keys.authentication } }] : [])),
      titles: titleAlternatives(material, this.serverTitle),
    };
  }

  private protect(apdu: Buffer, use: ProtectionUse): Buffer {
    // The set-up and the release are never signed, and neither are their answers.
    this.demandsSignature = use === 'service' && this.signs;
    if (!this.ciphers) return this.demandsSignature ? signApdu(apdu, this.channel, this.nextTransaction()) : apdu;
    if ((use === 'initiate' || use === 'release') && !this.initiateIsProtected) return apdu;
    // GB 9.2.7.4 and every peer: these three are service-specific with the global key, whatever the rest uses.
    const setUp = { use: 'global', style: 'service-specific' } as const;
    switch (use) {
      case 'initiate':
        return sealApdu(apdu, this.channel, { ...setUp, control: this.initiateControl(), counter: this.setupCounter('aarq') });
      case 'release':
        return sealApdu(apdu, this.channel, { ...setUp, control: this.initiateControl(), counter: this.lease().take() });
      case 'hls': {
        const control = controlOf(this.suite.id, this.settings.protection);
        return sealApdu(apdu, this.channel, { ...setUp, control, counter: this.setupCounter('action') });
      }
      default:
        return this.protectService(apdu);
    }
  }

  /** GB 9.3.2: an InitiateRequest with a dedicated key in it is encrypted, even where nothing else is. */
  private initiateControl(): SecurityControl {
    const control = controlOf(this.suite.id, this.settings.protection);
    return this.material.dedicatedKey === undefined ? control : { ...control, encrypted: true };
  }

  private protectService(apdu: Buffer): Buffer {
    const { signing = 'none', protection } = this.settings;
    const channel = this.channel;
    const style = this.serviceStyle();
    const dedicated = this.keys.dedicated !== null && (style === 'service-specific' || style === 'general');
    const numbered = signing !== 'none' || (style !== 'service-specific' && style !== 'general');
    const transactionId = numbered ? this.nextTransaction() : noOctets;
    const content = signing === 'inside' ? signApdu(apdu, channel, transactionId) : apdu;
    const fresh = style === 'wrapped' || style === 'one-pass';
    const lease = this.broadcasts ? (this.material.broadcastCounter ?? this.lease()) : this.lease();
    const counter = dedicated ? this.dedicatedCounter.take() : fresh ? this.fresh.take() : lease.take();
    const control = controlOf(this.suite.id, protection, this.broadcasts);
    const sealed = sealApdu(content, channel, { control, use: dedicated ? 'dedicated' : 'global', style, counter, transactionId });
    return signing === 'outside' ? signApdu(sealed, channel, transactionId) : sealed;
  }

  private nextTransaction(): Buffer {
    const octets = Buffer.alloc(8);
    octets.writeBigUInt64BE(this.transaction);
    this.transaction = BigInt.asUintN(64, this.transaction + 1n);
    return octets;
  }

  private unprotect(apdu: Buffer): Buffer {
    const opened = openApdu(apdu, this.channel);
    this.accept(opened);
    // Short names: a read and a write response may be glued together, each ciphered by itself. Other octets after a message
    // are under no tag and are left out.
    if (opened.control === null || !gluedTags.has(opened.tail[0] ?? 0)) return opened.plaintext;
    const second = openApdu(opened.tail, this.channel);
    this.accept(second);
    return Buffer.concat([opened.plaintext, second.plaintext]);
  }

  private accept(opened: Opened): void {
    const { counter, keyName, plaintext } = opened;
    const notification = notifications.has(plaintext[0] ?? 0);
    if (!notification || this.settings.strictNotifications === true) {
      this.refuseDowngrade(opened, notification);
      this.refuseBroadcastKey(opened, notification);
    }
    if (counter !== null && keyName !== null && keyName !== 'agreed' && keyName !== 'wrapped') this.replay.check(keyName, counter);
  }

  private refuseDowngrade(opened: Opened, notification: boolean): void {
    if (!this.protects || (opened.control === null && this.mayBePlain(opened.plaintext[0] ?? 0))) return;
    const signed = !this.demandsSignature || opened.signed;
    if (protectsEnough(opened.control, this.settings.protection) && signed) return;
    const received = signed ? protectionName(opened.control) : 'not signed';
    const demanded = signed ? this.settings.protection : 'signed';
    const hint = 'Choose the protection that the security policy of the meter really uses, or find out who answers in its place.';
    throw tooLow(notification, `is "${received}", the association demands "${demanded}"`, hint, {
      received,
      demanded: this.settings.protection,
    });
  }

  /** Every meter of a group has the broadcast key: with it, any of them could answer for this one. */
  private refuseBroadcastKey({ keyName }: Opened, notification: boolean): void {
    if (keyName !== 'broadcast' || this.broadcasts) return;
    const hint = 'Answers belong to the global unicast key (EK) or a dedicated key. Find out who answers in the place of the meter.';
    throw tooLow(notification, 'is protected with the broadcast key, which other meters have as well', hint);
  }

  private mayBePlain(tag: number): boolean {
    return alwaysPlain.has(tag) || (tag === initiateResponse && !this.initiateIsProtected);
  }

  // --- authentication

  private hlsContext(): HlsContext {
    const { material, keys } = this;
    return {
      suite: this.suite,
      secret: material.password ?? noOctets,
      clientTitle: material.clientTitle,
      serverTitle: this.serverTitle ?? material.serverTitle ?? noOctets,
      clientChallenge: material.challenge ?? noOctets,
      serverChallenge: this.serverChallenge ?? noOctets,
      encryption: keys.global,
      authentication: keys.authentication,
      counter: () => this.setupCounter('gmac'),
      signingKey: material.signingKey ?? null,
      peerSigningKey: material.peerSigningKey ?? null,
      variant: this.settings.variant ?? null,
    };
  }

  private respond(): Buffer {
    const { algorithm, serverChallenge } = this;
    if (this.settings.mechanism >= 2 && (serverChallenge === null || serverChallenge.length === 0)) {
      throw new DlmsError('authentication-failed', `the meter sent no challenge (StoC), ${algorithm.label} needs one`, {
        hint: 'The meter may work with another authentication level: check the client SAP and the level.',
      });
    }
    // GB 9.2.7.4: the challenges differ. Answering our own would hand the answer to whoever sent it back.
    if (serverChallenge !== null && this.material.challenge?.equals(serverChallenge) && algorithm.serverProof === 'required') {
      throw new DlmsError('server-proof-wrong', 'the meter sent our own challenge back as its challenge: it was not answered', {
        hint: 'Something between repeats what it hears (an echo, or somebody who does not know the secret).',
      });
    }
    this.refuseOwnTitle();
    return algorithm.respond(this.hlsContext());
  }

  /** With our own title as its own, somebody could pass off answers of ours to another meter as a proof, and nonces would collide. */
  private refuseOwnTitle(): void {
    const { serverTitle, algorithm, material } = this;
    const symmetric = algorithm.mechanism === 5 || algorithm.mechanism === 6;
    if (!symmetric || serverTitle === null || serverTitle.length === 0 || !serverTitle.equals(material.clientTitle)) return;
    // who enters it as the title of the meter knows
    if (material.serverTitle?.equals(serverTitle)) return;
    throw new DlmsError('server-proof-wrong', 'the meter gives our own system title as its own: its challenge was not answered', {
      hint: 'Give the client another system title than the meter has. Where it must be the same, enter it as the title of the meter as well.',
    });
  }

  private verify(reply: Buffer | null): void {
    const { algorithm } = this;
    if (algorithm.serverProof === 'none') return;
    if (reply === null || reply.length === 0) {
      throw new DlmsError(
        'server-proof-missing',
        `the meter accepted our answer but sent no proof of its own (f(CtoS), ${algorithm.label})`,
      );
    }
    if (algorithm.verify(reply, this.hlsContext())) return;
    const echoed = reply.equals(this.material.challenge ?? noOctets);
    throw wrongProof(algorithm, echoed);
  }
}
