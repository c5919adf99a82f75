/**
 * Firmware (Blue Book 4.4.6, class 18): transfer with resume, verification, activation, state; all from one node.
 *
 * Which blocks are there stands in the meter; which image they are of, in a file of the user directory. So the same message
 * again goes on where the last one stopped, whatever stopped it, and another image in the way is asked about first.
 * Activation is asked for when the meter has verified the image, with what the meter says of it.
 */
import { readFile } from 'node:fs/promises';
import {
  activateImage,
  DlmsError,
  hexAfter0x,
  type ImageOutcome,
  type ImageState,
  imageState,
  toHex,
  transferImage,
} from '../../../src/index';
import { type Settings, text } from '../setting-values';
import type { Desk, Place } from './desk';
import { chosen, switched, taskObis } from './field-values';
import { printed } from './table-words';
import type { Task, TaskInput, TaskPlan, TaskQuestion, TaskResult } from './task';

const largest = 64 * 1024 * 1024;
const obisOf = (settings: Settings): string => taskObis(settings, 'image-transfer');

/** Transfers that run now: the same image twice at once would count its blocks twice. */
const running = new Set<string>();

/** Where the running firmware usually stands. */
const firmwareObjects = ['1-0:0.2.0*255', '0-0:0.2.0*255', '1-1:0.2.0*255'] as const;

const activeFirmware = async (desk: Desk): Promise<Readonly<Record<string, unknown>>> => {
  const places = firmwareObjects.map((obis): [Place, string] => [{ classId: 1, obis }, 'value']);
  const values = await desk.lookAt(places);
  return Object.fromEntries(firmwareObjects.flatMap((obis, index) => (values[index] === undefined ? [] : [[obis, values[index]]])));
};

const shownState = ({ status, statusText, blockSize, enabled, blocks, firstMissing, toActivate }: ImageState) => ({
  status: statusText,
  statusCode: status,
  enabled,
  blockSize,
  blocksInMeter: blocks === null ? firstMissing : [...blocks].filter((bit) => bit === '1').length,
  toActivate: toActivate.map(({ size, identification, signature }) => ({
    size,
    identification: printed(identification),
    signature: toHex(signature),
  })),
});

/** Text as octets, or hexadecimal digits after `0x`. */
const identifierOf = (settings: Settings): Buffer => {
  const typed = text(settings, 'imageIdentifier', '');
  if (typed === '') {
    throw new DlmsError('settings-invalid', 'imageIdentifier: the identifier of the image is needed', {
      hint: 'It is part of what the maker delivers; many meters refuse an image under another one.',
    });
  }
  return hexAfter0x(typed) ?? Buffer.from(typed, 'utf8');
};

/** The octets, when they are needed: a file is read then. @throws DlmsError `value-invalid`, `settings-invalid` */
const imageOf = ({ settings, payload }: TaskInput): (() => Promise<Buffer>) => {
  const checked = (image: Buffer): Buffer => {
    if (image.length > 0 && image.length <= largest) return image;
    throw new DlmsError('value-invalid', `an image has 1 octet to ${largest / 1024 / 1024} MiB, this one has ${image.length} octets`);
  };
  if (chosen(settings, 'imageSource') === 'payload') {
    if (!(payload instanceof Uint8Array)) throw new DlmsError('value-invalid', 'msg.payload must be the image as a Buffer');
    const image = checked(Buffer.from(payload));
    return async () => image;
  }
  const path = text(settings, 'imageFile');
  return () =>
    readFile(path).then(checked, (error: unknown) => {
      throw new DlmsError('settings-invalid', `imageFile: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    });
};

const occupied = (obis: string, { state }: ImageOutcome): TaskQuestion => {
  const shown = shownState(state);
  const [waiting] = shown.toActivate;
  const what = waiting === undefined ? `${shown.blocksInMeter} blocks of another image` : `image "${waiting.identification}"`;
  return {
    ask: { id: 'replace', text: `${obis} has ${what} (${state.statusText}), which would be lost`, always: true },
    standing: 'Nothing was changed',
    facts: { image: shown },
  };
};

const askActivation = (desk: Desk, state: ImageState): TaskQuestion => {
  const shown = shownState(state);
  const [image] = shown.toActivate;
  const what = image === undefined ? 'The verified image' : `Image "${image.identification}" of ${image.size} octets`;
  return {
    ask: {
      id: 'activate',
      text: `${what} becomes the firmware of ${desk.target.meter.name}: it restarts, and a wrong image can make it unusable`,
    },
    standing: 'The image is in the meter and verified; its old firmware runs',
    facts: { image: shown },
  };
};

/** Asks where that has not been done, activates, and reads back what runs. */
const activate = async (desk: Desk, obis: string, state: ImageState, facts: object): Promise<TaskResult> => {
  if (!desk.isConfirmed('activate')) return { ...askActivation(desk, state), facts: { ...facts, image: shownState(state) } };
  const { meter, request } = desk.target;
  const before = await activeFirmware(desk);
  desk.say('activating firmware');
  const after = await activateImage(meter, { obis, ...request, onProgress: desk.tell });
  desk.steps.push({ name: 'image activate', done: true });
  const now = await activeFirmware(desk);
  if (JSON.stringify(before) === JSON.stringify(now))
    desk.note('The meter says that it is activated; its firmware version reads as before: it may change after its restart.');
  return { facts: { ...facts, image: shownState(after), before, firmware: now }, summary: 'firmware activated' };
};

interface Wanted {
  readonly obis: string;
  readonly identifier: Buffer;
  readonly image: () => Promise<Buffer>;
}

const send = async (desk: Desk, { obis, identifier, image }: Wanted, input: TaskInput): Promise<ImageOutcome> => {
  const { meter, request } = desk.target;
  const key = `${meter.name} ${obis}`;
  if (running.has(key)) {
    throw new DlmsError(
      'operation-not-possible',
      `${meter.name}: an image is being transferred to ${obis} already; this message did nothing`,
      {
        hint: 'Wait for its end, or redeploy to stop it.',
      },
    );
  }
  running.add(key);
  try {
    return await transferImage(meter, {
      obis,
      identifier,
      image: await image(),
      store: input.kept,
      replace: desk.isConfirmed('replace'),
      ...request,
      onProgress(progress) {
        const { phase, block, blocks, percent } = progress;
        desk.say(phase === 'transferring' ? `firmware ${percent} %, block ${block} of ${blocks}` : `firmware: ${phase}`);
        desk.tell(progress);
      },
    });
  } finally {
    running.delete(key);
  }
};

const transfer = (input: TaskInput): TaskPlan => {
  const { settings } = input;
  const wanted = { obis: obisOf(settings), identifier: identifierOf(settings), image: imageOf(input) };
  const thenActivate = switched(settings, 'imageActivate');
  return {
    words: 'transfer of firmware',
    question: null,
    mayAsk: `before another image is given up${thenActivate ? ', and before activation' : ''}`,
    async perform(desk) {
      const outcome = await send(desk, wanted, input);
      if (outcome.kind === 'occupied') return occupied(wanted.obis, outcome);
      for (const note of outcome.notes) desk.note(note);
      const { blocks, sent, kept, hash, interruptions, state } = outcome;
      if (sent > 0) desk.steps.push({ name: `${sent} blocks`, done: true }, { name: 'image verify', done: true });
      const facts = { identifier: printed(wanted.identifier), hash, blocks, blocksSent: sent, blocksThere: kept, interruptions };
      if (outcome.kind === 'active') {
        desk.note('The meter has activated this image already: nothing was sent.');
        return {
          facts: { ...facts, image: shownState(state), firmware: await activeFirmware(desk) },
          summary: 'firmware is active already',
        };
      }
      if (thenActivate) return activate(desk, wanted.obis, state, facts);
      const hint = 'The image is verified and does not run yet: use the task "activate firmware" when it is time.';
      return { facts: { ...facts, image: shownState(state) }, hint, summary: `firmware verified, ${sent} of ${blocks} blocks sent` };
    },
  };
};

const activateVerified = ({ settings }: TaskInput): TaskPlan => {
  const obis = obisOf(settings);
  return {
    words: 'activation of firmware',
    question: null,
    mayAsk: 'with what the meter has verified, before it is activated',
    async perform(desk) {
      const state = await imageState(desk.target.meter, obis, desk.target.request);
      // 3: verified. Otherwise activateImage says how it stands
      if (state.status === 3) return activate(desk, obis, state, {});
      await activateImage(desk.target.meter, { obis, ...desk.target.request });
      return {};
    },
  };
};

const showState = ({ settings }: TaskInput): TaskPlan => {
  const obis = obisOf(settings);
  return {
    words: 'state of firmware',
    question: null,
    async perform(desk) {
      const state = shownState(await imageState(desk.target.meter, obis, desk.target.request));
      return { facts: { image: state, firmware: await activeFirmware(desk) }, summary: `firmware: ${state.status}` };
    },
  };
};

export const firmwareTasks: readonly Task[] = [
  { id: 'image-transfer', plan: transfer },
  { id: 'image-activate', plan: activateVerified },
  { id: 'image-status', plan: showState },
];
