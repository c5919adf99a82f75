/**
 * How long an answer is awaited, with a clock that the test moves.
 */
import assert from 'node:assert/strict';
import sinon from 'sinon';
import { lineDefaults } from '../../src/client/defaults';
import { Driver } from '../../src/client/driver';
import { frameSilenceMs } from '../../src/client/links';
import type { Framing, LineOptions } from '../../src/client/types';
import { DlmsError } from '../../src/errors';
import { createHdlcDeframer } from '../../src/framing/hdlc/deframer';
import type { Deframer, Dialogue, Step } from '../../src/framing/link';
import { createAsciiDeframer } from '../../src/framing/mode-e';
import { createWrapperDeframer, createWrapperLink } from '../../src/framing/wrapper';
import type { ChannelEvents } from '../../src/transport/transport';

const answer = Buffer.from('0001000100100005C401C10011', 'hex');

describe('the driver', () => {
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => {
    clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => clock.restore());

  /** A dialogue that runs on a line of the test's own. */
  const start = async (deframer: Deframer, dialogue: Dialogue<Buffer>, frameSilenceMs = 0, { signal } = new AbortController()) => {
    let line: ChannelEvents | undefined;
    const sent: Buffer[] = [];
    const write = async (octets: Buffer): Promise<void> => void sent.push(octets);
    const channel = { peer: 'test', datagrams: false, write, setBaudRate: async () => {}, close: () => {} };
    const transport = {
      label: 'test',
      open: async (events: ChannelEvents) => {
        line = events;
        return channel;
      },
    };
    const driver = new Driver(transport, { frame: () => {}, idle: () => {}, closed: () => {} }, frameSilenceMs);
    await driver.connect(signal);
    const traffic = { roundTrips: 0, octetsSent: 0, octetsReceived: 0 };
    const outcome = driver.run(dialogue, { deframer, signal, traffic }).then(
      (apdu) => apdu.toString('hex'),
      (error: DlmsError) => error,
    );
    await clock.tickAsync(0);
    return { outcome, sent, line: line as ChannelEvents };
  };

  /** A request with 1000 ms for its answer; `arrive` brings octets. */
  const ask = async () => {
    const link = createWrapperLink({ addresses: { client: 16, logicalDevice: 1 } });
    const { outcome, line } = await start(link.deframer, link.request(Buffer.of(0xc0), 1000));
    const state = { done: false };
    outcome.then(() => Object.assign(state, { done: true }));
    return { outcome, state, arrive: (from: number, to: number) => line.data(answer.subarray(from, to)) };
  };

  it('waits on while a frame still arrives', async () => {
    const { outcome, arrive } = await ask();
    await clock.tickAsync(900);
    for (let at = 0; at < 10; at += 5) {
      arrive(at, at + 5);
      await clock.tickAsync(900);
    }
    // The header was whole at 1800 ms only: nothing had begun to arrive when the time was over.
    assert.match(String(await outcome), /no answer within 1000 ms/);
    const slow = await ask();
    slow.arrive(0, 9);
    for (let at = 9; at < answer.length; at++) {
      await clock.tickAsync(900);
      slow.arrive(at, at + 1);
    }
    assert.equal(await slow.outcome, 'c401c10011');
  });

  it('gives up when the rest does not come, and says that there was a beginning', async () => {
    const { outcome, state, arrive } = await ask();
    await clock.tickAsync(500);
    arrive(0, 10);
    await clock.tickAsync(999);
    assert.equal(state.done, false);
    await clock.tickAsync(2);
    const error = (await outcome) as DlmsError;
    assert.equal(error.code, 'response-timeout');
    assert.match(error.message, /10 octets came .*the beginning of a frame/);
    assert.match(error.hint, /cut/);
  });

  /** GET response of a meter (test/vectors/captures/sess-apator-profile.json). */
  const hdlcFrame = Buffer.from('7EA01E030374FFB8E6E700C4018800090C07E40509060E1A0FFF00B4000A057E', 'hex');
  const lineWith = (transport: LineOptions['transport'], framing: Framing = 'hdlc'): LineOptions => ({
    ...lineDefaults,
    transport,
    framing,
  });
  const network = lineWith({ kind: 'tcp', host: '127.0.0.1', port: 4059, connectTimeoutMs: 1000 });
  const serial = lineWith({ kind: 'serial', path: '/dev/null', baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 });

  /** What an HDLC frame becomes of which the first octets, a pause and these octets came. */
  const afterPause = async (line: LineOptions, pauseMs: number, octets: Buffer): Promise<string | DlmsError> => {
    const awaited = (function* (): Dialogue<Buffer> {
      return yield { send: Buffer.of(1), timeoutMs: line.responseTimeoutMs };
    })();
    const { outcome, line: ears } = await start(createHdlcDeframer(), awaited, frameSilenceMs(line));
    ears.data(hdlcFrame.subarray(0, 20));
    await clock.tickAsync(pauseMs);
    ears.data(octets);
    await clock.tickAsync(line.responseTimeoutMs);
    return outcome;
  };

  it('takes the rest of a frame after a pause of a network', async () => {
    const whole = hdlcFrame.toString('hex');
    assert.equal(await afterPause(network, 700, hdlcFrame.subarray(20)), whole);
    assert.equal(await afterPause(serial, 400, hdlcFrame.subarray(20)), whole);
    assert.equal(((await afterPause(serial, 700, hdlcFrame.subarray(20))) as DlmsError).code, 'response-timeout');
  });

  it('gives the characters of a sign-on their own time, which is longer than that between octets', async () => {
    // IEC 62056-21: /XXXZ identification CR LF, less than 1500 ms between two characters.
    const identification = Buffer.from('/LGZ4\\2ZMD3104407.B32\r\n');
    const heard = async (pauseMs: number) => {
      const listening = (function* (): Dialogue<Buffer> {
        return yield { send: null, timeoutMs: 5000 };
      })();
      const { outcome, line } = await start(createAsciiDeframer(), listening, frameSilenceMs(serial));
      line.data(identification.subarray(0, 8));
      await clock.tickAsync(pauseMs);
      line.data(identification.subarray(8));
      return outcome;
    };
    assert.equal(await heard(1400), identification.toString('hex'));
    assert.equal(await heard(1600), identification.subarray(8).toString('hex'));
  });

  it('does not take a new frame for the rest of one that was cut', async () => {
    const short = Buffer.from('7EA00703031196B67E', 'hex');
    assert.equal(await afterPause(serial, 700, short), short.toString('hex'));
    assert.equal(frameSilenceMs(network), network.responseTimeoutMs);
    assert.equal(frameSilenceMs(lineWith(serial.transport, 'wrapper')), 0);
  });

  it('sends nothing when the end comes just as the counters are durable', async () => {
    const abort = new AbortController();
    const durable = new Promise<void>((resolve) => setTimeout(resolve, 10));
    const prepare = (): Promise<void> => {
      // heard right behind the driver, which has not gone on then
      queueMicrotask(() => void durable.then(() => abort.abort(new DlmsError('aborted', 'the end'))));
      return durable;
    };
    const { deframer } = createWrapperLink({ addresses: { client: 16, logicalDevice: 1 } });
    const dialogue = (function* (): Dialogue<Buffer> {
      return yield { send: Buffer.of(0xc1), timeoutMs: 1000, prepare: { prepare } };
    })();
    const { outcome, sent } = await start(deframer, dialogue, 0, abort);
    await clock.tickAsync(20);
    assert.equal((await outcome) instanceof DlmsError && sent.length, 0);
  });

  it('gives all frames that came before the other side closed, and tells the end only to who waits for more', async () => {
    const { outcome, line } = await start(
      createWrapperDeframer(),
      (function* () {
        const frames = [yield { send: Buffer.of(1), timeoutMs: 1000 }, yield { send: null, timeoutMs: 1000 }];
        const end = yield* tried({ send: null, timeoutMs: 1000 });
        return Buffer.concat([...frames, Buffer.from(end)]);
      })(),
    );
    line.data(Buffer.concat([answer, answer]));
    line.closed();
    const twice = answer.toString('hex').repeat(2);
    assert.equal(await outcome, twice + Buffer.from('connection-closed').toString('hex'));
  });
});

/** The code of the error that this step ends with. */
function* tried(step: Step): Dialogue<string> {
  try {
    return `a frame: ${(yield step).toString('hex')}`;
  } catch (error) {
    return (error as DlmsError).code;
  }
}
