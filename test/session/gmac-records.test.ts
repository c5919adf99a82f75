/**
 * Recorded HLS GMAC associations of a meter behind the wrapper (wPort 1001), whose keys are zeros: published by a developer who
 * compared a client that works with his own. What we send is what the record sends, and the meter's proof fits.
 */
import assert from 'node:assert/strict';
import { fromHex } from '../../src/bytes';
import { createWrapperLink } from '../../src/framing/wrapper';
import { createSecurityContext } from '../../src/security/context';
import { freshCounter } from '../../src/security/counters';
import type { SecuritySettings } from '../../src/security/settings';
import { associate } from '../../src/session/associate';
import type { Association, Session } from '../../src/session/types';
import { failure, logicalNames, type Row, replay, session } from './capture-log';

const key = Buffer.alloc(16);
const zeros: Titles = { clientTitle: Buffer.from('00000000'), serverTitle: null };

interface Titles {
  readonly clientTitle: Buffer;
  /** As a user would enter it. */
  readonly serverTitle: Buffer | null;
}

function sessionOf(protection: SecuritySettings['protection'], challenge: string, { clientTitle, serverTitle }: Titles): Session {
  const security = createSecurityContext(
    { mechanism: 5, suite: 0, protection, icPolicy: 'shared' },
    {
      encryptionKey: key,
      authenticationKey: key,
      clientTitle,
      ...(serverTitle === null ? {} : { serverTitle }),
      challenge: Buffer.from(challenge, 'hex'),
      counter: freshCounter(0),
    },
  );
  const link = createWrapperLink({ addresses: { client: 1, logicalDevice: 1001 } });
  return session({ ...logicalNames, proposedConformance: 0x621e5d, maxReceivePduSize: 0xffff }, security, link);
}

const opened = (...[protection, challenge, titles, rows]: [...Parameters<typeof sessionOf>, readonly Row[]]): Association =>
  replay(associate(sessionOf(protection, challenge, titles)), rows);

describe('recorded GMAC associations', () => {
  it('with plain APDUs: the proofs count from 0, on both sides', () => {
    const association = opened('none', '640D3B4E48222F582216512A3B080379', zeros, [
      [
        '0001000103E9004C 604A A109060760857405080101 A60A04083030303030303030 8A020780 8B0760857405080205 ' +
          'AC128010640D3B4E48222F582216512A3B080379 BE10040E01000000065F1F0400621E5DFFFF',
        '000103E900010058 6156 A109060760857405080101 A203020100 A305A10302010E A40A04084142433132333435 88020780 890760857405080205 ' +
          'AA1280106438596A362650173F5C183158305A68 BE10040E0800065F1F040000001D04000007',
      ],
      [
        '0001000103E90020 C301C1000F0000280000FF0101 0911 1000000000A850A10FFD94028DBF4BBE66',
        '000103E900010019 C701C1000100 0911 100000000044CAF733BD2D0B366DA3F2F5',
      ],
    ]);
    assert.equal(association.serverAuthenticated, true);
    assert.equal(association.conformance, 0x00001d);
    assert.equal(association.serverSystemTitle?.toString(), 'ABC12345');
  });

  it('with authenticated APDUs: f(StoC) and the action share a counter', () => {
    const association = opened('authenticated', '640644072F51513063426D5804513E16', zeros, [
      [
        '0001000103E9005F 605D A109060760857405080103 A60A04083030303030303030 8A020780 8B0760857405080205 ' +
          'AC128010640644072F51513063426D5804513E16 BE230421211F100000000001000000065F1F0400621E5DFFFF21190A97C0A6CD55DF5E0501',
        '000103E90001006B 6169 A109060760857405080103 A203020100 A305A10302010E A40A04084142433132333435 88020780 890760857405080205 ' +
          'AA12801017334020424A275F6F030F20760F4226 BE230421281F10000000000800065F1F040000001D0400000707227E9F6E3F26626D8F542E',
      ],
      [
        '0001000103E90033 CB311000000001C301C1000F0000280000FF01010911 10000000019B8EB73BBB8A6A84105C9F0F1C42E13862190E199A88A0BB',
        '000103E90001002C CF2A1000000002C701C10001000911 1000000001954255ED8D0073DCAD8C6FC21E84FE0B492E0FD1BE55AE80',
      ],
    ]);
    assert.equal(association.serverAuthenticated, true);
    assert.equal(association.conformance, 0x00001d);
  });

  const sameTitles: readonly Row[] = [
    [
      '0001000103E9005F 605D A109060760857405080103 A60A04084142433132333435 8A020780 8B0760857405080205 ' +
        'AC1280104506354B1076356C0345174149082F63 BE230421211F10000000000100000006 5F1F0400621E5DFFFF0D3F3C0C118A5A32DDF0C517',
      '000103E90001006B 6169 A109060760857405080103 A203020100 A305A10302010E A40A04084142433132333435 88020780 890760857405080205 ' +
        'AA12801037150A231A38126F475341606B717022 BE230421281F10000000000800065F1F040000001D0400000707227E9F6E3F26626D8F542E',
    ],
    [
      '0001000103E90033 CB311000000001C301C1000F0000280000FF01010911 100000000196D71D8EAE497C9D20D92F2F1AA02A2EDBA31F69392021AC',
      '000103E90001002C CF2A1000000002C701C10001000911 1000000001CA099019CFA296F228356AB14E021FDE3707555D64CA05E9',
    ],
  ];
  const abc = Buffer.from('ABC12345');

  it('with the title of the meter as our own: only where the user says that it is the title of the meter', () => {
    const challenge = '4506354B1076356C0345174149082F63';
    const refused = failure(() => opened('authenticated', challenge, { clientTitle: abc, serverTitle: null }, sameTitles.slice(0, 1)));
    assert.equal(refused.code, 'server-proof-wrong');
    assert.match(refused.hint ?? '', /enter it as the title of the meter/);
    const association = opened('authenticated', challenge, { clientTitle: abc, serverTitle: abc }, sameTitles);
    assert.equal(association.serverAuthenticated, true);
  });

  it('refused by a meter that wants plain APDUs: its challenge and its InitiateResponse are there, and its context says why', () => {
    const refusal =
      '000103E900010058 6156 A109060760857405080101 A203020101 A305A103020101 A40A04084142433132333435 88020780 890760857405080205 ' +
      'AA12801029691A283D3A48353924572968276D51 BE10040E0800065F1F040000001D04000007';
    // the keys of this attempt were not published: what was sent is not compared
    const own = sessionOf('authenticated', '6D361B0D86C361B0582C160B85C2E170', { clientTitle: abc, serverTitle: null });
    const dialogue = associate(own);
    let step = dialogue.next();
    const error = failure(() => {
      while (!step.done) step = dialogue.next(step.value.send === null ? Buffer.alloc(0) : fromHex(refusal));
    });
    assert.equal(error.code, 'association-rejected');
    assert.match(error.hint ?? '', /"logical names, not ciphered"/);
  });
});
