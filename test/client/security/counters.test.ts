/** The client's counters as they pass the line: every policy's triple, start values, recovery from stale ones, the end of the range. */
import assert from 'node:assert/strict';
import type { CounterStart } from '../../../src/client/security/options';
import { memoryStore } from '../../../src/client/stores';
import type { DlmsError } from '../../../src/errors';
import { memoryCounterStore } from '../../../src/security/counters';
import { keyFingerprint } from '../../../src/security/keys';
import type { StaleAnswer } from '../../../src/security/server';
import { connect, energy, rejection, SecuredMeter, securityOptions, withMeter } from './secured-meter';

/** The table of facts/invocation-counter.md, offsets of AARQ, action and GMAC. */
const table = {
  distinct: [0, 2, 1],
  shared: [0, 1, 1],
  'reuse-aarq': [0, 1, 0],
  frozen: [0, 0, 0],
  'gap-after': [0, 3, 1],
  'gap-before': [0, 3, 2],
  'gap-shared': [0, 2, 2],
  'gmac-last': [0, 1, 2],
  custom: [0, 7, 4],
} as const;
const starts = [0, 1, 0x7fffffff, 0x80000000, 0xfffffff0];

describe('counter policies on the wire', () => {
  for (const [icPolicy, [aarq, action, gmac]] of Object.entries(table) as [keyof typeof table, readonly [number, number, number]][]) {
    it(`${icPolicy}: N+${aarq}, N+${action}, N+${gmac}`, async () => {
      for (const n of starts) {
        const meter = new SecuredMeter({ settings: { replayRule: false } });
        const options = securityOptions({
          settings: { icPolicy, ...(icPolicy === 'custom' ? { icOffsets: { aarq: 0, action: 7, gmac: 4 } } : {}) },
          counterStart: { policy: 'fixed', number: n },
        });
        await withMeter(meter, options, (client) => client.associate());
        assert.deepEqual(meter.triples, [{ aarq: n + aarq, action: n + action, gmac: n + gmac }]);
      }
    });
  }

  it('the next association goes on after the last counter, without a gap', async () => {
    const meter = new SecuredMeter();
    await withMeter(meter, securityOptions({ counterStart: { policy: 'fixed', number: 100 } }), async (client) => {
      await client.get([energy]);
      await client.release();
      await client.associate();
    });
    // 100, 102, 101, the GET 103, the protected RLRQ 104.
    assert.deepEqual(meter.triples[1], { aarq: 105, action: 107, gmac: 106 });
  });

  it('after a restart it goes on above everything that was reserved', async () => {
    const counterStore = memoryCounterStore();
    const seen = [];
    for (let run = 0; run < 2; run++) {
      const meter = new SecuredMeter();
      await withMeter(meter, securityOptions({ counterStore, counterBlock: 8 }), (client) => client.associate());
      seen.push(meter.triples[0]?.aarq);
    }
    assert.deepEqual(seen, [0, 8]);
  });

  for (const [dedicatedCounter, first, release] of [
    ['own', 1, 503],
    ['shared', 503, 504],
  ] as const)
    it(`a dedicated key, counter ${dedicatedCounter}: its first message has ${first}, the RLRQ ${release}`, async () => {
      const options = securityOptions({ dedicatedKey: 'fresh', dedicatedCounter, counterStart: { policy: 'fixed', number: 500 } });
      const target = new SecuredMeter();
      const { line, meter } = connect(target, options);
      const sent: Buffer[] = [];
      // behind the header of the wrapper
      line.on('frame', (direction, octets) => void (direction === 'tx' && sent.push(octets.subarray(8))));
      assert.equal((await meter.get([energy])).items[0]?.error, null);
      await meter.release();
      await line.close();
      target.memory.close();
      assert.equal(sent.find(([tag]) => tag === 0xd0)?.readUInt32BE(3), first);
      const rlrq = sent.find(([tag]) => tag === 0x62) as Buffer;
      // glo-initiate-request, its length, the control octet, the counter
      assert.equal(rlrq.readUInt32BE(rlrq.indexOf(0x21) + 3), release);
    });

  it('a plain AARQ takes no counter', async () => {
    const meter = new SecuredMeter({ settings: { protection: 'none' } });
    await withMeter(meter, securityOptions({ settings: { protection: 'none' }, counterStart: { policy: 'fixed', number: 9 } }), (client) =>
      client.associate(),
    );
    assert.deepEqual(meter.triples, [{ aarq: null, action: null, gmac: 9 }]);
  });
});

const object = { obis: '0-0:43.1.0*255' };

describe('start values', () => {
  const first = async (counterStart: CounterStart, value = 500, counterStore = memoryCounterStore()) => {
    const meter = new SecuredMeter({ counterObject: () => ({ type: 'double-long-unsigned', value }) });
    const clock = { now: () => Date.UTC(2000, 0, 1) + 7_000_000, wait: async () => {} };
    await withMeter(meter, securityOptions({ counterStart, counterStore, clock }), (client) => client.associate());
    return { n: meter.triples[0]?.aarq, publicReads: meter.publicReads };
  };

  it('read the counter object with the public client in an association of its own', async () => {
    assert.deepEqual(await first({ policy: 'object-plus-1', object }), { n: 501, publicReads: 1 });
    assert.deepEqual(await first({ policy: 'object', object }), { n: 500, publicReads: 1 });
    assert.deepEqual(await first({ policy: 'object-plus-k', number: 10, object }), { n: 510, publicReads: 1 });
    assert.deepEqual(await first({ object }), { n: 501, publicReads: 1 });
    assert.deepEqual(await first({ object }, 0xfffffff0), { n: 0xfffffff1, publicReads: 1 });
  });

  it('come from the store, a number, the clock, the message', async () => {
    const used = async () => {
      const store = memoryCounterStore();
      await first({ policy: 'fixed', number: 1000 }, 0, store);
      return store;
    };
    assert.deepEqual(await first({}), { n: 0, publicReads: 0 });
    assert.deepEqual(await first({}, 0, await used()), { n: 1032, publicReads: 0 });
    assert.deepEqual(await first({ object }, 5, await used()), { n: 1032, publicReads: 0 });
    assert.deepEqual(await first({ policy: 'object', object }, 5, await used()), { n: 1032, publicReads: 1 });
    assert.deepEqual(await first({ policy: 'time' }), { n: 7000, publicReads: 0 });
    assert.deepEqual(await first({ policy: 'msg', number: () => 77 }), { n: 77, publicReads: 0 });
  });

  it('a message may not go back', async () => {
    const meter = new SecuredMeter();
    let number = 77;
    await withMeter(meter, securityOptions({ counterStart: { policy: 'msg', number: () => number } }), async (client) => {
      await client.associate();
      await client.release();
      number = 81;
      await client.associate();
      await client.release();
      number = 80;
      const error = await rejection(client.associate());
      assert.equal(error.code, 'counter-would-be-lowered');
    });
    assert.deepEqual(
      meter.triples.map(({ aarq }) => aarq),
      [77, 81],
    );
  });

  it('in HDLC the public client takes the link and gives it back', async () => {
    const meter = new SecuredMeter({ framing: 'hdlc', counterObject: () => ({ type: 'double-long-unsigned', value: 500 }) });
    await withMeter(meter, securityOptions({ counterStart: { object } }), (client) => client.get([energy]));
    assert.deepEqual(meter.memory.requests.slice(0, 7), ['connect', 'aarq', 'get-request', 'rlrq', 'disconnect', 'connect', 'aarq']);
    assert.equal(meter.triples[0]?.aarq, 501);
  });

  it('say so when the object is none', async () => {
    const meter = new SecuredMeter({ counterObject: () => ({ type: 'visible-string', value: '12' }) });
    const error = await withMeter(meter, securityOptions({ counterStart: { object } }), (client) => rejection(client.associate()));
    assert.equal(error.code, 'settings-invalid');
    assert.match(error.message, /0-0:43\.1\.0\*255 holds no invocation counter but visible-string/);
  });
});

describe('recovery from a stale counter', () => {
  const stale = async (staleAnswer: StaleAnswer, counterStart: CounterStart, alter?: (answer: Buffer) => Buffer) => {
    const meter = new SecuredMeter({
      settings: { staleAnswer },
      ...(alter ? { alter } : {}),
    });
    meter.counters.client.global = 900;
    const outcome = await withMeter(meter, securityOptions({ counterStart }), async (client) =>
      client.associate().then(
        ({ security }) => security,
        (error: unknown) => error,
      ),
    );
    return { outcome, aarqs: meter.triples.map(({ aarq }) => aarq) };
  };
  /** Something lower than the meter's counter is stored. */
  const wrongStart = { policy: 'stored', number: 0 } as const;

  it('takes the counter that the exception names, of 4 or 8 octets', async () => {
    assert.deepEqual((await stale('exception', { policy: 'exception' })).aarqs, [0, 901]);
    const eight = (answer: Buffer) =>
      answer[0] === 0xd8 ? Buffer.concat([answer.subarray(0, 3), Buffer.alloc(4), answer.subarray(3)]) : answer;
    assert.deepEqual((await stale('exception', { policy: 'exception' }, eight)).aarqs, [0, 901]);
  });

  for (const staleAnswer of ['exception', 'deciphering-error', 'drop'] as const) {
    it(`${staleAnswer}: reads the object once more, once`, async () => {
      const counterStore = memoryCounterStore();
      const options = { counterStart: { object }, counterStore };
      await withMeter(new SecuredMeter(), securityOptions(options), (client) => client.associate());
      // The meter was used by another client meanwhile.
      const meter = new SecuredMeter({ settings: { staleAnswer } });
      meter.counters.client.global = 900;
      const report = await withMeter(meter, securityOptions(options), async (client) => (await client.associate()).security);
      assert.deepEqual(
        meter.triples.map(({ aarq }) => aarq),
        [33, 901],
      );
      // The exception names the counter itself: then nothing has to be read.
      assert.equal(meter.publicReads, staleAnswer === 'exception' ? 0 : 1);
      assert.equal(report?.attempts, 2);
      // Wrong keys have the same answer where the meter does not name the counter.
      const said = staleAnswer === 'exception' ? /^the meter refused the invocation counter/ : /^the invocation counter may be the reason/;
      assert.match(report?.notes[0] ?? '', said);
    });

    it(`${staleAnswer}: gives up after one recovery that did not help`, async () => {
      const meter = new SecuredMeter({
        settings: { staleAnswer },
        counterObject: () => ({ type: 'double-long-unsigned', value: 5 }),
        alter: (answer, request) => (request === 'aarq' && staleAnswer === 'exception' ? Buffer.from('D8010600000009', 'hex') : answer),
      });
      meter.counters.client.global = 900;
      const error = await withMeter(meter, securityOptions({ counterStart: { object } }), (client) => rejection(client.associate()));
      assert.equal(
        error.code,
        { exception: 'counter-refused', 'deciphering-error': 'deciphering-refused', drop: 'connection-closed' }[staleAnswer],
      );
      assert.equal(meter.triples.length, 2);
      const [one, two] = meter.triples.map(({ aarq }) => aarq as number);
      assert.ok((two as number) > (one as number), 'the counter never goes back');
    });
  }

  it('takes the counter that the exception names where there is no counter object', async () => {
    assert.deepEqual((await stale('exception', {})).aarqs, [0, 901]);
    assert.deepEqual((await stale('exception', { policy: 'stored-then-object' })).aarqs, [0, 901]);
  });

  it('does nothing where the policy has no recovery, and says which start value has one', async () => {
    const { aarqs, outcome } = await stale('exception', wrongStart);
    assert.deepEqual(aarqs, [0]);
    assert.match(String(outcome), /expects the invocation counter 901; the start value "stored" does not take over what the meter names/);
    assert.match((outcome as DlmsError).hint, /"stored-then-object" or "exception"/);
  });

  it('says what to set where the meter names no counter and there is no object to read', async () => {
    const nameless = (answer: Buffer) => (answer[0] === 0xd8 ? Buffer.from('D80106', 'hex') : answer);
    for (const counterStart of [wrongStart, {}, { policy: 'exception' } as const]) {
      const { aarqs, outcome } = await stale('exception', counterStart, nameless);
      assert.deepEqual(aarqs, [0]);
      assert.match(String(outcome), /invocation-counter-error; ours comes from the start value "[a-z-]+", and the meter does not say/);
      assert.match((outcome as DlmsError).hint, /counter object.*0-0:43\.1\.0\*255.*"fixed"/);
    }
  });

  it('never goes below what was used, whatever the meter names', async () => {
    const meter = new SecuredMeter({ settings: { staleAnswer: 'exception' } });
    meter.counters.client.global = 40;
    const options = securityOptions({ counterStart: { policy: 'exception' }, counterStore: memoryCounterStore() });
    await options.counterStore.reserve(
      {
        key: keyFingerprint(Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex'), 'unicast'),
        direction: 'client-to-server',
        title: '4755525558313233',
      },
      1,
      20,
    );
    const forged = new SecuredMeter({ alter: (answer, request) => (request === 'aarq' ? Buffer.from('D8010600000003', 'hex') : answer) });
    const error = await withMeter(forged, options, (client) => rejection(client.associate()));
    assert.equal(error.code, 'counter-refused');
    assert.deepEqual(
      forged.triples.map(({ aarq }) => aarq),
      [21, 24],
    );
  });
});

describe('the end of the range', () => {
  it('is told from the threshold on, and refused at the end', async () => {
    const meter = new SecuredMeter();
    const logged: string[] = [];
    const { line, meter: client } = connect(meter, securityOptions({ counterStart: { policy: 'fixed', number: 0xfffffff8 } }));
    line.on('log', (name, text) => logged.push(`${name}: ${text}`));
    await client.associate();
    assert.match(logged.join(), /hall: the invocation counter has come to 4294967288, 7 are left: plan a change/);
    for (let i = 0; i < 4; i++) await client.get([energy]);
    const error = await rejection(client.get([energy]));
    assert.equal(error.code, 'counter-exhausted');
    assert.match(error.message, /the key must be changed/);
    await line.close();
    meter.memory.close();
  });

  it('keys count apart: a new key begins anew', async () => {
    const counterStore = memoryCounterStore();
    await withMeter(new SecuredMeter(), securityOptions({ counterStore }), (client) => client.associate());
    const keys = { encryptionKey: Buffer.alloc(16, 7), authenticationKey: Buffer.alloc(16, 8) };
    const meter = new SecuredMeter({ material: keys });
    await withMeter(meter, securityOptions({ counterStore, keys, stateStore: memoryStore() }), (client) => client.associate());
    assert.equal(meter.triples[0]?.aarq, 0);
  });
});
