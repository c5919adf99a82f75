/// <reference path="../../nodes/editor/globals.d.ts" />
import assert from 'node:assert/strict';
import type { Validator } from '../../nodes/editor/validators';
import * as validate from '../../nodes/editor/validators';
import { lineOptions } from '../../nodes/lib/line-settings';
import { meterOptions } from '../../nodes/lib/meter-settings';
import { passwordOctets, type SecurityParts, securityOptions } from '../../nodes/lib/security-options';
import { noSecurity } from '../../nodes/lib/security-settings';
import { readTime } from '../../nodes/lib/time-words';
import { zoneOffset } from '../../src/cosem/zone';
import { parseKeyring } from '../../src/index';
import { allowList } from '../../src/transport/listener';

const noStore = {};

describe('validators of the forms', () => {
  const global = globalThis as Record<string, unknown>;
  before(() => {
    // no dialog is open: validators look at what is saved
    const editor = { getEditStack: (): unknown[] => [] };
    Object.assign(global, { RED: { editor, _: (key: string, values: object): string => `${key} ${Object.values(values).join(' ')}` } });
  });
  after(() => {
    delete global.RED;
  });

  const verdict = (validator: Validator, value: unknown, node: object = {}): string => String(validator.call(node, value));

  it('take a field that is an environment variable', () => {
    const one = [validate.integer(0, 1), validate.seconds(), validate.hex(3), validate.neededWhere('addressing=serial')];
    const { percent, offsets, assignmentLines, optionalObis, number, time, json, addresses, jsonList } = validate;
    // as Node-RED knows it
    for (const validator of [...one, percent, offsets, assignmentLines, optionalObis, number, time, json, addresses, jsonList])
      for (const variable of [`$\{${'NAME'}}`, '$(NAME)'])
        assert.equal(verdict(validator as Validator, variable, { addressing: 'serial' }), 'true');
  });

  it('want a host without URL and port', () => {
    for (const typed of ['10.0.0.5', ' meter.example ', 'fe80::1', '::1', '']) assert.equal(verdict(validate.host, typed), 'true', typed);
    for (const typed of ['10.0.0.5:4059', 'http://meter', 'a b', 'meter/1']) assert.match(verdict(validate.host, typed), /invalid/, typed);
  });

  it('take for the conformance block what the runtime takes', () => {
    // 00 7E 1F: the proposed conformance of the example in Green Book, Annex D
    for (const typed of ['007E1F', '0x007e1f', '00 7E 1F', '00:7E:1F', '00-7E-1F']) {
      assert.equal(verdict(validate.hex(3), typed), 'true');
      assert.equal(meterOptions({ conformance: typed }, {}, 'meter', noSecurity).associate.proposedConformance, 0x007e1f, typed);
    }
    assert.match(verdict(validate.hex(3), '00;7E;1F'), /invalid/);
    assert.throws(() => meterOptions({ conformance: '00;7E;1F' }, {}, 'meter', noSecurity), { code: 'settings-invalid' });
  });

  it('take for the offset of a clock what the runtime takes, where it is in use', () => {
    const validator = validate.neededWhere('clockDeviation=fixed', validate.integer(-840, 840));
    const good = (fixedOffset: string): boolean => verdict(validator, fixedOffset, { clockDeviation: 'fixed' }) === 'true';
    for (const [fixedOffset, fine] of Object.entries({
      '60': true,
      '-840': true,
      '840': true,
      '841': false,
      '-900': false,
      '1h': false,
      '': false,
    })) {
      assert.equal(good(fixedOffset), fine, fixedOffset);
      const run = () => meterOptions({ clockDeviation: 'fixed', fixedOffset }, {}, 'meter', noSecurity);
      if (fine) assert.equal(run().fixedOffsetMinutes, Number(fixedOffset));
      else assert.throws(run, { code: 'settings-invalid' });
    }
    assert.equal(verdict(validator, '9999', { clockDeviation: 'standard' }), 'true');
  });

  const agree = (validator: Validator, values: Readonly<Record<string, boolean>>, run: (value: string) => unknown): void => {
    for (const [value, fine] of Object.entries(values)) {
      assert.equal(verdict(validator, value) === 'true', fine, value);
      if (fine) run(value);
      else assert.throws(() => run(value), { code: 'settings-invalid' }, value);
    }
  };

  it('take for a time, a zone and addresses what the runtime takes', () => {
    const times = { now: true, '-24h': true, '-7 d': true, '2026-03-01': true, '2026-03-01 10:00': true };
    const noTimes = { yesterday: false, '5': false, '2026-13-01': false, '-1y': false, '10:00': false };
    agree(validate.moment, { ...times, ...noTimes }, (value) => readTime(value, new Date(), 'now'));
    const zones = { 'Europe/Zurich': true, UTC: true, 'Europe/Nowhere': false, MESZ: false };
    agree(validate.timeZone, zones, (value) => zoneOffset(0, value));
    for (const minutes of ['60', '-120', '0']) assert.equal(verdict(validate.timeZone, minutes), 'true', minutes);
    for (const wrong of ['900', '+01:00', '1h']) assert.match(verdict(validate.timeZone, wrong), /invalid/, wrong);
    const ranges = { '10.0.0.0/8': true, '10.0.0.5': true, '::1': true, 'fe80::/10': true, '::ffff:10.0.0.1': true };
    const noRanges = {
      '10.0.0.0/99': false,
      '10.0.0/8': false,
      '10.0.0.256': false,
      '10.0.0.1/': false,
      'fe80::/129': false,
      ':::': false,
    };
    agree(validate.addresses as Validator, { ...ranges, ...noRanges }, (value) => allowList([value]));
  });

  it('take for base names, a greeting and the columns of a profile what the runtime takes', () => {
    const lines = { '3:1-0:1.8.0*255=0x0D68': true, '8:0-0:1.0.0*255 = 2000': true, '1-0:1.8.0*255=2000': false, '3:1-0:1.8.0*255': false };
    agree(validate.baseNameLines, lines, (baseNames) => meterOptions({ referencing: 'sn', baseNames }, {}, 'meter', noSecurity));
    assert.equal(verdict(validate.regularExpression, 'METER=(\\w+)'), 'true');
    assert.match(verdict(validate.regularExpression, 'METER=('), /invalid/);
    assert.equal(verdict(validate.obisCodes, '1-0:1.8.0*255, 1-0:2.8.0*255'), 'true');
    assert.match(verdict(validate.obisCodes, '1-0:1.8.0*255, 1-0:2.8.300'), /invalid\.object 2 /);
  });

  it('take for the time range and the entries of an object what is one', () => {
    const judged = (item: object): string => verdict(validate.objects, [{ obis: '1-0:1.8.0*255' }, { obis: '1-0:99.1.0*255', ...item }]);
    for (const item of [{}, { access: 'range', from: '-1d' }, { access: 'entry', from: '1', to: '' }, { access: 'none', from: 'soon' }])
      assert.equal(judged(item), 'true', JSON.stringify(item));
    for (const item of [
      { access: 'range', from: 'soon' },
      { access: 'range', to: '7' },
      { access: 'entry', from: '-1d' },
    ])
      assert.match(judged(item), /invalid\.object 2 /, JSON.stringify(item));
  });

  it('take for a keyring what the runtime takes, and tell the line', () => {
    const key = '000102030405060708090A0B0C0D0E0F';
    const good = [`# all\n\n4B464D0000000001; ${key}; ${key}\nKitchen; ; ; password=12345678; KEK=${key}; ek2=${key}`, `*; ${key}`];
    for (const typed of good) {
      assert.equal(verdict(validate.keyring, typed), 'true');
      assert.ok(parseKeyring(typed).length > 0);
    }
    for (const [wrong, words] of Object.entries({
      [`Kitchen ${key}`]: /keyringLine 2/,
      [`; ${key}`]: /keyringLine 2/,
      [`Kitchen; ${key}; ${key}; ${key}`]: /keyringField 2 4/,
      [`Kitchen; pin=${key}`]: /keyringField 2 2/,
    })) {
      assert.match(verdict(validate.keyring, `#\n${wrong}`), words);
      assert.throws(() => parseKeyring(`#\n${wrong}`), { code: 'settings-invalid', message: /^keyring line 2/ });
    }
    assert.match(verdict(validate.keyring, `Kitchen; ${key}00`), /keyringKey 1 .*keyLength 17/);
    assert.match(verdict(validate.keyring, `Kitchen; ${key}`, { level: 'gmac', suite: '2' }), /keyringKey 1 .*32/);
    assert.equal(verdict(validate.keyring, `Kitchen; $\{${'KITCHEN_EK'}}`), 'true');
  });

  // facts/landis-gyr-hls.md: challenge and password are strings of hex digits, and the algorithm adds these
  it('take the password of Landis+Gyr as the digits that are typed, whatever was chosen for another level', () => {
    const settings = { level: 'vendor', vendorAlgorithm: 'landis-gyr', passwordForm: 'hex' };
    assert.equal(verdict(validate.password, '12345678', settings), 'true');
    assert.equal(passwordOctets(settings, '12345678').toString('latin1'), '12345678');
    assert.equal(passwordOctets({ ...settings, level: 'low' }, '12345678').toString('hex'), '12345678');
  });

  // The form leaves such a row out (data-dlms-show): whoever cannot see a field cannot repair it.
  it('leave out, as the runtime does, what the form does not show', () => {
    const size = { maxInfoTransmit: '9999' };
    assert.throws(() => meterOptions(size, {}, 'meter', noSecurity, 'hdlc'), { code: 'settings-invalid' });
    assert.equal(meterOptions(size, {}, 'meter', noSecurity, 'wrapper').hdlc.maxInfoTransmit, 128);
    assert.deepEqual(meterOptions({ baseNames: 'old' }, {}, 'meter', noSecurity).baseNames, {});
    const own = { own: null, counterStore: noStore, stateStore: noStore, fromMessage: () => 0 } as unknown as SecurityParts;
    const security = (settings: object) => securityOptions({ ...settings }, { password: '123' }, own);
    const left = { lockoutWait: 'long', icWarnAt: '-1', clientTitle: 'short' };
    assert.throws(() => security({ level: 'gmac', ...left }), { code: 'settings-invalid' });
    assert.throws(() => security({ level: 'vendor', lockoutWait: 'long' }), { code: 'settings-invalid' });
    assert.equal(security({ level: 'low', ...left }).clientTitle, undefined);
    assert.throws(() => security({ level: 'low', passwordForm: 'hex' }), { code: 'settings-invalid' });
    assert.equal(security({ level: 'gmac', passwordForm: 'hex' }).password, undefined);
    const silence = { interOctetTimeout: 'long', framing: 'hdlc', host: '127.0.0.1', path: '/dev/ttyUSB0' };
    assert.throws(() => lineOptions({ ...silence, medium: 'serial' }), { code: 'settings-invalid' });
    assert.equal(lineOptions({ ...silence, medium: 'tcp' }).interOctetTimeoutMs, 500);
  });

  // The editor joins the verdicts on a config node into html.
  it('say what is wrong without a tag of the flow', () => {
    const tag = '<img/src=x/onerror=alert(1)>';
    for (const [validator, value] of [
      [validate.addresses, tag],
      [validate.json, tag],
      [validate.jsonList, tag],
      [validate.optionalObis, tag],
    ] as const) {
      const words = verdict(validator as Validator, value);
      assert.match(words, /invalid|obisMistake/);
      assert.doesNotMatch(words, /[<>]/);
    }
  });
});
