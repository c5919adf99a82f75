/**
 * What a `dlms-push` says about itself: where it listens, what it has received, and for how long there was a problem.
 */
import type { DlmsError, PushCounts } from '../../src/index';
import { counted } from './request-node';
import { errorStatus, type NodeStatus, okStatus, warningStatus } from './status';

const problemsOf = ({ failures, refused }: PushCounts): string =>
  [failures > 0 ? counted(failures, 'problem') : '', refused > 0 ? `${refused} refused` : ''].filter((part) => part !== '').join(', ');

/** `tcp 0.0.0.0:4059, 3 connected, 120 telegrams, 1 problem` */
export const pushStatus = (where: string, counts: PushCounts, failure: DlmsError | null): NodeStatus => {
  if (failure !== null) return errorStatus(failure);
  const connected = counts.connections > 0 ? `${counts.connections} connected` : '';
  const telegrams = counts.telegrams > 0 ? counted(counts.telegrams, 'telegram') : '';
  const words = [where, connected, telegrams, problemsOf(counts)].filter((part) => part !== '').join(', ');
  if (counts.telegrams === 0 && counts.failures > 0) return warningStatus(words);
  return words === '' ? { fill: 'grey', shape: 'ring', text: 'waiting for telegrams' } : okStatus(words);
};
