/**
 * How an image transfer stands at a meter (Blue Book 4.4.6, class 18), and what is remembered of it here.
 *
 * The meter knows which blocks it has, but before verification it need not tell of which image. So the image that a meter
 * was sent is kept beside: identifier, size, block size and SHA-256. Only where both agree blocks are left out.
 */
import type { Data } from '../codec/types';
import { DlmsError } from '../errors';
import type { Store } from './stores';
import type { AttributeReference, ItemResult, Meter, RequestOptions } from './types';

export const usualImageObject = '0-0:44.0.0*255';

/** image_transfer_status. */
export const imageStatus = {
  notInitiated: 0,
  initiated: 1,
  verifying: 2,
  verified: 3,
  verificationFailed: 4,
  activating: 5,
  activated: 6,
  activationFailed: 7,
} as const;

const words: readonly string[] = [
  'not initiated',
  'initiated',
  'verification initiated',
  'verification successful',
  'verification failed',
  'activation initiated',
  'activation successful',
  'activation failed',
];

export interface ImageToActivate {
  readonly size: number;
  readonly identification: Buffer;
  readonly signature: Buffer;
}

export interface ImageState {
  readonly blockSize: number;
  readonly enabled: boolean;
  readonly status: number;
  readonly statusText: string;
  /** One character a block, `1` = it is there; null where the meter does not tell. */
  readonly blocks: string | null;
  /** Null where the meter does not tell. */
  readonly firstMissing: number | null;
  readonly toActivate: readonly ImageToActivate[];
}

export interface ImageProgress {
  readonly phase: 'checking' | 'initiating' | 'transferring' | 'verifying' | 'activating';
  /** Blocks that the meter has. */
  readonly block: number;
  readonly blocks: number;
  readonly percent: number;
}

const classId = 18;
export const imageAttribute = (obis: string, attribute: number): AttributeReference => ({ classId, obis, attribute });

const numberIn = (item: ItemResult<Data> | undefined): number | null => {
  const value = item?.data?.value;
  return typeof value === 'number' ? value : null;
};

const needed = (item: ItemResult<Data> | undefined, what: string): number => {
  const value = numberIn(item);
  if (value !== null) return value;
  throw item?.error ?? new DlmsError('value-invalid', `the meter tells no ${what} of the image transfer`);
};

const octetsOf = (data: Data | undefined): Buffer => (data?.type === 'octet-string' ? data.value : Buffer.alloc(0));

const infosIn = (item: ItemResult<Data> | undefined): ImageToActivate[] => {
  if (item?.data?.type !== 'array') return [];
  return item.data.value.flatMap((entry) => {
    if (entry.type !== 'structure') return [];
    const [size, identification, signature] = entry.value;
    return [{ size: Number(size?.value ?? 0), identification: octetsOf(identification), signature: octetsOf(signature) }];
  });
};

/** @throws DlmsError the refusal of block size or status, and what ends a request */
export async function imageState(meter: Meter, obis: string, options?: RequestOptions): Promise<ImageState> {
  const { items } = await meter.get(
    [2, 3, 4, 5, 6, 7].map((attribute) => imageAttribute(obis, attribute)),
    options,
  );
  const [blockSize, blocks, firstMissing, enabled, status, infos] = items;
  const code = needed(status, 'status');
  return {
    blockSize: needed(blockSize, 'block size'),
    enabled: enabled?.data?.value !== false,
    status: code,
    statusText: words[code] ?? `status ${code}`,
    blocks: blocks?.data?.type === 'bit-string' ? blocks.data.value : null,
    firstMissing: numberIn(firstMissing),
    toActivate: infosIn(infos),
  };
}

/** The numbers of the blocks that are not there. Without a bitmap all from the first missing one; without both all. */
export function missingBlocks({ blocks, firstMissing }: ImageState, count: number): number[] {
  const from = blocks === null ? (firstMissing ?? 0) : 0;
  return Array.from({ length: count }, (_, index) => index).filter((index) => index >= from && blocks?.[index] !== '1');
}

/** True where no block has come yet, so that nothing is lost by beginning anew. */
export const isEmpty = ({ blocks, firstMissing }: ImageState): boolean =>
  blocks === null ? (firstMissing ?? 0) === 0 : !blocks.includes('1');

/** Which image a meter is being sent, or was. */
export interface ImageRecord {
  /** Hex digits. */
  readonly identifier: string;
  readonly size: number;
  readonly blockSize: number;
  /** SHA-256, hex digits. */
  readonly hash: string;
}

const keyOf = ({ name, options: { addresses } }: Meter, obis: string): string =>
  `image ${name} ${addresses.logicalDevice} ${addresses.physical ?? ''} ${obis}`;

/** Null where nothing is kept, or something that is no record: then the blocks in the meter count as those of another image. */
function recordFrom(kept: string): ImageRecord | null {
  try {
    const record: unknown = JSON.parse(kept);
    return typeof record === 'object' && record !== null && 'hash' in record ? (record as ImageRecord) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** @throws DlmsError `store-failed` */
export async function recallImage(store: Store, meter: Meter, obis: string): Promise<ImageRecord | null> {
  const kept = await store.get(keyOf(meter, obis));
  return kept === undefined ? null : recordFrom(kept);
}

/** @throws DlmsError `store-failed` */
export const rememberImage = (store: Store, meter: Meter, obis: string, record: ImageRecord): Promise<void> =>
  store.set(keyOf(meter, obis), JSON.stringify(record));

export const isSameImage = (one: ImageRecord | null, other: ImageRecord): boolean =>
  one !== null && one.hash === other.hash && one.identifier === other.identifier && one.blockSize === other.blockSize;
