/**
 * Sessions a second against a meter in a process of its own: connect, associate, read ten registers, release, close. With GMAC
 * and the values alone it is the session that peers are usually compared with; with scaler and unit it is what a flow needs.
 * Our client and the client of the Gurux library, each a process of its own, take turns at the same kind of server, which is
 * started afresh for each of them; both warm up before they are measured, until their compilers are at rest. Medians of three
 * turns each.
 *
 * The Java client has two ways: all attributes in one request where the meter agrees to it, which is what this library does by
 * itself, and one by one, as the examples of the Java library read. Where recorded frames do, a bare socket of Node.js sends them
 * as well, which is the most that any client here could reach; it is no target.
 */
import type { ChildProcess } from 'node:child_process';
import { outputOf, type Server, startJava, startOwnPiped, untilReady } from './processes';
import { codes } from './registers';
import { type Bench, type BenchOptions, type BenchRow, median, type Target, timesPeer } from './row';
import { toWords } from './words';

const registers = codes.map((code) => `1.0.${code}.255`).join(',');
/** Those that the Java meter does not have by itself. */
const added = codes.filter((code) => !['1.8.0', '2.8.0', '32.7.0'].includes(code)).map((code) => `1.0.${code}.255`);
const keys = { ek: '000102030405060708090a0b0c0d0e0f', ak: 'd0d1d2d3d4d5d6d7d8d9dadbdcdddedf' };
/** Sessions before measuring, for each second of it. */
const warmSessionsPerSecond = 1000;

type Words = Readonly<Record<string, string | number>>;

export interface Case {
  readonly server: 'java' | 'simulator';
  readonly framing: 'hdlc' | 'wrapper';
  readonly level: 'low' | 'gmac';
  /** Scaler and unit as well. */
  readonly units: boolean;
  readonly links: number;
}

const meters = [
  { server: 'java', framing: 'hdlc', level: 'gmac', units: false },
  { server: 'java', framing: 'wrapper', level: 'gmac', units: false },
  { server: 'java', framing: 'hdlc', level: 'low', units: true },
  { server: 'java', framing: 'wrapper', level: 'gmac', units: true },
  { server: 'simulator', framing: 'wrapper', level: 'low', units: true },
] as const;
const cases: readonly Case[] = meters.flatMap((meter) => [1, 50].map((links) => ({ ...meter, links })));

const startServer = ({ server, framing, level }: Case, java: string | undefined): Promise<Server> => {
  if (server === 'simulator') return untilReady(startOwnPiped('session-server', toWords({ framing }), 'ignore'));
  const secured: Words = level === 'gmac' ? { suite: 0, ...keys, context: 'ciphered' } : {};
  const words = toWords({ framing, rows: 1, registers: added.join(','), ...secured });
  return untilReady(startJava(java ?? '', 'MeterServer', words, 'ignore'));
};

type Client = (words: readonly string[]) => ChildProcess;

interface Figures {
  /** Sessions a second. */
  readonly rate: number;
  /** Milliseconds of processor time that a session costs. */
  readonly cost: number;
}

/** One client at a server of its own. */
async function turn(one: Case, client: Client, lists: 'yes' | 'no', { seconds, java }: BenchOptions): Promise<Figures> {
  const server = await startServer(one, java);
  const { framing, level, links, units } = one;
  const secured: Words =
    level === 'gmac'
      ? { client: 37, title: '4755525558313233', ...keys }
      : { client: 1, password: one.server === 'java' ? 'Gurux' : '12345678' };
  const warm = Math.ceil(seconds * warmSessionsPerSecond);
  try {
    const what = { registers, lists, units: units ? 'yes' : 'no' };
    const words = { port: server.port, framing, links, warm, time: Math.ceil(seconds * 1000), ...what, ...secured };
    const output = await outputOf(client(toWords(words)));
    const [, sessions, took, processor] = (/SESSIONS (\d+) (\S+) (\S+)/.exec(output) ?? []).map(Number);
    return { rate: Number(sessions) / Number(took), cost: (Number(processor) * 1000) / Number(sessions) };
  } finally {
    await server.stop();
  }
}

const ownClient: Client = (words) => startOwnPiped('session-client', words);

const bareClient: Client = (words) => startOwnPiped('bare-client', words);

interface PeerOfBench {
  readonly name: string;
  readonly lists: 'yes' | 'no';
  readonly client: Client;
  readonly targets: readonly Target[];
}

/**
 * The Java client in its two ways. In one where the meter is ours, which is no part of the target, and where its lists fail: in
 * ciphered associations over HDLC ("Invalid Command", with its own meter). Recorded frames where nothing in them changes.
 */
function peersAt({ server, framing, level }: Case, java: string | undefined): readonly PeerOfBench[] {
  if (java === undefined) return [];
  const client: Client = (words) => startJava(java, 'BenchClient', words);
  const targets = server === 'java' ? [timesPeer(1)] : [];
  const lists: PeerOfBench = { name: 'Gurux Java, lists', lists: 'yes', client, targets };
  if (server === 'simulator') return [lists];
  const oneByOne: PeerOfBench = { name: 'Gurux Java, one by one', lists: 'no', client, targets };
  if (framing !== 'hdlc') return [lists, oneByOne];
  return level === 'gmac' ? [oneByOne] : [lists, oneByOne, { name: 'recorded frames', lists: 'yes', client: bareClient, targets: [] }];
}

/** All clients in turns at this meter. */
export async function compare(one: Case, options: BenchOptions, turns: number): Promise<readonly BenchRow[]> {
  const own: Figures[] = [];
  const peers = peersAt(one, options.java).map((peer) => ({ ...peer, turns: [] as Figures[] }));
  for (let i = 0; i < turns; i++) {
    own.push(await turn(one, ownClient, 'yes', options));
    for (const peer of peers) peer.turns.push(await turn(one, peer.client, peer.lists, options));
  }
  const { server, framing, level, units, links } = one;
  const what = units ? 'with units' : 'values';
  const job = `${server === 'java' ? 'Gurux Java meter' : 'simulated meter'}, ${framing}, ${level}, ${what}, ${links} at once`;
  const rows = (what: string, unit: string, of: (figures: Figures) => number, aimed: boolean): BenchRow[] => {
    const row = { job: job + what, unit, figure: median(own.map(of)) };
    if (peers.length === 0) return [row];
    return peers.map(({ name, turns, targets }) => ({
      ...row,
      peer: { name, figure: median(turns.map(of)) },
      targets: aimed ? targets : [],
    }));
  };
  return [
    ...rows('', 'sessions/s', ({ rate }) => rate, true),
    ...rows(', processor time of the client', 'ms each', ({ cost }) => cost, false),
  ];
}

const turnsEach = 3;

export const bench: Bench = {
  title: 'Sessions: connect, associate, read ten registers, release, close',
  async rows(options) {
    const rows: BenchRow[] = [];
    for (const one of cases)
      if (one.server !== 'java' || options.java !== undefined) rows.push(...(await compare(one, options, turnsEach)));
    return rows;
  },
};
