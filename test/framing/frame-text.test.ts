import assert from 'node:assert/strict';
import fc from 'fast-check';
import { frameText } from '../../src/framing/frame-text';
import { capture, octetsOf } from './captures';

const of = (id: string, index: number): Buffer => octetsOf(capture(id).frames[index] as { hex: string });

describe('text of a frame', () => {
  it('tells kind, numbers, turn, ends and size', () => {
    const id = 'sess-lg-e650-coded-gx';
    assert.equal(frameText('hdlc', of(id, 0), 'tx'), 'HDLC SNRM P  client 48 -> server 1/8447');
    assert.equal(frameText('hdlc', of(id, 1), 'rx'), 'HDLC UA F  client 48 <- server 1/8447, transmits 128, receives 62, window 1/1');
    assert.equal(frameText('hdlc', of(id, 2), 'tx'), 'HDLC I N(S)=0 N(R)=0 P segment  client 48 -> server 1/8447, 62 octets');
    assert.equal(frameText('hdlc', of(id, 3), 'rx'), 'HDLC RR N(R)=1 F  client 48 <- server 1/8447');
    assert.equal(frameText('hdlc', of(id, 3)), 'HDLC RR N(R)=1 F  1/8447 -> 48');
    assert.match(
      frameText('hdlc', of('sess-taipower-frmr', 3), 'rx'),
      /FRMR F {2}client 16 <- server 1: the meter rejected the frame with control field 10 \(W: /,
    );
    assert.equal(frameText('wrapper', Buffer.from('0001001000010001C0', 'hex'), 'tx'), 'Wrapper client 16 -> server 1, 1 octets');
    assert.match(
      frameText('m-bus', of('push-elster-at-kmswest-nokey', 0)),
      /^M-Bus segment 0 last {2}address 255, SAP 1 -> 103, 88 octets$/,
    );
    assert.equal(frameText('mode-e', Buffer.from('AF3F218D0A', 'hex'), 'tx'), 'Mode E "/?!<0D><0A>"');
  });

  it('shows no password', () => {
    const aarq = of('sess-circutor-hdlc', 2);
    assert.ok(aarq.includes('00000001'));
    assert.ok(!frameText('hdlc', aarq, 'tx').includes('00000001'));
  });

  it('says why octets are no frame, and never throws', () => {
    assert.match(frameText('hdlc', of('neg-kamstrup-no-fcs', 0)), /^hdlc 228 octets: .*\(FCS\)/);
    fc.assert(
      fc.property(fc.constantFrom('hdlc', 'wrapper', 'm-bus', 'mode-e'), fc.uint8Array({ maxLength: 40 }), (framing, octets) => {
        assert.equal(typeof frameText(framing, Buffer.from(octets), 'rx'), 'string');
      }),
    );
  });
});
