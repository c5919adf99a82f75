/**
 * The security of meters for the client: settings and secrets become a strategy that opens associations.
 *
 * One series of attempts: start with what worked last; after a refusal do what its shape calls for, each remedy once:
 *  1. it smells of the counter: take the value the meter names, or read the counter object again;
 *  2. it is f(StoC) that was refused, and the policy is `auto`: the next policy;
 *  3. a vendor's algorithm has variants: the next one that gives another answer, after the pause that these meters need;
 *  4. it smells of the keys, and there is a second set: that one.
 * What worked is remembered per meter and client. Counters only rise, whatever is tried.
 */
import { toHex } from '../../bytes';
import { DlmsError } from '../../errors';
import { createSecurityContext } from '../../security/context';
import { type CounterKey, counterKey } from '../../security/counters';
import type { HlsAlgorithm } from '../../security/hls/algorithm';
import { algorithmOf } from '../../security/hls/registry';
import { autoOrder, type IcPolicyId, icPolicyOf, offsetsFor, smellsOfPolicy } from '../../security/ic-policy';
import { icStartOf, recoveryFor } from '../../security/ic-start';
import { keyFingerprint, parseSystemTitle } from '../../security/keys';
import type { SecuritySettings } from '../../security/settings';
import type { SecurityContext } from '../../security/types';
import type { Association } from '../../session/types';
import { memoryStore, type Store } from '../stores';
import { CounterSource, type Recovery, startPolicyOf } from './counter-source';
import { HeardCounters } from './heard-counters';
import { checkSecrets, type FixedMaterial, type MeterSecrets, materialOf, ownAlgorithms, readMaterial } from './material';
import { MeterMemory } from './meter-memory';
import { type Observed, observe } from './observed';
import type { SecurityOptions } from './options';
import { type Attempted, counterRefusal, explained, proofRefusal, refusesSecret, smellsOfKeys } from './refusal';
import type { AttemptOutcome, SecurityEnvironment, SecurityReport, SecurityStrategy } from './types';
import { VendorGuard } from './vendor-guard';

/** After all policies were refused, only the first is tried for so long. */
const policyHoldMs = 600_000;

/**
 * Security for any number of meters: give it to `MeterOptions.security`.
 * @throws DlmsError `key-invalid` that names the key, `settings-invalid`, `certificate-invalid`: before anything is sent
 */
export const createSecurity = (options: SecurityOptions): SecurityStrategy => {
  const security = new Security(options);
  // What holds the keys stays out of reach: options of meters are printed, logged and shown in debuggers.
  return { attempts: (environment) => security.attempts(environment) };
};

/** Some message takes an invocation counter. */
const counts = ({ protection, mechanism }: SecurityOptions['settings']): boolean => protection !== 'none' || mechanism === 5;

/** What is known of one meter as one client. */
interface Known {
  readonly secrets: MeterSecrets;
  /** Null where nothing is counted. */
  readonly counters: CounterSource | null;
  readonly memory: MeterMemory;
  readonly guard: VendorGuard | null;
  /** Only where repeated counters of the meter are refused. */
  readonly heard: HeardCounters | null;
  serverTitle: Buffer | undefined;
  policiesRefusedAt: number | null;
}

/** One series: what is tried now, and which remedies were used up. */
interface Series {
  readonly environment: SecurityEnvironment;
  readonly known: Known;
  readonly notes: string[];
  attempts: number;
  /** Policies still to try; the first is the one in use. */
  policies: IcPolicyId[];
  keySet: number;
  otherKeysTried: boolean;
  variant: string | undefined;
  recovery: Recovery | null;
  recovered: boolean;
}

class Security implements SecurityStrategy {
  private readonly fixed: FixedMaterial;
  private readonly algorithm: HlsAlgorithm;
  private readonly stateStore: Store;
  private readonly meters = new Map<string, Known>();
  private readonly counterKeys = { unicast: new Map<Buffer, CounterKey>(), broadcast: new Map<Buffer, CounterKey>() };

  constructor(private readonly options: SecurityOptions) {
    const { settings } = options;
    this.fixed = readMaterial(options, options.clock?.now() ?? Date.now());
    this.algorithm = algorithmOf(settings.mechanism, settings.algorithm, ownAlgorithms(options));
    this.stateStore = options.stateStore ?? memoryStore();
    for (const policy of settings.icPolicy === 'auto' ? autoOrder : [settings.icPolicy ?? 'distinct'])
      icPolicyOf(policy, settings.icOffsets);
    icStartOf(startPolicyOf(options.counterStart ?? {}));
    if (counts(settings) && !options.counterStore)
      throw new DlmsError('settings-invalid', 'counterStore is missing: what is ciphered or proved by GMAC counts its messages', {
        hint: 'Give fileCounterStore(folder) or redisCounterStore(...): a counter that is used twice gives the keys away.',
      });
  }

  async *attempts(given: SecurityEnvironment): AsyncGenerator<SecurityContext, SecurityReport, AttemptOutcome> {
    const { clock } = this.options;
    const environment: SecurityEnvironment = clock ? { ...given, now: () => clock.now(), wait: (ms) => clock.wait(ms) } : given;
    const series = await this.begin(environment);
    for (;;) {
      const observed = await this.prepare(series);
      const outcome = yield observed.context;
      series.attempts++;
      series.known.serverTitle = observed.serverTitle ?? series.known.serverTitle;
      if (outcome.kind === 'associated') return await this.succeed(series, observed, outcome.association);
      if (await this.remedy(series, observed, outcome.error)) continue;
      throw explained(outcome.error, this.algorithm, observed, this.attempted(series), series.notes);
    }
  }

  private async begin(environment: SecurityEnvironment): Promise<Series> {
    const known = this.knownOf(environment);
    const learnt = await known.memory.recall();
    return {
      environment,
      known,
      notes: [],
      attempts: 0,
      policies: this.policiesFor(known, learnt.icPolicy, environment.now()),
      keySet: learnt.keySet === 'second' && known.secrets.keySets.length > 1 ? 1 : 0,
      otherKeysTried: known.secrets.keySets.length < 2,
      variant: undefined,
      recovery: null,
      recovered: false,
    };
  }

  private knownOf({ meterName, clientSap, systemTitle, log }: SecurityEnvironment): Known {
    const id = `${meterName} ${clientSap} ${systemTitle ?? ''}`.trim();
    const before = this.meters.get(id);
    if (before) return before;
    const { options, fixed, algorithm } = this;
    const { counterStore: store, counterStart: start = {}, counterBlock: block, counterThreshold: threshold } = options;
    const serverTitle = systemTitle === undefined ? fixed.serverTitle : parseSystemTitle(systemTitle, 'system title of the meter');
    const secrets = fixed.secretsOf({ name: meterName, systemTitle: serverTitle && toHex(serverTitle) });
    checkSecrets(options, fixed, secrets);
    const memory = new MeterMemory(this.stateStore, `security ${id}`, log);
    const guarded = options.settings.mechanism === 2;
    const known: Known = {
      secrets,
      memory,
      counters: store
        ? new CounterSource({
            store,
            start,
            ...(block === undefined ? {} : { block }),
            ...(threshold === undefined ? {} : { threshold }),
          })
        : null,
      guard: guarded ? new VendorGuard(algorithm, fixed.suite, memory, options.lockout ?? {}, options.settings.variant) : null,
      heard: options.settings.replay === 'strict' ? new HeardCounters(memory) : null,
      serverTitle,
      policiesRefusedAt: null,
    };
    this.meters.set(id, known);
    return known;
  }

  /** The policies to try in this order; those that number these messages alike are one. */
  private policiesFor(known: Known, winner: IcPolicyId | undefined, now: number): IcPolicyId[] {
    const { icPolicy = 'distinct' } = this.options.settings;
    if (icPolicy !== 'auto') return [icPolicy];
    const order = winner ? [winner, ...autoOrder.filter((id) => id !== winner)] : [...autoOrder];
    const shapes = order.map((id) => JSON.stringify(offsetsFor(icPolicyOf(id), this.uses())));
    const distinct = order.filter((_, i) => shapes.indexOf(shapes[i] as string) === i);
    const held = known.policiesRefusedAt !== null && now - known.policiesRefusedAt < policyHoldMs;
    return held ? distinct.slice(0, 1) : distinct;
  }

  /** Which messages of the set-up take a counter. */
  private uses() {
    const { protection, applicationContext = 'auto', initiate = 'protected', mechanism } = this.options.settings;
    const ciphers = protection !== 'none';
    return {
      aarq: ciphers && applicationContext !== 'plain' && initiate === 'protected',
      action: ciphers && mechanism >= 2,
      gmac: mechanism === 5,
    };
  }

  /** The context of the next attempt; waits where the meter needs a pause. */
  private async prepare(series: Series): Promise<Observed> {
    const { environment, known } = series;
    if (known.guard) series.variant = await this.variantFor(known.guard, environment);
    const counter = await this.counterFor(series);
    const secrets = known.secrets;
    const broadcastCounter = await this.broadcastCounterFor(series);
    const material = materialOf(this.options, this.fixed, secrets, series.keySet, {
      counter,
      broadcastCounter,
      heard: await this.heardFor(series),
      serverTitle: known.serverTitle,
      environment,
    });
    return observe(createSecurityContext(this.settingsFor(series), material));
  }

  private async variantFor(guard: VendorGuard, { now, wait }: SecurityEnvironment): Promise<string> {
    for (;;) {
      const next = await guard.next(now());
      if ('variant' in next) return next.variant;
      await wait(next.waitMs);
    }
  }

  private async counterFor({ environment, known, keySet, recovery }: Series) {
    const { settings } = this.options;
    const key = known.secrets.keySets[keySet]?.encryptionKey;
    if (key === undefined || known.counters === null || !counts(settings)) return null;
    return known.counters.lease(this.counterKeyOf(key, 'unicast'), environment, recovery);
  }

  /** Meters share the broadcast key, and so one stored counter, whatever their own keys are. */
  private async broadcastCounterFor({ environment, known, keySet, recovery }: Series) {
    const key = known.secrets.keySets[keySet]?.broadcastKey;
    if (key === undefined || known.counters === null || this.options.settings.style !== 'identified-broadcast') return null;
    return known.counters.lease(this.counterKeyOf(key, 'broadcast'), environment, recovery);
  }

  private counterKeyOf(key: Buffer, use: 'unicast' | 'broadcast'): CounterKey {
    const before = this.counterKeys[use].get(key);
    if (before !== undefined) return before;
    const made = counterKey(keyFingerprint(key, use), 'client-to-server', this.fixed.clientTitle);
    this.counterKeys[use].set(key, made);
    return made;
  }

  private async heardFor({ known, keySet }: Series): Promise<Map<string, number> | null> {
    const key = known.secrets.keySets[keySet]?.encryptionKey;
    return key === undefined || known.heard === null ? null : known.heard.under(key);
  }

  private settingsFor({ policies, variant }: Series): SecuritySettings {
    const { icPolicy: _chosen, ...settings } = this.options.settings;
    return { ...settings, icPolicy: policies[0] ?? 'distinct', ...(variant ? { variant } : {}) };
  }

  private async succeed(series: Series, observed: Observed, association: Association): Promise<SecurityReport> {
    const { known, variant, policies, attempts, notes, environment } = series;
    const { icPolicy } = this.options.settings;
    known.policiesRefusedAt = null;
    await this.tellGuard(series, observed, true);
    const keySet = known.secrets.keySets.length < 2 ? undefined : series.keySet === 0 ? 'first' : 'second';
    const proven = association.serverAuthenticated;
    if (association.mechanism >= 2 && !proven) notes.push('meter not authenticated: it sends no proof of its own');
    await known.memory.learn({ ...(icPolicy === 'auto' ? { icPolicy: policies[0] } : {}), ...(keySet ? { keySet } : {}) });
    const { encryptionKey } = known.secrets.keySets[series.keySet] ?? {};
    if (encryptionKey) await known.heard?.keep(encryptionKey);
    for (const note of attempts > 1 ? notes : []) environment.log(note);
    return {
      attempts,
      meterAuthenticated: proven,
      ...(this.uses().gmac ? { icPolicy: policies[0] as string } : {}),
      ...(variant ? { variant } : {}),
      ...(keySet ? { keySet } : {}),
      notes,
    };
  }

  private attempted({ policies, recovered }: Series): Attempted {
    const { counterStart = {}, settings } = this.options;
    const start = recovered ? null : startPolicyOf(counterStart);
    return { icPolicy: policies[0] ?? 'distinct', protection: settings.protection, start };
  }

  /** Whether something else is worth another attempt; it is set up in `series`. */
  private async remedy(series: Series, observed: Observed, error: DlmsError): Promise<boolean> {
    series.recovery = null;
    if (this.recoverCounter(series, observed, error)) return true;
    if (await this.nextPolicy(series, observed, error)) return true;
    if (refusesSecret(error) && (await this.tellGuard(series, observed, false))) return true;
    return this.otherKeys(series, observed, error);
  }

  private recoverCounter(series: Series, observed: Observed, error: DlmsError): boolean {
    const refusal = counterRefusal(error, observed);
    const { counterStart = {}, settings } = this.options;
    // After the challenge a deciphering error is about the numbering: the counter itself was accepted with the AARQ.
    const aboutPolicy = settings.icPolicy === 'auto' && observed.proving && refusal.exception === 'deciphering-error';
    if (series.recovered || aboutPolicy || !observed.counted) return false;
    const way = recoveryFor(startPolicyOf(counterStart), refusal, counterStart.object !== undefined);
    if (way === null) return false;
    series.recovered = true;
    series.recovery = way === 'object' ? { kind: 'object' } : { kind: 'exception', counter: refusal.exceptionCounter ?? 0 };
    // A wrong key has the same answer: the text must not turn anybody away from it.
    const why =
      refusal.exception === 'invocation-counter-error'
        ? 'the meter refused the invocation counter'
        : 'the invocation counter may be the reason';
    series.notes.push(
      way === 'object'
        ? `${why}: its counter object was read again`
        : `the meter refused the invocation counter and named ${refusal.exceptionCounter}: begun there`,
    );
    return true;
  }

  private async nextPolicy(series: Series, observed: Observed, error: DlmsError): Promise<boolean> {
    const refusal = proofRefusal(error, observed);
    if (this.options.settings.icPolicy !== 'auto' || refusal === null || !smellsOfPolicy(refusal)) return false;
    const { environment, known, policies } = series;
    if (policies.length < 2) {
      known.policiesRefusedAt = environment.now();
      return false;
    }
    series.notes.push(`the meter refused the counter policy "${policies[0]}"`);
    series.policies = policies.slice(1);
    await environment.wait(this.options.pauseMs ?? 1000);
    return true;
  }

  private async tellGuard({ known, variant, environment }: Series, { challenge }: Observed, accepted: boolean): Promise<boolean> {
    if (!known.guard) return false;
    const password = known.secrets.password ?? Buffer.alloc(0);
    return known.guard.after({ variant: variant ?? '', accepted, challenge, password }, environment.now());
  }

  private otherKeys(series: Series, observed: Observed, error: DlmsError): boolean {
    if (series.otherKeysTried || !smellsOfKeys(error, observed, this.options)) return false;
    const { known, environment } = series;
    series.otherKeysTried = true;
    series.notes.push(`the ${series.keySet === 0 ? 'first' : 'second'} key set failed: ${error.message}`);
    series.keySet = 1 - series.keySet;
    series.recovered = false;
    series.policies = this.policiesFor(known, undefined, environment.now());
    return true;
  }
}
