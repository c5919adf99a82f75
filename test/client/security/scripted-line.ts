/** A line of rows: what the client has to send, octet by octet, and what comes back. */
import assert from 'node:assert/strict';
import { createSecurity } from '../../../src/client/security/create-security';
import type { SecurityOptions } from '../../../src/client/security/options';
import type { SecurityStrategy } from '../../../src/client/security/types';
import type { Transport } from '../../../src/transport/transport';

export type Row = readonly [sent: string, received: string];

export interface ScriptedLine {
  readonly transport: Transport;
  /** Rows that were not asked for. */
  readonly left: Row[];
}

/** Hex, blanks allowed. What is sent has to be the next row as a whole. */
export function scriptedLine(rows: readonly Row[]): ScriptedLine {
  const left = [...rows];
  const plain = (hex: string): string => hex.replace(/\s/g, '').toUpperCase();
  const transport: Transport = {
    label: 'scripted',
    open: async (events) => ({
      peer: 'scripted',
      datagrams: false,
      async write(octets) {
        const row = left.shift();
        assert.equal(octets.toString('hex').toUpperCase(), plain(row?.[0] ?? '(nothing more)'));
        if (row?.[1]) setImmediate(() => events.data(Buffer.from(plain(row[1]), 'hex')));
      },
      setBaudRate: async () => {},
      close: () => {},
    }),
  };
  return { transport, left };
}

/** The strategy with this instead of chance. */
export function drawing(options: SecurityOptions, ...octets: readonly Buffer[]): SecurityStrategy {
  const strategy = createSecurity(options);
  return {
    attempts: (environment) => {
      const random = (count: number): Buffer => octets.find(({ length }) => length === count) ?? Buffer.alloc(count, 0x5a);
      return strategy.attempts({ ...environment, random });
    },
  };
}

/** An HDLC frame: FCS as in ISO/IEC 13239, CRC-16/X-25, bit by bit and not by our framing. */
export function hdlcFrame(addresses: string, control: number, information = ''): string {
  const info = Buffer.from(information, 'hex');
  const head = Buffer.concat([Buffer.from([0xa0, 0]), Buffer.from(addresses, 'hex'), Buffer.from([control])]);
  head[1] = head.length + 2 + (info.length > 0 ? info.length + 2 : 0);
  const checked = (octets: Buffer): Buffer => Buffer.concat([octets, crc(octets)]);
  const frame = info.length > 0 ? checked(Buffer.concat([checked(head), info])) : checked(head);
  return `7E${frame.toString('hex')}7E`;
}

function crc(octets: Buffer): Buffer {
  let value = 0xffff;
  for (const octet of octets) {
    value ^= octet;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >> 1) ^ 0x8408 : value >> 1;
  }
  value ^= 0xffff;
  return Buffer.from([value & 0xff, value >> 8]);
}
