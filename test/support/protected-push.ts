/**
 * A notification that asks for a confirmation, protected with node:crypto after Green Book 9.2.7.2: nonce = system title |
 * counter, AAD = control | AK, tag of 12 octets. And the way back, to see what a confirmation says.
 */
import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv } from 'node:crypto';

export const pushKeys = {
  ek: Buffer.from('000102030405060708090A0B0C0D0E0F', 'hex'),
  ak: Buffer.from('D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF', 'hex'),
};
const meterTitle = Buffer.from('4D4D4D0000BC614E', 'hex');

/** DataNotification that asks for a confirmation (bit 30): one register as (code, value). */
const notification = Buffer.from('0F4000000700020209060100010800FF0600000BB8', 'hex');
/** dataNotificationConfirm: the same id, no date-time. */
export const plainConfirmation = '104000000700';

const nonce = (title: Buffer, counter: number): Buffer => {
  const octets = Buffer.concat([title, Buffer.alloc(4)]);
  octets.writeUInt32BE(counter, 8);
  return octets;
};

/** The notification in general-glo-ciphering, authenticated and encrypted. */
export const protectedNotification = (counter: number, key = pushKeys.ek, control = 0x30): Buffer => {
  const iv = nonce(meterTitle, counter);
  const cipher = createCipheriv('aes-128-gcm', key, iv, { authTagLength: 12 });
  cipher.setAAD(Buffer.concat([Buffer.of(control), pushKeys.ak]));
  const text = Buffer.concat([cipher.update(notification), cipher.final(), cipher.getAuthTag()]);
  const body = Buffer.concat([Buffer.of(control), iv.subarray(8), text]);
  return Buffer.concat([Buffer.of(0xdb, 8), meterTitle, Buffer.of(body.length), body]);
};

/** What the meter makes of a confirmation behind a wrapper header: who sent it, control octet, counter, plain APDU. */
export const openedConfirmation = (frame: Buffer) => {
  const apdu = frame.subarray(8);
  assert.deepEqual([apdu[0], apdu[1]], [0xdb, 8]);
  const title = apdu.subarray(2, 10);
  const body = apdu.subarray(11);
  assert.equal(body.length, apdu[10]);
  const counter = body.readUInt32BE(1);
  const decipher = createDecipheriv('aes-128-gcm', pushKeys.ek, nonce(title, counter), { authTagLength: 12 });
  decipher.setAAD(Buffer.concat([body.subarray(0, 1), pushKeys.ak]));
  decipher.setAuthTag(body.subarray(-12));
  const plain = Buffer.concat([decipher.update(body.subarray(5, -12)), decipher.final()]);
  return { title: title.toString('hex').toUpperCase(), control: body[0], counter, plain: plain.toString('hex') };
};
