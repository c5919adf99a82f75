/**
 * A meter with the meter's side of security, at the other end of a memory line. Client 1 is secured, client 16 is public and
 * reads the counter object. What the client sent is kept as it stood on the wire: the counters are read off there.
 */
import type { Aarq } from '../../../src/apdu/acse.types';
import { applicationContextName, mechanismName } from '../../../src/apdu/acse-words';
import { type Apdu, type ApduOf, apdu } from '../../../src/apdu/apdu';
import { meterDefaults } from '../../../src/client/defaults';
import { createSecurity } from '../../../src/client/security/create-security';
import type { SecurityOptions } from '../../../src/client/security/options';
import type { Line, Meter, MeterOptions } from '../../../src/client/types';
import { decode, encode } from '../../../src/codec/axdr';
import type { Data } from '../../../src/codec/types';
import { DlmsError } from '../../../src/errors';
import { controlOf } from '../../../src/security/control';
import { type CounterStore, memoryCounterStore } from '../../../src/security/counters';
import { readGmacProof } from '../../../src/security/hls/gmac';
import { sealApdu } from '../../../src/security/protect';
import {
  createServerSecurity,
  newServerCounters,
  refusalOf,
  type ServerCounters,
  type ServerMaterial,
  type ServerSecurityContext,
  type ServerSecuritySettings,
} from '../../../src/security/server';
import { symmetricKeys } from '../../../src/security/settings';
import { suiteOf } from '../../../src/security/suites';
import { clientTitle, keysOf, serverTitle } from '../../security/material';
import { MemoryMeter, testLine } from '../memory-meter';
import { aareFor, logicalServices } from '../scripted-answers';

export { clientTitle, keysOf, serverTitle };

/** Counters of one set-up as they passed the line; null where a message was not ciphered. */
export interface SeenTriple {
  aarq: number | null;
  action: number | null;
  gmac: number | null;
}

export interface SecuredMeterOptions {
  readonly settings?: Partial<ServerSecuritySettings>;
  readonly material?: Partial<ServerMaterial>;
  /** Value of the counter object; default: the highest counter that the meter accepted. */
  readonly counterObject?: () => Data;
  /** Changes what goes back; null sends nothing. */
  readonly alter?: (answer: Buffer, request: Apdu['kind']) => Buffer | 'drop' | null;
  readonly framing?: 'hdlc' | 'wrapper';
  /** Opens what comes with its own keys and answers with these: what a client with wrong settings sees of a careless meter. */
  readonly voice?: { readonly encryptionKey?: Buffer; readonly authenticationKey?: Buffer; readonly title?: Buffer };
  /** How f(StoC) is refused: an action-result. Default hardware-fault. */
  readonly refuses?: 'hardware-fault' | 'other-reason' | 'deciphering-error';
}

const initiateResponse = Buffer.from('0800065F1F0400407E1F04B00007', 'hex');

export class SecuredMeter {
  readonly triples: SeenTriple[] = [];
  readonly counters: ServerCounters;
  /** Public associations that were opened. */
  publicReads = 0;
  readonly memory: MemoryMeter;
  private security: ServerSecurityContext | null = null;
  private proven = false;

  constructor(readonly options: SecuredMeterOptions = {}) {
    this.counters = options.material?.counters ?? newServerCounters();
    this.memory = new MemoryMeter({ framing: options.framing ?? 'wrapper', answer: (request, client) => this.answer(request, client) });
  }

  private answer(request: Apdu, client: number): Apdu | Buffer | null {
    if (client === 16) return this.publicAnswer(request);
    const plain = this.secured(request);
    const answer = plain === 'drop' || this.options.alter === undefined ? plain : this.options.alter(plain, request.kind);
    if (answer !== 'drop') return answer;
    this.memory.drop();
    return null;
  }

  private publicAnswer(request: Apdu): Apdu | null {
    switch (request.kind) {
      case 'aarq':
        this.publicReads++;
        return aareFor('ln', logicalServices, 1024);
      case 'get-request': {
        const object =
          this.options.counterObject ?? (() => ({ type: 'double-long-unsigned', value: this.counters.client.global ?? 0 }) as const);
        const { invokeIdAndPriority } = request.value.value;
        const result = { kind: 'data', value: object() } as const;
        return { kind: 'get-response', value: { kind: 'get-response-normal', value: { invokeIdAndPriority, result } } };
      }
      case 'rlrq':
        return { kind: 'rlre', value: { reason: 0 } };
      default:
        return null;
    }
  }

  private secured(request: Apdu): Buffer | 'drop' {
    try {
      if (request.kind === 'aarq') return this.open(request.value);
      if (request.kind === 'rlrq') return encode(apdu, { kind: 'rlre', value: { reason: 0 } });
      return this.service(encode(apdu, request));
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
      return refusalOf(error);
    }
  }

  private open(aarq: Aarq): Buffer {
    this.proven = false;
    const material = {
      ...keysOf(0),
      clientTitle,
      serverTitle,
      password: Buffer.from('12345678'),
      challenge: Buffer.from('P6wRJ21F98765432'),
      ...this.options.material,
    };
    const settings = { mechanism: 5, suite: 0, protection: 'authenticated-encrypted', ...this.options.settings } as const;
    this.security = createServerSecurity(settings, { ...material, counters: this.counters });
    const facts = {
      callingApTitle: aarq.calling?.apTitle ?? null,
      callingAuthenticationValue: aarq.callingAuthenticationValue?.octets ?? null,
    };
    const opened = this.security.open(facts);
    const initiate = aarq.userInformation as Buffer;
    const ciphered = initiate[0] === 0x21;
    const triple = { aarq: ciphered ? initiate.readUInt32BE(3) : null, action: null, gmac: null };
    this.triples.push(triple);
    this.security.unprotect(initiate, 'initiate');
    const accepted = opened.kind !== 'refused';
    const challenge = opened.kind === 'challenge' ? opened.challenge : null;
    return encode(apdu, {
      kind: 'aare',
      value: {
        applicationContextName: applicationContextName(ciphered ? 3 : 1),
        result: accepted ? 'accepted' : 'rejected-permanent',
        resultSourceDiagnostic: {
          source: 'acse-service-user',
          code: challenge ? 14 : accepted ? 0 : 13,
          name: challenge ? 'authentication-required' : accepted ? 'null' : 'authentication-failure',
        },
        ...(this.security.respondingApTitle ? { responding: { apTitle: this.security.respondingApTitle } } : {}),
        ...(challenge
          ? {
              responderAcseRequirements: Buffer.from([0x07, 0x80]),
              mechanismName: mechanismName(settings.mechanism),
              respondingAuthenticationValue: { tag: 0, octets: challenge },
            }
          : {}),
        userInformation: this.options.voice ? spoken(this.options.voice) : this.security.protect(initiateResponse, 'initiate'),
      },
    });
  }

  private service(octets: Buffer): Buffer {
    const { security } = this;
    if (security === null) return Buffer.from([0xd8, 0x01, 0x01]);
    const use = this.proven || security.mechanism < 2 ? 'service' : 'hls';
    const triple = this.triples.at(-1) as SeenTriple;
    if (use === 'hls' && octets[0] === 0xcb) triple.action = octets.readUInt32BE(3);
    const request = decode(apdu, security.unprotect(octets, use));
    const answer = use === 'hls' ? this.prove(request, triple) : this.read(request);
    return Buffer.isBuffer(answer) ? answer : security.protect(encode(apdu, answer), use);
  }

  private prove(request: Apdu, triple: SeenTriple): Apdu | Buffer {
    if (request.kind !== 'action-request' || request.value.kind !== 'action-request-normal') return Buffer.from([0xd8, 0x01, 0x01]);
    const { invokeIdAndPriority, methodInvocationParameters: parameter } = request.value.value;
    const response = parameter?.type === 'octet-string' ? parameter.value : Buffer.alloc(0);
    triple.gmac = readGmacProof(response)?.counter ?? null;
    const { accepted, proof } = (this.security as ServerSecurityContext).reply(response);
    this.proven = accepted;
    const refuses = this.options.refuses ?? 'hardware-fault';
    if (!accepted && refuses === 'deciphering-error') return Buffer.from([0xd8, 0x02, 0x05]);
    const result = accepted ? 'success' : (refuses as 'hardware-fault');
    const returnParameters = proof ? ({ kind: 'data', value: { type: 'octet-string', value: proof } } as const) : null;
    return {
      kind: 'action-response',
      value: { kind: 'action-response-normal', value: { invokeIdAndPriority, singleResponse: { result, returnParameters } } },
    };
  }

  private read(request: Apdu): Apdu {
    const { invokeIdAndPriority } = (request as ApduOf<'get-request'>).value.value;
    const result = { kind: 'data', value: { type: 'double-long-unsigned', value: 4711 } } as const;
    return { kind: 'get-response', value: { kind: 'get-response-normal', value: { invokeIdAndPriority, result } } };
  }
}

/** The InitiateResponse in the voice of another. */
function spoken({ encryptionKey, authenticationKey, title }: NonNullable<SecuredMeterOptions['voice']>): Buffer {
  const keys = { ...keysOf(0), ...(encryptionKey ? { encryptionKey } : {}), ...(authenticationKey ? { authenticationKey } : {}) };
  const suite = suiteOf(0);
  const channel = {
    ...symmetricKeys(suite, keys),
    suite,
    material: {},
    ownTitle: title ?? serverTitle,
    peerTitle: clientTitle,
    alternatives: () => ({ keys: [], titles: [] }),
  };
  const control = controlOf(0, 'authenticated-encrypted');
  return sealApdu(initiateResponse, channel, { control, use: 'global', style: 'service-specific', counter: 5 });
}

export const hex = (octets: Buffer): string => octets.toString('hex');

/** Security of client 1 that fits the meter above. */
export function securityOptions(
  options: Partial<Omit<SecurityOptions, 'settings'>> & { settings?: Partial<SecurityOptions['settings']> } = {},
): SecurityOptions & { readonly counterStore: CounterStore } {
  const keys = keysOf(0);
  return {
    clientTitle: hex(clientTitle),
    keys: { encryptionKey: keys.encryptionKey, authenticationKey: keys.authenticationKey },
    counterStore: memoryCounterStore(),
    pauseMs: 0,
    ...options,
    settings: { mechanism: 5, suite: 0, protection: 'authenticated-encrypted', ...options.settings },
  };
}

export interface Connected {
  readonly line: Line;
  readonly meter: Meter;
}

export function connect(target: SecuredMeter, options: SecurityOptions, meter: Partial<MeterOptions> = {}): Connected {
  const line = testLine(target.memory.transport, { framing: target.memory.framing, retries: 0, responseTimeoutMs: 500 });
  return {
    line,
    meter: line.meter({
      ...meterDefaults,
      name: 'hall',
      addresses: { client: 1, logicalDevice: 1, physical: 17 },
      security: createSecurity(options),
      ...meter,
    }),
  };
}

export const energy = { classId: 3, obis: '1-0:1.8.0*255', attribute: 2 } as const;

/** Opens, works, closes. */
export async function withMeter<T>(
  target: SecuredMeter,
  options: SecurityOptions,
  work: (meter: Meter) => Promise<T>,
  meterOptions: Partial<MeterOptions> = {},
): Promise<T> {
  const { line, meter } = connect(target, options, meterOptions);
  try {
    return await work(meter);
  } finally {
    await line.close();
    target.memory.close();
  }
}

export async function rejection(promise: Promise<unknown>): Promise<DlmsError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DlmsError)) throw new Error(`no DlmsError: ${error}`);
  return error;
}
