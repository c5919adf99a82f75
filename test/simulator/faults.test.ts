/**
 * Faults on purpose, and what is left when a simulated meter is closed. Frames are taken from the capture `vec-hdlc-frames`
 * family by hand; probabilities of 0 and 1 leave nothing to chance.
 */
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { toHex } from '../../src/bytes';
import { decodeFrame, encodeFrame } from '../../src/framing/hdlc/frame';
import { checkFaults, sendThrough } from '../../src/simulator/faults';
import { SimulatedMeter } from '../../src/simulator/meter';
import { seededRandom } from '../../src/simulator/random';
import { startSimulator } from '../../src/simulator/simulator';
import type { FaultOptions, SimulatorOptions } from '../../src/simulator/types';
import { lnAarqAll } from './talk';

/** UA of sess-lg-sn-low. */
const frame = Buffer.from('7EA01E4103738E7F81801205018006013E07040000000108040000000107227E', 'hex');
const through = (faults: FaultOptions, seed = 1) => sendThrough(faults, 'hdlc', frame, seededRandom(seed));
const wrapped = (apdu: string): string => `0001000100010${(apdu.length / 2).toString(16).padStart(3, '0').toUpperCase()}${apdu}`;
const clock = 'C001C100080000010000FF0200';

describe('faults on a frame', () => {
  it('do nothing when there are none', () => assert.deepEqual(through({}), { octets: [frame], delayMs: 0 }));
  it('lose it', () => assert.deepEqual(through({ lose: 1 }).octets, []));
  it('keep silent', () => assert.deepEqual(through({ silent: true }).octets, []));
  it('send it twice', () => assert.deepEqual(through({ repeat: 1 }).octets, [frame, frame]));
  it('send it late', () => assert.equal(through({ delayMs: 40 }).delayMs, 40));

  it('cut it in the middle', () => {
    const [cut] = through({ cut: 1 }).octets as [Buffer];
    assert.equal(cut.length > 0 && cut.length < frame.length, true);
    assert.deepEqual(cut, frame.subarray(0, cut.length));
  });

  it('change one octet', () => {
    const [changed] = through({ corrupt: 1 }).octets as [Buffer];
    assert.equal(changed.filter((octet, index) => octet !== frame[index]).length, 1);
  });

  it('put noise before it', () => {
    const [noisy] = through({ noise: 5 }).octets as [Buffer];
    assert.deepEqual(noisy.subarray(5), frame);
    assert.equal(noisy.subarray(0, 5).includes(0x7e), false);
  });

  it('let it come from another address, with right checks', () => {
    const [other] = through({ wrongAddress: true }).octets as [Buffer];
    assert.equal(decodeFrame(other).source.upper, 2);
    assert.deepEqual(decodeFrame(other).information, decodeFrame(frame).information);
    const [port] = sendThrough({ wrongAddress: true }, 'wrapper', Buffer.from('000100010001000163', 'hex'), seededRandom(1)).octets;
    assert.equal(toHex(port as Buffer), '000100020001000163');
  });

  it('repeat with the same seed', () => {
    const run = (seed: number): string => {
      const random = seededRandom(seed);
      return Array.from({ length: 50 }, () => sendThrough({ lose: 0.5 }, 'hdlc', frame, random).octets.length).join('');
    };
    assert.equal(run(3), run(3));
    assert.notEqual(run(3), run(4));
    assert.match(run(3), /01|10/);
  });

  it('are refused out of range', () => {
    for (const faults of [{ lose: 2 }, { cut: -1 }, { delayMs: 1.5 }, { dropAfter: -1 }, { corrupt: Number.NaN }])
      assert.throws(() => checkFaults(faults), { code: 'settings-invalid' });
  });

  it('are refused by name when there is no such fault or word', () => {
    const refused = (faults: object, message: RegExp) => assert.throws(() => checkFaults(faults), { code: 'settings-invalid', message });
    refused({ nonsense: true }, /^nonsense is not a fault; known: .*proof, protection$/);
    refused({ constructor: 1 }, /^constructor is not a fault/);
    refused({ proof: 'right' }, /^fault proof is right: missing, wrong are known$/);
  });
});

/** A bare socket: sends, and gives what came within the number of octets. */
async function dial(
  port: number,
): Promise<{ readonly socket: Socket; send(hex: string): void; octets(count: number): Promise<string>; closed: Promise<void> }> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  let wake: () => void = () => undefined;
  socket.on('data', (chunk) => {
    received += toHex(chunk);
    wake();
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  return {
    socket,
    send: (hex) => void socket.write(Buffer.from(hex, 'hex')),
    octets: async (count) => {
      while (received.length < 2 * count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const taken = received.slice(0, 2 * count);
      received = received.slice(2 * count);
      return taken;
    },
    closed,
  };
}

describe('faults on a line', () => {
  const started = (options: Partial<SimulatorOptions> = {}) => startSimulator({ listen: { kind: 'tcp', port: 0 }, ...options });

  it('echo what the client sent before the answer', async () => {
    const simulator = await started({ faults: { echo: true } });
    const { send, octets, socket } = await dial(simulator.port as number);
    send(wrapped(clock));
    assert.equal(await octets(21 + 11), wrapped(clock) + wrapped('D80101'));
    socket.destroy();
    await simulator.close();
  });

  it('drop the line after so many answers', async () => {
    const simulator = await started({ faults: { dropAfter: 2 } });
    const { send, closed } = await dial(simulator.port as number);
    send(wrapped(clock));
    send(wrapped(clock));
    await closed;
    await simulator.close();
  });

  it('answer RNR so many times when busy on HDLC', async () => {
    const simulator = await started({ framing: 'hdlc', faults: { busy: 1 } });
    const { send, octets, socket } = await dial(simulator.port as number);
    const addresses = { destination: { length: 2, upper: 1, lower: 17 }, source: { length: 1, upper: 16, lower: null } } as const;
    const say = (kind: 'SNRM' | 'RR'): void => send(toHex(encodeFrame({ ...addresses, kind, pf: true, nr: 0 })));
    const hear = async (): Promise<string> => {
      const start = await octets(3);
      const length = Number.parseInt(start.slice(2), 16) & 0x7ff;
      return decodeFrame(Buffer.from(start + (await octets(length - 1)), 'hex')).kind;
    };
    const heard: string[] = [];
    for (const kind of ['SNRM', 'RR', 'RR'] as const) {
      say(kind);
      heard.push(await hear());
    }
    assert.deepEqual(heard, ['UA', 'RNR', 'RR']);
    socket.destroy();
    await simulator.close();
  });

  it('can be switched on and off while it runs', async () => {
    const simulator = await started();
    const { send, octets, socket } = await dial(simulator.port as number);
    simulator.faults = { silent: true };
    send(wrapped(clock));
    await new Promise((resolve) => setTimeout(resolve, 20));
    simulator.faults = {};
    send(wrapped(lnAarqAll));
    assert.match(await octets(8), /^000100010001/);
    assert.throws(
      () => {
        simulator.faults = { lose: 7 };
      },
      { code: 'settings-invalid' },
    );
    socket.destroy();
    await simulator.close();
  });
});

/** What keeps this process alive, once the sockets of other tests are gone. */
async function resources(): Promise<string[]> {
  await new Promise((resolve) => setTimeout(resolve, 10));
  await new Promise((resolve) => setImmediate(resolve));
  return process.getActiveResourcesInfo().sort();
}

describe('closing a simulated meter', () => {
  it('leaves no socket, timer or listener, even with delayed answers on their way', async () => {
    const before = await resources();
    for (const kind of ['tcp', 'udp'] as const) {
      const simulator = await startSimulator({ listen: { kind, port: 0 }, faults: { delayMs: 60_000 } });
      if (kind === 'tcp') {
        const dialled = await Promise.all([dial(simulator.port as number), dial(simulator.port as number)]);
        for (const { send } of dialled) send(wrapped(clock));
        await new Promise((resolve) => setTimeout(resolve, 20));
        await simulator.close();
        await Promise.all(dialled.map(({ closed }) => closed));
      } else await simulator.close();
      await simulator.close();
    }
    assert.deepEqual(await resources(), before);
  });

  it('tells a port that is taken', async () => {
    const simulator = await startSimulator({ listen: { kind: 'tcp', port: 0 } });
    await assert.rejects(startSimulator({ listen: { kind: 'tcp', port: simulator.port as number } }), { code: 'port-unavailable' });
    await simulator.close();
  });

  it('costs little: a thousand meters in one process', () => {
    const meters = Array.from(
      { length: 1000 },
      (_, index) => new SimulatedMeter({ listen: { kind: 'tcp', port: 0 }, serialNumber: String(index) }),
    );
    assert.equal(new Set(meters.map((meter) => meter.get('1-0:1.8.0', 2)?.value)).size > 990, true);
  });
});
