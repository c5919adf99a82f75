/** The benches still run and give their rows; what they count on the wire keeps its targets. No figure that takes time is looked at. */
import assert from 'node:assert/strict';
import { bench as decode } from './decode';
import { pushLoad } from './push-load';
import { type BenchRow, isMet } from './row';
import { bench as security } from './security';
import { compare } from './sessions';
import { figureText, tableOf } from './table';
import { bench as telegram } from './telegram';
import { bench as wire } from './wire';

const brief = { seconds: 0.001, java: undefined };

const assertFigures = (rows: readonly BenchRow[]): void => {
  for (const { job, figure } of rows) assert.ok(Number.isFinite(figure), `${job}: ${figure}`);
};

describe('benches', () => {
  it('on the wire: cold at most 7 requests with a password and 8 with GMAC, a steady poll exactly 1', async () => {
    const rows = await wire.rows(brief);
    for (const row of rows) for (const target of row.targets ?? []) assert.equal(isMet(row, target), true, `${row.job}: ${row.figure}`);
    const steady = rows.filter(({ job }) => job.endsWith('steady, requests'));
    assert.deepEqual(
      steady.map(({ figure, peer }) => [figure, peer?.figure]),
      Array.from({ length: 5 }, () => [1, 10]),
    );
    // 630 octets of 10 bits and 6 answers of a tenth of a second.
    const [octets, line] = rows.slice(1, 3).map(({ figure }) => figure) as [number, number];
    assert.equal(line.toFixed(6), ((octets * 10) / 9600 + 0.6).toFixed(6));
  });

  for (const [name, { rows: run }, count] of [
    ['decode', decode, 7],
    ['security', security, 6],
    ['telegram', telegram, 2],
  ] as const) {
    it(`${name} gives its rows`, async () => {
      const rows = await run(brief);
      assert.equal(rows.length, count);
      assertFigures(rows);
    });
  }

  it('sessions of a client in a process of its own are counted', async () => {
    const rows = await compare(
      { server: 'simulator', framing: 'hdlc', level: 'low', units: true, links: 2 },
      { ...brief, seconds: 0.3 },
      1,
    );
    assert.equal(rows.length, 2);
    assertFigures(rows);
  }).timeout(120_000);

  it('meters that push are all understood', async () => {
    const { telegrams, failures } = await pushLoad(20, 1, 1000, () => undefined);
    assert.ok(telegrams > 0);
    assert.equal(failures, 0);
  }).timeout(120_000);

  it('the table lines up, and says which targets are met', () => {
    const rows: BenchRow[] = [
      {
        job: 'fast',
        unit: 'rows/s',
        figure: 3000,
        peer: { name: 'peer', figure: 1000 },
        targets: [{ of: 'ratio', bound: 'at-least', value: 2 }],
      },
      { job: 'alone', unit: '', figure: 9, targets: [{ of: 'figure', bound: 'at-most', value: 8 }] },
      { job: 'nobody to compare with', unit: 's', figure: 1.5, targets: [{ of: 'ratio', bound: 'at-least', value: 2 }] },
    ];
    const lines = tableOf('title', rows).split('\n');
    assert.equal(new Set(lines.slice(2).map(({ length }) => length)).size, 1);
    assert.match(lines[4] as string, /\| fast +\| 3,000 rows\/s \| 1,000 rows\/s \(peer\) \| +3 \| >= 2 x +\| met/);
    assert.match(lines[5] as string, /<= 8 +\| missed/);
    assert.match(lines[6] as string, />= 2 x +\| - /);
  });

  it('figures have three digits that mean something', () => {
    assert.deepEqual([1234567.8, 42.25, 0.3617, 7].map(figureText), ['1,234,568', '42.3', '0.36', '7']);
  });
});
