/**
 * The objects of the simulated meter: every attribute has the type of the class table, and the methods do what the Blue Book
 * says. Numbers of states and transitions are those of its clauses 4.4.6 (image transfer), 4.5.1 (clock), 4.5.2 (scripts).
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Data } from '../../src/codec/types';
import { findClass } from '../../src/cosem/class';
import { matchesShape } from '../../src/simulator/shape-match';
import { associated, talk } from './talk';

const get = (classId: number, obis: string, id: number): string => `C001C1${hex(classId, 4)}${obis}${hex(id, 2)}00`;
const act = (classId: number, obis: string, id: number, parameter: string): string =>
  `C301C1${hex(classId, 4)}${obis}${hex(id, 2)}01${parameter}`;
const set = (classId: number, obis: string, id: number, value: string): string => `C101C1${hex(classId, 4)}${obis}${hex(id, 2)}00${value}`;
const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');
const lengthOf = (value: Data | undefined): number => (value?.type === 'array' ? value.value.length : -1);
const done = 'C701C10000';

describe('every attribute of the simulated meter', () => {
  for (const referencing of ['ln', 'sn'] as const) {
    it(`has the type of the class table (${referencing})`, () => {
      const { meter } = talk({ referencing, profile: { rows: 2 } });
      for (const { obis, classId, version } of meter.store.blueprints) {
        const object = meter.find(obis);
        for (const { id, shape, name } of findClass(classId, version)?.attributes ?? []) {
          const attribute = object?.attributes.get(id);
          assert.ok(attribute, `${obis} ${name}`);
          const value: Data | undefined = attribute.read?.(meter.now(), null);
          if (value) assert.ok(matchesShape(shape, value), `${obis} ${name}: ${JSON.stringify(value)}`);
        }
      }
    });
  }

  it('covers the classes of a household meter', () => {
    const classes = new Set(
      ['ln', 'sn'].flatMap((referencing) =>
        talk({ referencing: referencing as 'ln' | 'sn' }).meter.store.blueprints.map(({ classId }) => classId),
      ),
    );
    for (const classId of [1, 3, 4, 5, 7, 8, 9, 12, 15, 17, 11, 18, 20, 21, 22, 40, 64, 70, 71, 72])
      assert.ok(classes.has(classId), `class ${classId}`);
  });
});

describe('the clock', () => {
  const clock = '0000010000FF';
  const read = get(8, clock, 2);
  const at = (time: string): string => `C401C100090C07EA010F04${time}FFC400`;

  it('adjusts to the quarter, to the measuring period and to the minute', () => {
    for (const [method, seconds, expected] of [
      [1, 7 * 60 + 29, '0D000000'],
      [1, 7 * 60 + 31, '0D0F0000'],
      [2, 22 * 60, '0D0F0000'],
      [3, 29, '0D000000'],
      [3, 30, '0D010000'],
    ] as const) {
      const { one, wait } = associated();
      wait(seconds);
      assert.equal(one(act(8, clock, method, '0F00')), done);
      assert.equal(one(read), at(expected));
    }
  });

  it('takes a preset time within its validity, and not outside', () => {
    const { one } = associated();
    assert.equal(one(act(8, clock, 4, '0F00')), 'C701C10200');
    const time = (hourMinute: string): string => `090C07EA010FFF${hourMinute}0000FFC400`;
    assert.equal(one(act(8, clock, 5, `0203${time('0D05')}${time('0C00')}${time('0E00')}`)), done);
    assert.equal(one(act(8, clock, 4, '0F00')), done);
    assert.equal(one(read), at('0D050000'));
  });

  it('shifts by up to 900 seconds', () => {
    const { one } = associated();
    assert.equal(one(act(8, clock, 6, '100384')), done);
    assert.equal(one(read), at('0D0F0000'));
    assert.equal(one(act(8, clock, 6, '10FC7C')), done);
    assert.equal(one(read), at('0D000000'));
  });

  it('follows a new time zone', () => {
    const { one } = associated();
    assert.equal(one(set(8, clock, 3, '100000')), 'C501C100');
    assert.equal(one(read), 'C401C100090C07EA010F040C000000000000');
  });

  // America/St_Johns of 2010 (one minute past midnight) and Australia/Sydney of 2026 (begins in October) in the tz database
  for (const [place, zone, begin, end, moments] of [
    [
      'Newfoundland',
      '00D2',
      'FFFF030807000100',
      'FFFF0B0107000100',
      [
        ['2010-03-14T03:30:59Z', '07DA030E0700003B0000D200'],
        ['2010-03-14T03:31:00Z', '07DA030E0701010000009680'],
        ['2010-11-07T02:30:59Z', '07DA0B070700003B00009680'],
        ['2010-11-07T02:31:00Z', '07DA0B06061701000000D200'],
      ],
    ],
    [
      'Sydney',
      'FDA8',
      'FFFF0A0107020000',
      'FFFF040107030000',
      [
        ['2026-04-04T15:59:59Z', '07EA040507023B3B00FD6C80'],
        ['2026-04-04T16:00:00Z', '07EA04050702000000FDA800'],
        ['2026-10-03T15:59:59Z', '07EA0A0407013B3B00FDA800'],
        ['2026-10-03T16:00:00Z', '07EA0A040703000000FD6C80'],
      ],
    ],
  ] as const)
    it(`changes to daylight saving and back by the rules of ${place} that a client wrote`, () => {
      for (const [moment, expected] of moments) {
        const { one } = associated({ now: () => Date.parse(moment) });
        for (const [attribute, value] of [
          [3, `10${zone}`],
          [5, `090C${begin}00800000`],
          [6, `090C${end}00800080`],
        ] as const)
          assert.equal(one(set(8, clock, attribute, value)), 'C501C100');
        assert.equal(one(read), `C401C100090C${expected}`, moment);
      }
    });
});

describe('registers', () => {
  it('count from zero after a reset', () => {
    const { one, wait } = associated();
    assert.equal(one(act(3, '0100010800FF', 1, '0F00')), done);
    assert.equal(one(get(3, '0100010800FF', 2)), 'C401C1000600000000');
    wait(86_400);
    assert.notEqual(one(get(3, '0100010800FF', 2)), 'C401C1000600000000');
  });

  it('show demand as energy by time', () => {
    const { meter, wait } = associated();
    const before = Number(meter.get('1-0:1.8.0', 2)?.value);
    wait(900);
    const spent = Number(meter.get('1-0:1.8.0', 2)?.value) - before;
    // Wh of a quarter of an hour times four; registers are whole Wh
    assert.equal(Math.abs(Number(meter.get('1-0:1.4.0', 3)?.value) - 4 * spent) <= 4, true);
    const maximum = Number(meter.get('1-0:1.6.0', 2)?.value);
    assert.equal(maximum >= Number(meter.get('1-0:1.4.0', 3)?.value), true);
  });
});

describe('image transfer', () => {
  const image = '00002C0000FF';
  const initiate = (size: number): string => act(18, image, 1, `02020903465731${'06'}${hex(size, 8)}`);
  const block = (number: number, octets: number): string =>
    act(18, image, 2, `020206${hex(number, 8)}09${hex(octets, 2)}${'AA'.repeat(octets)}`);

  it('goes from initiation over blocks and verification to activation', () => {
    const { one, meter } = associated();
    assert.equal(one(block(0, 64)), 'C701C10200');
    assert.equal(one(initiate(130)), done);
    assert.equal(one(get(18, image, 6)), 'C401C1001601');
    assert.equal(one(block(0, 64)), done);
    assert.equal(one(block(2, 2)), done);
    assert.equal(one(get(18, image, 3)), 'C401C1000403A0');
    assert.equal(one(get(18, image, 4)), 'C401C1000600000001');
    assert.equal(one(act(18, image, 3, '0F00')), 'C701C1FA00');
    assert.equal(one(get(18, image, 6)), 'C401C1001604');
    one(initiate(130));
    for (const [number, size] of [
      [0, 64],
      [1, 64],
      [2, 2],
    ] as const)
      assert.equal(one(block(number, size)), done);
    assert.equal(one(act(18, image, 3, '0F00')), done);
    // the signature of the simulated meter is the SHA-256 of the octets that it holds: 32 octets
    const signature = createHash('sha256').update(Buffer.alloc(130, 0xaa)).digest('hex').toUpperCase();
    assert.equal(one(get(18, image, 7)), `C401C100010102030600000082090346573109${'20'}${signature}`);
    assert.equal(one(act(18, image, 4, '0F00')), done);
    assert.equal(one(get(18, image, 6)), 'C401C1001606');
    assert.deepEqual(meter.get('1-0:0.2.0', 2), { type: 'octet-string', value: Buffer.from('FW1') });
  });

  it('refuses blocks that are too many or of the wrong size, and everything when it is not enabled', () => {
    const { one } = associated();
    one(initiate(130));
    assert.equal(one(block(3, 64)), 'C701C1FA00');
    assert.equal(one(block(1, 63)), 'C701C1FA00');
    assert.equal(one(set(18, image, 5, '0300')), 'C501C100');
    assert.equal(one(initiate(130)), 'C701C10300');
  });
});

describe('scripts, calendar, SAP assignment and security', () => {
  it('execute the script of the breaker', () => {
    const { one, meter } = associated();
    assert.equal(one(act(9, '00000A006AFF', 1, '120001')), done);
    assert.deepEqual(meter.get('0-0:96.3.10', 3), { type: 'enum', value: 0 });
    assert.equal(one(act(9, '00000A006AFF', 1, '120009')), 'C701C10B00');
  });

  it('stop scripts that call each other', () => {
    const { one } = associated();
    const itself = '01010202120001010102051602120009090600000A0000FF0F01120001';
    assert.equal(one(set(9, '00000A0000FF', 2, itself)), 'C501C100');
    assert.equal(one(act(9, '00000A0000FF', 1, '120001')), 'C701C10200');
  });

  it('activate the passive calendar at once and at its time', () => {
    const { one, meter, wait } = associated();
    assert.equal(one(set(20, '00000D0000FF', 6, '09034E4557')), 'C501C100');
    assert.equal(one(set(20, '00000D0000FF', 2, '09034E4557')), 'C501C103');
    assert.equal(one(set(20, '00000D0000FF', 10, '090C07EA010FFF0E000000FFC400')), 'C501C100');
    wait(3599);
    assert.notDeepEqual(meter.get('0-0:13.0.0', 2), { type: 'octet-string', value: Buffer.from('NEW') });
    wait(1);
    assert.deepEqual(meter.get('0-0:13.0.0', 2), { type: 'octet-string', value: Buffer.from('NEW') });
  });

  it('connect and take away a logical device', () => {
    const { one, meter } = associated();
    assert.equal(one(act(17, '0000290000FF', 1, '020212001009024758')), done);
    assert.equal(lengthOf(meter.get('0-0:41.0.0', 2)), 2);
    assert.equal(one(act(17, '0000290000FF', 1, '02021200100900')), done);
    assert.equal(lengthOf(meter.get('0-0:41.0.0', 2)), 1);
  });

  it('only strengthen the security policy', () => {
    const security = { encryptionKey: '00'.repeat(16), authenticationKey: '11'.repeat(16) };
    const { one } = associated({ associations: [{ client: 1, mechanism: 1, password: '12345678', security }] });
    assert.equal(one(act(64, '00002B0000FF', 1, '1604')), done);
    assert.equal(one(get(64, '00002B0000FF', 2)), 'C401C1001604');
    assert.equal(one(act(64, '00002B0000FF', 1, '1600')), 'C701C10D00');
    assert.equal(associated().one(act(64, '00002B0000FF', 1, '1604')), 'C701C10200');
  });
});

describe('the association object', () => {
  const list = (selection: string): string => `C001C1000F0000280000FF0201${selection}`;

  it('shows client, mechanism, status and context of who asks', () => {
    const { one } = associated();
    assert.equal(one(get(15, '0000280000FF', 3)), 'C401C10002020F01120001');
    assert.equal(one(get(15, '0000280000FF', 4)), 'C401C100090760857405080101');
    assert.equal(one(get(15, '0000280000FF', 6)), 'C401C100090760857405080201');
    assert.equal(one(get(15, '0000280000FF', 8)), 'C401C1001602');
    assert.equal(one(get(15, '0000280001FF', 8)), 'C401C1001600');
  });

  it('shows a client above 127 as the signed octet that client_SAP is: 200 is C8', () => {
    const { one } = talk({ associations: [{ client: 200, mechanism: 0 }] }, 200);
    one('601DA109060760857405080101BE10040E01000000065F1F0400007E1F04B0');
    assert.equal(one(get(15, '0000280000FF', 3)), 'C401C10002020FC8120001');
  });

  it('takes an inactivity time-out that fits its attribute, a long-unsigned of seconds', () => {
    const { one } = associated({ hdlc: { inactivityTimeoutMs: 65_535_000 } });
    assert.equal(one(get(23, '0000160000FF', 8)), 'C401C10012FFFF');
    assert.throws(() => talk({ hdlc: { inactivityTimeoutMs: 65_536_000 } }), { code: 'settings-invalid' });
  });

  it('lists objects by class, and one object with its rights', () => {
    const { one } = associated();
    // Blue Book 4.4.4, selector 1: no access rights are included.
    assert.match(one(list('020101120046')), /^C401C1000101020312004611000906000060030AFF/);
    const breaker = one(list('0402021200460906000060030AFF'));
    // attributes 1 to 3 read only, 4 read and write; both methods open
    const rights = '0202 0104 02030F01160100 02030F02160100 02030F03160100 02030F04160300 0102 02020F011601 02020F021601'.replaceAll(
      ' ',
      '',
    );
    assert.equal(breaker, `C401C100020412004611000906000060030AFF${rights}`);
  });

  it('changes the password that the next association needs', () => {
    const { one } = associated();
    assert.equal(one(set(15, '0000280000FF', 7, '09024142')), 'C501C100');
    one('6203800100');
    const aarq = (password: string): string =>
      `60${hex(0x2e + password.length / 2, 2)}A1090607608574050801018A0207808B0760857405080201AC${hex(password.length / 2 + 2, 2)}80${hex(password.length / 2, 2)}${password}BE10040E01000000065F1F0400007E1F04B0`;
    assert.match(one(aarq('3132333435363738')), /A203020101A305A10302010D/);
    assert.match(one(aarq('4142')), /A203020100A305A103020100/);
  });
});
