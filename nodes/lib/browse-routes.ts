/**
 * What the browser in the dialogs asks the runtime: the object list of a meter (cached, read, imported, exported) and the
 * value of one attribute now.
 *
 * A meter is named by the id of its node; what of it is not deployed yet comes along as `draft` (`draft-meter.ts`). Reading is
 * a job: `POST browse` starts it, `GET browse-job` tells how far it is, `POST browse-cancel` ends it. All routes need a
 * permission and none returns a secret.
 */
import type { NodeAPI } from 'node-red';
import { DlmsError } from '../../src/index';
import type { NoObjectRows, ObjectRowList } from '../forms/object-rows';
import { BrowseJobs } from './browse-jobs';
import { type ConnectionNode, meterNode, meterStandard } from './config-nodes';
import { type DraftTarget, withDraft } from './draft-meter';
import { withMeter } from './meter-access';
import { objectsOfFile, toCsv } from './object-list-files';
import { type KeptList, objectLists } from './object-lists';
import { type Naming, objectRow, objectRows } from './object-rows';
import { watched } from './progress';
import { listKey, readObjects } from './read-objects';
import { attributeReferences } from './references';
import { type Question, spokenIn, word } from './route-question';
import { isRecord, parseInteger, standardOf } from './setting-values';
import { traceHub } from './trace';
import { ticketText } from './trace-ticket';
import { valueHint } from './value-hints';
import { showData } from './write-results';

const noOverrides = { line: {}, meter: {} };
/** A slow optical head needs minutes for a long list. */
const browseDeadlineS = 900;
const readDeadlineS = 30;

const shown = ({ source, at, objects }: KeptList, naming: Naming): ObjectRowList => ({
  source,
  at,
  objects: objectRows(objects, naming),
});

/** In the language of the editor, by the standard of the meter. */
const namingOf = (RED: NodeAPI, question: Question): Naming => ({
  language: spokenIn(question),
  standard: isRecord(question.draft) ? standardOf(question.draft) : meterStandard(RED, word(question.meter)),
});

/** The meter of the request; its node must be deployed. @throws DlmsError `settings-invalid` */
const meterIdOf = (RED: NodeAPI, body: Question): string => {
  const id = word(body.meter);
  try {
    meterNode(RED, id);
  } catch (error) {
    throw new DlmsError('settings-invalid', 'The meter is not deployed yet', {
      hint: 'Press Deploy once, then browse; or import a list from a file.',
      cause: error,
    });
  }
  return id;
};

/** Files can be imported for a meter that was never deployed: the list belongs to the id. */
const listIdOf = (body: Question): string => {
  const id = word(body.meter);
  if (!/^[\w.-]{1,60}$/.test(id)) throw new DlmsError('settings-invalid', 'Choose a meter first');
  return listKey(id, noOverrides);
};

/** Runs `work` with the meter as the editor has it: the deployed one, else its draft. */
const withEdited = <T>(RED: NodeAPI, body: Question, deadline: number, signal: AbortSignal, work: (target: DraftTarget) => Promise<T>) =>
  isRecord(body.draft)
    ? withDraft(RED, body.draft, deadline * 1000, signal, work)
    : withMeter(RED, { meter: meterIdOf(RED, body) }, { ...noOverrides, deadline }, signal, work);

const startBrowsing = (RED: NodeAPI, jobs: BrowseJobs, body: Question) => {
  const list = listIdOf(body);
  if (!isRecord(body.draft)) meterIdOf(RED, body);
  const naming = namingOf(RED, body);
  const job = jobs.start((signal, tell) =>
    withEdited(RED, body, browseDeadlineS, signal, (target) =>
      watched(
        target,
        tell,
        () => undefined,
        async () => shown(await readObjects(RED, list, target), naming),
      ),
    ),
  );
  return { job };
};

const importFile = async (RED: NodeAPI, body: Question) => {
  const key = listIdOf(body);
  const list: KeptList = { source: 'file', at: new Date().toISOString(), objects: objectsOfFile(word(body.text)) };
  await objectLists(RED).keep(key, list);
  return shown(list, namingOf(RED, body));
};

/** One attribute now, for the tree and for the value editors. */
const readNow = async (RED: NodeAPI, body: Question) => {
  const references = attributeReferences([isRecord(body.object) ? body.object : word(body.object)]);
  const signal = AbortSignal.timeout(readDeadlineS * 1000);
  return withEdited(RED, body, readDeadlineS, signal, async (target) => {
    const { readings, raw } = await target.meter.read(references, target.request);
    const [reading] = readings;
    if (reading === undefined) throw new DlmsError('settings-invalid', 'Nothing was asked');
    const { name, value, unit, error } = reading;
    const data = raw[0]?.data ?? null;
    return { name, value, unit, error, typed: data === null ? null : showData(data) };
  });
};

const cached = async (RED: NodeAPI, query: Question): Promise<ObjectRowList | NoObjectRows> => {
  const list = await objectLists(RED).get(listIdOf(query));
  return list === null ? { source: null } : shown(list, namingOf(RED, query));
};

const exported = async (RED: NodeAPI, query: Question) => {
  const list = await objectLists(RED).get(listIdOf(query));
  return { csv: list === null ? '' : toCsv(list.objects, (entry) => objectRow(entry, namingOf(RED, query))) };
};

const hint = ({ member, classId, index, version }: Question) =>
  valueHint(
    member === 'method' ? 'method' : 'attribute',
    parseInteger(classId) ?? 0,
    parseInteger(index) ?? 0,
    parseInteger(version) ?? undefined,
  );

export interface BrowseRoute {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly permission: 'dlms.read' | 'dlms.write';
  answer(input: Question): unknown;
}

const traced = async (RED: NodeAPI, connection: string) => {
  const node = RED.nodes.getNode(connection) as Partial<ConnectionNode> | null;
  return { text: await ticketText(RED, traceHub(connection), node?.settings ?? {}) };
};

/** The routes of one Node-RED. */
export const browseRoutes = (RED: NodeAPI): readonly BrowseRoute[] => {
  const jobs = new BrowseJobs(() => RED.util.generateId());
  const read = { method: 'get', permission: 'dlms.read' } as const;
  const write = { method: 'post', permission: 'dlms.write' } as const;
  return [
    { ...read, path: 'objects', answer: (query) => cached(RED, query) },
    { ...read, path: 'objects-csv', answer: (query) => exported(RED, query) },
    { ...read, path: 'value-hint', answer: hint },
    { ...write, path: 'trace', answer: (body) => traced(RED, word(body.connection)) },
    { ...read, path: 'browse-job', answer: (query) => jobs.ask(word(query.job)) },
    { ...write, path: 'browse', answer: (body) => startBrowsing(RED, jobs, body) },
    {
      ...write,
      path: 'browse-cancel',
      answer: (body) => {
        jobs.cancel(word(body.job));
        return { ok: true };
      },
    },
    { ...write, path: 'objects-import', answer: (body) => importFile(RED, body) },
    { ...write, path: 'read-now', answer: (body) => readNow(RED, body) },
  ];
};
