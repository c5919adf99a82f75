/**
 * Landis+Gyr E650, "coded password": the records of facts/landis-gyr-hls.md byte for byte through a whole session of the client; variants,
 * the guard against locks, what is remembered.
 */
import assert from 'node:assert/strict';
import { meterDefaults } from '../../../src/client/defaults';
import type { SecurityOptions } from '../../../src/client/security/options';
import { memoryStore } from '../../../src/client/stores';
import type { Meter, MeterOptions } from '../../../src/client/types';
import { memoryCounterStore } from '../../../src/security/counters';
import { codedPassword } from '../../../src/security/hls/landis-gyr';
import { loadCapture } from '../../support/captures';
import { MemoryMeter, testLine } from '../memory-meter';
import { drawing, hdlcFrame, type Row, scriptedLine } from './scripted-line';
import { rejection } from './secured-meter';

const challenge = Buffer.from('5374146854343D62655A171E756D4228', 'hex');

const coded = (password: string, more: Partial<SecurityOptions> = {}): SecurityOptions => ({
  settings: { mechanism: 2, algorithm: 'landis-gyr', suite: 0, protection: 'none' },
  password,
  counterStore: memoryCounterStore(),
  challenge: { alphabet: 'octets' },
  ...more,
});

const shortNames = (proposedConformance: number): MeterOptions['associate'] => ({
  ...meterDefaults.associate,
  referencing: 'sn',
  proposedConformance,
});

const server = '000282ff';
const client = '61';

describe('Landis+Gyr E650 on the wire', () => {
  it('the recorded session, then RLRQ and DISC', async () => {
    const frames = loadCapture('sess-lg-e650-coded-gx').frames.map(({ hex }) => hex);
    const rows: Row[] = [];
    for (let i = 0; i < frames.length; i += 2) rows.push([frames[i] as string, frames[i + 1] as string]);
    rows.push([hdlcFrame(server + client, 0x56, 'e6e6006203800100'), hdlcFrame(client + server, 0x94, 'e6e7006303800100')]);
    rows.push([hdlcFrame(server + client, 0x53), hdlcFrame(client + server, 0x73)]);
    const script = scriptedLine(rows);
    const line = testLine(script.transport, { framing: 'hdlc', retries: 0, responseTimeoutMs: 500 });
    const meter = line.meter({
      ...meterDefaults,
      name: 'E650',
      addresses: { client: 48, logicalDevice: 1, physical: 8447, addressLength: 4 },
      associate: shortNames(0x1c0320),
      security: drawing(coded('1234567'), challenge),
    });
    const { association, security } = await meter.associate();
    assert.equal(association.serverAuthenticated, false);
    assert.deepEqual(security, {
      attempts: 1,
      meterAuthenticated: false,
      variant: 'digit-mod16',
      notes: ['meter not authenticated: it sends no proof of its own'],
    });
    await meter.release();
    assert.deepEqual(script.left, []);
    await line.close();
  });

  /** password, StoC, f(StoC), answer: the table of the facts file. */
  const records = [
    ['1234567', '3635333630303030', '3737364135363730', '0D0100'],
    ['1234567', '3637333430303030', '3739363835363730', '0D0100'],
    ['0000000', '3443314330303030', '3443314330303030', '0D01010D'],
    ['1234567', '3535333630303030', '3637364135363730', '0D0100'],
  ] as const;
  for (const [password, stoc, answer, result] of records) {
    it(`${password}, StoC ${stoc}: ${result}`, async () => {
      const aarq = '603180020780A1090607608574050801028A0207808B0760857405080202AC028000BE0F040D01000000065F04001C13200000';
      const aare = `6141A109060760857405080102A203020100A305A10302010E88020780890760857405080202AA0A8008${stoc}BE0F040D0800065F04001802200960FA00`;
      const script = scriptedLine([
        [aarq, aare],
        [`060102FA58010908${answer}`, result],
        ['6203800100', '6303800100'],
      ]);
      const line = testLine(script.transport, { framing: 'raw', retries: 0, responseTimeoutMs: 500 });
      const meter = line.meter({
        ...meterDefaults,
        name: 'E650',
        addresses: { client: 48, logicalDevice: 1 },
        associate: { ...shortNames(0x1c1320), conformanceTag: '5F', sendProtocolVersion: true, maxReceivePduSize: 0 },
        security: drawing(coded(password, { challenge: { length: 0 } })),
      });
      if (result === '0D0100') {
        assert.equal((await meter.associate()).security?.meterAuthenticated, false);
        await meter.release();
      } else {
        const error = await rejection(meter.associate());
        assert.equal(error.code, 'authentication-failed');
        assert.match(error.message, /scope-of-access-violated \(13\); the password is not what the meter has/);
        // All variants give the same answer: there is nothing left to try, and polling does not lock the meter.
        const next = await rejection(meter.associate());
        assert.match(next.message, /every variant.*left alone for 60 more minutes, nothing was sent/);
      }
      assert.deepEqual(script.left, []);
      await line.close();
    });
  }
});

const stoc = Buffer.from('98A70000');

/** A meter whose own variant is known to it, at a wrapper, with a clock that waiting moves. */
class CodedMeter {
  readonly answers: string[] = [];
  readonly waits: number[] = [];
  now = 1_000_000;
  readonly memory: MemoryMeter;

  constructor(accepted: (answer: string) => boolean) {
    const aare = `6141A109060760857405080102A203020100A305A10302010E88020780890760857405080202AA0A8008${stoc.toString('hex')}BE0F040D0800065F04001802200960FA00`;
    this.memory = new MemoryMeter({
      framing: 'hdlc',
      answer: (request) => {
        if (request.kind === 'aarq') return Buffer.from(aare, 'hex');
        if (request.kind === 'rlrq') return Buffer.from('6303800100', 'hex');
        if (request.kind !== 'write-request') return null;
        const data = request.value.listOfData[0];
        const answer = data?.type === 'octet-string' ? data.value.toString() : '';
        this.answers.push(answer);
        return Buffer.from(accepted(answer) ? '0D0100' : '0D01010D', 'hex');
      },
    });
  }

  async use<T>(options: SecurityOptions, work: (meter: Meter) => Promise<T>): Promise<T> {
    const clock = {
      now: () => this.now,
      wait: async (ms: number) => {
        this.waits.push(ms);
        this.now += ms;
      },
    };
    const line = testLine(this.memory.transport, { framing: 'hdlc', retries: 0, responseTimeoutMs: 500 });
    const addresses = { client: 48, logicalDevice: 1, physical: 17 };
    const security = drawing({ ...options, clock }, challenge);
    const meter = line.meter({ ...meterDefaults, name: 'E650', addresses, associate: shortNames(0x1c0320), security });
    try {
      return await work(meter);
    } finally {
      await line.close();
    }
  }
}

const answerOf = (variant: 'digit-mod16' | 'carry' | 'right-aligned', password = '9999999'): string =>
  codedPassword(stoc, Buffer.from(password), variant).toString();

describe('Landis+Gyr variants', () => {
  it('are tried one per association, after release, DISC and the pause; the winner is remembered', async () => {
    const stateStore = memoryStore();
    const meter = new CodedMeter((answer) => answer === answerOf('right-aligned'));
    const options = coded('9999999', { stateStore });
    const report = await meter.use(options, async (one) => (await one.associate()).security);
    assert.deepEqual(meter.answers, [answerOf('digit-mod16'), answerOf('carry'), answerOf('right-aligned')]);
    assert.deepEqual(meter.waits, [65_000, 65_000]);
    assert.deepEqual({ variant: report?.variant, attempts: report?.attempts }, { variant: 'right-aligned', attempts: 3 });
    const one = ['connect', 'aarq', 'write-request', 'rlrq', 'disconnect'];
    assert.deepEqual(meter.memory.requests.slice(0, 10), [...one, ...one]);
    meter.answers.length = 0;
    const again = await meter.use(coded('9999999', { stateStore }), async (other) => (await other.associate()).security);
    assert.deepEqual(meter.answers, [answerOf('right-aligned')]);
    assert.equal(again?.attempts, 1);
  });

  it('that give the same answer are one attempt', async () => {
    // Without digits that overflow, "digit-mod16" and "carry" are one.
    const meter = new CodedMeter(() => false);
    await meter.use(coded('1000000'), (one) => rejection(one.associate()));
    assert.equal(answerOf('digit-mod16', '1000000'), answerOf('carry', '1000000'));
    assert.deepEqual(meter.answers, [answerOf('digit-mod16', '1000000'), answerOf('right-aligned', '1000000')]);
  });

  it('at most three attempts, then the meter is left alone for an hour, however often it is polled', async () => {
    const meter = new CodedMeter(() => false);
    await meter.use(coded('9999999'), async (one) => {
      await rejection(one.associate());
      assert.equal(meter.answers.length, 3);
      for (let poll = 0; poll < 5; poll++) assert.match((await rejection(one.associate())).message, /nothing was sent/);
      assert.equal(meter.answers.length, 3);
      meter.now += 3_600_000;
      await rejection(one.associate());
      assert.equal(meter.answers.length, 6);
    });
  });

  it('a restart does not forget the pause', async () => {
    const stateStore = memoryStore();
    const meter = new CodedMeter((answer) => answer === answerOf('digit-mod16', '1234567'));
    await meter.use(coded('9999999', { stateStore }), (one) => rejection(one.associate()));
    meter.waits.length = 0;
    await meter.use(coded('1234567', { stateStore }), (one) => one.associate());
    assert.deepEqual(meter.waits, [65_000]);
  });

  it('chosen by the user: no other is tried', async () => {
    const meter = new CodedMeter(() => false);
    const settings = { mechanism: 2, algorithm: 'landis-gyr', variant: 'carry', suite: 0, protection: 'none' } as const;
    await meter.use({ ...coded('9999999'), settings }, (one) => rejection(one.associate()));
    assert.deepEqual(meter.answers, [answerOf('carry')]);
  });

  it('other meters of the line are served during the pause', async () => {
    const meter = new CodedMeter((answer) => answer === answerOf('carry'));
    const line = testLine(meter.memory.transport, { framing: 'hdlc', retries: 0, responseTimeoutMs: 500 });
    const addresses = { client: 48, logicalDevice: 1, physical: 17 };
    const security = drawing(coded('9999999', { lockout: { waitMs: 150 } }), challenge);
    const done: string[] = [];
    const slow = line.meter({ ...meterDefaults, name: 'slow', addresses, associate: shortNames(0x1c0320), security });
    const quick = line.meter({
      ...meterDefaults,
      name: 'quick',
      addresses: { ...addresses, client: 16 },
      associate: shortNames(0x1c0320),
      security: drawing(coded('9999999', { settings: { ...coded('').settings, variant: 'carry' } }), challenge),
    });
    await Promise.all([
      slow.associate().then(() => done.push('slow')),
      slow.associate().then(() => done.push('slow again')),
      quick.associate().then(() => done.push('quick')),
    ]);
    assert.deepEqual(done, ['quick', 'slow', 'slow again']);
    await line.close();
  });

  it('a deadline ends the pause', async () => {
    const meter = new CodedMeter(() => false);
    const line = testLine(meter.memory.transport, { framing: 'hdlc', retries: 0, responseTimeoutMs: 500 });
    const security = drawing(coded('9999999'), challenge);
    const one = line.meter({
      ...meterDefaults,
      name: 'E650',
      addresses: { client: 48, logicalDevice: 1, physical: 17 },
      associate: shortNames(0x1c0320),
      security,
    });
    assert.equal((await rejection(one.associate({ deadlineMs: 100 }))).code, 'deadline-exceeded');
    assert.equal((await rejection(one.associate({ signal: AbortSignal.timeout(50) }))).code, 'aborted');
    const waiting = rejection(one.associate());
    await new Promise((resolve) => setImmediate(resolve));
    await line.close();
    assert.equal((await waiting).code, 'aborted');
    assert.equal(line.pending, 0);
    assert.equal(meter.answers.length, 1);
  });
});
