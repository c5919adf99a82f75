/**
 * What is going on while a request runs: the state of the line and the frames that pass, for status and second output.
 *
 * Progress messages begin after the first second and come at most twice a second; short requests send none.
 */
import type { Line, LineState } from '../../src/index';
import type { Progress } from '../forms/dialog-answers';
import type { Target } from './meter-access';
import { statusIntervalMs } from './status';

const quietMs = 1000;

const phases: Readonly<Record<LineState, Progress['phase']>> = {
  closed: 'connecting',
  connecting: 'connecting',
  waiting: 'waiting',
  open: 'transferring',
};

/** Words for the status. */
export const progressWords = ({ phase, octets, detail }: Progress, doing: string): string => {
  if (phase === 'waiting') return detail === undefined ? 'line is down, trying again' : `line is down: ${detail}`;
  if (phase === 'connecting') return 'connecting';
  return octets > 2048 ? `${doing}, ${Math.round(octets / 1024)} KiB` : doing;
};

/** Watches the line while `work` runs. `tell` is called for the status, `send` for the second output, `warn` for the log. */
export const watched = async <T>(
  { line, meter }: Pick<Target, 'line' | 'meter'>,
  tell: (progress: Progress) => void,
  send: (progress: Progress) => void,
  work: () => Promise<T>,
  warn: (text: string) => void = () => {},
): Promise<T> => {
  const started = performance.now();
  let frames = 0;
  let octets = 0;
  let lastSent = started + quietMs - statusIntervalMs;
  const now = (state: LineState, detail?: string): void => {
    const at = performance.now();
    const elapsedMs = Math.round(at - started);
    const progress = { phase: phases[state], meter: meter.name, frames, octets, elapsedMs, ...(detail === undefined ? {} : { detail }) };
    tell(progress);
    if (at - lastSent < statusIntervalMs) return;
    lastSent = at;
    send(progress);
  };
  const count = (length: number): void => {
    frames += 1;
    octets += length;
  };
  const stops = [...watch(line, meter.name, now, count), line.on('log', (name, text) => name === meter.name && warn(`${name}: ${text}`))];
  try {
    now(line.state);
    return await work();
  } finally {
    for (const stop of stops) stop();
  }
};

const watch = (
  line: Line,
  name: string,
  now: (state: LineState, detail?: string) => void,
  count: (length: number) => void,
): (() => void)[] => [
  line.on('state', now),
  line.on('frame', (_direction, frame, meter) => {
    // Frames of other meters on the same line are none of this request's business.
    if (meter !== null && meter !== name) return;
    count(frame.length);
    now('open');
  }),
];
