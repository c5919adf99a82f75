/**
 * The channel of a line with the links and associations on it: opened when needed, shared, given up after failures.
 *
 * Opening goes channel, sign-on (mode E), link, association. What fails is undone only as far as it must be: a refusal
 * takes the meter's link down, silence takes the link as gone, and the channel is closed when no other meter is using it or
 * when it stays silent. Failed connects are followed by growing pauses.
 */
import type { Apdu } from '../apdu/apdu';
import { DlmsError, isDlmsError } from '../errors';
import type { Dialogue } from '../framing/link';
import { silentAfter } from '../framing/mode-e';
import type { SecurityContext } from '../security/types';
import { associate } from '../session/associate';
import { abandon, release } from '../session/release';
import { stillThere } from '../session/still-there';
import type { Session } from '../session/types';
import type { StopSignal } from '../transport/transport';
import { Driver, reasonOf, type Traffic } from './driver';
import { frameSilenceMs, hasDataLink, signOnOf, transportOf } from './links';
import { excludes, type Peer } from './peer';
import { backoffMs } from './retry';
import { readAsPublicClient } from './security/public-read';
import { openBySeries } from './security/series';
import type { AttemptOutcome, SecurityEnvironment } from './security/types';
import { Stop } from './stop';
import type { LineOptions, LineState } from './types';

/** How long a courtesy (DISC after a refusal, release of another client) may take. */
const courtesyMs = 3000;
/** Meters that were heard within this time have not ended the association meanwhile: the shortest inactivity time-outs are about as long. */
const surelyThereMs = 10_000;
/** Failures without a single answer after which the channel itself is doubted. */
const maxSilentFailures = 2;

export interface ConnectionEvents {
  state(state: LineState, detail?: string): void;
  frame(direction: 'tx' | 'rx', octets: Buffer, meter: string | null): void;
  idle(frame: Buffer): void;
  unsolicited(peer: Peer, apdu: Apdu): void;
  /** What the user should know and no message carries. */
  log(meter: string, text: string): void;
}

/** What one job has at hand while it runs. */
export interface Turn {
  readonly signal: StopSignal;
  readonly traffic: Traffic;
  /** Lets other meters use the line for `ms`; absent where nothing else is queued. @throws DlmsError as the signal */
  rest?(ms: number): Promise<void>;
}

export class Connection {
  readonly label: string;
  private readonly driver: Driver;
  /** The meters that have spoken since the channel was opened, each with the security of its last association attempt. */
  private readonly peers = new Map<Peer, SecurityContext>();
  /** What was agreed with UA, by meter. */
  private readonly linkParameters = new WeakMap<Peer, NonNullable<Session['linkParameters']>>();
  /** When each meter was heard last, by a steady clock. */
  private readonly heardAt = new WeakMap<Peer, number>();
  /** The last session with each meter. */
  private readonly sessions = new WeakMap<Peer, Session>();
  /** Those whose answers may still come: what was under way on the line before died with it. */
  private onThisLine = new WeakSet<Session>();
  private active: Peer | null = null;
  private failures = 0;
  private notBefore = 0;
  /** Errors after which everything was tidied up. */
  private readonly settled = new WeakSet<DlmsError>();
  private silentFailures = 0;
  private current: LineState = 'closed';

  constructor(
    private readonly options: LineOptions,
    private readonly events: ConnectionEvents,
  ) {
    const transport = transportOf(options);
    this.label = transport.label;
    this.driver = new Driver(
      transport,
      {
        frame: (direction, octets) => events.frame(direction, octets, this.active?.name ?? null),
        idle: (frame) => events.idle(frame),
        closed: (error) => this.lost(error),
      },
      frameSilenceMs(options),
    );
  }

  get state(): LineState {
    return this.current;
  }

  /** The meters, with what opens their messages, for frames that nobody asked for. */
  get all(): Iterable<readonly [Peer, SecurityContext]> {
    return this.peers;
  }

  /** Runs one dialogue with this meter. */
  async run<T>(peer: Peer, dialogue: Dialogue<T>, turn: Turn): Promise<T> {
    this.active = peer;
    try {
      const result = await this.driver.run(dialogue, { deframer: peer.link.deframer, ...turn });
      this.silentFailures = 0;
      this.heardAt.set(peer, performance.now());
      return result;
    } finally {
      this.active = null;
    }
  }

  /** Opens what is not open yet and returns the session; `fresh` when the association was made now. */
  async open(peer: Peer, turn: Turn): Promise<{ readonly session: Session; readonly fresh: boolean }> {
    if (peer.session?.association && this.driver.open) return { session: peer.session, fresh: false };
    const attempt = (security: SecurityContext) => this.attempt(peer, security, turn);
    peer.security = await openBySeries(peer.options.security, this.environmentOf(peer, turn), attempt);
    if (peer.session === null) throw new DlmsError('connection-closed', `${this.label} was closed while it was opened`);
    return { session: peer.session, fresh: true };
  }

  /** Asks whether an association that lay idle is still there. @throws DlmsError when it is not */
  async checkIdle(peer: Peer, session: Session, turn: Turn): Promise<void> {
    const idleMs = performance.now() - (this.heardAt.get(peer) ?? 0);
    if (idleMs > surelyThereMs) await this.run(peer, stillThere(session), turn);
  }

  /** One association attempt. After a failure the meter is released and its link is down, so that the next may follow. */
  private async attempt(peer: Peer, security: SecurityContext, turn: Turn): Promise<AttemptOutcome> {
    let session: Session | null = null;
    try {
      await this.openChannel(turn.signal);
      this.peers.set(peer, security);
      if (!peer.linkOpen) await this.openLink(peer, turn);
      session = this.createSession(peer, security);
      const association = await this.run(peer, associate(session), turn);
      peer.session = session;
      return { kind: 'associated', association };
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      await this.afterFailure(peer, error, turn.traffic, session);
      return { kind: 'failed', error };
    }
  }

  private environmentOf(peer: Peer, turn: Turn): SecurityEnvironment {
    return {
      meterName: peer.name,
      clientSap: peer.options.addresses.client,
      referencing: peer.options.associate.referencing,
      systemTitle: peer.options.systemTitle,
      readPublic: (reference) => readAsPublicClient(this, this.options, peer, turn, reference),
      now: () => Date.now(),
      random: (octets) => Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(octets))),
      wait: (ms) => turn.rest?.(ms) ?? pause(ms, turn.signal),
      log: (text) => this.events.log(peer.name, text),
    };
  }

  private async openChannel(signal: StopSignal): Promise<void> {
    if (this.driver.open) return;
    const wait = this.notBefore - performance.now();
    if (wait > 0) {
      this.enter('waiting', `${this.label}: next try in ${Math.ceil(wait / 1000)} s`);
      await pause(wait, signal);
    }
    this.enter('connecting', this.label);
    try {
      await this.driver.connect(signal);
      this.onThisLine = new WeakSet();
      this.failures = 0;
      this.enter('open', this.label);
    } catch (error) {
      this.failures++;
      this.notBefore = performance.now() + backoffMs(this.options.backoffMs, this.failures, Math.random);
      this.enter('closed', isDlmsError(error) ? error.message : String(error));
      throw error;
    }
  }

  private async openLink(peer: Peer, turn: Turn): Promise<void> {
    for (const other of this.peers.keys()) {
      if (other !== peer && other.linkOpen && excludes(this.options, other, peer)) await this.leave(other, turn);
    }
    const signOn = signOnOf(this.options);
    const first = ![...this.peers.keys()].some(({ linkOpen }) => linkOpen);
    const signedOn = signOn !== null && first ? await this.driver.run(signOn.signOn(), { deframer: signOn.deframer, ...turn }) : null;
    try {
      this.linkParameters.set(peer, await this.run(peer, peer.link.connect(), turn));
    } catch (error) {
      throw signedOn !== null && isDlmsError(error) ? silentAfter(signedOn, error) : error;
    }
    peer.linkOpen = true;
  }

  private createSession(peer: Peer, security: SecurityContext): Session {
    const before = this.sessions.get(peer);
    const session: Session = {
      link: peer.link,
      security,
      options: peer.options.associate,
      timeouts: { responseMs: this.options.responseTimeoutMs },
      onUnsolicited: (apdu) => this.events.unsolicited(peer, apdu),
      onRefused: (error) => this.events.log(peer.name, passedOver(error)),
      // Goes on where the last session was: a late answer to that one must not look like an answer to this one.
      invokeId: before?.invokeId ?? 0,
      lateAnswers: this.driver.unanswered || this.mayBeAnswered(before),
      ownInvokeIds: before?.ownInvokeIds ?? false,
      association: null,
      linkParameters: this.linkParameters.get(peer) ?? null,
    };
    this.sessions.set(peer, session);
    this.onThisLine.add(session);
    return session;
  }

  /** Whether this session gave up a request whose answer may still come on the line that is open. */
  private mayBeAnswered(session: Session | undefined): boolean {
    return session?.lateAnswers === true && this.onThisLine.has(session);
  }

  /** RLRQ and DISC; never fails but for what ends the turn itself. Gives whether an association was open. */
  async leave(peer: Peer, turn: Turn): Promise<boolean> {
    const { session, linkOpen } = peer;
    peer.session = null;
    peer.linkOpen = false;
    if (!this.driver.open || (session === null && !linkOpen)) return false;
    try {
      if (session !== null) await this.run(peer, release(session), turn);
      if (linkOpen) await this.run(peer, peer.link.disconnect(), turn);
    } catch (error) {
      const ended = reasonOf(turn.signal);
      if (ended) throw ended;
      if (!isDlmsError(error)) throw error;
    }
    return session !== null;
  }

  /** What has to be given up after this error. After an abort an answer may still come: nobody may take it for another. */
  async afterFailure(peer: Peer, error: DlmsError, traffic: Traffic, pending: Session | null = null): Promise<void> {
    // An attempt that failed was tidied up at once; its error, or one made of it, comes by here again.
    if (this.settled.has(error) || (isDlmsError(error.cause) && this.settled.has(error.cause))) return;
    this.settled.add(error);
    const cutShort = error.code === 'aborted' || error.code === 'deadline-exceeded';
    if (!error.fatal && !cutShort) return;
    const wasOpen = peer.linkOpen;
    peer.session = null;
    peer.linkOpen = false;
    if (!this.driver.open) return;
    const lineIsFine = error.layer !== 'link' && error.layer !== 'transport' && error.layer !== 'client';
    if (lineIsFine && wasOpen) await this.courtesy(peer, traffic, pending);
    if (lineIsFine && hasDataLink(this.options)) return;
    const shared = [...this.peers.keys()].some(({ session }) => session !== null);
    if (lineIsFine && shared) return;
    if (!shared || ++this.silentFailures >= maxSilentFailures) this.close(() => error);
  }

  /** RLRQ and DISC after a refusal, so that the meter is not left half open. */
  private async courtesy(peer: Peer, traffic: Traffic, pending: Session | null): Promise<void> {
    await within(courtesyMs, async (signal) => {
      if (pending !== null) await this.run(peer, abandon(pending), { signal, traffic });
      await this.run(peer, peer.link.disconnect(), { signal, traffic });
    }).catch(() => undefined);
  }

  /** Leaves a peer that nobody will use again. */
  async forgetPeer(peer: Peer, turn: Turn): Promise<void> {
    await this.leave(peer, turn);
    this.peers.delete(peer);
  }

  /** Leaves all meters, as far as `turn` allows, and closes the channel. */
  async closeAll(turn: Turn): Promise<void> {
    try {
      for (const peer of [...this.peers.keys()]) await this.leave(peer, turn);
    } finally {
      this.close(() => new DlmsError('connection-closed', `${this.label} was closed`));
    }
  }

  /** Closes the channel at once. */
  close(reason: () => DlmsError): void {
    const unanswered = [...this.peers.keys()].some((peer) => this.mayBeAnswered(this.sessions.get(peer)));
    this.forget();
    const wasOpen = this.driver.open;
    this.driver.close(reason, unanswered);
    if (wasOpen) this.enter('closed');
  }

  post(octets: Buffer): void {
    this.driver.post(octets);
  }

  private lost(error: DlmsError): void {
    this.forget();
    this.enter('closed', error.message);
  }

  private forget(): void {
    this.silentFailures = 0;
    for (const peer of this.peers.keys()) {
      peer.session = null;
      peer.linkOpen = false;
    }
    this.peers.clear();
  }

  private enter(state: LineState, detail?: string): void {
    this.current = state;
    this.events.state(state, detail);
  }
}

/** For the log: a message that nobody asked for and nobody gets. */
export const passedOver = ({ message }: DlmsError): string => `what the meter sent by itself was passed over: ${message}`;

/** A pause that ends with the signal. @throws DlmsError the signal's reason */
export function pause(ms: number, signal: StopSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = reasonOf(signal);
    if (ended) {
      reject(ended);
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(reasonOf(signal));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort);
  });
}

/** Runs work whose signal is aborted after `ms`; the timer ends with the work. */
export async function within<T>(ms: number, work: (signal: StopSignal) => Promise<T>): Promise<T> {
  const stop = new Stop();
  const timer = setTimeout(() => stop.abort(new DlmsError('deadline-exceeded', `not ended within ${ms} ms`)), ms);
  try {
    return await work(stop);
  } finally {
    clearTimeout(timer);
  }
}
