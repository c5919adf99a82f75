import assert from 'node:assert/strict';
import { toHex } from '../../src/bytes';
import { DlmsError, type ErrorCode, isDlmsError } from '../../src/errors';
import type { HdlcAddress } from '../../src/framing/hdlc/address';
import { encodeFrame, type FrameFields } from '../../src/framing/hdlc/frame';
import { createHdlcLink, type HdlcLinkOptions } from '../../src/framing/hdlc/primary';
import type { Dialogue, Link } from '../../src/framing/link';
import { capture } from './captures';
import { play, type Row } from './play';

const addresses = { client: 16, logicalDevice: 1 };
const client: HdlcAddress = { length: 1, upper: 16, lower: null };
const meter: HdlcAddress = { length: 1, upper: 1, lower: null };

const link = (options: Partial<HdlcLinkOptions> = {}): Link => createHdlcLink({ addresses, ...options });

type Fields = Omit<FrameFields, 'destination' | 'source' | 'information'> & { readonly information?: string };

const octetsOf = (fields: Fields, destination: HdlcAddress, source: HdlcAddress): string => {
  const { information, ...rest } = fields;
  const frame = { ...rest, destination, source };
  return toHex(encodeFrame(information === undefined ? frame : { ...frame, information: Buffer.from(information, 'hex') }));
};
/** Frames of the client and of the meter; P and F set unless said otherwise. */
const tx = (fields: Partial<Fields> & Pick<Fields, 'kind'>): string => octetsOf({ pf: true, ...fields }, meter, client);
const rx = (fields: Partial<Fields> & Pick<Fields, 'kind'>): string => octetsOf({ pf: true, ...fields }, client, meter);

const command = 'E6E600';
const response = 'E6E700';
const opened: readonly Row[] = [[tx({ kind: 'SNRM' }), rx({ kind: 'UA' })]];

function* session(of: Link, apdus: readonly string[]): Dialogue<string[]> {
  yield* of.connect();
  const answers: string[] = [];
  for (const apdu of apdus) answers.push(toHex(yield* of.request(Buffer.from(apdu, 'hex'), 1000)));
  return answers;
}

const run = (of: Link, rows: readonly Row[], ...apdus: string[]): string[] => play(session(of, apdus), of.deframer, [...opened, ...rows]);

const failure = (work: () => unknown, code: ErrorCode, pattern?: RegExp): DlmsError => {
  let found: DlmsError | undefined;
  assert.throws(work, (error) => {
    assert.ok(isDlmsError(error), `${error}`);
    found = error;
    assert.equal(error.code, code, error.message);
    if (pattern !== undefined) assert.match(error.message, pattern);
    return true;
  });
  return found as DlmsError;
};

const ask = (ns: number, nr: number, apdu: string): string => tx({ kind: 'I', ns, nr, information: command + apdu });
const reply = (ns: number, nr: number, apdu: string): string => rx({ kind: 'I', ns, nr, information: response + apdu });

describe('HDLC link: recorded conversations, octet for octet', () => {
  const rowsOf = (id: string, from: number, to: number): Row[] => {
    const frames = capture(id).frames.slice(from, to);
    const rows: Row[] = [];
    for (let at = 0; at < frames.length; at += 2) rows.push([frames[at]?.hex ?? '', frames[at + 1]?.hex ?? 'timeout']);
    return rows;
  };
  const apduOf = (id: string, index: number, skip: number, end = -3): string =>
    capture(id).frames[index]?.hex.slice(skip * 2, end * 2) ?? '';

  it('E650: the meter receives 62 octets, so the AARQ goes in two segments', () => {
    const id = 'sess-lg-e650-coded-gx';
    const e650 = link({ addresses: { client: 48, logicalDevice: 1, physical: 8447 } });
    // Header: flag, format 2, addresses 5, control, HCS 2; the LLC header only in the first segment.
    const aarq = apduOf(id, 2, 14) + apduOf(id, 4, 11);
    const answers = play(session(e650, [aarq, apduOf(id, 6, 14)]), e650.deframer, rowsOf(id, 0, 8));
    assert.deepEqual(answers, [apduOf(id, 5, 14), apduOf(id, 7, 14)]);
  });

  it('echo before every answer', () => {
    const id = 'sess-echo-ln-none';
    const echoing = link({ maxInfoTransmit: 1010, maxInfoReceive: 1010 });
    // The recorded SNRM leaves out the windows; ours names them.
    const own = tx({ kind: 'SNRM', information: '8180140502 03F2 0602 03F2 0704 00000001 0804 00000001'.replace(/ /g, '') });
    const ua = capture(id).frames[1]?.hex.slice(44) ?? '';
    const [request, answer] = [capture(id).frames[2]?.hex ?? '', capture(id).frames[3]?.hex ?? ''];
    const answers = play(session(echoing, [apduOf(id, 2, 11)]), echoing.deframer, [
      [own, own + ua],
      [request, answer],
    ]);
    assert.equal(answers.length, 1);
    assert.match(answers[0] as string, /^61820029A109/);
  });

  it('FRMR as answer to the AARQ is told in words', () => {
    const id = 'sess-taipower-frmr';
    const of = link();
    const error = failure(() => play(session(of, [apduOf(id, 2, 11)]), of.deframer, rowsOf(id, 0, 4)), 'frame-reject');
    assert.match(error.message, /control field 10 \(W: /);
  });

  it('short names, the last segment missing: asks for it with RR', () => {
    const id = 'sess-lg-sn-low';
    const of = link({ addresses: { client: 32, logicalDevice: 1 }, retries: 0 });
    const work = (): unknown => play(session(of, [apduOf(id, 2, 11), apduOf(id, 4, 11)]), of.deframer, rowsOf(id, 0, 7));
    failure(work, 'response-timeout');
  });
});

describe('HDLC link: setting up and clearing', () => {
  const parameters = (of: Link, rows: readonly Row[]) => play(of.connect(), of.deframer, rows);

  it('takes the defaults from a UA without parameters', () => {
    assert.deepEqual(parameters(link(), opened), { maxInfoTransmit: 128, maxInfoReceive: 128, windowTransmit: 1, windowReceive: 1 });
  });

  it('sends never more than the meter receives, and no more than it wants to', () => {
    const information = '818012 0501F8 0601F0 070400000005 080400000003'.replace(/ /g, '');
    const of = link({ maxInfoTransmit: 2030, maxInfoReceive: 2030, windowTransmit: 7, windowReceive: 7 });
    const snrm = tx({ kind: 'SNRM', information: '8180140502 07EE 0602 07EE 070400000007 080400000007'.replace(/ /g, '') });
    const expected = { maxInfoTransmit: 240, maxInfoReceive: 248, windowTransmit: 3, windowReceive: 5 };
    assert.deepEqual(parameters(of, [[snrm, rx({ kind: 'UA', information })]]), expected);
  });

  it('sends the defaults when told to', () => {
    const information = '81801205018006018007040000000108040000 0001'.replace(/ /g, '');
    parameters(link({ sendParameters: 'always' }), [[tx({ kind: 'SNRM', information }), rx({ kind: 'UA' })]]);
  });

  it('reads group lengths that are wrong and values of 1, 2 and 4 octets', () => {
    for (const group of ['07', '08', '12', '14']) {
      const information = `8180${group}050200800604000000400701010801 01`.replace(/ /g, '');
      const agreed = parameters(link(), [[tx({ kind: 'SNRM' }), rx({ kind: 'UA', information })]]);
      assert.deepEqual(agreed, { maxInfoTransmit: 64, maxInfoReceive: 128, windowTransmit: 1, windowReceive: 1 });
    }
  });

  it('disconnects first; a UA with parameters, a DM and silence all end it', () => {
    const of = link({ disconnectFirst: true, retries: 0 });
    for (const answer of [rx({ kind: 'UA', information: '8180060501800601 80'.replace(/ /g, '') }), rx({ kind: 'DM' }), 'timeout']) {
      parameters(of, [[tx({ kind: 'DISC' }), answer], ...opened]);
    }
  });

  it('repeats SNRM after silence, with and without parameters, and gives up after the retries', () => {
    const information = '81801205018006018007040000000108040000 0001'.replace(/ /g, '');
    const [bare, full] = [tx({ kind: 'SNRM' }), tx({ kind: 'SNRM', information })];
    parameters(link({ retries: 1 }), [
      [bare, 'timeout'],
      [full, rx({ kind: 'UA' })],
    ]);
    const silent: readonly Row[] = [bare, full, bare].map((snrm) => [snrm, 'timeout']);
    failure(() => parameters(link({ retries: 2 }), silent), 'response-timeout', /no answer of meter 1/);
  });

  it('begins with the form of SNRM that was answered; a line that was closed is no answer either (jDLMS 1.8.0 and a bare SNRM)', () => {
    const information = '81801205018006018007040000000108040000 0001'.replace(/ /g, '');
    const [bare, full] = [tx({ kind: 'SNRM' }), tx({ kind: 'SNRM', information })];
    const of = link({ retries: 0 });
    const dialogue = of.connect();
    const { value: step } = dialogue.next();
    assert.equal('send' in step && step.send && toHex(step.send), bare);
    failure(() => dialogue.throw(new DlmsError('connection-closed', 'the other side closed it')), 'connection-closed');
    for (let times = 0; times < 2; times++) parameters(of, [[full, rx({ kind: 'UA' })]]);
    // a meter that refuses one form is asked in the plain one again
    failure(() => parameters(of, [[full, rx({ kind: 'DM' })]]), 'link-refused');
    parameters(of, opened);
  });

  it('says DM, own echo, damage and wrong addresses apart', () => {
    const snrm = tx({ kind: 'SNRM' });
    failure(() => parameters(link({ retries: 0 }), [[snrm, rx({ kind: 'DM' })]]), 'link-refused');
    failure(() => parameters(link({ retries: 0 }), [[snrm, snrm]]), 'own-echo');
    const damagedUa = rx({ kind: 'UA' }).replace('73', '72');
    failure(() => parameters(link({ retries: 0 }), [[snrm, damagedUa]]), 'frame-invalid', /header check sequence/);
    const other = octetsOf({ kind: 'UA', pf: true }, client, { length: 2, upper: 1, lower: 18 });
    const far = link({ retries: 0, addresses: { client: 16, logicalDevice: 1, physical: 17 } });
    const toFar = toHex(encodeFrame({ destination: { length: 2, upper: 1, lower: 17 }, source: client, kind: 'SNRM', pf: true }));
    const error = failure(() => parameters(far, [[toFar, other]]), 'response-timeout', /from 1\/18 to 16/);
    assert.match(error.hint, /physical address/);
  });

  it('disconnect never fails because the meter is gone', () => {
    const of = link({ retries: 0 });
    play(of.disconnect(), of.deframer, [[tx({ kind: 'DISC' }), 'timeout']]);
  });

  it('is not held by a line that never falls silent', () => {
    const of = link({ retries: 0 });
    const other = octetsOf({ kind: 'UI', pf: true, information: '0F' }, client, { length: 1, upper: 5, lower: null });
    failure(() => parameters(of, [[tx({ kind: 'SNRM' }), other.repeat(300)]]), 'response-timeout', /from 5 to 16/);
  });
});

describe('HDLC link: conversation', () => {
  it('acknowledges with the next request', () => {
    const rows: Row[] = [
      [ask(0, 0, 'C001'), reply(0, 1, 'C401')],
      [ask(1, 1, 'C002'), reply(1, 2, 'C402')],
    ];
    assert.deepEqual(run(link(), rows, 'C001', 'C002'), ['C401', 'C402']);
  });

  it('joins segments of the meter, asking for each with RR', () => {
    const rows: Row[] = [
      [ask(0, 0, 'C0'), rx({ kind: 'I', ns: 0, nr: 1, segmented: true, information: `${response}C4` })],
      [tx({ kind: 'RR', nr: 1 }), rx({ kind: 'I', ns: 1, nr: 1, segmented: true, information: '01' })],
      [tx({ kind: 'RR', nr: 2 }), rx({ kind: 'I', ns: 2, nr: 1, information: '02' })],
    ];
    assert.deepEqual(run(link(), rows, 'C0'), ['C40102']);
  });

  it('takes a window of the meter and asks again for what was lost in it', () => {
    const part = (ns: number, octet: string, last = false): string =>
      rx({ kind: 'I', ns, nr: 1, pf: last, segmented: ns < 3, information: (ns === 0 ? response : '') + octet });
    const rows: Row[] = [
      [ask(0, 0, 'C0'), part(0, 'C4') + part(2, '02', true)],
      [tx({ kind: 'RR', nr: 1 }), part(1, '01') + part(2, '02') + part(3, '03', true)],
    ];
    assert.deepEqual(run(link(), rows, 'C0'), ['C4010203']);
  });

  it('sends windows, and after REJ and RR only what is missing', () => {
    const of = link({ maxInfoTransmit: 16, windowTransmit: 3 });
    const information = '8180 12 05 01 80 06 01 10 07 04 00000001 08 04 00000003'.replace(/ /g, '');
    const snrm = tx({ kind: 'SNRM', information: '81801205011006018007040000000308040000 0001'.replace(/ /g, '') });
    const apdu = Array.from({ length: 60 }, (_, at) => at.toString(16).padStart(2, '0').toUpperCase()).join('');
    const all = command + apdu;
    const piece = (ns: number, pf: boolean): string =>
      tx({ kind: 'I', ns, pf, segmented: ns < 3, information: all.slice(ns * 32, (ns + 1) * 32) });
    const rows: Row[] = [
      [snrm, rx({ kind: 'UA', information })],
      [piece(0, false) + piece(1, false) + piece(2, true), rx({ kind: 'REJ', nr: 1 })],
      [piece(1, false) + piece(2, false) + piece(3, true), rx({ kind: 'RR', nr: 3 })],
      [piece(3, true), reply(0, 4, 'C4')],
    ];
    assert.deepEqual(play(session(of, [apdu]), of.deframer, rows), ['C4']);
  });

  it('asks with RR after silence and goes by N(R): the request was lost', () => {
    const rows: Row[] = [
      [ask(0, 0, 'C0'), 'timeout'],
      [tx({ kind: 'RR', nr: 0 }), rx({ kind: 'RR', nr: 0 })],
      [ask(0, 0, 'C0'), reply(0, 1, 'C4')],
    ];
    assert.deepEqual(run(link(), rows, 'C0'), ['C4']);
  });

  it('asks with RR after silence and goes by N(R): the answer was lost', () => {
    const rows: Row[] = [
      [ask(0, 0, 'C0'), 'timeout'],
      [tx({ kind: 'RR', nr: 0 }), reply(0, 1, 'C4')],
    ];
    assert.deepEqual(run(link(), rows, 'C0'), ['C4']);
  });

  it('repeats the frame itself for meters that do not answer RR', () => {
    const rows: Row[] = [
      [ask(0, 0, 'C0'), 'timeout'],
      [tx({ kind: 'RR', nr: 0 }), 'timeout'],
      [ask(0, 0, 'C0'), reply(0, 1, 'C4')],
    ];
    assert.deepEqual(run(link(), rows, 'C0'), ['C4']);
  });

  it('does not deliver a repeated frame twice', () => {
    const rows: Row[] = [
      [ask(0, 0, 'C0'), reply(0, 1, 'C4') + reply(0, 1, 'C4')],
      [ask(1, 1, 'C1'), reply(1, 2, 'C5')],
    ];
    assert.deepEqual(run(link(), rows, 'C0', 'C1'), ['C4', 'C5']);
  });

  it('waits while the meter is busy (RNR) or answers RR with RR, and not for ever', () => {
    const later: Row = [tx({ kind: 'RR', nr: 0 }), rx({ kind: 'RR', nr: 1 })];
    const busy: Row = [tx({ kind: 'RR', nr: 0 }), rx({ kind: 'RNR', nr: 1 })];
    assert.deepEqual(run(link(), [[ask(0, 0, 'C0'), rx({ kind: 'RNR', nr: 1 })], busy, later, [later[0], reply(0, 1, 'C4')]], 'C0'), [
      'C4',
    ]);
    const ever = Array.from({ length: 5 }, () => busy);
    const of = link();
    failure(() => run(of, [[ask(0, 0, 'C0'), rx({ kind: 'RNR', nr: 1 })], ...ever], 'C0'), 'link-busy');
    const mute = Array.from({ length: 5 }, () => later);
    failure(() => run(link(), [[ask(0, 0, 'C0'), rx({ kind: 'RR', nr: 1 })], ...mute], 'C0'), 'response-timeout', /RR/);
  });

  it('after a failure drops the late answer and asks what the meter has got', () => {
    const of = link({ retries: 0 });
    play(of.connect(), of.deframer, opened);
    failure(() => play(of.request(Buffer.from('C0', 'hex'), 1000), of.deframer, [[ask(0, 0, 'C0'), 'timeout']]), 'response-timeout');
    const rows: Row[] = [
      [tx({ kind: 'RR', nr: 0 }), reply(0, 1, 'C4')],
      [tx({ kind: 'RR', nr: 1 }), rx({ kind: 'RR', nr: 1 })],
      [ask(1, 1, 'C1'), reply(1, 2, 'C5')],
    ];
    assert.equal(toHex(play(of.request(Buffer.from('C1', 'hex'), 1000), of.deframer, rows)), 'C5');
  });

  it('after a failure drops the late answer alone: a notification (UI) beside it is delivered', () => {
    const of = link({ retries: 0 });
    play(of.connect(), of.deframer, opened);
    failure(() => play(of.request(Buffer.from('C0', 'hex'), 1000), of.deframer, [[ask(0, 0, 'C0'), 'timeout']]), 'response-timeout');
    const notification = rx({ kind: 'UI', pf: false, information: `${response}0F00` });
    const work = function* (): Dialogue<string[]> {
      const first = yield* of.request(Buffer.from('C1', 'hex'), 1000);
      return [toHex(first), toHex(yield* of.receive(1000))];
    };
    const rows: Row[] = [
      [tx({ kind: 'RR', nr: 0 }), notification + reply(0, 1, 'C4')],
      [tx({ kind: 'RR', nr: 1 }), rx({ kind: 'RR', nr: 1 })],
      [ask(1, 1, 'C1'), reply(1, 2, 'C5')],
    ];
    assert.deepEqual(play(work(), of.deframer, rows), ['0F00', 'C5']);
  });

  it('after a failure uses the number of a request that never arrived again', () => {
    const of = link({ retries: 0 });
    play(of.connect(), of.deframer, opened);
    failure(() => play(of.request(Buffer.from('C0', 'hex'), 1000), of.deframer, [[ask(0, 0, 'C0'), 'timeout']]), 'response-timeout');
    const rows: Row[] = [
      [tx({ kind: 'RR', nr: 0 }), rx({ kind: 'RR', nr: 0 })],
      [ask(0, 0, 'C1'), reply(0, 1, 'C5')],
    ];
    assert.equal(toHex(play(of.request(Buffer.from('C1', 'hex'), 1000), of.deframer, rows)), 'C5');
  });

  it('delivers a notification (UI) in between, and the answer with the next receive', () => {
    const of = link();
    play(of.connect(), of.deframer, opened);
    const notification = rx({ kind: 'UI', information: `${response}0F00` });
    const work = function* (): Dialogue<string[]> {
      const first = yield* of.request(Buffer.from('C0', 'hex'), 1000);
      return [toHex(first), toHex(yield* of.receive(1000))];
    };
    assert.deepEqual(play(work(), of.deframer, [[ask(0, 0, 'C0'), notification + reply(0, 1, 'C4')]]), ['0F00', 'C4']);
  });

  it('joins a segmented notification while nothing runs', () => {
    const of = link();
    play(of.connect(), of.deframer, opened);
    const parts = [
      rx({ kind: 'UI', pf: false, segmented: true, information: `${response}0F` }),
      rx({ kind: 'UI', information: '0102' }),
    ].flatMap((hex) => of.deframer.push(Buffer.from(hex, 'hex')));
    const events = parts.map((frame) => of.idle(frame));
    assert.deepEqual(events, [{ kind: 'ignored' }, { kind: 'apdu', apdu: Buffer.from('0F0102', 'hex') }]);
    const dm = of.deframer.push(Buffer.from(rx({ kind: 'DM' }), 'hex'))[0] as Buffer;
    assert.deepEqual(of.idle(dm), { kind: 'disconnected' });
    assert.deepEqual(of.idle(dm), { kind: 'ignored' });
    assert.deepEqual(of.idle(Buffer.from('7EA0', 'hex')), { kind: 'ignored' });
  });

  it('fetches the next streamed APDU by giving the turn', () => {
    const of = link();
    play(of.connect(), of.deframer, opened);
    const work = function* (): Dialogue<string[]> {
      const first = yield* of.request(Buffer.from('E0', 'hex'), 1000);
      return [toHex(first), toHex(yield* of.receive(1000))];
    };
    const rows: Row[] = [
      [ask(0, 0, 'E0'), reply(0, 1, 'E001')],
      [tx({ kind: 'RR', nr: 1 }), reply(1, 1, 'E002')],
    ];
    assert.deepEqual(play(work(), of.deframer, rows), ['E001', 'E002']);
  });

  it('sends an unconfirmed service until it is acknowledged', () => {
    const of = link();
    play(of.connect(), of.deframer, opened);
    play(of.send(Buffer.from('C1', 'hex')), of.deframer, [[ask(0, 0, 'C1'), rx({ kind: 'RR', nr: 1 })]]);
  });

  it('takes LLC headers that come twice or not at all', () => {
    const doubled = rx({ kind: 'I', ns: 0, nr: 1, information: `${response}${response}61` });
    assert.deepEqual(run(link(), [[ask(0, 0, '60'), doubled]], '60'), ['61']);
    assert.deepEqual(run(link(), [[ask(0, 0, '60'), rx({ kind: 'I', ns: 0, nr: 1, information: '6100' })]], '60'), ['6100']);
  });

  it('ends on DM, on FRMR with every reason, and on APDUs that are too long', () => {
    failure(() => run(link(), [[ask(0, 0, 'C0'), rx({ kind: 'DM' })]], 'C0'), 'link-refused');
    for (const [bit, reason] of [
      ['01', 'W'],
      ['02', 'X'],
      ['03', 'X'],
      ['04', 'Y'],
      ['08', 'Z'],
    ] as const) {
      const frmr = rx({ kind: 'FRMR', information: `1000${bit}` });
      failure(() => run(link(), [[ask(0, 0, 'C0'), frmr]], 'C0'), 'frame-reject', new RegExp(`\\(${reason}: `));
    }
    failure(() => run(link(), [[ask(0, 0, 'C0'), rx({ kind: 'FRMR' })]], 'C0'), 'frame-reject', /no reason/);
    const long = rx({ kind: 'I', ns: 0, nr: 1, segmented: true, information: '00'.repeat(100) });
    failure(() => run(link({ maxApduSize: 64 }), [[ask(0, 0, 'C0'), long]], 'C0'), 'limit-exceeded');
  });

  it('is not held by a meter that talks for ever and says nothing', () => {
    const noise = rx({ kind: 'RR', nr: 0, pf: false });
    failure(() => run(link(), [[ask(0, 0, 'C0'), noise.repeat(300)]], 'C0'), 'sequence-error');
    const of = link({ retries: 2 });
    play(of.connect(), of.deframer, opened);
    const old = reply(5, 1, 'C4');
    const rows: Row[] = [[ask(0, 0, 'C0'), old], ...Array.from({ length: 11 }, (): Row => [tx({ kind: 'RR', nr: 0 }), old])];
    failure(() => play(of.request(Buffer.from('C0', 'hex'), 1000), of.deframer, rows), 'sequence-error');
  });
});
