import assert from 'node:assert/strict';
import { entryText, LineTap, type TraceEntry, TraceHub } from '../../nodes/lib/trace';
import { holdSecrets, secretsMask } from '../../nodes/lib/trace-secrets';
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

  it('never throws for any octets, and keeps a bounded number', () => {
    const hub = new TraceHub();
    const tap = new LineTap('hdlc', () => maskFor([]));
    for (let n = 0; n < 1500; n += 1) hub.publish(tap.entry('rx', Buffer.from([n & 255, 0x7e, n >> 3, 0xa0]), `meter ${n % 100}`));
    assert.ok(hub.text().split('\n\n').length <= 500);
  });
});
