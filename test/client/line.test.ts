/**
 * A line when things go wrong: lost, late, double and broken answers, a line that closes, meters that vanish, aborts and
 * deadlines; and nothing that outlives `close`.
 */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { Apdu } from '../../src/apdu/apdu';
import { isAbsence } from '../../src/client/fleet/absences';
import type { AttributeReference, Line } from '../../src/client/types';
import { DlmsError } from '../../src/errors';
import { createModeEServer, decodeAscii, encodeAscii, type ModeEServer } from '../../src/framing/mode-e';
import { MemoryMeter, type MemoryMeterOptions, shortNameOptions, testLine, testMeter } from './memory-meter';
import { energyObis, logicalMeter, registers, shortMeter } from './scripted-answers';

const one: AttributeReference[] = [{ classId: 3, obis: energyObis(0), attribute: 2 }];
const write = [{ classId: 3, obis: energyObis(0), attribute: 2, value: { type: 'unsigned', value: 1 } }] as const;

async function rejection(promise: Promise<unknown>): Promise<DlmsError> {
  const error = await promise.then(
    () => assert.fail('it should have failed'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof DlmsError, String(error));
  return error;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const serving = logicalMeter({ objects: registers(3) });
const signOn300 = { initialBaudRate: 300, address: '', parity: 'software-even', maxBaudRate: 0, start: 'sign-on' } as const;

describe('a line in trouble', () => {
  let peer: MemoryMeter;
  let line: Line;
  const lines: Line[] = [];
  afterEach(async () => {
    await Promise.all(lines.splice(0).map((each) => each.close()));
    peer.close();
  });

  const start = (options: Partial<MemoryMeterOptions> = {}, lineOptions: Parameters<typeof testLine>[1] = {}) => {
    peer = new MemoryMeter({ framing: 'wrapper', answer: serving, ...options });
    line = testLine(peer.transport, { framing: peer.framing, ...lineOptions });
    lines.push(line);
    return testMeter(line);
  };

  /** Alters the nth chunk that the meter sends, 1 first. */
  const alterAnswer = (n: number, how: (octets: Buffer) => readonly Buffer[]) => {
    let count = 0;
    return { alter: (octets: Buffer, from: 0 | 1) => (from === 1 && ++count === n ? how(octets) : [octets]) };
  };

  for (const framing of ['hdlc', 'wrapper'] as const) {
    it(`repeats a read whose answer was lost (${framing})`, async () => {
      const meter = start({ framing, memory: alterAnswer(framing === 'hdlc' ? 3 : 2, () => []) });
      const { items } = await meter.get(one);
      assert.equal(items[0]?.data?.value, 1000);
    });

    it(`passes over an answer that comes twice (${framing})`, async () => {
      const meter = start({ framing, memory: alterAnswer(framing === 'hdlc' ? 3 : 2, (octets) => [octets, octets]) });
      assert.equal((await meter.get(one)).items[0]?.data?.value, 1000);
      const second = await meter.get([{ classId: 3, obis: energyObis(1), attribute: 2 }]);
      assert.equal(second.items[0]?.data?.value, 1001);
    });

    it(`survives noise and broken answers (${framing})`, async () => {
      const broken = (octets: Buffer): Buffer[] => [Buffer.from('00FF7E', 'hex'), Buffer.from(octets.map((octet) => octet ^ 0x10))];
      const meter = start({ framing, memory: alterAnswer(framing === 'hdlc' ? 3 : 2, broken) });
      assert.equal((await meter.get(one)).items[0]?.data?.value, 1000);
    });
  }

  it('never takes a late answer for the next one, not even with short names, which have no invoke id', async () => {
    peer = new MemoryMeter({
      framing: 'wrapper',
      answer: shortMeter(3),
      memory: alterAnswer(2, (octets) => {
        setTimeout(() => late(octets), 150);
        return [];
      }),
    });
    const late = (octets: Buffer): void => peer.write(octets);
    line = testLine(peer.transport, { retries: 0 });
    lines.push(line);
    const baseNames = { [`3:${energyObis(0)}`]: 0x1000, [`3:${energyObis(1)}`]: 0x1018 };
    const meter = testMeter(line, { associate: shortNameOptions, baseNames });
    assert.equal((await rejection(meter.get(one))).code, 'response-timeout');
    await pause(100);
    const { items } = await meter.get([{ classId: 3, obis: energyObis(1), attribute: 2 }]);
    assert.equal(items[0]?.data?.value, 1001);
  });

  it('nor where the line stays open for another meter', async () => {
    let reads = 0;
    const respond = shortMeter(3);
    peer = new MemoryMeter({
      framing: 'wrapper',
      logicalDevices: [1, 2],
      answer: (request, client, logicalDevice) => {
        const response = respond(request);
        if (request.kind !== 'read-request' || logicalDevice !== 1) return response;
        const pauseMs = ++reads === 1 ? 600 : 300;
        setTimeout(() => response !== null && peer.push(response, client, logicalDevice), pauseMs);
        return null;
      },
    });
    line = testLine(peer.transport, { retries: 0, responseTimeoutMs: 400 });
    lines.push(line);
    const baseNames = { [`3:${energyObis(0)}`]: 0x1000, [`3:${energyObis(1)}`]: 0x1018 };
    const meter = (logicalDevice: number) =>
      testMeter(line, { associate: shortNameOptions, baseNames, addresses: { client: 16, logicalDevice, physical: 17 } });
    const [late, other] = [meter(1), meter(2)];
    await other.get(one);
    assert.equal((await rejection(late.get(one))).code, 'response-timeout');
    const { items } = await late.get([{ classId: 3, obis: energyObis(1), attribute: 2 }]);
    assert.equal(items[0]?.data?.value, 1001);
    assert.equal(peer.connections, 1);
  });

  it('never repeats a write whose request may have left', async () => {
    let writes = 0;
    const meter = start({
      answer: (request) => {
        if (request.kind !== 'set-request') return serving(request);
        writes++;
        return null;
      },
    });
    const error = await rejection(meter.set([...write]));
    assert.equal(error.code, 'response-timeout');
    assert.match(error.message, /^test, .*1-0:1\.8\.0\*255/);
    assert.equal(writes, 1);
  });

  it('opens the line again after the meter hung up', async () => {
    const meter = start();
    await meter.get(one);
    peer.drop();
    await meter.get(one);
    assert.equal(peer.connections, 2);
  });

  it('reconnects for a read when the meter hangs up in the middle of it', async () => {
    let hungUp = false;
    const meter = start({
      answer: (request) => {
        if (request.kind !== 'get-request' || hungUp) return serving(request);
        hungUp = true;
        peer.drop();
        return null;
      },
    });
    assert.equal((await meter.get(one)).items[0]?.data?.value, 1000);
    assert.deepEqual(peer.requests, ['aarq', 'get-request', 'aarq', 'get-request']);
  });

  it('associates anew when the meter has forgotten the association', async () => {
    let forgotten = false;
    const exception: Apdu = {
      kind: 'exception-response',
      value: { stateError: 'service-not-allowed', serviceError: 'operation-not-possible', invocationCounter: null },
    };
    const meter = start({
      answer: (request) => {
        if (request.kind === 'aarq') forgotten = false;
        return forgotten ? exception : serving(request);
      },
    });
    await meter.get(one);
    forgotten = true;
    assert.equal((await meter.get(one)).items[0]?.data?.value, 1000);
  });

  it('tells what was agreed also where a release waits behind', async () => {
    const meter = start();
    const [{ association, fresh }, { released }] = await Promise.all([meter.associate(), meter.release()]);
    assert.deepEqual([association.referencing, fresh, released, meter.association], ['ln', true, true, null]);
  });

  it('gives one clear error within the deadline when the meter vanishes, and works again when it is back', async () => {
    const meter = start({}, { retries: 50, responseTimeoutMs: 50 });
    await meter.get(one);
    peer.silent = true;
    const error = await rejection(meter.get(one, { deadlineMs: 150 }));
    assert.equal(error.code, 'deadline-exceeded');
    assert.match(error.message, /test: get did not end within 150 ms/);
    peer.silent = false;
    assert.equal((await meter.get(one)).items[0]?.data?.value, 1000);
  });

  it('lets a request go whose deadline ends in the queue, and goes on with the others', async () => {
    const meter = start({}, { responseTimeoutMs: 150, retries: 0 });
    await meter.associate();
    peer.silent = true;
    const first = rejection(meter.get(one));
    const second = rejection(meter.get(one, { deadlineMs: 30 }));
    const third = meter.get(one);
    const late = await second;
    assert.match(late.message, /did not get its turn within 30 ms/);
    assert.ok(!isAbsence(late), 'nobody asked the meter');
    assert.equal((await first).code, 'response-timeout');
    peer.silent = false;
    assert.equal((await third).items[0]?.data?.value, 1000);
  });

  it('stops at once when it is aborted, waiting or working', async () => {
    const meter = start({}, { responseTimeoutMs: 5000 });
    await meter.associate();
    peer.silent = true;
    const controller = new AbortController();
    const working = rejection(meter.get(one, { signal: controller.signal }));
    const waiting = rejection(meter.get(one, { signal: controller.signal }));
    await pause(20);
    controller.abort();
    assert.equal((await working).code, 'aborted');
    assert.equal((await waiting).code, 'aborted');
    peer.silent = false;
    assert.equal((await meter.get(one)).items[0]?.data?.value, 1000);
  });

  it('refuses more than the queue holds', async () => {
    const meter = start({}, { maxQueue: 2 });
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => meter.get(one)));
    const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => (reason as DlmsError).code);
    assert.deepEqual(refused, ['queue-full', 'queue-full']);
  });

  it('signs on by IEC 62056-21 mode E before the first link, and again after all links are closed', async () => {
    const rates: number[] = [];
    const modeE = createModeEServer({ identification: 'TEST', manufacturer: 'ABC', baudRate: 9600, parity: 'software-even' });
    peer = new MemoryMeter({
      framing: 'hdlc',
      answer: serving,
      modeE,
      memory: { onBaudRate: (rate, from) => void (from === 0 && rates.push(rate)) },
    });
    line = testLine(peer.transport, {
      framing: 'hdlc-mode-e',
      responseTimeoutMs: 500,
      modeE: signOn300,
    });
    lines.push(line);
    const meter = testMeter(line);
    assert.equal((await meter.get(one)).items[0]?.data?.value, 1000);
    assert.deepEqual(peer.requests, ['sign-on', 'connect', 'aarq', 'get-request']);
    assert.deepEqual([rates[0], rates.at(-1)], [300, 9600]);
    await meter.release();
    modeE.reset();
    await meter.get(one);
    assert.deepEqual(peer.requests.slice(4), ['rlrq', 'disconnect', 'sign-on', 'connect', 'aarq', 'get-request']);
  });

  it('a meter that signs on without mode E gives its readout, then is silent: the error names both', async () => {
    const readout = '\x020.0.0(38901234)\r\n1.8.0(0018675.062*kWh)\r\n2.8.0(0000000.000*kWh)\r\n!\r\n\x03\x5a';
    let asked = '';
    const modeC: ModeEServer = {
      done: false,
      reset: () => undefined,
      input: (chunk) => {
        asked += decodeAscii(chunk);
        const said = asked.endsWith('/?!\r\n') ? '/ISk5MT174-0001\r\n' : asked.endsWith('\x06252\r\n') ? readout : '';
        return { outputs: said === '' ? [] : [{ send: encodeAscii(said, 'software-even') }], rest: Buffer.alloc(0) };
      },
    };
    peer = new MemoryMeter({ framing: 'hdlc', answer: serving, modeE: modeC });
    line = testLine(peer.transport, { framing: 'hdlc-mode-e', responseTimeoutMs: 60, retries: 0, modeE: signOn300 });
    lines.push(line);
    const { code, message, hint } = await rejection(testMeter(line).get(one));
    assert.equal(code, 'response-timeout');
    assert.match(message, /signed on as ISk "MT174-0001", which does not announce mode E/);
    assert.match(hint, /mode C/);
  });

  it('hands notifications on, between requests and in the middle of one', async () => {
    const notification: Apdu = {
      kind: 'data-notification',
      value: {
        longInvokeIdAndPriority: 7,
        dateTime: Buffer.alloc(0),
        dateTimeTagged: false,
        notificationBody: { type: 'unsigned', value: 5 },
      },
    };
    const meter = start({
      answer: (request, client, device) => {
        if (request.kind === 'get-request') peer.push(notification, client, device);
        return serving(request);
      },
    });
    const seen: (string | null)[] = [];
    line.on('unsolicited', (name, message) => void seen.push(name, message.kind));
    assert.equal((await meter.get(one)).items[0]?.data?.value, 1000);
    peer.push(notification, 16, 1);
    await pause(10);
    assert.deepEqual(seen, ['test', 'data-notification', 'test', 'data-notification']);
  });

  it('confirms a notification that wants it, between requests and after the one in the middle of which it came', async () => {
    const notification = (number: number): Apdu => ({
      kind: 'data-notification',
      value: {
        // Bit 30: confirmed service.
        longInvokeIdAndPriority: 0x40000000 + number,
        dateTime: Buffer.alloc(0),
        dateTimeTagged: false,
        notificationBody: { type: 'unsigned', value: 5 },
      },
    });
    const confirmed: number[] = [];
    const meter = start({
      answer: (request, client, device) => {
        if (request.kind === 'data-notification-confirm') confirmed.push(request.value.longInvokeIdAndPriority);
        if (request.kind === 'aarq') peer.push(notification(1), client, device);
        if (request.kind === 'get-request') peer.push(notification(2), client, device);
        return serving(request);
      },
    });
    assert.equal((await meter.get(one)).items[0]?.data?.value, 1000);
    peer.push(notification(3), 16, 1);
    await pause(10);
    assert.deepEqual(confirmed, [0x40000001, 0x40000002, 0x40000003]);
    const confirm = 'data-notification-confirm';
    assert.deepEqual(peer.requests, ['aarq', 'get-request', confirm, confirm, confirm]);
    assert.equal(line.pending, 0);
  });

  it('releases and closes after idle time, and opens again', async () => {
    const meter = start({}, { idleReleaseMs: 30 });
    const states: string[] = [];
    line.on('state', (state) => void states.push(state));
    await meter.get(one);
    await pause(80);
    assert.deepEqual(peer.requests, ['aarq', 'get-request', 'rlrq']);
    assert.deepEqual(states, ['connecting', 'open', 'closed']);
    await meter.get(one);
    assert.equal(peer.connections, 2);
  });

  it('tells a wrong port, backs off, and lets the deadline end the wait', async () => {
    const meter = start();
    const broken = {
      label: 'nowhere',
      open: () => Promise.reject(new DlmsError('connect-failed', 'nowhere: refused')),
    };
    const nowhere = testLine(broken, { retries: 100, backoffMs: [1000, 1000] });
    lines.push(nowhere);
    const states: string[] = [];
    nowhere.on('state', (state) => void states.push(state));
    const error = await rejection(testMeter(nowhere).get(one, { deadlineMs: 60 }));
    assert.equal(error.code, 'deadline-exceeded');
    assert.deepEqual(states, ['connecting', 'closed', 'waiting']);
    assert.equal((await meter.get(one)).items.length, 1);
  });

  it('closes within its bound when the meter is gone, ends what waits, and refuses what comes later', async () => {
    const meter = start({}, { responseTimeoutMs: 60_000 });
    await meter.associate();
    peer.silent = true;
    const working = rejection(meter.get(one));
    const waiting = rejection(meter.get(one));
    await pause(10);
    await line.close(50);
    assert.equal((await working).code, 'aborted');
    assert.equal((await waiting).code, 'aborted');
    assert.equal(line.state, 'closed');
    assert.equal(line.pending, 0);
    assert.equal((await rejection(meter.get(one))).code, 'aborted');
  });

  it('leaves no timer, socket or listener behind', async () => {
    // the timer of this very test is counted both times
    await pause(1);
    const before = process
      .getActiveResourcesInfo()
      .filter((kind) => kind !== 'Immediate')
      .sort();
    const meter = start({}, { idleReleaseMs: 60_000 });
    const controller = new AbortController();
    await meter.get(one, { signal: controller.signal, deadlineMs: 60_000 });
    await rejection(meter.get(one, { signal: AbortSignal.abort() }));
    peer.silent = true;
    const hanging = rejection(meter.get(one, { signal: controller.signal }));
    await pause(5);
    await line.close(20);
    await hanging;
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
    const after = process
      .getActiveResourcesInfo()
      .filter((kind) => kind !== 'Immediate')
      .sort();
    assert.deepEqual(after, before);
  });
});
