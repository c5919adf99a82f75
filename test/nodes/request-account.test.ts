/**
 * `msg.dlms` as README has it: what the requests of a message cost, what was agreed and how it was opened, at every node that
 * speaks to a meter, also in messages that leave before the end.
 */
import assert from 'node:assert/strict';
import type { Simulator } from '../../src/index';
import { collectAt, stopFlow, until } from '../support/node-red';
import { ak, ask, type Counters, counterFolder, ek, securedMeter, startSecured } from './security-flows';

const nodes = [
  { type: 'dlms-associate' },
  { type: 'dlms-get', objects: [{ obis: '1-0:1.8.0*255', classId: 3, attribute: 2 }], output: 'array' },
  {
    type: 'dlms-set',
    objects: [{ obis: '0-0:1.0.0*255', classId: 8, attribute: 2, type: 'auto', value: 'now', valueType: 'str' }],
    confirm: false,
  },
  {
    type: 'dlms-action',
    task: 'method',
    obis: '0-0:96.3.10*255',
    classId: 70,
    method: 2,
    parameterType: 'auto',
    parameter: '',
    confirm: false,
  },
  { type: 'dlms-action', settingsVersion: 2, task: 'read-supply', confirm: false },
  { type: 'dlms-browse', output: 'array', values: true, fresh: true },
  { type: 'dlms-profile', obis: '1-0:99.1.0*255', mode: 'last', count: '2', output: 'rows' },
];

describe('msg.dlms of a request', () => {
  let counters: Counters;
  let simulator: Simulator;
  beforeEach(async () => {
    counters = counterFolder();
    simulator = await securedMeter(
      { mechanism: 5, security: { encryptionKey: ek, authenticationKey: ak } },
      { profile: { capturePeriodS: 900, rows: 60 } },
    );
  });
  afterEach(async () => {
    await stopFlow();
    await simulator.close();
    counters.remove();
  });
  const start = (node: { readonly type: string }, outputs = 2) =>
    startSecured(
      simulator.port ?? 0,
      counters.folder,
      { level: 'gmac', protection: 'both' },
      { encryptionKey: ek, authenticationKey: ak },
      { node, outputs },
    );

  for (const node of nodes) {
    it(`tells cost, association and authentication: ${[node.type, node.task].filter(Boolean).join(' ')}`, async () => {
      await start(node);
      const { dlms, error } = await ask({ dlms: { name: 'hall' } });
      assert.equal(error, undefined);
      assert.deepEqual(
        [dlms.meter, dlms.name, dlms.association.authentication, dlms.authentication.meterAuthenticated],
        ['hall', 'hall', 'HLS GMAC', true],
      );
      // AARQ and f(StoC) at least
      assert.ok(dlms.roundTrips >= 2 && dlms.octets.sent > 50 && dlms.octets.received > 50, JSON.stringify(dlms));
      assert.ok(dlms.durations.requestMs >= 0 && dlms.durations.queuedMs >= 0);
    });
  }

  it('release tells that nothing is agreed any more, and a dry run nothing of a request before it', async () => {
    await start({ type: 'dlms-release' }, 1);
    const released = await ask({ dlms: { roundTrips: 7 } });
    assert.deepEqual([released.dlms.association, released.dlms.roundTrips, released.dlms.released], [null, 0, false]);
    await stopFlow();
    await start(nodes[2] as (typeof nodes)[number]);
    const { dlms } = await ask({ dryRun: true, dlms: { ...released.dlms, meter: 'another', roundTrips: 7 } });
    assert.deepEqual([dlms.dryRun, dlms.meter, dlms.roundTrips, dlms.durations], [true, undefined, undefined, undefined]);
  });

  it('slices of a profile tell what was spent up to then', async () => {
    await start({ type: 'dlms-profile', obis: '1-0:99.1.0*255', mode: 'all', output: 'rows', sliceRows: '16' } as { type: string });
    const [slices, progress] = [collectAt('out0'), collectAt('out1')];
    await ask();
    await until(() => progress.some(({ topic }) => topic === 'done'));
    const spent = slices.map(({ dlms }) => [dlms.roundTrips, dlms.octets.received]);
    assert.ok(spent.length > 2);
    for (const [index, [trips, octets]] of spent.entries()) {
      const [before = 0, less = 0] = spent[index - 1] ?? [];
      assert.ok(trips > before && octets > less, JSON.stringify(spent));
    }
    assert.ok(slices.every(({ dlms }) => dlms.association.referencing === 'ln' && dlms.authentication.meterAuthenticated));
    assert.ok(progress.at(-1)?.dlms.roundTrips >= spent.at(-1)?.[0]);
  });
});
