/**
 * What the dialogs ask the runtime, under `/dlms/` of the admin API.
 *
 * Every route needs a permission and none returns a secret: class table, OBIS names, serial ports, addresses, the
 * security choices, and the tests of line and association. Secrets that were typed and not deployed come with a test's
 * question, by the same way as a deploy brings them, and go no further.
 */
import type { NodeAPI } from 'node-red';
import {
  builtInTemplates,
  canonicalObis,
  classes,
  DlmsError,
  dottedObis,
  encodeAddress,
  isDlmsError,
  type Language,
  listSerialPorts,
  type ObisHit,
  obisFault,
  obisName,
  prepareSearch,
  searchObis,
  serverAddress,
  toHex,
} from '../../src/index';
import { testAssociation } from './association-test';
import { browseRoutes } from './browse-routes';
import { attributeDanger, methodDanger } from './confirmation';
import { dialogError } from './error-facts';
import { testLine } from './line-test';
import { linkAddresses } from './meter-settings';
import { outputFormIds } from './output-forms';
import { type Question, spokenIn, word } from './route-question';
import { securityChoices } from './security-settings';
import { isRecord, type Settings } from './setting-values';
import { valueKinds } from './typed-value';
import { usualClassOf } from './usual-class';

type Answer = (query: Question, RED: NodeAPI) => unknown;

/** The newest version of each class, as the pick-lists need it. */
const classList = () =>
  [...new Map(classes.map((entry) => [entry.classId, entry])).values()].map(
    ({ classId, version, name, chapter, attributes, methods, selectiveAccess }) => ({
      classId,
      version,
      name,
      chapter,
      selective: Object.keys(selectiveAccess ?? {}).map(Number),
      attributes: attributes.map((row) => ({
        id: row.id,
        name: row.name,
        shape: row.shape,
        access: row.access,
        danger: attributeDanger(classId, row.id),
      })),
      methods: methods.map((row) => ({ id: row.id, name: row.name, parameter: row.parameter, danger: methodDanger(classId, row.id) })),
    }),
  );

const maxCodes = 200;

const named = (code: string, lang: Language) => {
  const fault = obisFault(code);
  if (fault !== null) return { input: code, fault };
  const obis = canonicalObis(code);
  return { input: code, obis, dotted: dottedObis(obis), name: obisName(obis, lang), classId: usualClassOf(obis) };
};

const nameCodes: Answer = (query) =>
  word(query.codes)
    .split(',')
    .filter((code) => code.trim() !== '')
    .slice(0, maxCodes)
    .map((code) => named(code, spokenIn(query)));

/** The catalogue is made between other work: a runtime that reads meters does not stop for a dialog. */
const searchReady = async (): Promise<void> => {
  for (const spoken of ['en', 'de'] as const) for (const _ of prepareSearch(spoken)) await new Promise(setImmediate);
};

const search: Answer = async (query): Promise<ObisHit[]> => {
  await searchReady();
  return searchObis(word(query.q), spokenIn(query), { limit: 40 });
};

/** The server address of HDLC, in octets as they are sent. */
const address: Answer = (query) => {
  const addresses = linkAddresses(query);
  const { logicalDevice, physical = null } = addresses;
  const hex = toHex(encodeAddress(serverAddress(addresses))).replace(/(..)(?=.)/g, '$1 ');
  return { logicalDevice, physical, hex };
};

const readRoutes: Readonly<Record<string, Answer>> = {
  classes: classList,
  obis: nameCodes,
  'obis-search': search,
  address,
  templates: () => builtInTemplates.map(({ id, title }) => ({ id, title })),
  choices: (_query, RED) => ({ ...securityChoices(RED), outputForms: outputFormIds, valueKinds }),
  'serial-ports': () => listSerialPorts(),
};

/** Errors as the dialogs show them. */
const failure = (error: unknown) => ({ ok: false, error: dialogError(error instanceof Error ? error : new Error(String(error))) });

interface RouteResponse {
  status(code: number): RouteResponse;
  json(body: unknown): void;
}

const answer = async (response: RouteResponse, make: () => unknown): Promise<void> => {
  try {
    response.json(await make());
  } catch (error) {
    response.status(isDlmsError(error) ? 400 : 500).json(failure(error));
  }
};

const tested = async (body: unknown, test: (fields: Settings) => Promise<object>): Promise<unknown> => {
  if (!isRecord(body)) throw new DlmsError('settings-invalid', 'The test needs the fields of the dialog');
  try {
    return { ok: true, ...(await test(body)) };
  } catch (error) {
    // A refusal is the result of the test, not a failure of the route.
    return failure(error);
  }
};

const registered = new WeakSet<object>();

/** Once per admin application, whichever node comes first. Without an editor (`httpAdminRoot: false`) there is none. */
export const registerEditorRoutes = (RED: NodeAPI): void => {
  const app = RED.httpAdmin as NodeAPI['httpAdmin'] | undefined;
  if (app === undefined || registered.has(app)) return;
  registered.add(app);
  for (const [path, make] of Object.entries(readRoutes)) {
    app.get(`/dlms/${path}`, RED.auth.needsPermission('dlms.read'), (request, response) => {
      void answer(response, () => make(request.query, RED));
    });
  }
  app.post('/dlms/test', RED.auth.needsPermission('dlms.write'), (request, response) => {
    void answer(response, () => tested(request.body, (fields) => testAssociation(RED, fields)));
  });
  app.post('/dlms/test-line', RED.auth.needsPermission('dlms.write'), (request, response) => {
    void answer(response, () => tested(request.body, (fields) => testLine(RED, fields)));
  });
  for (const { method, path, permission, answer: make } of browseRoutes(RED)) {
    app[method](`/dlms/${path}`, RED.auth.needsPermission(permission), (request, response) => {
      const input: unknown = method === 'get' ? request.query : request.body;
      void answer(response, () => make(isRecord(input) ? input : {}));
    });
  }
};
