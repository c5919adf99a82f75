/**
 * Instants and the local time of a meter, both ways. Expected values: Europe/Zurich is UTC+1, from 2026-03-29 01:00 UTC to
 * 2026-10-25 01:00 UTC UTC+2 (directive 2000/84/EC).
 */
import assert from 'node:assert/strict';
import { MeterZone } from '../../src/client/profile/meter-zone';
import { isDlmsError } from '../../src/errors';

describe('the zone of a meter', () => {
  const zurich = new MeterZone('Europe/Zurich');
  const winter = new MeterZone(60);
  const unknown = new MeterZone(null);

  it('writes bounds as the clock of the meter shows them, with its offset', () => {
    assert.equal(zurich.bound(Date.UTC(2026, 2, 29, 0, 59)), '2026-03-29T01:59:00+01:00');
    assert.equal(zurich.bound(Date.UTC(2026, 2, 29, 1)), '2026-03-29T03:00:00+02:00');
    assert.equal(zurich.bound(Date.UTC(2026, 9, 25, 0, 30)), '2026-10-25T02:30:00+02:00');
    assert.equal(zurich.bound(Date.UTC(2026, 9, 25, 1, 30)), '2026-10-25T02:30:00+01:00');
    assert.equal(winter.bound(Date.UTC(2026, 6, 1)), '2026-07-01T01:00:00+01:00');
    assert.equal(unknown.bound(Date.UTC(2026, 6, 1)), '2026-07-01T00:00:00');
  });

  it('takes an offset as it stands, and the local time of the meter without one', () => {
    assert.equal(zurich.instantOf('2026-07-01T02:00:00+02:00'), Date.UTC(2026, 6, 1));
    assert.equal(zurich.instantOf('2026-07-01T02:00:00Z'), Date.UTC(2026, 6, 1, 2));
    assert.equal(zurich.instantOf('2026-07-01T02:00:00'), Date.UTC(2026, 6, 1));
    assert.equal(zurich.instantOf('2026-01-01'), Date.UTC(2025, 11, 31, 23));
    assert.equal(unknown.instantOf('2026-01-01T00:15'), Date.UTC(2026, 0, 1, 0, 15));
    assert.equal(zurich.instantOf({ year: null }), null);
    assert.equal(zurich.instantOf('noon'), null);
  });

  it('understands what people give for a time, and says what it does not', () => {
    assert.equal(winter.instantOfInput('2026-01-01 00:15'), Date.UTC(2025, 11, 31, 23, 15));
    assert.equal(winter.instantOfInput(new Date(5)), 5);
    assert.equal(winter.instantOfInput(7), 7);
    for (const input of ['yesterday', '2026-02-30', new Date(Number.NaN), Number.POSITIVE_INFINITY])
      assert.throws(
        () => winter.instantOfInput(input),
        (error) => isDlmsError(error) && error.code === 'value-invalid',
      );
  });
});
