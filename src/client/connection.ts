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
import { associate } from '../session/associate';
import { release } from '../session/release';
import type { Session } from '../session/types';
import { Driver, reasonOf, type Traffic } from './driver';
import { hasDataLink, signOnOf, transportOf } from './links';
import { type Peer, sameServer } from './peer';
import { backoffMs } from './retry';
import type { LineOptions, LineState } from './types';

/** How long a courtesy (DISC after a refusal, release of another client) may take. */
const courtesyMs = 3000;
/** Failures without a single answer after which the channel itself is doubted. */
const maxSilentFailures = 2;

export interface ConnectionEvents {
  state(state: LineState, detail?: string): void;
  frame(direction: 'tx' | 'rx', octets: Buffer, meter: string | null): void;
  idle(frame: Buffer): void;
  unsolicited(meter: string, apdu: Apdu): void;
}

/** What one job has at hand while it runs. */
export interface Turn {
  readonly signal: AbortSignal;
  readonly traffic: Traffic;
}

export class Connection {
  readonly label: string;
  private readonly driver: Driver;
  private readonly peers = new Set<Peer>();
  /** What was agreed with UA, by meter. */
  private readonly linkParameters = new WeakMap<Peer, NonNullable<Session['linkParameters']>>();
  private active: Peer | null = null;
  private failures = 0;
  private notBefore = 0;
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
      hasDataLink(options) ? options.interOctetTimeoutMs : 0,
    );
  }

  get state(): LineState {
    return this.current;
  }

  /** The meters that have spoken since the channel was opened, for frames that nobody asked for. */
  get all(): Iterable<Peer> {
    return this.peers;
  }

  /** Runs one dialogue with this meter. */
  async run<T>(peer: Peer, dialogue: Dialogue<T>, turn: Turn): Promise<T> {
    this.active = peer;
    try {
      const result = await this.driver.run(dialogue, { deframer: peer.link.deframer, ...turn });
      this.silentFailures = 0;
      return result;
    } finally {
      this.active = null;
    }
  }

  /** Opens what is not open yet and returns the session; `fresh` when the association was made now. */
  async open(peer: Peer, turn: Turn): Promise<{ readonly session: Session; readonly fresh: boolean }> {
    if (peer.session?.association && this.driver.open) return { session: peer.session, fresh: false };
    await this.openChannel(turn.signal);
    this.peers.add(peer);
    if (!peer.linkOpen) await this.openLink(peer, turn);
    const session = await this.createSession(peer, turn.signal);
    await this.run(peer, associate(session), turn);
    peer.session = session;
    return { session, fresh: true };
  }

  private async openChannel(signal: AbortSignal): Promise<void> {
    if (this.driver.open) return;
    const wait = this.notBefore - performance.now();
    if (wait > 0) {
      this.enter('waiting', `${this.label}: next try in ${Math.ceil(wait / 1000)} s`);
      await pause(wait, signal);
    }
    this.enter('connecting', this.label);
    try {
      await this.driver.connect(signal);
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
    if (hasDataLink(this.options)) {
      for (const other of this.peers) {
        if (other !== peer && other.linkOpen && sameServer(other, peer)) await this.leave(other, turn);
      }
      const signOn = signOnOf(this.options);
      const first = ![...this.peers].some(({ linkOpen }) => linkOpen);
      if (signOn !== null && first) await this.driver.run(signOn.signOn(), { deframer: signOn.deframer, ...turn });
    }
    this.linkParameters.set(peer, await this.run(peer, peer.link.connect(), turn));
    peer.linkOpen = true;
  }

  private async createSession(peer: Peer, signal: AbortSignal): Promise<Session> {
    const security = await peer.options.security();
    const aborted = reasonOf(signal);
    if (aborted) throw aborted;
    return {
      link: peer.link,
      security,
      options: peer.options.associate,
      timeouts: { responseMs: this.options.responseTimeoutMs },
      onUnsolicited: (apdu) => this.events.unsolicited(peer.name, apdu),
      invokeId: 0,
      association: null,
      linkParameters: this.linkParameters.get(peer) ?? null,
    };
  }

  /** RLRQ and DISC; never fails but for what ends the turn itself. */
  async leave(peer: Peer, turn: Turn): Promise<void> {
    const { session, linkOpen } = peer;
    peer.session = null;
    peer.linkOpen = false;
    if (!this.driver.open || (session === null && !linkOpen)) return;
    try {
      if (session !== null) await this.run(peer, release(session), turn);
      if (linkOpen) await this.run(peer, peer.link.disconnect(), turn);
    } catch (error) {
      const ended = reasonOf(turn.signal);
      if (ended) throw ended;
      if (!isDlmsError(error)) throw error;
    }
  }

  /** What has to be given up after this error. After an abort an answer may still come: nobody may take it for another. */
  async afterFailure(peer: Peer, error: DlmsError, traffic: Traffic): Promise<void> {
    const cutShort = error.code === 'aborted' || error.code === 'deadline-exceeded';
    if (!error.fatal && !cutShort) return;
    const wasOpen = peer.linkOpen;
    peer.session = null;
    peer.linkOpen = false;
    if (!this.driver.open) return;
    const lineIsFine = error.layer !== 'link' && error.layer !== 'transport' && error.layer !== 'client';
    if (lineIsFine && hasDataLink(this.options)) {
      if (wasOpen) await this.courtesy(peer, traffic);
      return;
    }
    const shared = [...this.peers].some(({ session }) => session !== null);
    if (lineIsFine && shared) return;
    if (!shared || ++this.silentFailures >= maxSilentFailures) this.close(error);
  }

  /** DISC after a refusal, so that the meter is not left half open. */
  private async courtesy(peer: Peer, traffic: Traffic): Promise<void> {
    await within(courtesyMs, (signal) => this.run(peer, peer.link.disconnect(), { signal, traffic })).catch(() => undefined);
  }

  /** Leaves all meters, as far as `turn` allows, and closes the channel. */
  async closeAll(turn: Turn): Promise<void> {
    try {
      for (const peer of [...this.peers]) await this.leave(peer, turn);
    } finally {
      this.close(new DlmsError('connection-closed', `${this.label} was closed`));
    }
  }

  /** Closes the channel at once. */
  close(reason: DlmsError): void {
    this.forget();
    const wasOpen = this.driver.open;
    this.driver.close(reason);
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
    for (const peer of this.peers) {
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

/** A pause that ends with the signal. @throws DlmsError the signal's reason */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
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
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Runs work whose signal is aborted after `ms`; the timer ends with the work. */
export async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DlmsError('deadline-exceeded', `not ended within ${ms} ms`)), ms);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
