import assert from 'node:assert/strict';
import { isDlmsError } from '../../src/errors';
import { decodeMbusFrame } from '../../src/framing/m-bus';
import { longFrame } from './m-bus-frames';

describe('wired M-Bus frames', () => {
  it('give their fields, whatever their length', () => {
    for (const size of [0, 1, 250, 251, 500]) {
      const payload = Buffer.alloc(size, 0x68);
      assert.deepEqual(decodeMbusFrame(longFrame(0x13, payload, 0x21)), {
        control: 0x53,
        address: 0x21,
        ci: 0x13,
        stsap: 0x01,
        dtsap: 0x67,
        sequence: 3,
        final: true,
        payload,
      });
    }
  });

  it('that are damaged are refused with the reason', () => {
    const good = longFrame(0x10, Buffer.alloc(20, 1));
    const change = (at: number, octet: number): Buffer => {
      const copy = Buffer.from(good);
      copy[at] = octet;
      return copy;
    };
    const rows: readonly (readonly [Buffer, RegExp])[] = [
      [Buffer.of(0x68), /too short/],
      [change(0, 0x10), /68 L L 68/],
      [change(2, 9), /68 L L 68/],
      [good.subarray(0, -1), /octets are there/],
      [change(good.length - 1, 0), /end with 16/],
      [change(9, 7), /checksum/],
      [longFrame(0x72, Buffer.alloc(4)), /CI 72/],
    ];
    for (const [octets, pattern] of rows) {
      assert.throws(
        () => decodeMbusFrame(octets),
        (error) => isDlmsError(error) && error.code === 'frame-invalid' && pattern.test(error.message),
      );
    }
  });
});
