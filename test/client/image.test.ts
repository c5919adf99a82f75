/**
 * Image transfer against the simulated meter: 256 kB through cut lines, lost frames, restarts of the meter and of the
 * program. The meter gives the SHA-256 of what it holds as the signature of the image; states are those of Blue Book 4.4.6.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Line, Meter, Simulator, SimulatorOptions } from '../../src/index';
import {
  activateImage,
  DlmsError,
  fileStore,
  type ImageOptions,
  imageState,
  lineDefaults,
  memoryStore,
  meterDefaults,
  openLine,
  type Store,
  startSimulator,
  transferImage,
} from '../../src/index';

const obis = '0-0:44.0.0*255';
const blockSize = 4096;
const size = 256 * 1024;
const blocks = size / blockSize;
/** Every octet says where it is, so that no two blocks are alike. */
const firmware = Buffer.from(Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8) * 7) & 0xff));
const otherFirmware = Buffer.from(firmware.map((octet) => octet ^ 0x55));
const identifier = Buffer.from('MFL-SIM-2.0.0');
const associations = [{ client: 16, mechanism: 0, writable: true, objects: 'all' }] as const;
const sha256 = (octets: Buffer): string => createHash('sha256').update(octets).digest('hex');

describe('image transfer', () => {
  let simulator: Simulator;
  let line: Line;
  let meter: Meter;
  let store: Store;
  /** Block numbers in the order in which the meter got them. */
  let got: number[];
  let initiated: number;

  const startMeter = async (options: Partial<SimulatorOptions> = {}): Promise<void> => {
    const listen = { kind: 'tcp', host: '127.0.0.1', port: 0 } as const;
    simulator = await startSimulator({
      listen,
      tickMs: 0,
      seed: 5,
      maxPduSize: 65_535,
      imageBlockSize: blockSize,
      associations,
      ...options,
    });
    simulator.on(({ kind, classId, index, value }) => {
      if (kind !== 'action' || classId !== 18) return;
      if (index === 1) initiated++;
      if (index === 2 && value?.type === 'structure') got.push(Number(value.value[0]?.value));
    });
  };
  const connect = (): void => {
    const port = simulator.port ?? 0;
    line = openLine({
      ...lineDefaults,
      transport: { kind: 'tcp', host: '127.0.0.1', port, connectTimeoutMs: 1000 },
      framing: 'wrapper',
      responseTimeoutMs: 250,
      backoffMs: [1, 5],
      idleReleaseMs: 0,
    });
    meter = line.meter({
      ...meterDefaults,
      name: 'M1',
      addresses: { client: 16, logicalDevice: 1 },
      associate: { ...meterDefaults.associate },
    });
  };
  beforeEach(async () => {
    got = [];
    initiated = 0;
    store = memoryStore();
    await startMeter();
    connect();
  });
  afterEach(async () => {
    await line.close();
    await simulator.close();
  });

  const send = (options: Partial<ImageOptions> = {}) =>
    transferImage(meter, { image: firmware, identifier, store, patience: { backoffMs: [1, 5], pollMs: 2 }, ...options });
  const activate = () => activateImage(meter, { patience: { pollMs: 2 } });

  /** The meter holds exactly these octets. */
  const assertHeld = async (image: Buffer): Promise<void> => {
    const { toActivate } = await imageState(meter, obis);
    assert.equal(toActivate[0]?.signature.toString('hex'), sha256(image));
    assert.equal(toActivate[0]?.size, image.length);
  };
  const assertEachOnce = (): void => {
    assert.deepEqual(
      [...got].sort((one, other) => one - other),
      Array.from({ length: blocks }, (_, n) => n),
    );
  };
  /** Calls once when the meter has so many blocks. */
  const atBlock = (count: number, what: () => void): void => {
    const stop = simulator.on(() => {
      if (got.length < count) return;
      stop();
      what();
    });
  };

  it('begins anew where what is kept of the last transfer is no record', async () => {
    for (const kept of ['{"hash": "c', '', 'null', '7', '{}']) {
      const broken: Store = { ...store, get: async () => kept };
      assert.equal((await send({ store: broken, replace: true })).kind, 'verified', kept);
      await assertHeld(firmware);
    }
  });

  it('brings 256 kB into the meter, each block once, and has them verified', async () => {
    const seen: number[] = [];
    const outcome = await send({ onProgress: ({ percent }) => seen.push(percent) });
    assert.deepEqual([outcome.kind, outcome.blocks, outcome.sent, outcome.kept], ['verified', blocks, blocks, 0]);
    assert.equal(outcome.hash, sha256(firmware));
    assertEachOnce();
    await assertHeld(firmware);
    assert.ok(seen.includes(50) && seen.at(-1) === 100);
    assert.deepEqual(
      [...seen].sort((one, other) => one - other),
      seen,
    );
  });

  it('an image that is no multiple of the block size ends with a short block', async () => {
    const odd = firmware.subarray(0, blockSize * 2 + 1);
    assert.equal((await send({ image: odd })).blocks, 3);
    await assertHeld(odd);
  });

  it('goes on after each cut of the line; blocks whose answer was lost are not sent again', async () => {
    simulator.faults = { cutAfterBlocks: 10 };
    const { kind, interruptions, sent } = await send();
    assert.deepEqual([kind, sent], ['verified', blocks]);
    assert.equal(interruptions, Math.floor(blocks / 10));
    assertEachOnce();
    await assertHeld(firmware);
  });

  it('goes on when frames of the meter are lost', async () => {
    await line.close();
    await simulator.close();
    await startMeter({ faults: { lose: 0.04 } });
    connect();
    const { kind, interruptions } = await send();
    assert.equal(kind, 'verified');
    assert.ok(interruptions > 0);
    assertEachOnce();
    await assertHeld(firmware);
  });

  it('goes on after a restart of the meter', async () => {
    atBlock(20, () => simulator.restart());
    const { kind, sent } = await send();
    assert.deepEqual([kind, sent, initiated], ['verified', blocks, 1]);
    assertEachOnce();
    await assertHeld(firmware);
  });

  it('goes on after a restart of this program, by what it keeps on disk', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dlms-image-'));
    try {
      const stop = new AbortController();
      atBlock(20, () => stop.abort());
      await assert.rejects(send({ store: fileStore(folder), signal: stop.signal }), { code: 'aborted' });
      await line.close();
      connect();
      const { kind, kept, sent } = await send({ store: fileStore(folder) });
      assert.deepEqual([kind, kept + sent, initiated], ['verified', blocks, 1]);
      assert.ok(kept >= 20);
      assertEachOnce();
      await assertHeld(firmware);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('begins anew in a meter that has forgotten the transfer, and says so', async () => {
    const { port } = simulator;
    let exchanged: Promise<void> | null = null;
    atBlock(20, () => {
      exchanged = simulator.close().then(() => startMeter({ listen: { kind: 'tcp', host: '127.0.0.1', port: port ?? 0 } }));
    });
    const { kind, notes } = await send();
    await exchanged;
    assert.equal(kind, 'verified');
    assert.deepEqual([initiated, notes], [2, ['The meter had lost the transfer: it was begun anew.']]);
    await assertHeld(firmware);
  });

  it('never takes the place of another image by itself', async () => {
    const stop = new AbortController();
    atBlock(20, () => stop.abort());
    await assert.rejects(send({ signal: stop.signal }), { code: 'aborted' });
    const before = got.length;
    for (const options of [{ image: otherFirmware }, { identifier: Buffer.from('OTHER') }, { store: memoryStore() }]) {
      const { kind, sent } = await send(options);
      assert.deepEqual([kind, sent], ['occupied', 0]);
    }
    assert.deepEqual([initiated, got.length], [1, before]);
    assert.equal((await send({ image: otherFirmware, replace: true })).kind, 'verified');
    assert.equal(initiated, 2);
    await assertHeld(otherFirmware);
    assert.equal((await send()).kind, 'occupied');
  });

  it('verified and active images are not sent again', async () => {
    await send();
    assert.deepEqual(await send().then(({ kind, sent, kept }) => [kind, sent, kept]), ['verified', 0, blocks]);
    assert.equal((await activate()).status, 6);
    assert.equal((simulator.get('1-0:0.2.0*255', 2)?.value as Buffer | undefined)?.toString(), identifier.toString());
    assert.deepEqual(await send().then(({ kind, sent }) => [kind, sent]), ['active', 0]);
    assertEachOnce();
    await assert.rejects(activate(), { code: 'operation-not-possible', message: /no image waits for activation/ });
  });

  it('waits while the meter verifies and activates', async () => {
    simulator.faults = { slowImage: 3 };
    assert.equal((await send()).kind, 'verified');
    assert.equal((await activate()).status, 6);
  });

  it('an activation whose answer is lost was heard: it is not sent again', async () => {
    await send();
    let activations = 0;
    simulator.on(({ kind, classId, index }) => {
      if (kind !== 'action' || classId !== 18 || index !== 4) return;
      activations++;
      simulator.restart();
    });
    assert.equal((await activate()).status, 6);
    assert.equal(activations, 1);
  });

  it('switches the transfer on where it is off, and says why where it may not', async () => {
    simulator.set(obis, 5, { type: 'boolean', value: false });
    assert.equal((await send()).kind, 'verified');
    await line.close();
    await simulator.close();
    await startMeter({ associations: [{ client: 16, mechanism: 0, writable: false, objects: 'all' }] });
    connect();
    simulator.set(obis, 5, { type: 'boolean', value: false });
    await assert.rejects(send(), (error: unknown) => {
      assert.ok(error instanceof DlmsError);
      assert.match(error.message, /image_transfer_enabled/);
      assert.match(error.hint, /management/);
      return true;
    });
  });

  it('gives up on a meter that refuses blocks, or does not verify', async () => {
    simulator.faults = { refuse: { [`18:${obis}:2`]: 'other-reason' } };
    await assert.rejects(send(), { code: 'refused', result: { code: 250, name: 'other-reason' } });
    simulator.faults = { refuse: { [`18:${obis}:3`]: 'other-reason' } };
    await assert.rejects(send(), { code: 'operation-not-possible', message: /refuses to verify/ });
    simulator.faults = {};
    const { kind, kept } = await send();
    assert.deepEqual([kind, kept], ['verified', blocks]);
  });

  it('gives up when nothing comes any more, and the next call goes on', async () => {
    simulator.faults = { cutAfterBlocks: 1 };
    const small = firmware.subarray(0, 8 * blockSize);
    assert.equal((await send({ image: small, patience: { backoffMs: [1, 2], failures: 3 } })).kind, 'verified');
    assert.deepEqual(got, [0, 1, 2, 3, 4, 5, 6, 7]);
    simulator.faults = { silent: true };
    await assert.rejects(send({ patience: { backoffMs: [1, 2], failures: 1 }, replace: true }), { code: 'response-timeout' });
  });
});
