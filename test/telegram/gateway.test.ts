/**
 * Notifications that come through a DLMS gateway, with its prefix in front.
 */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../src/bytes';
import { clientAddress, serverAddress } from '../../src/framing/hdlc/address';
import { encodeFrame } from '../../src/framing/hdlc/frame';
import { encodeWrapper } from '../../src/framing/wrapper';
import { confirmationOf, createTelegramDecoder, replyFrame, type TelegramEvent } from '../../src/telegram';

/** Green Book 10.10: E7, network 2, four octets of address: 4711. */
describe('notifications through a gateway', () => {
  const list = `0F 40000001 00 0202 09060100010800FF 06000004D2`;
  const prefix = 'E7 02 04 34373131';
  const apdu = fromHex(`${prefix} ${list}`);
  const frame = (octets: Buffer): Buffer =>
    encodeFrame({
      destination: clientAddress(1),
      source: serverAddress({ logicalDevice: 1, physical: 17 }),
      kind: 'UI',
      pf: false,
      information: Buffer.concat([fromHex('E6E700'), octets]),
    });
  const read = (octets: Buffer): readonly TelegramEvent[] => {
    const decoder = createTelegramDecoder({ source: 'gateway' });
    return [...decoder.push(octets, 0), ...decoder.end(1)];
  };
  it('are read in every framing, and named after the meter behind it', () => {
    for (const [octets, address] of [
      [encodeWrapper(1, 102, apdu), '1 -> 102 (network 2, 4711)'],
      [frame(apdu), '1/17 -> 1 (network 2, 4711)'],
      [apdu, 'network 2, 4711'],
    ] as const) {
      const [event, ...more] = read(octets);
      assert.ok(event?.kind === 'telegram', address);
      assert.deepEqual(
        event.readings.map(({ obis, value, unit }) => [obis, value, unit]),
        [['1-0:1.8.0*255', 1234, null]],
      );
      assert.deepEqual([event.meter.id, event.meter.address, more.length], ['4711', address, 0]);
    }
    const event = createTelegramDecoder().apdu(apdu, 0);
    assert.ok(event.kind === 'telegram');
    assert.equal(event.meter.id, '4711');
  });
  it('in blocks of two meters do not mix', () => {
    const half = fromHex(list);
    const block = (device: string, last: boolean, number: number, octets: Buffer): Buffer =>
      encodeWrapper(
        1,
        102,
        Buffer.concat([fromHex(`E7 02 01 ${device} E0 ${last ? '80' : '00'} 000${number} 0000`), Buffer.of(octets.length), octets]),
      );
    const events = read(
      Buffer.concat([
        block('41', false, 1, half.subarray(0, 9)),
        block('42', false, 1, half.subarray(0, 9)),
        block('41', true, 2, half.subarray(9)),
        block('42', true, 2, half.subarray(9)),
      ]),
    );
    assert.deepEqual(
      events.map((event) => (event.kind === 'telegram' ? event.meter.id : event.kind)),
      ['A', 'B'],
    );
  });
  it('are confirmed through it, with the other header', () => {
    const [event] = read(encodeWrapper(1, 102, apdu));
    assert.ok(event?.kind === 'telegram');
    const confirmation = confirmationOf(event);
    assert.ok(confirmation !== null);
    assert.equal(toHex(replyFrame(event.link, confirmation) ?? Buffer.alloc(0)), '000100660001000DE6020434373131104000000100');
  });
  it('with a prefix that is cut off are an error', () => {
    const [event] = read(encodeWrapper(1, 102, fromHex('E7 02 04 3437')));
    assert.ok(event?.kind === 'error');
    assert.equal(event.error.code, 'apdu-truncated');
  });
});
