/** What a ciphered session costs on the line: requests sent, from the first octet to the last, against the simulator. */
import assert from 'node:assert/strict';
import { lineDefaults, meterDefaults } from '../../../src/client/defaults';
import { openLine } from '../../../src/client/line';
import { createSecurity } from '../../../src/client/security/create-security';
import { memoryCounterStore } from '../../../src/security/counters';
import { startSimulator } from '../../../src/simulator/simulator';

const keys = { encryptionKey: '000102030405060708090A0B0C0D0E0F', authenticationKey: 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF' };
/** Ten registers that the simulated meter has. */
const codes = ['1.8.0', '1.8.1', '1.8.2', '2.8.0', '3.8.0', '4.8.0', '1.7.0', '2.7.0', '32.7.0', '31.7.0'];
const registers = codes.map((code) => ({ classId: 3, obis: `1-0:${code}*255`, attribute: 2 }));

/** Requests of: connect, GMAC association, ten registers with scaler and unit, release. */
async function requestsOf(framing: 'hdlc' | 'wrapper', readings: number, info = 1024): Promise<{ cold: number; warm: number }> {
  const simulator = await startSimulator({
    listen: { kind: 'tcp', host: '127.0.0.1', port: 0 },
    framing,
    tickMs: 0,
    hdlc: { maxInfoTransmit: info, maxInfoReceive: info },
    associations: [{ client: 1, mechanism: 5, security: { ...keys, protection: 'authenticated-encrypted' } }],
  });
  const line = openLine({
    ...lineDefaults,
    transport: { kind: 'tcp', host: '127.0.0.1', port: simulator.port ?? 0, connectTimeoutMs: 3000 },
    framing,
    idleReleaseMs: 0,
  });
  let sent = 0;
  line.on('frame', (direction) => {
    if (direction === 'tx') sent++;
  });
  const meter = line.meter({
    ...meterDefaults,
    name: 'cost',
    addresses: { client: 1, logicalDevice: 1, physical: 17 },
    hdlc: { ...meterDefaults.hdlc, maxInfoTransmit: info, maxInfoReceive: info },
    security: createSecurity({
      clientTitle: '4755525558313233',
      keys,
      counterStore: memoryCounterStore(),
      settings: { mechanism: 5, suite: 0, protection: 'authenticated-encrypted' },
    }),
  });
  const session = async (): Promise<number> => {
    const before = sent;
    for (let i = 0; i < readings; i++) {
      const { readings: found } = await meter.read(registers);
      assert.ok(
        found.every(({ error, value, unit }) => error === null && typeof value === 'number' && unit),
        JSON.stringify(found),
      );
    }
    await meter.release();
    return sent - before;
  };
  try {
    return { cold: await session(), warm: await session() };
  } finally {
    await line.close();
    await simulator.close();
  }
}

describe('cost of a ciphered session', () => {
  for (const [framing, linkRequests] of [
    ['hdlc', 2],
    ['wrapper', 0],
  ] as const) {
    it(`${framing}: GMAC, suite 0, ten registers with scaler and unit take at most 8 requests cold`, async () => {
      const { cold, warm } = await requestsOf(framing, 1);
      assert.ok(cold <= 8, `${cold} requests`);
      // AARQ, proof, values and units in one list, RLRQ, and SNRM and DISC with HDLC.
      assert.equal(cold, 4 + linkRequests);
      assert.equal(warm, cold);
    });
  }

  it('hdlc with information fields of 128: at most 8 frames are sent, segments and their acknowledgements included', async () => {
    const { cold } = await requestsOf('hdlc', 1, 128);
    assert.ok(cold <= 8, `${cold} frames`);
  });

  it('a second reading in one session costs one request', async () => {
    const [one, two] = [await requestsOf('wrapper', 1), await requestsOf('wrapper', 2)];
    assert.equal(two.cold - one.cold, 1);
  });
});
