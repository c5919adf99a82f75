/**
 * One connection to a Redis server: loaded and opened with the first question, answers within a time-out, comes back by
 * itself, and keeps the password of its URL out of every error.
 *
 * The package `redis` (node-redis 4 or newer) is an optional peer dependency.
 */
import { DlmsError, isDlmsError } from '../../errors';

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

export interface RedisOptions {
  /** `redis://[[user]:password@]host[:port][/database]`, `rediss://` for TLS. */
  readonly url: string;
  /** For each answer of Redis, default 5000. */
  readonly timeoutMs?: number;
  /** Told once when this server may lose what it was given. */
  readonly warn?: (text: string) => void;
  /** Makes the client instead of the package `redis`. */
  readonly createClient?: (options: { readonly url: string; readonly timeoutMs: number }) => RedisClient;
}

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

/** Nothing is loaded or connected before the first use. */
export class RedisLink {
  readonly timeoutMs: number;
  private client: RedisClient | null = null;
  private connecting: Promise<unknown> | null = null;
  private checked = false;
  /** The last trouble of the connection, for error texts. */
  private trouble: unknown = null;

  constructor(private readonly options: RedisOptions) {
    this.timeoutMs = options.timeoutMs ?? 5000;
  }

  /**
   * One answer of Redis, within the time-out. What is done too late is a gap in counters, which is legal.
   * @param failed makes the error of a reason
   */
  async ask<T>(
    work: (client: RedisClient) => Promise<T>,
    failed: (why: string) => DlmsError,
    timeoutMs: number = this.timeoutMs,
  ): Promise<T> {
    try {
      // Loading the package takes seconds on small machines, and is not the time that Redis takes.
      const client = this.loaded();
      const answer = await within(timeoutMs, this.connected(client).then(work));
      this.trouble = null;
      return answer;
    } catch (cause) {
      if (isDlmsError(cause)) throw cause;
      // No cause: what some clients throw carries the URL, and the password in it, in properties of its own.
      throw failed(this.reasonOf(cause));
    }
  }

  async close(): Promise<void> {
    const { client } = this;
    this.client = null;
    this.connecting = null;
    if (client?.isOpen) await (client.close?.() ?? client.quit?.())?.catch(() => undefined);
  }

  /** What went wrong, and the last that was heard of the connection. Some clients put the URL into their messages. */
  private reasonOf(cause: unknown): string {
    const texts = [cause, this.trouble].filter((one) => one !== null).map(textOf);
    return withoutPassword([...new Set(texts)].join('; '), this.options.url);
  }

  /** The client, connected or not. @throws DlmsError `counter-store-failed` when the package is missing */
  private loaded(): RedisClient {
    if (this.client !== null) return this.client;
    const { url, createClient = loadedClient } = this.options;
    const client = createClient({ url, timeoutMs: this.timeoutMs });
    // Without a listener a lost connection would end the process.
    client.on('error', (error) => {
      this.trouble = error;
    });
    this.client = client;
    this.connecting = null;
    return client;
  }

  /** The client when it has been connected once; it comes back by itself after that. */
  private async connected(client: RedisClient): Promise<RedisClient> {
    this.connecting ??= client.connect();
    try {
      await this.connecting;
    } catch (error) {
      if (this.client === client) this.client = null;
      throw error;
    }
    await this.checkDurability(client);
    return client;
  }

  /** Once: whether Redis keeps what it was given. A server that does not tell (access rights) is not asked again. */
  private async checkDurability(client: RedisClient): Promise<void> {
    const { warn } = this.options;
    if (this.checked || warn === undefined) return;
    this.checked = true;
    const facts = await client.sendCommand(['INFO']).then(String, () => '');
    for (const text of forgetful(facts)) warn(text);
  }
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a server may lose, by its INFO. */
function forgetful(facts: string): string[] {
  const fact = (name: string): string => new RegExp(`^${name}:(.*)$`, 'm').exec(facts)?.[1]?.trim() ?? '';
  const texts: string[] = [];
  if (fact('aof_enabled') === '0') {
    texts.push('Redis may forget counters when it ends (appendonly no), and they would repeat: set appendonly yes and appendfsync always');
  }
  const policy = fact('maxmemory_policy');
  if (policy.startsWith('allkeys') && fact('maxmemory') !== '0') {
    texts.push(`Redis may remove counters when its memory is full (maxmemory-policy ${policy}): set noeviction`);
  }
  return texts;
}

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
