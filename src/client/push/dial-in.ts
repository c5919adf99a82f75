/**
 * The place where meters dial in. It holds their connections, finds out who they are, and lends a connection to the line
 * that wants to read that meter, as a transport like any other; given back it is kept until the meter hangs up.
 *
 * A meter is known by a greeting, by the system title or the names in what it pushes, or by being asked for its logical
 * device name (0-0:42.0.0, Blue Book 6.2.31) as the public client. A meter that dials in anew replaces its older
 * connection. What comes in goes to listeners too, lent or not, so that pushes are received beside the reading.
 */
import { DlmsError, isDlmsError } from '../../errors';
import { type Incoming, Listener } from '../../transport/listener';
import { endpointText } from '../../transport/socket-channel';
import { abortedError, closedError } from '../../transport/socket-errors';
import type { Channel, ChannelEvents, StopSignal, Transport } from '../../transport/transport';
import { Stop } from '../stop';
import type { Framing } from '../types';
import { askDeviceName } from './ask-name';
import { CallerNames, greetingName } from './caller';
import { TelegramSources } from './sources';

export interface DialInOptions {
  readonly host: string;
  readonly port: number;
  readonly framing: Framing;
  readonly allow?: readonly string[];
  readonly maxConnections?: number;
  readonly keepAliveMs?: number;
  /** Regular expression for the first octets; its first group is the name. */
  readonly greeting?: string;
  /** How long a call may take to say who it is before it counts as arrived, milliseconds. Default 3000. */
  readonly identifyMs?: number;
  /** Ask for the logical device name when it has not said who it is. Default false. */
  readonly ask?: boolean;
  /** Hang up when a line gives the connection back, instead of keeping it. Default false. */
  readonly hangUpAfterUse?: boolean;
}

/** A meter that has dialled in. */
export interface Call {
  /** `10.0.0.5:40123` */
  readonly id: string;
  readonly address: string;
  /** The best name there is. */
  readonly name: string;
  readonly names: readonly string[];
  /** Sends octets outside of a line; null while a line has the connection. */
  readonly reply: ((octets: Buffer) => void) | null;
}

export interface DialInEvents {
  /** Said who it is, or had its time for it. */
  arrived(call: Call): void;
  left(call: Call): void;
  /** All that comes in. */
  octets(call: Call, octets: Buffer): void;
  refused(address: string, reason: 'not-allowed' | 'too-many'): void;
}

export interface DialIn {
  /** `listen 0.0.0.0:4059` */
  readonly label: string;
  readonly port: number;
  readonly calls: readonly Call[];
  /** Listens; returns how to stop. Arrived calls are told again to a new listener. */
  on(events: Partial<DialInEvents>): () => void;
  /** @throws DlmsError `port-unavailable`, `connect-failed` */
  open(): Promise<void>;
  /** The connection of this caller as a transport; empty: of anyone who has arrived. `open` waits until there is one. */
  transport(caller: string, acceptTimeoutMs: number): Transport;
  /** More is known of a call. */
  identify(id: string, identity: Parameters<CallerNames['addIdentity']>[0]): void;
  /** Gives how many that were. */
  hangUp(name: string): number;
  close(): Promise<void>;
}

/** @throws DlmsError `settings-invalid` */
export const createDialIn = (options: DialInOptions): DialIn => new DialInDesk(options);

interface Held {
  readonly id: string;
  readonly address: string;
  readonly channel: Channel;
  readonly names: CallerNames;
  /** The line that has it, or what asks for its name. */
  taker: ChannelEvents | null;
  /** Who had it before left without an answer, which may still come. */
  unanswered: boolean;
  greeting: Buffer;
  arrived: boolean;
  timer: NodeJS.Timeout | null;
  open: boolean;
}

interface Waiter {
  readonly caller: string;
  serve(call: Held): void;
}

const defaultIdentifyMs = 3000;
const defaultKeepAliveMs = 60_000;
/** Octets in which a greeting is looked for. */
const greetingOctets = 512;

class DialInDesk implements DialIn {
  readonly label: string;
  private readonly listener: Listener;
  private readonly held = new Map<string, Held>();
  private readonly waiters = new Set<Waiter>();
  private readonly listeners = new Set<Partial<DialInEvents>>();
  private readonly closing = new Stop();
  private readonly greeting: RegExp | null;
  /** Reads who is pushing, without keys: the title of a protected telegram is in clear. */
  private readonly sources: TelegramSources;

  constructor(private readonly options: DialInOptions) {
    const { host, port, allow = [], maxConnections, keepAliveMs = defaultKeepAliveMs, framing } = options;
    this.label = `listen ${endpointText(host, port)}`;
    this.greeting = greetingOf(options.greeting);
    const limits = { allow, keepAliveMs, ...(maxConnections === undefined ? {} : { maxConnections }) };
    this.listener = new Listener(
      { host, port, ...limits },
      {
        connection: (incoming) => void this.accept(incoming),
        refused: (address, reason) => this.emit('refused', address, reason),
      },
    );
    this.sources = new TelegramSources({ framing: framing === 'wrapper' ? 'wrapper' : 'auto' }, ({ key }, events) => {
      for (const event of events) {
        if (event.kind === 'telegram') this.identify(key, event.meter);
        const title = event.kind === 'error' ? event.error.details?.systemTitle : undefined;
        if (typeof title === 'string' && title !== '') this.learn(this.held.get(key), (names) => names.add('title', title));
      }
    });
  }

  get port(): number {
    return this.listener.port;
  }

  get calls(): readonly Call[] {
    return [...this.held.values()].map(callOf);
  }

  open(): Promise<void> {
    return this.listener.open();
  }

  on(events: Partial<DialInEvents>): () => void {
    this.listeners.add(events);
    for (const call of this.held.values()) if (call.arrived) events.arrived?.(callOf(call));
    return () => void this.listeners.delete(events);
  }

  identify(id: string, identity: Parameters<CallerNames['addIdentity']>[0]): void {
    this.learn(this.held.get(id), (names) => names.addIdentity(identity));
  }

  hangUp(name: string): number {
    const meant = [...this.held.values()].filter(({ id, names }) => id === name || names.is(name));
    for (const { channel } of meant) channel.close();
    return meant.length;
  }

  async close(): Promise<void> {
    this.closing.abort(new DlmsError('aborted', `${this.label} was closed`));
    for (const call of this.held.values()) if (call.timer !== null) clearTimeout(call.timer);
    this.sources.close();
    for (const { channel } of [...this.held.values()]) channel.close();
    this.listeners.clear();
    await this.listener.close();
  }

  transport(caller: string, acceptTimeoutMs: number): Transport {
    const label = caller === '' ? this.label : `${this.label} (${caller})`;
    return {
      label,
      open: async (events, signal) => {
        if (signal.aborted || this.closing.aborted) throw abortedError(label);
        return this.lend(this.present(caller) ?? (await this.awaited(caller, acceptTimeoutMs, label, signal)), events);
      },
    };
  }

  private async accept({ transport, remoteAddress, remotePort, refuse }: Incoming): Promise<void> {
    const id = endpointText(remoteAddress, remotePort);
    let call: Held | null = null;
    const events: ChannelEvents = {
      data: (chunk) => call !== null && this.hear(call, chunk),
      closed: (error) => call !== null && this.lost(call, error),
    };
    let channel: Channel;
    try {
      channel = await transport.open(events, this.closing);
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      // It hung up while it was taken.
      refuse();
      return;
    }
    const names = new CallerNames(remoteAddress);
    const free = { taker: null, unanswered: false, greeting: Buffer.alloc(0), arrived: false, timer: null, open: true };
    call = { id, address: remoteAddress, channel, names, ...free };
    this.held.set(id, call);
    const { identifyMs = defaultIdentifyMs } = this.options;
    call.timer = setTimeout(() => void this.unnamed(call as Held), identifyMs);
  }

  private hear(call: Held, chunk: Buffer): void {
    if (this.greeting !== null && !call.names.identified && call.greeting.length < greetingOctets) this.greet(call, chunk, this.greeting);
    this.emit('octets', callOf(call), chunk);
    if (!call.names.identified) {
      const worked = this.sources.feed({ key: call.id, name: call.address }, chunk);
      if (call.taker === null && this.sources.waitingOctets(call.id) > 0) call.channel.pause?.();
      worked.then(
        () => call.channel.resume?.(),
        (error: unknown) => isDlmsError(error) && error.code === 'limit-exceeded' && call.taker === null && call.channel.close(),
      );
    }
    call.taker?.data(chunk);
  }

  private greet(call: Held, chunk: Buffer, greeting: RegExp): void {
    call.greeting = Buffer.concat([call.greeting, chunk]).subarray(0, greetingOctets);
    const name = greetingName(greeting, call.greeting);
    if (name !== null) this.learn(call, (names) => names.add('greeting', name));
  }

  private learn(call: Held | undefined, add: (names: CallerNames) => boolean): void {
    if (call === undefined || !call.open || !add(call.names)) return;
    for (const other of this.held.values()) if (other !== call && other.names.sameMeter(call.names)) this.replace(other, call);
    if (call.names.identified) this.arrive(call);
    else this.offer(call);
  }

  /** The same meter has two connections: the older one is dead, unless it is at work. */
  private replace(one: Held, other: Held): void {
    const order = [...this.held.keys()];
    const older = order.indexOf(one.id) < order.indexOf(other.id) ? one : other;
    if (older.taker === null) older.channel.close();
  }

  /** It has not said who it is in time. */
  private async unnamed(call: Held): Promise<void> {
    call.timer = null;
    if (this.options.ask === true && call.open && call.taker === null) {
      const lend: Transport = { label: `tcp ${call.id}`, open: async (events) => this.lend(call, events) };
      const name = await askDeviceName(lend, this.options.framing);
      if (name !== null) this.learn(call, (names) => names.add('device', name));
    }
    if (call.open) this.arrive(call);
  }

  private arrive(call: Held): void {
    if (!call.arrived) {
      call.arrived = true;
      if (call.timer !== null) clearTimeout(call.timer);
      call.timer = null;
      this.emit('arrived', callOf(call));
    }
    this.offer(call);
  }

  private lost(call: Held, error?: Error): void {
    call.open = false;
    if (call.timer !== null) clearTimeout(call.timer);
    this.held.delete(call.id);
    this.sources.end(call.id);
    const { taker } = call;
    call.taker = null;
    taker?.closed(error);
    if (call.arrived) this.emit('left', callOf(call));
  }

  /** A channel for one taker; closing it gives the connection back. */
  private lend(call: Held, events: ChannelEvents): Channel {
    if (!call.open) throw closedError(`tcp ${call.id}`);
    call.taker = events;
    return {
      ...call.channel,
      peer: call.id,
      unanswered: call.unanswered,
      close: (unanswered = false) => {
        if (call.taker !== events) return;
        call.taker = null;
        call.unanswered ||= unanswered;
        this.giveBack(call);
        events.closed();
      },
    };
  }

  private giveBack(call: Held): void {
    const newer = [...this.held.values()].some((other) => other !== call && other.names.sameMeter(call.names));
    if (newer || this.options.hangUpAfterUse === true) call.channel.close();
    else this.offer(call);
  }

  /** The newest connection that is free and wanted. */
  private present(caller: string): Held | undefined {
    return [...this.held.values()].findLast((call) => isFor(caller, call));
  }

  private awaited(caller: string, acceptTimeoutMs: number, label: string, signal: StopSignal): Promise<Held> {
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        this.closing.removeEventListener('abort', onAbort);
        this.waiters.delete(waiter);
      };
      const onAbort = (): void => {
        settle();
        reject(abortedError(label));
      };
      const waiter: Waiter = {
        caller,
        serve: (call) => {
          settle();
          resolve(call);
        },
      };
      const timer = setTimeout(() => {
        settle();
        reject(notThere(label, caller, acceptTimeoutMs, this.calls));
      }, acceptTimeoutMs);
      signal.addEventListener('abort', onAbort);
      this.closing.addEventListener('abort', onAbort);
      this.waiters.add(waiter);
    });
  }

  /** Gives a connection that has become free, or has a name more, to who waits longest for it. */
  private offer(call: Held): void {
    for (const waiter of this.waiters) {
      if (!isFor(waiter.caller, call)) continue;
      // Taken at once, so that nobody else can have it, too; `lend` puts the real taker in.
      call.taker = { data: () => undefined, closed: () => undefined };
      waiter.serve(call);
      return;
    }
  }

  private emit<E extends keyof DialInEvents>(event: E, ...values: Parameters<DialInEvents[E]>): void {
    for (const listener of [...this.listeners])
      (listener[event] as ((...parameters: Parameters<DialInEvents[E]>) => void) | undefined)?.(...values);
  }
}

/** Whether a connection may be lent to who wants this caller; empty: anyone who has arrived. */
const isFor = (caller: string, { taker, open, arrived, names }: Held): boolean =>
  taker === null && open && (caller === '' ? arrived : names.is(caller));

const callOf = ({ id, address, names, channel, taker }: Held): Call => ({
  id,
  address,
  name: names.best,
  names: names.all,
  reply: taker === null ? (octets) => void channel.write(octets).catch(() => undefined) : null,
});

/** @throws DlmsError `settings-invalid` */
function greetingOf(source: string | undefined): RegExp | null {
  if (source === undefined || source === '') return null;
  try {
    return new RegExp(source);
  } catch (cause) {
    throw new DlmsError('settings-invalid', `greeting: "${source}" is not a regular expression`, { cause });
  }
}

function notThere(label: string, caller: string, timeoutMs: number, calls: readonly Call[]): DlmsError {
  const who = caller === '' ? 'no meter' : `the meter ${caller}`;
  const others = calls.map(({ name }) => name).slice(0, 5);
  const there = others.length === 0 ? '' : `; connected now: ${others.join(', ')}`;
  return new DlmsError('connect-timeout', `${label}: ${who} has not dialled in within ${timeoutMs} ms${there}`, {
    hint: 'Is the name the one that the meter shows when it arrives (dlms-push, output 3)? Is this port reachable for the meter?',
  });
}
