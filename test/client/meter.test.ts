/**
 * A meter over a memory line with real framing: how many requests a job takes, what readings look like, lists that are
 * refused, short names, writing.
 */
import assert from 'node:assert/strict';
import { conformanceFrom } from '../../src/apdu/initiate';
import { fromHex } from '../../src/bytes';
import { hdlcDefaults } from '../../src/client/defaults';
import { memoryStore } from '../../src/client/stores';
import type { AttributeReference, Line, MeterOptions } from '../../src/client/types';
import { DlmsError } from '../../src/errors';
import { plainSecurity } from '../../src/security/plain';
import { MemoryMeter, shortNameOptions, testLine, testMeter } from './memory-meter';
import { energyObis, logicalMeter, logicalServices, type MeterScript, registers, shortMeter } from './scripted-answers';

const energy = (n: number): AttributeReference[] =>
  Array.from({ length: n }, (_, i) => ({ classId: 3, obis: energyObis(i), attribute: 2 }));

async function rejection(promise: Promise<unknown>): Promise<DlmsError> {
  const error = await promise.then(
    () => assert.fail('it should have failed'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof DlmsError, String(error));
  return error;
}

describe('a meter on a line', () => {
  let peer: MemoryMeter;
  let line: Line;
  afterEach(async () => {
    await line.close();
    peer.close();
  });

  const start = (framing: 'hdlc' | 'wrapper', script: MeterScript, meter: Partial<MeterOptions> = {}) => {
    peer = new MemoryMeter({ framing, answer: logicalMeter(script), maxInfo: meter.hdlc?.maxInfoReceive ?? 128 });
    line = testLine(peer.transport, { framing });
    return testMeter(line, meter);
  };

  it('reads ten registers with units over HDLC in six requests cold and one steady', async () => {
    const meter = start(
      'hdlc',
      { objects: registers(10) },
      {
        security: async () => plainSecurity({ mechanism: 1, password: '12345678' }),
        hdlc: { ...hdlcDefaults, maxInfoTransmit: 1024, maxInfoReceive: 1024 },
      },
    );
    const cold = await meter.read(energy(10));
    assert.deepEqual(
      cold.readings.map(({ value, unit, error }) => [value, unit, error]),
      Array.from({ length: 10 }, (_, i) => [(1000 + i) / 10, 'Wh', null]),
    );
    assert.deepEqual(peer.requests, ['connect', 'aarq', 'get-request']);
    assert.equal(cold.info.roundTrips, 3);
    const steady = await meter.read(energy(10));
    assert.equal(steady.info.roundTrips, 1);
    assert.equal(steady.readings[9]?.value, 100.9);
    assert.equal(peer.requests.length, 4);
    await meter.release();
    assert.deepEqual(peer.requests.slice(4), ['rlrq', 'disconnect']);
  });

  it('does the same job in six turns of the line where frames hold 128 octets, and no frame only says "go on"', async () => {
    const meter = start('hdlc', { objects: registers(10) });
    const cold = await meter.read(energy(10));
    // 3 octets of LLC, 4 of the GET-with-list and 10 for each of 12 items are 127.
    assert.deepEqual(peer.requests, ['connect', 'aarq', 'get-request', 'get-request']);
    assert.equal(cold.info.roundTrips, 4);
    assert.equal((await meter.release()).roundTrips, 2);
  });

  it('keeps what was learnt over a release', async () => {
    const meter = start('wrapper', { objects: registers(2) });
    await meter.read(energy(2));
    await meter.release();
    await meter.read(energy(2));
    assert.deepEqual(peer.requests, ['aarq', 'get-request', 'rlrq', 'aarq', 'get-request']);
  });

  it('splits lists by the number of items and by the PDU size of the meter', async () => {
    const meter = start('wrapper', { objects: registers(10), pduSize: 60 }, { maxListItems: 4 });
    const { items } = await meter.get(energy(10));
    assert.equal(items.filter(({ error }) => error === null).length, 10);
    assert.deepEqual(peer.requests, ['aarq', 'get-request', 'get-request', 'get-request']);
  });

  it('reads one by one where the meter did not agree to lists', async () => {
    const meter = start('wrapper', { objects: registers(3), conformance: conformanceFrom(['get']) });
    await meter.get(energy(3));
    assert.deepEqual(peer.requests, ['aarq', 'get-request', 'get-request', 'get-request']);
  });

  const invokeId = { invokeId: 1, reserved: 0, confirmed: true, highPriority: true };
  const idOf = (request: Parameters<NonNullable<MeterScript['refuseLists']>>[0]) =>
    request.kind === 'get-request' ? request.value.value.invokeIdAndPriority : invokeId;
  const refusals: Readonly<Record<string, NonNullable<MeterScript['refuseLists']>>> = {
    'every item with one code': (request) => ({
      kind: 'get-response',
      value: {
        kind: 'get-response-with-list',
        value: {
          invokeIdAndPriority: idOf(request),
          result: [1, 2, 3].map(() => ({ kind: 'data-access-result', value: 'other-reason' })),
        },
      },
    }),
    'one refusal for all': (request) => ({
      kind: 'get-response',
      value: {
        kind: 'get-response-normal',
        value: { invokeIdAndPriority: idOf(request), result: { kind: 'data-access-result', value: 'other-reason' } },
      },
    }),
    'an exception': () => ({
      kind: 'exception-response',
      value: { stateError: 'service-unknown', serviceError: 'service-not-supported', invocationCounter: null },
    }),
    'a confirmed-service-error': () => ({
      kind: 'confirmed-service-error',
      value: { service: 'read', serviceError: { kind: 'service', value: 'service-unsupported' } },
    }),
    'an answer that is shorter': (request) => ({
      kind: 'get-response',
      value: {
        kind: 'get-response-with-list',
        value: { invokeIdAndPriority: idOf(request), result: [{ kind: 'data', value: { type: 'unsigned', value: 99 } }] },
      },
    }),
  };
  for (const [what, refuseLists] of Object.entries(refusals)) {
    it(`falls back to single requests, and remembers it, when a list is refused by ${what}`, async () => {
      const meter = start('wrapper', { objects: registers(3), refuseLists });
      const { items } = await meter.get(energy(3));
      assert.deepEqual(
        items.map(({ data }) => data?.value),
        [1000, 1001, 1002],
      );
      assert.equal(peer.requests.length, 1 + 1 + 3);
      await meter.get(energy(3));
      assert.equal(peer.requests.length, 1 + 1 + 3 + 3);
    });
  }

  it('gives each item its own result, with the object and the standard’s word', async () => {
    const meter = start('wrapper', { objects: registers(1) });
    const { readings } = await meter.read([...energy(1), { classId: 1, obis: '0-0:96.1.0', attribute: 2, name: 'Serial' }]);
    assert.equal(readings[0]?.value, 100);
    assert.equal(readings[1]?.value, null);
    assert.equal(readings[1]?.error?.name, 'object-undefined');
    assert.equal(readings[1]?.error?.code, 4);
    assert.match(readings[1]?.error?.text ?? '', /Serial.*object-undefined \(4\)/);
    const { items } = await meter.get([{ classId: 1, obis: '0-0:96.1.0', attribute: 2, name: 'Serial' }]);
    assert.equal(items[0]?.error?.code, 'refused');
    assert.deepEqual(items[0]?.error?.result, { code: 4, name: 'object-undefined' });
    assert.match(items[0]?.error?.message ?? '', /Serial \(0-0:96\.1\.0\*255, class 1, attribute 2\)/);
  });

  it('reads the others where one is answered with an exception, and asks for a scaler again that was', async () => {
    const key = (n: number, attribute: number): string => `3:${energyObis(n)}:${attribute}`;
    const exceptions = [key(1, 2), key(2, 3)];
    const meter = start('wrapper', { objects: registers(3), conformance: conformanceFrom(['get']), exceptions });
    const { readings } = await meter.read(energy(3));
    assert.deepEqual(
      readings.map(({ value, unit, error }) => [value, unit, error?.code]),
      [
        [100, 'Wh', undefined],
        [null, null, 'operation-not-possible'],
        [1002, null, undefined],
      ],
    );
    assert.match(readings[1]?.error?.text ?? '', /^1-0:2\.8\.0\*255, class 3, attribute 2: the meter answers with an exception.*\. /);
    exceptions.length = 0;
    const { readings: later } = await meter.read(energy(3));
    assert.deepEqual(
      later.map(({ value }) => value),
      [100, 100.1, 100.2],
    );
    exceptions.push(key(0, 2));
    assert.equal((await rejection(meter.get(energy(1)))).code, 'operation-not-possible');
  });

  const values = (n: number) => energy(n).map((reference) => ({ ...reference, value: { type: 'unsigned', value: 1 } as const }));

  it('writes one by one, and in one request where the meter is set so', async () => {
    const single = start('wrapper', { objects: registers(3) });
    assert.equal((await single.set(values(3))).info.roundTrips, 1 + 3);
    await line.close();
    peer.close();
    const lists = start('wrapper', { objects: registers(3) }, { writeLists: true });
    const { items, info } = await lists.set(values(3));
    assert.deepEqual(items, Array(3).fill({ data: null, error: null }));
    assert.equal(info.roundTrips, 1 + 1);
    peer.close();
    await line.close();
    peer = new MemoryMeter({ framing: 'wrapper', answer: shortMeter(3) });
    line = testLine(peer.transport);
    const short = testMeter(line, { associate: shortNameOptions, writeLists: true });
    await short.objectList();
    assert.equal((await short.set(values(3))).info.roundTrips, 1);
  });

  it('says how far it came when a write fails in the middle, and sends nothing after it', async () => {
    let writes = 0;
    const answer = logicalMeter({ objects: registers(4) });
    peer = new MemoryMeter({
      framing: 'wrapper',
      answer: (request) => (request.kind === 'set-request' && ++writes === 2 ? null : answer(request)),
    });
    line = testLine(peer.transport);
    const error = await rejection(testMeter(line).set(values(4)));
    assert.equal(error.code, 'response-timeout');
    assert.equal(error.details?.done, 1);
    assert.match(error.message, /1 of 4 items were answered before, the next may have been executed, 2 not sent/);
    assert.equal(writes, 2);
  });

  it('refuses what the association does not allow, naming the bit', async () => {
    const meter = start('wrapper', { objects: {}, conformance: conformanceFrom(['get']) });
    const error = await rejection(meter.set([{ classId: 1, obis: '0-0:96.1.0', attribute: 2, value: { type: 'unsigned', value: 1 } }]));
    assert.equal(error.code, 'unsupported-by-conformance');
    assert.match(error.message, /"set" \(conformance bit 20\)/);
  });

  it('refuses a value that does not fit into the PDU of the meter, naming the bit', async () => {
    const meter = start('wrapper', { objects: {}, pduSize: 64, conformance: logicalServices });
    const value = { type: 'octet-string', value: Buffer.alloc(100) } as const;
    const error = await rejection(meter.set([{ classId: 1, obis: '0-0:96.1.0', attribute: 2, value }]));
    assert.equal(error.code, 'pdu-too-small');
    assert.match(error.message, /block-transfer-with-set-or-write/);
    assert.deepEqual(peer.requests, ['aarq']);
  });

  it('checks what it is asked before anything is queued', async () => {
    const meter = start('wrapper', { objects: {} });
    assert.equal((await rejection(meter.get([{ classId: 3, obis: '1.2.3.4.5.6.7', attribute: 2 }]))).code, 'obis-invalid');
    assert.equal((await rejection(meter.get([]))).code, 'settings-invalid');
    assert.equal((await rejection(meter.get([{ classId: 3, obis: '1.8.0', attribute: 2.5 }]))).code, 'settings-invalid');
    assert.equal(peer.connections, 0);
  });

  it('reads and writes with short names: names once, then one Read for all', async () => {
    peer = new MemoryMeter({ framing: 'hdlc', answer: shortMeter(10) });
    line = testLine(peer.transport, { framing: 'hdlc' });
    const meter = testMeter(line, { associate: shortNameOptions, hdlc: { ...hdlcDefaults, maxInfoReceive: 1024, maxInfoTransmit: 1024 } });
    const { readings } = await meter.read(energy(10));
    assert.deepEqual(
      readings.map(({ value, unit }) => [value, unit]),
      Array.from({ length: 10 }, (_, i) => [(1000 + i) / 10, 'Wh']),
    );
    assert.deepEqual(peer.requests, ['connect', 'aarq', 'read-request', 'read-request']);
    await meter.read(energy(10));
    assert.equal(peer.requests.length, 5);
    const { items } = await meter.set([{ classId: 3, obis: energyObis(0), attribute: 2, value: { type: 'unsigned', value: 1 } }]);
    assert.deepEqual(items, [{ data: null, error: null }]);
    const { objects } = await meter.objectList();
    assert.equal(objects.length, 10);
    assert.equal(objects[1]?.baseName, 0x1018);
    const serial = { classId: 1, obis: '0-0:96.1.0*255', attribute: 2 };
    const { readings: mixed } = await meter.read([serial, ...energy(1)]);
    assert.deepEqual(
      mixed.map(({ value, error }) => [value, error?.code ?? null]),
      [
        [null, 'object-unknown'],
        [100, null],
      ],
    );
    const unknown = await rejection(meter.set([{ ...serial, value: { type: 'unsigned', value: 1 } }]));
    assert.equal(unknown.code, 'object-unknown');
  });

  it('takes base names by hand instead of the object list', async () => {
    peer = new MemoryMeter({ framing: 'wrapper', answer: shortMeter(2) });
    line = testLine(peer.transport);
    const baseNames = { [`3:${energyObis(1)}`]: 0x1018 };
    const meter = testMeter(line, { associate: shortNameOptions, baseNames });
    const { readings } = await meter.read([{ classId: 3, obis: energyObis(1), attribute: 2 }]);
    assert.equal(readings[0]?.value, 100.1);
    assert.deepEqual(peer.requests, ['aarq', 'read-request']);
  });

  it('keeps base names in a store, and reads the object list again when they do not help', async () => {
    const store = memoryStore();
    const start = (n: number) => {
      peer = new MemoryMeter({ framing: 'wrapper', answer: shortMeter(n) });
      line = testLine(peer.transport);
      return testMeter(line, { associate: shortNameOptions, store });
    };
    await start(2).get(energy(2));
    assert.deepEqual(peer.requests, ['aarq', 'read-request', 'read-request']);
    await line.close();
    const restarted = start(3);
    await restarted.get(energy(2));
    assert.deepEqual(peer.requests, ['aarq', 'read-request']);
    assert.equal((await restarted.get(energy(3))).items[2]?.data?.value, 1002);
  });

  it('takes object lists that announce more objects than they have, whole and in blocks', async () => {
    // five announced, two there: class 1 version 0 0-0:96.1.0*255, class 3 version 0 1-0:1.8.0*255, no rights told
    const two = ['120001 1100 09060000600100FF 00', '120003 1100 09060100010800FF 00'].map((object) => `0204 ${object}`);
    const first = `0105 ${two[0]}`;
    const blocks = ['C402C1 00 00000001 00 12', 'C402C1 01 00000002 00 10'].map((head, i) => head + [first, two[1]][i]);
    const answers = [[`C401C1 00 ${first} ${two[1]}`], blocks];
    for (const [i, rest] of answers.entries()) {
      const script = logicalMeter({ objects: {} });
      peer = new MemoryMeter({
        framing: 'wrapper',
        answer: (request) => (request.kind === 'get-request' ? fromHex((rest.shift() as string).replaceAll(' ', '')) : script(request)),
      });
      line = testLine(peer.transport);
      const { objects } = await testMeter(line).objectList();
      assert.deepEqual(
        objects.map(({ classId, obis }) => [classId, obis]),
        [
          [1, '0-0:96.1.0*255'],
          [3, '1-0:1.8.0*255'],
        ],
      );
      if (i === 0) await line.close();
    }
  });

  it('tells what was negotiated', async () => {
    const meter = start('hdlc', { objects: {}, pduSize: 500 });
    const first = await meter.associate();
    assert.equal(first.fresh, true);
    assert.equal(first.association.serverMaxReceivePduSize, 500);
    assert.equal(first.link.maxInfoTransmit, 128);
    assert.equal((await meter.associate()).fresh, false);
    assert.equal(meter.association?.referencing, 'ln');
    await meter.release();
    assert.equal(meter.association, null);
  });
});
