/**
 * A Node-RED process of a test: its own user folder, flows from a folder, all that `startNodeRed` takes as one JSON. Tells its
 * parent what the watched nodes send, as `{ from, port, msg }` with the ids of node and output; gives a message to a node on
 * `{ to, msg }`, and ends on `{ stops }` or when its parent is gone.
 */
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNodeRed } from '../../scripts/demo-server.mjs';

const { watched, ...options } = JSON.parse(process.argv[2]);
const require = createRequire(import.meta.url);
const nodeOf = (id) => require('node-red').nodes.getNode(id);

const tell = ({ source, msg }) => {
  if (watched.includes(source.id)) process.send?.({ from: source.id, port: source.port, msg: JSON.parse(JSON.stringify(plain(msg))) });
};

/** What matters of a message; raw data may hold values that JSON does not know. */
const plain = ({ topic, payload, job, dlms }) => ({ topic, payload, job, fleet: dlms?.fleet, error: dlms?.error });

const nodeRed = await startNodeRed({ ...options, onMessage: tell });
const stop = async () => {
  await nodeRed.stop();
  process.exit(0);
};
process.on('message', ({ to, msg, stops }) => (stops ? stop() : nodeOf(to).receive(msg)));
process.on('disconnect', stop);
// The flows start behind the runtime.
while (watched.some((id) => !nodeOf(id))) await sleep(50);
process.send({ ready: true });
