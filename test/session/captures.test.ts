/**
 * Recorded sessions of real meters, read by our sessions: what we send is what the record sends, what the meter answered is
 * what we make of it.
 */
import assert from 'node:assert/strict';
import { obisOctets } from '../../src/cosem/obis';
import { createHdlcLink, type HdlcLinkOptions } from '../../src/framing/hdlc/primary';
import { plainSecurity } from '../../src/security/plain';
import type { SecurityContext } from '../../src/security/types';
import { associate } from '../../src/session/associate';
import { getNormal } from '../../src/session/get';
import type { AttributeRequest } from '../../src/session/requests';
import { readVariables } from '../../src/session/short-name';
import { loadCapture } from '../support/captures';
import { failure, logicalNames, type Row, replay, session, shortNames } from './capture-log';

/** Frames of a capture as rows; `from` counts frames. */
function rowsOf(id: string, from = 0, to?: number): Row[] {
  const frames = loadCapture(id).frames.slice(from, to);
  const rows: Row[] = [];
  for (let i = 0; i < frames.length; ) {
    const frame = frames[i] as (typeof frames)[number];
    const next = frames[i + 1];
    if (frame.dir === 'rx') {
      rows.push([null, frame.hex]);
      i += 1;
    } else {
      rows.push([frame.hex, next?.dir === 'rx' ? next.hex : null]);
      i += next?.dir === 'rx' ? 2 : 1;
    }
  }
  return rows;
}

const withoutLlc = (hex: string | null): string | null => hex?.replace(/^E6E[67]00/, '') ?? null;

const attribute = (classId: number, obis: string, attributeId: number, variableName: number | null = null): AttributeRequest => ({
  classId,
  instanceId: obisOctets(obis),
  attributeId,
  selection: null,
  variableName,
});

const hdlc = (client: number, server: Omit<HdlcLinkOptions['addresses'], 'client'>) =>
  createHdlcLink({ addresses: { client, ...server }, retries: 0 });
const low = (password: string) => plainSecurity({ mechanism: 1, password });

/** A security context of mechanism 2 whose proof is known from the record. */
const recorded = (challenge: Buffer, proof: string, verified: (reply: Buffer | null) => void): SecurityContext => ({
  ...plainSecurity({ mechanism: 0 }),
  mechanism: 2,
  callingAuthenticationValue: challenge,
  respond: () => Buffer.from(proof, 'hex'),
  verify: verified,
});

describe('recorded sessions', () => {
  it('Landis+Gyr with short names and low-level security: an AARE that is one octet too long', () => {
    const rows = rowsOf('sess-lg-sn-low');
    const own = session(
      { ...shortNames, proposedConformance: 0x1c0320, maxReceivePduSize: 0xffff },
      low('00000000'),
      hdlc(32, { logicalDevice: 1 }),
    );
    replay(own.link.connect(), rows.slice(0, 1));
    const association = replay(associate(own), rows.slice(1, 2));
    assert.equal(association.conformance, 0x180220);
    assert.deepEqual(association.conformanceNames, ['read', 'write', 'multiple-references', 'parameterized-access']);
    assert.equal(association.serverMaxReceivePduSize, 2400);
    assert.equal(association.vaaName, 0xfa00);
    assert.equal(association.oddities.length, 1);
    // the record ends inside a segmented answer: what is sent up to there is the same
    const error = failure(() => replay(readVariables(own, [attribute(7, '1-0:99.1.0', 3, 0x6280)]), [...rows.slice(2, 3), rows[3] as Row]));
    assert.equal(error.code, 'response-timeout');
  });

  it('Landis+Gyr with short names from SNRM to DISC: information of 62 octets, several variables in one request', () => {
    const rows = rowsOf('sess-lg-sn-multiread');
    const options = { ...shortNames, proposedConformance: 0x1c1320, conformanceTag: '5F' as const, sendProtocolVersion: true };
    const link = createHdlcLink({
      addresses: { client: 16, logicalDevice: 1, physical: 3380, addressLength: 4 },
      retries: 0,
      maxInfoTransmit: 1500,
      maxInfoReceive: 1500,
    });
    const own = session(options, plainSecurity({ mechanism: 0 }), link);
    const parameters = replay(link.connect(), rows.slice(0, 1));
    assert.deepEqual([parameters.maxInfoTransmit, parameters.maxInfoReceive], [62, 248]);
    const association = replay(associate(own), rows.slice(1, 2));
    assert.deepEqual([association.serverMaxReceivePduSize, association.vaaName, association.oddities], [2400, 0xfa00, []]);
    const read = (from: number, ...names: number[]) => {
      const requests = names.map((name) => attribute(1, '0-0:96.1.0', 2, name));
      return replay(readVariables(own, requests), rows.slice(from, from + 1)).map(({ data }) => data?.value);
    };
    assert.deepEqual(read(2, 0xfd08, 0xff08), [Buffer.from('LGZ51282380\0\0\0\0\0'), 'B32']);
    assert.deepEqual(read(3, 0x3848), ['B.M4CCPTSCMDO.0479.AT0STvGsarHSPpnagl']);
    assert.deepEqual(read(4, 0xc1c8), [Buffer.from('02CB0000FF0000043000045000048001048002', 'hex')]);
    assert.deepEqual(read(5, 0x5a88), ['51282380']);
    replay(link.disconnect(), rows.slice(6));
  });

  it('Landis+Gyr E650 with its coded password: segmented AARQ, byte for byte to the end', () => {
    const rows = rowsOf('sess-lg-e650-coded-gx');
    const replies: (Buffer | null)[] = [];
    const security = recorded(Buffer.from('5374146854343D62655A171E756D4228', 'hex'), '3739363835363730', (reply) => replies.push(reply));
    const options = { ...shortNames, proposedConformance: 0x1c0320, maxReceivePduSize: 0xffff };
    const own = session(options, security, hdlc(48, { logicalDevice: 1, physical: 8447, addressLength: 4 }));
    replay(own.link.connect(), rows.slice(0, 1));
    const association = replay(associate(own), rows.slice(1));
    assert.equal(association.mechanism, 2);
    assert.equal(association.serverAuthenticated, false, 'this meter proves nothing');
    assert.deepEqual(replies, [null]);
  });

  it('E650 as its own tool reads it: empty challenge, conformance tagged 5F, protocol version', () => {
    const options = { ...shortNames, proposedConformance: 0x1c1320, conformanceTag: '5F' as const, sendProtocolVersion: true };
    const own = session(
      options,
      recorded(Buffer.alloc(0), '3737364135363730', () => undefined),
    );
    const association = replay(associate(own), rowsOf('sess-lg-e650-coded-map-ok'));
    assert.equal(association.conformance, 0x180220);
    assert.deepEqual(association.oddities, []);
  });

  it('Circutor: LN over HDLC with addresses of two octets', () => {
    const rows = rowsOf('sess-circutor-hdlc');
    const own = session(
      { ...logicalNames, proposedConformance: 0x00181f, maxReceivePduSize: 512 },
      low('00000001'),
      hdlc(2, { logicalDevice: 1, physical: 16 }),
    );
    const parameters = replay(own.link.connect(), rows.slice(0, 1));
    assert.equal(parameters.windowTransmit, 1);
    const association = replay(associate(own), rows.slice(1, 2));
    assert.equal(association.serverMaxReceivePduSize, 240);
    const outcome = replay(getNormal(own, attribute(1, '1-0:0.2.0', 2)), rows.slice(2));
    assert.deepEqual(outcome.data, { type: 'octet-string', value: Buffer.from('V0411') });
  });

  it('a local echo before every answer', () => {
    const [connecting, associating] = rowsOf('sess-echo-ln-none') as [Row, Row];
    const link = createHdlcLink({ addresses: { client: 16, logicalDevice: 1 }, retries: 0 });
    const own = session(
      { ...logicalNames, proposedConformance: 0x001e1d, maxReceivePduSize: 0xffff },
      plainSecurity({ mechanism: 0 }),
      link,
    );
    const framesOf = ([, received]: Row) => link.deframer.push(Buffer.from(received as string, 'hex'));
    // The recorded SNRM carries other parameter groups than ours: our own comes back first, then the recorded UA.
    const connect = link.connect();
    const snrm = connect.next().value as { send: Buffer };
    connect.next(snrm.send);
    const connected = connect.next(framesOf(connecting)[1] as Buffer);
    assert.equal(connected.done, true);
    const [echo, aare] = framesOf(associating).map((frame) => frame.toString('hex'));
    const association = replay(associate(own), [
      [associating[0], echo as string],
      [null, aare as string],
    ]);
    assert.equal(association.conformance, 0x00101d);
    assert.equal(association.serverMaxReceivePduSize, 1007);
  });

  it('a meter that rejects the AARQ with FRMR', () => {
    const rows = rowsOf('sess-taipower-frmr');
    const own = session(
      { ...logicalNames, proposedConformance: 0x001e1d, maxReceivePduSize: 0xffff },
      plainSecurity({ mechanism: 0 }),
      hdlc(16, { logicalDevice: 1 }),
    );
    replay(own.link.connect(), rows.slice(0, 1));
    const error = failure(() => replay(associate(own), rows.slice(1)));
    assert.equal(error.code, 'frame-reject');
  });

  it('low-level security with the right and the wrong password', () => {
    const rows = rowsOf('sess-nameless-low-ok-wrong');
    const options = { ...logicalNames, proposedConformance: 0x007e1f, maxReceivePduSize: 256 };
    // both AARQs are the first frame of a link of their own
    const start = (password: string) => session(options, low(password), connectedLink());
    const association = replay(associate(start('xRwPbExF')), rows.slice(0, 1));
    assert.equal(association.conformance, 0x00181d);
    const error = failure(() => replay(associate(start('xRwPbExG')), rows.slice(1)));
    assert.equal(error.code, 'authentication-failed');
    assert.deepEqual(error.result, { code: 13, name: 'authentication-failure' });
  });

  it('the four shapes of a refusal', () => {
    const rows = rowsOf('sess-gosem-rejects');
    const options = { ...logicalNames, proposedConformance: 0x00181f, maxReceivePduSize: 256 };
    const answers = rows.map(([, received]) => received as string);
    assert.equal(answers.length, 4);
    for (const answer of answers) {
      const error = failure(() => replay(associate(session(options, low('00000001'))), [[rows[0]?.[0] as string, answer]]));
      assert.equal(error.code, 'authentication-failed');
      assert.match(error.message, /rejected-permanent, authentication-failure/);
    }
    const withReason = failure(() =>
      replay(associate(session(options, low('00000001'))), [[rows[0]?.[0] as string, answers[2] as string]]),
    );
    assert.match(withReason.message, /confirmed-service-error to initiateError: initiate, other/);
  });

  it('a notification between request and answer', () => {
    const rows = rowsOf('sess-gosem-notification-between');
    const own = session({ ...logicalNames, proposedConformance: 0x00181f, maxReceivePduSize: 256 });
    replay(associate(own), rows.slice(0, 1));
    const outcome = replay(getNormal(own, attribute(8, '0-0:1.0.0', 3)), rows.slice(1, 3));
    assert.deepEqual(outcome.data, { type: 'long', value: 60 });
    assert.deepEqual(
      own.unsolicited.map(({ kind }) => kind),
      ['data-notification'],
    );
  });

  it('SPODES: the challenge is answered at association 3, and the meter proves itself', () => {
    const rows = rowsOf('sess-kpz-spodes-hls2').map(([sent, received]): Row => [withoutLlc(sent), withoutLlc(received)]);
    const replies: (Buffer | null)[] = [];
    const challenge = Buffer.from('D92543230FFCC3343D5B4CC4BEC596A8', 'hex');
    const security = recorded(challenge, '2E244593CB559310DCC1E5DAF95C68E2', (reply) => replies.push(reply));
    const options = { ...logicalNames, proposedConformance: 0x7fffff, maxReceivePduSize: 0x0400, hlsInstance: '0-0:40.0.3*255' };
    const own = session(options, security);
    const association = replay(associate(own), rows.slice(4, 6));
    assert.equal(association.serverAuthenticated, true);
    assert.deepEqual(replies, [Buffer.from('C00358CF9C0CF4A6DAEA044D222D4C32', 'hex')]);
  });
});

const connectedLink = () => hdlc(1, { logicalDevice: 1, physical: 1230, addressLength: 4 });
