/**
 * Activation of an image that a meter has verified (Blue Book 4.4.6.3.4): sent once, then the status is asked for until it
 * runs, through the restart that mostly follows.
 */
import { DlmsError, isDlmsError } from '../errors';
import { dummyParameter } from '../session/requests';
import { pause } from './connection';
import type { ImageOptions } from './image';
import { defaultPatience, type ImagePatience, impossible, passes, refusedAs } from './image-patience';
import { type ImageProgress, type ImageState, imageState, imageStatus, usualImageObject } from './image-state';
import { requestOptions } from './request-options';
import { never } from './stop';
import type { Meter, RequestOptions } from './types';

export type ActivateOptions = Pick<ImageOptions, 'obis' | 'deadlineMs' | 'signal' | 'patience' | 'onProgress'>;

/**
 * Activates the image that the meter has verified, and waits until the meter says that it runs, its restart included. Sent
 * once: after a lost answer the status tells whether it was heard.
 * @throws DlmsError `operation-not-possible` where nothing waits for activation, or it failed
 */
export async function activateImage(meter: Meter, options: ActivateOptions = {}): Promise<ImageState> {
  const obis = options.obis ?? usualImageObject;
  const request = requestOptions(options);
  const before = await imageState(meter, obis, request);
  if (before.status !== imageStatus.verified)
    throw impossible(`no image waits for activation: ${before.statusText}`, 'Transfer one first; it is verified at the end.');
  const progress: ImageProgress = { phase: 'activating', block: 0, blocks: 0, percent: 0 };
  options.onProgress?.(progress);
  const lost = await sendActivation(meter, obis, request);
  return untilActive(meter, obis, request, { ...defaultPatience, ...options.patience }, lost);
}

/** The error of an answer that never came; null when the meter has taken it. */
async function sendActivation(meter: Meter, obis: string, request: RequestOptions): Promise<DlmsError | null> {
  try {
    const [item] = (await meter.action([{ classId: 18, obis, method: 4, parameter: dummyParameter }], request)).items;
    if (item === undefined || item.error === null || refusedAs(item.error, 'temporary-failure')) return null;
    throw item.error;
  } catch (error) {
    if (isDlmsError(error) && passes(error)) return error;
    throw error;
  }
}

async function untilActive(
  meter: Meter,
  obis: string,
  request: RequestOptions,
  { pollMs, waitMs }: ImagePatience,
  lost: DlmsError | null,
): Promise<ImageState> {
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    const state = await lookAgain(meter, obis, request);
    // a meter that begins anew with its new firmware may have forgotten the transfer
    if (state?.status === imageStatus.activated || state?.status === imageStatus.notInitiated) return state;
    if (state?.status === imageStatus.activationFailed)
      throw impossible('the meter says that the activation failed', 'It runs its old firmware. Read its event log.');
    if (state?.status === imageStatus.verified && lost !== null) throw lost;
    if (waitedMs >= waitMs)
      throw new DlmsError(
        'deadline-exceeded',
        `${meter.name}: not activated after ${waitMs / 1000} s: ${state?.statusText ?? 'no answer'}`,
      );
    await pause(pollMs, request.signal ?? never);
  }
}

/** The state, or null while the meter does not answer. */
async function lookAgain(meter: Meter, obis: string, request: RequestOptions): Promise<ImageState | null> {
  try {
    return await imageState(meter, obis, request);
  } catch (error) {
    if (isDlmsError(error) && passes(error)) return null;
    throw error;
  }
}
