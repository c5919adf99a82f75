/**
 * "Browse meter ...": a tray over the dialog with the objects of the meter, from the cache, the meter itself, or a file.
 *
 * Reading is a job of the runtime that is asked for its progress twice a second; closing the tray ends it. See
 * `lib/browse-routes.ts` for the questions.
 */
import type { JobState } from '../../forms/dialog-answers';
import type { NoObjectRows, ObjectRowList } from '../../forms/object-rows';
import { draftOf } from '../draft';
import { errorWords, type ItemError, itemErrorWords, reasonOf } from '../error-words';
import { ask, language, post, say } from '../runtime';
import { button, element } from './elements';
import type { Choice, Purpose } from './object-model';
import { ObjectTree } from './object-tree';

export interface BrowseRequest {
  /** Id of the meter node. */
  readonly meter: string;
  readonly purpose: Purpose;
  readonly single?: boolean;
  /** What the user has ticked, when the tray is closed with "Add". */
  readonly onChosen: (choices: readonly Choice[]) => void;
}

const askAgainMs = 500;

interface Parts {
  readonly root: HTMLElement;
  readonly status: HTMLElement;
  readonly search: HTMLInputElement;
  readonly read: HTMLButtonElement;
  readonly cancel: HTMLButtonElement;
}

/** One reading of the meter; its job is not known before the runtime has begun it. */
interface Reading {
  job: string | null;
}

class Browser {
  private list: ObjectRowList | NoObjectRows = { source: null };
  /** What is said of any other was ended, and is for nobody. */
  private reading: Reading | null = null;
  private closed = false;
  private readonly tree: ObjectTree;
  readonly parts: Parts;

  constructor(
    private readonly request: BrowseRequest,
    onChange: (choices: readonly Choice[]) => void,
  ) {
    this.tree = new ObjectTree({
      purpose: request.purpose,
      single: request.single === true,
      onChange,
      readValue: (choice) => this.valueOf(choice),
    });
    this.parts = this.layOut();
  }

  get choices(): readonly Choice[] {
    return this.tree.choices;
  }

  private layOut(): Parts {
    const search = element('input', {
      type: 'text',
      placeholder: say('browse.search'),
      'aria-label': say('browse.search'),
      class: 'dlms-browse-search',
    });
    search.addEventListener('input', () => this.show());
    const file = element('input', { type: 'file', accept: '.csv,.txt,.xml,.gxc', hidden: true, 'aria-label': say('browse.import') });
    file.addEventListener('change', () => void this.import(file));
    const read = button(say('browse.read'), 'refresh', () => void this.read());
    const cancel = button(say('browse.cancel'), 'times', () => this.cancel());
    cancel.hidden = true;
    const tools = element(
      'div',
      { class: 'dlms-browse-tools' },
      read,
      cancel,
      button(say('browse.import'), 'upload', () => file.click()),
      button(say('browse.export'), 'download', () => void this.export()),
      file,
    );
    const status = element('div', { class: 'dlms-browse-status', role: 'status', 'aria-live': 'polite' });
    const root = element('div', { class: 'dlms-form dlms-browse' }, tools, status, search, this.tree.root);
    return { root, status, search, read, cancel };
  }

  /** Shows what is known; asks the meter where nothing is. */
  async open(): Promise<void> {
    try {
      this.take(await ask<ObjectRowList | NoObjectRows>('objects', { meter: this.request.meter }));
      if (this.list.source === null) await this.read();
    } catch (failure) {
      this.say(reasonOf(failure));
    }
    this.parts.search.focus();
  }

  private say(words: string): void {
    this.parts.status.textContent = words;
  }

  private take(list: ObjectRowList | NoObjectRows): void {
    this.list = list;
    this.show();
  }

  private show(): void {
    const { list } = this;
    const objects = list.source === null ? [] : list.objects;
    const shown = this.tree.show(objects, this.parts.search.value);
    if (list.source === null) return;
    const when = new Date(list.at).toLocaleString(language());
    const all = objects.length;
    const key = all > 0 && shown === 0 ? 'nothing' : list.source === 'file' ? 'fromFile' : 'fromMeter';
    const n = shown === all ? String(all) : say('browse.shownOf', { shown, all });
    this.say(say(`browse.${key}`, { n, when }));
  }

  /** The meter by its id, and as it is in the editor where that is not deployed. */
  private asked() {
    const { meter } = this.request;
    return { meter, draft: draftOf(meter) };
  }

  private turnTo(reading: Reading | null): void {
    this.reading = reading;
    this.parts.read.hidden = reading !== null;
    this.parts.cancel.hidden = reading === null;
  }

  private async read(): Promise<void> {
    if (this.closed) return;
    const reading: Reading = { job: null };
    this.turnTo(reading);
    this.say(say('browse.connecting'));
    try {
      const { job } = await post<{ job: string }>('browse', { ...this.asked(), lang: language() });
      reading.job = job;
      if (this.reading === reading) await this.follow(reading, job);
      else end(job);
    } catch (failure) {
      if (this.reading === reading) this.say(reasonOf(failure));
    } finally {
      if (this.reading === reading) this.turnTo(null);
    }
  }

  private async follow(reading: Reading, job: string): Promise<void> {
    for (;;) {
      const state = await ask<JobState<ObjectRowList>>('browse-job', { job });
      if (this.reading !== reading) return;
      if (state.state === 'done') return this.take(state.result);
      if (state.state === 'failed') return this.say(errorWords(state.error));
      const { progress } = state;
      if (progress !== null)
        this.say(
          say(`browse.phase.${progress.phase}`, { kib: (progress.octets / 1024).toFixed(1), s: Math.round(progress.elapsedMs / 1000) }),
        );
      await new Promise((resolve) => setTimeout(resolve, askAgainMs));
      if (this.reading !== reading) return;
    }
  }

  private cancel(): void {
    const { reading } = this;
    if (reading === null) return;
    this.turnTo(null);
    this.say(say('browse.cancelled'));
    if (reading.job !== null) end(reading.job);
  }

  close(): void {
    this.closed = true;
    this.cancel();
  }

  private async import(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = '';
    if (file === undefined) return;
    // Whoever imports a list does not wait for the meter; its failure must not stand over the list.
    this.cancel();
    try {
      this.take(await post<ObjectRowList>('objects-import', { meter: this.request.meter, text: await file.text(), lang: language() }));
    } catch (failure) {
      this.say(reasonOf(failure));
    }
  }

  private async export(): Promise<void> {
    try {
      const { csv } = await ask<{ csv: string }>('objects-csv', { meter: this.request.meter });
      const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
      element('a', { href: url, download: 'objects.csv' }).click();
      URL.revokeObjectURL(url);
    } catch (failure) {
      this.say(reasonOf(failure));
    }
  }

  private async valueOf({ object, id }: Choice): Promise<string> {
    const { classId, obis, version, baseName } = object;
    const wanted = { classId, obis, version, attribute: id, ...(baseName === null ? {} : { baseName }) };
    try {
      const { value, unit, error } = await post<Value>('read-now', { ...this.asked(), object: wanted });
      return error === null ? `${valueText(value)}${unit === null ? '' : ` ${unit}`}` : itemErrorWords(error);
    } catch (failure) {
      return reasonOf(failure);
    }
  }
}

interface Value {
  readonly value: unknown;
  readonly unit: string | null;
  readonly error: ItemError | null;
}

/** One that nobody asks about any more is ended by the runtime as well, only later. */
const end = (job: string): void => void post('browse-cancel', { job }).catch(() => undefined);

const longest = 300;

const valueText = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
};

/** Opens the tray over the dialog. Without a meter it says what to do. */
export const openBrowser = (request: BrowseRequest): void => {
  if (request.meter === '' || request.meter === '_ADD_') {
    RED.notify(say('browse.noMeter'), 'warning');
    return;
  }
  const count = (n: number): string => (n === 0 ? say('browse.add') : say('browse.addN', { n }));
  const browser = new Browser(request, (choices) => $('#dlms-browse-done').text(count(choices.length)));
  RED.tray.show({
    // Titles of trays are html.
    title: RED.utils.sanitize(say('browse.title', { meter: RED.nodes.node(request.meter)?.name || say('aMeter') })),
    width: 'inherit',
    buttons: [
      { text: say('browse.close'), click: () => RED.tray.close() },
      {
        id: 'dlms-browse-done',
        class: 'primary',
        text: count(0),
        click: () => {
          request.onChosen(browser.choices);
          RED.tray.close();
        },
      },
    ],
    open: (tray) => {
      tray.find('.red-ui-tray-body').append(browser.parts.root);
      void browser.open();
    },
    close: () => browser.close(),
  });
};
