/**
 * What meters and gateways in the field do on the link although the standard has it otherwise, and what is told when something
 * else than frames comes.
 */
import assert from 'node:assert/strict';
import { toHex } from '../../src/bytes';
import { decodeData } from '../../src/codec/data';
import type { Data } from '../../src/codec/types';
import { type DlmsError, isDlmsError } from '../../src/errors';
import type { HdlcAddress } from '../../src/framing/hdlc/address';
import { createHdlcDeframer } from '../../src/framing/hdlc/deframer';
import { decodeFrame, encodeFrame, type FrameFields } from '../../src/framing/hdlc/frame';
import { createHdlcLink, type HdlcLinkOptions } from '../../src/framing/hdlc/primary';
import type { Dialogue, Link } from '../../src/framing/link';
import { createWrapperDeframer, createWrapperLink } from '../../src/framing/wrapper';
import { capture } from './captures';
import { play, type Row } from './play';

const client: HdlcAddress = { length: 1, upper: 16, lower: null };
const asked: HdlcAddress = { length: 4, upper: 1, lower: 17 };

type Fields = Partial<Omit<FrameFields, 'destination' | 'source' | 'information'>> & Pick<FrameFields, 'kind'> & { information?: string };
const frameOf = (destination: HdlcAddress, source: HdlcAddress, { information, ...rest }: Fields): string => {
  const fields = { pf: true, ...rest, destination, source };
  return toHex(encodeFrame(information === undefined ? fields : { ...fields, information: Buffer.from(information, 'hex') }));
};
const tx = (fields: Fields): string => frameOf(asked, client, fields);
const rx = (fields: Fields, source = asked): string => frameOf(client, source, fields);

const linkOf = (options: Partial<HdlcLinkOptions> = {}): Link =>
  createHdlcLink({ addresses: { client: 16, logicalDevice: 1, physical: 17, addressLength: 4 }, ...options });

function* session(link: Link, apdus: readonly string[]): Dialogue<string[]> {
  yield* link.connect();
  const answers: string[] = [];
  for (const apdu of apdus) answers.push(toHex(yield* link.request(Buffer.from(apdu, 'hex'), 1000)));
  return answers;
}
const run = (link: Link, rows: readonly Row[], ...apdus: string[]): string[] => play(session(link, apdus), link.deframer, rows);

const failure = (work: () => unknown): DlmsError => {
  try {
    work();
  } catch (error) {
    assert.ok(isDlmsError(error), String(error));
    return error;
  }
  throw new assert.AssertionError({ message: 'no error was thrown' });
};

const snrm = tx({ kind: 'SNRM' });
const opened: Row = [snrm, rx({ kind: 'UA' })];
const ask = (ns: number, nr: number, apdu: string): string => tx({ kind: 'I', ns, nr, information: `E6E600${apdu}` });

describe('HDLC links in the field', () => {
  it('a meter that ends an old connection with DM answers the next SNRM', () => {
    const rows: Row[] = [[snrm, rx({ kind: 'DM' })], opened, [ask(0, 0, 'C0'), rx({ kind: 'I', ns: 0, nr: 1, information: 'E6E700C4' })]];
    assert.deepEqual(run(linkOf(), rows, 'C0'), ['C4']);
    const refused = failure(() =>
      run(linkOf(), [
        [snrm, rx({ kind: 'DM' })],
        [snrm, rx({ kind: 'DM' })],
      ]),
    );
    assert.equal(refused.code, 'link-refused');
  });

  it('DM and UA to one SNRM, glued together', () => {
    const rows: Row[] = [
      [snrm, rx({ kind: 'DM' }) + rx({ kind: 'UA' })],
      [snrm, rx({ kind: 'UA' })],
      [ask(0, 0, 'C0'), rx({ kind: 'I', ns: 0, nr: 1, information: 'E6E700C4' })],
    ];
    assert.deepEqual(run(linkOf(), rows, 'C0'), ['C4']);
  });

  it('an address of four octets is answered with two, or with the logical device alone', () => {
    for (const source of [{ length: 2, upper: 1, lower: 17 } as const, { length: 1, upper: 1, lower: null } as const]) {
      const rows: Row[] = [
        [snrm, rx({ kind: 'UA' }, source)],
        [ask(0, 0, 'C0'), rx({ kind: 'I', ns: 0, nr: 1, information: 'E6E700C4' }, source)],
      ];
      assert.deepEqual(run(linkOf(), rows, 'C0'), ['C4']);
    }
  });

  it('parameters of UA in any order and length, the windows first', () => {
    const link = linkOf({ maxInfoTransmit: 200, maxInfoReceive: 200 });
    const information = '818014 0801 01 0704 00000001 0602 0040 0504 00000080'.replace(/ /g, '');
    const connect = function* (): Dialogue<unknown> {
      return yield* link.connect();
    };
    const asking = tx({ kind: 'SNRM', information: '8180 12 0501C8 0601C8 070400000001 080400000001'.replace(/ /g, '') });
    assert.deepEqual(play(connect(), link.deframer, [[asking, rx({ kind: 'UA', information })]]), {
      maxInfoTransmit: 64,
      maxInfoReceive: 128,
      windowTransmit: 1,
      windowReceive: 1,
    });
  });

  it('segments without F: after a full window the meter is asked for the next', () => {
    const rows: Row[] = [
      opened,
      [ask(0, 0, 'C0'), rx({ kind: 'I', ns: 0, nr: 1, pf: false, segmented: true, information: 'E6E700C4' })],
      [tx({ kind: 'RR', nr: 1 }), rx({ kind: 'I', ns: 1, nr: 1, pf: false, information: '01' })],
      [ask(1, 2, 'C0'), rx({ kind: 'I', ns: 2, nr: 2, pf: false, information: 'E6E700C402' })],
    ];
    assert.deepEqual(run(linkOf({ retries: 0 }), rows, 'C0', 'C0'), ['C401', 'C402']);
  });

  it('a meter that never counts in N(R), nor sets F in its segments (the server of jDLMS), is asked nothing twice', () => {
    const segment = (ns: number, information: string, segmented = true): string =>
      rx({ kind: 'I', ns, nr: 0, pf: false, segmented, information });
    const rows: Row[] = [
      opened,
      [ask(0, 0, 'C0'), rx({ kind: 'I', ns: 0, nr: 0, information: 'E6E600C401' })],
      [ask(1, 1, 'C0'), segment(1, 'E6E600C4')],
      [tx({ kind: 'RR', nr: 2 }), segment(2, '02')],
      [tx({ kind: 'RR', nr: 3 }), segment(3, '03')],
      [tx({ kind: 'RR', nr: 4 }), segment(4, '04', false)],
    ];
    const link = linkOf({ retries: 0 });
    const waits: boolean[] = [];
    function* watched(): Dialogue<string[]> {
      const dialogue = session(link, ['C0', 'C0']);
      for (let state = dialogue.next(); ; ) {
        if (state.done) return state.value;
        waits.push(state.value.send === null);
        try {
          state = dialogue.next(yield state.value);
        } catch (error) {
          state = dialogue.throw(error);
        }
      }
    }
    assert.deepEqual(play(watched(), link.deframer, rows), ['C401', 'C4020304']);
    // It is waited for F once: then the meter is known.
    assert.equal(waits.filter((waited) => waited).length, 1);
  });

  it('a damaged segment in the middle is asked for again', () => {
    const second = rx({ kind: 'I', ns: 1, nr: 1, segmented: true, information: '01' });
    const damaged = `${second.slice(0, -6)}0000${second.slice(-2)}`;
    const rows: Row[] = [
      opened,
      [ask(0, 0, 'C0'), rx({ kind: 'I', ns: 0, nr: 1, segmented: true, information: 'E6E700C4' })],
      [tx({ kind: 'RR', nr: 1 }), damaged],
      [tx({ kind: 'RR', nr: 1 }), second],
      [tx({ kind: 'RR', nr: 2 }), rx({ kind: 'I', ns: 2, nr: 1, information: '02' })],
    ];
    assert.deepEqual(run(linkOf(), rows, 'C0'), ['C40102']);
  });

  it('says what came instead of frames', () => {
    const told = (octets: string): DlmsError => failure(() => run(linkOf({ retries: 0 }), [[snrm, octets]]));
    const wrapper = told('0001 0001 0010 0003 D80101'.replace(/ /g, ''));
    assert.equal(wrapper.code, 'response-timeout');
    assert.match(wrapper.message, /11 octets came that are no whole HDLC frame \(000100010010.*a wrapper header/);
    assert.match(wrapper.hint, /framing "wrapper"/);
    // "/LGZ4\2ZMD" CR LF as 7E1 on a port at 8N1
    assert.match(told('AFCC4E5AB45CB2').hint ?? '', /./);
    assert.match(told(toHex(Buffer.from('/LGZ4\\2ZMD3104\r\n'))).hint, /HDLC after mode E/);
    assert.match(told(toHex(Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'))).hint, /Another service/);
    const unknown = told('00F8F8001F');
    assert.match(unknown.hint, /baud rate/);
    // What it is nobody knows: it may be a damaged echo with a password in it.
    assert.doesNotMatch(unknown.message, /F8F8/);
  });
});

const addresses = { client: 16, logicalDevice: 1 };

describe('wrapper links in the field', () => {
  it('an answer whose ports are as they were in the request is taken, an echo is not', () => {
    const link = createWrapperLink({ addresses });
    const rows: Row[] = [['0001001000010001C0', '0001 0010 0001 0001 C0 0001 0010 0001 0002 C401']];
    assert.equal(toHex(play(link.request(Buffer.from('C0', 'hex'), 1000), link.deframer, rows)), 'C401');
  });

  it('says what came instead of frames', () => {
    const told = (octets: string): DlmsError => {
      const link = createWrapperLink({ addresses });
      return failure(() => play(link.request(Buffer.from('C0', 'hex'), 1000), link.deframer, [['0001001000010001C0', octets]]));
    };
    const hdlc = told('7EA00A000282FF6193CA097E');
    assert.equal(hdlc.code, 'response-timeout');
    assert.match(hdlc.message, /12 octets came that are no whole wrapper frame \(7EA00A.*an HDLC frame/);
    assert.match(hdlc.hint, /framing "HDLC"/);
    assert.match(told(toHex(Buffer.from('HTTP/1.1 400 Bad Request\r\n'))).hint, /Another service/);
  });

  it('says that the answer came from another logical device, or went to another client', () => {
    for (const [ports, said] of [
      ['03E9 0010', 'from 1001 to 16'],
      ['0001 0001', 'from 1 to 1'],
    ] as const) {
      const link = createWrapperLink({ addresses });
      const rows: Row[] = [['0001001000010001C0', `0001 ${ports} 0002 C401`]];
      const error = failure(() => play(link.request(Buffer.from('C0', 'hex'), 1000), link.deframer, rows));
      assert.equal(error.code, 'response-timeout');
      assert.match(error.message, new RegExp(`no answer for client 16 of logical device 1, only frames ${said}`));
      assert.match(error.hint, /logical device.*client SAP/);
    }
  });
});

describe('frames that have begun', () => {
  it('arrive as soon as their header is right, and no longer when they are complete, damaged or forgotten', () => {
    const hdlc = createHdlcDeframer();
    const frame = Buffer.from(rx({ kind: 'I', ns: 0, nr: 1, information: 'E6E700C401C1000600000001' }), 'hex');
    const arriving = [...frame].map((octet) => {
      hdlc.push(Buffer.of(octet));
      return hdlc.arriving === true;
    });
    // flag, format, addresses of 1 and 4 octets, control, HCS: 11 octets
    assert.equal(arriving.indexOf(true), 10);
    assert.equal(arriving.at(-1), false);
    hdlc.push(frame.subarray(0, 15));
    hdlc.reset();
    assert.equal(hdlc.arriving, false);
    const wrapper = createWrapperDeframer();
    wrapper.push(Buffer.from('0001000100100005C401', 'hex'));
    assert.equal(wrapper.arriving, true);
    wrapper.push(Buffer.from('C10011', 'hex'));
    assert.equal(wrapper.arriving, false);
  });
});

describe('a recorded load profile in blocks of segments (Apator, client and meter both at address 1)', () => {
  const frames = capture('sess-apator-profile').frames.map(({ hex }) => hex);
  const information = (hex: string): Buffer => decodeFrame(Buffer.from(hex, 'hex')).information;
  const kindOf = (hex: string) => decodeFrame(Buffer.from(hex, 'hex')).kind;

  /** The requests, and the frames that belong to each: what the recorded client polled between answers is left out. */
  const exchanges: { readonly apdu: Buffer; readonly rows: Row[] }[] = [];
  for (let i = 2; i < frames.length; i += 2) {
    const [sent = '', received = ''] = frames.slice(i, i + 2);
    if (kindOf(received) === 'RR') continue;
    if (kindOf(sent) === 'I') exchanges.push({ apdu: information(sent).subarray(3), rows: [] });
    exchanges.at(-1)?.rows.push([sent, received]);
  }

  it('is read with the same frames', () => {
    const link = createHdlcLink({ addresses: { client: 1, logicalDevice: 1 } });
    const one: HdlcAddress = { length: 1, upper: 1, lower: null };
    play(link.connect(), link.deframer, [[frameOf(one, one, { kind: 'SNRM' }), frames[1] as string]]);
    const answers = exchanges.map(({ apdu, rows }) => play(link.request(apdu, 1000), link.deframer, rows));
    assert.equal(answers.length, 11);
    assert.equal(answers[1]?.toString('latin1', 6), 'APAnor3094481130');
    // C4 02 invoke last block(4) 00 length(2)
    const profile = decodeData(Buffer.concat(answers.slice(-3).map((answer) => answer.subarray(11))));
    const rows = (profile.value as readonly Data[]).map(({ value }) => value as readonly Data[]);
    assert.equal(rows.length, 25);
    const [first, last] = [rows[0], rows[24]].map((row) => row?.map(({ value }) => (Buffer.isBuffer(value) ? toHex(value) : value)));
    assert.deepEqual(first, ['07E4040E02091E00FF00B400', 12754n]);
    assert.deepEqual(last, ['07E4040E02160000FF00B400', 13559n]);
  });
});
