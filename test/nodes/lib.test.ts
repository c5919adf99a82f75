import assert from 'node:assert/strict';
import { useFakeTimers } from 'sinon';
import { evaluateAddressFormula } from '../../nodes/lib/address-formula';
import { attributeDanger, Confirmations, methodDanger } from '../../nodes/lib/confirmation';
import { attributePlace } from '../../nodes/lib/item-values';
import { factKeys, withFacts } from '../../nodes/lib/message';
import { meterName } from '../../nodes/lib/meter-access';
import { contextKey } from '../../nodes/lib/node-context';
import { overrideKeys, readOverrides } from '../../nodes/lib/overrides';
import { attributeReferences, methodReference } from '../../nodes/lib/references';
import { textHash } from '../../nodes/lib/text-hash';
import { dataByShape, dataLike, dataOfKind } from '../../nodes/lib/typed-value';
import { type ClockSetting, fromData } from '../../src/index';

describe('settings and values', () => {
  it('addresses by formula', () => {
    // facts/landis-gyr-hls.md: 8447 = serial number modulo 10000 + 1000
    assert.equal(evaluateAddressFormula('SN mod 10000 + 1000', 'LG 50607447'), 8447);
    assert.equal(evaluateAddressFormula('(SN % 100) * 2', '1234'), 68);
    for (const bad of ['SN mod 0', 'SN +', 'process.exit()', '(SN', 'SN * 99999']) {
      assert.throws(() => evaluateAddressFormula(bad, '12345678'), { code: 'settings-invalid' }, bad);
    }
  });

  it('references as text and as objects', () => {
    const [clock, register, named] = attributeReferences([
      '0-0:1.0.0',
      '3/1-0:2.8.0/3',
      { obis: '1.0.1.8.0.255', classId: 3, attribute: 'value' },
    ]);
    assert.deepEqual(clock, { classId: 8, obis: '0-0:1.0.0*255', attribute: 2 });
    assert.deepEqual(register, { classId: 3, obis: '1-0:2.8.0*255', attribute: 3 });
    assert.deepEqual(named, { classId: 3, obis: '1-0:1.8.0*255', attribute: 2 });
    assert.equal(methodReference({ obis: '0-0:96.3.10', classId: 70, method: 'remote_reconnect' }).method, 2);
    assert.throws(() => attributeReferences([]), { code: 'settings-invalid' });
  });

  it('a deadline of a message is a day at most, as in the form', () => {
    assert.equal(readOverrides({ deadline: 86_400 }).deadline, 86_400);
    for (const wrong of [86_401, 3e9, 0, -1, 'soon'])
      assert.throws(
        () => readOverrides({ deadline: wrong }),
        { code: 'settings-invalid', message: /^msg\.dlms\.deadline: / },
        String(wrong),
      );
  });

  it('times of a message are those of a form, and nothing else', () => {
    const clock = useFakeTimers({ now: Date.parse('2026-03-02T12:00:00Z') });
    try {
      const fromOf = (from: unknown) => readOverrides({ from }).from;
      assert.deepEqual(fromOf('-1d'), new Date('2026-03-01T12:00:00Z'));
      assert.deepEqual(fromOf('-24h'), new Date('2026-03-01T12:00:00Z'));
      assert.deepEqual(fromOf('now'), new Date('2026-03-02T12:00:00Z'));
      assert.deepEqual(fromOf(0), new Date('1970-01-01T00:00:00Z'));
      for (const text of ['2026-03-01', '2026-03-01T10:00', '2026-03-01T10:00:00.5+01:00', '2026-03-01T10:00:00Z'])
        assert.equal(fromOf(text), text);
      assert.equal(fromOf('2026-03-01 10:00'), '2026-03-01T10:00');
      for (const wrong of ['bogus 5', '5', 'March 7', '2026-13-01', Number.NaN, new Date(Number.NaN), true, {}])
        assert.throws(() => fromOf(wrong), { code: 'settings-invalid', message: /^msg\.dlms\.from: / }, String(wrong));
    } finally {
      clock.restore();
    }
  });

  it('typed values, with their limits', () => {
    assert.deepEqual(dataOfKind('unsigned', '0x10'), { type: 'unsigned', value: 16 });
    assert.deepEqual(dataOfKind('long64', '9007199254740993'), { type: 'long64', value: 9007199254740993n });
    assert.deepEqual(dataOfKind('octet-string as OBIS', '1-0:1.8.0*255'), {
      type: 'octet-string',
      value: Buffer.from('0100010800ff', 'hex'),
    });
    assert.deepEqual(dataByShape('long-unsigned', '7'), { type: 'long-unsigned', value: 7 });
    assert.equal(dataByShape('CHOICE', '7'), null);
    for (const [kind, value] of [
      ['unsigned', 256],
      ['octet-string', 'xyz'],
      ['boolean', 'maybe'],
      ['structure', '{'],
      ['nonsense', 1],
    ] as const) {
      assert.throws(() => dataOfKind(kind, value), { code: 'value-invalid' }, kind);
    }
  });

  it('times in the clock of the meter', () => {
    const sent = (input: unknown, clock: ClockSetting) => {
      const data = dataOfKind('octet-string as date-time', input, clock);
      return (data.value as Buffer).toString('hex').toUpperCase();
    };
    const winter = new Date('2026-01-15T11:00:00Z');
    assert.equal(sent(winter, { clockDeviation: 'fixed', fixedOffsetMinutes: 60 }), '07EA010F040C000000FFC4FF');
    assert.equal(sent('2026-01-15T12:00:00+01:00', { clockDeviation: 'ignore' }), '07EA010F040C0000008000FF');
    const read = { type: 'octet-string', value: Buffer.from('07EA010F040C000000003C00', 'hex') } as const;
    const { shape = 'CHOICE', context } = attributePlace(8, 2, undefined, { clockDeviation: 'inverted' });
    assert.deepEqual(dataLike(read, fromData(shape, read, context), shape, context), read);
  });

  it('knows what is dangerous, and forgets questions in time', () => {
    assert.equal(methodDanger(70, 1), 'supply');
    assert.equal(attributeDanger(64, 2), 'lock-out');
    assert.equal(methodDanger(8, 6), null);
    // change_LLS_secret, change_HLS_secret and remove_user of Association SN, as their likes of Association LN; no reply of an association
    assert.deepEqual(
      [5, 6, 10, 8].map((method) => methodDanger(12, method)),
      ['lock-out', 'lock-out', 'lock-out', null],
    );
    assert.deepEqual(
      [2, 6, 1].map((method) => methodDanger(15, method)),
      ['lock-out', 'lock-out', null],
    );
    let now = 0;
    let tokens = 0;
    const questions = new Confirmations<string>(
      () => `t${++tokens}`,
      2,
      () => now,
    );
    questions.ask('one?', 'one');
    now = 61_000;
    assert.throws(() => questions.take(true), { code: 'confirmation-needed' });
    for (const name of ['two', 'three', 'four']) questions.ask('?', name);
    assert.throws(() => questions.take('t2'), { code: 'confirmation-needed' });
    assert.equal(questions.take('t4'), 'four');
    assert.equal(questions.take(true), 'three');
  });
});

/** What the tasks of two steps write and invoke (README, Operations), and what does the same: Blue Book part 2. */
const guarded: readonly (readonly [what: string, classId: number, methods: readonly number[], attributes: readonly number[]])[] = [
  ['script table: execute; scripts', 9, [1], [2]],
  ['disconnect control: remote disconnect and reconnect; output state, control state, control mode', 70, [1, 2], [2, 3, 4]],
  ['limiter: monitored value, thresholds, durations, emergency profile and its groups, actions', 71, [], [2, 3, 4, 5, 6, 7, 8, 9, 11]],
  ['register monitor: thresholds, monitored value, actions', 21, [], [2, 3, 4]],
  ['single action schedule: executed script, execution time', 22, [], [2, 4]],
  ['schedule: enable/disable, insert; entries', 10, [1, 2], [2]],
  ['demand register: reset, next period', 5, [1, 2], []],
  ['register, extended register: reset', 3, [1], []],
  ['register, extended register: reset', 4, [1], []],
  ['M-Bus client: deinstall, set key, transfer key', 72, [2, 7, 8], []],
  ['security setup: activate, keys, key pair, import, remove; policy, suite', 64, [1, 2, 3, 4, 6, 8], [2, 3]],
  ['GPRS modem setup: APN, PIN code', 45, [], [2, 3]],
];

describe('two steps', () => {
  for (const [what, classId, methods, attributes] of guarded)
    it(`for class ${classId}, ${what}`, () => {
      for (const method of methods) assert.notEqual(methodDanger(classId, method), null, `method ${method}`);
      for (const attribute of attributes) assert.notEqual(attributeDanger(classId, attribute), null, `attribute ${attribute}`);
    });
});

describe('facts of a message', () => {
  it('are no overrides: a message passes through several nodes', () => {
    assert.deepEqual(
      factKeys.filter((key) => overrideKeys.includes(key)),
      [],
    );
  });

  it('of a node before do not stay beside those of the next; overrides, own keys, and tokens of rows do', () => {
    const facts = Object.fromEntries(factKeys.map((key) => [key, 'before']));
    const stays = { host: '10.0.0.5', client: 1, contract: 'C-4711' };
    const { dlms } = withFacts({ dlms: { ...facts, ...stays } } as never, { meter: 'next', errors: [] }) as { dlms: unknown };
    assert.deepEqual(dlms, { ...stays, profile: 'before', fleet: 'before', meter: 'next', errors: [] });
  });
});

describe('keys of a context', () => {
  const cursorKey = (name: string) => contextKey('cursor', name, '1-0:99.1.0*255');

  it('are property paths that a name of letters and digits stands in as it is', () => {
    assert.equal(cursorKey('meter1'), 'cursor_meter1_1_0_99_1_0_255');
    for (const name of ['Дом А', '10.0.0.1:4059/1', '', 'a[0].b']) assert.match(cursorKey(name), /^[A-Za-z0-9_]+$/);
  });

  it('have the hash of the draft that describes it', () => {
    // draft-eastlake-fnv, test vectors of FNV-1a with 64 bits
    for (const [text, hash] of Object.entries({ '': 'cbf29ce484222325', a: 'af63dc4c8601ec8c', foobar: '85944171f73967e8' }))
      assert.equal(textHash(text), hash);
  });

  it('are never those of another name', () => {
    const names = [
      'Дом А',
      'Дом Б',
      '电表一',
      '电表二',
      'Küche',
      'Köche',
      'K_che',
      'Haus A/1',
      'Haus A-1',
      '10.0.0.1:4059/1',
      '10.0.0.1/4059/1',
      '',
    ];
    assert.equal(new Set(names.map(cursorKey)).size, names.length);
  });
});

describe('name of a meter', () => {
  const tcp = { medium: 'tcp', host: '10.0.0.5', port: '4059' };
  const named = (settings: Record<string, string>, line: Record<string, string>, name = '', overrides = {}) =>
    meterName({ name, settings } as never, { line: {}, meter: {}, ...overrides }, line);

  it('is the one that was given', () => {
    assert.equal(named({}, tcp, 'hall'), 'hall');
    assert.equal(named({}, tcp, 'hall', { meter: { name: 'cellar' } }), 'cellar');
  });

  it('is its place and address where none was given: no two meters share what is kept by name', () => {
    assert.equal(named({}, tcp), '10.0.0.5:4059');
    assert.equal(named({ addressing: 'physical', physical: '17', serialNumber: '5' }, tcp), '10.0.0.5:4059/17');
    assert.equal(named({ addressing: 'none', physical: '17', logicalDevice: '2' }, tcp), '10.0.0.5:4059/2');
    assert.equal(named({ gatewayDevice: '0x0102' }, tcp), '10.0.0.5:4059/0x0102');
    assert.equal(
      named({ addressing: 'serial', serialNumber: '12345678' }, { medium: 'serial', path: '/dev/ttyUSB0', host: 'old' }),
      '/dev/ttyUSB0/12345678',
    );
    assert.equal(named({ caller: '4B464D0000000001' }, { medium: 'listen', port: '4059' }), '4B464D0000000001');
    assert.equal(named({}, { medium: 'tcp' }), 'meter');
  });

  // README: the meter stands in every row; without a name its place and address do
  it('is made of place and address of the message, whatever the node is called', () => {
    const by = (dlms: object, line: Record<string, string> = tcp) => named({}, line, 'hall', readOverrides(dlms));
    assert.equal(by({}), 'hall');
    assert.equal(by({ client: 1, deadline: 9 }), 'hall', 'says nothing of place or address');
    assert.equal(by({ host: '10.0.0.6' }), '10.0.0.6');
    assert.equal(by({ host: '10.0.0.6', port: 4060 }), '10.0.0.6:4060');
    assert.equal(by({ port: 4060 }), '10.0.0.5:4060');
    assert.equal(by({ host: '10.0.0.6', server: 1 }), '10.0.0.6/1');
    assert.equal(by({ physical: 17 }), '17');
    assert.equal(by({ host: '10.0.0.6', physical: 17, server: 1 }), '10.0.0.6/17');
    assert.equal(by({ host: '10.0.0.6', physical: 17, server: 2 }), '10.0.0.6/17/2');
    assert.equal(by({ host: '10.0.0.6', physical: null }), '10.0.0.6');
    assert.equal(by({ path: '/dev/ttyUSB0', serialNumber: '0815' }), '/dev/ttyUSB0/0815');
    assert.equal(by({ host: '10.0.0.6', gatewayDevice: 'A1' }), '10.0.0.6/A1');
    assert.equal(by({ gatewayDevice: 'A1', server: 2 }), 'A1/2');
    assert.equal(by({ caller: 'M1' }), 'M1');
    assert.equal(by({ caller: 'M1', server: 2 }), 'M1/2');
  });

  it('has the system title of the message where that says which meter it is', () => {
    const systemTitle = '4B464D0000000001';
    const by = (dlms: object, line: Record<string, string> = tcp) => named({}, line, 'hall', readOverrides({ ...dlms, systemTitle }));
    assert.equal(by({}), systemTitle);
    assert.equal(by({ path: '/dev/ttyUSB0' }), `/dev/ttyUSB0/${systemTitle}`);
    assert.equal(by({ server: 2 }, { medium: 'listen', port: '4059' }), `${systemTitle}/2`);
    assert.equal(by({ host: '10.0.0.6' }), '10.0.0.6');
    assert.equal(by({ physical: 17 }), '17');
  });
});
