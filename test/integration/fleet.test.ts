/**
 * The example "Fleet over MQTT" with three Node-RED processes, mosquitto, and counters in Redis: one process is killed in the
 * middle. The dispatcher's death is in fleet-dispatcher.test.ts.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fleetNodes, meterOf, rowsFor } from './fleet-over-mqtt';
import { type Instance, type Sent, startInstance, until } from './instances';
import { assertCountersOnce, listenedMeter, type Meter } from './listened-meter';
import { type Service, startMosquitto, startRedis } from './services';

describe('fleet over MQTT, three instances', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-fleet-'));
  const meters: Meter[] = [];
  const instances: Instance[] = [];
  let broker: Service;
  let redis: Service;

  before(async function () {
    this.timeout(60_000);
    broker = await startMosquitto();
    redis = await startRedis();
    for (let index = 0; index < 12; index++) meters.push(await listenedMeter(index));
  });
  after(async function () {
    this.timeout(60_000);
    await Promise.all(instances.map((instance) => instance.stop()));
    await Promise.all(meters.map((meter) => meter.close()));
    await broker?.stop();
    await redis?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('one is killed in the middle: each job has one accepted result, and no counter comes twice', async function () {
    this.timeout(180_000);
    // A second try would meet the dispatcher of the first.
    this.retries(0);
    const { dispatcher, worker, all, workerOnly } = fleetNodes({ mqtt: broker.port, redis: redis.port });
    instances.push(
      ...(await Promise.all([
        startInstance(folder, { name: 'a', port: 18_610, nodes: all, watched: [dispatcher, worker] }),
        startInstance(folder, { name: 'b', port: 18_650, nodes: workerOnly, watched: [worker] }),
        startInstance(folder, { name: 'c', port: 18_690, nodes: workerOnly, watched: [worker] }),
      ])),
    );
    const [a, b, c] = instances as [Instance, Instance, Instance];
    const rows = rowsFor(meters, 6);
    a.send(dispatcher, { payload: rows, runId: 'kill' });
    const accepted = (): Sent[] => a.sent.filter(({ from, port }) => from === dispatcher && port === 0);
    // In the middle: it has done some, and while it stands still others come to it that it will never do.
    await until(() => c.sent.length >= 3);
    c.process.kill('SIGSTOP');
    const before = accepted().length;
    await until(() => accepted().length >= before + 6);
    await c.kill();
    assert.ok(accepted().length < rows.length, 'in the middle');
    const done = (): Sent | undefined => a.sent.find(({ from, port, msg }) => from === dispatcher && port === 2 && msg.topic === 'done');
    await until(() => done() !== undefined);
    const results = accepted();
    const failures = a.sent.filter(({ from, port }) => from === dispatcher && port === 1);
    const summary = done()?.msg.payload;
    assert.deepEqual(
      failures.map(({ msg }) => msg.payload),
      [],
    );
    assert.deepEqual([summary.total, summary.done, summary.failed], [rows.length, rows.length, 0]);
    assert.deepEqual(results.map(({ msg }) => msg.fleet.jobId).sort(), rows.map(({ jobId }) => jobId).sort());
    for (const { msg } of results) {
      const serial = msg.payload.find(({ name }: { name: string }) => name === 'Serial number').value;
      assert.equal(serial, meterOf(meters, msg.fleet.jobId)?.serial);
    }
    assert.ok(summary.silences > 0, 'jobs of the killed one were given to others');
    for (const instance of [a, b, c])
      assert.ok(
        instance.sent.some(({ from }) => from === worker),
        'every worker had work',
      );
    assertCountersOnce(meters, 12);
  });
});
