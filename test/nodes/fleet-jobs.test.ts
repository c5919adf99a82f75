/**
 * From a list to jobs: what a job is called, which line it shares with others, and which meter it is of.
 */
import assert from 'node:assert/strict';
import { type FleetJob, fingerprintOf, jobsOf } from '../../nodes/lib/fleet/jobs';

type Rows = readonly Record<string, unknown>[];

const jobs = (rows: Rows, connection = {}): readonly FleetJob[] => jobsOf(rows, connection);
const idsOf = (rows: Rows): string[] => jobs(rows).map(({ id }) => id);
/** Which row has which id, whatever the order. */
const named = (rows: Rows) => jobs(rows).map(({ id, dlms, job }) => JSON.stringify([id, dlms, job]));

describe('dlms-fleet: jobs of a list', () => {
  it('meters behind one gateway are meters of their own', () => {
    const rows = ['A1', 'B2'].map((gatewayDevice) => ({ host: '10.0.0.1', gatewayDevice, client: 16 }));
    assert.deepEqual(idsOf(rows), ['10.0.0.1/A1/16', '10.0.0.1/B2/16']);
    assert.equal(new Set(jobs(rows).map(({ meter }) => meter)).size, 2);
    assert.equal(new Set(jobs(rows).map(({ lane }) => lane)).size, 1);
  });

  const repeated: Readonly<Record<string, Rows>> = {
    'other objects': [
      { name: 'A', host: 'h', objects: '1-0:1.8.0' },
      { name: 'A', host: 'h', objects: '1-0:2.8.0' },
    ],
    'other clients, and an id of their own': [
      { jobId: 7, host: 'h', client: 1 },
      { jobId: 7, host: 'h', client: 2 },
    ],
    'other columns that are no part of the request': [
      { name: 'A', host: 'h', contract: 'C1' },
      { name: 'A', host: 'h', contract: 'C2' },
    ],
  };
  for (const [how, rows] of Object.entries(repeated))
    it(`rows of one name with ${how} keep their ids in another order`, () => {
      assert.equal(new Set(idsOf(rows)).size, rows.length);
      for (const id of idsOf(rows)) assert.match(id, /^(A|7) #[0-9a-f]{8}$/);
      const turned = [...rows].reverse();
      assert.deepEqual(named(turned).sort(), named(rows).sort());
      assert.equal(fingerprintOf(jobs(turned)), fingerprintOf(jobs(rows)));
    });

  it('every row has an id that no other has, also rows that are the same in all', () => {
    const rows = [{ name: 'A' }, { name: 'A' }, { name: 'A' }, { name: 'A (2)' }, { name: 'B' }];
    const ids = idsOf(rows);
    assert.equal(new Set(ids).size, rows.length);
    assert.deepEqual(ids.slice(3), ['A (2)', 'B']);
    const [mark] = ids;
    assert.deepEqual(ids.slice(1, 3), [`${mark} (2)`, `${mark} (3)`]);
    assert.equal(new Set(idsOf([{ name: 'A' }, { name: 'A' }, { name: `${mark} (2)` }])).size, 3);
  });

  it('ten thousand rows of one name are named in the time of their number', () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => ({ name: 'A', server: index % 5000 }));
    assert.equal(new Set(idsOf(rows)).size, rows.length);
  });

  it('one line is one lane, however it is written', () => {
    const tcp = { medium: 'tcp', host: 'GW', port: '4060' };
    const lanes = (rows: Rows, connection: object): string[] => [...new Set(jobs(rows, connection).map(({ lane }) => lane))];
    const rows = [{ host: 'gw' }, { host: 'Gw', port: '4060' }, { host: 'GW', port: 4060 }, { server: 2 }, { port: 4060, server: 3 }];
    assert.deepEqual(lanes(rows, tcp), ['gw:4060']);
    // The port of DLMS (IANA dlms-cosem), where nothing else is said.
    assert.deepEqual(lanes([{ host: '10.0.0.1' }, { host: '10.0.0.1', port: 4059 }], {}), ['10.0.0.1:4059']);
    assert.deepEqual(lanes([{ path: '/dev/ttyS0' }, { physical: 17 }], { medium: 'serial', path: '/dev/ttyS0' }), ['/dev/ttyS0']);
    assert.equal(lanes([{ caller: 'M1' }, { caller: 'M2' }], { medium: 'listen', port: '4059' }).length, 2);
    assert.equal(
      lanes(
        [
          { host: 'gw', port: 1 },
          { host: 'gw', port: 2 },
        ],
        tcp,
      ).length,
      2,
    );
  });

  it('takes no column with secrets, however it is called, and says neither its value nor takes others for one', () => {
    for (const name of ['password', 'Passwort', 'GUEK', 'hls_secret', 'Encryption Key', ' authentication-key ', 'KEK'])
      assert.throws(
        () => jobsOf([{ host: 'h', [name]: 'geheim' }], {}),
        (error: Error) => /secrets are not taken/.test(error.message) && !error.message.includes('geheim'),
        name,
      );
    const [job] = jobs([{ host: 'h', security: 'field keys', keyAccount: 'K1', passage: 2 }]);
    assert.deepEqual(job?.job, { keyAccount: 'K1', passage: 2 });
  });

  it('reads files as spreadsheets write them', () => {
    const csv = 'name;host\nMühlweg 1;10.0.0.1\n';
    // Windows-1252: ü is FC.
    const octets = { 'UTF-8': Buffer.from(csv), 'UTF-16': Buffer.from(`\uFEFF${csv}`, 'utf16le'), Windows: Buffer.from(csv, 'latin1') };
    for (const [how, payload] of Object.entries(octets))
      assert.deepEqual(
        jobsOf(payload, {}).map(({ dlms }) => dlms),
        [{ name: 'Mühlweg 1', host: '10.0.0.1' }],
        how,
      );
    assert.equal(jobsOf('\uFEFF[{"host":"10.0.0.1"}]', {}).length, 1);
  });

  it('the list may be the only one in the answer of a web service', () => {
    const meters = [{ host: '10.0.0.1' }, { host: '10.0.0.2' }];
    for (const payload of [{ total: 2, next: null, meters }, JSON.stringify({ tags: ['a'], warnings: [], data: meters })])
      assert.deepEqual(
        jobsOf(payload, {}).map(({ dlms }) => dlms),
        meters,
      );
    assert.deepEqual(jobsOf({ meters: [] }, {}), []);
    // a meter with its objects is no list of meters, and of two lists nobody knows which one is meant
    for (const payload of [{ host: 'h', objects: [{ obis: '1-0:1.8.0' }] }, { a: meters, b: meters }, { meters: ['10.0.0.1'] }, null])
      assert.throws(() => jobsOf(payload, {}), /array of objects or CSV/);
  });

  it('a quote that is wrong costs its line and no other', () => {
    const wrongOf = (csv: string) => jobsOf(csv, {}).map(({ dlms, wrong }) => wrong?.message ?? dlms.name);
    assert.deepEqual(wrongOf('name;host\nA;h1\nB;"h2\nC;h3'), ['A', 'CSV line 3: a quote is not closed', 'C']);
    const several = wrongOf('name;host\nB;"h2\n"C";h3\nD;"h\n4"\nE;"h5" x\nF;h6');
    assert.deepEqual(several, [
      'CSV line 2: something stands behind a closed quote',
      'C',
      'D',
      'CSV line 6: something stands behind a closed quote',
      'F',
    ]);
  });
});
