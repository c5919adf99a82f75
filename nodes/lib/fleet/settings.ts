/**
 * Settings of a `dlms-fleet`.
 */
import { type AcceptMode, acceptModes } from '../acceptance';
import { type FormMemory, type FormOptions, formOptions, outputFormIds } from '../output-forms';
import { integer, oneOf, optionalInteger, type Settings, seconds, text, without } from '../setting-values';

/** `read`: this node reads; `dispatch`: it hands jobs out to others; `work`: it does the jobs that come in. */
const fleetModes = ['read', 'dispatch', 'work'] as const;
export type FleetMode = (typeof fleetModes)[number];

export interface FleetSettings {
  readonly mode: FleetMode;
  readonly form: string;
  readonly formOptions: FormOptions;
  /** Meters at work at once; undefined: as many as the connection has links. */
  readonly atOnce: number | undefined;
  /** Seconds for one meter, unless its row has its own. */
  readonly deadlineS: number;
  readonly attempts: number;
  readonly pauseMs: readonly [number, number];
  /** Longest pause for meters that are away; 0: they are asked every time, last. */
  readonly awayMs: number;
  readonly accept: AcceptMode;
  readonly acceptMs: number;
  readonly store: string;
  /** An unfinished run of the same list that is older begins anew. */
  readonly resumeMs: number;
  /** Jobs that are handed out and not back. */
  readonly window: number;
  readonly leaseMs: number;
}

const hour = 3_600_000;

/** What the form does not show. */
const unusedFields: Readonly<Record<FleetMode, readonly string[]>> = {
  read: ['window', 'lease'],
  dispatch: ['atOnce', 'deadline'],
  work: ['window', 'lease', 'retries', 'retryPause', 'awayMinutes', 'resumeHours', 'acceptTimeout'],
};

/** @throws DlmsError `settings-invalid` */
export const fleetSettings = (given: Settings, memory: FormMemory): FleetSettings => {
  const mode = oneOf(given, 'mode', fleetModes, 'read');
  const settings = without(given, unusedFields[mode]);
  const pause = seconds(settings, 'retryPause', 10);
  return {
    mode,
    form: oneOf(settings, 'output', outputFormIds, 'array'),
    formOptions: formOptions(settings, memory),
    atOnce: optionalInteger(settings, 'atOnce', { min: 1, max: 1000 }),
    deadlineS: Math.max(0.1, seconds(settings, 'deadline', 60) / 1000),
    attempts: 1 + integer(settings, 'retries', { min: 0, max: 20, fallback: 1 }),
    pauseMs: [pause, 16 * pause],
    awayMs: integer(settings, 'awayMinutes', { min: 0, max: 10_080, fallback: 60 }) * 60_000,
    accept: oneOf(settings, 'accept', acceptModes, 'done'),
    acceptMs: seconds(settings, 'acceptTimeout', 60),
    store: text(settings, 'store', ''),
    resumeMs: integer(settings, 'resumeHours', { min: 0, max: 8760, fallback: 12 }) * hour,
    window: integer(settings, 'window', { min: 1, max: 10_000, fallback: 50 }),
    leaseMs: Math.max(100, seconds(settings, 'lease', 120)),
  };
};
