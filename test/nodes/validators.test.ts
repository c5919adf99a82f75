/// <reference path="../../nodes/editor/globals.d.ts" />
import assert from 'node:assert/strict';
import type { Validator } from '../../nodes/editor/validators';
import * as validate from '../../nodes/editor/validators';

describe('validators of the forms', () => {
  const global = globalThis as Record<string, unknown>;
  before(() => {
    Object.assign(global, { RED: { _: (key: string, values: object): string => `${key} ${Object.values(values).join(' ')}` } });
  });
  after(() => {
    delete global.RED;
  });

  const verdict = (validator: Validator, value: unknown): string => String(validator.call({}, value));

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
