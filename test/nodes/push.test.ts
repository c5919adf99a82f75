/**
 * dlms-push in a running Node-RED: meters that push by TCP and UDP, octets of other nodes, limits, and a redeploy that leaves
 * nothing.
 */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { encodeWrapper } from '../../src/framing/wrapper';
import { loadCapture } from '../support/captures';
import { collectAt, flowWith, helper, nextAt, nodeOf, startFlow, stopFlow, until } from '../support/node-red';
import { openedConfirmation, plainConfirmation, protectedNotification, pushKeys } from '../support/protected-push';
import { messagesOf, octetsOf } from '../telegram/support';
import { closed, confirmed, host, keysNode, PushFlow } from './push-flow';

describe('dlms-push', () => {
  const push = new PushFlow();
  const { dial, start, statusLike } = push;

  it('makes rows of what a meter pushes, and says who it is', async () => {
    const capture = loadCapture('push-lg-ch-e450');
    const { ek, ak } = capture.keys;
    await start({ output: 'rows', security: 'keys' }, [], { keys: { encryptionKey: ek ?? '', ...(ak ? { authenticationKey: ak } : {}) } });
    const messages = collectAt('out0');
    (await dial(push.port)).write(octetsOf(capture));
    await until(() => messages.length === messagesOf(capture).length);
    const [{ payload, topic, dlms }] = messages;
    assert.deepEqual(Object.keys(payload[0]), ['time', 'meter', 'obis', 'name', 'value', 'unit', 'status', 'error']);
    assert.equal(topic, 'LGZ1030655933512');
    assert.equal(dlms.meter, topic);
    assert.match(dlms.source, /^127\.0\.0\.1:\d+$/);
  });

  it('confirms, tells who came and went, and counts in its status', async () => {
    await start();
    const events = collectAt('out2');
    const socket = await dial(push.port);
    socket.write(confirmed);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.equal(answer[8], 0x10);
    socket.destroy();
    await until(() => events.length === 2);
    assert.deepEqual(
      events.map(({ topic }) => topic),
      ['connected', 'disconnected'],
    );
    await statusLike(/1 telegram/);
  });

  it('gives the lines of a meter whose name is too long for a file, and tells what goes wrong in making messages', async () => {
    await start({ output: 'csv', file: '<meter>.csv' });
    const messages = collectAt('out0');
    const name = 'A'.repeat(300);
    // structure of the logical device name (Blue Book 6.2.31) and import, as octet-strings and double-long-unsigned
    const values = ['0204', '090600002A0000FF', '0982012C', Buffer.from(name).toString('hex'), '09060100010800FF', '0600000BB8'];
    const telegram = Buffer.from(`00010001006700000F4000000700${values.join('')}`, 'hex');
    telegram.writeUInt16BE(telegram.length - 8, 6);
    const socket = await dial(push.port);
    socket.write(telegram);
    await until(() => messages.length === 1);
    assert.equal(messages[0].filename, `${name}.csv`);
    assert.equal(messages[0].payload.split('\n').length, 3);

    const { send, error } = nodeOf('node') as unknown as { send: unknown; error: { args: [Error][] } };
    Object.assign(nodeOf('node'), {
      send: () => {
        throw new TypeError('a defect');
      },
    });
    socket.write(telegram);
    await until(() => error.args.length > 0);
    Object.assign(nodeOf('node'), { send });
    assert.match(String(error.args[0]?.[0]), /a defect/);
  });

  it('confirms protected notifications with the keys and the title of the security node, and says what is missing for it', async () => {
    const { ek, ak } = pushKeys;
    const secrets = { ours: { encryptionKey: ek.toString('hex'), authenticationKey: ak.toString('hex') } };
    const ours = { ...keysNode, id: 'ours', level: 'gmac', protection: 'both', store: 'memory' };
    await start({ security: 'ours' }, [{ ...ours, clientTitle: '4D45544600000001' }], secrets);
    const socket = await dial(push.port);
    socket.write(encodeWrapper(1, 103, protectedNotification(1)));
    const { title, plain } = openedConfirmation(((await once(socket, 'data')) as [Buffer])[0]);
    assert.deepEqual([title, plain], ['4D45544600000001', plainConfirmation]);
    await stopFlow();
    await start({ security: 'ours' }, [{ ...ours, level: 'none', protection: 'none' }], secrets);
    (await dial(push.port)).write(encodeWrapper(1, 103, protectedNotification(2)));
    const logged = (): readonly (readonly [{ msg: unknown }])[] => helper.log().args;
    await until(() => logged().some(([{ msg }]) => /asked for a confirmation and got none: the client title is missing/.test(String(msg))));
  });

  it('takes datagrams', async () => {
    await start({ medium: 'udp' });
    const answer = nextAt('out0');
    const sender = createSocket('udp4');
    sender.send(confirmed, push.port, host);
    assert.equal((await answer).payload[0].value, 3000);
    await new Promise<void>((resolve) => sender.close(() => resolve()));
  });

  it('takes octets of other nodes and replies by the third output', async () => {
    await start({ medium: 'input' });
    const answer = nextAt('out0');
    const reply = nextAt('out2');
    nodeOf('node').receive({ payload: confirmed.toString('hex'), topic: 'modem', _session: { id: 's1' } });
    assert.equal((await answer).payload[0].value, 3000);
    const { topic, payload, _session } = await reply;
    assert.equal(topic, 'reply');
    assert.equal(payload[8], 0x10);
    assert.deepEqual(_session, { id: 's1' });
  });

  it('says where it listens also after octets that came with a message', async () => {
    await start();
    nodeOf('node').receive({ payload: confirmed, topic: 'modem' });
    await statusLike(/^tcp 127\.0\.0\.1:\d+, 1 telegram$/);
    const { status } = nodeOf('node') as unknown as { status: { lastCall: { args: [{ text?: string }] } } };
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.match(status.lastCall.args[0].text ?? '', /^tcp 127/, 'half a second later, when a status that was held back shows');
  });

  it('tells garbage by the second output while the next meter is heard', async () => {
    await start({ timeLimit: '0.05', framing: 'hdlc' });
    const readings = nextAt('out0');
    const problem = nextAt('out1');
    const damaged = octetsOf(loadCapture('neg-kamstrup-no-fcs'));
    (await dial(push.port)).write(damaged);
    (await dial(push.port)).write(octetsOf(loadCapture('push-aidon-no-list3')));
    assert.match((await problem).payload.message, /FCS/);
    assert.ok((await readings).payload.length > 0);
  });

  it('names in its status what was wrong with what came last', async () => {
    await start({ medium: 'input', timeLimit: '0.05', framing: 'hdlc' });
    nodeOf('node').receive({ payload: octetsOf(loadCapture('neg-kamstrup-no-fcs')), topic: 'modem' });
    await statusLike(/^1 problem \(frame-invalid\)$/);
    nodeOf('node').receive({ payload: octetsOf(loadCapture('push-aidon-no-list3')), topic: 'modem' });
    await statusLike(/^2 telegrams, 1 problem$/);
  });

  it('turns away who is not on the list', async () => {
    await start({ allow: '10.0.0.0/8, 192.168.1.7' });
    const event = nextAt('out2');
    await dial(push.port);
    const { topic, payload } = await event;
    assert.deepEqual([topic, payload.address, payload.reason], ['refused', host, 'not-allowed']);
  });

  it('says that its port is in use, and that a setting is wrong', async () => {
    await start();
    const taken = push.port;
    await stopFlow();
    const blocker = createServer().listen(taken, host);
    await once(blocker, 'listening');
    await startFlow(flowWith({ type: 'dlms-push', meter: '', medium: 'tcp', port: String(taken) }, 3));
    await statusLike(/port-unavailable/);
    const caught = nextAt('caught');
    nodeOf('node').receive({ payload: '00' });
    assert.equal((await caught).error.code, 'port-unavailable');
    await new Promise((resolve) => blocker.close(resolve));
    await statusLike(/^tcp/);
    await stopFlow();
    await startFlow(flowWith({ type: 'dlms-push', meter: '', medium: 'tcp', allow: 'nonsense' }, 3));
    await statusLike(/settings-invalid/);
  });

  it('leaves no listener and no connection after a redeploy', async () => {
    await start();
    const used = push.port;
    const socket = await dial(used);
    socket.write(confirmed.subarray(0, 12));
    const gone = closed(socket);
    await stopFlow();
    await gone;
    for (let round = 0; round < 3; round += 1) {
      await startFlow(flowWith({ type: 'dlms-push', meter: '', medium: 'tcp', port: String(used) }, 3));
      await statusLike(/tcp/);
      await stopFlow();
    }
    const again = connect(used, host);
    const [error] = (await once(again, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
    await startFlow([]);
  });
});
