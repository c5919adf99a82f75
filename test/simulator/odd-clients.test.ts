/**
 * Clients that are right in unusual ways: what the Green Book allows and few clients do. Frames and APDUs are laid out by hand.
 */
import assert from 'node:assert/strict';
import type { HdlcAddress } from '../../src/framing/hdlc/address';
import type { FrameKind } from '../../src/framing/hdlc/control';
import { decodeFrame, encodeFrame } from '../../src/framing/hdlc/frame';
import { encodeWrapper } from '../../src/framing/wrapper';
import { SimulatedMeter } from '../../src/simulator/meter';
import { createStation } from '../../src/simulator/station';
import type { SimulatorOptions } from '../../src/simulator/types';
import { associated, lnAarq, noon, talk } from './talk';

const askZone = 'C001C100080000010000FF0300';
/** time_zone of CET: -60. */
const zone = 'C401C10010FFC4';
const aareTail = 'A203020100A305A103020100BE10040E0800065F1F0400007E1D04000007';

interface How {
  readonly ns?: number;
  readonly nr?: number;
  readonly pf?: boolean;
  readonly destination?: HdlcAddress;
}

/** A meter behind HDLC; frames go in and out as `kind information`, numbers by themselves. */
function line(options: Partial<SimulatorOptions> = {}) {
  const meter = new SimulatedMeter({ listen: { kind: 'tcp', port: 0 }, seed: 7, tickMs: 0, now: () => noon, ...options });
  const station = createStation(meter, 'hdlc', false);
  const address = { length: 1, upper: 1, lower: null } as const;
  const say = (kind: FrameKind, information = '', how: How = {}): string[] => {
    const { ns = 0, nr = 0, pf = true, destination = address } = how;
    const frame = encodeFrame({ destination, source: address, kind, pf, ns, nr, information: Buffer.from(information, 'hex') });
    return station.input(frame).frames.map((octets) => {
      const { kind: answered, information: back } = decodeFrame(octets);
      return `${answered} ${back.toString('hex').toUpperCase()}`.trim();
    });
  };
  const open = (): void => {
    say('SNRM');
    assert.match(say('I', `E6E600${lnAarq}`)[0] as string, /^I E6E70061/);
  };
  return { say, open, meter };
}

describe('unusual clients over HDLC', () => {
  it('an SNRM may say 0 where it means nothing: the default of 128 octets and a window of 1', () => {
    const { say } = line();
    assert.deepEqual(say('SNRM', '818012050100060100070400000000080400000000'), ['UA 818012050180060180070400000001080400000001']);
    assert.match(say('I', `E6E600${lnAarq}`)[0] as string, /^I E6E70061/);
  });

  it('an empty UI with P=1 only gives the turn: RR, and the next answer is that of the next request', () => {
    const { say, open } = line();
    open();
    assert.deepEqual(say('UI', '', { nr: 1 }), ['RR']);
    assert.deepEqual(say('I', `E6E600${askZone}`, { ns: 1, nr: 1 }), [`I E6E700${zone}`]);
  });

  it('a request in UI is carried out where it wants no answer, and never answered', () => {
    const { say, open, meter } = line();
    open();
    assert.deepEqual(say('UI', 'E6E600C1010100080000010000FF030010FFFC', { pf: false }), []);
    assert.deepEqual(meter.get('0-0:1.0.0', 3), { type: 'long', value: -4 });
    assert.deepEqual(say('UI', 'E6E600C001C500080000010000FF0200', { pf: false }), []);
    assert.deepEqual(say('I', `E6E600${askZone}`, { ns: 1, nr: 1 }), ['I E6E700C401C10010FFFC']);
  });

  it('what it says to all stations (7F) is carried out where it wants no answer, and never answered', () => {
    const { say, open, meter } = line();
    open();
    const everyone = { destination: { length: 2, upper: 1, lower: 0x7f } } as const;
    assert.deepEqual(say('UI', 'E6E600C1010100080000010000FF030010FFFC', everyone), []);
    assert.deepEqual(meter.get('0-0:1.0.0', 3), { type: 'long', value: -4 });
    assert.deepEqual(say('UI', 'E6E600C1010100080000010000FF0300100000', { destination: { length: 2, upper: 2, lower: 0x7f } }), []);
    assert.deepEqual(say('UI', 'E6E600C1010100080000010000FF0300100000', { destination: { length: 2, upper: 0x7f, lower: 18 } }), []);
    assert.deepEqual(meter.get('0-0:1.0.0', 3), { type: 'long', value: -4 });
    assert.deepEqual(say('UI', 'E6E600C1010100080000010000FF030010FFC4', { destination: { length: 1, upper: 0x7f, lower: null } }), []);
    assert.deepEqual(meter.get('0-0:1.0.0', 3), { type: 'long', value: -60 });
    assert.deepEqual(say('SNRM', '', everyone), []);
    assert.deepEqual(say('I', `E6E600${askZone}`, { ns: 1, nr: 1 }), [`I E6E700${zone}`]);
  });

  it('an I frame without information, or with the LLC header alone, is acknowledged', () => {
    const { say, open } = line();
    open();
    assert.deepEqual(say('I', '', { ns: 1, nr: 1 }), ['RR']);
    assert.deepEqual(say('I', 'E6E600', { ns: 2, nr: 1 }), ['RR']);
    assert.deepEqual(say('I', `E6E600${askZone}`, { ns: 3, nr: 1 }), [`I E6E700${zone}`]);
  });
});

describe('unusual clients over the wrapper', () => {
  it('what it says to all stations (7F) is carried out where it wants no answer, and never answered', () => {
    const meter = new SimulatedMeter({ listen: { kind: 'tcp', port: 0 }, seed: 7, tickMs: 0, now: () => noon });
    const station = createStation(meter, 'wrapper', false);
    const say = (destination: number, apdu: string): string[] =>
      station
        .input(encodeWrapper(1, destination, Buffer.from(apdu, 'hex')))
        .frames.map((octets) => octets.subarray(8).toString('hex').toUpperCase());
    const setZone = (hex: string): string => `C10101 00080000010000FF0300 10${hex}`.replaceAll(' ', '');
    assert.deepEqual(say(0x7f, setZone('FFFC')), []);
    assert.match(say(1, lnAarq)[0] as string, /^61/);
    assert.deepEqual(say(1, askZone), [zone]);
    assert.deepEqual(say(0x7f, setZone('FFFC')), []);
    assert.deepEqual(say(0x7f, askZone), []);
    assert.deepEqual(say(1, askZone), ['C401C10010FFFC']);
    assert.deepEqual(say(2, setZone('FFC4')), []);
    assert.deepEqual(say(1, askZone), ['C401C10010FFFC']);
  });
});

describe('unusual clients: association and release', () => {
  const context = 'A109060760857405080101';
  const password = '8A0207808B0760857405080201AC0A80083132333435363738';
  const initiate = 'BE10040E01000000065F1F0400007E1F04B0';
  const aarq = (...fields: string[]): string => {
    const body = fields.join('');
    return `60${(body.length / 2).toString(16).padStart(2, '0')}${body}`;
  };

  it('protocol-version is version 1, or the ACSE provider refuses: no-common-acse-version', () => {
    assert.equal(talk().one(aarq('80020780', context, password, initiate)), `6129${context}${aareTail}`);
    assert.equal(talk().one(aarq('80020284', context, password, initiate)), `6129${context}${aareTail}`);
    for (const other of ['80020640', '80020700'])
      assert.equal(talk().one(aarq(other, context, password, initiate)), `6117${context}A203020101A305A203020102`);
  });

  it('lengths may be long, implementation information, titles and invocation ids may be there', () => {
    const long = `${context.replace('A109', 'A1820009')}${password.replace('AC0A8008', 'AC810B808108')}${initiate.replace('BE10040E', 'BE82001104810E')}`;
    assert.equal(talk().one(`6082${(long.length / 2).toString(16).padStart(4, '0')}${long}`), `6129${context}${aareTail}`);
    const titles = 'A20A04084D464C0000000001A60A04084355530000000001A803020105A903020101';
    assert.equal(talk().one(aarq(context, titles, password, '9D03414243', initiate)), `6129${context}${aareTail}`);
  });

  it('response-allowed FALSE opens an unconfirmed association: no AARE, no answers, unconfirmed services alone', () => {
    const { ask, one, meter } = talk();
    const unconfirmed = aarq(context, password, 'BE11040F0100010000065F1F0400007E1F04B0');
    assert.deepEqual(ask(unconfirmed), []);
    assert.deepEqual(ask('C1010100080000010000FF030010FFFC'), []);
    assert.deepEqual(meter.get('0-0:1.0.0', 3), { type: 'long', value: -4 });
    assert.deepEqual(ask('C1014100080000010000FF030010FFC4'), []);
    assert.deepEqual(meter.get('0-0:1.0.0', 3), { type: 'long', value: -4 });
    for (const silent of [askZone, 'FF00', 'C001', '6200']) assert.deepEqual(ask(silent), []);
    // an AARQ that wants an answer gets one
    assert.equal(one(aarq(context, password, initiate)), `6129${context}${aareTail}`);
    // nor is a refusal said where no answer is wanted: PDU size 11
    assert.deepEqual(talk().ask(unconfirmed.replace('04B0', '000B')), []);
  });

  it('an RLRQ without a reason, or an urgent one, is answered with the reason "normal"', () => {
    for (const rlrq of ['6200', '6203800100', '6203800101', '620380011E']) assert.equal(associated().one(rlrq), '6303800100');
  });
});
