/**
 * The reading process of `fleet.ts`: Node-RED as built, with one dlms-fleet. Takes `{ list, runId }` and answers with what
 * came of it: when the last living meter was read, the summary, processor time, and the memory of the process.
 */
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNodeRed } from '../../scripts/demo-server.mjs';

const [userDir, flowFolder] = process.argv.slice(2);
const require = createRequire(import.meta.url);
let job = null;
let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 200);

/** Every message that the fleet node sends. */
function seen({ source, msg }) {
  if (job === null || source.id !== 'fleet') return;
  if (source.port === 0) {
    job.results += 1;
    job.lastAt = performance.now();
    return;
  }
  if (source.port !== 2 || msg.topic !== 'done') return;
  const { user, system } = process.cpuUsage(job.cpu);
  const { lastAt, results, started } = job;
  const at = performance.now();
  const figures = { lastMs: lastAt - started, endMs: at - started, cpuMs: (user + system) / 1000, results, rss: peak };
  job = null;
  process.send({ ...figures, summary: msg.payload });
}

const nodeRed = await startNodeRed({ userDir, flowFolder, wantedPort: 18_700, onMessage: seen });
process.on('message', ({ list, runId }) => {
  peak = process.memoryUsage.rss();
  job = { started: performance.now(), lastAt: 0, results: 0, cpu: process.cpuUsage() };
  require('node-red').nodes.getNode('fleet').receive({ payload: list, runId });
});
process.on('disconnect', async () => {
  clearInterval(watch);
  await nodeRed.stop();
  process.exit(0);
});
// The flows start behind the runtime.
while (!require('node-red').nodes.getNode('fleet')) await sleep(50);
process.send({ ready: true });
