/**
 * State of a session: options (frozen, from the user), the association (frozen, from the AARE), and what one
 * conversation needs to run. Counters belong to the security context.
 */
import type { Apdu } from '../apdu/apdu';
import type { ConformanceBit } from '../apdu/initiate';
import type { DlmsError } from '../errors';
import type { Link, LinkParameters } from '../framing/link';
import type { SecurityContext } from '../security/types';

export type Referencing = 'ln' | 'sn';

export interface AssociateOptions {
  readonly referencing: Referencing;
  readonly proposedConformance: number;
  /** 5F1F by the standard; 5F for meters and tools that code the tag in one octet. */
  readonly conformanceTag: '5F1F' | '5F';
  /** client-max-receive-pdu-size; 0 = no limit. */
  readonly maxReceivePduSize: number;
  /** Send `80 02 07 80` (protocol version) as some meters want. */
  readonly sendProtocolVersion?: boolean;
  readonly userId?: number;
  /** Association object whose method 1 takes f(StoC), logical names; default `0-0:40.0.0*255`, SPODES meters want `0-0:40.0.3*255`. */
  readonly hlsInstance?: string;
  /** Short names: f(StoC) travels as a Write (default) or as a Read with parameterised access. */
  readonly hlsReply?: 'write' | 'read';
  /** RLRQ: `auto` protects it in ciphered contexts; some meters want it plain, some none at all. */
  readonly release?: 'auto' | 'plain' | 'protected' | 'none';
}

/** What came of the AARE. Frozen. */
export interface Association {
  readonly referencing: Referencing;
  readonly applicationContextName: string;
  readonly conformance: number;
  readonly conformanceNames: readonly ConformanceBit[];
  readonly dlmsVersion: number;
  /** server-max-receive-pdu-size: the largest APDU that may be sent to the meter; 0 = no limit. */
  readonly serverMaxReceivePduSize: number;
  /** vaa-name: 0x0007 with LN, base name of the association with SN. */
  readonly vaaName: number;
  readonly serverSystemTitle: Buffer | null;
  /** False for vendor HLS whose meters prove nothing. */
  readonly serverAuthenticated: boolean;
  readonly mechanism: number;
  readonly oddities: readonly string[];
}

export interface Timeouts {
  /** For each answer of the meter. */
  readonly responseMs: number;
}

/** Everything under one conversation with one meter. */
export interface Session {
  readonly link: Link;
  readonly security: SecurityContext;
  readonly options: AssociateOptions;
  readonly timeouts: Timeouts;
  /** Called for notifications that arrive between request and answer. */
  readonly onUnsolicited: (apdu: Apdu) => void;
  /** Called for those among them that are less protected than the user demands; they go nowhere else. */
  readonly onRefused?: (error: DlmsError) => void;
  /** Called with each plain APDU in both directions, for traces. */
  readonly onApdu?: (direction: 'tx' | 'rx', apdu: Buffer) => void;
  /** 0..15, used and advanced by `exchange`. */
  invokeId: number;
  /** A request was given up before its answer came: it may still arrive. */
  lateAnswers?: boolean;
  /** The last answer, plain: a copy of it answers nothing. */
  lastAnswer?: Buffer;
  /** The meter answers with invoke ids of its own. */
  ownInvokeIds?: boolean;
  /** In datagrams: the ids begin anew, while copies of answers with the same ones may be under way. */
  idsComeRound?: boolean;
  association: Association | null;
  /** The meter sent its challenge and has not accepted our answer: it is half open. */
  proving?: boolean;
  linkParameters: LinkParameters | null;
}
