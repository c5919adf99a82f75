/**
 * Invocation counters in Redis, for several Node-RED instances that read the same meters with the same keys, and beside them
 * what these instances learnt of the meters: which policy, variant and key set worked, and when a meter last refused a password.
 *
 * One Lua script reads, raises and stores a counter; Redis runs it as a whole, so two instances never get the same value.
 * What Redis has stored must outlive Redis, or counters repeat after its restart: set `appendonly yes` and
 * `appendfsync always` (with `everysec` up to a second of counters is lost in a power cut: then give the counters a gap by a
 * start value from the counter object). With replicas, `replicas` makes every reservation WAIT until so many have it. A
 * Redis that forgot lowers nothing here: a process goes on above what it was given itself.
 */
import { DlmsError } from '../../errors';
import { type CounterKey, type CounterStore, counterKeyText, exhausted, lastCounter } from '../../security/counters';
import type { Store } from '../stores';
import { RedisLink, type RedisOptions } from './redis-link';

export interface RedisCounterOptions extends RedisOptions {
  /** In front of every key, default `dlms:counter:`. */
  readonly prefix?: string;
  /** Replicas that must have a reservation before it is used, default 0. */
  readonly replicas?: number;
}

export interface RedisCounterStore extends CounterStore {
  /** What was learnt of meters, for all who share this Redis. */
  readonly learnt: Store;
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

/** Counters in this Redis. Nothing is loaded or connected before the first use. */
export const redisCounterStore = (options: RedisCounterOptions): RedisCounterStore => new RedisCounters(options);

class RedisCounters implements RedisCounterStore {
  readonly learnt: Store;
  private readonly prefix: string;
  private readonly link: RedisLink;
  /** The highest value that this process was given, by counter. */
  private readonly given = new Map<string, number>();

  constructor(private readonly options: RedisCounterOptions) {
    this.prefix = options.prefix ?? 'dlms:counter:';
    this.link = new RedisLink(options);
    this.learnt = learntIn(this.link);
  }

  async highest(key: CounterKey): Promise<number | null> {
    const text = counterKeyText(key);
    const stored = await this.ask(text, (client) => client.get(this.prefix + text));
    const given = this.given.get(text) ?? null;
    if (stored === null || stored === undefined) return given;
    const value = Number(stored);
    if (!Number.isInteger(value) || value < 0 || String(stored).trim() === '') throw damaged(this.prefix + text);
    return Math.max(value, given ?? 0);
  }

  async reserve(key: CounterKey, count: number, atLeast: number): Promise<number> {
    const text = counterKeyText(key);
    const least = Math.max(atLeast, (this.given.get(text) ?? -1) + 1);
    const words = { keys: [this.prefix + text], arguments: [count, least, lastCounter].map(String) };
    const [first, begin] = (await this.ask(text, (client) => client.eval(reserveScript, words))) as number[];
    if (first === -2) throw damaged(this.prefix + text);
    if (first === -1) throw exhausted(Number(begin));
    if (first === undefined || !Number.isInteger(Number(first))) throw failed(text, 'Redis gave no number');
    this.given.set(text, Math.max(Number(first) + count - 1, this.given.get(text) ?? 0));
    await this.awaitReplicas(text);
    return Number(first);
  }

  close(): Promise<void> {
    return this.link.close();
  }

  private async awaitReplicas(text: string): Promise<void> {
    const { replicas = 0 } = this.options;
    if (replicas === 0) return;
    const { timeoutMs } = this.link;
    const words = ['WAIT', String(replicas), String(timeoutMs)];
    const reached = Number(await this.ask(text, (client) => client.sendCommand(words), 2 * timeoutMs));
    if (reached < replicas) throw failed(text, `${reached} of ${replicas} replicas have it`);
  }

  private ask<T>(text: string, work: Parameters<typeof RedisLink.prototype.ask<T>>[0], timeoutMs?: number): Promise<T> {
    return this.link.ask(work, (why) => failed(text, why), timeoutMs);
  }
}

const learntPrefix = 'dlms:learnt:';

function learntIn(link: RedisLink): Store {
  const failedFor = (key: string) => (why: string) => new DlmsError('store-failed', `"${key}" could not be kept in Redis: ${why}`);
  return {
    async get(key) {
      const value = await link.ask((client) => client.get(learntPrefix + key), failedFor(key));
      return typeof value === 'string' ? value : undefined;
    },
    async set(key, value) {
      await link.ask((client) => client.sendCommand(['SET', learntPrefix + key, value]), failedFor(key));
    },
    async delete(key) {
      await link.ask((client) => client.sendCommand(['DEL', learntPrefix + key]), failedFor(key));
    },
  };
}

const failed = (text: string, why: string): DlmsError =>
  new DlmsError('counter-store-failed', `the invocation counter ${text} could not be stored in Redis: ${why}`);

const damaged = (key: string): DlmsError =>
  new DlmsError('counter-store-failed', `the value of ${key} in Redis is no counter`, {
    hint: 'Nothing was sent. Set it to the counter of the meter plus a margin; delete it only after the key was changed.',
  });
