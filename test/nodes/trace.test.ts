import assert from 'node:assert/strict';
import { entryText, LineTap, type TraceEntry, TraceHub, traceHub } from '../../nodes/lib/trace';
import { holdSecrets, secretsMask } from '../../nodes/lib/trace-secrets';
import { clientAddress, serverAddress } from '../../src/framing/hdlc/address';
import { encodeFrame } from '../../src/framing/hdlc/frame';
import { maskFor, type Simulator } from '../../src/index';
import {
  collectAt,
  credentials,
  flowWith,
  helper,
  meterConfig,
  nextAt,
  nodeOf,
  password,
  quietMeter,
  startFlow,
  stopFlow,
} from '../support/node-red';

describe('trace of a connection', () => {
  let meter: Simulator;
  before(async () => {
    meter = await quietMeter();
  });
  after(() => meter.close());
  afterEach(stopFlow);

  it('associate sends every frame both ways from its second output, without the password', async () => {
    await startFlow([...meterConfig(meter.port ?? 0, { trace: true }), ...flowWith({ type: 'dlms-associate' }, 2)], credentials);
    const traced = collectAt('out1');
    const answer = nextAt('out0');
    nodeOf('node').receive({});
    await answer;
    const entries = traced.map(({ trace }: { trace: TraceEntry }) => trace);
    assert.deepEqual(
      entries.map(({ direction }) => direction),
      ['tx', 'rx'],
    );
    assert.match(entries[0]?.summary ?? '', /Wrapper client 1 -> server 1, \d+ octets: aarq/);
    assert.match(entries[0]?.text ?? '', /applicationContextName: 2\.16\.756\.5\.8\.1\.1/);
    const said = JSON.stringify(traced);
    assert.ok(!said.includes(password));
    assert.ok(!said.includes(Buffer.from(password).toString('hex')));
    const { body } = await helper.request().post('/dlms/trace').send({ connection: 'config-line' });
    assert.match(body.text, /^@meterflow\/node-red-dlms \d+\.\d+\.\d+, Node-RED.*, Node\.js \d+/);
    assert.match(body.text.split('\n')[1], /medium tcp, framing wrapper/);
    assert.ok(!body.text.includes('127.0.0.1'));
    assert.match(body.text, /<- .*aare/);
    assert.ok(!body.text.includes(password) && !body.text.includes(Buffer.from(password).toString('hex')));
  });

  it('is forgotten with its connection, and not with a redeploy', async () => {
    await startFlow([...meterConfig(meter.port ?? 0, { trace: true }), ...flowWith({ type: 'dlms-associate' }, 2)], credentials);
    const answer = nextAt('out0');
    nodeOf('node').receive({});
    await answer;
    const connection = nodeOf('config-line') as unknown as { close(removed: boolean): Promise<void> };
    await connection.close(false);
    assert.notEqual(traceHub('config-line').text(), '');
    await connection.close(true);
    assert.equal(traceHub('config-line').text(), '');
  });

  it('says nothing while it is off', async () => {
    await startFlow([...meterConfig(meter.port ?? 0), ...flowWith({ type: 'dlms-associate' }, 2)], credentials);
    const traced = collectAt('out1');
    const answer = nextAt('out0');
    nodeOf('node').receive({});
    await answer;
    assert.equal(traced.length, 0);
  });

  it('hides short passwords by their place, and passwords that are written', () => {
    const tap = new LineTap('wrapper', () => maskFor([]));
    // AARQ with low-level security, password "12" (GB 11): 8A 02 07 80, 8B 07 60 85 74 05 08 02 01, AC 04 80 02 31 32
    const aarq = '6028a109060760857405080101'.concat('8a0207808b0760857405080201ac0480023132').concat('be0a0408010000000600');
    const frame = (apdu: string): Buffer => Buffer.concat([Buffer.from('000100010001', 'hex'), length(apdu), Buffer.from(apdu, 'hex')]);
    const entry = tap.entry('tx', frame(aarq), 'm');
    assert.ok(!entryText(entry).includes('3132'));
    const written = tap.entry('tx', frame('c101c1000f0000280000ff070009033132 33'.replace(/\s/g, '')), 'm');
    assert.ok(!entryText(written).includes('313233'));
    assert.match(written.text, /not shown/);
    const changed = tap.entry('tx', frame('c301c1000f0000280000ff02010903313233'), 'm');
    assert.ok(!entryText(changed).includes('313233'));
  });

  it('hides every secret as it is typed: in quotes, with blanks, in a keyring', () => {
    const given = {
      password: '"Quoted Secret 1"',
      keyring:
        'M1; 0x00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF; "0123456789abcdef"; password=Long Passw0rd!\nM2; password="of M2, quoted"',
    };
    const letGo = holdSecrets(given);
    const mask = secretsMask();
    for (const secret of ['Quoted Secret 1', 'Long Passw0rd!', 'of M2, quoted', '0123456789abcdef']) {
      assert.equal(mask.octets(Buffer.from(`<${secret}>`)).toString(), `<${'*'.repeat(secret.length)}>`);
    }
    assert.equal(mask.octets(Buffer.from('00112233445566778899aabbccddeeff', 'hex')).toString(), '*'.repeat(16));
    letGo();
  });
  const length = (apdu: string): Buffer => {
    const octets = Buffer.alloc(2);
    octets.writeUInt16BE(apdu.length / 2);
    return octets;
  };

  /** Three octets of the secret in a row, as hex or text, anywhere in what is said. */
  const shows = (entries: readonly TraceEntry[], secret: string): boolean => {
    const said = entries.map(entryText).join('\n');
    const tight = said.replaceAll(' ', '').toLowerCase();
    return Array.from({ length: secret.length - 2 }, (_, at) => secret.slice(at, at + 3)).some(
      (part) => said.includes(part) || tight.includes(Buffer.from(part).toString('hex')),
    );
  };
  /** HDLC I frames of an APDU (Green Book 8.4): LLC E6 E6 00 in front of the first, the segment bit in all but the last. */
  const segments = (apdu: Buffer, size: number): Buffer[] => {
    const whole = Buffer.concat([Buffer.from('E6E600', 'hex'), apdu]);
    return Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
      encodeFrame({
        destination: serverAddress({ logicalDevice: 1, physical: 17 }),
        source: clientAddress(16),
        kind: 'I',
        ns: i % 8,
        nr: 0,
        pf: true,
        segmented: (i + 1) * size < whole.length,
        information: whole.subarray(i * size, (i + 1) * size),
      }),
    );
  };
  const secret = 'Zq7#Kx9!Wv';
  const hexSecret = Buffer.from(secret).toString('hex');
  const octetString = `09 0A ${hexSecret}`;

  it('shows no part of a password, however an AARQ is cut into segments, nor of its echo', () => {
    // As GB 11 has it, with another password: mechanism 1, calling-authentication-value AC.
    const inner = `A109060760857405080101 8A0207808B0760857405080201 AC0C800A${hexSecret} BE10040E01000000065F1F0400007E1F04B0`.replaceAll(
      ' ',
      '',
    );
    const aarq = Buffer.from(`60${(inner.length / 2).toString(16)}${inner}`, 'hex');
    for (let size = 16; size <= 80; size++) {
      const tap = new LineTap('hdlc', () => maskFor([Buffer.from(secret)]));
      const frames = segments(aarq, size);
      const entries = [...frames.map((frame) => tap.entry('tx', frame, 'm')), ...frames.map((frame) => tap.entry('rx', frame, 'm'))];
      assert.ok(!shows(entries, secret), `segments of ${size} octets`);
      assert.match(entries[frames.length - 1]?.text ?? '', /applicationContextName: 2\.16\.756\.5\.8\.1\.1/);
    }
  });

  it('shows no part of a secret that is written, by whichever service, whole or cut', () => {
    const target = '000F 0000280000FF';
    const half = hexSecret.slice(0, 10);
    const rest = hexSecret.slice(10);
    const requests: Readonly<Record<string, readonly string[]>> = {
      set: [`C1 01 C1 ${target} 07 00 ${octetString}`],
      'set with list': [`C1 04 C1 01 ${target} 07 00 01 ${octetString}`],
      'set in blocks': [`C1 02 C1 ${target} 07 00 00 00000001 07 090A${half}`, `C1 03 C1 01 00000002 05 ${rest}`],
      action: [`C3 01 C1 ${target} 02 01 ${octetString}`],
      'action with list': [`C3 03 C1 01 ${target} 02 01 ${octetString}`],
      'action in blocks': [`C3 04 C1 ${target} 02 00 00000001 07 090A${half}`, `C3 06 C1 01 00000002 05 ${rest}`],
      access: [`D9 40000001 00 01 02 ${target} 07 01 ${octetString}`, `D9 40000001 00 01 03 ${target} 02 01 ${octetString}`],
      'short names': [`05 01 04 FA40 01 ${octetString}`, `06 01 02 FA40 01 ${octetString}`],
      // Blue Book 4.4.3: change_HLS_secret is method 6 of versions 0 to 2, x + 48
      'short names, HLS': [`05 01 04 FA48 01 ${octetString}`, `06 01 02 FA48 01 ${octetString}`],
      'short names in blocks': [`06 01 07 00 0001 0B 0102FA40 01 090A${half.slice(0, 4)}`, `06 01 07 01 0002 08 ${half.slice(4)}${rest}`],
      'general blocks': [`E0 00 0001 0000 13 C101C1${target}0700090A${half.slice(0, 8)}`, `E0 80 0002 0000 06 ${half.slice(8)}${rest}`],
      'authenticated only': [
        `C9 ${(0x25).toString(16)} 10 00000001 C101C1${target}0700 ${octetString} ${'AA'.repeat(12)}`.replace('C9 25', 'C9 2A'),
      ],
      'through a gateway': [`E6 00 02 3132 C1 01 C1 ${target} 07 00 ${octetString}`],
    };
    for (const [name, apdus] of Object.entries(requests)) {
      const octets = apdus.map((apdu) => Buffer.from(apdu.replaceAll(' ', ''), 'hex'));
      for (const size of [20, 25, 30, 128]) {
        const tap = new LineTap('hdlc', () => maskFor([]));
        const frames = octets.flatMap((apdu) => segments(apdu, size));
        const entries = frames.flatMap((frame) => [tap.entry('tx', frame, 'm'), tap.entry('rx', frame, 'm')]);
        assert.ok(!shows(entries, secret), `${name}, segments of ${size} octets`);
      }
    }
  });

  it('shows reads whole, and what follows a write', () => {
    const tap = new LineTap('hdlc', () => maskFor([]));
    const [get] = segments(Buffer.from('C001C1000F0000280000FF0200', 'hex'), 128);
    assert.match(tap.entry('tx', get as Buffer, 'm').hex, /C0 ?01 ?C1/);
    const [set] = segments(Buffer.from('C101C100030100010800FF0200060000000A', 'hex'), 128);
    const entry = tap.entry('tx', set as Buffer, 'm');
    assert.match(entry.hex, /C1 ?01 ?C1/);
    assert.match(entry.text, /set-request/);
  });

  it('never throws for any octets, and keeps a bounded number', () => {
    const hub = new TraceHub();
    const tap = new LineTap('hdlc', () => maskFor([]));
    for (let n = 0; n < 1500; n += 1) hub.publish(tap.entry('rx', Buffer.from([n & 255, 0x7e, n >> 3, 0xa0]), `meter ${n % 100}`));
    assert.ok(hub.text().split('\n\n').length <= 500);
  });
});
