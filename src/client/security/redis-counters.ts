/**
 * Invocation counters in Redis, for several Node-RED instances that read the same meters with the same keys.
 *
 * One Lua script reads, raises and stores a counter; Redis runs it as a whole, so two instances never get the same value.
 * What Redis has stored must outlive Redis, or counters repeat after its restart: set `appendonly yes` and
 * `appendfsync always` (with `everysec` up to a second of counters is lost in a power cut: then give the counters a gap by a
 * start value from the counter object). With replicas, `replicas` makes every reservation WAIT until so many have it.
 *
 * The package `redis` (node-redis 4 or newer) is an optional peer dependency, loaded when the first counter is asked for.
 */
import { DlmsError } from '../../errors';
import { type CounterKey, type CounterStore, counterKeyText, exhausted, lastCounter } from '../../security/counters';

/** What is used of a node-redis client. */
export interface RedisClient {
  readonly isOpen: boolean;
  connect(): Promise<unknown>;
  get(key: string): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  sendCommand(words: string[]): Promise<unknown>;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  /** `close` since node-redis 5, `quit` before. */
  close?(): Promise<unknown>;
  quit?(): Promise<unknown>;
}

export interface RedisCounterOptions {
  /** `redis://[[user]:password@]host[:port][/database]`, `rediss://` for TLS. */
  readonly url: string;
  /** In front of every key, default `dlms:counter:`. */
  readonly prefix?: string;
  /** Replicas that must have a reservation before it is used, default 0. */
  readonly replicas?: number;
  /** For each answer of Redis, default 5000. */
  readonly timeoutMs?: number;
  /** Makes the client instead of the package `redis`. */
  readonly createClient?: (options: { readonly url: string; readonly timeoutMs: number }) => RedisClient;
}

export interface RedisCounterStore extends CounterStore {
  close(): Promise<void>;
}

/** KEYS 1: the counter. ARGV: count, least first value, last value there is. Gives the first, or -1 and where it would begin. */
const reserveScript = `
local first = tonumber(ARGV[2])
local stored = redis.call('GET', KEYS[1])
if stored then
  local highest = tonumber(stored)
  if not highest or highest < 0 or highest ~= math.floor(highest) then return {-2, 0} end
  if highest + 1 > first then first = highest + 1 end
end
local last = first + tonumber(ARGV[1]) - 1
if last > tonumber(ARGV[3]) then return {-1, first} end
redis.call('SET', KEYS[1], string.format('%.0f', last))
return {first, last}
`;

type RedisModule = { createClient(options: Record<string, unknown>): unknown };

function loadedClient({ url, timeoutMs }: { readonly url: string; readonly timeoutMs: number }): RedisClient {
  let redis: RedisModule;
  try {
    redis = require('redis') as RedisModule;
  } catch (cause) {
    throw new DlmsError('counter-store-failed', 'counters in Redis need the package redis, which could not be loaded', {
      cause,
      hint: 'Install it in the Node-RED user directory: npm install redis',
    });
  }
  // Without its own queue a request fails at once while Redis is away, instead of being run at any later time.
  return redis.createClient({ url, disableOfflineQueue: true, socket: { connectTimeout: timeoutMs } }) as RedisClient;
}

/** Counters in this Redis. Nothing is loaded or connected before the first use. */
export const redisCounterStore = (options: RedisCounterOptions): RedisCounterStore => new RedisCounters(options);

class RedisCounters implements RedisCounterStore {
  private readonly prefix: string;
  private readonly timeoutMs: number;
  private client: RedisClient | null = null;
  private connecting: Promise<unknown> | null = null;
  /** The last trouble of the connection, for error texts. */
  private trouble: unknown = null;

  constructor(private readonly options: RedisCounterOptions) {
    this.prefix = options.prefix ?? 'dlms:counter:';
    this.timeoutMs = options.timeoutMs ?? 5000;
  }

  async highest(key: CounterKey): Promise<number | null> {
    const text = counterKeyText(key);
    const stored = await this.ask(text, (client) => client.get(this.prefix + text));
    if (stored === null || stored === undefined) return null;
    const value = Number(stored);
    if (!Number.isInteger(value) || value < 0 || String(stored).trim() === '') throw damaged(this.prefix + text);
    return value;
  }

  async reserve(key: CounterKey, count: number, atLeast: number): Promise<number> {
    const text = counterKeyText(key);
    const words = { keys: [this.prefix + text], arguments: [count, atLeast, lastCounter].map(String) };
    const [first, begin] = (await this.ask(text, (client) => client.eval(reserveScript, words))) as number[];
    if (first === -2) throw damaged(this.prefix + text);
    if (first === -1) throw exhausted(Number(begin));
    if (first === undefined || !Number.isInteger(Number(first))) throw failed(text, 'Redis gave no number');
    await this.awaitReplicas(text);
    return Number(first);
  }

  async close(): Promise<void> {
    const { client } = this;
    this.client = null;
    this.connecting = null;
    if (client?.isOpen) await (client.close?.() ?? client.quit?.())?.catch(() => undefined);
  }

  private async awaitReplicas(text: string): Promise<void> {
    const { replicas = 0 } = this.options;
    if (replicas === 0) return;
    const words = ['WAIT', String(replicas), String(this.timeoutMs)];
    const reached = Number(await this.ask(text, (client) => client.sendCommand(words), 2 * this.timeoutMs));
    if (reached < replicas) throw failed(text, `${reached} of ${replicas} replicas have it`);
  }

  /** One answer of Redis, within the time-out. A reservation that is made too late is a gap, which is legal. */
  private async ask<T>(text: string, work: (client: RedisClient) => Promise<T>, timeoutMs = this.timeoutMs): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    });
    try {
      const answer = await Promise.race([this.connected().then(work), late]);
      this.trouble = null;
      return answer;
    } catch (cause) {
      if (cause instanceof DlmsError) throw cause;
      // No cause: what some clients throw carries the URL, and the password in it, in properties of its own.
      throw failed(text, this.reasonOf(cause));
    } finally {
      clearTimeout(timer);
    }
  }

  /** What went wrong, and the last that was heard of the connection. Some clients put the URL into their messages. */
  private reasonOf(cause: unknown): string {
    const texts = [cause, this.trouble].filter((one) => one !== null).map(textOf);
    return withoutPassword([...new Set(texts)].join('; '), this.options.url);
  }

  /** The client when it has been connected once; it comes back by itself after that. */
  private async connected(): Promise<RedisClient> {
    const { url, createClient = loadedClient } = this.options;
    const client = this.client ?? createClient({ url, timeoutMs: this.timeoutMs });
    if (this.client === null) {
      this.client = client;
      // Without a listener a lost connection would end the process.
      client.on('error', (error) => {
        this.trouble = error;
      });
      this.connecting = client.connect();
    }
    try {
      await this.connecting;
    } catch (error) {
      if (this.client === client) this.client = null;
      throw error;
    }
    return client;
  }
}

const failed = (text: string, why: string): DlmsError =>
  new DlmsError('counter-store-failed', `the invocation counter ${text} could not be stored in Redis: ${why}`);

const damaged = (key: string): DlmsError =>
  new DlmsError('counter-store-failed', `the value of ${key} in Redis is no counter`, {
    hint: 'Nothing was sent. Set it to the counter of the meter plus a margin; delete it only after the key was changed.',
  });

const textOf = (error: unknown): string => (error instanceof Error ? error.message || error.name : String(error));

function withoutPassword(text: string, url: string): string {
  // Up to the last @: a password that nobody escaped may hold any character, and such a URL is what errors quote.
  const password = /^[a-z]+:\/\/[^:/@]*:(.+)@/i.exec(url)?.[1];
  if (password === undefined) return text;
  return text.replaceAll(unescaped(password), '****').replaceAll(password, '****');
}

/** A lone % is no escape, and no reason to fail. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
