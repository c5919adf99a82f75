/**
 * One line of text for a frame, for traces and logs:
 *
 *   HDLC I N(S)=0 N(R)=1 F  client 48 <- server 1/8447, 62 octets
 *
 * Shows header fields only and never the information itself: passwords travel there.
 */
import { isDlmsError } from '../errors';
import { addressText, type HdlcAddress } from './hdlc/address';
import { decodeFrame, type HdlcFrame } from './hdlc/frame';
import { rejectText } from './hdlc/frame-reject';
import { decodeParameters } from './hdlc/negotiation';
import { decodeMbusFrame } from './m-bus';
import { decodeAscii, seenText } from './mode-e';
import { decodeWrapper } from './wrapper';

export type FrameTextFraming = 'hdlc' | 'wrapper' | 'm-bus' | 'mode-e';

/** @param direction seen from the client: `tx` went to the meter; absent = a line that is only listened to */
export function frameText(framing: FrameTextFraming, octets: Buffer, direction?: 'tx' | 'rx'): string {
  try {
    return writers[framing](octets, direction);
  } catch (error) {
    if (!isDlmsError(error)) throw error;
    return `${framing} ${octets.length} octets: ${error.message}`;
  }
}

const writers: Record<FrameTextFraming, (octets: Buffer, direction?: 'tx' | 'rx') => string> = {
  hdlc: (octets, direction) => hdlcText(decodeFrame(octets), direction),
  wrapper: (octets, direction) => {
    const { source, destination, apdu } = decodeWrapper(octets);
    return `Wrapper ${ends(`${source}`, `${destination}`, direction)}, ${apdu.length} octets`;
  },
  'm-bus': (octets) => {
    const { address, sequence, final, stsap, dtsap, payload } = decodeMbusFrame(octets);
    const last = final ? ' last' : '';
    return `M-Bus segment ${sequence}${last}  address ${address}, SAP ${stsap} -> ${dtsap}, ${payload.length} octets`;
  },
  'mode-e': (octets) => `Mode E "${seenText(decodeAscii(octets))}"`,
};

const ends = (source: string, destination: string, direction: 'tx' | 'rx' | undefined): string => {
  if (direction === 'tx') return `client ${source} -> server ${destination}`;
  if (direction === 'rx') return `client ${destination} <- server ${source}`;
  return `${source} -> ${destination}`;
};

function hdlcText(frame: HdlcFrame, direction: 'tx' | 'rx' | undefined): string {
  const fromClient = direction === undefined ? likelyFromClient(frame) : direction === 'tx';
  const turn = frame.pf ? (fromClient ? ' P' : ' F') : '';
  const numbers = frame.kind === 'I' ? ` N(S)=${frame.ns} N(R)=${frame.nr}` : /^R/.test(frame.kind) ? ` N(R)=${frame.nr}` : '';
  const more = frame.segmented ? ' segment' : '';
  const where = ends(addressText(frame.source), addressText(frame.destination), direction);
  return `HDLC ${frame.kind}${numbers}${turn}${more}  ${where}${contentText(frame)}`;
}

/** The side with the physical address is the meter. */
const likelyFromClient = ({ source, destination }: { source: HdlcAddress; destination: HdlcAddress }): boolean =>
  source.lower === null && destination.lower !== null;

function contentText({ kind, information }: HdlcFrame): string {
  if (kind === 'FRMR') return `: ${rejectText(information)}`;
  if (information.length === 0) return '';
  if (kind !== 'SNRM' && kind !== 'UA') return `, ${information.length} octets`;
  const { maxInfoTransmit, maxInfoReceive, windowTransmit, windowReceive } = decodeParameters(information);
  const size = `transmits ${maxInfoTransmit ?? 128}, receives ${maxInfoReceive ?? 128}`;
  return `, ${size}, window ${windowTransmit ?? 1}/${windowReceive ?? 1}`;
}
