/**
 * Confirmations of protected notifications (Green Book 9.2.7.2 and 9.5). A dataNotificationConfirm has no service-specific
 * form, so it goes into general-glo-ciphering: under the EK of the meter, also where a broadcast, wrapped or agreed key came,
 * authenticated and encrypted as the notification was.
 *
 * The counter is that of the associations under this key and client title: the same store, above all that was reserved there.
 * What only a meter can say (counter object, exception) is not asked for here: then it goes on where the store stands.
 */
import { DlmsError } from '../../errors';
import { type BodyKeys, sealBody } from '../../security/body';
import { decodeControl } from '../../security/control';
import { type CounterStore, counterKey } from '../../security/counters';
import { writeGeneral } from '../../security/envelope';
import type { IcStartId } from '../../security/ic-start';
import { keyFingerprint } from '../../security/keys';
import type { KeyRing } from '../../telegram/key-ring';
import type { ProtectionFacts } from '../../telegram/types';
import { type CounterEnvironment, CounterSource, startPolicyOf } from '../security/counter-source';
import type { CounterStart } from '../security/options';

/** Who confirms, with what. */
export interface ConfirmationSecurity {
  /** The ring that opened the notifications. */
  readonly keys: KeyRing;
  /** Own system title, 8 octets; null: nothing can be confirmed, and the error says so. */
  readonly clientTitle: Buffer | null;
  readonly counterStore: CounterStore;
  readonly counterStart?: CounterStart;
  /** Say that the key should be changed from this value on, default 0xF0000000. */
  readonly counterThreshold?: number;
  /** A line for the log of the user; never a secret. */
  log(text: string): void;
}

/** What is known of the notification that is confirmed. */
export interface ConfirmedTelegram {
  readonly protection: ProtectionFacts;
  /** Name of the source, as the ring was asked with. */
  readonly source: string;
}

/**
 * Protects a confirmation.
 * @throws DlmsError `key-invalid`, `settings-invalid`, `counter-exhausted`, `counter-store-failed`; `queue-full` while the store is slow
 */
export type SealConfirmation = (confirmation: Buffer, telegram: ConfirmedTelegram) => Promise<Buffer>;

/** More wait only where the store of the counters does not answer. */
const maxWaiting = 1000;

const withoutMeter: readonly IcStartId[] = ['stored', 'fixed', 'time'];

/** The start as it is where no meter has to be asked for it. */
const ownStart = (start: CounterStart): CounterStart => (withoutMeter.includes(startPolicyOf(start)) ? start : { policy: 'stored' });

const noMeter = async (): Promise<never> => {
  throw new DlmsError('settings-invalid', 'a push has no meter that can be asked for its counter');
};

/** EK and AK of the set that opened the notification. */
const keysOf = (ring: KeyRing, { protection, source }: ConfirmedTelegram): BodyKeys => {
  const { key, systemTitle } = protection;
  const found = ring.lookup({ systemTitle, source }, 'global').find(({ name }) => name === key);
  if (found?.global) return { encryption: found.global, authentication: found.authentication };
  throw new DlmsError('key-invalid', `the encryption key (EK) of ${key} is missing: a confirmation goes out under it`);
};

/** Confirmations follow one another, so that their counters rise on the way, too. */
export function confirmationSealer(security: ConfirmationSecurity): SealConfirmation {
  const { keys: ring, clientTitle: title, counterStore: store, counterStart = {}, counterThreshold: threshold, log } = security;
  const counters = new CounterSource({ store, start: ownStart(counterStart), ...(threshold === undefined ? {} : { threshold }) });
  const environment: CounterEnvironment = { readPublic: noMeter, now: Date.now, log };
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  const seal: SealConfirmation = async (confirmation, telegram) => {
    if (title === null) {
      throw new DlmsError('settings-invalid', 'the client title is missing: a confirmation is protected with it', {
        hint: 'Type the client title in the security node: the one that the meters know.',
      });
    }
    const keys = keysOf(ring, telegram);
    const fingerprint = keyFingerprint(keys.encryption.octets, 'unicast');
    const lease = await counters.lease(counterKey(fingerprint, 'client-to-server', title), environment, null);
    await lease.reserve(1);
    const control = { ...decodeControl(telegram.protection.control), broadcast: false, compressed: false };
    const context = { systemTitle: title, header: Buffer.alloc(0) };
    return writeGeneral('global', title, sealBody(control, lease.take(), keys, context, confirmation));
  };
  return async (confirmation, telegram) => {
    if (waiting >= maxWaiting) throw new DlmsError('queue-full', `${waiting} confirmations wait for their counters`);
    waiting += 1;
    const sealed = last.then(() => seal(confirmation, telegram));
    last = sealed.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await sealed;
    } finally {
      waiting -= 1;
    }
  };
}
