/**
 * Requests of a client that knows the services and not what is sensible: objects of the meter and others, right and wrong types,
 * blocks in and out of order, lists, ACCESS, short names.
 */
import type { Apdu } from '../../src/apdu/apdu';
import type { VariableAccessSpecification } from '../../src/apdu/short-name';
import { encodeData } from '../../src/codec/data';
import type { Data } from '../../src/codec/types';
import { obisOctets } from '../../src/cosem/obis';
import type { SimulatedMeter } from '../../src/simulator/meter';
import type { chance } from '../fuzz/mutate';

type Random = ReturnType<typeof chance>;
export const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)] as T;
const many = <T>(random: Random, most: number, make: () => T): T[] => Array.from({ length: random(most + 1) }, make);
const half = (random: Random): boolean => random(2) === 0;

const plainValues: readonly Data[] = [
  { type: 'null-data', value: null },
  { type: 'unsigned', value: 7 },
  { type: 'integer', value: 0 },
  { type: 'enum', value: 1 },
  { type: 'boolean', value: true },
  { type: 'long-unsigned', value: 900 },
  { type: 'double-long-unsigned', value: 5 },
  { type: 'octet-string', value: Buffer.from('07EA010F040D000000FFC400', 'hex') },
  { type: 'octet-string', value: Buffer.alloc(200, 0x41) },
  { type: 'array', value: [] },
  {
    type: 'structure',
    value: [
      { type: 'double-long-unsigned', value: 1 },
      { type: 'octet-string', value: Buffer.alloc(3) },
    ],
  },
];

const entryDescriptor = (random: Random): Data => ({
  type: 'structure',
  value: [
    { type: 'double-long-unsigned', value: random(4) },
    { type: 'double-long-unsigned', value: random(30) },
    { type: 'long-unsigned', value: random(3) },
    { type: 'long-unsigned', value: random(3) },
  ],
});

/** What a client of one meter asks. */
export class Requests {
  private readonly objects: readonly { readonly classId: number; readonly obis: string }[];
  private readonly names: readonly number[];
  private readonly meter: SimulatedMeter;
  private readonly random: Random;

  /** @param spared a class that is not asked */
  constructor(meter: SimulatedMeter, random: Random, spared?: number) {
    this.meter = meter;
    this.random = random;
    this.objects = meter.store.blueprints.filter(({ classId }) => classId !== spared);
    this.names = this.objects.map(({ obis }) => meter.shortNames.baseNames.get(obis) ?? 0);
  }

  logicalName(next: number): Apdu {
    const { random } = this;
    return pick(random, [() => this.get(next), () => this.set(next), () => this.action(next), () => this.access()])();
  }

  shortName(next: number): Apdu {
    const { random } = this;
    const variables = half(random) ? [this.variable(next)] : many(random, 4, () => this.variable(next));
    if (half(random)) return { kind: 'read-request', value: variables };
    const kind = random(4) === 0 ? 'unconfirmed-write-request' : 'write-request';
    const listOfData = variables.map(() => this.value());
    return { kind, value: { variableAccessSpecification: variables, listOfData: random(8) === 0 ? listOfData.slice(1) : listOfData } };
  }

  private id() {
    const { random } = this;
    return { invokeId: random(16), reserved: 0, confirmed: random(5) !== 0, highPriority: half(random) };
  }

  private value(): Data {
    const { random, meter } = this;
    if (half(random)) return pick(random, plainValues);
    const { obis } = pick(random, this.objects);
    return meter.get(obis, 1 + random(9)) ?? pick(random, plainValues);
  }

  private target() {
    const { random } = this;
    const { classId, obis } = pick(random, this.objects);
    const known = random(10) !== 0;
    return { classId: known ? classId : random(120), instanceId: known ? obisOctets(obis) : Buffer.from('0100630163FF', 'hex') };
  }

  private attribute() {
    return { ...this.target(), attributeId: this.random(12) };
  }

  private method() {
    return { ...this.target(), methodId: this.random(9) };
  }

  private selection() {
    const { random } = this;
    return random(4) === 0 ? { accessSelector: random(4), accessParameters: half(random) ? entryDescriptor(random) : this.value() } : null;
  }

  private selected() {
    return { cosemAttributeDescriptor: this.attribute(), accessSelection: this.selection() };
  }

  /** A part of a value, or octets that are none; numbers in order, most of the time. */
  private block(number: number) {
    const { random } = this;
    const octets = half(random) ? encodeData(this.value()) : Buffer.alloc(random(40), random(256));
    return { lastBlock: half(random), blockNumber: random(6) === 0 ? random(5) : number, rawData: octets };
  }

  private get(next: number): Apdu {
    const { random } = this;
    const invokeIdAndPriority = this.id();
    return pick<() => Apdu>(random, [
      () => ({ kind: 'get-request', value: { kind: 'get-request-normal', value: { invokeIdAndPriority, ...this.selected() } } }),
      () => ({
        kind: 'get-request',
        value: { kind: 'get-request-next', value: { invokeIdAndPriority, blockNumber: random(6) === 0 ? random(5) : next } },
      }),
      () => {
        const attributeDescriptorList = many(random, 6, () => this.selected());
        return { kind: 'get-request', value: { kind: 'get-request-with-list', value: { invokeIdAndPriority, attributeDescriptorList } } };
      },
    ])();
  }

  private set(next: number): Apdu {
    const { random } = this;
    const invokeIdAndPriority = this.id();
    const attributeDescriptorList = many(random, 4, () => this.selected());
    const valueList = attributeDescriptorList.map(() => this.value()).slice(random(5) === 0 ? 1 : 0);
    const one = { invokeIdAndPriority, ...this.selected() };
    return {
      kind: 'set-request',
      value: pick(random, [
        { kind: 'set-request-normal', value: { ...one, value: this.value() } },
        { kind: 'set-request-with-list', value: { invokeIdAndPriority, attributeDescriptorList, valueList } },
        { kind: 'set-request-with-first-datablock', value: { ...one, datablock: this.block(1) } },
        { kind: 'set-request-with-datablock', value: { invokeIdAndPriority, datablock: this.block(next) } },
        {
          kind: 'set-request-with-list-and-first-datablock',
          value: { invokeIdAndPriority, attributeDescriptorList, datablock: this.block(1) },
        },
      ] as const),
    };
  }

  private action(next: number): Apdu {
    const { random } = this;
    const invokeIdAndPriority = this.id();
    const cosemMethodDescriptorList = many(random, 4, () => this.method());
    const parameters = cosemMethodDescriptorList.map(() => this.value()).slice(random(5) === 0 ? 1 : 0);
    const cosemMethodDescriptor = this.method();
    return {
      kind: 'action-request',
      value: pick(random, [
        {
          kind: 'action-request-normal',
          value: { invokeIdAndPriority, cosemMethodDescriptor, methodInvocationParameters: half(random) ? null : this.value() },
        },
        {
          kind: 'action-request-with-list',
          value: { invokeIdAndPriority, cosemMethodDescriptorList, methodInvocationParameters: parameters },
        },
        { kind: 'action-request-next-pblock', value: { invokeIdAndPriority, blockNumber: random(6) === 0 ? random(5) : next } },
        { kind: 'action-request-with-first-pblock', value: { invokeIdAndPriority, cosemMethodDescriptor, pblock: this.block(1) } },
        { kind: 'action-request-with-pblock', value: { invokeIdAndPriority, pblock: this.block(next) } },
        {
          kind: 'action-request-with-list-and-first-pblock',
          value: { invokeIdAndPriority, cosemMethodDescriptorList, pblock: this.block(1) },
        },
      ] as const),
    };
  }

  private access(): Apdu {
    const { random } = this;
    const accessSelection = { accessSelector: random(4), accessParameters: this.value() };
    const specifications = many(random, 6, () =>
      pick(random, [
        { kind: 'access-request-get', value: { cosemAttributeDescriptor: this.attribute() } },
        { kind: 'access-request-set', value: { cosemAttributeDescriptor: this.attribute() } },
        { kind: 'access-request-action', value: { cosemMethodDescriptor: this.method() } },
        { kind: 'access-request-get-with-selection', value: { cosemAttributeDescriptor: this.attribute(), accessSelection } },
        { kind: 'access-request-set-with-selection', value: { cosemAttributeDescriptor: this.attribute(), accessSelection } },
      ] as const),
    );
    const values = specifications.map(() => this.value()).slice(random(5) === 0 ? 1 : 0);
    const flags = (random(5) === 0 ? 0 : 0x4000_0000) + (half(random) ? 0x2000_0000 : 0) + (half(random) ? 0x1000_0000 : 0);
    return {
      kind: 'access-request',
      value: {
        longInvokeIdAndPriority: flags + random(0x100_0000),
        dateTime: Buffer.alloc(0),
        accessRequestSpecification: specifications,
        accessRequestListOfData: values,
      },
    };
  }

  private variable(next: number): VariableAccessSpecification {
    const { random } = this;
    const variableName = (random(10) === 0 ? random(0x10000) : pick(random, this.names)) + 8 * random(16);
    const blockNumber = random(6) === 0 ? random(5) : next;
    const parameter = half(random) ? entryDescriptor(random) : this.value();
    return pick<VariableAccessSpecification>(random, [
      { kind: 'variable-name', value: variableName & 0xffff },
      { kind: 'variable-name', value: variableName & 0xffff },
      { kind: 'parameterized-access', value: { variableName: variableName & 0xffff, selector: random(4), parameter } },
      { kind: 'detailed-access', value: { variableName: variableName & 0xffff, detailedAccess: [1] } },
      { kind: 'block-number-access', value: { blockNumber } },
      { kind: 'read-data-block-access', value: { lastBlock: half(random), blockNumber, rawData: Buffer.alloc(random(20)) } },
      { kind: 'write-data-block-access', value: { lastBlock: half(random), blockNumber } },
    ]);
  }
}
