/**
 * A scripted meter at the other end of a memory line: real framing, answers from a function, and a count of what it was
 * asked. It opens its end again whenever the line was closed.
 */
import { type Apdu, apdu } from '../../src/apdu/apdu';
import { lineDefaults, meterDefaults, shortNameConformance } from '../../src/client/defaults';
import { openLine } from '../../src/client/line';
import type { Line, LineOptions, Meter, MeterOptions } from '../../src/client/types';
import { decode, encode } from '../../src/codec/axdr';
import { createHdlcSecondary } from '../../src/framing/hdlc/secondary';
import type { ServerLink } from '../../src/framing/link';
import type { ModeEServer } from '../../src/framing/mode-e';
import { createWrapperServer } from '../../src/framing/wrapper';
import type { Channel, Transport } from '../../src/transport/transport';
import { type MemoryOptions, memoryLine } from '../support/memory-line';

/** What the meter says to a request; null: nothing. */
export type Answer = (request: Apdu, client: number, logicalDevice: number) => Apdu | Buffer | null;

export interface MemoryMeterOptions {
  readonly framing: 'hdlc' | 'wrapper';
  readonly answer: Answer;
  readonly memory?: MemoryOptions;
  readonly logicalDevices?: readonly number[];
  readonly physical?: number;
  /** Largest information field that the meter offers, both ways. */
  readonly maxInfo?: number;
  /** HDLC begins after this sign-on. */
  readonly modeE?: ModeEServer;
}

export class MemoryMeter {
  /** Frames of the client, by their kind: SNRM, DISC and APDUs. */
  readonly requests: string[] = [];
  readonly transport: Transport;
  silent = false;
  connections = 0;
  private channel: Channel | null = null;
  private server: ServerLink;
  private readonly other: Transport;
  private ended = false;

  constructor(private readonly options: MemoryMeterOptions) {
    const [client, server] = memoryLine(options.memory);
    this.other = server;
    this.server = this.createServer();
    this.transport = {
      label: 'memory',
      open: async (events, signal) => {
        await this.listen();
        this.connections++;
        return client.open(events, signal);
      },
    };
  }

  /** The meter hangs up. */
  drop(): void {
    this.channel?.close();
    this.channel = null;
  }

  /** As after the inactivity time-out: who asks now gets DM. */
  endLinks(): void {
    this.server = this.createServer();
  }

  close(): void {
    this.ended = true;
    this.drop();
  }

  /** Sends frames that nobody asked for. */
  push(message: Apdu, client: number, logicalDevice: number): void {
    for (const frame of this.server.output(encode(apdu, message), { client, logicalDevice })) this.write(frame);
  }

  get framing(): 'hdlc' | 'wrapper' {
    return this.options.framing;
  }

  private createServer(): ServerLink {
    const { framing, logicalDevices = [1], physical = 17, maxInfo = 128 } = this.options;
    return framing === 'wrapper'
      ? createWrapperServer({ logicalDevices })
      : createHdlcSecondary({ physical, logicalDevices, maxInfoTransmit: maxInfo, maxInfoReceive: maxInfo });
  }

  private async listen(): Promise<void> {
    if (this.channel !== null || this.ended) return;
    this.server = this.createServer();
    this.channel = await this.other.open(
      {
        data: (chunk) => this.take(chunk),
        closed: () => {
          this.channel = null;
        },
      },
      new AbortController().signal,
    );
  }

  /** Octets as they are, from the meter to the client. */
  write(frame: Buffer): void {
    this.channel?.write(frame).catch(() => undefined);
  }

  private take(chunk: Buffer): void {
    const { modeE } = this.options;
    if (modeE === undefined || modeE.done) {
      this.takeFrames(chunk);
      return;
    }
    const { outputs, rest } = modeE.input(chunk);
    for (const { send } of outputs) if (send !== null) this.write(send);
    if (modeE.done) this.requests.push('sign-on');
    this.takeFrames(rest);
  }

  private takeFrames(chunk: Buffer): void {
    for (const frame of this.server.deframer.push(chunk)) {
      if (this.silent) {
        this.requests.push('(unheard)');
        continue;
      }
      for (const event of this.server.input(frame)) {
        if (event.kind === 'send') this.write(event.frame);
        if (event.kind === 'connected' && this.options.framing === 'hdlc') this.requests.push('connect');
        if (event.kind === 'disconnected') this.requests.push('disconnect');
        if (event.kind !== 'apdu') continue;
        const request = decode(apdu, event.apdu);
        this.requests.push(request.kind);
        const answer = this.options.answer(request, event.peer.client, event.peer.logicalDevice);
        if (answer === null) continue;
        const octets = Buffer.isBuffer(answer) ? answer : encode(apdu, answer);
        for (const out of this.server.output(octets, event.peer)) this.write(out);
      }
    }
  }
}

export const testLine = (transport: Transport, options: Partial<LineOptions> = {}): Line =>
  openLine({
    ...lineDefaults,
    framing: 'wrapper',
    responseTimeoutMs: 100,
    idleReleaseMs: 0,
    backoffMs: [5, 20],
    retries: 1,
    ...options,
    transport,
  });

export const testMeter = (line: Line, options: Partial<MeterOptions> = {}): Meter =>
  line.meter({ ...meterDefaults, name: 'test', addresses: { client: 16, logicalDevice: 1, physical: 17 }, ...options });

export const shortNameOptions: MeterOptions['associate'] = {
  ...meterDefaults.associate,
  referencing: 'sn',
  proposedConformance: shortNameConformance,
};
