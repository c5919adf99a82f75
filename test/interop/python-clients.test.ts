/**
 * The Python clients gurux-dlms (logical and short names) and dlms-cosem (logical names) against our simulator, HDLC and
 * wrapper, no and low level authentication. Expected values are what the simulator says that it holds; what they prove is
 * that a stranger reads the same out of our octets.
 */
import assert from 'node:assert/strict';
import { type Simulator, startSimulator } from '../../src/index';
import { held, reference as read, valueFrom } from './held';
import { type Job, type Referencing, runPythonClient, type StepResult } from './peers';

const password = '12345678';
interface Variant {
  readonly title: string;
  readonly script: 'gurux_client.py' | 'cosem_client.py';
  readonly referencing: Referencing;
  readonly framing: 'hdlc' | 'wrapper';
  readonly maxPdu?: number;
  readonly maxInfo?: number;
}

const variants: readonly Variant[] = [
  { title: 'gurux-dlms, LN, wrapper', script: 'gurux_client.py', referencing: 'ln', framing: 'wrapper' },
  { title: 'gurux-dlms, LN, HDLC', script: 'gurux_client.py', referencing: 'ln', framing: 'hdlc' },
  { title: 'gurux-dlms, LN, HDLC, information field 64', script: 'gurux_client.py', referencing: 'ln', framing: 'hdlc', maxInfo: 64 },
  { title: 'gurux-dlms, LN, wrapper, PDU of 200 octets', script: 'gurux_client.py', referencing: 'ln', framing: 'wrapper', maxPdu: 200 },
  { title: 'gurux-dlms, SN, wrapper', script: 'gurux_client.py', referencing: 'sn', framing: 'wrapper' },
  { title: 'gurux-dlms, SN, HDLC', script: 'gurux_client.py', referencing: 'sn', framing: 'hdlc' },
  { title: 'dlms-cosem, LN, wrapper', script: 'cosem_client.py', referencing: 'ln', framing: 'wrapper' },
  { title: 'dlms-cosem, LN, wrapper, PDU of 200 octets', script: 'cosem_client.py', referencing: 'ln', framing: 'wrapper', maxPdu: 200 },
  { title: 'dlms-cosem, LN, HDLC', script: 'cosem_client.py', referencing: 'ln', framing: 'hdlc' },
];

const energy = '1-0:1.8.0*255';
const voltage = '1-0:32.7.0*255';
const writable = '0-0:96.1.1*255';
const breaker = '0-0:96.3.10*255';
const loadProfile = '1-0:99.1.0*255';

/** Milliseconds since the epoch of the 12 octets in a row's first column (Blue Book 4.1.6.1: deviation is local to UTC). */
const instantOf = (row: unknown): number => {
  const octets = Buffer.from((row as [{ hex: string }])[0].hex, 'hex');
  const [month, day, hour, minute, second] = [octets[2] ?? 0, octets[3] ?? 0, octets[5] ?? 0, octets[6] ?? 0, octets[7] ?? 0];
  return Date.UTC(octets.readUInt16BE(0), month - 1, day, hour, minute, second) + octets.readInt16BE(9) * 60_000;
};

const rowsHeld = (simulator: Simulator): unknown[] => held(simulator, loadProfile) as unknown[];

/** In the order of the results. */
const stepsFor = (from: string, to: string) => ({
  register: { do: 'get', ...read(3, energy) },
  scaler: { do: 'get', ...read(3, voltage, 3) },
  list: { do: 'list', items: [read(3, energy), read(3, voltage)] },
  text: { do: 'get', ...read(1, '0-0:42.0.0*255') },
  missing: { do: 'get', ...read(3, '1-0:99.8.0*255') },
  set: { do: 'set', ...read(1, writable), hex: '57524954' },
  readBack: { do: 'get', ...read(1, writable) },
  action: { do: 'action', classId: 70, obis: read(70, breaker).obis, method: 1 },
  state: { do: 'get', ...read(70, breaker) },
  range: { do: 'profile', ...read(7, loadProfile), range: [from, to] },
  entry: { do: 'profile', ...read(7, loadProfile), entry: [2, 3] },
  whole: { do: 'profile', ...read(7, loadProfile) },
});

type StepName = keyof ReturnType<typeof stepsFor>;

/** What a peer cannot do by its own faults (facts of their versions, not of ours): entry selection, SN block transfer. */
const unable = ({ script, referencing }: Variant): ReadonlySet<StepName> =>
  new Set<StepName>([
    ...(script === 'cosem_client.py' ? (['entry'] as const) : []),
    ...(referencing === 'sn' ? (['whole', 'missing'] as const) : []),
  ]);

/** Always the same octets: dlms-cosem takes a 7E inside of an HDLC frame for its end, and waits for ever when it is the last but one. */
const moment = Date.UTC(2026, 0, 15, 10, 7);

for (const variant of variants) {
  describe(`our simulator, read by ${variant.title}`, () => {
    let simulator: Simulator;
    let valuesBefore: { energy: unknown; voltage: unknown; rows: unknown[] };
    let release: string | null;
    const results = new Map<StepName, StepResult>();
    const left = unable(variant);
    const value = (name: StepName): unknown => valueFrom(results.get(name));

    /** One session does all steps; each test looks at one result. */
    before(async () => {
      const { script, framing, referencing, maxPdu, maxInfo } = variant;
      simulator = await startSimulator({
        listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
        framing,
        referencing,
        tickMs: 0,
        now: () => moment,
        profile: { rows: 96 },
        ...(maxPdu === undefined ? {} : { maxPduSize: maxPdu }),
        ...(maxInfo === undefined ? {} : { hdlc: { maxInfoTransmit: maxInfo, maxInfoReceive: maxInfo } }),
      });
      const rows = rowsHeld(simulator);
      valuesBefore = { energy: held(simulator, energy), voltage: held(simulator, voltage), rows };
      const stampOf = (row: unknown): string => new Date(instantOf(row)).toISOString().replace('.000Z', '+00:00');
      const steps = Object.entries(stepsFor(stampOf(rows[3]), stampOf(rows[6]))).filter(([name]) => !left.has(name as StepName));
      const job: Job = {
        port: simulator.port ?? 0,
        framing,
        referencing,
        client: 1,
        password,
        logicalDevice: 1,
        physical: 17,
        ...(maxPdu === undefined ? {} : { maxPdu }),
        ...(maxInfo === undefined ? {} : { maxInfo }),
        steps: steps.map(([, step]) => step),
      };
      const answer = await runPythonClient(script, job);
      release = answer.release;
      for (const [index, [name]] of steps.entries()) results.set(name as StepName, answer.results[index] ?? { error: 'no result' });
    });
    after(() => simulator.close());

    it('reads a register', () => assert.equal(value('register'), valuesBefore.energy));
    it('reads scaler and unit', () => assert.deepEqual(value('scaler'), [-1, 35]));
    it('reads a list', () => assert.deepEqual(value('list'), [valuesBefore.energy, valuesBefore.voltage]));
    it('reads text', () => assert.deepEqual(value('text'), held(simulator, '0-0:42.0.0*255')));
    it('writes, and reads what it wrote', () => {
      assert.equal(results.get('set')?.error, undefined);
      assert.deepEqual(value('readBack'), { hex: '57524954' });
      assert.deepEqual(held(simulator, writable), { hex: '57524954' });
    });
    it('opens the breaker', () => {
      assert.equal(results.get('action')?.error, undefined);
      assert.equal(value('state'), false);
      assert.equal(held(simulator, breaker), false);
    });
    it('reads the profile by range, both ends included', () => assert.deepEqual(value('range'), valuesBefore.rows.slice(3, 7)));
    if (!left.has('entry')) it('reads the profile by entry', () => assert.deepEqual(value('entry'), valuesBefore.rows.slice(1, 4)));
    if (!left.has('whole')) it('reads the whole profile in blocks', () => assert.deepEqual(value('whole'), rowsHeld(simulator)));
    if (!left.has('missing'))
      it('is refused an object that is not there', () => assert.match(results.get('missing')?.error ?? '', /undefined/i));
    it('releases without complaint', () => assert.equal(release, null));
  });
}

describe('our simulator: a wrong password', () => {
  for (const script of ['gurux_client.py', 'cosem_client.py'] as const) {
    it(`is refused to ${script}`, async () => {
      const simulator = await startSimulator({ listen: { kind: 'tcp', host: '127.0.0.1', port: 0 }, framing: 'wrapper' });
      const at = { port: simulator.port ?? 0, framing: 'wrapper', referencing: 'ln', client: 1, logicalDevice: 1, physical: null } as const;
      try {
        await assert.rejects(
          runPythonClient(script, { ...at, password: 'wrong', steps: [{ do: 'get', ...read(3, energy) }] }),
          /auth|reject/i,
        );
      } finally {
        await simulator.close();
      }
    });
  }
});
