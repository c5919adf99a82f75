import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dateTimeFrom, dateTimeOctets } from '../../src/codec/date-time';
import { type ClockSetting, clockStatusWords, epochMs, isoDateTime, isoFromOctets, offsetText } from '../../src/cosem/clock-time';
import { anyDateTime, cosemDate, cosemDateTime, cosemTime } from '../../src/cosem/clock-write';
import { zoneOffset, zoneOffsetOfLocal } from '../../src/cosem/zone';
import { isDlmsError } from '../../src/errors';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const iso = (octets: string, setting?: ClockSetting): string | null => isoDateTime(dateTimeFrom(hex(octets)), setting);

describe('times of a meter', () => {
  // The Iskraemeco profile of the captures: 31 December 2019, 23:00, deviation FFC4 = -60
  it('have the offset of the standard: CET is -60', () => assert.equal(iso('07E30C1F0217000000FFC400'), '2019-12-31T23:00:00+01:00'));
  it('have the inverted offset where the meter writes it so', () => {
    assert.equal(iso('07E30C1F0217000000003C00', { clockDeviation: 'inverted' }), '2019-12-31T23:00:00+01:00');
    assert.equal(iso('07E30C1F0217000000003C00', { clockDeviation: 'inverted' }), '2019-12-31T23:00:00+01:00');
  });
  it('have no offset where it is ignored or not specified', () => {
    assert.equal(iso('07E30C1F0217000000FFC400', { clockDeviation: 'ignore' }), '2019-12-31T23:00:00');
    assert.equal(iso('07E30C1F0217000000800000'), '2019-12-31T23:00:00');
  });
  it('have the fixed offset of the setting', () =>
    assert.equal(iso('07E30C1F0217000000800000', { clockDeviation: 'fixed', fixedOffsetMinutes: 330 }), '2019-12-31T23:00:00+05:30'));
  it('are UTC with deviation 0', () => assert.equal(iso('07E30C1F0217000000000000'), '2019-12-31T23:00:00Z'));
  it('have none with a deviation that no zone has: the time would be no ISO time, and no instant', () => {
    assert.equal(iso('07E30C1F02170000007FFF00'), '2019-12-31T23:00:00');
    assert.equal(iso('07E30C1F021700000003E800'), '2019-12-31T23:00:00');
    assert.equal(iso('07E30C1F0217000000FCB800'), '2019-12-31T23:00:00+14:00', 'Kiribati, FCB8 = -840');
  });
  it('keep hundredths, and leave out what is not specified', () => {
    assert.equal(iso('07E80331070105FF FF800000'.replace(' ', '')), null);
    assert.equal(iso('07E8031F070105FFFF800000'), '2024-03-31T01:05');
    assert.equal(iso('07E8031F07FFFFFFFF800000'), '2024-03-31');
    assert.equal(iso('07E8031F0701050732800000'), '2024-03-31T01:05:07.50');
  });
  it('have no time beyond the last second and hundredth', () => {
    assert.equal(iso('07E8031F07173B3B63800000'), '2024-03-31T23:59:59.99');
    for (const time of ['18000000', '173C0000', '173B3C00', '173B3B64']) assert.equal(iso(`07E8031F07${time}800000`), null, time);
  });
  it('with wildcards in the date are no ISO time', () => assert.equal(iso('FFFF03FE07020000FF800000'), null));
  it('are the same from octets and from parts, whatever the octets', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 12, maxLength: 12 }),
        fc.constantFrom('standard', 'inverted', 'ignore', 'fixed'),
        (octets, clockDeviation) => {
          const setting: ClockSetting = { clockDeviation, fixedOffsetMinutes: -90 };
          assert.equal(isoFromOctets(octets, 0, setting), isoDateTime(dateTimeFrom(octets), setting));
        },
      ),
    );
    fc.assert(
      fc.property(fc.date({ min: new Date('1000-01-01T00:00:00Z'), max: new Date('9999-12-30'), noInvalidDate: true }), (date) => {
        const octets = dateTimeOctets(cosemDateTime(date, { zone: 60 }));
        const text = isoFromOctets(octets, 0);
        assert.equal(text, isoDateTime(dateTimeFrom(octets)));
        assert.equal(Math.floor(Date.parse(text ?? '') / 10), Math.floor(date.getTime() / 10));
      }),
    );
  });
  it('have milliseconds since 1970 by the setting', () => {
    const value = dateTimeFrom(hex('07E30C1F0217000000FFC400'));
    assert.equal(epochMs(value), Date.parse('2019-12-31T22:00:00Z'));
    assert.equal(epochMs(value, { clockDeviation: 'inverted' }), Date.parse('2020-01-01T00:00:00Z'));
    assert.equal(epochMs(anyDateTime), null);
  });
  it('say their status in words', () => {
    assert.deepEqual(clockStatusWords(0x81), ['invalid value', 'daylight saving active']);
    assert.deepEqual(clockStatusWords(0x80, 'de'), ['Sommerzeit aktiv']);
    assert.deepEqual(clockStatusWords(0), []);
    assert.equal(clockStatusWords(null), null);
  });
  it('write offsets', () => assert.deepEqual([0, 60, -330].map(offsetText), ['Z', '+01:00', '-05:30']));
});

describe('times to send', () => {
  const sent = (...args: Parameters<typeof cosemDateTime>): string =>
    dateTimeOctets(cosemDateTime(...args))
      .toString('hex')
      .toUpperCase();

  it('keep the offset of the text, with the day of the week', () =>
    assert.equal(sent('2019-12-31T23:00:00+01:00', { parts: { status: true } }), '07E30C1F0217000000FFC400'));
  it('are put into the zone of the meter, daylight saving included', () => {
    assert.equal(sent(new Date('2024-07-01T10:00:00Z'), { zone: 'Europe/Zurich' }), '07E80701010C000000FF8880');
    assert.equal(sent('2024-01-01T10:00:00Z', { zone: 'Europe/Zurich' }), '07E80101010B000000FFC400');
    assert.equal(sent('2024-07-01T12:00:00', { zone: 'Europe/Zurich' }), '07E80701010C000000FF8880');
  });
  it('write the deviation as the meter reads it', () => {
    const time = '2024-01-01T10:00:00+01:00';
    assert.equal(sent(time, { clock: { clockDeviation: 'inverted' } }), '07E80101010A000000003CFF');
    assert.equal(sent(time, { clock: { clockDeviation: 'ignore' } }), '07E80101010A0000008000FF');
    assert.equal(sent(time, { clock: { clockDeviation: 'fixed', fixedOffsetMinutes: 0 } }), '07E8010101090000000000FF');
  });
  it('leave out the parts that are not wanted', () =>
    assert.equal(
      sent('2024-01-01T10:11:12+01:00', { parts: { dayOfWeek: false, seconds: false, deviation: false, status: false } }),
      '07E80101FF0A0BFFFF8000FF',
    ));
  it('are any time for null, parts as given, octets as they are', () => {
    assert.equal(sent(null), 'FFFFFFFFFFFFFFFFFF8000FF');
    assert.equal(sent({ month: 3, dayOfMonth: 254, dayOfWeek: 7, hour: 2 }), 'FFFF03FE0702FFFFFF8000FF');
    assert.equal(sent(hex('07E80101FF0A0BFFFF8000FF')), '07E80101FF0A0BFFFF8000FF');
  });
  it('give dates and times of day alone', () => {
    assert.deepEqual(cosemDate('2024-12-25'), { year: 2024, month: 12, dayOfMonth: 25, dayOfWeek: 3 });
    assert.deepEqual(cosemTime('06:30'), { hour: 6, minute: 30, second: 0, hundredths: 0 });
    assert.deepEqual(cosemTime('06:30:15'), { hour: 6, minute: 30, second: 15, hundredths: 0 });
    assert.deepEqual(cosemTime('06:30', { parts: { seconds: false } }), { hour: 6, minute: 30, second: null, hundredths: null });
    assert.deepEqual(cosemTime('06:30:15.5', { parts: { hundredths: false } }), { hour: 6, minute: 30, second: 15, hundredths: null });
    assert.deepEqual(cosemTime(null), { hour: null, minute: null, second: null, hundredths: null });
    assert.deepEqual(cosemTime('06:30:15.5'), { hour: 6, minute: 30, second: 15, hundredths: 50 });
  });
  for (const bad of [
    'yesterday',
    '2024-02-30',
    '2024-01-01T25:00:00Z',
    Buffer.alloc(5),
    new Date(Number.NaN),
    { hours: 3 },
    { hour: '3' },
  ]) {
    it(`refuse ${JSON.stringify(bad)}`, () =>
      assert.throws(
        () => cosemDateTime(bad as never),
        (error: unknown) => isDlmsError(error) && error.code === 'value-invalid',
      ));
  }
  it('refuse a zone that is none', () =>
    assert.throws(
      () => cosemDateTime(0, { zone: 'Mars/Base' }),
      (error: unknown) => isDlmsError(error) && error.code === 'settings-invalid',
    ));
  it('know both hours of a clock change', () => {
    assert.equal(zoneOffset(Date.parse('2024-10-27T00:30:00Z'), 'Europe/Berlin'), 120);
    assert.equal(zoneOffset(Date.parse('2024-10-27T01:30:00Z'), 'Europe/Berlin'), 60);
    assert.equal(zoneOffsetOfLocal(Date.parse('2024-10-27T02:30:00Z'), 'Europe/Berlin'), 120);
    assert.equal(zoneOffsetOfLocal(Date.parse('2024-10-27T03:30:00Z'), 'Europe/Berlin'), 60);
    assert.equal(zoneOffsetOfLocal(Date.parse('2024-03-31T02:30:00Z'), 'Europe/Berlin'), 60);
  });
});
