/** An algorithm that the user brings, slow and made anew for each attempt, opens associations through the client. */
import assert from 'node:assert/strict';
import { symmetric } from '../../../src/security/hls/algorithm';
import { customAlgorithm } from '../../../src/security/hls/custom';
import { rejection, SecuredMeter, securityOptions, withMeter } from './secured-meter';

const description = { id: 'backwards', label: 'Backwards', hint: '', mechanism: 2, secrets: ['password'] } as const;

/** Challenge and password, from the last octet to the first. */
const backwards = symmetric(description, (challenge, { secret }) => Buffer.from(Buffer.concat([challenge, secret]).reverse()));
const settings = { mechanism: 2, algorithm: 'backwards', protection: 'none' } as const;

const own = () =>
  customAlgorithm(description, async ({ challenge, secret }) => {
    await new Promise((resolve) => setImmediate(resolve));
    return Buffer.from(`${challenge}${secret}`, 'hex').reverse();
  });

describe('an algorithm of the user', () => {
  it('is awaited, and the meter is verified with it', async () => {
    const meter = new SecuredMeter({ settings, material: { algorithms: [backwards] } });
    const options = securityOptions({ settings, algorithms: [own], password: '12345678' });
    const report = await withMeter(meter, options, async (client) => {
      await client.associate();
      await client.release();
      return (await client.associate()).security;
    });
    assert.equal(report?.meterAuthenticated, true);
  });

  it('is refused with a wrong password, in the words of its label', async () => {
    const meter = new SecuredMeter({ settings, material: { algorithms: [backwards] } });
    const options = securityOptions({ settings, algorithms: [own], password: 'wrong' });
    const error = await withMeter(meter, options, (client) => rejection(client.associate()));
    assert.match(error.message, /the password is not what the meter has \(Backwards\)/);
  });
});
