/**
 * The Python clients gurux-dlms (logical and short names) and dlms-cosem (logical names, general-glo only) against our
 * simulator with security. What they prove is that a stranger opens what we cipher, and that we open theirs.
 */
import assert from 'node:assert/strict';
import { type MechanismId, type SimulatedSecurity, type Simulator, type SimulatorEvent, startSimulator } from '../../src/index';
import { held, reference, valueFrom } from './held';
import { type Job, type JobResults, type JobSecurity, type Referencing, runPythonClient } from './peers';

const range = (from: number, count: number): string => Buffer.from(Array.from({ length: count }, (_item, i) => from + i)).toString('hex');
const keysOf = (suite: number) => ({
  encryptionKey: range(0, suite === 2 ? 32 : 16),
  authenticationKey: range(0xd0, suite === 2 ? 32 : 16),
});

/**
 * The same frames in every run, as in python-clients.test.ts: dlms-cosem reads up to the flag 7E, and waits for ever where the
 * last octet of the FCS is one. Of sixteen quarters of an hour that were tried, the profiles of two have such a frame.
 */
const moment = Date.UTC(2026, 0, 15, 10, 7);

const energy = '1-0:1.8.0*255';
const voltage = '1-0:32.7.0*255';
const writable = '0-0:96.1.1*255';
const breaker = '0-0:96.3.10*255';
const loadProfile = '1-0:99.1.0*255';

interface Variant {
  readonly script: 'gurux_client.py' | 'cosem_client.py';
  readonly mechanism?: MechanismId;
  readonly suite?: 0 | 1 | 2;
  readonly protection?: JobSecurity['protection'];
  readonly framing?: 'hdlc' | 'wrapper';
  readonly referencing?: Referencing;
  readonly client?: Partial<JobSecurity>;
  readonly meter?: SimulatedSecurity;
}

const steps = {
  register: { do: 'get', ...reference(3, energy) },
  list: { do: 'list', items: [reference(3, energy), reference(3, voltage)] },
  set: { do: 'set', ...reference(1, writable), hex: '57524954' },
  readBack: { do: 'get', ...reference(1, writable) },
  action: { do: 'action', ...reference(70, breaker), method: 1 },
  profile: { do: 'profile', ...reference(7, loadProfile) },
} as const;
type StepName = keyof typeof steps;

/** gurux-dlms has no block transfer with short names: the profile stays out there. */
const stepsFor = ({ referencing = 'ln' }: Variant): StepName[] =>
  (Object.keys(steps) as StepName[]).filter((name) => referencing === 'ln' || name !== 'profile');

async function withSimulator<T>(
  variant: Variant,
  work: (simulator: Simulator, job: Job, events: SimulatorEvent[]) => Promise<T>,
): Promise<T> {
  const { mechanism = 5, suite = 0, protection = 'authenticated-encrypted', framing = 'wrapper', referencing = 'ln' } = variant;
  const keys = keysOf(suite);
  const password = mechanism === 5 ? {} : { password: '12345678' };
  const simulator = await startSimulator({
    listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
    framing,
    referencing,
    tickMs: 0,
    now: () => moment,
    profile: { rows: 96 },
    associations: [
      { client: 16, mechanism: 0 },
      { client: 1, mechanism, ...password, security: { suite, ...keys, protection, ...variant.meter } },
    ],
  });
  const events: SimulatorEvent[] = [];
  simulator.on((event) => events.push(event));
  const job: Job = {
    port: simulator.port ?? 0,
    framing,
    referencing,
    client: 1,
    password: mechanism === 5 ? null : '12345678',
    logicalDevice: 1,
    physical: 17,
    security: { mechanism, suite, protection, title: '4755525558313233', ...keys, counter: 1, ...variant.client },
    steps: stepsFor(variant).map((name) => steps[name]),
  };
  try {
    return await work(simulator, job, events);
  } finally {
    await simulator.close();
  }
}

function check(simulator: Simulator, variant: Variant, { results, release }: JobResults): void {
  const names = stepsFor(variant);
  const value = (name: StepName): unknown => valueFrom(results[names.indexOf(name)]);
  assert.equal(value('register'), held(simulator, energy));
  assert.deepEqual(value('list'), [held(simulator, energy), held(simulator, voltage)]);
  value('set');
  assert.deepEqual(value('readBack'), { hex: '57524954' });
  value('action');
  assert.equal(held(simulator, breaker), false);
  if (names.includes('profile')) assert.deepEqual(value('profile'), held(simulator, loadProfile));
  // Short names and ciphering: gurux-dlms ciphers the whole RLRQ behind its tag, which is no RLRQ any more.
  if (variant.referencing === 'sn' && variant.protection !== 'none') assert.match(release ?? '', /Service not allowed/);
  else assert.equal(release, null);
}

const title = ({
  script,
  mechanism = 5,
  suite = 0,
  protection = 'authenticated-encrypted',
  framing = 'wrapper',
  ...rest
}: Variant): string => {
  const level = { 0: 'no level', 1: 'low level', 2: 'AES', 3: 'MD5', 4: 'SHA-1', 5: 'GMAC', 6: 'SHA-256', 7: 'ECDSA' }[mechanism];
  const extra = [rest.client?.general ? ', general' : '', rest.client?.dedicatedKey ? ', dedicated key' : ''].join('');
  return `${script.replace('_client.py', '')}: ${rest.referencing ?? 'ln'}, ${framing}, suite ${suite}, ${level}, ${protection}${extra}`;
};

const gurux = { script: 'gurux_client.py' } as const;
const cosem = { script: 'cosem_client.py' } as const;
/** gurux-dlms repeats its counter with short names: the meter has to let that pass. */
const shortNames = { referencing: 'sn', meter: { replayRule: false } } as const;
const variants: readonly Variant[] = [
  { ...gurux },
  { ...gurux, protection: 'authenticated' },
  { ...gurux, protection: 'encrypted' },
  { ...gurux, suite: 1 },
  { ...gurux, suite: 2 },
  { ...gurux, framing: 'hdlc' },
  { ...gurux, client: { general: true } },
  { ...gurux, client: { dedicatedKey: range(0x80, 16) } },
  { ...gurux, protection: 'none' },
  { ...gurux, referencing: 'sn', protection: 'none' },
  { ...gurux, ...shortNames },
  { ...gurux, ...shortNames, framing: 'hdlc' },
  { ...gurux, ...shortNames, mechanism: 1 },
  { ...gurux, ...shortNames, mechanism: 3 },
  { ...gurux, mechanism: 1 },
  { ...gurux, mechanism: 3 },
  { ...gurux, mechanism: 4 },
  { ...gurux, mechanism: 6 },
  { ...cosem },
  { ...cosem, framing: 'hdlc' },
  { ...cosem, mechanism: 1 },
];

describe('our simulator with security, read by Python clients', () => {
  for (const variant of variants) {
    it(title(variant), () =>
      withSimulator(variant, async (simulator, job, events) => {
        check(simulator, variant, await runPythonClient(variant.script, job));
        assert.ok(!events.some(({ kind }) => kind === 'authentication-failed'));
      }),
    );
  }

  const refused = async (variant: Variant, kind: SimulatorEvent['kind'] = 'authentication-failed'): Promise<void> =>
    withSimulator(variant, async (_simulator, job, events) => {
      await assert.rejects(runPythonClient(variant.script, job));
      assert.ok(
        events.some((event) => event.kind === kind),
        events.map((event) => event.kind).join(),
      );
      assert.ok(!events.some((event) => event.kind === 'get'));
    });

  for (const { script } of [gurux, cosem]) {
    it(`${script}: a wrong EK, a wrong AK and a counter that was used are refused`, async () => {
      const { encryptionKey, authenticationKey } = keysOf(0);
      await refused({ script, client: { encryptionKey: authenticationKey } });
      await refused({ script, client: { authenticationKey: encryptionKey } });
      await refused({ script, client: { counter: 5 }, meter: { clientCounter: 5000 } });
    });

    it(`${script}: a counter above the one the meter has seen is taken`, () => {
      const variant = { script, client: { counter: 0xffff0001 }, meter: { clientCounter: 0xffff0000 } };
      return withSimulator(variant, async (simulator, job) => check(simulator, variant, await runPythonClient(script, job)));
    });
  }

  // What a client in the field does (facts: it numbers f(StoC) like the action) against each way to verify it.
  it('dlms-cosem satisfies the rules V1, V2, V3, V6 and V8, and no other', async () => {
    for (const rule of ['V1', 'V2', 'V3', 'V6', 'V8'] as const) {
      const variant = { ...cosem, meter: { rule } };
      await withSimulator(variant, async (simulator, job) => check(simulator, variant, await runPythonClient(cosem.script, job)));
    }
    for (const rule of ['V4', 'V5', 'V7'] as const) await refused({ ...cosem, meter: { rule } });
  });

  it('gurux-dlms satisfies the rules V1, V2, V6 and V7, and no other', async () => {
    for (const rule of ['V1', 'V2', 'V6', 'V7'] as const) {
      const variant = { ...gurux, meter: { rule } };
      await withSimulator(variant, async (simulator, job) => check(simulator, variant, await runPythonClient(gurux.script, job)));
    }
    for (const rule of ['V3', 'V4', 'V5', 'V8'] as const) await refused({ ...gurux, meter: { rule } });
  });
});
