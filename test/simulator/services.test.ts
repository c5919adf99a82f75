/**
 * GET, SET, ACTION, ACCESS and general block transfer of the simulated meter, octet by octet. Requests come from the
 * captures `vec-apdus` and `vec-selective-access` or are written after Green Book 9.5; answers are written after it.
 */
import assert from 'node:assert/strict';
import { clockRange, entries, getProfile } from './profile-requests';
import { associated, lnAarqAll, talk } from './talk';

const winterNoon = '090C07EA010F040D000000FFC400';

describe('GET of the simulated meter', () => {
  it('answers the list of the vectors: logical device name and clock', () => {
    const { one } = associated({ serialNumber: '12345678' });
    const answer = one('C003C102000100002A0000FF020000080000010000FF0200');
    assert.equal(answer, `C403C1020009104D464C3030303030313233343536373800${winterNoon}`);
  });

  // Green Book 9.4.6.13: what is acknowledged is the last block before which none is missing
  it('takes the blocks of a request in their order, and the next request while its answer is not acknowledged', () => {
    const { one } = associated();
    for (let request = 0; request < 2; request++) {
      assert.equal(one('E0010001000007C001C100080000'), 'E0010001000100');
      assert.equal(one('E0810003000106010000FF0200'), 'E0010002000100');
      assert.equal(one('E0810002000206010000FF0200'), `E0810003000212C401C100${winterNoon}`);
    }
  });

  it('tells summer time with deviation -120 and status 80', () => {
    const { one } = associated({ now: () => Date.UTC(2026, 6, 1, 12) });
    assert.equal(one('C001C100080000010000FF0200'), 'C401C100090C07EA0701030E000000FF8880');
  });

  it('changes to summer time at 02:00 of the last Sunday of March, back at 03:00 of that of October', () => {
    const hourAt = (utc: number): string =>
      associated({ now: () => utc })
        .one('C001C100080000010000FF0200')
        .slice(22, 24);
    assert.equal(hourAt(Date.UTC(2026, 2, 29, 0, 59, 59)), '01');
    assert.equal(hourAt(Date.UTC(2026, 2, 29, 1)), '03');
    assert.equal(hourAt(Date.UTC(2026, 9, 25, 0, 59, 59)), '02');
    assert.equal(hourAt(Date.UTC(2026, 9, 25, 1)), '02');
  });

  it('gives scaler and unit', () => {
    assert.equal(associated().one('C001C100030100200700FF0300'), 'C401C10002020FFF1623');
  });

  it('gives all attributes for attribute 0', () => {
    const answer = associated().one('C001C10046000060030AFF0000');
    assert.match(answer, /^C401C10002040906000060030AFF03(01|FF)16011604$/);
  });

  // Blue Book 4.4.4.2.2: no access rights by class (2), the full record by object (3)
  it('lists objects by class without, by object with their rights', () => {
    const { one } = associated();
    const clock = '120008 1100 09060000010000FF'.replaceAll(' ', '');
    assert.equal(one('C001C1000F0000280000FF0201020101120008'), `C401C10001010203${clock}`);
    const full = one('C001C1000F0000280000FF0201030101020212000809060000010000FF');
    assert.equal(full.slice(0, 46), `C401C10001010204${clock}0202`);
  });

  it('refuses attribute 0 where it was not agreed', () => {
    const { one } = associated({}, lnAarqAll.replace('207EDF04B0', '205EDF04B0'));
    assert.equal(one('C001C10046000060030AFF0000'), 'C401C1010D');
  });

  it('refuses object, class, attribute and selector with their own words', () => {
    const { one } = associated();
    assert.equal(one('C001C100030100636363FF0200'), 'C401C10104');
    assert.equal(one('C001C100010100010800FF0200'), 'C401C10109');
    assert.equal(one('C001C100030100010800FF0900'), 'C401C10104');
    assert.equal(one('C001C1000F0000280000FF0700'), 'C401C10103');
    assert.equal(one('C001C100030100010800FF02010100'), 'C401C1010D');
  });

  it('refuses on request, per object and per attribute', () => {
    const { one, meter } = associated();
    meter.faults = { refuse: { '1-0:1.8.0': 'hardware-fault', '1:0-0:96.1.0:2': 'temporary-failure' } };
    assert.equal(one('C001C100030100010800FF0200'), 'C401C10101');
    assert.equal(one('C001C100010000600100FF0200'), 'C401C10102');
    assert.match(one('C001C100010000600100FF0100'), /^C401C100/);
  });

  it('shows a public client the clock and hides the registers', () => {
    const { one } = talk({}, 16);
    one('601DA109060760857405080101BE10040E01000000065F1F0400007E1F04B0');
    assert.equal(one('C001C100080000010000FF0200'), `C401C100${winterNoon}`);
    assert.equal(one('C001C100030100010800FF0200'), 'C401C10104');
    assert.equal(one(`C101C100080000010000FF0200${winterNoon}`), 'C501C10D');
  });

  it('says temporary-failure while it is busy', () => {
    const { one, meter } = associated();
    meter.faults = { busy: 1 };
    assert.equal(one('C001C100080000010000FF0200'), 'C401C10102');
    assert.equal(one('C001C100080000010000FF0200'), `C401C100${winterNoon}`);
  });
});

describe('blocks of a GET', () => {
  const aarq = lnAarqAll.replace('207EDF04B0', '207EDF0040');

  it('fit the PDU size of the client and join to the whole', () => {
    const whole = associated({ profile: { rows: 8 } })
      .one(`${getProfile}00`)
      .slice(8);
    const { one } = associated({ profile: { rows: 8 } }, aarq);
    let answer = one(`${getProfile}00`);
    let joined = '';
    for (let number = 1; ; number++) {
      assert.equal(answer.length <= 128, true);
      assert.equal(answer.slice(8, 16), number.toString(16).toUpperCase().padStart(8, '0'));
      assert.equal(answer.slice(16, 18), '00');
      joined += answer.slice(20);
      if (answer.slice(6, 8) !== '00') break;
      answer = one(`C002C1${answer.slice(8, 16)}`);
    }
    assert.equal(joined, whole);
  });

  it('refuse a number out of order, and one without a transfer', () => {
    const { one } = associated({ profile: { rows: 8 } }, aarq);
    one(`${getProfile}00`);
    assert.match(one('C002C100000005'), /^C402C1(01|FF)000000050113$/);
    assert.match(one('C002C100000001'), /^C402C1(01|FF)000000010110$/);
  });

  it('are refused where no block transfer was agreed', () => {
    const { one } = associated({ profile: { rows: 8 } }, lnAarqAll.replace('207EDF04B0', '00001F0040'));
    assert.equal(one(`${getProfile}00`), 'C401C1010E');
  });
});

describe('selective access of the load profile', () => {
  const start = Date.UTC(2020, 0, 1, 12);
  const rowsOf = (answer: string): number => Number.parseInt(answer.slice(10, 12), 16);

  it('takes the range of the vectors: five rows from 10:00 to 11:00 UTC', () => {
    const { one } = associated({ now: () => start });
    const answer = one(clockRange('07E40101030A000000000000', '07E40101030B000000000000'));
    assert.equal(answer.slice(0, 12), 'C401C1000105');
    // the first row: 11:00 in CET, status 0
    assert.equal(answer.slice(12, 48), '0204090C07E40101030B000000FFC4001100');
  });

  it('refuses the column of the vectors that this profile does not capture', () => {
    const { one } = associated({ now: () => start });
    const columns = '0102020412000809060000010000FF0F02120000020412000109060000600A07FF0F02120000';
    assert.equal(one(clockRange('07E40101030A000000000000', '07E40101030B000000000000', columns)), 'C401C1010B');
  });

  it('gives the columns that are asked for, in their order', () => {
    const { one } = associated({ now: () => start });
    const columns = '0102020412000109060000600A01FF0F02120000020412000809060000010000FF0F02120000';
    const answer = one(clockRange('07E40101030B000000000000', '07E40101030B000000000000', columns));
    assert.equal(answer, 'C401C100010102021100090C07E40101030C000000FFC400');
  });

  it('takes open seconds and an unspecified deviation as local time', () => {
    const { one } = associated({ now: () => start });
    assert.equal(rowsOf(one(clockRange('07E40101FF0B00FFFF8000FF', '07E40101FF0B2DFFFF8000FF'))), 4);
  });

  it('takes entries from 1, to 0 as the last, and columns by number', () => {
    const { one } = associated({ now: () => start, profile: { rows: 10 } });
    assert.equal(rowsOf(one(entries(2, 4, 1, 0))), 3);
    assert.equal(rowsOf(one(entries(9, 0, 1, 0))), 2);
    assert.equal(one(entries(10, 10, 1, 2)), 'C401C10001010202090C07E40101030D000000FFC4001100');
    assert.equal(one(entries(0, 4, 1, 0)), 'C401C1010D');
    assert.equal(one(entries(1, 4, 1, 9)), 'C401C1010D');
  });
});

describe('SET of the simulated meter', () => {
  const name = '00010000600101FF02';

  it('writes, and refuses what cannot be written or does not fit', () => {
    const { one } = associated();
    assert.equal(one(`C101C1${name}0009024142`), 'C501C100');
    assert.equal(one(`C001C1${name}00`), 'C401C10009024142');
    assert.equal(one(`C101C1${name}000600000001`), 'C501C10C');
    assert.equal(one('C101C100010000600100FF0200090141'), 'C501C103');
    assert.equal(one('C101C100030100010800FF02000600000001'), 'C501C103');
    assert.equal(one('C101C100080000010000FF03000600000001'), 'C501C10C');
  });

  it('refuses writing to a client that may only read', () => {
    const conversation = talk({ associations: [{ client: 1, mechanism: 1, password: '12345678', writable: false }] });
    conversation.one(lnAarqAll);
    assert.equal(conversation.one(`C101C1${name}0009024142`), 'C501C10D');
  });

  it('writes a list, each item with its own result', () => {
    const { one } = associated();
    assert.equal(one(`C104C102${name}0000010000600100FF020002090141090142`), 'C505C1020003');
  });

  it('joins data blocks', () => {
    const { one } = associated();
    assert.equal(one(`C102C1${name}00000000000103090241`), 'C502C100000001');
    assert.equal(one('C103C1FF000000020142'), 'C503C10000000002');
    assert.equal(one(`C001C1${name}00`), 'C401C10009024142');
    assert.equal(one('C103C1FF000000030142'), 'C503C11200000003');
  });

  it('aborts a transfer whose blocks are out of order', () => {
    const { one } = associated();
    one(`C102C1${name}00000000000103090241`);
    assert.equal(one('C103C1FF000000050142'), 'C503C11300000005');
    assert.equal(one('C103C1FF000000020142'), 'C503C11200000002');
  });

  it('aborts a transfer of empty blocks without end', () => {
    const { one } = associated();
    one(`C102C1${name}00000000000103090241`);
    const number = (n: number): string => n.toString(16).toUpperCase().padStart(8, '0');
    let n = 2;
    while (n < 100_000 && one(`C103C100${number(n)}00`) === `C502C1${number(n)}`) n++;
    assert.ok(n < 100_000);
    assert.equal(one(`C103C100${number(n + 1)}00`), `C503C112${number(n + 1)}`);
  });
});

describe('ACTION of the simulated meter', () => {
  const reconnect = 'C301C10046000060030AFF02010F00';
  const disconnect = 'C301C10046000060030AFF01010F00';

  it('disconnects and reconnects, and the log says so (62, 63)', () => {
    const { one, meter } = associated();
    assert.equal(one(disconnect), 'C701C10000');
    assert.equal(one('C001C10046000060030AFF0300'), 'C401C1001600');
    assert.deepEqual(meter.get('0-0:96.11.2', 2), { type: 'unsigned', value: 62 });
    assert.equal(one(reconnect), 'C701C10000');
    assert.match(one('C001C10046000060030AFF0200'), /^C401C10003(01|FF)$/);
    assert.deepEqual(meter.get('0-0:99.98.2', 7), { type: 'double-long-unsigned', value: 3 });
  });

  it('makes ready for the button of the customer in control mode 1', () => {
    const { one } = associated();
    one('C101C10046000060030AFF04001601');
    one(disconnect);
    one(reconnect);
    assert.equal(one('C001C10046000060030AFF0300'), 'C401C1001602');
  });

  it('does in each control mode what the table of the Blue Book allows (4.5.8)', () => {
    const setMode = (mode: number) => `C101C10046000060030AFF0400160${mode}`;
    const state = 'C001C10046000060030AFF0300';
    const seen = [1, 2, 3, 4, 5, 6, 7].map((mode) => {
      const { one } = associated();
      one(setMode(mode));
      const states = [disconnect, reconnect, reconnect, disconnect].map((command) => {
        assert.equal(one(command), 'C701C10000');
        return one(state).slice(-1);
      });
      return states.join('');
    });
    // a connects, d makes ready; from ready only i (mode 7) leads on by remote, and c back
    assert.deepEqual(seen, ['0220', '0110', '0220', '0110', '0220', '0220', '0110']);
    const { one, meter } = associated();
    one(setMode(7));
    meter.set('0-0:96.3.10', 3, { type: 'enum', value: 2 });
    one(reconnect);
    assert.equal(one(state), 'C401C1001601');
    assert.equal(one(setMode(8)), 'C501C10D');
    // mode 0: always connected
    one(disconnect);
    assert.equal(one(setMode(0)), 'C501C100');
    assert.equal(one(disconnect), 'C701C10300');
    assert.equal(one(state), 'C401C1001601');
  });

  it('counts nothing while it is disconnected', () => {
    const { one, meter, wait } = associated();
    one(disconnect);
    const before = meter.get('1-0:1.8.0', 2);
    wait(3600);
    assert.deepEqual(meter.get('1-0:1.8.0', 2), before);
    one(reconnect);
    wait(3600);
    assert.equal(Number(meter.get('1-0:1.8.0', 2)?.value) > Number(before?.value), true);
  });

  it('refuses a missing method, a wrong parameter and a forbidden one', () => {
    const { one } = associated();
    assert.equal(one('C301C100030100010800FF0900'), 'C701C10400');
    assert.equal(one('C301C100080000010000FF06010F01'), 'C701C10C00');
    assert.equal(one('C301C100080000010000FF0601100385'), 'C701C10D00');
  });

  it('acts on a list, and on parameters in blocks', () => {
    const { one, meter } = associated();
    assert.equal(one('C303C1020046000060030AFF0100080000010000FF03020F000F00'), 'C703C10200000000');
    assert.deepEqual(meter.get('0-0:96.3.10', 3), { type: 'enum', value: 0 });
    assert.equal(one('C304C100080000010000FF0600000000010110'), 'C704C100000001');
    assert.equal(one('C306C1FF0000000202003C'), 'C701C10000');
    assert.equal(one('C001C100080000010000FF0200'), 'C401C100090C07EA010F040D010000FFC400');
  });

  it('pushes: the notification goes before the answer', () => {
    const { one, notifications } = associated();
    assert.equal(one('C301C100280000190900FF01010F00'), 'C701C10000');
    assert.match(
      notifications[0] as string,
      /^0F00000001000204010402041200280906000019 0900FF/.source.includes(' ') ? /^0F0000000100020401040204120028/ : /^$/,
    );
  });
});

describe('ACCESS of the simulated meter', () => {
  it('gets, sets and acts in one request', () => {
    const { one } = associated();
    const request = 'D94000000100030100080000010000FF020200010000600101FF020300080000010000FF0303000901410F00';
    const answer = one(request);
    assert.equal(answer, `DA40000001000003${winterNoon}000003010002000300`);
  });
});

describe('general block transfer of the simulated meter', () => {
  it('streams a long answer by the window of the client and repeats what was lost', () => {
    const aarq = lnAarqAll.replace('207EDF04B0', '20021F0040');
    const { ask } = associated({ profile: { rows: 8 } }, aarq);
    const whole = associated({ profile: { rows: 8 } }).one(`${getProfile}00`);
    const first = ask(`${getProfile}00`);
    assert.equal(first.length, 1);
    assert.equal((first[0] as string).slice(0, 12), 'E00100010000');
    const data = (block: string): string => block.slice(14);
    const window = ask('E0830001000100');
    assert.deepEqual(
      window.map((block) => block.slice(0, 8)),
      ['E0410002', 'E0410003', 'E0010004'],
    );
    // the empty block of the client has a number: the client library of Gurux drops blocks that do not acknowledge it
    assert.ok(window.every((block) => block.slice(8, 12) === '0001'));
    assert.equal(
      window.every((block) => block.length <= 128),
      true,
    );
    // block 3 was lost: from there again
    const again = (block: string | undefined): string => `${block?.slice(0, 8)}0002${block?.slice(12)}`;
    assert.deepEqual(ask('E0820002000200').slice(0, 2), [again(window[1]), again(window[2])]);
    const rest = ask('E08F0003000400');
    assert.equal([first[0], ...window, ...rest].map((block) => data(block as string)).join(''), whole);
    assert.equal((rest.at(-1) as string).slice(2, 3), '8');
    assert.deepEqual(ask(`E0810004${(4 + rest.length).toString(16).padStart(4, '0')}00`), []);
  });

  it('joins a request that comes in blocks', () => {
    const { ask } = associated();
    assert.deepEqual(ask('E0010001000007C001C100080000'), ['E0010001000100']);
    // Each block of a side has a number of its own, also the empty one that acknowledges (Green Book 9.4.6.13).
    const [answer] = ask('E0810002000106010000FF0200');
    assert.equal(answer, `E0810002000212C401C100${winterNoon}`);
  });
});
