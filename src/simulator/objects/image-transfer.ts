/**
 * Image transfer (Blue Book 4.4.6, class 18): the state machine of a firmware download.
 *
 * Verification is right when every block came; the signature of the image is its SHA-256. Activation puts the image's
 * identifier into the active firmware object. Blocks survive a restart of the meter, as in a real one. Fault `slowImage` lets
 * verification and activation take that many looks at the status; `cutAfterBlocks` closes the line behind a block that was
 * kept, before its answer.
 */
import type { Data } from '../../codec/types';
import { fingerprint } from '../../security/fingerprint';
import { fixed, variable } from '../attribute';
import type { Caller } from '../caller';
import type { MeterBlueprint, SimulatedMeter } from '../meter';
import type { Method, Parts } from '../object';
import { refuse } from '../refusal';
import { array, bits, boolean, doubleLongUnsigned, elementsOf, enumeration, numberOf, octets, octetsOf, structure } from '../values';

/** image_transfer_status. */
const status = {
  notInitiated: 0,
  initiated: 1,
  verifying: 2,
  verificationSuccessful: 3,
  verificationFailed: 4,
  activating: 5,
  activationSuccessful: 6,
  activationFailed: 7,
} as const;

/** Larger images are refused: 16 MiB. */
const largest = 16 * 1024 * 1024;
/** Where the identifier of the running firmware stands. */
const activeFirmware = '1-0:0.2.0*255';

interface Image {
  readonly identifier: Buffer;
  readonly octets: Buffer;
  readonly came: Uint8Array;
}

/** Progress of one download; `blockSize` in octets. */
class Download {
  image: Image | null = null;
  state: number = status.notInitiated;
  /** Looks at the status until what was begun is done, and what then. */
  private slow: { left: number; readonly then: () => void } | null = null;

  constructor(readonly blockSize: number) {}

  initiate(identifier: Buffer, size: number): void {
    if (size < 1 || size > largest) refuse('other-reason', `an image has 1 to ${largest} octets`);
    const came = new Uint8Array(Math.ceil(size / this.blockSize));
    this.image = { identifier: Buffer.from(identifier), octets: Buffer.alloc(size), came };
    this.state = status.initiated;
    this.slow = null;
  }

  block(number: number, value: Buffer): null {
    const { image } = this;
    if (image === null || this.state !== status.initiated) return refuse('temporary-failure', 'no image transfer was initiated');
    if (number >= image.came.length) return refuse('other-reason', 'no such block');
    const at = number * this.blockSize;
    const expected = Math.min(this.blockSize, image.octets.length - at);
    if (value.length !== expected) return refuse('other-reason', `block ${number} has ${expected} octets`);
    value.copy(image.octets, at);
    image.came[number] = 1;
    return null;
  }

  /** @param looks after so many looks at the status it is done; 0 = at once */
  verify(looks: number): null {
    if (this.image === null || this.state === status.notInitiated) return refuse('temporary-failure', 'no image transfer was initiated');
    const complete = !this.image.came.includes(0);
    const end = (): void => {
      this.state = complete ? status.verificationSuccessful : status.verificationFailed;
    };
    if (looks > 0) return this.takeTime(status.verifying, looks, end);
    end();
    return complete ? null : refuse('other-reason', 'blocks are missing');
  }

  /** @param done called with the identifier of the image when it runs */
  activate(looks: number, done: (identifier: Buffer) => void): null {
    const { image } = this;
    if (image === null || this.state === status.notInitiated) return refuse('temporary-failure', 'no image transfer was initiated');
    if (this.state === status.initiated) this.verify(0);
    if (this.state !== status.verificationSuccessful) {
      this.state = status.activationFailed;
      return refuse('other-reason', 'the image was not verified');
    }
    const end = (): void => {
      this.state = status.activationSuccessful;
      done(image.identifier);
    };
    if (looks > 0) return this.takeTime(status.activating, looks, end);
    end();
    return null;
  }

  /** image_transfer_status, as it is looked at. */
  look(): number {
    const { slow } = this;
    if (slow !== null && slow.left-- === 0) {
      this.slow = null;
      slow.then();
    }
    return this.state;
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
    const verified: readonly number[] = [status.verificationSuccessful, status.activating, status.activationSuccessful];
    if (this.image === null || !verified.includes(this.state)) return array([]);
    const { octets: whole, identifier } = this.image;
    return array([structure(doubleLongUnsigned(whole.length), octets(identifier), octets(fingerprint(whole)))]);
  }

  private takeTime(state: number, looks: number, then: () => void): never {
    this.state = state;
    this.slow = { left: looks, then };
    return refuse('temporary-failure', 'it takes its time');
  }
}

/** Counts blocks of all transfers for the fault that cuts the line. */
function cutLine(meter: SimulatedMeter, caller: Caller | null): void {
  const { cutAfterBlocks = 0 } = meter.faults;
  meter.blocksTaken++;
  if (cutAfterBlocks > 0 && meter.blocksTaken % cutAfterBlocks === 0) caller?.hangUp();
}

function methods(meter: SimulatedMeter, download: Download, enabled: () => boolean): Record<string, Method> {
  const whenEnabled =
    (method: (parameter: Data | undefined, caller: Caller | null) => void): Method =>
    (parameter, caller) => {
      if (!enabled()) refuse('read-write-denied', 'image_transfer_enabled is false');
      method(parameter ?? undefined, caller);
      return null;
    };
  const looks = (): number => meter.faults.slowImage ?? 0;
  return {
    imageTransferInitiate: whenEnabled((parameter) => {
      const [identifier, size] = elementsOf(parameter, 2);
      download.initiate(octetsOf(identifier), numberOf(size));
    }),
    imageBlockTransfer: whenEnabled((parameter, caller) => {
      const [number, value] = elementsOf(parameter, 2);
      download.block(numberOf(number), octetsOf(value));
      cutLine(meter, caller);
    }),
    imageVerify: whenEnabled(() => {
      download.verify(looks());
      meter.logEvent('standard', 17);
    }),
    imageActivate: whenEnabled(() => {
      download.activate(looks(), (identifier) => {
        meter.find(activeFirmware)?.attributes.get(2)?.force?.(octets(identifier));
        meter.logEvent('standard', 18);
      });
    }),
  };
}

export const imageTransfer = (obis: string): MeterBlueprint => ({
  classId: 18,
  version: 0,
  obis,
  build: (meter): Parts => {
    const { imageBlockSize: blockSize } = meter.settings;
    const download = new Download(blockSize);
    const enabled = variable(boolean(true));
    return {
      attributes: {
        imageBlockSize: fixed(doubleLongUnsigned(blockSize)),
        imageTransferredBlocksStatus: { read: () => bits(download.blocks()) },
        imageFirstNotTransferredBlockNumber: { read: () => doubleLongUnsigned(download.firstMissing()) },
        imageTransferEnabled: enabled,
        imageTransferStatus: { read: () => enumeration(download.look()) },
        imageToActivateInfo: { read: () => download.toActivate() },
      },
      methods: methods(meter, download, () => enabled.read?.(meter.now(), null).value === true),
    };
  },
});
