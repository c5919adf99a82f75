/**
 * What a simulated meter does as time passes: rows of profiles, billing, schedules, counters that grow. Expectations follow
 * from the settings of each test and Blue Book 4.3.6.
 */
import assert from 'node:assert/strict';
import { entries, rowsIn } from './profile-requests';
import { associated, noon } from './talk';

const dayMs = 86_400_000;

describe('what grows with time', () => {
  it('captures a row for each period, with the status of the clock', () => {
    const { meter, wait } = associated({ profile: { rows: 4, capturePeriodS: 900 } });
    assert.equal(meter.get('1-0:99.1.0', 7)?.value, 4);
    wait(3600);
    assert.equal(meter.get('1-0:99.1.0', 7)?.value, 8);
  });

  it('wraps at its size and keeps the newest', () => {
    const { meter, one, wait } = associated({ profile: { rows: 4, maxRows: 6, capturePeriodS: 60 } });
    wait(30 * 60);
    assert.equal(meter.get('1-0:99.1.0', 7)?.value, 6);
    assert.equal(one(entries(6, 6, 1, 1)), 'C401C10001010201090C07EA010F040D1E0000FFC400');
  });

  it('makes up for a year of silence at once', () => {
    const { meter, wait } = associated({ profile: { rows: 4, maxRows: 100, capturePeriodS: 60 } });
    wait(365 * 86_400);
    assert.equal(meter.get('1-0:99.1.0', 7)?.value, 100);
  });

  it('marks the row after a change of the clock and logs old and new time (4, 5)', () => {
    const { meter, one, wait } = associated({ profile: { rows: 1 } });
    assert.equal(one('C101C100080000010000FF0200090C07EA010F040D010000FFC400'), 'C501C100');
    assert.deepEqual(
      rowsIn(meter.get('0-0:99.98.0', 2)).map((row) => row.at(1)?.value),
      [1, 2, 4, 5],
    );
    wait(900);
    assert.equal(one(entries(2, 2, 1, 2)), 'C401C10001010202090C07EA010F040D0F0000FFC4001120');
  });

  it('stands still with a tick of 0', () => {
    const { meter, wait } = associated({ tickMs: 0 });
    const before = meter.get('1-0:1.8.0', 2);
    wait(86_400);
    assert.deepEqual(meter.get('1-0:1.8.0', 2), before);
  });

  it('counts the sum of the tariffs as the total', () => {
    const { meter, wait } = associated();
    for (let i = 0; i < 20; i++, wait(5000)) {
      const [total, first, second] = ['1-0:1.8.0', '1-0:1.8.1', '1-0:1.8.2'].map((obis) => Number(meter.get(obis, 2)?.value));
      assert.equal(Math.abs((first as number) + (second as number) - (total as number)) <= 2, true);
    }
  });

  it('never runs backwards, and is the same for the same seed', () => {
    const one = associated({ seed: 3 });
    const other = associated({ seed: 3 });
    let last = 0;
    for (let i = 0; i < 100; i++, one.wait(1000), other.wait(1000)) {
      const value = Number(one.meter.get('1-0:1.8.0', 2)?.value);
      assert.equal(value >= last, true);
      assert.equal(value, other.meter.get('1-0:1.8.0', 2)?.value);
      last = value;
    }
    assert.notEqual(last, associated({ seed: 4 }).meter.get('1-0:1.8.0', 2)?.value);
  });

  it('carries out a scheduled script when its time has come', () => {
    const { meter, one, wait } = associated();
    // disconnect at 14:00 local time of the same day
    assert.equal(one('C101C1001600000F0001FF04000101020209040E000000090507EA010FFF'), 'C501C100');
    wait(3599);
    assert.deepEqual(meter.get('0-0:96.3.10', 3), { type: 'enum', value: 1 });
    wait(1);
    assert.deepEqual(meter.get('0-0:96.3.10', 3), { type: 'enum', value: 0 });
  });

  // What head-end programs of India write for "each hour": FF 00 00 00, any day.
  it('carries out a script each hour where the hour of its time is not specified', () => {
    const { meter, one, wait } = associated({ now: () => noon });
    const before = Number(meter.get('0-0:98.1.0', 7)?.value);
    assert.equal(one('C101C1001600000F0000FF04000101020209 04FF0000000905FFFFFFFFFF'.replace(' ', '')), 'C501C100');
    wait(3 * 3600);
    assert.equal(meter.get('0-0:98.1.0', 7)?.value, before + 3);
  });

  it('begins a month with a billing row', () => {
    const { meter, wait } = associated({ now: () => noon });
    const before = Number(meter.get('0-0:98.1.0', 7)?.value);
    wait((17 * dayMs) / 1000);
    assert.equal(meter.get('0-0:98.1.0', 7)?.value, before + 1);
  });

  it('captures by the hour what was captured by the month, when a client says so; 0 changes nothing', () => {
    const period = (seconds: number) => `C101C100070000620100FF040006${seconds.toString(16).padStart(8, '0').toUpperCase()}`;
    const { meter, one, wait } = associated({ now: () => noon });
    const rows = () => Number(meter.get('0-0:98.1.0', 7)?.value);
    assert.equal(one(period(0)), 'C501C100');
    assert.equal(rows(), 0);
    wait((17 * dayMs) / 1000);
    assert.equal(rows(), 1);
    assert.equal(one(period(3600)), 'C501C100');
    wait(3 * 3600);
    assert.equal(rows(), 3);
  });
});
