/**
 * Dates and times: all octets survive, special codes stay what they are, and what looks like a date-time.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex } from '../../src/bytes';
import { dateFrom, dateOctets, dateTimeFrom, dateTimeOctets, looksLikeDateTime, timeFrom, timeOctets } from '../../src/codec/date-time';
import { loadCapture } from '../support/captures';

describe('date-time', () => {
  it('gives back any 12 octets', () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (octets) =>
        assert.deepEqual(dateTimeOctets(dateTimeFrom(octets)), Buffer.from(octets)),
      ),
    ));
  it('gives back any 5 octets of a date and 4 of a time', () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 5, maxLength: 5 }), fc.uint8Array({ minLength: 4, maxLength: 4 }), (date, time) => {
        assert.deepEqual(dateOctets(dateFrom(date)), Buffer.from(date));
        assert.deepEqual(timeOctets(timeFrom(time)), Buffer.from(time));
      }),
    ));

  it('reads the clock of a meter in China', () => {
    // vec-gcm-kfm-clock: deviation FE98 = -360, status 01
    const text = JSON.stringify(loadCapture('vec-gcm-kfm-clock').expected);
    assert.ok(text.includes('07EA04040604042B00FE9801'));
    assert.deepEqual(dateTimeFrom(fromHex('07EA04040604042B00FE9801')), {
      year: 2026,
      month: 4,
      dayOfMonth: 4,
      dayOfWeek: 6,
      hour: 4,
      minute: 4,
      second: 43,
      hundredths: 0,
      deviation: -360,
      clockStatus: 1,
    });
  });

  it('is told from other strings of 12 octets', () => {
    for (const hex of ['07E50706020E3A10FFFF8880', 'FFFFFFFFFFFFFFFFFF8000FF', '07E1090F0005000000000000', 'FFFFFEFE07020000008000FF'])
      assert.ok(looksLikeDateTime(fromHex(hex)), hex);
    for (const text of ['KFM012345678', '000000000000', 'ABCDEFGHIJKL', '            '])
      assert.ok(!looksLikeDateTime(Buffer.from(text)), text);
    for (const hex of ['07E50D06020E3A10FFFF8880', '07E50706020E3C10FFFF8880', '07E50706020E3A10FF7FFF80', '000000000000000000000000'])
      assert.ok(!looksLikeDateTime(fromHex(hex)), hex);
  });
});
