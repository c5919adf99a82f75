/**
 * Associations of the simulated meter, octet by octet. AARQs and AAREs are those of the captures `vec-acse` and
 * `sess-lg-sn-low`; refusals are built from Green Book 9.4.2.2 and the numbers in its diagnostics table.
 */
import assert from 'node:assert/strict';
import { lnAarq, lnAarqAll, snAarq, talk } from './talk';

const rejected = (diagnostic: string, context = '01'): string => `6117A1090607608574050801${context}A203020101A305A1030201${diagnostic}`;
const getClock = 'C001C100080000010000FF0200';

describe('associations of the simulated meter', () => {
  it('answers the AARQ of the vectors with their AARE', () => {
    const { one } = talk({ conformance: 0x00501f, maxPduSize: 500 });
    assert.equal(one(lnAarq), '6129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F040000501F01F40007');
  });

  it('negotiates what both sides have', () => {
    const { one } = talk({ conformance: 0x00001d });
    assert.match(one(lnAarq), /5F1F040000001D/);
  });

  it('answers with the conformance tag in the form in which it was asked', () => {
    const { one } = talk({ conformance: 0x00501f, maxPduSize: 500 });
    const short = '6035A1090607608574050801018A0207808B0760857405080201AC0A80083132333435363738BE0F040D01000000065F0400007E1F04B0';
    assert.equal(one(short), '6128A109060760857405080101A203020100A305A103020100BE0F040D0800065F040000501F01F40007');
  });

  it('opens short names with vaa-name FA00', () => {
    const { one } = talk({ referencing: 'sn', conformance: 0x180220, maxPduSize: 2400 });
    assert.equal(one(snAarq), '6129A109060760857405080102A203020100A305A103020100BE10040E0800065F1F04001802200960FA00');
  });

  it('refuses a wrong password with diagnostic 13', () => {
    const { one, events } = talk();
    assert.equal(one(lnAarq.replace('3132333435363738', '3132333435363739')), rejected('0D'));
    assert.deepEqual(
      events.map(({ kind, result }) => [kind, result]),
      [
        ['authentication-failed', 'password'],
        ['refused', 'authentication-failure'],
      ],
    );
    assert.equal(one(getClock), 'D80101');
  });

  it('notes the third wrong password in the fraud log (event 46)', () => {
    const { one, meter } = talk();
    for (let i = 0; i < 3; i++) one(lnAarq.replace('3132333435363738', '3132333435363739'));
    assert.deepEqual(meter.get('0-0:96.11.1', 2), { type: 'unsigned', value: 46 });
    assert.deepEqual(meter.get('0-0:99.98.1', 7), { type: 'double-long-unsigned', value: 1 });
  });

  it('refuses short names on a meter of logical names with diagnostic 2', () => {
    assert.equal(talk().one(snAarq), rejected('02', '02'));
    assert.equal(talk({ referencing: 'sn' }).one(lnAarq), rejected('02'));
  });

  it('refuses a ciphered context that no security implementation offers with diagnostic 2', () => {
    assert.equal(talk().one(lnAarq.replace('60857405080101', '60857405080103')), rejected('02', '03'));
  });

  it('refuses another mechanism with diagnostic 11, none with 12', () => {
    assert.equal(talk().one(lnAarq.replace('60857405080201', '60857405080205')), rejected('0B'));
    assert.equal(talk().one('601DA109060760857405080101BE10040E01000000065F1F0400007E1F04B0'), rejected('0C'));
  });

  it('refuses DLMS version 5 inside the AARE as the vectors have it', () => {
    const old = lnAarq.replace('01000000065F', '01000000055F');
    assert.equal(talk().one(old), '611FA109060760857405080101A203020101A305A103020101BE0604040E010601');
  });

  it('refuses when nothing in the conformance is common', () => {
    assert.match(talk({ conformance: 0x180000 }).one(lnAarq), /BE0604040E010602$/);
  });

  it('refuses a client whose PDU size cannot hold an answer', () => {
    assert.match(talk().one(lnAarq.replace('04B0', '000B').replace('7E1F04B0', '7E1F000B')), /BE0604040E010603$/);
  });

  it('is silent to clients that it does not know', () => {
    assert.deepEqual(talk({}, 99).ask(lnAarq), []);
  });
});

describe('releases and refusals of the simulated meter', () => {
  it('answers RLRQ with RLRE and is not associated any more', () => {
    const { one } = talk();
    one(lnAarqAll);
    assert.equal(one('6203800100'), '6303800100');
    assert.equal(one(getClock), 'D80101');
  });

  it('answers what it does not know with service-unknown', () => {
    const { one } = talk();
    one(lnAarqAll);
    assert.equal(one('FF00'), 'D80202');
  });

  it('answers services that were not agreed with service-not-supported', () => {
    const { one } = talk({ conformance: 0x000010 });
    one(lnAarq);
    assert.equal(one('C101C100010000600101FF0200090141'), 'D80102');
  });

  it('answers a request over its PDU size with pdu-too-long', () => {
    const { one } = talk({ maxPduSize: 64 });
    one(lnAarqAll);
    assert.equal(one(`C101C100010000600101FF0200 0940${'41'.repeat(64)}`.replace(' ', '')), 'D80104');
  });

  it('forgets an association that was silent too long', () => {
    const { one, wait } = talk({ hdlc: { inactivityTimeoutMs: 60_000 } });
    one(lnAarqAll);
    wait(59);
    assert.match(one(getClock), /^C401C100/);
    wait(61);
    assert.equal(one(getClock), 'D80101');
  });

  it('ignores RLRQ and refuses a new association while one was left open on purpose', () => {
    const { ask, wait, meter } = talk({ faults: { leaveOpen: true }, hdlc: { inactivityTimeoutMs: 60_000 } });
    assert.match(ask(lnAarqAll)[0] as string, /A203020100/);
    assert.deepEqual(ask('6203800100'), []);
    assert.deepEqual(ask(lnAarqAll), ['D80101']);
    wait(61);
    assert.match(ask(lnAarqAll)[0] as string, /A203020100/);
    assert.equal(meter.associated.size, 1);
  });

  it('survives any octets', () => {
    const { ask } = talk();
    ask(lnAarqAll);
    let state = 1;
    const next = (): number => {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      return state >>> 16;
    };
    const tags = [0x05, 0x06, 0x16, 0x60, 0x62, 0xc0, 0xc1, 0xc3, 0xd9, 0xe0];
    for (let round = 0; round < 3000; round++) {
      const octets = Array.from({ length: next() % 40 }, () => next() & 0xff);
      const hex = Buffer.from([tags[round % tags.length] as number, ...octets]).toString('hex');
      for (const answer of ask(hex)) assert.equal(answer.length > 0, true);
    }
  });
});
