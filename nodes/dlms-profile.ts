/**
 * Flow node `dlms-profile`: load profiles and event logs, by time, the last n rows, all of them, or what is new since last
 * time.
 *
 * Rows leave in slices while they arrive, so memory is bounded by a slice. "Since last time" keeps a cursor in the node's
 * context and moves it only behind rows that the flow has accepted (`lib/acceptance.ts`): after a crash or a failed insert
 * they come again, and none comes twice otherwise. The reading itself is `loadProfile` of the client.
 */
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import {
  canonicalObis,
  DlmsError,
  type EventProfile,
  eventProfileOf,
  eventProfiles,
  type Language,
  type LoadProfile,
  loadProfile,
  type Meter,
  objectName,
  type ProfileBatch,
  type ProfileNote,
  type ProfileOptions,
  type ProfileReference,
  putBounded,
} from '../src/index';
import { Acceptance, acceptModes } from './lib/acceptance';
import { afterDeploy } from './lib/deploys';
import { registerEditorRoutes } from './lib/editor-routes';
import type { Outcome } from './lib/flow-node';
import { RowTimes } from './lib/instants';
import { withFacts } from './lib/message';
import type { Target } from './lib/meter-access';
import { type FormMemory, formMemory, formOptions, sequenceOf } from './lib/output-forms';
import { CursorStore } from './lib/profile-cursor';
import { columnFacts, profileFormIds, profileForms, type Table, timeOf, withEvents, withStatus } from './lib/profile-forms';
import { attributeReferences } from './lib/references';
import { copyOf, counted, type Job, progressMessage, requestNode } from './lib/request-node';
import { integer, languageOf, oneOf, optionalInteger, parseInteger, type Settings, seconds, text, wordList } from './lib/setting-values';
import { busyStatus, okStatus, warningStatus } from './lib/status';
import { readTime } from './lib/time-words';

const modes = ['since', 'range', 'last', 'all'] as const;
type Mode = (typeof modes)[number];

interface Plan {
  readonly mode: Mode;
  readonly reference: ProfileReference & { readonly obis: string };
  readonly form: string;
  readonly language: Language;
  readonly events: EventProfile | null;
  readonly options: ProfileOptions;
  /** Codes of the columns that are wanted; empty for all. */
  readonly columns: readonly string[];
  readonly acceptMs: number;
}

/** Profiles whose last times are remembered. */
const maxProfiles = 1000;

/** What a node keeps while it lives. */
interface Keeper {
  readonly RED: NodeAPI;
  readonly cursors: CursorStore;
  readonly acceptance: Acceptance;
  readonly memory: FormMemory;
  /** Profiles that are being read since last time, by meter and code: a second trigger meanwhile would give rows twice. */
  readonly reading: Set<string>;
  /** By meter and code, as far as rows were accepted. */
  readonly times: Map<string, RowTimes>;
}

const referenceOf = ({ settings, overrides }: Job): Plan['reference'] => {
  const { objects = [] } = overrides;
  if (objects.length > 1) throw new DlmsError('settings-invalid', 'msg.dlms.objects: dlms profile reads one profile for each message');
  const wanted = objects[0] ?? { obis: settings.obis, classId: 7, version: settings.version, baseName: settings.baseName };
  const [reference] = attributeReferences([wanted]);
  if (reference === undefined) throw new DlmsError('settings-invalid', 'No profile is chosen');
  const { obis, version, baseName, name } = reference;
  return {
    obis: canonicalObis(obis),
    ...(version === undefined ? {} : { version }),
    ...(baseName === undefined ? {} : { baseName }),
    ...(name === undefined ? {} : { name }),
  };
};

/** A name such as Europe/Zurich, or minutes east of UTC; null: as the clock shows. @throws DlmsError `settings-invalid` */
const zoneOf = (settings: Settings): string | number | null => {
  const typed = text(settings, 'zone', '');
  if (typed === '') return null;
  return parseInteger(typed) === null ? typed : integer(settings, 'zone', { min: -840, max: 840 });
};

const planOf = (job: Job): Plan => {
  const { settings, work } = job;
  const sliceRows = optionalInteger(settings, 'sliceRows', { min: 1, max: 100_000 });
  const zone = zoneOf(settings);
  const events = oneOf(settings, 'events', ['none', ...eventProfiles], 'none');
  return {
    mode: oneOf({ mode: work.msg.mode ?? settings.mode }, 'mode', modes, 'since'),
    reference: referenceOf(job),
    form: oneOf(settings, 'output', profileFormIds, 'rows'),
    language: languageOf(settings),
    events: events === 'none' ? null : events,
    options: {
      ...(sliceRows === undefined ? {} : { sliceRows }),
      ...(zone === null ? {} : { zone }),
    },
    columns: wordList(settings, 'columns').map((code) => canonicalObis(code)),
    acceptMs: seconds(settings, 'acceptTimeout', 60),
  };
};

const boundsOf = ({ settings, overrides }: Job): readonly [Date | string, Date | string] => {
  const now = new Date();
  return [readTime(overrides.from ?? settings.from, now, '-1d'), readTime(overrides.to ?? settings.to, now, 'now')];
};

const rowsWanted = (settings: Settings): number => integer(settings, 'count', { min: 1, max: 10_000_000, fallback: 10 });

type Batches = AsyncGenerator<ProfileBatch, void>;

const begin = async (
  keeper: Keeper,
  job: Job,
  plan: Plan,
  profile: LoadProfile,
  meter: string,
  options: ProfileOptions,
): Promise<Batches> => {
  const { settings } = job;
  if (plan.mode === 'range') return profile.range(...boundsOf(job), options);
  if (plan.mode === 'last') return profile.last(rowsWanted(settings), options);
  if (plan.mode === 'all') return profile.all(options);
  const cursor = await keeper.cursors.get(meter, plan.reference.obis);
  const first = text(settings, 'first', '');
  if (cursor !== null || first === '') return profile.since(cursor, options);
  return profile.range(readTime(first, new Date(), first), new Date(), options);
};

const tableOf = (batch: ProfileBatch, plan: Plan, { name: meter, options }: Meter, times: RowTimes): Table => {
  const { obis, name } = plan.reference;
  const { columns, rows, zone } = batch;
  const instants = times.instantsOf(
    rows.map((row) => timeOf(batch, row)),
    zone,
  );
  const profile = name ?? objectName(obis, plan.language, options.standard);
  const bare: Table = { meter, profile, obis, columns, rows, events: null, status: null, instants };
  const standard = eventProfileOf(options.standard);
  const table = standard === null ? bare : withStatus(bare, standard, plan.language);
  return plan.events === null ? table : withEvents(table, plan.events, plan.language);
};

const messagesOf = ({ RED, memory }: Keeper, job: Job, plan: Plan, batch: ProfileBatch, table: Table, token: string): NodeMessage[] => {
  const form = profileForms.find(({ id }) => id === plan.form);
  const parts = form?.make(table, formOptions(job.settings, memory)) ?? [];
  const { access, progress, notes, done } = batch;
  const profile = { obis: plan.reference.obis, access, ...progress, notes, done, token };
  const place = form?.sequence === true ? sequenceOf(job.work.msg, token, parts.length) : () => ({});
  const facts = job.facts();
  return parts.map((part, index) => {
    const msg = withFacts(copyOf(RED, job.work.msg), { ...facts, profile });
    const columns = columnFacts(batch.columns);
    return Object.assign(msg, part, { columns }, place(index));
  });
};

/** The capture objects of the wanted codes; undefined for all columns. @throws DlmsError `settings-invalid` */
const columnsWanted = async (profile: LoadProfile, { columns }: Plan, options: ProfileOptions): Promise<ProfileOptions> => {
  if (columns.length === 0) return options;
  const { columns: known } = await profile.definition(options);
  const missing = columns.find((code) => !known.some(({ obis }) => obis === code));
  if (missing !== undefined) {
    const all = known.map(({ obis }) => obis).join(', ');
    throw new DlmsError('settings-invalid', `columns: the profile does not capture ${missing}`, { hint: `It captures ${all}.` });
  }
  return { ...options, columns: known.filter(({ obis }) => columns.includes(obis)) };
};

interface Read {
  readonly rows: number;
  readonly notes: readonly ProfileNote[];
  /** Rows without a time, where the form has no place for them. */
  readonly left: number;
}

const rowsWithoutPlace = ({ form }: Plan, { instants }: Table): number =>
  profileForms.some(({ id, timed }) => id === form && timed === true) ? instants.filter((instant) => instant === null).length : 0;

/** A sequence may be joined before it is stored; files are stored each by itself. */
const answersTo = ({ form }: Plan, { length }: readonly NodeMessage[]): number =>
  profileForms.some(({ id, sequence }) => id === form && sequence === true) ? 1 : length;

/** What the node does, for its status. */
interface Doing {
  words: 'reading' | 'rows wait until the next node has taken them';
}

/** Sends each batch, waits until the flow has it, and moves the cursor. */
const stream = async (
  keeper: Keeper,
  job: Job,
  plan: Plan,
  { meter, request }: Target,
  doing: Doing,
  times = new RowTimes(),
): Promise<Read> => {
  const { RED } = keeper;
  const { work } = job;
  const started = performance.now();
  const profile = loadProfile(meter, plan.reference);
  const limits = { ...plan.options, ...request };
  const options = await columnsWanted(profile, plan, limits);
  const batches = await begin(keeper, job, plan, profile, meter.name, options);
  let read: Read = { rows: 0, notes: [], left: 0 };
  for await (const batch of batches) {
    const { rows, progress, notes, cursor } = batch;
    const table = tableOf(batch, plan, meter, times);
    read = { rows: read.rows + rows.length, notes, left: read.left + rowsWithoutPlace(plan, table) };
    const token = keeper.acceptance.token();
    const messages = rows.length === 0 ? [] : messagesOf(keeper, job, plan, batch, table, token);
    const of = progress.expected === null ? '' : ` of ${progress.expected}`;
    work.report(`${progress.rows}${of} rows`);
    const told = { phase: 'transferring', meter: meter.name, elapsedMs: Math.round(performance.now() - started), ...progress };
    const waits = plan.mode === 'since' && messages.length > 0;
    // The node that stores may be made anew just now.
    if (waits) await afterDeploy(RED, request.signal);
    const accepted = waits
      ? keeper.acceptance.wait(token, messages.length, plan.acceptMs, request.signal, answersTo(plan, messages))
      : Promise.resolve();
    work.send([messages, progressMessage(RED, work.msg, told)]);
    if (waits) {
      doing.words = 'rows wait until the next node has taken them';
      work.report(`${progress.rows} ${doing.words}`);
    }
    await accepted.catch((error) => {
      keeper.memory.headers.refused();
      throw error;
    });
    doing.words = 'reading';
    if (plan.mode === 'since' && cursor !== null) await keeper.cursors.set(meter.name, plan.reference.obis, cursor);
  }
  return read;
};

const summary = (RED: NodeAPI, { work }: Job, { rows, notes, left }: Read): Outcome => {
  const end = Object.assign(copyOf(RED, work.msg), { topic: 'done', payload: { phase: 'done', rows, notes } });
  const lost = notes.find(({ kind }) => kind === 'lost' || kind === 'gap');
  const said = counted(rows, 'row');
  if (left > 0) return { outputs: [null, end], status: warningStatus(`${said}; ${left} without a time have no place in this output`) };
  return { outputs: [null, end], status: lost === undefined ? okStatus(said) : warningStatus(`${said}; ${lost.text}`) };
};

const profile = async (keeper: Keeper, job: Job): Promise<Outcome> => {
  const { RED, acceptance, reading } = keeper;
  const { work } = job;
  if (acceptance.answer(work.msg)) return { outputs: [null, null], status: busyStatus('rows accepted') };
  const plan = planOf(job);
  const doing: Doing = { words: 'reading' };
  return job.atMeter(
    () => doing.words,
    async (target) => {
      const key = `${target.meter.name} ${plan.reference.obis}`;
      if (plan.mode !== 'since') return summary(RED, job, await stream(keeper, job, plan, target, doing));
      if (reading.has(key)) return { outputs: [null, null], status: busyStatus('still reading: this trigger was left out') };
      reading.add(key);
      try {
        if (work.msg.reset === true) {
          keeper.times.delete(key);
          await keeper.cursors.set(target.meter.name, plan.reference.obis, null);
        }
        const times = keeper.times.get(key) ?? new RowTimes();
        keeper.times.delete(key);
        const read = await stream(keeper, job, plan, target, doing, times);
        putBounded(keeper.times, key, times, maxProfiles);
        return summary(RED, job, read);
      } finally {
        reading.delete(key);
      }
    },
  );
};

const keeperOf = (RED: NodeAPI, node: Node, settings: Settings): Keeper => {
  const acceptance = new Acceptance(RED, node, 'profile', acceptModes.find((mode) => mode === settings.accept) ?? 'done');
  if ((settings.mode ?? 'since') === 'since') acceptance.watch();
  const cursors = new CursorStore(node, typeof settings.store === 'string' ? settings.store : '');
  return { RED, cursors, acceptance, memory: formMemory(RED), reading: new Set(), times: new Map() };
};

export = (RED: NodeAPI): void => {
  registerEditorRoutes(RED);

  function DlmsProfile(this: Node, definition: NodeDef): void {
    RED.nodes.createNode(this, definition);
    const settings = requestNode(
      RED,
      this,
      definition,
      (job) => profile(keeper, job),
      async () => keeper.acceptance.close(),
    );
    const keeper = keeperOf(RED, this, settings);
  }

  RED.nodes.registerType('dlms-profile', DlmsProfile);
};
