import assert from 'node:assert/strict';
import { putBounded } from '../src/bounded';

describe('a bounded map', () => {
  it('loses the entry that was put longest ago, and gives it to whoever has to end it', () => {
    const map = new Map<string, number>();
    assert.equal(putBounded(map, 'a', 1, 2), undefined);
    assert.equal(putBounded(map, 'b', 2, 2), undefined);
    assert.equal(putBounded(map, 'a', 3, 2), undefined, 'a known key takes no room');
    assert.equal(putBounded(map, 'c', 4, 2), 2, 'b was put before a was put again');
    assert.deepEqual(
      [...map],
      [
        ['a', 3],
        ['c', 4],
      ],
    );
  });
});
