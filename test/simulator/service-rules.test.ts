/**
 * What holds for the answers of all services of the simulated meter (Green Book 9.4.6): no answer is longer than the client
 * takes, and none comes where none is due.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { associated, lnAarqAll, snAarq, talk } from './talk';

const winterNoon = '090C07EA010F040D000000FFC400';
const getObjectList = '000F0000280000FF02';
const getClock = '00080000010000FF02';
const unknownRegister = '00030100636363FF02';

/** GET, SET, ACTION, ACCESS, lists, but neither blocks nor general block transfer; PDU size 128. */
const noBlocks = lnAarqAll.replace('207EDF04B0', '0002590080');

describe('an answer that is too long for the client, where no blocks were agreed', () => {
  it('says data-block-unavailable in the place of each value of ACCESS, and keeps the other results', () => {
    const { one } = associated({}, noBlocks);
    const request = `D940000001000401${getObjectList}01${getClock}02${getClock}01${unknownRegister}`;
    assert.equal(one(`${request}040000${winterNoon}00`), 'DA400000010000040000000004010E010E02000104');
  });

  it('says it in the items of GET', () => {
    const { one } = associated({}, noBlocks);
    assert.equal(one(`C001C1${getObjectList}00`), 'C401C1010E');
    assert.equal(one(`C003C102${getObjectList}00${unknownRegister}00`), 'C403C102010E0104');
  });

  it('says it in ACTION, whose return value is left out', () => {
    const { one } = talk({ associations: [{ client: 1, mechanism: 3, password: 'MD5 secret' }] });
    const challenge = '00112233445566778899AABBCCDDEEFF';
    const head = '603EA1090607608574050801018A0207808B0760857405080203AC128010';
    const aare = one(`${head}${challenge}BE10040E01000000065F1F04000000110014`);
    const ofMeter = /AA(?:..)80(?:..)([0-9A-F]+?)BE10040E0800/.exec(aare)?.[1] as string;
    const proof = createHash('md5').update(Buffer.from(ofMeter, 'hex')).update('MD5 secret').digest('hex').toUpperCase();
    assert.equal(one(`C301C1000F0000280000FF01010910${proof}`), 'C701C10E00');
    // the association is open for all that
    assert.equal(one(`C001C1${getClock}00`), `C401C100${winterNoon}`);
  });

  it('says it in the items of Read', () => {
    const { one } = associated({ referencing: 'sn' }, snAarq.replace('1C1B20FFFF', '1803200040'));
    assert.equal(one('050202FA0802FFF8'), '0C02010E0104');
  });

  it('is an exception where not even that fits', () => {
    const { one } = associated({}, noBlocks.replace('0080', '0010'));
    const eight = `${unknownRegister}00`.repeat(8);
    assert.equal(one(`C003C108${eight}`), 'D80104');
  });
});

describe('reply_to_HLS_authentication', () => {
  it('without a challenge is refused, and the association stays open', () => {
    const { one, events } = associated();
    assert.equal(one('C301C1000F0000280000FF0101091000112233445566778899AABBCCDDEEFF'), 'C701C10300');
    assert.equal(one(`C001C1${getClock}00`), `C401C100${winterNoon}`);
    assert.deepEqual(
      events.filter(({ kind }) => kind === 'authentication-failed'),
      [],
    );
  });
});

describe('a request that wants no answer', () => {
  const setClock = (id: string): string => `C101${id}${getClock}00090C07EA010F040E000000FFC400`;

  it('gets none, and is carried out: SET, ACTION, ACCESS with the service class unconfirmed', () => {
    const { ask, one, meter } = associated();
    assert.deepEqual(ask(setClock('01')), []);
    // 13:00 before, 14:00 now
    assert.match(one(`C001C1${getClock}00`), /^C401C100090C07EA010F040E00/);
    assert.deepEqual(ask('C301010046000060030AFF01010F00'), []);
    assert.deepEqual(meter.get('0-0:96.3.10', 3), { type: 'enum', value: 0 });
    assert.deepEqual(ask(`D900000001000101${getClock}0100`), []);
    assert.match(one(`D940000001000101${getClock}0100`), /^DA40000001/);
  });

  it('gets none either where it is refused, or no association is open', () => {
    const { ask, one } = talk();
    assert.deepEqual(ask(setClock('01')), []);
    assert.equal(one(setClock('41')), 'D80101');
    one(lnAarqAll.replace('207EDF04B0', '00001004B0'));
    assert.deepEqual(ask(setClock('01')), []);
    assert.equal(one(setClock('41')), 'D80102');
  });

  it('is never a GET', () => {
    assert.equal(associated().one(`C00101${getClock}00`), `C4010100${winterNoon}`);
  });

  it('gets none in general blocks', () => {
    const { ask } = associated();
    const set = setClock('01');
    assert.deepEqual(ask(`E08100010000${(set.length / 2).toString(16).padStart(2, '0')}${set}`), []);
  });

  it('gets none when it is the confirmation of a notification, an error, or a report', () => {
    const { ask } = associated();
    for (const hex of ['104000000100', 'D80101', '0E010600', '0F00000001000F01', 'C20000080000010000FF020F01'])
      assert.deepEqual(ask(hex), [], hex);
  });
});
