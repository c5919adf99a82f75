/** What a hostile or careless world does to counters and titles: keys that meters share, forged refusals, borrowed titles. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { CounterSource } from '../../../src/client/security/counter-source';
import { createSecurity } from '../../../src/client/security/create-security';
import type { SecurityEnvironment } from '../../../src/client/security/types';
import type { DlmsError } from '../../../src/errors';
import { counterKey, memoryCounterStore } from '../../../src/security/counters';
import { clientTitle, keysOf, securityOptions } from './secured-meter';

const environmentOf = (meterName: string): SecurityEnvironment => ({
  meterName,
  clientSap: 1,
  referencing: 'ln',
  systemTitle: undefined,
  readPublic: () => assert.fail('nothing is read'),
  now: () => 0,
  random: (octets) => Buffer.alloc(octets, 7),
  wait: async () => {},
  log: () => {},
});

const { authenticationKey } = keysOf(0);
const hex = (octet: number): string => octet.toString(16).padStart(2, '0').repeat(16);

describe('counters and titles in bad company', () => {
  it('meters with keys of their own and one broadcast key never use a counter of it twice', async () => {
    const security = createSecurity({
      ...securityOptions({ settings: { style: 'identified-broadcast' } }),
      keys: { authenticationKey: authenticationKey as Buffer },
      serverTitle: '4D45544552303031',
      keyring: `A; ${hex(1)}; bk=${hex(9)}\nB; ${hex(2)}; bk=${hex(9)}`,
    });
    const request = Buffer.from('c001c100080000010000ff0200', 'hex');
    const seen: number[] = [];
    for (const meter of ['A', 'B', 'A']) {
      const series = security.attempts(environmentOf(meter));
      const { value: context } = await series.next();
      assert.ok(context && 'protect' in context);
      await context.need(4)?.prepare();
      for (let i = 0; i < 2; i++) {
        const sealed = context.protect(request, 'service');
        // The end of general-ciphering: control, counter, as many octets as the request has, tag of 12.
        seen.push(sealed.readUInt32BE(sealed.length - 12 - request.length - 4));
      }
      await series.return(undefined as never);
    }
    assert.equal(new Set(seen).size, 6, seen.join());
  });

  it('an unprotected exception does not carry the counter to its end', async () => {
    const store = memoryCounterStore();
    const key = counterKey('unicast-00', 'client-to-server', Buffer.alloc(8));
    const source = new CounterSource({ store, start: {} });
    const begin = (counter: bigint) => source.lease(key, environmentOf('A'), { kind: 'exception', counter });
    await assert.rejects(begin(0xfffffff0n), (error: DlmsError) => error.code === 'counter-refused' && /4294967280/.test(error.message));
    const lease = await begin(0x80000000n);
    await lease.reserve(1);
    assert.equal(lease.take(), 0x80000000);
  });

  it('what another process has reserved since then is not gone below', async () => {
    const store = memoryCounterStore();
    const key = counterKey('unicast-00', 'client-to-server', Buffer.alloc(8));
    const [one, other] = [1, 2].map(() => new CounterSource({ store, start: {}, block: 8 })) as [CounterSource, CounterSource];
    const take = async (source: CounterSource): Promise<number> => {
      const lease = await source.lease(key, environmentOf('A'), null);
      await lease.reserve(3);
      return lease.takeSpan(3);
    };
    const taken = [];
    for (const source of [one, one, other, one, one, other]) taken.push(await take(source));
    // Blocks of eight: what is left of one is used until somebody else has reserved above it.
    assert.deepEqual(taken, [0, 3, 8, 16, 19, 24]);
  });

  it('whoever prints the security of a meter sees no key', () => {
    const printed = inspect(createSecurity(securityOptions()), { depth: 20, showHidden: true });
    for (const key of Object.values(keysOf(0))) {
      const digits = Buffer.from(key as Buffer).toString('hex');
      assert.ok(!printed.replace(/[^0-9a-f]/gi, '').includes(digits));
    }
  });

  it('a meter that bears our own title gets no answer to its challenge', async () => {
    const series = createSecurity(securityOptions()).attempts(environmentOf('A'));
    const { value: context } = await series.next();
    assert.ok(context && 'respond' in context);
    await context.need(4)?.prepare();
    context.peer({
      respondingApTitle: clientTitle,
      respondingAuthenticationValue: Buffer.alloc(16, 1),
      negotiatedConformance: 0,
    });
    assert.throws(
      () => context.respond(),
      (error: DlmsError) => error.code === 'server-proof-wrong' && /our own system title/.test(error.message),
    );
    await series.return(undefined as never);
  });
});
