/**
 * The whole client and the secured meter over real sockets: HDLC and wrapper, logical and short names, what a client does
 * about a stale counter, `auto` against every verification rule, and a Landis+Gyr meter that needs its AARQ in segments.
 */
import assert from 'node:assert/strict';
import { toHex } from '../../src/bytes';
import { conformanceFor, lineDefaults, meterDefaults } from '../../src/client/defaults';
import { openLine } from '../../src/client/line';
import { createSecurity } from '../../src/client/security/create-security';
import type { SecurityOptions } from '../../src/client/security/options';
import type { Meter, ModeEOptions } from '../../src/client/types';
import type { DlmsError } from '../../src/errors';
import { memoryCounterStore } from '../../src/security/counters';
import type { SecuritySettings } from '../../src/security/settings';
import { scalarOf } from '../../src/security/signature';
import type { Referencing } from '../../src/session/types';
import { landisGyrMeter } from '../../src/simulator/presets';
import type { SimulatedSecurity } from '../../src/simulator/security/options';
import { startSimulator } from '../../src/simulator/simulator';
import type { Simulator, SimulatorOptions } from '../../src/simulator/types';
import { clientTitle, keysOf, pairsOf } from '../security/material';
import { meterKeys, password } from './secured';

const modeE: ModeEOptions = { initialBaudRate: 300, address: '', parity: 'software-even', maxBaudRate: 0, start: 'sign-on' };
const gmac: SecuritySettings = { mechanism: 5, suite: 0, protection: 'authenticated-encrypted' };
const register = { classId: 3, obis: '1-0:1.8.0', attribute: 2 };

/** What a security node of the client holds; keys as in `meterKeys`. */
function clientSecurity(settings: SecurityOptions['settings'], more: Partial<SecurityOptions> = {}): SecurityOptions {
  const pairs = settings.suite === 0 ? null : pairsOf(settings.suite);
  const certificates = pairs && {
    signingKey: toHex(scalarOf(pairs.client.signing)),
    agreementKey: toHex(pairs.client.agreement),
    peerSigningCertificate: pairs.server.signingPublic.export({ type: 'spki', format: 'pem' }).toString(),
    peerAgreementCertificate: toHex(pairs.server.agreementPublic),
  };
  return {
    settings,
    clientTitle: toHex(clientTitle),
    password,
    keys: keysOf(settings.suite),
    ...(certificates ? { certificates } : {}),
    counterStore: memoryCounterStore(),
    pauseMs: 0,
    ...more,
  };
}

interface Bench {
  readonly options: Omit<SimulatorOptions, 'listen'>;
  readonly security: SecurityOptions;
  readonly client?: number;
}

async function bench({ options, security, client = 1 }: Bench, work: (meter: Meter, simulator: Simulator) => Promise<void>): Promise<void> {
  const simulator = await startSimulator({ tickMs: 0, profile: { rows: 40 }, ...options, listen: { kind: 'tcp', port: 0 } });
  const framing = options.framing ?? 'wrapper';
  const transport = { kind: 'tcp', host: '127.0.0.1', port: simulator.port as number, connectTimeoutMs: 2000 } as const;
  const line = openLine({ ...lineDefaults, backoffMs: [1, 5], transport, framing, modeE });
  const referencing: Referencing = options.referencing ?? 'ln';
  const meter = line.meter({
    ...meterDefaults,
    name: 'house',
    addresses: { client, logicalDevice: 1, ...(framing === 'wrapper' ? {} : { physical: options.physical ?? 17 }) },
    associate: { ...meterDefaults.associate, referencing, proposedConformance: conformanceFor(referencing) },
    security: createSecurity(security),
  });
  try {
    await work(meter, simulator);
  } finally {
    await line.close();
    await simulator.close();
  }
}

/** A meter for client 1, and the public client beside it. */
const meterFor = (
  settings: Pick<SecuritySettings, 'mechanism' | 'suite'>,
  security: SimulatedSecurity = {},
  options: Partial<SimulatorOptions> = {},
): Omit<SimulatorOptions, 'listen'> => ({
  associations: [
    { client: 16, mechanism: 0 },
    { client: 1, mechanism: settings.mechanism, password, security: { ...meterKeys(settings.suite), ...security } },
  ],
  ...options,
});

const reads = async (meter: Meter, simulator: Simulator): Promise<void> => {
  const { items } = await meter.get([register]);
  assert.deepEqual(items[0], { data: simulator.get('1-0:1.8.0', 2), error: null });
};

describe('secured meters over sockets', () => {
  for (const framing of ['wrapper', 'hdlc'] as const)
    for (const referencing of ['ln', 'sn'] as const)
      for (const suite of [0, 1, 2] as const)
        it(`${referencing} over ${framing}, suite ${suite}: reads, writes, reads the load profile in blocks`, () => {
          const settings = { ...gmac, suite, mechanism: suite === 0 ? 5 : 7 } as const;
          const options = meterFor(settings, { protection: 'authenticated-encrypted' }, { framing, referencing, maxPduSize: 300 });
          return bench({ options, security: clientSecurity(settings) }, async (meter, simulator) => {
            await reads(meter, simulator);
            const value = { type: 'octet-string', value: Buffer.from('KITCHEN') } as const;
            const written = await meter.set([{ classId: 1, obis: '0-0:96.1.1', attribute: 2, value }]);
            assert.equal(written.items[0]?.error, null);
            const profile = await meter.get([{ classId: 7, obis: '1-0:99.1.0', attribute: 2 }]);
            assert.deepEqual(profile.items[0]?.data, simulator.get('1-0:99.1.0', 2));
          });
        });

  for (const staleAnswer of ['exception', 'deciphering-error', 'drop'] as const)
    it(`a stale counter answered by ${staleAnswer}: the client recovers, once`, () => {
      const options = meterFor(gmac, { staleAnswer, clientCounter: 5000 });
      const counterStart = { policy: 'stored-then-object', object: { obis: '0-0:43.1.0' } } as const;
      return bench({ options, security: clientSecurity(gmac, { counterStart }) }, async (meter, simulator) => {
        await reads(meter, simulator);
        // counters that the client knows by now stay ahead
        simulator.set('0-0:43.1.0', 2, { type: 'double-long-unsigned', value: 70_000 });
        await meter.release();
        await reads(meter, simulator);
      });
    });

  for (const protection of ['authenticated', 'encrypted', 'authenticated-encrypted'] as const)
    it(`a refused InitiateRequest that is ${protection} is put down to ${protection.includes('-') ? 'keys and title' : 'the protection as well'}`, () => {
      const other = { encryptionKey: Buffer.alloc(16, 1), authenticationKey: Buffer.alloc(16, 2) };
      const keys = protection === 'authenticated-encrypted' ? { keys: other } : {};
      const options = meterFor(gmac, { protection: 'authenticated-encrypted' });
      return bench({ options, security: clientSecurity({ ...gmac, protection }, keys) }, async (meter) => {
        const more = `or it demands more protection than "${protection}"`;
        await assert.rejects(meter.get([register]), ({ message, hint }: DlmsError) => {
          assert.match(message, /encryption key \(EK\)/);
          assert.equal(message.includes(more), protection !== 'authenticated-encrypted');
          assert.equal(/Most meters want "authenticated and encrypted"/.test(hint), protection !== 'authenticated-encrypted');
          return true;
        });
      });
    });

  for (const rule of ['V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7', 'V8'] as const)
    it(`auto reaches a policy for rule ${rule}`, () => {
      const settings = { ...gmac, icPolicy: 'auto' } as const;
      return bench({ options: meterFor(gmac, { rule }), security: clientSecurity(settings) }, reads);
    });

  it('Landis+Gyr E650 over HDLC: the AARQ goes in segments, the meter proves nothing', () => {
    const { listen: _, ...options } = landisGyrMeter({ password: '9A99999' });
    const settings = { mechanism: 2, algorithm: 'landis-gyr', suite: 0, protection: 'none' } as const;
    const security: SecurityOptions = { settings, password: '9A99999', counterStore: memoryCounterStore() };
    return bench({ options, security, client: 48 }, async (meter, simulator) => {
      await reads(meter, simulator);
      assert.equal(meter.security?.meterAuthenticated, false);
    });
  });
});
