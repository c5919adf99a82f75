/**
 * ACSE: what meters do to their association answers (facts from field captures), and what is refused.
 */
import assert from 'node:assert/strict';
import { aarq } from '../../src/apdu/acse';
import type { Aare, Aarq } from '../../src/apdu/acse.types';
import { applicationContextId, applicationContextName, mechanismId, mechanismName } from '../../src/apdu/acse-words';
import { type Apdu, apdu, decodeApdu, encodeApdu } from '../../src/apdu/apdu';
import { initiateResponse } from '../../src/apdu/initiate';
import { fromHex, toHex } from '../../src/bytes';
import { decode, encode } from '../../src/codec/axdr';
import { cannotWrite, fourWays, refuses } from '../support/vectors';

const context = 'A109 0607 60857405080101';
const accepted = 'A203 020100 A305 A103020100';
const response = 'BE10 040E 0800065F1F040000101D03EF0007';
/** An APDU whose fields are given, with its length in short form. */
const apduOf = (tag: string, fields: string): Buffer => {
  const octets = fromHex(fields);
  return Buffer.concat([fromHex(tag), Buffer.of(octets.length), octets]);
};
const aareOf = (fields: string): Aare => {
  const read = decodeApdu(apduOf('61', fields));
  assert.equal(read.kind, 'aare');
  return read.value as Aare;
};

describe('AARE', () => {
  const usual = aareOf(`${context} ${accepted} ${response}`);

  it('may have its fields in any order', () => assert.deepEqual(aareOf(`${response} ${accepted} ${context}`), usual));

  it('may have lengths in long form, at every level', () =>
    assert.deepEqual(
      decodeApdu(fromHex(`61 82002D A1 810B 06 820007 60857405080101 ${accepted} BE 8110 040E 0800065F1F040000101D03EF0007`)).value,
      usual,
    ));

  it('may come without user-information', () => assert.equal('userInformation' in aareOf(`${context} ${accepted}`), false));

  it('may have fields that nobody knows', () => {
    assert.deepEqual(aareOf(`${context} 9E 02 AABB ${accepted} B8 03 040100 ${response}`), usual);
    assert.throws(() => aareOf(`${context} ${accepted} 9E 05 AABB`), { code: 'apdu-truncated' });
  });

  it('may repeat the title where an invocation id belongs (Gurux servers with HLS 6 and 7): an oddity, the title is kept', () => {
    const title = '0408 4752583030303031';
    const read = aareOf(`${context} A60A ${title} ${accepted} A40A ${title} ${response}`);
    assert.deepEqual(read.responding, { apTitle: Buffer.from('GRX00001') });
    assert.match(read.oddities?.[0] ?? '', /apInvocationId/);
    assert.equal(aareOf(`${context} ${accepted} A603 020105 ${response}`).responding?.apInvocationId, 5);
    assert.throws(() => aareOf(`${context} ${accepted} A603 010105 ${response}`), { code: 'apdu-malformed' });
  });

  it('may have a mechanism-name that does not end (ZIV, www.gurux.fi/node/25554): an oddity, the rest is kept', () => {
    const read = aareOf(
      'A109060760857405080103A203020100A305A10302010EA40A04085A4956343730393188020780890760857405080285AA0A8008B9F6ED7BE607EBB1' +
        'BE230421281F3000000078AD6965F832A2679EA3441D82393ADDB70985FBB74D62D821055C',
    );
    assert.equal('mechanismName' in read, false);
    assert.equal(read.responding?.apTitle?.toString('latin1'), 'ZIV47091');
    assert.equal(toHex(read.respondingAuthenticationValue?.octets ?? Buffer.alloc(0)), 'B9F6ED7BE607EBB1');
    assert.equal(read.userInformation?.length, 33);
    assert.match(String(read.oddities), /mechanismName of the AARE is malformed/);
  });

  it('tells result and diagnostic in the words of the standard', () => {
    const refused = aareOf(`${context} A203 020102 A305 A103 02010D`);
    assert.equal(refused.result, 'rejected-transient');
    assert.deepEqual(refused.resultSourceDiagnostic, { source: 'acse-service-user', code: 13, name: 'authentication-failure' });
    const provider = aareOf(`${context} A203 020101 A305 A203 020102`).resultSourceDiagnostic;
    assert.deepEqual(provider, { source: 'acse-service-provider', code: 2, name: 'no-common-acse-version' });
    assert.equal(aareOf(`${context} A203 020101 A305 A103 020163`).resultSourceDiagnostic.name, 'unknown (99)');
  });

  const without = (fields: string): string => toHex(apduOf('61', fields));
  refuses(apdu, [
    ['an AARE without result', without(`${context} A305 A103020100`), 'apdu-malformed'],
    ['an AARE without diagnostic', without(`${context} A203 020100`), 'apdu-malformed'],
    ['an AARE without context', without(accepted), 'apdu-malformed'],
    ['a field that comes twice', without(`${context} ${accepted} ${accepted}`), 'apdu-malformed'],
    ['a result beyond 255, which is not "accepted"', without(`${context} A204 02020100 A305 A103020100`), 'apdu-malformed'],
    ['a context that is no object identifier', without(`A103 020101 ${accepted}`), 'apdu-malformed'],
    ['an object identifier cut short', without(`A104 0602 6085 ${accepted}`), 'apdu-malformed'],
    ['octets after the context name', without(`A10A 0607 60857405080101 00 ${accepted}`), 'apdu-malformed'],
    ['an indefinite length', `61 80 ${context} ${accepted} 0000`, 'apdu-malformed'],
    ['a tag of several octets', without(`${context} ${accepted} 9F8101 00`), 'apdu-malformed'],
  ]);
});

describe('the short-name AARE of Landis+Gyr', () => {
  const sn = 'A109 0607 60857405080102';
  const initiate = '0800065F1F04001802200960FA00';

  it('is read although it is one octet longer than its lengths', () => {
    const { value } = decodeApdu(fromHex(`61 28 ${sn} ${accepted} BE0F 040D ${initiate}`));
    const { userInformation, oddities } = value as Aare;
    assert.equal(toHex(userInformation as Buffer), initiate);
    assert.match(oddities?.[0] ?? '', /one octet longer/);
    const { vaaName, serverMaxReceivePduSize } = decode(initiateResponse, (userInformation as Buffer).subarray(1));
    assert.deepEqual([vaaName, serverMaxReceivePduSize], [0xfa00, 2400]);
  });

  it('is no oddity with right lengths', () => {
    const { value } = decodeApdu(fromHex(`61 29 ${sn} ${accepted} BE10 040E ${initiate}`));
    assert.equal('oddities' in (value as Aare), false);
  });

  it('may be repeated in the release', () => {
    const { value } = decodeApdu(fromHex(`63 14 800100 BE0F 040D ${initiate}`));
    assert.equal(toHex((value as Aare).userInformation as Buffer), initiate);
  });

  refuses(apdu, [
    ['an octet too many after right lengths', `61 29 ${sn} ${accepted} BE10 040E ${initiate} 00`, 'apdu-malformed'],
    ['two octets too many', `61 28 ${sn} ${accepted} BE0F 040D ${initiate} 00`, 'apdu-malformed'],
    ['the same with a conformance block in one octet', `61 28 ${sn} ${accepted} BE0F 040D 0800065F04001802200960FA00 00`, 'apdu-malformed'],
    ['the same with something else inside', `61 28 ${sn} ${accepted} BE0F 040D 0E01060100000000000000000000`, 'apdu-malformed'],
    ['the same without user-information', `61 17 ${sn} ${accepted} 00`, 'apdu-malformed'],
    ['only the inner length wrong', `61 29 ${sn} ${accepted} BE10 040D ${initiate}`, 'apdu-malformed'],
  ]);
});

describe('AARQ', () => {
  const everything: Aarq = {
    protocolVersion: fromHex('80'),
    applicationContextName: '2.16.756.5.8.1.3',
    called: { apTitle: fromHex('AA'), aeQualifier: fromHex('BB'), apInvocationId: 1, aeInvocationId: 300 },
    calling: { apTitle: fromHex('4D4D4D0000BC614E'), aeQualifier: fromHex('CC'), apInvocationId: 128, aeInvocationId: 5 },
    senderAcseRequirements: fromHex('0780'),
    mechanismName: '2.16.756.5.8.2.5',
    callingAuthenticationValue: { tag: 0, octets: Buffer.alloc(0) },
    implementationInformation: Buffer.from('x'),
    userInformation: fromHex('01'),
  };

  fourWays(apdu, [
    {
      name: 'with every field, an empty challenge among them',
      hex: `60 59 80020780 A109 0607 60857405080103 A203 0401AA A303 0401BB A403 020101 A504 0202012C
        A60A 0408 4D4D4D0000BC614E A703 0401CC A804 02020080 A903 020105
        8A020780 8B07 60857405080205 AC02 8000 9D01 78 BE03 0401 01`,
      value: { kind: 'aarq', value: everything } satisfies Apdu,
    },
    {
      name: 'with an external authentication value',
      hex: `60 11 A109 0607 60857405080101 AC04 A202 0500`,
      value: {
        kind: 'aarq',
        value: { applicationContextName: '2.16.756.5.8.1.1', callingAuthenticationValue: { tag: 2, octets: fromHex('0500') } },
      } satisfies Apdu,
    },
    { name: 'released without a word', hex: '62 00', value: { kind: 'rlrq', value: {} } satisfies Apdu },
    { name: 'released urgently', hex: '62 03 800101', value: { kind: 'rlrq', value: { reason: 1 } } satisfies Apdu },
    { name: 'release answered', hex: '63 03 80011E', value: { kind: 'rlre', value: { reason: 30 } } satisfies Apdu },
  ]);

  it('keeps a protocol version of other bits', () => {
    const sent = fromHex('60 0F 80020284 A109 0607 60857405080101');
    const read = decodeApdu(sent);
    assert.deepEqual((read.value as Aarq).protocolVersion, fromHex('84'));
    assert.deepEqual(encodeApdu(read), sent);
  });

  it('is written with lengths in long form where they are needed', () => {
    const value = { applicationContextName: '2.16.756.5.8.1.1', userInformation: Buffer.alloc(300, 1) };
    const octets = encode(aarq, value);
    assert.equal(toHex(octets.subarray(0, 3)), '82013F');
    assert.equal(toHex(octets.subarray(14, 22)), 'BE8201300482012C');
    assert.deepEqual(decode(aarq, octets), value);
  });

  cannotWrite(aarq, [
    ['a context that is no object identifier', { applicationContextName: 'LN' }],
    ['an arc that is no number', { applicationContextName: '2.16.x' }],
    ['an object identifier that begins with 3', { applicationContextName: '3.1.1' }],
    ['an object identifier of one arc', { applicationContextName: '2' }],
    ['a negative invocation id', { applicationContextName: '2.16', calling: { apInvocationId: -1 } }],
  ]);
});

describe('names of contexts and mechanisms', () => {
  it('are numbers and back', () => {
    assert.equal(applicationContextName(3), '2.16.756.5.8.1.3');
    assert.equal(mechanismName(7), '2.16.756.5.8.2.7');
    assert.equal(applicationContextId('2.16.756.5.8.1.4'), 4);
    assert.equal(mechanismId('2.16.756.5.8.2.0'), 0);
  });
  it('are null when they are not of DLMS', () => {
    assert.equal(applicationContextId('2.16.756.5.8.2.1'), null);
    assert.equal(mechanismId('1.3.6.1'), null);
    assert.equal(mechanismId('2.16.756.5.8.2.'), null);
  });
});
