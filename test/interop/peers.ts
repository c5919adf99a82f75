/**
 * How the interop tests start their peers and our own two ends. Peers are separate processes: the Java meter says
 * `READY <port>` and ends when its standard input does; a Python client takes a job as JSON on standard input and prints
 * its results (see python/job.py). `scripts/interop.mjs` installs them and says where they are.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  type ConformanceBit,
  conformanceFrom,
  type Framing,
  type Line,
  type LineOptions,
  type Meter,
  type MeterOptions,
  openLine,
  plainSecurity,
  type SecurityFactory,
} from '../../src/index';

export type Referencing = 'ln' | 'sn';

export const environment = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run this tier with \`npm run interop\``);
  return value;
};

type JavaSettings = Readonly<Record<string, string | number>>;

export interface JavaMeter {
  readonly port: number;
  stop(): Promise<void>;
}

/** Meters that share one process: starting Java costs more than a test. */
export interface JavaMeters {
  /** Starts a meter with arguments such as `{ framing: 'hdlc', info: 64 }` and returns its port. */
  open(settings: JavaSettings): Promise<number>;
  stop(): Promise<void>;
}

const javaWords = (settings: JavaSettings): string[] => Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);

/** Starts a Java meter with these arguments. */
export async function startJavaMeter(settings: JavaSettings): Promise<JavaMeter> {
  const { port, child } = await startJava(settings);
  return { port, stop: () => stop(child) };
}

/** Starts a process for any number of Java meters. */
export async function startJavaMeters(): Promise<JavaMeters> {
  const { child, nextPort } = await startJava({});
  let opening: Promise<unknown> = Promise.resolve();
  return {
    open(settings) {
      const port = opening.then(() => {
        child.stdin?.write(`${javaWords(settings).join(' ')}\n`);
        return nextPort();
      });
      opening = port.catch(() => undefined);
      return port;
    },
    stop: () => stop(child),
  };
}

async function startJava(settings: JavaSettings) {
  const child = spawn('java', ['-cp', environment('INTEROP_JAVA_CLASSPATH'), 'MeterServer', ...javaWords(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextPort = async (): Promise<number> => {
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      const port = /^READY (\d+)$/.exec(line.value)?.[1];
      if (port !== undefined) return Number(port);
    }
    throw new Error('the Java meter ended before it was ready');
  };
  return { child, port: await nextPort(), nextPort };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.stdin?.end();
  await exited;
}

/** Security of a Python client; keys and title in hex. */
export interface JobSecurity {
  readonly mechanism: number;
  readonly suite: number;
  readonly protection: 'none' | 'authenticated' | 'encrypted' | 'authenticated-encrypted';
  readonly title: string;
  readonly encryptionKey: string;
  readonly authenticationKey: string;
  readonly counter: number;
  readonly dedicatedKey?: string;
  readonly general?: boolean;
}

export interface Job {
  readonly port: number;
  readonly framing: 'hdlc' | 'wrapper';
  readonly referencing: Referencing;
  readonly client: number;
  readonly password: string | null;
  readonly logicalDevice: number;
  readonly physical: number | null;
  readonly maxPdu?: number;
  readonly maxInfo?: number;
  readonly window?: number;
  readonly security?: JobSecurity;
  readonly steps: readonly Readonly<Record<string, unknown>>[];
}

export type StepResult = { readonly value: unknown; readonly error?: undefined } | { readonly value?: undefined; readonly error: string };

export interface JobResults {
  readonly results: readonly StepResult[];
  /** What went wrong when the peer closed the session. */
  readonly release: string | null;
}

/** Runs one of the Python clients over a job. */
export async function runPythonClient(script: 'gurux_client.py' | 'cosem_client.py', job: Job): Promise<JobResults> {
  // gurux-dlms asserts the wrong thing where it ciphers with short names; without assertions (-O) it goes on, and rightly.
  const switches = job.referencing === 'sn' && job.security ? ['-O'] : [];
  const child = spawn(environment('INTEROP_PYTHON'), [...switches, join(__dirname, 'python', script)], { stdio: ['pipe', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  child.stdin.end(JSON.stringify(job));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${Buffer.concat(complaints).toString('utf8')}`);
  return JSON.parse(Buffer.concat(output).toString('utf8')) as JobResults;
}

const lnBits: readonly ConformanceBit[] = [
  'attribute0-supported-with-get',
  'priority-mgmt-supported',
  'block-transfer-with-get-or-read',
  'block-transfer-with-set-or-write',
  'block-transfer-with-action',
  'multiple-references',
  'get',
  'set',
  'selective-access',
  'action',
];
const snBits: readonly ConformanceBit[] = [
  'read',
  'write',
  'block-transfer-with-get-or-read',
  'multiple-references',
  'parameterized-access',
];

/** Our line to a port on this machine. */
export const lineTo = (port: number, framing: Framing, overrides: Partial<LineOptions> = {}): Line =>
  openLine({
    transport: { kind: 'tcp', host: '127.0.0.1', port, connectTimeoutMs: 3000 },
    framing,
    responseTimeoutMs: 5000,
    interOctetTimeoutMs: 500,
    retries: 1,
    echoCancelling: false,
    idleReleaseMs: 0,
    maxQueue: 100,
    backoffMs: [50, 200],
    ...overrides,
  });

export interface MeterSettings {
  readonly referencing?: Referencing;
  readonly client?: number;
  readonly password?: string;
  readonly physical?: number;
  readonly info?: number;
  readonly window?: number;
  readonly maxPdu?: number;
  readonly maxListItems?: number;
  /** Instead of `password`. */
  readonly security?: SecurityFactory;
  /** Propose general protection. */
  readonly general?: boolean;
  readonly associate?: Partial<MeterOptions['associate']>;
}

/** One meter on a line, with the level that the password says. */
export const meterOn = (line: Line, settings: MeterSettings = {}): Meter => {
  const { referencing = 'ln', client = 16, password, physical, info = 128, window = 1, maxPdu = 0xffff, maxListItems = 0 } = settings;
  const plain: SecurityFactory = async () =>
    plainSecurity(password === undefined ? { mechanism: 0 } : { mechanism: 1, password: Buffer.from(password) });
  const bits = referencing === 'ln' ? lnBits : snBits;
  const options: MeterOptions = {
    name: 'peer',
    addresses: { client, logicalDevice: 1, ...(physical === undefined ? {} : { physical }) },
    associate: {
      referencing,
      proposedConformance: conformanceFrom(settings.general ? [...bits, 'general-protection'] : bits),
      conformanceTag: '5F1F',
      maxReceivePduSize: maxPdu,
      ...settings.associate,
    },
    hdlc: { maxInfoTransmit: info, maxInfoReceive: info, windowTransmit: window, windowReceive: window, disconnectFirst: false },
    security: settings.security ?? plain,
    maxListItems,
    clockDeviation: 'standard',
  };
  return line.meter(options);
};
