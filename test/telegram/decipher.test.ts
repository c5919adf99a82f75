/**
 * Protection of telegrams: every wrapper, every control octet, keys by title, wrong keys in words, replayed counters.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { fromHex, toHex } from '../../src/bytes';
import { isDlmsError } from '../../src/errors';
import { gcmKey } from '../../src/security/aead';
import { sealBody } from '../../src/security/body';
import { decodeControl } from '../../src/security/control';
import { headerOctets, writeCiphering, writeGeneral, writeService } from '../../src/security/envelope';
import { createKeyRing, createReplayState, createTelegramDecoder, decipher, type KeyInput, titleText } from '../../src/telegram';

const ek = '000102030405060708090A0B0C0D0E0F';
const ak = 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF';
const ek256 = ek + ek;
const broadcast = '0F0E0D0C0B0A09080706050403020100';
const title = fromHex('4D4D4D0000BC614E');
const plain = fromHex('0F000000010002020906010001070 0FF0600000155'.replace(' ', ''));
const none = Buffer.alloc(0);

const body = (control: number, counter = 1, key = ek): Buffer =>
  sealBody(
    decodeControl(control),
    counter,
    { encryption: gcmKey(fromHex(key)), authentication: fromHex(ak) },
    { systemTitle: title, header: none },
    plain,
  );

const keys: KeyInput = { name: 'K', systemTitle: title, ek, ak, broadcast, dedicated: broadcast };
const open = (apdu: Buffer, input: KeyInput = keys, more: object = {}) =>
  decipher(apdu, { keys: createKeyRing([input]), source: 's', ...more });

const failure = (work: () => unknown): { code: string; text: string } => {
  try {
    work();
  } catch (error) {
    assert.ok(isDlmsError(error));
    return { code: error.code, text: `${error.message} ${error.hint}` };
  }
  throw new Error('it did not fail');
};

describe('protected telegrams', () => {
  for (const [control, authenticated] of [
    [0x10, 'yes'],
    [0x20, 'no'],
    [0x21, 'no'],
    [0x30, 'yes'],
    [0x31, 'yes'],
  ] as const) {
    it(`open with security control ${control.toString(16)}`, () => {
      const { plaintext, protection } = open(writeGeneral('global', title, body(control)));
      assert.equal(toHex(plaintext), toHex(plain));
      assert.equal(protection?.authenticated, authenticated);
      assert.equal(protection?.control, control);
    });
  }

  it('open with a key of 256 bits (suite 2)', () => {
    const { plaintext } = open(writeGeneral('global', title, body(0x32, 1, ek256)), { ...keys, ek: ek256 });
    assert.equal(toHex(plaintext), toHex(plain));
  });

  it('open with the broadcast key when the control octet says so', () => {
    assert.equal(open(writeGeneral('global', title, body(0x70, 1, broadcast))).protection?.use, 'broadcast');
  });

  it('open in general-ciphering, whether its header is authenticated or not (Gurux), and say so', () => {
    const fields = { transactionId: fromHex('0102'), originatorSystemTitle: title, recipientSystemTitle: none, dateTime: none };
    const header = { ...fields, otherInformation: none };
    const message = (authenticated: Buffer): Buffer => {
      const materials = { encryption: gcmKey(fromHex(ek)), authentication: fromHex(ak) };
      const cipheredService = sealBody(decodeControl(0x30), 1, materials, { systemTitle: title, header: authenticated }, plain);
      return writeCiphering({ ...header, keyInfo: { kind: 'identified-key', value: { keyId: 0 } }, cipheredService });
    };
    const standard = open(message(headerOctets(header)));
    assert.deepEqual([toHex(standard.plaintext), standard.note], [toHex(plain), undefined]);
    const gurux = open(message(none));
    assert.equal(toHex(gurux.plaintext), toHex(plain));
    assert.match(gurux.note ?? '', /header/);
    assert.equal(failure(() => open(message(fromHex('00')))).code, 'tag-mismatch');
  });

  it('open with the dedicated key', () => {
    assert.equal(open(writeGeneral('dedicated', title, body(0x30, 1, broadcast))).protection?.use, 'dedicated');
  });

  it('open service-specifically with the title that is set', () => {
    const event = sealBody(
      decodeControl(0x30),
      7,
      { encryption: gcmKey(fromHex(ek)), authentication: fromHex(ak) },
      { systemTitle: title, header: none },
      fromHex('C20000010000600100FF021107'),
    );
    const apdu = writeService(0xca, event);
    assert.equal(open(apdu, keys, { systemTitle: title }).plaintext[0], 0xc2);
    assert.equal(createTelegramDecoder({ keys: createKeyRing([keys]), systemTitle: title }).apdu(apdu, 0).kind, 'telegram');
  });

  it('open with the title that is set where general-glo carries none (UNI/TS 11291)', () => {
    const apdu = writeGeneral('global', none, body(0x30));
    for (const input of [keys, { name: 'K', ek, ak }])
      assert.equal(toHex(open(apdu, input, { systemTitle: title }).plaintext), toHex(plain));
    assert.equal(failure(() => open(apdu, { name: 'K', ek, ak })).code, 'tag-mismatch');
  });

  it('open where the title carries a tag (push of a GPRS meter of Kaifa: DB 09 08 4B464D…)', () => {
    const opened = open(writeGeneral('global', Buffer.concat([Buffer.of(8), title]), body(0x30)), keys);
    assert.equal(toHex(opened.plaintext), toHex(plain));
    assert.deepEqual([opened.protection?.systemTitle, opened.protection?.authenticated], [toHex(title), 'yes']);
    const sent =
      '000100010010003CDB09084B464D19120000073030000111650B4FE4A336EBAE32E9DF6FAB58ACCEB1AABE7FF8273D13A3BA698528E4B1562235BD84816CB78D4FC50594';
    const [event] = createTelegramDecoder().push(Buffer.from(sent, 'hex'), 0);
    assert.ok(event?.kind === 'error');
    assert.match(event.error.message, /the meter 4B464D1912000007/);
  });

  it('are read without the authentication key, and marked', () => {
    const { ak: _, ...without } = keys;
    assert.equal(open(writeGeneral('global', title, body(0x30)), without).protection?.authenticated, 'unchecked');
  });
});

describe('telegrams that a log shows deciphered behind their header', () => {
  const header = Buffer.concat([Buffer.of(0x30), Buffer.from('00000001', 'hex')]);
  for (const [name, contents] of [
    ['with the tag', Buffer.concat([plain, Buffer.alloc(12, 0xa5)])],
    ['without it', plain],
  ] as const) {
    it(`are read ${name}, and a note says so`, () => {
      const event = createTelegramDecoder().apdu(writeGeneral('global', title, Buffer.concat([header, contents])), 0);
      assert.ok(event.kind === 'telegram');
      assert.equal(event.protection, null);
      assert.match(event.notes.join(), /deciphered already/);
    });
  }
});

describe('telegrams that do not open', () => {
  const apdu = writeGeneral('global', title, body(0x30));

  it('say whose key is missing', () => {
    const { code, text } = failure(() => open(apdu, { ...keys, systemTitle: '0000000000000000' }));
    assert.equal(code, 'key-invalid');
    assert.match(text, /4D4D4D0000BC614E/);
  });

  it('say which key is wrong', () => {
    assert.match(failure(() => open(apdu, { ...keys, ek: broadcast })).text, /encryption key \(EK\) is wrong/);
    assert.match(failure(() => open(apdu, { ...keys, ak: broadcast })).text, /authentication key \(AK\) is wrong/);
    assert.match(failure(() => open(apdu, { ...keys, ek: ak, ak: ek })).text, /exchanged/);
    const { ak: _, ...without } = keys;
    assert.match(failure(() => open(apdu, { ...without, ek: broadcast })).text, /encryption key \(EK\) of K is wrong/);
  });

  it('say that none of several keys fits', () => {
    const ring = createKeyRing([
      { name: 'a', ek: broadcast, ak },
      { name: 'b', ek: ak, ak },
    ]);
    assert.match(failure(() => decipher(apdu, { keys: ring, source: '' })).text, /none of 2 keys/);
  });

  it('are not opened by a wrong key without a tag, and open with the one of many that fits', () => {
    // A tenth of all octets begin an APDU.
    const wrong = Array.from({ length: 300 }, (_, i) => ({ name: `wrong ${i}`, ek: createHash('md5').update(`${i}`).digest('hex') }));
    const untagged = writeGeneral('global', title, body(0x20));
    for (const { name, ek: key } of wrong)
      assert.equal(failure(() => decipher(untagged, { keys: createKeyRing([{ name, ek: key }]), source: '' })).code, 'tag-mismatch', name);
    const { plaintext, protection } = decipher(untagged, { keys: createKeyRing([...wrong, { name: 'right', ek }]), source: '' });
    assert.equal(toHex(plaintext), toHex(plain));
    assert.equal(protection?.key, 'right');
  });

  it('are not opened when thousands of gateway prefixes stand before each other', () => {
    const prefixes = Buffer.from('E60000'.repeat(20_000), 'hex');
    const sealed = sealBody(
      decodeControl(0x20),
      1,
      { encryption: gcmKey(fromHex(ek)), authentication: null },
      { systemTitle: title, header: none },
      prefixes,
    );
    assert.equal(failure(() => open(writeGeneral('global', title, sealed))).code, 'tag-mismatch');
  });

  it('never say a key', () => {
    for (const wrong of [
      { ...keys, ek: broadcast },
      { ...keys, ak: broadcast },
      { ...keys, ek: ak, ak: ek },
    ]) {
      const { text } = failure(() => open(apdu, wrong));
      for (const secret of [ek, ak, broadcast]) assert.ok(!text.toUpperCase().includes(secret));
    }
    assert.match(failure(() => createKeyRing([{ name: 'K', ek: 'secret' }])).text, /encryption key \(EK\) of K is not hex/);
  });

  it('are refused when damaged anywhere', () => {
    for (let i = 0; i < apdu.length; i++) {
      const damaged = Buffer.from(apdu);
      damaged[i] = (damaged[i] as number) ^ 0x01;
      try {
        assert.notEqual(toHex(open(damaged).plaintext), toHex(plain));
      } catch (error) {
        assert.ok(isDlmsError(error), String(error));
      }
    }
  });
});

describe('replayed counters', () => {
  const at = (counter: number) => writeGeneral('global', title, body(0x30, counter));

  it('are refused when strict', () => {
    const more = { replay: 'strict', counters: createReplayState() };
    open(at(5), keys, more);
    assert.equal(failure(() => open(at(5), keys, more)).code, 'counter-replayed');
    assert.equal(failure(() => open(at(4), keys, more)).code, 'counter-replayed');
    assert.equal(open(at(6), keys, more).protection?.replayed, false);
  });

  it('are flagged when warned of, and never lower the state', () => {
    const more = { replay: 'warn', counters: createReplayState() };
    open(at(9), keys, more);
    assert.equal(open(at(3), keys, more).protection?.replayed, true);
    assert.equal(open(at(9), keys, more).protection?.replayed, true);
    assert.equal(open(at(10), keys, more).protection?.replayed, false);
  });

  it('are not looked at when off', () => {
    for (const counter of [5, 5, 1]) assert.equal(open(at(counter)).protection?.replayed, false);
  });

  it('cannot be pushed up by a telegram that was forged', () => {
    const counters = createReplayState();
    assert.throws(() => open(writeGeneral('global', title, body(0x30, 4_000_000_000, broadcast)), keys, { replay: 'strict', counters }));
    assert.equal(open(at(1), keys, { replay: 'strict', counters }).protection?.replayed, false);
  });
});

describe('system titles', () => {
  it('are read as IDIS prints them', () => {
    assert.equal(titleText(fromHex('534D53677004C446')), 'SMS1030700312390');
    assert.equal(titleText(fromHex('4C475A6773043A84')), `LGZ10307${String(0x3043a84).padStart(8, '0')}`);
    assert.equal(titleText(fromHex('4B414D4501A2B3C4')), 'KAM-4501A2B3C4');
    assert.equal(titleText(fromHex('0000000000000000')), null);
  });
});
