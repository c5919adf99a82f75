/**
 * One open channel to a simulated meter, or to several on one line: octets to frames, frames to the stations, answers
 * through the faults and back, mode E sign-on before it where wanted. Sign-on begins anew after DISC, and after a silence of
 * the inactivity time-out: then the line is back at 300 baud.
 *
 * Answers leave in order, delayed ones too. A peer that takes nothing is hung up before memory grows.
 */

import type { Deframer } from '../framing/link';
import { createModeEServer, type ModeEServer } from '../framing/mode-e';
import type { Channel } from '../transport/transport';
import { sendThrough } from './faults';
import type { SimulatedMeter } from './meter';
import { createStation, type Station } from './station';

/** Octets that may wait for a peer. */
const largestBacklog = 16 * 1024 * 1024;
const signOnBaudRate = 300;

export type SimulatorFraming = 'hdlc' | 'wrapper' | 'hdlc-mode-e';

export class Connection {
  private readonly channel: Channel;
  private readonly stations: readonly Station[];
  private readonly deframer: Deframer;
  private readonly modeE: ModeEServer | null;
  private readonly timers = new Set<NodeJS.Timeout>();
  private silence: NodeJS.Timeout | undefined;
  private backlog = 0;
  private answers = 0;
  private due = 0;
  private closed = false;

  constructor(channel: Channel, meters: readonly SimulatedMeter[], framing: SimulatorFraming, baudRate: number) {
    this.channel = channel;
    const linkFraming = framing === 'wrapper' ? 'wrapper' : 'hdlc';
    this.stations = meters.map((meter) => createStation(meter, linkFraming, channel.datagrams));
    this.deframer = (this.stations[0] as Station).link.deframer;
    const signOn = { identification: 'METERFLOW SIM', manufacturer: 'MFL', baudRate, parity: 'software-even' as const };
    this.modeE = framing === 'hdlc-mode-e' ? createModeEServer(signOn) : null;
    if (this.modeE) this.setBaudRate(signOnBaudRate);
  }

  /** Octets came. */
  data(chunk: Buffer): void {
    if (this.closed) return;
    this.awaitSilence();
    if (this.stations.some(({ meter }) => meter.faults.echo)) this.write(chunk);
    const octets = this.modeE && !this.modeE.done ? this.signOn(this.modeE, chunk) : chunk;
    if (octets.length === 0) return;
    for (const frame of this.deframer.push(octets)) for (const station of this.stations) this.pass(station, frame);
  }

  /** Faults of a meter were changed. */
  applyFaults(): void {
    for (const station of this.stations) station.applyFaults();
  }

  /** The channel is closed: sessions end, nothing stays behind. */
  end(): void {
    if (this.closed) return;
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    clearTimeout(this.silence);
    for (const station of this.stations) station.end();
  }

  close(): void {
    this.end();
    this.channel.close();
  }

  private signOn(server: ModeEServer, chunk: Buffer): Buffer {
    const { outputs, rest } = server.input(chunk);
    for (const { send, baudRate } of outputs) {
      if (send) this.write(send);
      if (baudRate !== undefined) this.setBaudRate(baudRate);
    }
    return rest;
  }

  private setBaudRate(baudRate: number): void {
    this.channel.setBaudRate(baudRate).catch(() => this.close());
  }

  /** Mode E goes back to the sign-on when nothing comes for as long as the most patient meter waits. */
  private awaitSilence(): void {
    const { modeE, stations } = this;
    const patience = stations.map(({ meter }) => meter.settings.inactivityTimeoutMs);
    clearTimeout(this.silence);
    if (modeE === null || patience.includes(0)) return;
    this.silence = setTimeout(
      () => {
        for (const station of stations) station.end();
        this.deframer.reset();
        this.signOnAgain(modeE);
      },
      Math.max(...patience),
    );
  }

  private signOnAgain(server: ModeEServer): void {
    server.reset();
    this.setBaudRate(signOnBaudRate);
  }

  private pass(station: Station, frame: Buffer): void {
    const { frames, released, dropped } = station.input(frame);
    if (dropped) this.later(null, 0);
    for (const answer of frames) this.send(station, answer);
    if (released && this.modeE) this.signOnAgain(this.modeE);
  }

  private send(station: Station, frame: Buffer): void {
    if (this.closed) return;
    const { faults, random } = station.meter;
    const { octets, delayMs } = sendThrough(faults, station.framing, frame, random);
    for (const part of octets) this.later(part, delayMs);
    this.answers++;
    if (faults.dropAfter && this.answers >= faults.dropAfter) this.later(null, delayMs);
  }

  /** Writes after a pause, never before what was written earlier; null closes. */
  private later(octets: Buffer | null, delayMs: number): void {
    const now = performance.now();
    this.due = Math.max(this.due, now + delayMs);
    if (delayMs === 0 && this.timers.size === 0) {
      this.act(octets);
      return;
    }
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.act(octets);
    }, this.due - now);
    this.timers.add(timer);
  }

  private act(octets: Buffer | null): void {
    if (octets === null) this.close();
    else this.write(octets);
  }

  private write(octets: Buffer): void {
    if (this.closed) return;
    this.backlog += octets.length;
    if (this.backlog > largestBacklog) {
      this.close();
      return;
    }
    const written = (): void => {
      this.backlog -= octets.length;
    };
    // a peer that hung up is told by `closed` of the channel
    this.channel.write(octets).then(written, written);
  }
}
