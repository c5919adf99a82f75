/**
 * Meters behind a gateway (DLMS gateway protocol, Green Book clause 10.10): each request carries a prefix that names the
 * network and the meter in it, and each answer one that names where it comes from.
 *
 * The link itself is between client and gateway. Gateways that leave the prefix of their answers out are understood.
 */
import { gatewayAnswer, gatewayRequest, prefixLength } from '../apdu/gateway-prefix';
import { DlmsError } from '../errors';
import type { Dialogue, IdleEvent, Link, LinkParameters } from './link';

export interface GatewayOptions {
  /** Network behind the gateway, 0 to 255; most have one only, number 0. */
  readonly networkId: number;
  /** Address of the meter in that network, 1 to 127 octets: often the characters of its serial number. */
  readonly deviceAddress: Buffer;
}

/** Who is behind a gateway, as the prefix of a message says it. */
export interface GatewayPrefix extends GatewayOptions {
  /** E6 or E7. */
  readonly header: number;
}

/** An APDU and the prefix in front of it, null where there is none. @throws DlmsError `apdu-truncated` */
export function splitPrefix(octets: Buffer): { readonly prefix: GatewayPrefix | null; readonly apdu: Buffer } {
  const end = prefixLength(octets);
  if (end === 0) return { prefix: null, apdu: octets };
  if (octets.length <= end) throw new DlmsError('apdu-truncated', 'the prefix of the gateway is longer than the message');
  return {
    prefix: { header: octets[0] as number, networkId: octets[1] as number, deviceAddress: octets.subarray(3, end) },
    apdu: octets.subarray(end),
  };
}

const prefixed = (header: number, { networkId, deviceAddress }: GatewayOptions): Buffer =>
  Buffer.concat([Buffer.of(header, networkId, deviceAddress.length), deviceAddress]);

/** The prefix of what goes back to where a message came from. */
export const prefixBack = (prefix: GatewayPrefix): Buffer =>
  prefixed(prefix.header === gatewayRequest ? gatewayAnswer : gatewayRequest, prefix);
/** Answers of other meters that may pass by while one is awaited. */
const maxPassing = 16;

/** @throws DlmsError `settings-invalid` when network or address do not fit into the prefix */
export function throughGateway(link: Link, options: GatewayOptions): Link {
  const { networkId, deviceAddress } = options;
  if (!Number.isInteger(networkId) || networkId < 0 || networkId > 0xff)
    throw new DlmsError('settings-invalid', `gateway: the network id is ${networkId}; 0 to 255 is possible`);
  if (deviceAddress.length < 1 || deviceAddress.length > 0x7f)
    throw new DlmsError('settings-invalid', `gateway: the address of the meter has ${deviceAddress.length} octets; 1 to 127 are possible`);
  return new GatewayLink(link, options);
}

class GatewayLink implements Link {
  private readonly prefix: Buffer;

  constructor(
    private readonly link: Link,
    private readonly options: GatewayOptions,
  ) {
    this.prefix = prefixed(gatewayRequest, options);
  }

  get deframer() {
    return this.link.deframer;
  }

  get octetsPerTurn() {
    const whole = this.link.octetsPerTurn;
    return whole === undefined ? undefined : whole - this.prefix.length;
  }

  get copies() {
    return this.link.copies;
  }

  connect(): Dialogue<LinkParameters> {
    return this.link.connect();
  }

  disconnect(): Dialogue<void> {
    return this.link.disconnect();
  }

  *request(apdu: Buffer, timeoutMs: number): Dialogue<Buffer> {
    return yield* this.ours(yield* this.link.request(this.prefixed(apdu), timeoutMs), timeoutMs);
  }

  *receive(timeoutMs: number): Dialogue<Buffer> {
    return yield* this.ours(yield* this.link.receive(timeoutMs), timeoutMs);
  }

  send(apdu: Buffer): Dialogue<void> {
    return this.link.send(this.prefixed(apdu));
  }

  idle(frame: Buffer): IdleEvent {
    const event = this.link.idle(frame);
    if (event.kind !== 'apdu') return event;
    const apdu = this.stripped(event.apdu);
    return apdu === null ? { kind: 'ignored' } : { ...event, apdu };
  }

  private prefixed(apdu: Buffer): Buffer {
    return Buffer.concat([this.prefix, apdu]);
  }

  private *ours(first: Buffer, timeoutMs: number): Dialogue<Buffer> {
    let received = first;
    for (let passed = 0; passed < maxPassing; passed++) {
      const apdu = this.stripped(received);
      if (apdu !== null) return apdu;
      received = yield* this.link.receive(timeoutMs);
    }
    throw new DlmsError('answer-mismatch', 'the gateway sends answers of other meters only');
  }

  /** The APDU without its prefix; null when it is of another meter. */
  private stripped(octets: Buffer): Buffer | null {
    const { prefix, apdu } = splitPrefix(octets);
    if (prefix === null || prefix.deviceAddress.length === 0) return apdu;
    const ours = prefix.networkId === this.options.networkId && prefix.deviceAddress.equals(this.options.deviceAddress);
    return ours ? apdu : null;
  }
}
