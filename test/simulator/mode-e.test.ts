/**
 * Mode E at the simulated meter (IEC 62056-21): the line is at 300 baud until a client signs on, and again after DISC and after
 * a silence of the inactivity time-out.
 */
import assert from 'node:assert/strict';
import sinon from 'sinon';
import { clientAddress, serverAddress } from '../../src/framing/hdlc/address';
import { encodeFrame, type HdlcFrame } from '../../src/framing/hdlc/frame';
import { Connection } from '../../src/simulator/connection';
import { SimulatedMeter } from '../../src/simulator/meter';
import type { Channel } from '../../src/transport/transport';

const request = Buffer.from('/?!\r\n');
const acknowledge = Buffer.from('\x06252\r\n');
const addresses = { destination: serverAddress({ logicalDevice: 1, physical: 17 }), source: clientAddress(16) };
const frame = (kind: 'SNRM' | 'DISC'): Buffer => encodeFrame({ ...addresses, kind, pf: true, information: Buffer.alloc(0) } as HdlcFrame);

describe('mode E of a simulated meter', () => {
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => {
    clock = sinon.useFakeTimers({ now: 0 });
  });
  afterEach(() => clock.restore());

  function open(inactivityTimeoutMs: number) {
    const rates: number[] = [];
    const written: Buffer[] = [];
    const channel: Channel = {
      peer: 'test',
      datagrams: false,
      write: async (octets) => void written.push(octets),
      setBaudRate: async (baudRate) => void rates.push(baudRate),
      close: () => undefined,
    };
    const meter = new SimulatedMeter({
      listen: { kind: 'serial', path: '/dev/null' },
      tickMs: 0,
      hdlc: { inactivityTimeoutMs },
    });
    const connection = new Connection(channel, [meter], 'hdlc-mode-e', 9600);
    /** The octets of the answers, without the parity bit. */
    const answers = (octets: Buffer): string => {
      written.length = 0;
      connection.data(octets);
      return Buffer.from(Buffer.concat(written).map((octet) => octet & 0x7f)).toString('latin1');
    };
    const end = (): void => {
      connection.end();
      meter.dispose();
    };
    return { rates, answers, end };
  }
  const identification = '/MFL5\\2METERFLOW SIM\r\n';

  it('hears the first sign-on, and one after DISC', () => {
    const { rates, answers, end } = open(120_000);
    assert.deepEqual(rates, [300]);
    assert.equal(answers(request), identification);
    assert.equal(answers(acknowledge), '\x06252\r\n');
    assert.deepEqual(rates, [300, 9600]);
    assert.notEqual(answers(frame('SNRM')), '');
    assert.notEqual(answers(frame('DISC')), '');
    assert.deepEqual(rates, [300, 9600, 300]);
    assert.equal(answers(request), identification);
    end();
    assert.equal(clock.countTimers(), 0);
  });

  it('hears one after a client that went away without DISC', () => {
    const { rates, answers, end } = open(2000);
    for (const part of [request, acknowledge, frame('SNRM')]) answers(part);
    clock.tick(1999);
    assert.equal(answers(request), '');
    clock.tick(1999);
    assert.deepEqual(rates, [300, 9600]);
    clock.tick(1);
    assert.deepEqual(rates, [300, 9600, 300]);
    assert.equal(answers(request), identification);
    end();
    assert.equal(clock.countTimers(), 0);
  });

  it('waits for ever where the time-out is off', () => {
    const { rates, answers, end } = open(0);
    for (const part of [request, acknowledge]) answers(part);
    assert.equal(clock.countTimers(), 0);
    assert.deepEqual(rates, [300, 9600]);
    end();
  });
});
