/**
 * A recorded session of a meter (client 1 and meter 1, so that both HDLC addresses are 03), played in its order whatever our client
 * sends: its invoke ids go on counting from 7 and none of them is ours. Segmented answers, and a profile in blocks of two frames.
 */
import assert from 'node:assert/strict';
import { obisOctets } from '../../src/cosem/obis';
import { createHdlcLink } from '../../src/framing/hdlc/primary';
import { plainSecurity } from '../../src/security/plain';
import { associate } from '../../src/session/associate';
import { getNormal } from '../../src/session/get';
import { playAgainst } from '../framing/play';
import { logicalNames, session } from './capture-log';

/** What the meter said; the RR with which it answered an RR that only acknowledged are left out. */
const answers = [
  '7EA01E03037340CC818012050180060180070400000001080400000001533B7E',
  '7EA037030330EFCAE6E7006129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F040000181D01800007A1DC7E',
  '7EA0220303520D27E6E700C401870009104150416E6F723330393434383131333027A37E',
  '7EA01E030374FFB8E6E700C4018800090C07E40509060E1A0FFF00B4000A057E',
  '7EA012030396D7EBE6E700C40189001101FDAF7E',
  '7EA0150303B88A74E6E700C4018A000600000708B9687E',
  '7EA0150303DA9E34E6E700C4018B00060000018E82427E',
  '7EA0150303FCAA70E6E700C4018C000600003395DAAE7E',
  '7EA88903031E6D97E6E700C4018D000108020412000809060000010000FF0F02120000020412000109060000600A01FF0F0212000002041200030906' +
    '01000F0800FF0F021200000204120003090601000F0801FF0F021200000204120003090601000F0802FF0F021200000204120003090601000F0803FF' +
    '0F021200000204120003090601000F0835E37E',
  '7EA0220303101B4604FF0F02120000020412000109060000800100FF0F02120000EB7D7E',
  '7EA889030332037CE6E700C4028E00000000010081E301190202090C07E4040E02091E00FF00B4001500000000000031D20202090C07E4040E020A00' +
    '00FF00B4001500000000000031EE0202090C07E4040E020A1E00FF00B4001500000000000032070202090C07E4040E020B0000FF00B4001500000000' +
    '000032220202090C07E4040E020B1E0097207E',
  '7EA07A030334F311FF00B4001500000000000032390202090C07E4040E020C0000FF00B4001500000000000032450202090C07E4040E020C1E00FF00' +
    'B40015000000000000325A0202090C07E4040E020D0000FF00B4001500000000000032740202090C07E4040E020D1E00FF00B4001500000000000032' +
    '8787517E',
  '7EA8890303562159E6E700C4028E00000000020081F10202090C07E4040E020E0000FF00B4001500000000000032A20202090C07E4040E020E1E00FF' +
    '00B4001500000000000032BE0202090C07E4040E020F0000FF00B4001500000000000032D90202090C07E4040E020F1E00FF00B40015000000000000' +
    '32F30202090C07E4040E02100000FF00BC107E',
  '7EA088030358C4F6B40015000000000000330D0202090C07E4040E02101E00FF00B4001500000000000033240202090C07E4040E02110000FF00B400' +
    '15000000000000333F0202090C07E4040E02111E00FF00B40015000000000000335B0202090C07E4040E02120000FF00B40015000000000000337602' +
    '02090C07E4040E02130000FF00B400421D7E',
  '7EA88903037A4FB2E6E700C4028E010000000300819F1500000000000033A90202090C07E4040E02131E00FF00B4001500000000000033CD0202090C' +
    '07E4040E02140000FF00B4001500000000000033FF0202090C07E4040E02141E00FF00B40015000000000000342D0202090C07E4040E02150000FF00' +
    'B4001500000000000034680202090C07AA607E',
  '7EA03603037C3C5EE4040E02151E00FF00B4001500000000000034AE0202090C07E4040E02160000FF00B4001500000000000034F788A47E',
];

describe('a recorded profile', () => {
  it('is read to its end, though the meter answers with other invoke ids', () => {
    const link = createHdlcLink({ addresses: { client: 1, logicalDevice: 1 } });
    const own = session({ ...logicalNames, maxReceivePduSize: 0x0100 }, plainSecurity({ mechanism: 1, password: 'xRwPbExF' }), link);
    const left = answers.map((hex) => Buffer.from(hex, 'hex'));
    const run = <T>(dialogue: Parameters<typeof playAgainst<T>>[0]): T =>
      playAgainst(dialogue, link.deframer, () => left.shift() ?? assert.fail('the record has ended'));
    const read = (classId: number, obis: string, attributeId: number) =>
      run(getNormal(own, { classId, instanceId: obisOctets(obis), attributeId, selection: null, variableName: null })).data;
    run(link.connect());
    assert.equal(run(associate(own)).serverMaxReceivePduSize, 384);
    assert.deepEqual(read(1, '0-0:96.1.0*255', 2), { type: 'octet-string', value: Buffer.from('APAnor3094481130') });
    assert.deepEqual(read(8, '0-0:1.0.0*255', 2), { type: 'octet-string', value: Buffer.from('07E40509060E1A0FFF00B400', 'hex') });
    assert.equal(read(1, '0-0:96.14.0*255', 2)?.value, 1);
    const profile = '1-0:99.1.0*255';
    assert.deepEqual(
      [4, 7, 8].map((attribute) => read(7, profile, attribute)?.value),
      [1800, 398, 13205],
    );
    const columns = read(7, profile, 3);
    assert.ok(columns?.type === 'array' && columns.value.length === 8);
    const rows = read(7, profile, 2);
    assert.ok(rows?.type === 'array');
    const values = rows.value.map((row) => (row.type === 'structure' ? row.value[1]?.value : assert.fail(row.type)));
    assert.equal(values.length, 25);
    assert.deepEqual([values[0], values.at(-1)], [12754n, 13559n]);
    assert.equal(left.length, 0);
  });
});
