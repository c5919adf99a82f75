/**
 * What the examples of "2 - Integrations" are made of. That they work before real databases, brokers and dashboards is shown
 * in test/integration.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FlowEntry } from '../support/node-red';

const folder = join(__dirname, '..', '..', 'examples', '2 - Integrations');

/** Nodes of others, by the module that an import has to bring. */
const foreign: readonly (readonly [type: RegExp, module: string])[] = [
  [/^dlms-/, '@meterflow/node-red-dlms'],
  [/^ui-/, '@flowfuse/node-red-dashboard'],
  [/^influxdb/, 'node-red-contrib-influxdb'],
  [/^postgre/i, 'node-red-contrib-postgresql'],
  [/^sqlite/, 'node-red-node-sqlite'],
];

/** No function node: integrators write no code. */
const core =
  /^(tab|comment|global-config|inject|debug|catch|complete|status|switch|change|template|split|join|delay|link (in|out|call)|csv|json|file|file in|http request|mqtt (in|out)|mqtt-broker)$/;

describe('integration examples', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    it(`${file} says what to change and which modules it needs`, () => {
      const nodes = JSON.parse(readFileSync(join(folder, file), 'utf8')) as (FlowEntry & { modules?: object; wires?: string[][] })[];
      const needed = new Set<string>();
      for (const { type } of nodes) {
        const module = foreign.find(([pattern]) => pattern.test(type))?.[1];
        if (module === undefined) assert.match(type, core);
        else needed.add(module);
      }
      const modules = nodes.find(({ type }) => type === 'global-config')?.modules ?? {};
      assert.deepEqual(Object.keys(modules).sort(), [...needed].sort());
      assert.ok(nodes.some(({ type, info }) => type === 'comment' && String(info).length > 200));
      const ids = new Set(nodes.map(({ id }) => id));
      assert.equal(ids.size, nodes.length);
      for (const { wires = [] } of nodes) for (const id of wires.flat()) assert.ok(ids.has(id), `wire to ${id}`);
    });
  }
});
