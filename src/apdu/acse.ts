/**
 * ACSE APDUs: AARQ, AARE, RLRQ, RLRE (Green Book 9.4.2 and 9.5; ISO/IEC 8650-1), in BER.
 *
 * An APDU is a list of fields in any order. Each field is one row below: its tag, how its contents are read and written.
 * The codecs begin at the length, because the tag 60 to 63 belongs to the CHOICE of all APDUs. Unknown and empty fields are
 * passed over. The encoder writes the fields in the usual order, which is the order of the rows.
 *
 * One meter family needs more: with short names Landis+Gyr computes all lengths for a conformance block tagged `5F` and
 * sends it tagged `5F 1F`, so the AARE is one octet longer than it says. Exactly that pattern is read; `oddities` names it.
 */
import { Reader, Writer } from '../bytes';
import { type Codec, decode, length } from '../codec/axdr';
import { berOctets, berOid, berUnsigned, readBerField, readBerInner, readBerOid, readBerUnsigned } from '../codec/ber';
import { isDlmsError } from '../errors';
import type { Aare, Aarq, AuthenticationValue, ResultSourceDiagnostic, Rlre, Rlrq } from './acse.types';
import { associationResult, diagnosticName } from './acse-words';
import { initiateResponse } from './initiate';

/** How the contents of one field are read and written. */
interface Field<T> {
  read(contents: Reader): T;
  write(value: T): Buffer;
}

const raw: Field<Buffer> = { read: (contents) => contents.rest(), write: (value) => value };
const inside = <T>(tag: number, what: string, field: Field<T>): Field<T> => ({
  read: (contents) => field.read(readBerInner(contents, tag, what)),
  write: (value) => berOctets(tag, field.write(value)),
});
const oid: Field<string> = { read: readBerOid, write: berOid };
const unsigned: Field<number> = { read: readBerUnsigned, write: berUnsigned };
const explicitOctets = inside(0x04, 'OCTET STRING', raw);
const explicitInteger = inside(0x02, 'INTEGER', unsigned);

/** A system title has 8 octets; some meters send them without the OCTET STRING around. */
const title: Field<Buffer> = {
  read: (contents) => {
    const wrapped = contents.remaining !== 8 || contents.buffer[contents.position + 1] === contents.remaining - 2;
    return wrapped ? explicitOctets.read(contents) : contents.rest();
  },
  write: explicitOctets.write,
};

/** Gurux servers repeat their title in the [6] of an AARE where ISO/IEC 8650-1 has an invocation id: such octets are left out. */
const respondingInvocationId: Field<number | undefined> = {
  read: (contents) => (contents.peek() === 0x04 ? void contents.rest() : explicitInteger.read(contents)),
  write: (value) => explicitInteger.write(value as number),
};

/** Some meters of ZIV end it with 85: an object identifier that goes on. It says no more than the proof does, so it is left out. */
const respondingMechanism: Field<string | undefined> = {
  read: (contents) => {
    const last = contents.buffer[contents.position + contents.remaining - 1] as number;
    return last >= 0x80 ? void contents.rest() : readBerOid(contents);
  },
  write: (value) => berOid(value as string),
};

/** BIT STRING without its unused-bits octet; the bits that are not used are the zeros at the end. */
const versionBits: Field<Buffer> = {
  read: (contents) => {
    if (contents.u8() > 7) throw contents.malformed('protocol-version', contents.position - 1);
    return contents.rest();
  },
  write: (value) => {
    const last = value.at(-1) ?? 0;
    const unused = last === 0 ? 0 : 31 - Math.clz32(last & -last);
    return Buffer.concat([Buffer.from([unused]), value]);
  },
};

/** Authentication-Value ::= CHOICE; [2] external and [3] other are constructed. */
const authenticationValue: Field<AuthenticationValue> = {
  read: (contents) => {
    const { tag, contents: value } = readBerField(contents);
    return { tag: tag & 0x1f, octets: value.rest() };
  },
  write: ({ tag, octets }) => berOctets((tag === 2 || tag === 3 ? 0xa0 : 0x80) | (tag & 0x1f), octets),
};

const result: Field<Aare['result']> = {
  read: (contents) => {
    const code = explicitInteger.read(contents);
    if (code > 0xff) throw contents.malformed(`association result ${code}`);
    return associationResult.word(code);
  },
  write: (value) => explicitInteger.write(associationResult.code(value)),
};

const diagnostic: Field<ResultSourceDiagnostic> = {
  read: (contents) => {
    const at = contents.position;
    const { tag, contents: value } = readBerField(contents);
    if (tag !== 0xa1 && tag !== 0xa2) throw contents.malformed('result-source-diagnostic', at);
    const source = tag === 0xa1 ? 'acse-service-user' : 'acse-service-provider';
    const code = explicitInteger.read(value);
    return { source, code, name: diagnosticName(source, code) };
  },
  write: ({ source, code }) => berOctets(source === 'acse-service-user' ? 0xa1 : 0xa2, explicitInteger.write(code)),
};

/** A row: tag octet, where the value is kept (`group.name` for the AP and AE fields), and its form. */
interface Row {
  readonly tag: number;
  readonly path: string;
  readonly group: string;
  readonly name: string | undefined;
  readonly field: Field<unknown>;
}
function row<T>(tag: number, path: string, field: Field<T>): Row {
  const [group, name] = path.split('.') as [string, string?];
  return { tag, path, group, name, field: field as unknown as Field<unknown> };
}

/** Some send the xDLMS APDU without the OCTET STRING around it; its own tag is never 04. */
const information: Field<Buffer> = {
  read: (contents) => (contents.peek() === 0x04 ? explicitOctets.read(contents) : contents.rest()),
  write: explicitOctets.write,
};
const userInformation = row(0xbe, 'userInformation', information);
/** [29] IMPLICIT GraphicString is 9D; BD is seen too. */
const implementation = [row(0x9d, 'implementationInformation', raw), row(0xbd, 'implementationInformation', raw)];

const apAe = (group: string, tag: number, invocationId: Field<number> | Field<number | undefined> = explicitInteger): Row[] => [
  row(tag, `${group}.apTitle`, title),
  row(tag + 1, `${group}.aeQualifier`, explicitOctets),
  row(tag + 2, `${group}.apInvocationId`, invocationId as Field<number>),
  row(tag + 3, `${group}.aeInvocationId`, explicitInteger),
];

const aarqRows = [
  row(0x80, 'protocolVersion', versionBits),
  row(0xa1, 'applicationContextName', inside(0x06, 'application-context-name', oid)),
  ...apAe('called', 0xa2),
  ...apAe('calling', 0xa6),
  row(0x8a, 'senderAcseRequirements', raw),
  row(0x8b, 'mechanismName', oid),
  row(0xac, 'callingAuthenticationValue', authenticationValue),
  ...implementation,
  userInformation,
];
const aareRows = [
  row(0x80, 'protocolVersion', versionBits),
  row(0xa1, 'applicationContextName', inside(0x06, 'application-context-name', oid)),
  row(0xa2, 'result', result),
  row(0xa3, 'resultSourceDiagnostic', diagnostic),
  ...apAe('responding', 0xa4, respondingInvocationId),
  row(0x88, 'responderAcseRequirements', raw),
  row(0x89, 'mechanismName', respondingMechanism),
  row(0xaa, 'respondingAuthenticationValue', authenticationValue),
  ...implementation,
  userInformation,
];
const releaseRows = [row(0x80, 'reason', unsigned), userInformation];

type Values = Record<string, unknown>;

function readFields(rows: readonly Row[], input: Reader): Values {
  const values: Values = {};
  while (input.remaining > 0) {
    const at = input.position;
    const { tag, contents } = readBerField(input);
    const known = rows.find((one) => one.tag === tag);
    if (!known) continue;
    const { path, group, name, field } = known;
    // Where something has to stand and nothing does, the field says as much as an absent one: a refusal is read all the same.
    if (contents.remaining === 0 && field !== raw) continue;
    if (name !== undefined) values[group] ??= {};
    const target = name === undefined ? values : (values[group] as Values);
    const key = name ?? group;
    if (key in target) throw input.malformed(`${path} for the second time`, at);
    input.trace?.begin(path, at);
    const value = field.read(contents);
    input.trace?.end(input.position, value);
    if (value === undefined)
      values.oddities = [...((values.oddities as string[]) ?? []), `${path} of the AARE is malformed: it is left out`];
    else target[key] = value;
    if (contents.remaining > 0) throw contents.malformed(`${contents.remaining} octets too many in ${path}`);
  }
  return values;
}

function writeFields(rows: readonly Row[], value: Values): Buffer {
  const out = new Writer();
  let last = '';
  for (const { tag, path, group, name, field } of rows) {
    const found = name === undefined ? value[group] : (value[group] as Values | undefined)?.[name];
    // A second row of the same path is another tag that is read.
    if (found === undefined || path === last) continue;
    last = path;
    out.octets(berOctets(tag, field.write(found)));
  }
  return out.finish();
}

/** The reader of the fields: all of `input` that the length announces. */
function body(input: Reader): Reader {
  const size = length.read(input);
  const at = input.skip(size);
  const fields = new Reader(input.buffer, at, at + size, input.limits);
  fields.trace = input.trace;
  return fields;
}

const overlong = 'the AARE is one octet longer than its lengths (Landis+Gyr with short names: conformance tagged 5F 1F, counted as 5F)';

/**
 * The octets of the fields when they have exactly the form of the short-name AARE of Landis+Gyr: one octet more than
 * announced; the user-information is the last field and announces one octet less than is there; what is there is an
 * InitiateResponse tagged 5F 1F. Null otherwise. The octets given back have the lengths put right.
 */
function correctedOverlong(input: Reader): { fields: Buffer; end: number } | null {
  const probe = new Reader(input.buffer, input.position, input.end, input.limits);
  const size = length.read(probe);
  const from = probe.position;
  if (probe.remaining !== size + 1) return null;
  const announcedEnd = from + size;
  while (probe.position < announcedEnd && probe.peek() !== userInformation.tag) readBerField(probe);
  const at = probe.position;
  const outer = probe.buffer.subarray(at, at + 4);
  const octets = probe.buffer.subarray(at + 4, probe.end);
  // BE 0F 04 0D and 14 octets: short lengths only, as the meters send them
  if (outer[0] !== 0xbe || outer[2] !== 0x04 || outer[1] !== octets.length + 1 || outer[3] !== octets.length - 1) return null;
  const response = octets[0] === 0x08 ? decode(initiateResponse, octets.subarray(1)) : null;
  if (response?.negotiatedConformance.tag !== '5F1F') return null;
  const fields = Buffer.concat([probe.buffer.subarray(from, at), berOctets(0xbe, berOctets(0x04, octets))]);
  return { fields, end: probe.end };
}

function tryCorrectedOverlong(input: Reader): { fields: Buffer; end: number } | null {
  try {
    return correctedOverlong(input);
  } catch (error) {
    if (isDlmsError(error)) return null;
    throw error;
  }
}

function required(values: Values, names: readonly string[], input: Reader): void {
  for (const name of names) if (!(name in values)) throw input.malformed(`${name} is missing`);
}

function writeBody(rows: readonly Row[], value: object, out: Writer): void {
  const fields = writeFields(rows, value as Values);
  length.write(fields.length, out);
  out.octets(fields);
}

/** AARQ after its tag 60. */
export const aarq: Codec<Aarq> = {
  read(input) {
    const values = readFields(aarqRows, body(input));
    required(values, ['applicationContextName'], input);
    return values as unknown as Aarq;
  },
  write: (value, out) => writeBody(aarqRows, value, out),
};

function readWithOddity(rows: readonly Row[], input: Reader): Values {
  const corrected = tryCorrectedOverlong(input);
  if (corrected === null) return readFields(rows, body(input));
  const values = readFields(rows, new Reader(corrected.fields, 0, corrected.fields.length, input.limits));
  input.position = corrected.end;
  values.oddities = [...((values.oddities as string[] | undefined) ?? []), overlong];
  return values;
}

/** AARE after its tag 61. */
export const aare: Codec<Aare> = {
  read(input) {
    const values = readWithOddity(aareRows, input);
    required(values, ['applicationContextName', 'result', 'resultSourceDiagnostic'], input);
    return values as unknown as Aare;
  },
  write: (value, out) => writeBody(aareRows, value, out),
};

/** RLRQ after its tag 62. */
export const rlrq: Codec<Rlrq> = {
  read: (input) => readFields(releaseRows, body(input)) as Rlrq,
  write: (value, out) => writeBody(releaseRows, value, out),
};

/** RLRE after its tag 63; the same meters repeat the InitiateResponse in it, one octet too long again. */
export const rlre: Codec<Rlre> = {
  read: (input) => readWithOddity(releaseRows, input) as Rlre,
  write: (value, out) => writeBody(releaseRows, value, out),
};
