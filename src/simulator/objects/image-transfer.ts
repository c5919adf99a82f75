/**
 * Image transfer (Blue Book 4.4.6, class 18): the state machine of a firmware download.
 *
 * Blocks are counted, not kept: the simulated meter has no use for firmware. Verification is right when every block came;
 * activation puts the image's identifier into the active firmware object.
 */
import type { Data } from '../../codec/types';
import { fixed, variable } from '../attribute';
import type { MeterBlueprint, SimulatedMeter } from '../meter';
import type { Method, Parts } from '../object';
import { refuse } from '../refusal';
import { array, bits, boolean, doubleLongUnsigned, elementsOf, enumeration, numberOf, octets, octetsOf, structure } from '../values';

/** image_transfer_status. */
const status = {
  notInitiated: 0,
  initiated: 1,
  verificationSuccessful: 3,
  verificationFailed: 4,
  activationSuccessful: 6,
  activationFailed: 7,
} as const;

/** Larger images are refused: 16 MiB. */
const largest = 16 * 1024 * 1024;
/** Where the identifier of the running firmware stands. */
const activeFirmware = '1-0:0.2.0*255';

interface Image {
  readonly identifier: Buffer;
  readonly size: number;
  readonly came: Uint8Array;
}

/** Progress of one download; `blockSize` in octets. */
class Download {
  image: Image | null = null;
  state: number = status.notInitiated;
  readonly blockSize: number;

  constructor(blockSize: number) {
    this.blockSize = blockSize;
  }

  initiate(identifier: Buffer, size: number): void {
    if (size < 1 || size > largest) refuse('other-reason', `an image has 1 to ${largest} octets`);
    this.image = { identifier: Buffer.from(identifier), size, came: new Uint8Array(Math.ceil(size / this.blockSize)) };
    this.state = status.initiated;
  }

  block(number: number, value: Buffer): null {
    const { image } = this;
    if (image === null || this.state !== status.initiated) return refuse('temporary-failure', 'no image transfer was initiated');
    if (number >= image.came.length) return refuse('other-reason', 'no such block');
    const expected = number === image.came.length - 1 ? image.size - number * this.blockSize : this.blockSize;
    if (value.length !== expected) return refuse('other-reason', `block ${number} has ${expected} octets`);
    image.came[number] = 1;
    return null;
  }

  verify(): null {
    if (this.image === null || this.state === status.notInitiated) return refuse('temporary-failure', 'no image transfer was initiated');
    const complete = !this.image.came.includes(0);
    this.state = complete ? status.verificationSuccessful : status.verificationFailed;
    return complete ? null : refuse('other-reason', 'blocks are missing');
  }

  activate(): Buffer {
    if (this.image === null || this.state === status.notInitiated) return refuse('temporary-failure', 'no image transfer was initiated');
    if (this.state === status.initiated) this.verify();
    if (this.state !== status.verificationSuccessful) {
      this.state = status.activationFailed;
      return refuse('other-reason', 'the image was not verified');
    }
    this.state = status.activationSuccessful;
    return this.image.identifier;
  }

  blocks(): string {
    return this.image === null ? '' : Array.from(this.image.came).join('');
  }

  firstMissing(): number {
    if (this.image === null) return 0;
    const missing = this.image.came.indexOf(0);
    return missing < 0 ? this.image.came.length : missing;
  }

  toActivate(): Data {
    const verified: readonly number[] = [status.verificationSuccessful, status.activationSuccessful];
    if (this.image === null || !verified.includes(this.state)) return array([]);
    const signature = octets(Buffer.alloc(0));
    return array([structure(doubleLongUnsigned(this.image.size), octets(this.image.identifier), signature)]);
  }
}

function methods(meter: SimulatedMeter, download: Download, enabled: () => boolean): Record<string, Method> {
  const whenEnabled =
    (method: (parameter: Data | undefined) => void): Method =>
    (parameter) => {
      if (!enabled()) refuse('read-write-denied', 'image_transfer_enabled is false');
      method(parameter ?? undefined);
      return null;
    };
  return {
    imageTransferInitiate: whenEnabled((parameter) => {
      const [identifier, size] = elementsOf(parameter, 2);
      download.initiate(octetsOf(identifier), numberOf(size));
    }),
    imageBlockTransfer: whenEnabled((parameter) => {
      const [number, value] = elementsOf(parameter, 2);
      download.block(numberOf(number), octetsOf(value));
    }),
    imageVerify: whenEnabled(() => {
      download.verify();
      meter.logEvent('standard', 17);
    }),
    imageActivate: whenEnabled(() => {
      const identifier = download.activate();
      meter.find(activeFirmware)?.attributes.get(2)?.force?.(octets(identifier));
      meter.logEvent('standard', 18);
    }),
  };
}

export const imageTransfer = (obis: string, blockSize: number): MeterBlueprint => ({
  classId: 18,
  version: 0,
  obis,
  build: (meter): Parts => {
    const download = new Download(blockSize);
    const enabled = variable(boolean(true));
    return {
      attributes: {
        imageBlockSize: fixed(doubleLongUnsigned(blockSize)),
        imageTransferredBlocksStatus: { read: () => bits(download.blocks()) },
        imageFirstNotTransferredBlockNumber: { read: () => doubleLongUnsigned(download.firstMissing()) },
        imageTransferEnabled: enabled,
        imageTransferStatus: { read: () => enumeration(download.state) },
        imageToActivateInfo: { read: () => download.toActivate() },
      },
      methods: methods(meter, download, () => enabled.read?.(meter.now(), null).value === true),
    };
  },
});
