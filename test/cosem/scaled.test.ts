import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decimalText, scale, shortestFloat32, unscale } from '../../src/cosem/scaled';
import { isDlmsError } from '../../src/errors';

describe('scaled values', () => {
  const rows: readonly (readonly [number | bigint, number, number | string])[] = [
    [3, -1, 0.3],
    [1234567, -3, 1234.567],
    [-5, -2, -0.05],
    [0, -3, 0],
    [12, 3, 12000],
    [7, 0, 7],
    [1, 22, 1e22],
    [9007199254740993n, 0, '9007199254740993'],
    [9007199254740992n, 0, 9007199254740992],
    [18446744073709551615n, -3, '18446744073709551.615'],
    [-9223372036854775808n, -1, '-922337203685477580.8'],
    [123456789012345678n, 2, '12345678901234567800'],
    [1200n, -2, 12],
    [0.1, -1, 0.01],
    [2.5, 3, 2500],
  ];
  for (const [value, scaler, result] of rows) {
    it(`${value} x 10^${scaler} is ${result}`, () => assert.equal(scale(value, scaler), result));
  }

  it('leave what is no number alone', () => {
    assert.ok(Number.isNaN(scale(Number.NaN, -2)));
    assert.equal(scale(Number.POSITIVE_INFINITY, 3), Number.POSITIVE_INFINITY);
  });

  it('are the exact decimal for every integer and scaler', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.bigInt(-(2n ** 63n), 2n ** 64n - 1n), fc.bigInt(-(2n ** 32n), 2n ** 32n)),
        fc.integer({ min: -30, max: 30 }),
        (value, scaler) => {
          const result = scale(value, scaler);
          assert.equal(unscale(result, scaler), value);
          assert.equal(unscale(decimalText(value, scaler), scaler), value);
          if (typeof result === 'string') assert.match(result, /^-?\d+(\.\d*[1-9])?$/);
          const number = Number(value);
          if (Number.isSafeInteger(number)) assert.equal(scale(number, scaler), result);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('come back as the whole number to send', () => {
    assert.equal(unscale(12.5, -1), 125n);
    assert.equal(unscale('1e-7', -7), 1n);
    assert.equal(unscale(12000, 3), 12n);
    for (const [value, scaler] of [
      [12.55, -1],
      ['x', 0],
      [1, 3],
    ] as const) {
      assert.throws(
        () => unscale(value, scaler),
        (error: unknown) => isDlmsError(error) && error.code === 'value-invalid',
      );
    }
  });

  it('show 32-bit floats as their shortest decimal', () => {
    assert.equal(shortestFloat32(Math.fround(0.1)), 0.1);
    assert.equal(shortestFloat32(Math.fround(230.4)), 230.4);
    assert.equal(shortestFloat32(16777216), 16777216);
    // A reading knows no negative zero: -0 is shown as 0.
    assert.equal(shortestFloat32(-0), 0);
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) =>
        assert.equal(Math.fround(shortestFloat32(value)), value === 0 ? 0 : value),
      ),
    );
  });
});
