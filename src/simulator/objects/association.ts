/**
 * Association LN and Association SN (Blue Book 4.4.3, 4.4.4; classes 15 and 12): which objects a client has, with which
 * rights. 0-0:40.0.0 shows the association under which it is read; 0-0:40.0.n is the n-th of the settings.
 */
import type { Data } from '../../codec/types';
import { obisAt } from '../../cosem/obis';
import { fixed } from '../attribute';
import { type Caller, unlimitedPduSize } from '../caller';
import type { MeterBlueprint, SimulatedMeter } from '../meter';
import type { Attribute, MeterObject, Method, Parts } from '../object';
import { refuse } from '../refusal';
import { attributeModeOf, isVisible, methodModeOf } from '../rights';
import type { AssociationSettings, Settings } from '../settings';
import {
  array,
  bits,
  elementsOf,
  enumeration,
  integer,
  long,
  longUnsigned,
  name,
  nameOf,
  nothing,
  numberOf,
  octets,
  octetsOf,
  structure,
  unsigned,
} from '../values';
import { currentSecuritySetup, setupOfAssociation } from './security-setup';

export const currentAssociation = '0-0:40.0.0*255';

/** Object identifiers as octets: 2.16.756.5.8.x.n. */
const objectIdentifier = (arc: 1 | 2, id: number): Data => octets(Buffer.from([0x60, 0x85, 0x74, 0x05, 0x08, arc, id]));
const attributeAccess = (settings: AssociationSettings, object: MeterObject): Data =>
  array(
    object.definition.attributes.map(({ id }) => {
      const selectors = Object.values(object.definition.selectiveAccess?.[id] ?? {}).filter((value) => typeof value === 'number');
      const offered = selectors.length > 0 && object.attributes.get(id)?.select ? array(selectors.map(integer)) : nothing;
      return structure(integer(id), enumeration(attributeModeOf(settings, object, id)), offered);
    }),
  );
const methodAccess = (settings: AssociationSettings, object: MeterObject): Data =>
  array(object.definition.methods.map(({ id }) => structure(integer(id), enumeration(methodModeOf(settings, object, id)))));

/** Objects of one association in the order of the meter's list. */
class View {
  private readonly removed = new Set<string>();
  readonly meter: SimulatedMeter;
  readonly settings: AssociationSettings;

  constructor(meter: SimulatedMeter, settings: AssociationSettings) {
    this.meter = meter;
    this.settings = settings;
  }

  *objects(): IterableIterator<MeterObject> {
    for (const { obis } of this.meter.store.blueprints) {
      if (!isVisible(this.settings, obis) || this.removed.has(obis)) continue;
      const object = this.meter.find(obis);
      if (object) yield object;
    }
  }

  /** add_object and remove_object: only what the meter has can come back. */
  change(parameter: Data | null, remove: boolean): null {
    const [classId, , logicalName] = elementsOf(parameter ?? undefined, 4);
    const obis = obisAt(nameOf(logicalName));
    if (this.meter.find(obis)?.definition.classId !== numberOf(classId)) return refuse('object-undefined');
    if (remove) this.removed.add(obis);
    else this.removed.delete(obis);
    return null;
  }

  lnEntry = (object: MeterObject): Data => {
    const { classId, version } = object.definition;
    const rights = structure(attributeAccess(this.settings, object), methodAccess(this.settings, object));
    return structure(longUnsigned(classId), unsigned(version), octets(object.logicalName), rights);
  };
}

type Selector = (view: View, parameters: Data) => Data;
const wantedObject = (value: Data): { classId: number; obis: string } => {
  const [classId, logicalName] = elementsOf(value, 2);
  return { classId: numberOf(classId), obis: obisAt(nameOf(logicalName)) };
};
const isObject =
  ({ classId, obis }: { classId: number; obis: string }) =>
  (object: MeterObject): boolean =>
    object.definition.classId === classId && object.obis === obis;
const classEntry = ({ definition, logicalName }: MeterObject): Data =>
  structure(longUnsigned(definition.classId), unsigned(definition.version), octets(logicalName));

/** Selective access of object_list (Blue Book 4.4.4.2.2): all and by class without rights, by object and one object in full. */
const listSelectors: Readonly<Record<number, Selector>> = {
  1: (view) => array([...view.objects()].map(classEntry)),
  2: (view, parameters) => {
    const classes = new Set(elementsOf(parameters).map(numberOf));
    return array([...view.objects()].filter(({ definition }) => classes.has(definition.classId)).map(classEntry));
  },
  3: (view, parameters) => {
    const wanted = elementsOf(parameters).map(wantedObject);
    return array([...view.objects()].filter((object) => wanted.some((one) => isObject(one)(object))).map(view.lnEntry));
  },
  4: (view, parameters) => {
    const found = [...view.objects()].find(isObject(wantedObject(parameters)));
    return found ? view.lnEntry(found) : refuse('object-undefined');
  },
};

const conformanceString = (conformance: number): Data => bits(conformance.toString(2).padStart(24, '0'));

function contextInfo(meter: SimulatedMeter, caller: Caller | null): Data {
  const association = caller?.association;
  return structure(
    conformanceString(association?.conformance ?? meter.settings.conformance),
    longUnsigned(meter.settings.maxPduSize),
    longUnsigned(association?.clientMaxReceivePduSize ?? unlimitedPduSize),
    unsigned(6),
    integer(0),
    octets(Buffer.alloc(0)),
  );
}

/** The settings that an instance shows: those of the caller, or its own. */
type Shown = (caller: Caller | null) => AssociationSettings;

function views(meter: SimulatedMeter, shown: Shown): (caller: Caller | null) => View {
  const known = new Map<number, View>();
  return (caller) => {
    const settings = shown(caller);
    const view = known.get(settings.client) ?? new View(meter, settings);
    known.set(settings.client, view);
    return view;
  };
}

const replyToHls: Method = (parameter, caller) => {
  if (!caller?.association.pending) return refuse('read-write-denied', 'no challenge waits for its reply');
  const { accepted, proof } = caller.authenticate(octetsOf(parameter ?? undefined));
  const word = caller.association.settings.security.options.proofRefusal ?? 'scope-of-access-violated';
  if (!accepted) return refuse(word, 'authentication failed');
  return proof ? octets(proof) : null;
};

/** Blue Book 4.4.4.2.3: client_SAP is a signed octet, so 200 is shown as -56. */
const clientSap = ({ client }: AssociationSettings): number => (client << 24) >> 24;

const changeSecret =
  (shown: Shown): Method =>
  (parameter, caller) => {
    shown(caller).security.changePassword(octetsOf(parameter ?? undefined));
    return null;
  };

function associationLn(meter: SimulatedMeter, shown: Shown, securitySetup: string): Parts {
  const viewOf = views(meter, shown);
  const list: Attribute = {
    read: (_at, caller) => array([...viewOf(caller).objects()].map(viewOf(caller).lnEntry)),
    select: (selector, parameters, _at, caller) =>
      (listSelectors[selector] ?? refuse('scope-of-access-violated', `no selector ${selector}`))(viewOf(caller), parameters),
  };
  const status = (caller: Caller | null): number => {
    if (caller !== null && caller.association.settings === shown(caller)) return caller.association.pending ? 1 : 2;
    return meter.associated.has(shown(caller).client) ? 2 : 0;
  };
  return {
    attributes: {
      objectList: list,
      associatedPartnersId: {
        read: (_at, caller) => structure(integer(clientSap(shown(caller))), longUnsigned(meter.settings.logicalDevice)),
      },
      applicationContextName: { read: (_at, caller) => objectIdentifier(1, caller?.association.applicationContextId ?? 1) },
      xdlmsContextInfo: { read: (_at, caller) => contextInfo(meter, caller) },
      authenticationMechanismName: { read: (_at, caller) => objectIdentifier(2, shown(caller).mechanism) },
      secret: { write: (value, caller) => shown(caller).security.changePassword(octetsOf(value)) },
      associationStatus: { read: (_at, caller) => enumeration(status(caller)) },
      securitySetupReference: fixed(name(securitySetup)),
    },
    methods: {
      replyToHlsAuthentication: replyToHls,
      changeHlsSecret: changeSecret(shown),
      addObject: (parameter, caller) => viewOf(caller).change(parameter, false),
      removeObject: (parameter, caller) => viewOf(caller).change(parameter, true),
    },
  };
}

/** base_name is written as a signed 16-bit number: FA00 is -1536. */
const signed = (baseName: number): Data => long(baseName >= 0x8000 ? baseName - 0x10000 : baseName);

/** A method that answers each entry of its parameter. */
const forEach =
  (answer: (entry: Data, caller: Caller | null) => Data): Method =>
  (parameter, caller) =>
    array(elementsOf(parameter ?? undefined).map((entry) => answer(entry, caller)));

function associationSn(meter: SimulatedMeter, shown: Shown, securitySetup: string): Parts {
  const viewOf = views(meter, shown);
  const baseName = (object: MeterObject): Data => signed(meter.shortNames.baseNames.get(object.obis) ?? 0);
  const snEntry = (object: MeterObject): Data => {
    const { classId, version } = object.definition;
    return structure(baseName(object), longUnsigned(classId), unsigned(version), octets(object.logicalName));
  };
  const rightsEntry =
    (caller: Caller | null) =>
    (object: MeterObject): Data =>
      structure(baseName(object), attributeAccess(shown(caller), object), methodAccess(shown(caller), object));
  const change = changeSecret(shown);
  const byName = (caller: Caller | null, value: Data): MeterObject => {
    const [classId, logicalName] = elementsOf(value);
    const wanted = isObject({ classId: numberOf(classId), obis: obisAt(nameOf(logicalName)) });
    return [...viewOf(caller).objects()].find(wanted) ?? refuse('object-undefined');
  };
  return {
    attributes: {
      objectList: { read: (_at, caller) => array([...viewOf(caller).objects()].map(snEntry)) },
      accessRightsList: { read: (_at, caller) => array([...viewOf(caller).objects()].map(rightsEntry(caller))) },
      securitySetupReference: fixed(name(securitySetup)),
    },
    methods: {
      readByLogicalname: forEach((entry, caller) => {
        const attribute = byName(caller, entry).attributes.get(numberOf(elementsOf(entry, 3)[2]));
        return attribute?.read?.(meter.now(), caller) ?? nothing;
      }),
      getAttributesAndMethods: forEach((entry, caller) => {
        const object = byName(caller, entry);
        return structure(attributeAccess(shown(caller), object), methodAccess(shown(caller), object));
      }),
      changeLlsSecret: change,
      changeHlsSecret: change,
      replyToHlsAuthentication: replyToHls,
    },
  };
}

const kinds = {
  ln: { classId: 15, version: 1, build: associationLn },
  sn: { classId: 12, version: 2, build: associationSn },
} as const;

/** 0-0:40.0.0 for the current association, 0-0:40.0.n for each of the settings. */
export function associationBlueprints(settings: Settings): MeterBlueprint[] {
  const { classId, version, build } = kinds[settings.referencing];
  const nobody = settings.associations[0];
  const current: Shown = (caller) => caller?.association.settings ?? nobody ?? refuse('object-unavailable');
  return [
    { classId, version, obis: currentAssociation, build: (meter) => build(meter, current, currentSecuritySetup) },
    ...settings.associations.map(
      (association, index): MeterBlueprint => ({
        classId,
        version,
        obis: `0-0:40.0.${index + 1}*255`,
        build: (meter) => build(meter, () => association, association.security.ciphers ? setupOfAssociation(index) : currentSecuritySetup),
      }),
    ),
  ];
}
