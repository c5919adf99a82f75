/**
 * Object lists as files: CSV both ways, and the device files of a well-known desktop tool (`.gxc`, XML) one way in.
 *
 * CSV has one line per object: `class,version,obis,baseName,attributes,methods`; rights stand as `1=read_only 2=...`, with
 * blanks inside the words as `+`. Any order of columns. Of a device file only the facts are taken: class,
 * version, logical name, short name, and the numbers of attributes that it has values or rights for.
 */
import { canonicalObis, DlmsError, isDlmsError, nearestClass, type ObjectListEntry } from '../../src/index';
import { csvLine, csvLines } from './csv';

type Access = ObjectListEntry['attributes'];

/** Bounds for what somebody picks as a file. */
const maxFileLength = 8_000_000;
const maxObjects = 20_000;

const rightsText = (rights: Access): string => rights.map(({ id, access }) => `${id}=${access.replaceAll(' ', '+')}`).join(' ');

const header = ['class', 'version', 'obis', 'baseName', 'attributes', 'methods', 'name', 'className'] as const;

interface Named {
  readonly name: string;
  readonly className: string;
}

/** The list as CSV, lines ended with CR LF as RFC 4180 has them. `named` gives the words for people; they are not read back. */
export const toCsv = (entries: readonly ObjectListEntry[], named: (entry: ObjectListEntry) => Named): string => {
  const lines = entries.map((entry) => {
    const { classId, version, obis, baseName, attributes, methods } = entry;
    const { name, className } = named(entry);
    return [classId, version, obis, baseName, rightsText(attributes), rightsText(methods), name, className];
  });
  return [[...header], ...lines].map(csvLine).join('\r\n');
};

const rightsFrom = (text: string): Access =>
  text
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((part) => {
      const [id, access = 'unknown'] = part.split('=');
      return /^-?\d{1,3}$/.test(id ?? '') ? [{ id: Number(id), access: access.replaceAll('+', ' ') }] : [];
    });

const unknownRights = (members: readonly { readonly id: number }[] | undefined): Access =>
  (members ?? []).map(({ id }) => ({ id, access: 'unknown' }));

interface Facts {
  readonly classId: number;
  readonly version: number;
  readonly obis: string;
  readonly baseName: number | null;
  readonly attributes?: Access;
  readonly methods?: Access;
}

const entryOf = ({ classId, version, obis, baseName, attributes = [], methods = [] }: Facts): ObjectListEntry => {
  const definition = nearestClass(classId, version);
  return {
    classId,
    version,
    obis: canonicalObis(obis),
    baseName,
    attributes: attributes.length > 0 ? attributes : unknownRights(definition?.attributes),
    methods: methods.length > 0 ? methods : unknownRights(definition?.methods),
  };
};

const wrong = (line: number, problem: string): DlmsError => new DlmsError('settings-invalid', `line ${line} of the file: ${problem}`);

const columnNames: Readonly<Record<'classId' | 'version' | 'obis' | 'baseName' | 'attributes' | 'methods', readonly string[]>> = {
  classId: ['class', 'classid', 'class_id', 'ic', 'class id'],
  version: ['version'],
  obis: ['obis', 'logicalname', 'logical_name', 'ln', 'logical name'],
  baseName: ['basename', 'base_name', 'sn', 'short name'],
  attributes: ['attributes'],
  methods: ['methods'],
};

/** @throws DlmsError `settings-invalid` with the line */
export const fromCsv = (text: string): ObjectListEntry[] => {
  const [head = { fields: [] }, ...lines] = csvLines(text);
  const column = (key: keyof typeof columnNames): number => head.fields.findIndex((name) => columnNames[key].includes(name.toLowerCase()));
  if (column('classId') < 0 || column('obis') < 0) throw wrong(1, 'the columns "class" and "obis" are needed');
  return lines.map(({ fields, number: line }) => {
    const cell = (key: keyof typeof columnNames): string => fields[column(key)] ?? '';
    const whole = (key: 'classId' | 'version' | 'baseName'): number | null => {
      if (cell(key) === '') return null;
      const number = Number(cell(key));
      if (!Number.isInteger(number) || number < 0 || number > 0xffff) throw wrong(line, `"${cell(key)}" is not a number from 0 to 65535`);
      return number;
    };
    const classId = whole('classId');
    if (classId === null) throw wrong(line, 'the class is missing');
    const [version, baseName] = [whole('version') ?? 0, whole('baseName')];
    const [attributes, methods] = [rightsFrom(cell('attributes')), rightsFrom(cell('methods'))];
    try {
      return entryOf({ classId, version, obis: cell('obis'), baseName, attributes, methods });
    } catch (error) {
      throw isDlmsError(error) && error.code === 'obis-invalid' ? wrong(line, error.message) : error;
    }
  });
};

/** Content of the first element of this name; device files have no nesting of one name in itself. */
const content = (xml: string, names: readonly string[]): string | null => {
  for (const name of names) {
    const found = new RegExp(`<${name}(?:\\s[^>]{0,200})?>([^<]{0,200})</${name}>`, 'i').exec(xml);
    if (found?.[1] !== undefined && found[1].trim() !== '') return found[1].trim();
  }
  return null;
};

/** Class ids by the element names that device files use where they give no number. */
const classByElement: Readonly<Record<string, number>> = {
  data: 1,
  register: 3,
  extendedregister: 4,
  demandregister: 5,
  registeractivation: 6,
  profilegeneric: 7,
  clock: 8,
  scripttable: 9,
  schedule: 10,
  specialdaystable: 11,
  associationshortname: 12,
  associationlogicalname: 15,
  sapassignment: 17,
  imagetransfer: 18,
  iecopticalportsetup: 19,
  iec_local_port_setup: 19,
  ieclocalportsetup: 19,
  activitycalendar: 20,
  registermonitor: 21,
  actionschedule: 22,
  iechdlcsetup: 23,
  hdlcsetup: 23,
  iectwistedpairsetup: 24,
  mbusslaveportsetup: 25,
  utilitytables: 26,
  modemconfiguration: 27,
  autoanswer: 28,
  autoconnect: 29,
  pushsetup: 40,
  tcpudpsetup: 41,
  ip4setup: 42,
  macaddresssetup: 43,
  pppsetup: 44,
  gprssetup: 45,
  gsmdiagnostic: 47,
  ip6setup: 48,
  registertable: 61,
  securitysetup: 64,
  parametermonitor: 65,
  arbitrator: 68,
  disconnectcontrol: 70,
  limiter: 71,
  mbusclient: 72,
  account: 111,
  credit: 112,
  charge: 113,
  tokengateway: 115,
};

const attributeNumbers = (xml: string): Access => {
  const ids = new Set<number>();
  for (const [, id] of xml.matchAll(/<Attribute\b[^>]{0,300}?\bIndex="(\d{1,3})"/gi)) ids.add(Number(id));
  return [...ids].sort((a, b) => a - b).map((id) => ({ id, access: 'unknown' }));
};

const numberIn = (text: string | null): number | null => (text !== null && /^\d{1,5}$/.test(text) ? Number(text) : null);

/**
 * The objects of a device file: every element that holds a logical name, whatever the elements around it are called.
 * @throws DlmsError `settings-invalid` when there is none
 */
export const fromDeviceFile = (xml: string): ObjectListEntry[] => {
  const found: ObjectListEntry[] = [];
  for (const part of xml.matchAll(/<(?:GX(?:DLMS)?)?([A-Za-z0-9_]{2,40})(\s[^>]{0,400})?>(?=\s*<)/g)) {
    const [whole, element = '', properties = ''] = part;
    const start = part.index + whole.length;
    const tag = /^<([A-Za-z0-9_]+)/.exec(whole)?.[1] ?? '';
    const end = xml.indexOf(`</${tag}>`, start);
    const inside = end < 0 ? '' : xml.slice(start, Math.min(end, start + 20_000));
    // The outermost elements hold many logical names; an object holds its own first, before any other element with children.
    const own = /^\s*(?:<[A-Za-z0-9_]+(?:\s[^>]{0,200})?(?:\/>|>[^<]{0,300}<\/[A-Za-z0-9_]+>)\s*){0,12}/.exec(inside)?.[0] ?? '';
    const obis = content(own, ['LN', 'LogicalName']);
    const classId = numberIn(content(own, ['ObjectType', 'ClassId', 'InterfaceType'])) ?? classByElement[typeOf(properties, element)];
    if (obis === null || classId === undefined || classId === 0) continue;
    try {
      found.push(
        entryOf({
          classId,
          version: numberIn(content(own, ['Version'])) ?? 0,
          obis,
          baseName: numberIn(content(own, ['SN', 'ShortName'])) || null,
          attributes: attributeNumbers(inside),
        }),
      );
    } catch (error) {
      if (!isDlmsError(error)) throw error;
    }
    if (found.length > maxObjects) throw new DlmsError('limit-exceeded', `The file has more than ${maxObjects} objects`);
  }
  return found;
};

/** `xsi:type="GXDLMSRegister"` or the element's own name. */
const typeOf = (properties: string, element: string): string =>
  (/type="(?:GXDLMS)?([A-Za-z0-9_]+)"/i.exec(properties)?.[1] ?? element).toLowerCase().replace(/^gxdlms/, '');

/**
 * The objects of a file of any known kind, each once.
 * @throws DlmsError `settings-invalid` with what is wrong in it
 */
export const objectsOfFile = (text: string): ObjectListEntry[] => {
  if (text.length > maxFileLength) throw new DlmsError('limit-exceeded', `The file is larger than ${maxFileLength} characters`);
  const entries = /^\s*(\uFEFF)?\s*</.test(text) ? fromDeviceFile(text) : fromCsv(text);
  const unique = new Map(entries.map((entry) => [`${entry.classId} ${entry.obis}`, entry]));
  if (unique.size === 0) throw new DlmsError('settings-invalid', 'The file has no objects');
  if (unique.size > maxObjects) throw new DlmsError('limit-exceeded', `The file has more than ${maxObjects} objects`);
  return [...unique.values()];
};
