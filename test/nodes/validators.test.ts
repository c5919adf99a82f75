/// <reference path="../../nodes/editor/globals.d.ts" />
import assert from 'node:assert/strict';
import type { Validator } from '../../nodes/editor/validators';
import * as validate from '../../nodes/editor/validators';
import { meterOptions } from '../../nodes/lib/meter-settings';
import { noSecurity } from '../../nodes/lib/security-settings';

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
    for (const validator of [...one, percent, offsets, assignmentLines, optionalObis, number, time, json, addresses, jsonList])
      assert.equal(verdict(validator as Validator, `$\{${'NAME'}}`, { addressing: 'serial' }), 'true');
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
