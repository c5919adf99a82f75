/**
 * Firmware as tasks of `dlms-action` in a real runtime: 256 kB through a cut line, a restart of the meter and a restart of
 * Node-RED with the same user directory, ending with the same octets in the meter and no block sent twice.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectAt, helper, nextAt, nodeOf, stopFlow, until } from '../support/node-red';
import { ask, type Bench, confirmed, openBench, startTask } from './operation-flows';

const blockSize = 4096;
const blocks = 64;
const firmware = Buffer.from(Array.from({ length: blocks * blockSize }, (_, at) => (at * 17 + (at >> 9)) & 0xff));
const sha256 = createHash('sha256').update(firmware).digest('hex');
const image = '0-0:44.0.0*255';

describe('operations: firmware', () => {
  let bench: Bench;
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dlms-firmware-'));
    helper.settings({ userDir: folder } as never);
    bench = await openBench({ maxPduSize: 65_535, imageBlockSize: blockSize });
  });
  afterEach(async () => {
    await stopFlow();
    await bench.meter.close();
    helper.settings({});
    rmSync(folder, { recursive: true });
  });

  const start = (fields: object = {}) => startTask(bench, { task: 'image-transfer', imageIdentifier: 'MFL-SIM-2.0.0', ...fields });
  const got = (): number[] =>
    bench.events.flatMap(({ classId, index, value }) =>
      classId === 18 && index === 2 && value?.type === 'structure' ? [Number(value.value[0]?.value)] : [],
    );
  const atBlock = (count: number, what: () => void): void => {
    const stop = bench.meter.on(() => {
      if (got().length < count) return;
      stop();
      what();
    });
  };
  const assertEachOnce = (): void =>
    assert.deepEqual(
      got().sort((one, other) => one - other),
      Array.from({ length: blocks }, (_, n) => n),
    );
  const signature = (): string => {
    const infos = bench.meter.get(image, 7);
    const [info] = infos?.type === 'array' ? infos.value : [];
    return info?.type === 'structure' ? String((info.value[2]?.value as Buffer | undefined)?.toString('hex')) : '';
  };

  it('survives a cut line, a restart of the meter and one of Node-RED', async () => {
    await start();
    // each 15th block cuts the line until the first restart
    bench.meter.faults = { cutAfterBlocks: 15 };
    atBlock(20, () => {
      bench.meter.faults = {};
    });
    atBlock(30, () => bench.meter.restart());
    nodeOf('node').receive({ payload: firmware });
    await until(() => got().length >= 45);
    await stopFlow();
    await start();
    const { payload } = await ask({ payload: firmware });
    assert.deepEqual([payload.done, payload.blocks, payload.hash], [true, blocks, sha256]);
    assert.ok(payload.blocksThere >= 45);
    assert.equal(payload.image.status, 'verification successful');
    assert.match(payload.hint, /does not run yet/);
    assertEachOnce();
    assert.equal(signature(), sha256);
    assert.ok(bench.changes().includes('action 18.3') && !bench.changes().includes('action 18.4'));
  });

  it('asks with what the meter has verified, then activates and reads back', async () => {
    const file = join(folder, 'image.bin');
    writeFileSync(file, firmware);
    await start({ imageSource: 'file', imageFile: file, imageActivate: true });
    const progress = collectAt('out1');
    const { question, error, payload } = await confirmed();
    assert.match(question.question, /"MFL-SIM-2.0.0" of 262144 octets becomes the firmware of Meter 12/);
    assert.equal(question.image.toActivate[0].signature, sha256.toUpperCase());
    assert.match(error.message, /^Confirm within 60 s: Image/);
    assert.equal(payload.before['1-0:0.2.0*255'], 'MFL-SIM-1.0.0');
    assert.equal(payload.firmware['1-0:0.2.0*255'], 'MFL-SIM-2.0.0');
    assert.equal(payload.image.status, 'activation successful');
    const [first] = progress;
    assert.equal(first.topic, 'progress');
    assert.deepEqual(Object.keys(first.payload), ['phase', 'block', 'blocks', 'percent']);
    // once more: nothing is to do
    const again = (await ask()).payload;
    assert.match(again.notes[0], /activated this image already/);
    assertEachOnce();
  });

  it('asks before another image is given up, also where the node does not ask first', async () => {
    await start({ confirm: false });
    await ask({ payload: firmware });
    const other = Buffer.alloc(2 * blockSize, 1);
    const { question, payload } = await confirmed({ payload: other });
    assert.match(question.question, /has image "MFL-SIM-2.0.0" \(verification successful\), which would be lost/);
    assert.deepEqual([payload.blocks, payload.blocksSent], [2, 2]);
    const state = (await ask({ dlms: { task: 'image-status' } })).payload;
    assert.deepEqual([state.image.blocksInMeter, state.image.toActivate[0].size], [2, 2 * blockSize]);
    const activated = await ask({ dlms: { task: 'image-activate' } });
    assert.equal(activated.payload.image.status, 'activation successful');
    assert.match((await ask({ dlms: { task: 'image-activate' } }, 'caught')).error.message, /no image waits/);
  });

  it('what cannot be is told before anything is sent', async () => {
    await start();
    assert.match((await ask({ payload: 'text' }, 'caught')).error.message, /as a Buffer/);
    assert.match((await ask({ payload: Buffer.alloc(0) }, 'caught')).error.message, /0 octets/);
    const noName = { payload: firmware, dlms: { values: { imageIdentifier: '' } } };
    assert.match((await ask(noName, 'caught')).error.message, /imageIdentifier/);
    const noFile = { dlms: { values: { imageSource: 'file', imageFile: join(folder, 'none') } } };
    assert.match((await ask(noFile, 'caught')).error.message, /ENOENT/);
    assert.deepEqual(bench.changes(), []);
  });

  it('one transfer to a meter at a time', async () => {
    await start();
    const done = nextAt('out0');
    nodeOf('node').receive({ payload: firmware });
    await until(() => got().length > 0);
    assert.match((await ask({ payload: firmware }, 'caught')).error.message, /already/);
    assert.equal((await done).payload.done, true);
    assertEachOnce();
  });
});
