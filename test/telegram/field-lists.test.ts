/**
 * Bodies of meters in the field that are not among the captures: what leads a list, and what a maker's type says of units.
 */
import assert from 'node:assert/strict';
import { encodeApdu } from '../../src/apdu/apdu';
import { fromHex, toHex } from '../../src/bytes';
import type { Data } from '../../src/codec/types';
import { createTelegramDecoder, type Telegram } from '../../src/telegram';
import { octets as octetsOf, structure, text } from './push-bodies';

const octets = (hex: string): Data => octetsOf(fromHex(hex));
const u32 = (value: number): Data => ({ type: 'double-long-unsigned', value });
const code = '0100010800FF';
const other = '0100020800FF';

function telegramOf(body: Data): Telegram {
  const value = { longInvokeIdAndPriority: 1, dateTime: Buffer.alloc(0), dateTimeTagged: false, notificationBody: body };
  const event = createTelegramDecoder().apdu(encodeApdu({ kind: 'data-notification', value }), 0);
  assert.ok(event.kind === 'telegram', event.kind === 'error' ? event.error.message : event.kind);
  return event;
}

const short = ({ readings }: Telegram): unknown[] => readings.map(({ obis, value, unit: symbol }) => [obis, value, symbol]);

describe('lists of the field', () => {
  it('of the name of a push setup, which is no code of the value behind it', () => {
    const telegram = telegramOf(structure(octets('0000190900FF'), octets(toHex(Buffer.from('97170045477'))), u32(16)));
    assert.equal(telegram.meter.id, '97170045477');
    assert.deepEqual(
      telegram.readings.map(({ obis, classId, attribute, value }) => [obis, classId, attribute, value]),
      [
        ['0-0:25.9.0*255', 40, 1, '0-0:25.9.0*255'],
        ['', 1, 2, '97170045477'],
        ['', 1, 2, 16],
      ],
    );
    assert.deepEqual(short(telegramOf(structure(octets('0000190900FF'), octets(code), u32(7), octets(other), u32(8)))), [
      ['1-0:1.8.0*255', 7, null],
      ['1-0:2.8.0*255', 8, null],
    ]);
  });
  // amsreader issues 239 (1092) and 970 (1090), both Sweden: readers that took 10 Wh were ten times too high.
  it('know the unit of energies by the type of a Kamstrup', () => {
    const energyOf = (type: string): unknown =>
      short(telegramOf(structure(text('Kamstrup_V0001'), octets('0101600101FF'), text(type), octets('0101010800FF'), u32(4321)))).at(-1);
    assert.deepEqual(energyOf('6841138BN245101090'), ['1-1:1.8.0*255', 4321, 'Wh']);
    assert.deepEqual(energyOf('6841131BN245101092'), ['1-1:1.8.0*255', 4321, 'Wh']);
    assert.deepEqual(energyOf('6841121BN243101040'), ['1-1:1.8.0*255', 43210, 'Wh']);
    assert.deepEqual(energyOf('6841131AN243102086'), ['1-1:1.8.0*255', 4321, null]);
  });
});
