/**
 * Limits, billing, tariff, push and M-Bus as tasks of `dlms-action`, against the simulated meter. Types of data are those of
 * the Blue Book's class tables.
 */
import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import { countOf } from '../../nodes/lib/tasks/measures';
import type { Data } from '../../src/index';
import { stopFlow } from '../support/node-red';
import { ask, type Bench, confirmed, openBench, startTask } from './operation-flows';

describe('operations: tables of a meter', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(async () => {
    await stopFlow();
    await bench.meter.close();
  });

  describe('limits', () => {
    it('writes what is filled in, in the unit of the watched value, and reads all back', async () => {
      await startTask(bench, { task: 'set-limiter', thresholdNormal: '5000', minOver: '120', emergencyGroups: '1 7' });
      const { question, payload } = await confirmed();
      assert.match(question.question, /can cut the supply at once: thresholdNormal, minOver, emergencyGroups/);
      assert.equal(payload.watched, '1-0:1.7.0*255');
      assert.deepEqual([payload.thresholdNormal, payload.before.thresholdNormal.value], [{ value: 5000, unit: 'W' }, 43_000]);
      assert.deepEqual([payload.minOverThresholdDuration, payload.minUnderThresholdDuration], [120, 300]);
      assert.deepEqual(payload.emergencyProfileGroupIdList, [1, 7]);
      assert.deepEqual(bench.meter.get('0-0:17.0.0*255', 4), { type: 'double-long-unsigned', value: 5000 });
      assert.deepEqual(bench.changes(), ['set 71.4', 'set 71.6', 'set 71.9']);
    });

    it('an emergency profile keeps the parts that were not given', async () => {
      const values = { emergencyId: 1, emergencyStart: '2026-02-01T06:00:00+01:00', emergencyDuration: 3600 };
      await startTask(bench, { task: 'set-limiter', confirm: false });
      await ask({ dlms: { values } });
      const { payload } = await ask({ dlms: { values: { emergencyDuration: 60 } } });
      assert.deepEqual(payload.emergencyProfile, {
        emergencyProfileId: 1,
        emergencyActivationTime: '2026-02-01T06:00:00+01:00',
        emergencyDuration: 60,
      });
    });

    it('a meter that inverts the deviation gets it inverted, and a time that was not given as it came', async () => {
      const limiter = '0-0:17.0.0*255';
      const octets = (hex: string) => ({ type: 'octet-string', value: Buffer.from(hex, 'hex') }) as const;
      // CET is +60 in such a meter; no day of the week
      const profile = [
        { type: 'long-unsigned', value: 1 },
        octets('07E80101FF00000000003C00'),
        { type: 'double-long-unsigned', value: 60 },
      ];
      bench.meter.set(limiter, 8, { type: 'structure', value: profile } as never);
      await startTask(bench, { task: 'set-limiter', confirm: false }, [], {}, { clockDeviation: 'inverted' });
      const written = () => bench.meter.get(limiter, 8)?.value;
      const { payload } = await ask({ dlms: { values: { emergencyDuration: 120 } } });
      assert.equal(payload.emergencyProfile.emergencyActivationTime, '2024-01-01T00:00:00+01:00');
      assert.deepEqual(written(), [profile[0], profile[1], { type: 'double-long-unsigned', value: 120 }]);
      await ask({ dlms: { values: { emergencyStart: '2026-07-01T06:00:00+02:00' } } });
      assert.deepEqual((written() as readonly unknown[])[1], octets('07EA070103060000000078FF'));
    });

    it('nothing filled in only reads; thresholds of a monitor are scaled', async () => {
      await startTask(bench, { task: 'set-limiter' });
      assert.equal((await ask()).payload.thresholdActive.value, 43_000);
      const monitor = await ask({ dlms: { task: 'set-monitor' } });
      assert.deepEqual(monitor.payload.thresholds, [{ value: 63, unit: 'A' }]);
      assert.deepEqual(bench.changes(), []);
      await confirmed({ dlms: { task: 'set-monitor', values: { thresholds: '35.5 80' } } });
      const counts = bench.meter.get('1-0:11.31.0*255', 2) as unknown as { value: unknown };
      assert.deepEqual(counts.value, [
        { type: 'long-unsigned', value: 3550 },
        { type: 'long-unsigned', value: 8000 },
      ]);
    });

    it('a meter that counts in fractions takes them; others count exactly', async () => {
      const limiter = '0-0:17.0.0*255';
      bench.meter.set(limiter, 4, { type: 'float32', value: 43_000 });
      await startTask(bench, { task: 'set-limiter', confirm: false, thresholdNormal: '12.5' });
      const { payload } = await ask();
      assert.deepEqual(bench.meter.get(limiter, 4), { type: 'float32', value: 12.5 });
      assert.deepEqual(payload.thresholdNormal, { value: 12.5, unit: 'W' });
      const measure = { watched: null, scaler: -2, unit: 'A' };
      assert.equal(countOf('limit', '90071992547409.93', measure), 9007199254740993n);
      assert.equal(countOf('limit', 0.1 + 0.2, measure), 30n);
      assert.equal(countOf('limit', '12.345', measure, { type: 'float64', value: 1 }), 1234.5);
      assert.throws(() => countOf('limit', '5.001', measure), /steps of 0.01 A/);
    });

    it('groups are parted by commas, a decimal comma parts no limits', async () => {
      await startTask(bench, { task: 'set-limiter', confirm: false, emergencyGroups: '1,2' });
      assert.deepEqual((await ask()).payload.emergencyProfileGroupIdList, [1, 2]);
      const { error } = await ask({ dlms: { task: 'set-monitor', values: { thresholds: '35,5' } } }, 'caught');
      assert.match(error.message, /"35,5" is not a number/);
    });

    it('a threshold finer than the meter counts is told', async () => {
      await startTask(bench, { task: 'set-monitor', thresholds: '35.123', confirm: false });
      assert.match((await ask({}, 'caught')).error.message, /steps of 0.01 A/);
      assert.deepEqual(bench.changes(), []);
    });
  });

  describe('billing', () => {
    it('ends the period by the script, and tells counter and profile before and after', async () => {
      await startTask(bench, { task: 'end-billing' });
      const { question, payload } = await confirmed();
      assert.match(question.question, /cannot be undone/);
      assert.deepEqual([payload.before.billingCounter, payload.billingCounter], [0, 1]);
      assert.equal(payload.billingProfileRows, payload.before.billingProfileRows + 1);
      assert.deepEqual(bench.changes(), ['action 9.1']);
    });

    it('resets a demand register', async () => {
      await startTask(bench, { task: 'end-billing', billingBy: 'demand-reset' });
      const { payload } = await confirmed();
      assert.equal(payload.currentAverageValue, 0);
      assert.deepEqual(bench.changes(), ['action 5.1']);
    });
  });

  describe('tariff calendar', () => {
    const days = [1, 2].map((dayId) => ({
      dayId,
      daySchedule: [{ startTime: '06:00:00', scriptLogicalName: '0-0:10.0.100*255', scriptSelector: dayId }],
    }));
    const week = { monday: 1, tuesday: 1, wednesday: 1, thursday: 1, friday: 1, saturday: 2, sunday: 2 };
    const calendar = {
      name: 'CAL-2027',
      seasons: [{ seasonProfileName: 'S1', seasonStart: { month: 1, dayOfMonth: 1, hour: 0, minute: 0 }, weekName: '0x01' }],
      weeks: [{ weekProfileName: '0x01', ...week }],
      days,
    };
    const activeName = () => String(bench.meter.get('0-0:13.0.0*255', 2)?.value);

    it('goes into the passive part, is read back, and is activated after the question that shows it', async () => {
      await startTask(bench, { task: 'write-calendar', activation: 'now' });
      const { question, error, payload } = await confirmed({ payload: calendar });
      assert.match(question.question, /"CAL-2027" becomes the tariff of the customer now/);
      assert.match(error.message, /CAL-2027/);
      assert.equal(question.passive.weeks[0].weekProfileName, '0x01');
      assert.equal(payload.active.name, 'CAL-2027');
      assert.deepEqual(payload.active.days, days);
      assert.equal(activeName(), 'CAL-2027');
      assert.deepEqual(bench.changes(), ['set 20.6', 'set 20.7', 'set 20.8', 'set 20.9', 'action 20.1']);
      // What was read is what can be written.
      const read = (await ask({ dlms: { task: 'read-calendar' } })).payload.active;
      assert.equal((await ask({ payload: read, dlms: { values: { activation: 'none' } } })).payload.done, true);
    });

    it('at a time it is only planned', async () => {
      const at = '2027-01-01T00:00:00+01:00';
      await startTask(bench, { task: 'activate-calendar', activation: 'at', activationTime: at });
      const { payload } = await confirmed();
      assert.deepEqual([payload.activationTime, payload.active.name], [at, 'TARIFF-1']);
      assert.deepEqual(bench.changes(), ['set 20.10']);
    });

    it('a time is written as the meter reads it', async () => {
      const values = { activation: 'at', activationTime: '2027-01-01T00:00:00+01:00' };
      await startTask(bench, { task: 'activate-calendar', ...values }, [], {}, { clockDeviation: 'fixed', fixedOffset: '120' });
      const { payload } = await confirmed();
      assert.equal(payload.activationTime, '2027-01-01T01:00:00+02:00');
      const seasons = [{ ...calendar.seasons[0], seasonStart: '2027-01-01T00:00:00+01:00' }];
      await stopFlow();
      await startTask(bench, { task: 'write-calendar', dryRun: true }, [], {}, { clockDeviation: 'inverted' });
      const dry = await ask({ payload: { ...calendar, seasons } });
      assert.match(dry.payload.sends[1].hex, /090C07EB01010500000000003CFF/);
    });

    it('seasons that begin every year are text in both directions, and what stands there stays octet by octet', async () => {
      await startTask(bench, { task: 'write-calendar', dryRun: true });
      const starting = (seasonStart: string) => ({ payload: { ...calendar, seasons: [{ ...calendar.seasons[0], seasonStart }] } });
      const octets = async (text: string) => String((await ask(starting(text))).payload.sends[1].hex);
      // Blue Book part 2, 4.1.6.1: year, month, day, day of week, hour, minute, second, hundredths, deviation, status
      assert.match(await octets('*-04-01'), /090CFFFF0401FF000000008000FF/);
      assert.match(await octets('*-*-01 06:30'), /090CFFFFFF01FF061E00008000FF/);
      const wrong = (await ask(starting('*-4-1'), 'caught')).error.message;
      assert.match(wrong, /seasonProfilePassive\[0\]\.seasonStart: "\*-4-1"/);
      await stopFlow();
      await startTask(bench, { task: 'read-calendar' });
      const { passive } = (await ask()).payload;
      assert.equal(passive.seasons[0].seasonStart, '*-01-01T00:00:00');
      const before = bench.meter.get('0-0:13.0.0*255', 7);
      await ask({ payload: { ...passive, name: 'OTHER' }, dlms: { task: 'write-calendar' } });
      assert.deepEqual(bench.meter.get('0-0:13.0.0*255', 7), before);
    });

    it('a week that does not exist is told before anything is sent', async () => {
      await startTask(bench, { task: 'write-calendar' });
      const weeks = [{ ...calendar.weeks[0], weekProfileName: 'OTHER' }];
      assert.match((await ask({ payload: { ...calendar, weeks } }, 'caught')).error.message, /no week is called "0x01"/);
      const lost = { ...calendar, days: days.slice(0, 1) };
      assert.match((await ask({ payload: lost }, 'caught')).error.message, /on saturday day 2, which does not exist/);
      assert.equal(bench.events.length, 0);
    });

    it('dry run shows what would be sent, and when it would ask', async () => {
      await startTask(bench, { task: 'write-calendar', activation: 'now', dryRun: true });
      const { payload } = await ask({ payload: calendar });
      // octet-string of 8: CAL-2027
      assert.deepEqual([payload.sends.length, payload.sends[0].hex], [4, '090843414C2D32303237']);
      assert.match(payload.mayAsk, /before it is activated/);
      assert.equal(bench.events.length, 0);
    });

    it('is not activated when the meter reads back something else', async () => {
      await startTask(bench, { task: 'write-calendar', activation: 'now', confirm: false });
      bench.meter.on(({ kind, index }) => {
        if (kind === 'set' && index === 6)
          setImmediate(() => bench.meter.set('0-0:13.0.0*255', 6, { type: 'octet-string', value: Buffer.from('X') }));
      });
      assert.match((await ask({ payload: calendar }, 'caught')).error.message, /other values in calendarNamePassive; it was not activated/);
      assert.equal(activeName(), 'TARIFF-1');
    });
  });

  it('special days: read, insert, delete, replace after a question', async () => {
    await startTask(bench, { task: 'special-days' });
    const christmas = { index: 2, specialdayDate: '*-12-25', dayId: 2 };
    assert.deepEqual((await ask()).payload.days[1], christmas);
    const may = { index: 3, specialdayDate: '*-05-01', dayId: 2 };
    const inserted = await ask({ payload: may, dlms: { values: { specialDo: 'insert' } } });
    assert.deepEqual(inserted.payload.days[2], may);
    const deleted = await ask({ dlms: { values: { specialDo: 'delete', specialIndex: '1' } } });
    assert.deepEqual(deleted.payload.days, [christmas, may]);
    const { question, payload } = await confirmed({ payload: [may], dlms: { values: { specialDo: 'replace' } } });
    assert.match(question.question, /All 2 special days .* replaced by 1/);
    assert.deepEqual(payload.days, [may]);
    assert.deepEqual(bench.changes(), ['action 11.1', 'action 11.2', 'set 11.2']);
  });

  describe('in a meter with dates and times in place of octet-strings', () => {
    const date = (year: number | null, month: number, dayOfMonth: number, dayOfWeek: number | null): Data => ({
      type: 'date',
      value: { year, month, dayOfMonth, dayOfWeek },
    });
    const time = (hour: number, minute: number): Data => ({ type: 'time', value: { hour, minute, second: 0, hundredths: 0 } });
    const structure = (...value: Data[]): Data => ({ type: 'structure', value });
    const array = (...value: Data[]): Data => ({ type: 'array', value });

    it('special days and times of a schedule have these types', async () => {
      const [days, timer] = ['0-0:11.0.0*255', '0-0:15.0.0*255'];
      const day = (index: number, when: Data): Data =>
        structure({ type: 'long-unsigned', value: index }, when, { type: 'unsigned', value: 2 });
      bench.meter.set(days, 2, array(day(1, date(null, 12, 25, null))));
      await startTask(bench, { task: 'special-days' });
      await ask({ payload: { index: 2, specialdayDate: '2026-01-01', dayId: 2 }, dlms: { values: { specialDo: 'insert' } } });
      assert.deepEqual(bench.meter.get(days, 2), array(day(1, date(null, 12, 25, null)), day(2, date(2026, 1, 1, 4))));
      const two = [1, 2].map((index) => ({ index, specialdayDate: '2026-01-01', dayId: 2 }));
      await confirmed({ payload: two, dlms: { values: { specialDo: 'replace' } } });
      assert.deepEqual(bench.meter.get(days, 2), array(day(1, date(2026, 1, 1, 4)), day(2, date(2026, 1, 1, 4))));
      bench.meter.set(timer, 4, array(structure(time(3, 0), date(null, 1, 1, null))));
      const times = ['03:00', '15:30'].map((at) => ({ time: at, date: '2026-01-01' }));
      await confirmed({ payload: times, dlms: { task: 'write-schedule' } });
      const entry = (hour: number, minute: number): Data => structure(time(hour, minute), date(2026, 1, 1, 4));
      assert.deepEqual(bench.meter.get(timer, 4), array(entry(3, 0), entry(15, 30)));
    });

    it('so has a calendar, by its active part where the passive one is empty', async () => {
      const calendar = '0-0:13.0.0*255';
      const script: Data[] = [
        { type: 'octet-string', value: Buffer.from('00000A0064FF', 'hex') },
        { type: 'long-unsigned', value: 1 },
      ];
      const switching = (hour: number, minute: number): Data => structure(time(hour, minute), ...script);
      const day = (id: number, ...actions: Data[]): Data => structure({ type: 'unsigned', value: id }, array(...actions));
      bench.meter.set(calendar, 5, array(day(1, switching(0, 0))));
      bench.meter.set(calendar, 9, array());
      const action = (startTime: string) => ({ startTime, scriptLogicalName: '0-0:10.0.100*255', scriptSelector: 1 });
      const days = [1, 2].map((dayId) => ({ dayId, daySchedule: [action('06:00'), action('22:00')] }));
      await startTask(bench, { task: 'write-calendar' });
      await ask({ payload: { name: 'T', seasons: [], weeks: [], days } });
      const wanted = [1, 2].map((id) => day(id, switching(6, 0), switching(22, 0)));
      assert.deepEqual(bench.meter.get(calendar, 9), array(...wanted));
    });
  });

  // FF0F0000 and FFFFFFFFFF: a quarter past each hour, as head-end programs of India write it.
  it('a schedule takes each hour as *, and shows it so', async () => {
    await startTask(bench, { task: 'write-schedule', scheduleTimes: JSON.stringify([{ time: '*:15', date: '*-*-*' }]) });
    const { payload } = await confirmed();
    assert.deepEqual(payload.times, [{ time: '*:15:00', date: '*-*-*' }]);
    const written = ['FF0F0000', 'FFFFFFFFFF'].map((hex): Data => ({ type: 'octet-string', value: Buffer.from(hex, 'hex') }));
    assert.deepEqual(bench.meter.get('0-0:15.0.0*255', 4)?.value, [{ type: 'structure', value: written }]);
  });

  it('a schedule gets its script before its times', async () => {
    const times = [{ time: '03:00:00', date: '*-*-01' }];
    await startTask(bench, { task: 'write-schedule', scheduleTimes: JSON.stringify(times), scriptObis: '0-0:10.0.108*255' });
    const { question, payload } = await confirmed();
    assert.match(question.question, /by itself at 1 time$/);
    assert.deepEqual(payload.times, times);
    assert.deepEqual(payload.executedScript, { scriptLogicalName: '0-0:10.0.108*255', scriptSelector: 1 });
    assert.deepEqual(bench.changes(), ['set 22.2', 'set 22.4']);
  });

  describe('push', () => {
    it('writes what is filled in and keeps the rest', async () => {
      const objects = '["8/0-0:1.0.0*255/2", "3/1-0:1.8.0*255/2"]';
      await startTask(bench, { task: 'setup-push', pushDestination: '10.0.0.5:4059', pushObjects: objects, pushRetries: '3' });
      const { payload } = await ask();
      assert.deepEqual(payload.sendDestinationAndMethod, {
        transportService: 'TCP',
        destination: '10.0.0.5:4059',
        message: 'A-XDR encoded xDLMS APDU',
      });
      assert.equal(payload.pushObjectList[1].logicalName, '1-0:1.8.0*255');
      assert.deepEqual([payload.numberOfRetries, payload.before.numberOfRetries, payload.repetitionDelay], [3, 0, 0]);
      assert.deepEqual(bench.changes(), ['set 40.2', 'set 40.3', 'set 40.6']);
    });

    it('a window of every day is text in both directions, and the window that stands there stays octet by octet', async () => {
      const setup = '0-0:25.9.0*255';
      const octets = (hex: string): Data => ({ type: 'octet-string', value: Buffer.from(hex, 'hex') });
      const window = (from: string, to: string): Data => ({ type: 'structure', value: [octets(from), octets(to)] });
      // the status is 00 here, and not specified in what is written
      const night = window('FFFFFFFFFF01000000800000', 'FFFFFFFFFF05000000800000');
      bench.meter.set(setup, 4, { type: 'array', value: [night] });
      await startTask(bench, { task: 'setup-push' });
      const read = (await ask()).payload.communicationWindow;
      assert.deepEqual(read, [{ startTime: '*-*-*T01:00:00', endTime: '*-*-*T05:00:00' }]);
      const added = [...read, { startTime: '*-*-01 22:30', endTime: '*-*-01T23:00' }];
      const { payload } = await ask({ dlms: { values: { pushWindow: JSON.stringify(added) } } });
      assert.deepEqual(payload.communicationWindow[1], { startTime: '*-*-01T22:30:00', endTime: '*-*-01T23:00:00' });
      const first = window('FFFFFF01FF161E00008000FF', 'FFFFFF01FF170000008000FF');
      assert.deepEqual(bench.meter.get(setup, 4)?.value, [night, first]);
    });

    it('another transport leaves a destination of octets as it is; octets are typed after 0x', async () => {
      const setup = '0-0:25.9.0*255';
      const now = (octets: string, transport: number) => ({
        type: 'structure',
        value: [
          { type: 'enum', value: transport },
          { type: 'octet-string', value: Buffer.from(octets, 'hex') },
          { type: 'enum', value: 0 },
        ],
      });
      // 10.0.0.1:4315
      bench.meter.set(setup, 3, now('0A00000110DB', 5) as never);
      await startTask(bench, { task: 'setup-push', pushTransport: 'tcp' });
      const { payload } = await ask();
      assert.deepEqual(bench.meter.get(setup, 3), now('0A00000110DB', 0));
      assert.equal(payload.sendDestinationAndMethod.destination, '0x0A00000110DB');
      await ask({ dlms: { values: { pushTransport: '', pushDestination: '0x0A00000210DB' } } });
      assert.deepEqual(bench.meter.get(setup, 3), now('0A00000210DB', 0));
    });

    it('pushes now', async () => {
      await startTask(bench, { task: 'push-now' });
      const { payload } = await ask();
      assert.deepEqual([payload.done, payload.sentTo.destination], [true, '127.0.0.1:4059']);
      assert.deepEqual(bench.changes(), ['action 40.1']);
    });
  });

  describe('M-Bus', () => {
    it('tells a device in words', async () => {
      await startTask(bench, { task: 'm-bus-device', mbusDo: 'reset-alarm' });
      const { payload } = await ask();
      assert.deepEqual(
        [payload.manufacturer, payload.identification, payload.deviceType, payload.primaryAddress, payload.alarm],
        ['ELS', '20135670', 'gas', 1, 0],
      );
    });

    it('installs into a free channel, with and without an address, and removes after a question', async () => {
      await startTask(bench, { task: 'install-m-bus', taskObis: '0-2:24.1.0*255' });
      const { payload } = await ask();
      assert.deepEqual([payload.installed, payload.manufacturer, payload.deviceType, payload.primaryAddress], [true, 'HYD', 'water', 2]);
      assert.match((await ask({}, 'caught')).error.message, /has a device already: HYD 47110815/);
      const { question, payload: removed } = await confirmed({ dlms: { task: 'deinstall-m-bus' } });
      assert.match(question.question, /forget this device and its key/);
      assert.equal(removed.installed, false);
      assert.equal((await ask({ dlms: { values: { taskObis: '0-2:24.1.0*255', mbusAddress: 9 } } })).payload.primaryAddress, 9);
    });

    it('gives keys of a security node to meter and device, and no key to any message', async () => {
      const user = '000102030405060708090A0B0C0D0E0F';
      const maker = 'F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF';
      const key = { id: 'gas-key', type: 'dlms-security', settingsVersion: 2, name: 'gas', level: 'none', protection: 'none' };
      const secrets = { 'gas-key': { encryptionKey: user, masterKey: maker } };
      await startTask(bench, { task: 'm-bus-key', mbusKeyDo: 'transfer', newSecurity: 'gas-key', confirm: false }, [key], secrets);
      const transferred = await ask();
      assert.equal(transferred.payload.encryptionKeyStatus, 'encryption key transferred');
      const set = await ask({ dlms: { values: { mbusKeyDo: 'set' } } });
      assert.equal(set.payload.encryptionKeyStatus, 'encryption key set and transferred');
      const wrapped = createCipheriv('aes-128-ecb', Buffer.from(maker, 'hex'), null).setAutoPadding(false).update(Buffer.from(user, 'hex'));
      const said = JSON.stringify([transferred, set, bench.events], (_name, value) =>
        Buffer.isBuffer(value) ? value.toString('hex') : value,
      );
      for (const secret of [user, maker, wrapped.toString('hex')]) assert.ok(!said.toLowerCase().includes(secret.toLowerCase()), secret);
    });
  });
});
