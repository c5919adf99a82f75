/**
 * What protection costs: the get-response of 10,000 rows x 6 columns decoded plain, and deciphered, verified and decoded.
 * The overhead is in per cent of the plain one.
 */
import { decodeApdu } from '../../src/apdu/apdu';
import { gcmKey } from '../../src/security/aead';
import { controlOf, type Protection } from '../../src/security/control';
import { type Channel, openApdu, sealApdu } from '../../src/security/protect';
import { suiteOf } from '../../src/security/suites';
import { profileResponse, rowCount } from './profile-octets';
import { atMost, type Bench, type BenchRow, costs } from './row';

const title = Buffer.from('4B464D0000000001', 'hex');
const channelOf = (keyOctets: 16 | 32): Channel => ({
  suite: suiteOf(keyOctets === 16 ? 0 : 2),
  global: gcmKey(Buffer.alloc(keyOctets, 1)),
  broadcast: null,
  dedicated: null,
  authentication: Buffer.alloc(keyOctets, 2),
  material: {},
  ownTitle: title,
  peerTitle: title,
  alternatives: () => ({ keys: [], titles: [] }),
});

const protections = ['authenticated', 'encrypted', 'authenticated-encrypted'] as const satisfies readonly Protection[];
const plain = profileResponse();
const decode = (octets: Buffer): unknown => decodeApdu(octets, { dateTimes: [0] });

function overhead(seconds: number, keyOctets: 16 | 32, protection: Protection): BenchRow {
  const channel = channelOf(keyOctets);
  const control = controlOf(channel.suite.id, protection);
  const sealed = sealApdu(plain, channel, { control, use: 'global', style: 'service-specific', counter: 1 });
  const cost = costs(seconds, { plain: () => decode(plain), sealed: () => decode(openApdu(sealed, channel).plaintext) });
  const figure = (cost.sealed / cost.plain - 1) * 100;
  return { job: `suite ${channel.suite.id}, ${protection}`, unit: '%', figure, targets: [atMost(25)] };
}

export const bench: Bench = {
  title: `Cost of protection: ${rowCount} rows deciphered, verified and decoded to typed data, against decoded plain`,
  rows: async ({ seconds }) =>
    ([16, 32] as const).flatMap((keyOctets) => protections.map((protection) => overhead(seconds, keyOctets, protection))),
};
