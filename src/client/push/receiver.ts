/**
 * Receives telegrams: a TCP or UDP port on which meters push, a serial port, or octets that are handed in.
 *
 * Every connection, sender and port is a source of its own (`sources.ts`). A TCP peer that sends faster than it may is held
 * back by its own window, datagrams above the limit are dropped, and a connection that shows no whole frame in time is
 * hung up. Confirmations go back the way the telegram came (Green Book edition 9, 9.5), protected as it was. A serial port
 * that goes away is opened again.
 */
import { DlmsError, isDlmsError } from '../../errors';
import { confirmationOf, replyFrame } from '../../telegram/decoder';
import type { Telegram, TelegramEvent } from '../../telegram/types';
import { allowList, type Incoming, Listener } from '../../transport/listener';
import { createTransport } from '../../transport/registry';
import type { Channel, ChannelEvents, Transport } from '../../transport/transport';
import { listenUdp, type UdpListener } from '../../transport/udp-listener';
import { backoffMs } from '../retry';
import { type SourceName, TelegramSources } from './sources';
import type { PushCounts, PushEvents, PushListen, PushOptions, PushSource } from './types';

export interface PushReceiver<C = null> {
  /** Local port of a listener, else null. */
  readonly port: number | null;
  readonly counts: PushCounts;
  /** Octets from elsewhere. @throws DlmsError `limit-exceeded`, `aborted` */
  feed(source: PushSource, octets: Buffer, options?: { readonly context?: C; readonly whole?: boolean }): Promise<void>;
  /** The source is gone. */
  end(key: string): void;
  /** Ends all; the port is free when it resolves. Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens a receiver. A port that cannot be opened rejects; a serial port that is not there yet is tried again for ever.
 * @throws DlmsError `settings-invalid`, `port-unavailable`
 */
export async function openPushReceiver<C = null>(options: PushOptions, events: PushEvents<C>): Promise<PushReceiver<C>> {
  const receiver = new Receiver<C>(options, events);
  await receiver.open();
  return receiver;
}

const defaultFirstFrameMs = 30_000;
const defaultKeepAliveMs = 60_000;
const serialBackoffMs = [1000, 30_000] as const;

type Of<K extends PushListen['kind']> = Extract<PushListen, { kind: K }>;

class Receiver<C> implements PushReceiver<C> {
  private readonly sources: TelegramSources<C>;
  private readonly ways = new Map<string, PushSource>();
  /** Connections that have shown no whole frame yet. */
  private readonly unproven = new Map<string, NodeJS.Timeout>();
  private readonly channels = new Map<string, Channel>();
  private readonly closing = new AbortController();
  private listener: Listener | null = null;
  private udp: UdpListener | null = null;
  private reopening: NodeJS.Timeout | null = null;
  private attempts = 0;
  private totals = { telegrams: 0, failures: 0, others: 0, octets: 0, refused: 0 };

  constructor(
    private readonly options: PushOptions,
    private readonly events: PushEvents<C>,
  ) {
    const { listen: _listen, confirm: _confirm, seal: _seal, ...rest } = options;
    this.sources = new TelegramSources<C>(rest, (source, told, context) => this.take(source, told, context));
  }

  get port(): number | null {
    return this.listener?.port ?? this.udp?.port ?? null;
  }

  get counts(): PushCounts {
    return { ...this.totals, connections: this.channels.size, sources: this.sources.size };
  }

  async open(): Promise<void> {
    const { listen } = this.options;
    if (listen.kind === 'tcp') await this.openTcp(listen);
    else if (listen.kind === 'udp') await this.openUdp(listen);
    else if (listen.kind === 'serial') void this.openSerial(listen, createTransport(listen));
    if (listen.kind !== 'serial') this.events.state?.(true);
  }

  async feed(source: PushSource, octets: Buffer, options: { readonly context?: C; readonly whole?: boolean } = {}): Promise<void> {
    this.totals.octets += octets.length;
    // A dialled-in meter that a line has taken has no way back here for that time.
    if (source.reply !== undefined) this.remember(source);
    else this.ways.delete(source.key);
    await this.sources.feed(source, octets, options);
  }

  end(key: string): void {
    this.sources.end(key);
    this.ways.delete(key);
  }

  async close(): Promise<void> {
    this.closing.abort(new DlmsError('aborted', 'the receiver is closed'));
    if (this.reopening !== null) clearTimeout(this.reopening);
    for (const timer of this.unproven.values()) clearTimeout(timer);
    this.unproven.clear();
    this.sources.close();
    for (const channel of this.channels.values()) channel.close();
    this.channels.clear();
    this.ways.clear();
    await Promise.all([this.listener?.close(), this.udp?.close()]);
  }

  private get closed(): boolean {
    return this.closing.signal.aborted;
  }

  /** The way back to a source that is no connection; as many as there are sources. */
  private remember(source: PushSource): void {
    this.ways.delete(source.key);
    this.ways.set(source.key, source);
    const oldest = this.ways.keys().next();
    if (this.ways.size > this.sources.size + 16 && !oldest.done && !this.channels.has(oldest.value)) this.ways.delete(oldest.value);
  }

  private async openTcp({ host, port, allow, maxConnections, keepAliveMs = defaultKeepAliveMs, firstFrameMs }: Of<'tcp'>): Promise<void> {
    const limits = { ...(allow === undefined ? {} : { allow }), ...(maxConnections === undefined ? {} : { maxConnections }), keepAliveMs };
    this.listener = new Listener(
      { host, port, ...limits },
      {
        connection: (incoming) => void this.accept(incoming, firstFrameMs ?? defaultFirstFrameMs),
        refused: (address, reason) => this.refuse(address, reason),
        failed: (error) => this.events.state?.(false, error),
      },
    );
    await this.listener.open();
  }

  private async openUdp({ host, port, allow = [] }: Of<'udp'>): Promise<void> {
    const open = (channel: Channel): ChannelEvents => {
      const source = this.sourceOf(channel, addressOf(channel.peer));
      return {
        data: (datagram) => this.hear(channel, source, datagram),
        closed: () => this.end(source.key),
      };
    };
    const maxPeers = this.options.limits?.maxSources ?? 1000;
    this.udp = await listenUdp(host, port, open, {
      maxPeers,
      allowed: allowList(allow),
      refused: (address) => this.refuse(address, 'not-allowed'),
    });
  }

  /** A meter that dialled in to push. */
  private async accept({ transport, remoteAddress, remotePort, refuse }: Incoming, firstFrameMs: number): Promise<void> {
    const key = `${remoteAddress}:${remotePort}`;
    let channel: Channel | null = null;
    let source: PushSource = { key, name: remoteAddress };
    const events: ChannelEvents = {
      data: (chunk) => channel !== null && this.hear(channel, source, chunk),
      closed: () => this.disconnected(source),
    };
    try {
      channel = await transport.open(events, this.closing.signal);
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      // It hung up while it was taken.
      refuse();
      return;
    }
    source = this.sourceOf(channel, remoteAddress, key);
    this.channels.set(key, channel);
    this.ways.set(key, source);
    if (firstFrameMs > 0)
      this.unproven.set(
        key,
        setTimeout(() => this.hangUp(key, remoteAddress, 'no-frame'), firstFrameMs),
      );
    this.events.connected?.(source);
  }

  private sourceOf(channel: Channel, name: string, key = channel.peer): PushSource {
    return { key, name, reply: (octets) => void channel.write(octets).catch(() => undefined) };
  }

  private hear(channel: Channel, source: PushSource, chunk: Buffer): void {
    const worked = this.feed(source, chunk);
    // What a connection sends while its last octets wait stays in the system's buffers, and then at the sender.
    if (this.sources.waitingOctets(source.key) > 0) channel.pause?.();
    worked.then(
      () => channel.resume?.(),
      (error: unknown) => this.tooFast(source, error),
    );
  }

  private tooFast({ key, name = key }: PushSource, error: unknown): void {
    if (this.closed || !isDlmsError(error) || error.code !== 'limit-exceeded') return;
    if (this.channels.has(key) && this.listener !== null) this.hangUp(key, name, 'too-fast');
    else this.refuse(name, 'too-fast');
  }

  private hangUp(key: string, address: string, reason: 'no-frame' | 'too-fast'): void {
    this.refuse(address, reason);
    this.channels.get(key)?.close();
  }

  private refuse(address: string, reason: Parameters<NonNullable<PushEvents<C>['refused']>>[1]): void {
    this.totals.refused += 1;
    this.events.refused?.(address, reason);
  }

  private disconnected(source: PushSource): void {
    const { key } = source;
    this.proven(key);
    this.channels.delete(key);
    if (this.closed) return;
    this.end(key);
    this.events.disconnected?.(source);
  }

  private proven(key: string): void {
    const timer = this.unproven.get(key);
    if (timer === undefined) return;
    clearTimeout(timer);
    this.unproven.delete(key);
  }

  private async openSerial(listen: Of<'serial'>, transport: Transport): Promise<void> {
    let channel: Channel | null = null;
    const source: PushSource = {
      key: listen.path,
      reply: (octets) => void channel?.write(octets).catch(() => undefined),
    };
    const events: ChannelEvents = {
      data: (chunk) => channel !== null && this.hear(channel, source, chunk),
      closed: (error) => {
        this.channels.delete(listen.path);
        this.end(listen.path);
        this.reopen(
          listen,
          transport,
          isDlmsError(error) ? error : new DlmsError('connection-closed', `serial ${listen.path}: the port was closed`),
        );
      },
    };
    try {
      channel = await transport.open(events, this.closing.signal);
      this.channels.set(listen.path, channel);
      this.attempts = 0;
      this.events.state?.(true);
    } catch (error) {
      this.reopen(listen, transport, isDlmsError(error) ? error : new DlmsError('port-unavailable', String(error), { cause: error }));
    }
  }

  private reopen(listen: Of<'serial'>, transport: Transport, error: DlmsError): void {
    if (this.closed) return;
    this.events.state?.(false, error);
    this.attempts += 1;
    this.reopening = setTimeout(() => void this.openSerial(listen, transport), backoffMs(serialBackoffMs, this.attempts, Math.random));
  }

  private take({ key, name }: SourceName, told: readonly TelegramEvent[], context: C | null): void {
    const source: PushSource = this.ways.get(key) ?? { key, ...(name === undefined ? {} : { name }) };
    for (const event of told) {
      // A telegram that cannot be deciphered was a whole frame all the same.
      if (event.kind !== 'error' || event.link !== null) this.proven(key);
      if (event.kind === 'telegram') {
        this.totals.telegrams += 1;
        this.confirm(event, source);
        this.events.telegram(event, source, context);
      } else if (event.kind === 'error') {
        this.totals.failures += 1;
        this.events.failure(event, source, context);
      } else {
        this.totals.others += 1;
        this.events.other?.(event, source, context);
      }
    }
  }

  private confirm(telegram: Telegram, source: PushSource): void {
    const { key, name = key, reply } = source;
    const { confirm, seal } = this.options;
    const { protection } = telegram;
    const plain = confirm !== 'asked' || reply === undefined ? null : confirmationOf(telegram);
    if (plain === null || reply === undefined || protection?.replayed) return;
    const bare = replyFrame(telegram.link, plain);
    // M-Bus and P1 only talk: nothing is protected, and no counter used, for what cannot go out.
    if (bare === null) return;
    const send = (apdu: Buffer): void => reply(replyFrame(telegram.link, apdu) ?? apdu);
    const failed = (error: unknown): void => this.events.unconfirmed?.(telegram, source, error);
    if (protection === null) reply(bare);
    else seal?.(plain, { protection, source: name }).then(send, failed);
  }
}

/** `10.0.0.5:40123` without the port. */
const addressOf = (peer: string): string => peer.replace(/:\d+$/, '');
