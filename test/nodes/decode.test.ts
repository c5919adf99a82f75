/**
 * dlms-decode in a running Node-RED: captures of real meters through the node, in every form of octets and of output.
 */
import assert from 'node:assert/strict';
import { loadCapture } from '../support/captures';
import {
  asynchronousContext,
  collectAt,
  credentials,
  type FlowEntry,
  flowWith,
  meterConfig,
  nextAt,
  nodeOf,
  quietMeter,
  startFlow,
  stopFlow,
  until,
} from '../support/node-red';
import { type ExpectedMessage, messagesOf, octetsOf, pushCaptures } from '../telegram/support';

const keysNode = { id: 'keys', type: 'dlms-security', settingsVersion: 1, name: 'Keys', level: 'none', protection: 'none' } as FlowEntry;
const secretsOf = ({ ek, ak }: { ek?: string; ak?: string }) => ({
  keys: { ...(ek === undefined ? {} : { encryptionKey: ek }), ...(ak === undefined ? {} : { authenticationKey: ak }) },
});

const start = (node: object = {}, secrets: Record<string, Record<string, string>> = {}) =>
  startFlow([keysNode, ...flowWith({ type: 'dlms-decode', meter: '', security: '', output: 'array', ...node }, 2)], secrets);
const send = (msg: object): void => nodeOf('node').receive(msg);

describe('dlms-decode', () => {
  afterEach(stopFlow);

  const plain = loadCapture('push-aidon-no-list3');
  const octets = Buffer.from(plain.frames[0]?.hex ?? '', 'hex');
  const hex = octets.toString('hex');

  it('takes Buffer, hex in any writing and base64, from any property', async () => {
    await start({ property: 'payload.data' });
    const inputs = [octets, hex, hex.replace(/../g, '$& '), hex.replace(/../g, '0x$&, '), octets.toString('base64'), [...octets]];
    const seen = new Set<string>();
    for (const data of inputs) {
      const answer = nextAt('out0');
      send({ payload: { data } });
      const { payload } = await answer;
      seen.add(JSON.stringify(payload.map(({ obis, value, unit }: { obis: string; value: unknown; unit: string }) => [obis, value, unit])));
    }
    assert.equal(seen.size, 1);
    assert.match([...seen][0] ?? '', /"1-0:1\.7\.0\*255",\d/);
  });

  it('gives facts of the telegram beside the readings, and the raw data', async () => {
    await start();
    const answer = nextAt('out0');
    send({ payload: hex, topic: 'han/kitchen', kept: 1 });
    const msg = await answer;
    assert.equal(msg.kept, 1);
    assert.equal(msg.topic, 'han/kitchen');
    assert.equal(msg.dlms.source, 'han/kitchen');
    assert.equal(msg.dlms.service, 'data-notification');
    assert.equal(msg.dlms.meter, msg.payload[0].meter);
    assert.equal(msg.dlms.items.length, msg.payload.length);
    assert.equal(msg.dlms.items[0].data.type.length > 0, true);
    assert.deepEqual(Object.keys(msg.payload[0]).sort(), [
      'attribute',
      'classId',
      'error',
      'meter',
      'name',
      'obis',
      'status',
      'time',
      'unit',
      'value',
    ]);
  });

  it('a node behind reads with its own framing, not with that of the telegram', async () => {
    const meter = await quietMeter();
    try {
      const [tab, node, ...rest] = flowWith({ type: 'dlms-decode', meter: '', security: '', output: 'array' }, 2) as [FlowEntry, FlowEntry];
      const behind = { id: 'behind', z: 'tab', type: 'dlms-get', settingsVersion: 1, meter: 'config-meter', output: 'array' };
      const objects = [{ obis: '1-0:1.8.0*255', classId: 3, attribute: 2 }];
      await startFlow(
        [
          ...meterConfig(meter.port ?? 0),
          ...[tab, { ...node, wires: [['behind'], []] }, { ...behind, objects, wires: [['read'], []] }, ...rest],
          { id: 'read', type: 'helper', z: 'tab' },
        ],
        credentials,
      );
      const answer = Promise.race([nextAt('read'), nextAt('caught')]);
      send({ payload: hex });
      const { error, payload } = await answer;
      assert.equal(error, undefined);
      assert.equal(payload[0].meter, 'Meter 12');
    } finally {
      await stopFlow();
      await meter.close();
    }
  });

  it('decodes every push capture with its keys', async () => {
    for (const capture of pushCaptures().filter(({ expected }) => expected.notifications !== undefined)) {
      const readable = messagesOf(capture).filter(({ apdu }: ExpectedMessage) => apdu.apdu !== 'general-glo-ciphering' || apdu.inner);
      await start({ security: 'keys', parts: 'whole' }, secretsOf(capture.keys as { ek?: string; ak?: string }));
      const messages = collectAt('out0');
      const problems = collectAt('out1');
      send({ payload: octetsOf(capture) });
      await until(() => messages.length === readable.length && messages.length + problems.length === messagesOf(capture).length);
      await stopFlow();
      assert.equal(messages.length, readable.length, capture.id);
      for (const { payload } of messages) assert.ok(payload.length > 0, capture.id);
    }
  });

  it('joins the parts of each source and mixes none', async () => {
    await start({ output: 'by-obis' });
    const messages = collectAt('out0');
    const other = octetsOf(loadCapture('push-kaifa-no-list2'));
    for (let at = 0; at < Math.max(octets.length, other.length); at += 10) {
      for (const [topic, all] of [
        ['a', octets],
        ['b', other],
      ] as const) {
        if (at < all.length) send({ topic, payload: all.subarray(at, at + 10) });
      }
    }
    await until(() => messages.length >= 2);
    assert.deepEqual(new Set(messages.map(({ topic }) => topic)), new Set(['a', 'b']));
    assert.ok('1-0:32.7.0*255' in messages.find(({ topic }) => topic === 'a').payload);
  });

  it('joins the texts of each source, wherever a node before cut them', async () => {
    await start({ output: 'by-obis' });
    const messages = collectAt('out0');
    const text = '/ISK5\\2MT382-1003\r\n\r\n1-0:1.8.1(16722.627*kWh)\r\n1-0:1.8.2(19412.712*kWh)\r\n!\r\n';
    for (let at = 0; at < text.length; at += 10) for (const topic of ['a', 'b']) send({ topic, payload: text.slice(at, at + 10) });
    await until(() => messages.length >= 2);
    for (const { payload } of messages) assert.equal(payload['1-0:1.8.2*255'], 19412.712);
  });

  it('says where and why it stops, and goes on', async () => {
    await start();
    const problem = nextAt('out1');
    const broken = Buffer.from(octets);
    broken[30] = (broken[30] as number) ^ 0xff;
    const answer = nextAt('out0');
    send({ topic: 'a', payload: broken });
    send({ topic: 'a', payload: octets });
    const { payload, topic } = await problem;
    assert.equal(topic, 'a');
    assert.match(payload.message, /FCS/);
    assert.equal(payload.source, 'a');
    assert.ok(payload.hint.length > 10 && payload.octets.startsWith('7E'));
    assert.ok((await answer).payload.length > 0);
  });

  it('gives up the rest of a telegram after the time limit', async () => {
    await start({ timeLimit: '0.05' });
    const problem = nextAt('out1');
    send({ topic: 'a', payload: octets.subarray(0, 40) });
    const { payload } = await problem;
    assert.equal(payload.source, 'a');
    assert.match(payload.code, /frame|truncated/);
  });

  it('hands what is no octets at all to Catch nodes', async () => {
    await start();
    const caught = nextAt('caught');
    send({ payload: 'not octets!' });
    const { error, dlms } = await caught;
    assert.equal(error.code, 'value-invalid');
    assert.match(dlms.error.message, /msg\.payload/);
    assert.match(dlms.error.hint, /which property/);
  });

  it('refuses or marks a telegram that was recorded and sent again', async () => {
    const capture = loadCapture('push-kamstrup-dk-enc-testkey');
    await start({ security: 'keys', replay: 'strict' }, secretsOf(capture.keys as { ek?: string }));
    const first = nextAt('out0');
    send({ payload: octetsOf(capture) });
    const { dlms } = await first;
    assert.equal(dlms.protection.replayed, false);
    assert.equal(JSON.stringify(dlms).includes(String(capture.keys.ek)), false);
    const problem = nextAt('out1');
    send({ payload: octetsOf(capture) });
    assert.equal((await problem).payload.code, 'counter-replayed');
  });

  it('says which key is missing', async () => {
    await start();
    const problem = nextAt('out1');
    send({ payload: octetsOf(loadCapture('push-kamstrup-dk-enc-testkey')) });
    const { payload } = await problem;
    assert.equal(payload.code, 'key-invalid');
    assert.match(payload.message, /encryption key|no key/i);
  });

  describe('explained', () => {
    it('as a tree, as text and as the XML of the standard', async () => {
      await start({ output: 'tree' });
      let answer = nextAt('out0');
      send({ payload: hex });
      const [frame] = (await answer).payload;
      assert.ok(frame.children.length > 3);
      assert.equal(frame.to, octets.length);
      await stopFlow();
      await start({ output: 'text' });
      answer = nextAt('out0');
      send({ payload: hex });
      assert.match((await answer).payload, /data-notification/i);
      await stopFlow();
      await start({ output: 'xml' });
      answer = nextAt('out0');
      send({ payload: hex });
      assert.match((await answer).payload, /<DataNotification>/);
    });

    it('follows a session in both directions', async () => {
      const session = loadCapture('sess-echo-ln-none');
      await start({ output: 'text' });
      const messages = collectAt('out0');
      for (const { dir, hex: frame } of session.frames) send({ payload: frame, direction: dir });
      await until(() => messages.length === session.frames.length);
      assert.match(messages.map(({ payload }) => payload).join('\n'), /aarq[\s\S]*aare/i);
    });
  });

  it('explains the log of a program with the directions that its lines say', async () => {
    const session = loadCapture('sess-echo-ln-none');
    await start({ output: 'text' });
    const answer = nextAt('out0');
    const lines = session.frames.map(({ dir, hex: frame }, i) => `${dir === 'tx' ? 'TX' : 'RX'}: 14:23:0${i % 10}\t${frame}`);
    send({ payload: lines.join('\r\n') });
    const { payload } = await answer;
    assert.match(payload, /client to meter: 14:23:00/);
    assert.match(payload, /meter to client[\s\S]*aare/i);
    assert.match(payload, /echo of the frame that was sent/);
  });

  const element = (classId: number, obis: number[], attribute: number) => ({
    type: 'structure',
    value: [
      { type: 'long-unsigned', value: classId },
      { type: 'octet-string', value: Buffer.from(obis) },
      { type: 'integer', value: attribute },
      { type: 'long-unsigned', value: 0 },
    ],
  });
  const pushObjects = { type: 'array', value: [element(8, [0, 0, 1, 0, 0, 255], 2), element(3, [1, 0, 1, 8, 0, 255], 2)] };
  const lesson = () => ({
    learn: 'My list',
    dlms: { items: [{ classId: 40, obis: '0-0:25.9.0*255', attribute: 2, data: pushObjects }] },
  });
  // DataNotification without codes: structure of a clock and a number.
  const withoutCodes = '0F00000001000202090C07E6010106000000FFFFC40006000003E8';

  it('knows who a meter is whatever the flow makes of its messages', async () => {
    await start();
    const named = '0F00000001000204090600002A0000FF09104C475A3130333036353539333335313209060100010800FF0600000BB8';
    const energy = '0F00000002000202090601000108' + '00FF0600000BB9';
    const first = nextAt('out0');
    send({ payload: named });
    const { dlms } = await first;
    assert.equal(dlms.identity.logicalDeviceName, 'LGZ1030655933512');
    for (const field of Object.keys(dlms.identity)) dlms.identity[field] = 'somebody else';
    const second = nextAt('out0');
    send({ payload: energy });
    assert.equal((await second).dlms.meter, dlms.meter);
  });

  it('learns a template from a push set-up and uses it', async () => {
    await start();
    const learnt = nextAt('out1');
    send(lesson());
    const { topic, payload } = await learnt;
    assert.deepEqual([topic, payload.id, payload.items.length], ['template', 'my-list', 2]);
    // What the flow does with its copy is its own business.
    payload.items.length = 0;
    const answer = nextAt('out0');
    send({ payload: withoutCodes });
    const { dlms, payload: readings } = await answer;
    assert.equal(dlms.template, 'my-list');
    assert.deepEqual(
      readings.map(({ obis, value }: { obis: string; value: unknown }) => [obis, typeof value]),
      [
        ['0-0:1.0.0*255', 'string'],
        ['1-0:1.8.0*255', 'number'],
      ],
    );
  });

  it('learns scaler and unit of the registers that were read with the push set-up', async () => {
    await start();
    const learnt = nextAt('out1');
    const { learn, dlms } = lesson();
    send({ learn, dlms: { items: [...dlms.items, { classId: 3, obis: '1-0:1.8.0', attribute: 2, data: null, scaler: 1, unit: 30 }] } });
    await learnt;
    const answer = nextAt('out0');
    send({ payload: withoutCodes });
    const { payload: readings } = await answer;
    assert.deepEqual([readings[1].value, readings[1].unit], [10_000, 'Wh']);
    assert.equal(readings[0].unit, null);
  });

  // Node-RED's own store on disk with `cache: false` is one, and it is the default where settings.js says so.
  for (const type of ['dlms-decode', 'dlms-push']) {
    const flow = flowWith({ type, meter: '', security: '', output: 'array', medium: 'input' }, 3);
    const fed = async () => {
      const answer = nextAt('out0');
      send({ payload: withoutCodes });
      return (await answer).dlms.template;
    };

    it(`${type} keeps what it learnt in a context that is asynchronous, over a restart`, async () => {
      const kept = new Map<string, unknown>();
      await startFlow(flow, {}, [asynchronousContext(kept)]);
      const learnt = type === 'dlms-decode' ? nextAt('out1') : nextAt('out2');
      send(lesson());
      assert.equal((await learnt).payload.id, 'my-list');
      await stopFlow();
      await startFlow(flow, {}, [asynchronousContext(kept)]);
      assert.equal(await fed(), 'my-list');
    });

    it(`${type} works without what it learnt where that cannot be read, and does not write over it`, async () => {
      const kept = new Map<string, unknown>([['dlmsTemplates', ['before']]]);
      await startFlow(flow, {}, [asynchronousContext(kept, new Error('the disk is gone'))]);
      assert.equal(await fed(), null);
      const caught = nextAt('caught');
      send(lesson());
      const { error, dlms } = await caught;
      assert.equal(error.code, 'store-failed');
      // A Catch node may send the lesson once more.
      assert.deepEqual(dlms.items, lesson().dlms.items);
      assert.deepEqual(kept.get('dlmsTemplates'), ['before']);
    });
  }
});
