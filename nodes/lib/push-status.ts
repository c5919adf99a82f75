/**
 * What a `dlms-push` says about itself: where it listens, what it has received, and what went wrong.
 */
import type { DlmsError, PushCounts } from '../../src/index';
import { counted } from './request-node';
import { errorStatus, type NodeStatus, okStatus, warningStatus } from './status';

const problemsOf = ({ failures, refused }: PushCounts, last: string | null): string =>
  [failures > 0 ? `${counted(failures, 'problem')}${last === null ? '' : ` (${last})`}` : '', refused > 0 ? `${refused} refused` : '']
    .filter((part) => part !== '')
    .join(', ');

/**
 * `tcp 0.0.0.0:4059, 3 connected, 120 telegrams, 1 problem`
 * @param failure of the port
 * @param last code of what was wrong with what came last; null where it was a telegram
 */
export const pushStatus = (where: string, counts: PushCounts, failure: DlmsError | null, last: string | null): NodeStatus => {
  if (failure !== null) return errorStatus(failure);
  const connected = counts.connections > 0 ? `${counts.connections} connected` : '';
  const telegrams = counts.telegrams > 0 ? counted(counts.telegrams, 'telegram') : '';
  const words = [where, connected, telegrams, problemsOf(counts, last)].filter((part) => part !== '').join(', ');
  if (counts.telegrams === 0 && counts.failures > 0) return warningStatus(words);
  return words === '' ? { fill: 'grey', shape: 'ring', text: 'waiting for telegrams' } : okStatus(words);
};
