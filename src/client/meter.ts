/**
 * A meter on a line: `get`, `read`, `set`, `action`, browsing, association and release.
 *
 * The association is opened by the first request that needs it, kept, and shared by all. Logical and short names are one
 * meter: references become requests that carry both names where needed. What reading costs, and what is cached, is in
 * `meter-read.ts`.
 */
import { defaultLimits } from '../bytes';
import type { DataOptions } from '../codec/data-decode';
import type { Data } from '../codec/types';
import { canonicalObis, logicalName } from '../cosem/obis';
import { decodeObjectList, decodeShortNameList } from '../cosem/object-list';
import { DlmsError, isDlmsError } from '../errors';
import { readAttributes } from '../session/plan';
import { refusalOfAccess } from '../session/refusal';
import { type AttributeRequest, type MethodRequest, type Outcome, usesShortNames } from '../session/requests';
import type { Association } from '../session/types';
import { associationSnBase, BaseNames } from './base-names';
import { itemResult, objectText, withMeter } from './decorate';
import type { Completed, Conversation, Request, Requests } from './line';
import { MeterReader } from './meter-read';
import { invokeItems, writeItems } from './meter-write';
import type { Peer } from './peer';
import { selectionRequest } from './selection';
import type {
  ActionItem,
  ActionResult,
  AssociationInfo,
  AttributeReference,
  GetResult,
  Meter,
  MeterOptions,
  MethodReference,
  OctetSink,
  ReadResult,
  ReleaseInfo,
  RequestOptions,
  SecurityReport,
  SetItem,
  SetResult,
  StreamResult,
} from './types';

const currentAssociation = '0-0:40.0.0*255';
const logicalNameList: AttributeReference = { classId: 15, obis: currentAssociation, attribute: 2 };
const shortNameList: AttributeReference = {
  classId: 12,
  obis: currentAssociation,
  attribute: 2,
  baseName: associationSnBase,
  name: 'object list',
};

/** Object lists of some meters announce more objects than they have. */
const listOptions: DataOptions = { ...defaultLimits, mayEndEarly: true };
const isObjectList = ({ classId, attribute }: AttributeReference): boolean => (classId === 15 || classId === 12) && attribute === 2;

/** The meter of a peer. */
export const createMeter = (line: Requests, peer: Peer): Meter => new LineMeter(line, peer);

class LineMeter implements Meter {
  private readonly baseNames: BaseNames;
  private readonly reader: MeterReader;

  constructor(
    private readonly line: Requests,
    private readonly peer: Peer,
  ) {
    this.baseNames = new BaseNames(peer.options);
    this.reader = new MeterReader(peer.options, peer.policy, (conversation, references) => this.fetch(conversation, references));
  }

  get name(): string {
    return this.peer.name;
  }

  get options(): MeterOptions {
    return this.peer.options;
  }

  get association(): Association | null {
    return this.peer.session?.association ?? null;
  }

  get security(): SecurityReport | null {
    return this.peer.security;
  }

  async associate(options?: RequestOptions): Promise<AssociationInfo> {
    // Taken in its turn: the next request in the queue may be a release.
    const work = async ({ session, fresh }: Conversation) => ({
      association: session.association as Association,
      link: session.linkParameters ?? {},
      security: this.peer.security,
      fresh,
    });
    const { result, info } = await this.submit({ what: 'associate', kind: 'read', options, work });
    return { meter: this.name, ...result, info };
  }

  async get(references: readonly AttributeReference[], options?: RequestOptions): Promise<GetResult> {
    checkReferences(references);
    const work = (conversation: Conversation) => this.fetch(conversation, references);
    const { result, info } = await this.submit({ what: 'get', kind: 'read', options, work }, references);
    return { items: references.map((reference, i) => itemResult(reference, result[i] as Outcome<Data>)), info };
  }

  async read(references: readonly AttributeReference[], options?: RequestOptions): Promise<ReadResult> {
    checkReferences(references);
    const work = (conversation: Conversation) => this.reader.read(conversation, references);
    const { result, info } = await this.submit({ what: 'read', kind: 'read', options, work }, references);
    return { ...result, info };
  }

  async stream(reference: AttributeReference, sink: OctetSink, options?: RequestOptions): Promise<StreamResult> {
    checkReferences([reference]);
    const work = (conversation: Conversation) => this.pour(conversation, reference, sink);
    const { result, info } = await this.submit({ what: 'read', kind: 'stream', options, work }, [reference]);
    return { error: itemResult(reference, result).error, info };
  }

  async set(items: readonly SetItem[], options?: RequestOptions): Promise<SetResult> {
    checkReferences(items);
    const work = (conversation: Conversation) => this.write(conversation, items);
    const { result, info } = await this.submit({ what: 'set', kind: 'change', options, work }, items);
    return { items: items.map((item, i) => itemResult(item, result[i] as Outcome<null>)), info };
  }

  async action(items: readonly ActionItem[], options?: RequestOptions): Promise<ActionResult> {
    checkReferences(items);
    const work = (conversation: Conversation) => this.invoke(conversation, items);
    const { result, info } = await this.submit({ what: 'action', kind: 'change', options, work }, items);
    return { items: items.map((item, i) => itemResult(item, result[i] as Outcome<Data | null>)), info };
  }

  async objectList(options?: RequestOptions) {
    const work = async (conversation: Conversation) => {
      const reference = usesShortNames(conversation.session) ? shortNameList : logicalNameList;
      const { data, error } = itemResult(reference, (await this.fetch(conversation, [reference]))[0] as Outcome<Data>);
      if (error !== null) throw error;
      const objects = usesShortNames(conversation.session) ? decodeShortNameList(data) : decodeObjectList(data);
      if (usesShortNames(conversation.session)) this.baseNames.learn(objects);
      return objects;
    };
    const { result, info } = await this.submit({ what: 'object list', kind: 'read', options, work });
    return { objects: result, info };
  }

  async release(options?: RequestOptions): Promise<ReleaseInfo> {
    return this.line.leave(this.peer, options);
  }

  private async submit<T>(
    request: Omit<Request<T>, 'peer'>,
    references: readonly (AttributeReference | MethodReference)[] = [],
  ): Promise<Completed<T>> {
    try {
      return await this.line.submit({ ...request, peer: this.peer });
    } catch (error) {
      if (!isDlmsError(error)) throw error;
      throw withMeter(error, this.name, references.length === 1 ? objectText(references[0] as AttributeReference) : undefined);
    }
  }

  /** Reads attributes in the fewest round trips; one outcome each. */
  private async fetch(conversation: Conversation, references: readonly AttributeReference[]): Promise<readonly Outcome<Data>[]> {
    await this.learnNames(conversation, references);
    const requests = references.map((reference) => this.requestOrWhyNot(conversation, reference));
    const wanted = requests.filter((request): request is AttributeRequest => !isDlmsError(request));
    const outcomes = (await conversation.run(readAttributes(conversation.session, wanted, this.peer.policy))).values();
    return requests.map((request) => (isDlmsError(request) ? unasked(request) : (outcomes.next().value as Outcome<Data>)));
  }

  private async pour(conversation: Conversation, reference: AttributeReference, sink: OctetSink): Promise<Outcome<Data>> {
    await this.learnNames(conversation, [reference]);
    const request = { ...this.attributeRequest(conversation, reference), sink };
    const [outcome] = await conversation.run(readAttributes(conversation.session, [request], this.peer.policy));
    return outcome as Outcome<Data>;
  }

  private async write(conversation: Conversation, items: readonly SetItem[]): Promise<readonly Outcome<null>[]> {
    await this.learnNames(conversation, items);
    const requests = items.map((item) => ({ ...this.attributeRequest(conversation, item), value: item.value }));
    return writeItems(conversation, requests, this.options.writeLists === true);
  }

  private async invoke(conversation: Conversation, items: readonly ActionItem[]): Promise<readonly Outcome<Data | null>[]> {
    await this.learnNames(conversation, items);
    const requests = items.map((item) => this.methodRequest(conversation, item));
    return invokeItems(conversation, requests, this.options.writeLists === true);
  }

  /** With short names, the object list is read once before the first object that nobody has named, and kept in the store. */
  private async learnNames(conversation: Conversation, references: readonly (AttributeReference | MethodReference)[]): Promise<void> {
    if (!usesShortNames(conversation.session) || !this.baseNames.needsList(references)) return;
    const { store } = this.options;
    if (store !== undefined && !this.baseNames.known) {
      this.baseNames.recall((await store.get(this.storeKey)) ?? '[]');
      if (!this.baseNames.needsList(references)) return;
    }
    // Known by its given base name: this does not come back here.
    const [outcome] = await this.fetch(conversation, [shortNameList]);
    const { data, error } = itemResult(shortNameList, outcome as Outcome<Data>);
    if (error !== null) throw error;
    this.baseNames.learn(decodeShortNameList(data));
    await store?.set(this.storeKey, this.baseNames.stored());
  }

  private get storeKey(): string {
    const { logicalDevice, physical } = this.options.addresses;
    return `base-names ${this.name} ${logicalDevice} ${physical ?? ''}`.trim();
  }

  private attributeRequest(conversation: Conversation, reference: AttributeReference): AttributeRequest {
    return {
      classId: reference.classId,
      instanceId: logicalName(reference.obis),
      attributeId: reference.attribute,
      selection: reference.selection === undefined ? null : selectionRequest(reference.selection, this.options),
      variableName: usesShortNames(conversation.session) ? this.baseNames.attribute(reference) : null,
      ...(isObjectList(reference) ? { decode: listOptions } : {}),
    };
  }

  /** With short names an object that is not in the object list cannot be asked for: that hides none of the others. */
  private requestOrWhyNot(conversation: Conversation, reference: AttributeReference): AttributeRequest | DlmsError {
    try {
      return this.attributeRequest(conversation, reference);
    } catch (error) {
      if (isDlmsError(error) && error.code === 'object-unknown') return error;
      throw error;
    }
  }

  private methodRequest(conversation: Conversation, item: ActionItem): MethodRequest {
    return {
      classId: item.classId,
      instanceId: logicalName(item.obis),
      methodId: item.method,
      variableName: usesShortNames(conversation.session) ? this.baseNames.method(item) : null,
      parameter: item.parameter,
    };
  }
}

/** As if the meter had said it: its object list does. */
const unasked = (error: DlmsError): Outcome<never> => ({ data: null, refusal: refusalOfAccess('object-undefined'), error });

/** @throws DlmsError `obis-invalid`, `settings-invalid` before anything is queued */
function checkReferences(references: readonly (AttributeReference | MethodReference)[]): void {
  if (references.length === 0) throw new DlmsError('settings-invalid', 'nothing was asked for: the list of objects is empty');
  for (const reference of references) {
    if (typeof reference !== 'object' || reference === null)
      throw new DlmsError('settings-invalid', `${reference} is no object of a meter`);
    canonicalObis(reference.obis);
    const index = 'attribute' in reference ? reference.attribute : reference.method;
    if (!Number.isInteger(index) || index < -128 || index > 127) {
      throw new DlmsError('settings-invalid', `${reference.obis}: ${index} is no attribute or method number`);
    }
    if (!Number.isInteger(reference.classId) || reference.classId < 0 || reference.classId > 0xffff) {
      throw new DlmsError('settings-invalid', `${reference.obis}: ${reference.classId} is no class`);
    }
  }
}
