import assert from 'node:assert/strict';
import { mbusDeviceType, mbusIdentification, mbusManufacturer } from '../../src/cosem/m-bus-words';

describe('words of M-Bus headers', () => {
  it('are those of EN 13757-3', () => {
    // E = 5, L = 12, S = 19
    assert.equal(mbusManufacturer(0x1593), 'ELS');
    assert.equal(mbusManufacturer(0), null);
    assert.equal(mbusManufacturer(0xffff), null);
    assert.equal(mbusIdentification(0x00012345), '00012345');
    assert.equal(mbusDeviceType(4, 'de'), 'Wärme');
    // EN 13757-3: 36 and 37
    assert.equal(mbusDeviceType(0x37), 'radio converter, meter side');
    assert.equal(mbusDeviceType(200), 'device type 200');
  });
});
