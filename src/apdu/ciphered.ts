/**
 * Containers of protected APDUs and of blocks (Green Book 9.5: General-Glo-Ciphering .. General-Block-Transfer; 9.2.7).
 * Only the layout is here; what protects and what it protects is the business of `security/`.
 */
import { choice, map, octetString, optional, rest, struct, type TypeOf, u8, u16 } from '../codec/axdr';

/** glo-xxx, ded-xxx: security header and protected octets as one OCTET STRING. */
export const serviceCiphered = octetString;

/** general-glo-ciphering, general-ded-ciphering. */
export const generalCiphered = struct({ systemTitle: octetString, cipheredService: octetString });

const keyInfo = choice('Key-Info', {
  'identified-key': [0, struct({ keyId: u8 })],
  'wrapped-key': [1, struct({ kekId: u8, keyCipheredData: octetString })],
  'agreed-key': [2, struct({ keyParameters: octetString, keyCipheredData: octetString })],
});
export type KeyInfo = TypeOf<typeof keyInfo>;

const header = {
  transactionId: octetString,
  originatorSystemTitle: octetString,
  recipientSystemTitle: octetString,
  dateTime: octetString,
  otherInformation: octetString,
};

export const generalCiphering = struct({ ...header, keyInfo: optional(keyInfo), cipheredService: octetString });
export type GeneralCiphering = TypeOf<typeof generalCiphering>;

export const generalSigning = struct({ ...header, content: octetString, signature: octetString });
export type GeneralSigning = TypeOf<typeof generalSigning>;

/** Block-Control: bit 7 last block, bit 6 streaming, bits 0-5 window. */
export const blockControl = map(
  u8,
  (octet) => ({ lastBlock: (octet & 0x80) !== 0, streaming: (octet & 0x40) !== 0, window: octet & 0x3f }),
  (v) => (v.lastBlock ? 0x80 : 0) | (v.streaming ? 0x40 : 0) | (v.window & 0x3f),
);

export const generalBlockTransfer = struct({ blockControl, blockNumber: u16, blockNumberAck: u16, blockData: octetString });
export type GeneralBlockTransfer = TypeOf<typeof generalBlockTransfer>;

/** Gateway request and response prefix (network id, physical device address, then the APDU to the end). */
export const gateway = struct({ networkId: u8, physicalDeviceAddress: octetString, userInformation: rest });
