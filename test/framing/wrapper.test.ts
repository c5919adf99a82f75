import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toHex } from '../../src/bytes';
import { isDlmsError } from '../../src/errors';
import type { Dialogue, Link } from '../../src/framing/link';
import { createRawLink } from '../../src/framing/raw';
import { createWrapperDeframer, createWrapperLink, createWrapperServer, decodeWrapper, encodeWrapper } from '../../src/framing/wrapper';
import { play } from './play';

// Green Book, example of the wrapper: version 1, client 16, logical device 1, 31 octets of AARQ.
const aarq = '601DA109060760857405080101BE10040E01000000065F1F0400001E1DFFFF';
const request = `0001 0010 0001 001F ${aarq}`.replace(/ /g, '');
const addresses = { client: 16, logicalDevice: 1 };
const hex = (text: string): Buffer => Buffer.from(text.replace(/ /g, ''), 'hex');

describe('wrapper', () => {
  it('is version, source, destination, length and the APDU', () => {
    assert.equal(toHex(encodeWrapper(16, 1, hex(aarq))), request);
    assert.deepEqual(decodeWrapper(hex(request)), { source: 16, destination: 1, apdu: hex(aarq) });
  });

  it('refuses what is too long, ports that do not fit, and headers that are wrong', () => {
    const code = (wanted: string) => (error: unknown) => isDlmsError(error) && error.code === wanted;
    assert.throws(() => encodeWrapper(16, 1, Buffer.alloc(65536)), code('value-invalid'));
    assert.throws(() => encodeWrapper(65536, 1, Buffer.alloc(1)), code('value-invalid'));
    for (const text of ['', '0001', '0002 0010 0001 0001 C0', '0001 0010 0001 0002 C0', '0001 0010 0001 0001 C0C0']) {
      assert.throws(() => decodeWrapper(hex(text)), code('frame-invalid'));
    }
  });

  it('skips greetings and heartbeats, and finds every frame behind them', () => {
    for (const greeting of [
      '',
      'AT\r\nCONNECT 9600\r\n',
      '\x00\x00',
      '\x00\x01\xff\xff',
      '\x00\x01\x00\x01\x00\x01\x00\x00',
      '\xff'.repeat(100),
    ]) {
      const deframer = createWrapperDeframer();
      const noise = Buffer.from(greeting, 'latin1');
      const found = deframer.push(Buffer.concat([noise, hex(request), hex(request)]));
      assert.deepEqual(found.map(toHex), [request, request], JSON.stringify(greeting));
      assert.equal(deframer.dropped, noise.length);
    }
  });

  it('finds protected answers of short-name meters behind noise: glo-unconfirmed-write 36, ded-read-response 4C, ded-report 58', () => {
    for (const tag of ['36', '4C', '58']) {
      const frame = `0001000100100007${tag}053000000001`;
      assert.deepEqual(
        createWrapperDeframer()
          .push(hex(`FFFFFF${frame}`))
          .map(toHex),
        [frame],
      );
    }
  });

  it('gives the same however the octets are cut', () => {
    const piece = fc.oneof(
      fc
        .tuple(fc.nat(0xffff), fc.nat(0xffff), fc.uint8Array({ minLength: 1, maxLength: 300 }))
        .map(([from, to, apdu]) => encodeWrapper(from, to, apdu)),
      fc.array(fc.constantFrom(0, 1, 2, 0x10, 0xc4), { maxLength: 20 }).map((octets) => Buffer.from(octets)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), fc.nat(40), (pieces, size) => {
        const stream = Buffer.concat(pieces);
        const [whole, cut] = [createWrapperDeframer(), createWrapperDeframer()];
        const found: Buffer[] = [];
        for (let at = 0; at < stream.length; at += size + 1) found.push(...cut.push(stream.subarray(at, at + size + 1)));
        assert.deepEqual(found, whole.push(stream));
        assert.equal(cut.dropped, whole.dropped);
        for (const frame of found) decodeWrapper(frame);
      }),
    );
  });

  it('finds frames that follow each other, octet by octet', () => {
    const apdus = fc.array(
      fc.uint8Array({ maxLength: 700 }).map((rest) => Buffer.of(0xc4, ...rest)),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(apdus, (list) => {
        const deframer = createWrapperDeframer();
        const encoded = list.map((apdu) => encodeWrapper(1, 16, apdu));
        assert.deepEqual(
          [...Buffer.concat(encoded)].flatMap((octet) => deframer.push(Buffer.of(octet))),
          encoded,
        );
      }),
    );
  });

  it('does not carry on from one datagram to the next, and takes several frames of one', () => {
    const deframer = createWrapperDeframer({ datagrams: true });
    const octets = hex(request);
    assert.deepEqual(deframer.push(octets.subarray(0, 12)), []);
    assert.equal(deframer.dropped, 12);
    assert.deepEqual(deframer.push(Buffer.concat([octets, octets, octets.subarray(0, 9)])), [octets, octets]);
    assert.deepEqual(deframer.push(octets), [octets]);
  });

  it('believes no length beyond the limit and forgets on reset', () => {
    const deframer = createWrapperDeframer({ maxApduSize: 100 });
    assert.deepEqual(deframer.push(hex('0001 0010 0001 FFFF C0 00')), []);
    assert.deepEqual(deframer.push(hex(request)).map(toHex), [request]);
    deframer.push(hex(request).subarray(0, 20));
    deframer.reset();
    assert.deepEqual(deframer.push(hex(request)).map(toHex), [request]);
  });
});

function* talk(link: Link): Dialogue<string[]> {
  assert.deepEqual(yield* link.connect(), {});
  const answers = [toHex(yield* link.request(Buffer.from('C0', 'hex'), 1000)), toHex(yield* link.receive(1000))];
  yield* link.send(Buffer.from('C1', 'hex'));
  yield* link.disconnect();
  return answers;
}

describe('wrapper link', () => {
  it('takes the frames of its meter and passes by those of others', () => {
    const link = createWrapperLink({ addresses });
    const answers = play(talk(link), link.deframer, [
      ['0001001000010001C0', '0001 0002 0010 0001 C4', '0001 0001 0010 0001 0F 0001 0001 0010 0001 C4'],
      ['0001001000010001C1'],
    ]);
    assert.deepEqual(answers, ['0F', 'C4']);
    assert.deepEqual(link.idle(hex('0001 0001 0010 0001 0F')), { kind: 'apdu', apdu: hex('0F') });
    assert.deepEqual(link.idle(hex('0001 0002 0010 0001 0F')), { kind: 'ignored' });
  });

  it('forgets a partial frame after silence', () => {
    const link = createWrapperLink({ addresses });
    const silent = (): string =>
      toHex(play(link.request(Buffer.from('C0', 'hex'), 1000), link.deframer, [['0001001000010001C0', '0001 0001 0010 FFFF C4']]));
    assert.throws(silent, (error) => isDlmsError(error) && error.code === 'response-timeout');
    assert.equal(link.deframer.dropped, 9);
    assert.equal(
      toHex(play(link.request(Buffer.from('C0', 'hex'), 1000), link.deframer, [['0001001000010001C0', '0001 0001 0010 0001 C4']])),
      'C4',
    );
  });

  it('is not held by the frames of others', () => {
    const link = createWrapperLink({ addresses });
    const others = '0001 0002 0010 0001 C4'.repeat(300);
    assert.throws(
      () => play(link.request(Buffer.from('C0', 'hex'), 1000), link.deframer, [['0001001000010001C0', others]]),
      (error) => isDlmsError(error) && error.code === 'response-timeout' && /from 2 to 16/.test(error.message),
    );
  });

  it('the meter answers whom it was asked by', () => {
    const server = createWrapperServer({ logicalDevices: [1, 2] });
    const peer = { client: 16, logicalDevice: 2 };
    assert.deepEqual(server.input(encodeWrapper(16, 2, Buffer.of(0xc0))), [
      { kind: 'connected', peer },
      { kind: 'apdu', apdu: Buffer.of(0xc0), peer },
    ]);
    assert.deepEqual(server.input(encodeWrapper(16, 2, Buffer.of(0xc1))), [{ kind: 'apdu', apdu: Buffer.of(0xc1), peer }]);
    assert.deepEqual(server.input(encodeWrapper(16, 3, Buffer.of(0xc1))), []);
    assert.deepEqual(server.output(Buffer.of(0xc4), peer).map(toHex), ['0001000200100001C4']);
    assert.deepEqual(server.output(Buffer.alloc(0), peer), []);
  });
});

describe('raw link', () => {
  it('passes APDUs as they are', () => {
    const link = createRawLink();
    assert.deepEqual(play(talk(link), link.deframer, [['C0', '0F', 'C4'], ['C1']]), ['0F', 'C4']);
    assert.deepEqual(link.idle(hex('0F')), { kind: 'apdu', apdu: hex('0F') });
    assert.deepEqual(link.deframer.push(Buffer.alloc(0)), []);
    link.deframer.reset();
    assert.equal(link.deframer.dropped, 0);
  });
});
