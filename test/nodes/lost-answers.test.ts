/**
 * The answer to a command is lost after the meter has carried it out: nobody may be told that it failed, and nothing may be
 * sent twice.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Simulator, SimulatorEvent } from '../../src/index';
import { stopFlow } from '../support/node-red';
import {
  ask,
  type Counters,
  counterFolder,
  gmac,
  keys,
  newKeys,
  otherAk,
  otherEk,
  question,
  securedMeter,
  securityNode,
  startSecured,
} from './security-flows';

const breaker = '0-0:96.3.10*255';

/** Not the proof of the client in its association. */
const isCommand = (event: SimulatorEvent): boolean => event.kind === 'action' && event.classId !== 15;

describe('lost answers', () => {
  let meter: Simulator;
  let line: Server;
  let counters: Counters;
  const clients = new Set<Socket>();
  const events: SimulatorEvent[] = [];
  /** Commands whose answers the line loses; the line is cut with them. */
  let loses = 0;

  beforeEach(async () => {
    counters = counterFolder();
    events.length = 0;
    meter = await securedMeter({ mechanism: 5, security: keys });
    meter.on((event) => {
      events.push(event);
      if (!isCommand(event) || loses === 0) return;
      loses -= 1;
      for (const client of clients) client.destroy();
    });
    line = createServer((client) => {
      clients.add(client.on('close', () => clients.delete(client)));
      const upstream = connect(meter.port ?? 0, '127.0.0.1');
      client.pipe(upstream).pipe(client);
      for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
      client.on('close', () => upstream.destroy());
    });
    await once(line.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(async () => {
    loses = 0;
    await stopFlow();
    line.close();
    await meter.close();
    counters.remove();
  });

  const start = (node: object): Promise<void> => {
    const { port } = line.address() as { port: number };
    return startSecured(port, counters.folder, gmac, keys, {
      node: { type: 'dlms-action', settingsVersion: 2, newSecurity: 'next', ...node },
      outputs: 2,
      extra: [securityNode('next', counters.folder, gmac)],
      credentials: { next: newKeys },
      line: { retries: '2' },
    });
  };
  const commands = (): number => events.filter(isCommand).length;

  /** The answer to a guarded command that the line loses. */
  const lost = async (node: object) => {
    await start(node);
    await question();
    loses = 1;
    return ask({ confirm: true });
  };

  it('the supply: what became of the command is read back, and it is sent once', async () => {
    const { payload, error } = await lost({ task: 'disconnect' });
    assert.equal(error, undefined);
    assert.deepEqual([payload.done, payload.after.controlState], [true, 'disconnected']);
    assert.match(payload.notes.join(), /answer to the command was lost/);
    assert.equal(commands(), 1);
  });

  it('a bare method: the error says that it may be done, and is worth no retry', async () => {
    const { error, dlms } = await lost({ obis: breaker, classId: 70, method: 1 });
    assert.equal(error.code, 'connection-closed');
    assert.match(error.message, /may have been executed.*Read back/);
    assert.deepEqual([dlms.error.retry, dlms.error.unanswered], ['never', true]);
    assert.deepEqual([commands(), meter.get(breaker, 3)?.value], [1, 0]);
  });

  it('a change of keys: the hint names a way that works with either keys', async () => {
    const { error } = await lost({ task: 'change-keys', setupVersion: '1', changeEk: true, changeAk: true });
    assert.match(error.message, /new keys already.*second EK and AK/);
    assert.equal(commands(), 1);
    await stopFlow();
    const both = { ...keys, encryptionKey2: otherEk, authenticationKey2: otherAk };
    await startSecured((line.address() as { port: number }).port, counters.folder, gmac, both);
    const { payload, dlms } = await ask();
    assert.equal(typeof payload[0].value, 'number');
    assert.equal(dlms.authentication.keySet, 'second');
  });

  it('what the meter refuses is no lost answer', async () => {
    await start({ obis: '0-0:96.3.11*255', classId: 70, method: 1 });
    await question();
    const { payload } = await ask({ confirm: true });
    assert.equal(payload.done, false);
    assert.doesNotMatch(JSON.stringify(payload), /may have been/);
  });
});
