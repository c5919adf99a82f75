/**
 * A simulated meter without a line: APDUs in hex in, APDUs in hex out. Time stands still at noon UTC of 2026-01-15 (a
 * Thursday, 13:00 in CET) unless a test moves it.
 */
import { toHex } from '../../src/bytes';
import { SimulatedMeter } from '../../src/simulator/meter';
import { Session } from '../../src/simulator/session';
import type { SimulatorEvent, SimulatorOptions } from '../../src/simulator/types';

export const noon = Date.UTC(2026, 0, 15, 12);
export const lnAarq = '6036A1090607608574050801018A0207808B0760857405080201AC0A80083132333435363738BE10040E01000000065F1F0400007E1F04B0';
/** Proposes every service with logical names: GBT, blocks, lists, ACCESS, selective access; PDU size 1200. */
export const lnAarqAll = lnAarq.replace('007E1F04B0', '207EDF04B0');
/** Short names: read, write, unconfirmed write, blocks, lists, parameterised access; PDU size 65535. */
export const snAarq = '6036A1090607608574050801028A0207808B0760857405080201AC0A80083132333435363738BE10040E01000000065F1F04001C1B20FFFF';

export interface Talk {
  readonly meter: SimulatedMeter;
  readonly events: SimulatorEvent[];
  /** What went to the client on its own. */
  readonly notifications: string[];
  /** One entry each time the meter closed the line. */
  readonly drops: string[];
  /** Answers to one APDU. */
  ask(hex: string): string[];
  /** The one answer. */
  one(hex: string): string;
  /** Moves the clock that the meter runs by. */
  wait(seconds: number): void;
  /** Another connection to the same meter, of this client SAP. */
  as(client: number): Talk;
}

/** @param client client SAP; 1 has the password 12345678, 16 is public */
export function talk(options: Partial<SimulatorOptions> = {}, client = 1): Talk {
  let now = options.now?.() ?? noon;
  const meter = new SimulatedMeter({
    listen: { kind: 'tcp', port: 0 },
    seed: 7,
    hdlc: { inactivityTimeoutMs: 0 },
    ...options,
    now: () => now,
  });
  const events: SimulatorEvent[] = [];
  const notifications: string[] = [];
  const drops: string[] = [];
  meter.on((event) => events.push(event));
  const wait = (seconds: number): void => {
    now += seconds * 1000;
  };
  const as = (sap: number): Talk => {
    const line = { notify: (apdu: Buffer) => void notifications.push(toHex(apdu)), drop: () => void drops.push('dropped') };
    const session = new Session(meter, { client: sap, logicalDevice: 1 }, line);
    const ask = (hex: string): string[] => session.input(Buffer.from(hex, 'hex')).map(toHex);
    const one = (hex: string): string => {
      const answers = ask(hex);
      if (answers.length !== 1) throw new Error(`${answers.length} answers`);
      return answers[0] as string;
    };
    return { meter, events, notifications, drops, ask, one, wait, as };
  };
  return as(client);
}

/** The same, associated with everything that logical names offer. */
export function associated(options: Partial<SimulatorOptions> = {}, aarq = options.referencing === 'sn' ? snAarq : lnAarqAll): Talk {
  const conversation = talk(options);
  conversation.one(aarq);
  return conversation;
}
