/**
 * The prefix of gateways, as rows [sent, received]; the octets by the Green Book, clause 10.10.
 */
import assert from 'node:assert/strict';
import { toHex } from '../../src/bytes';
import { isDlmsError } from '../../src/errors';
import { throughGateway } from '../../src/framing/gateway';
import type { Link } from '../../src/framing/link';
import { createWrapperLink } from '../../src/framing/wrapper';
import { play } from './play';

const hex = (text: string): Buffer => Buffer.from(text.replace(/ /g, ''), 'hex');
const deviceAddress = Buffer.from('4711');
const linkTo = (): Link =>
  throughGateway(createWrapperLink({ addresses: { client: 16, logicalDevice: 1 } }), { networkId: 2, deviceAddress });
const asked = '0001 0010 0001 0008 E6 02 04 34373131 C0';
const ask = (link: Link, received: string): string =>
  toHex(play(link.request(Buffer.of(0xc0), 1000), link.deframer, [[asked.replace(/ /g, ''), received]]));

describe('a meter behind a gateway', () => {
  it('is asked with its network and address in front, and answers with them or without', () => {
    assert.equal(ask(linkTo(), '0001 0001 0010 0008 E7 02 04 34373131 C4'), 'C4');
    assert.equal(ask(linkTo(), '0001 0001 0010 0001 C4'), 'C4');
    assert.equal(ask(linkTo(), '0001 0001 0010 0004 E7 00 00 C4'), 'C4');
  });

  it('is not mistaken for another behind the same gateway', () => {
    const others = '0001 0001 0010 0008 E7 02 04 34373132 C4';
    assert.equal(ask(linkTo(), `${others} 0001 0001 0010 0009 E7 02 04 34373131 C401`), 'C401');
    assert.deepEqual(linkTo().idle(hex(others)), { kind: 'ignored' });
    assert.deepEqual(linkTo().idle(hex('0001 0001 0010 0008 E7 02 04 34373131 0F')), { kind: 'apdu', apdu: hex('0F') });
  });

  it('needs an address and a network that fit', () => {
    const link = createWrapperLink({ addresses: { client: 16, logicalDevice: 1 } });
    const wrong = [
      { networkId: 256, deviceAddress },
      { networkId: 0, deviceAddress: Buffer.alloc(0) },
      { networkId: 0, deviceAddress: Buffer.alloc(128) },
    ];
    assert.doesNotThrow(() => throughGateway(link, { networkId: 255, deviceAddress: Buffer.alloc(127) }));
    for (const options of wrong) {
      assert.throws(
        () => throughGateway(link, options),
        (error) => isDlmsError(error) && error.code === 'settings-invalid',
      );
    }
  });

  it('says when a prefix is all that came', () => {
    assert.throws(
      () => ask(linkTo(), '0001 0001 0010 0004 E7 02 04 34'),
      (error) => isDlmsError(error) && error.code === 'apdu-truncated',
    );
  });
});
