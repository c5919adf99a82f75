/**
 * ZPA AM375 of PREdistribuce: values, meter and time as the tests of esphome-libs/dlms_parser and the operator's description
 * have them, by a real meter and by the description, which differ in padding and widths.
 */
import assert from 'node:assert/strict';
import { createTelegramDecoder, type Telegram } from '../../src/telegram';
import { loadCapture } from '../support/captures';
import { octetsOf } from './support';

function telegramOf(id: string, options = {}): Telegram {
  const decoder = createTelegramDecoder(options);
  const [event] = [...decoder.push(octetsOf(loadCapture(id)), 0), ...decoder.end(1)];
  assert.ok(event?.kind === 'telegram');
  return event;
}

const energies = ['1-0:1.8.0*255', '1-0:1.8.1*255', '1-0:1.8.2*255', '1-0:2.8.0*255'];
const powers = [1, 21, 41, 61, 2, 22, 42, 62].map((c) => `1-0:${c}.7.0*255`);

describe('the list of a ZPA AM375', () => {
  for (const [id, meter, time, limit, relay, power, energy] of [
    ['push-zpa-cz-am375', 'G035499', '2026-09-24T17:46:01+02:00', 0, 'disconnected', [613, 82, 50, 481], [4810227, 4802251, 7976, 66806]],
    [
      'push-zpa-cz-am375-doc',
      'R313192',
      '2025-06-24T13:14:01+02:00',
      10000,
      'connected',
      [8365, 3087, 2614, 2664],
      [85292, 85292, 0, 8658],
    ],
  ] as const)
    it(`${id} has meter, time in its own sense, powers and energies`, () => {
      const telegram = telegramOf(id);
      assert.deepEqual([telegram.meter.id, telegram.time, telegram.template], [meter, time, 'zpa-cz-22']);
      const values = new Map(telegram.readings.map((one) => [one.obis, one]));
      const valuesOf = (codes: readonly string[]): unknown[] => codes.map((code) => values.get(code)?.value);
      assert.deepEqual(valuesOf(['0-0:96.1.4*255', '0-0:1.0.0*255', '0-0:96.1.1*255']), ['ZPA3HAN00200', time, meter]);
      assert.deepEqual(valuesOf(['0-0:96.3.10*255', '0-3:96.3.10*255', '0-4:96.3.10*255']), ['connected', 'disconnected', relay]);
      assert.deepEqual(valuesOf(['0-0:17.0.0*255', '0-0:96.14.0*255']), [limit, 'T1']);
      assert.deepEqual(valuesOf(powers), [...power, 0, 0, 0, 0]);
      assert.deepEqual(valuesOf(energies), energy);
      assert.deepEqual([values.get(powers[0] ?? '')?.unit, values.get(energies[0] ?? '')?.unit], ['W', 'Wh']);
    });

  it('has the time that somebody sets, when he sets one', () => {
    const local = telegramOf('push-zpa-cz-am375', { clock: { clockDeviation: 'ignore' } });
    assert.equal(local.time, '2026-09-24T17:46:01');
    assert.equal(telegramOf('push-zpa-cz-am375', { clock: { clockDeviation: 'standard' } }).time, '2026-09-24T17:46:01+02:00');
  });
});
