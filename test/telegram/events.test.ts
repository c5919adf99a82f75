/**
 * Events that concentrators of EnergyICT (Elster, Honeywell) push, plain, authenticated and ciphered: octets, keys, numbers
 * of the sender and times are those that its tests expect. And the row of an event log that a meter in China sent alone.
 */
import assert from 'node:assert/strict';
import { encodeApdu } from '../../src/apdu/apdu';
import { fromHex } from '../../src/bytes';
import type { Data } from '../../src/codec/types';
import { explainValue } from '../../src/cosem/events';
import { createKeyRing, createTelegramDecoder, type Telegram } from '../../src/telegram';
import { loadCapture } from '../support/captures';
import { structure, text, u16 } from './push-bodies';

const keys = createKeyRing([{ name: 'Beacon', ek: 'EFD82FCB93E5826ED805E38A6B2EC9F1', ak: 'B6C52294F40A30B9BDF9FE4270B03685' }]);

function telegramOf(octets: Buffer): Telegram {
  const decoder = createTelegramDecoder({ keys, source: 'log' });
  const [event] = [...decoder.push(octets, 0), ...decoder.end(1)];
  assert.ok(event?.kind === 'telegram', event?.kind === 'error' ? event.error.message : event?.kind);
  return event;
}

const registered =
  '000100010001007AC2004E2C000080000CFF030205090F3636302D3030353435442D31313235090C07DE080D030A2A11410000001200001200C209464733203A204E6F6465205B303232333A374546463A464546443A414145395D205B3078303030365D206861732072656769737465726564206F6E20746865206E6574776F726B';
const readout =
  '00010001000100A3C2004E2C000080000CFF03020509203031303534323530333730313030313632313334313537333030303239373831090C07DF0910030632243A000000120000120037095E7B224D657465724964656E746966696572223A22303230303A303046463A464530303A30313037222C22526573756C74223A22457865637574696F6E206F66207072656C696D696E6172792070726F746F636F6C206661696C65642E227D';
const nested =
  '0001000100010079C2004E2C000080000CFF030203090E33343135373330303032383030331200010204090C07E0071302060927300000001200001200c209414e6f6465205b303032333a374546463a464546443a373733385d205b3078303030315d206861732072656769737465726564206f6e20746865206e6574776f726b';
const ciphered =
  '0001000100010072db084443303539463433672000000001ba9521c6c8f9ed4f4d5c57680a850e5e8e642f9d9a664d46765c182ee5dabc33aef24bc6b7d7e2688749d3ef523a5d521b71c27829e852f01aba7e615b56b017511c696ebc69fc8da85f94f5fea609425a6650a463fbf8fc97e20aed4f62a09aa302';
const both =
  '000100010001007edb08444330353946343373300000004069b91c449c059a907f83cd7e2d296789598e09b84c5189042eadc17f2b3e6f09e52e3abc26f6eccdd24c787653c9dff71df92426f198bdf479f910e58c3f33a10766b10db7435e1df6b434b57684f7ee5157aca9f6658a5a7f2e2f133fdd87f3309d65cf1660bb26fef3749f40c3';
const authenticated =
  '0001000100010050DB084443303539463433451000000001C2004E2C000080000CFF030205090F3636302D3035394634332D31343235090C07DF0319030D3717390000001200021200000900FF6382B1E98C8563E5618A06';

describe('events of concentrators', () => {
  for (const [what, hex, id, seconds] of [
    ['plain', registered, '660-00545D-1125', 1407926537],
    ['with a number of 32 digits', readout, '01054250370100162134157300029781', 1442386236],
    ['with the event in a structure of its own', nested, '34157300028003', 1468908579],
    ['ciphered', ciphered, '660-059F43-1425', 1421244545],
    ['ciphered and authenticated', both, '660-059F43-1425', 1421244305],
    ['authenticated', authenticated, '660-059F43-1425', 1427291723],
  ] as const)
    it(`${what}: the time is that of the event, the meter is who sends it`, () => {
      const { meter, time, readings } = telegramOf(fromHex(hex));
      assert.deepEqual([meter.id, Math.floor(Date.parse(time ?? '') / 1000)], [id, seconds]);
      assert.equal(readings[0]?.time, time);
    });
});

describe('a row of an event log', () => {
  it('alone has its time (published as a frame of a meter in China)', () => {
    const hex = '7EA02B030313E38DE6E700C200000700006362 02FF0201010202090C07E80A1D0214170FFFFED4001101E6B37E'.replace(' ', '');
    const { time, readings } = telegramOf(fromHex(hex));
    assert.equal(time, '2024-10-29T20:23:15+05:00');
    assert.deepEqual(
      readings.map(({ obis, value, time: of }) => [obis, value, of]),
      [['0-0:99.98.2*255', [[time, 1]], time]],
    );
  });
});

describe('lists that begin with a number and the name of a push setup (IS 15959-2)', () => {
  it('are of the meter with this number, however few digits it has', () => {
    const body = structure(text('LTM0012345'), { type: 'octet-string', value: fromHex('0000190900FF') }, u16(23012));
    assert.equal(telegramOf(notification(body)).meter.id, 'LTM0012345');
  });
  it('are so whichever number the push setup has (0-0:25.9.1 to 5), whose name is no code of the value behind it', () => {
    const setup: Data = { type: 'octet-string', value: fromHex('0000190901FF') };
    const { meter, readings } = telegramOf(notification(structure(text('LTM0012345'), setup, u16(23012), u16(512))));
    assert.equal(meter.id, 'LTM0012345');
    assert.deepEqual(
      readings.map(({ obis, classId, value }) => [obis, classId, value]),
      [
        ['', 1, 'LTM0012345'],
        ['0-0:25.9.1*255', 40, '0-0:25.9.1*255'],
        ['', 1, 23012],
        ['', 1, 512],
      ],
    );
  });
  it('are alerts under 0-4:25.9.0: the bits of the event status word have its name and words', () => {
    const [{ hex } = { hex: '' }] = loadCapture('push-longi-alert-esw').frames;
    const { meter, template, readings } = telegramOf(fromHex(hex));
    assert.deepEqual([meter.id, template], ['PCR54000000000', 'india-alert']);
    assert.deepEqual(
      readings.map(({ obis, name }) => [obis, name]),
      [
        ['0-0:96.1.2*255', 'Device ID 3'],
        ['0-4:25.9.0*255', 'Push setup, channel 4'],
        ['0-0:1.0.0*255', 'Clock'],
        ['0-0:94.91.18*255', 'Event status word'],
      ],
    );
    const word = readings[3] as (typeof readings)[number];
    assert.deepEqual(explainValue('is15959', word.obis, word.value), [
      'Meter cover opening',
      'First breath',
      'Billing counter incremented by hand',
    ]);
  });
});

describe('a value that is no list', () => {
  it('is no list of one value, as Kaifa sends it', () => {
    const value: Data = { type: 'double-long-unsigned', value: 5 };
    assert.equal(telegramOf(notification(structure(value))).template, 'kaifa-1');
    const { template, readings } = telegramOf(notification(value));
    assert.deepEqual([template, readings[0]?.obis, readings[0]?.value], [null, '', 5]);
  });
});

function notification(notificationBody: Data): Buffer {
  const value = { longInvokeIdAndPriority: 1, dateTime: Buffer.alloc(0), dateTimeTagged: false, notificationBody };
  return encodeApdu({ kind: 'data-notification', value });
}
