/**
 * The fields of all tasks, stated once: the editor draws their rows, keeps and checks them by it (`nodes/editor/task-form.ts`),
 * and the tasks read them by it (`nodes/lib/tasks/field-values.ts`). Names are those of saved flows and of `msg.dlms.values`. Words are in the
 * catalogue of dlms-action: `label.<name>`, and `<name>.<choice>` for each choice.
 *
 * Pure: the editor bundles it.
 */

export type TaskField =
  /** Text of any form. */
  | { readonly kind: 'text'; readonly placeholder?: string; readonly needed?: boolean }
  /** Several lines, for what is pasted. */
  | { readonly kind: 'mono'; readonly placeholder?: string }
  /** JSON, in several lines. */
  | { readonly kind: 'json'; readonly placeholder?: string }
  /** OBIS code; empty is the usual object. Of a task its own `usual` code stands in grey. */
  | { readonly kind: 'obis'; readonly placeholder?: string }
  /** Empty leaves what the meter has. */
  | { readonly kind: 'integer'; readonly min: number; readonly max: number; readonly unit?: string }
  | { readonly kind: 'number' }
  /** As typed, in seconds with fractions. */
  | { readonly kind: 'seconds'; readonly fallback: number; readonly max?: number }
  /** ISO time with offset. */
  | { readonly kind: 'time'; readonly placeholder: string }
  | { readonly kind: 'title'; readonly placeholder: string }
  /** The first choice is the default; an empty one leaves what the meter has. */
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'flag'; readonly fallback: boolean }
  /** A security node of the editor. */
  | { readonly kind: 'security' };

const choice = <const T extends string>(...choices: readonly T[]) => ({ kind: 'choice', choices }) as const;
const flag = (fallback: boolean) => ({ kind: 'flag', fallback }) as const;
const integer = (min: number, max: number, unit?: string) =>
  ({ kind: 'integer', min, max, ...(unit === undefined ? {} : { unit }) }) as const;
const seconds = (fallback: number, max = 86_400) => ({ kind: 'seconds', fallback, max }) as const;

const u8 = 0xff;
const u16 = 0xffff;
const u32 = 0xffff_ffff;

/** shift_time takes -900 to 900 s (Blue Book 4.5.1.2.2). */
export const largestShiftS = 900;

/** In the order of the form. */
export const taskFields = {
  taskObis: { kind: 'obis' },
  supplyBy: choice('disconnector', 'script'),
  clockBy: choice('auto', 'set', 'shift', 'preset', 'minute', 'quarter', 'period', 'read'),
  driftLimit: seconds(5),
  shiftLimit: seconds(60, largestShiftS),
  driftMaximum: seconds(3600),
  billingBy: choice('script', 'demand-reset', 'next-period'),
  scriptObis: { kind: 'obis' },
  scriptSelector: integer(0, u16),
  thresholdNormal: { kind: 'number' },
  thresholdEmergency: { kind: 'number' },
  minOver: integer(0, u32, 's'),
  minUnder: integer(0, u32, 's'),
  emergencyId: integer(0, u16),
  emergencyGroups: { kind: 'text', placeholder: '1 2' },
  emergencyStart: { kind: 'time', placeholder: '2026-02-01T06:00:00+01:00' },
  emergencyDuration: integer(0, u32, 's'),
  thresholds: { kind: 'text', placeholder: '63 80' },
  calendar: { kind: 'json', placeholder: '{ "name": "2026", "seasons": [ ... ] }' },
  activation: choice('none', 'now', 'at'),
  activationTime: { kind: 'time', placeholder: '2027-01-01T00:00:00+01:00' },
  specialDo: choice('read', 'insert', 'delete', 'replace'),
  specialDays: { kind: 'json', placeholder: '[{ "index": 3, "specialdayDate": "*-05-01", "dayId": 2 }]' },
  specialIndex: { kind: 'text', placeholder: '3' },
  scheduleTimes: { kind: 'json', placeholder: '[{ "time": "00:00:00", "date": "*-*-01" }]' },
  imageSource: choice('payload', 'file'),
  imageFile: { kind: 'text', placeholder: '/data/firmware.bin', needed: true },
  imageIdentifier: { kind: 'text', placeholder: 'MFL-SIM-2.0.0' },
  imageActivate: flag(false),
  pushVersion: choice('0', '1', '2', '3'),
  pushTransport: choice('', 'tcp', 'udp', 'ftp', 'smtp', 'sms', 'hdlc', 'm-bus', 'zigbee', 'gateway'),
  pushDestination: { kind: 'text', placeholder: '10.0.0.5:4059' },
  pushObjects: { kind: 'json', placeholder: '["8/0-0:1.0.0*255/2", "3/1-0:1.8.0*255/2"]' },
  pushWindow: { kind: 'json', placeholder: '[{ "startTime": "2026-01-01T01:00:00", "endTime": "2026-01-01T05:00:00" }]' },
  pushRandom: integer(0, u16, 's'),
  pushRetries: integer(0, u8),
  pushDelay: integer(0, u16, 's'),
  mbusAddress: integer(0, 250),
  mbusDo: choice('read', 'capture', 'reset-alarm', 'synchronize-clock'),
  mbusKeyDo: choice('set', 'transfer', 'clear'),
  newSecurity: { kind: 'security' },
  changeEk: flag(true),
  changeAk: flag(true),
  changeBroadcast: flag(false),
  changeKek: flag(false),
  associationObis: { kind: 'obis', placeholder: '0-0:40.0.0*255' },
  policyRequests: choice('both', 'authenticated', 'encrypted', 'none'),
  policyRequestsSigned: flag(false),
  policyAnswers: choice('both', 'authenticated', 'encrypted', 'none'),
  policyAnswersSigned: flag(false),
  keyUse: choice('signature', 'agreement', 'tls'),
  certificate: { kind: 'mono', placeholder: '-----BEGIN CERTIFICATE-----' },
  identifyBy: choice('entity', 'serial'),
  certificateEntity: choice('server', 'client', 'authority', 'other'),
  certificateType: choice('signature', 'agreement', 'tls', 'other'),
  certificateTitle: { kind: 'title', placeholder: '4D464C0000BC614E' },
  certificateSerial: { kind: 'text' },
  certificateIssuer: { kind: 'text' },
  setupObis: { kind: 'obis', placeholder: '0-0:43.0.0*255' },
  setupVersion: choice('1', '0'),
} as const satisfies Readonly<Record<string, TaskField>>;

export type FieldName = keyof typeof taskFields;
type OfKind<K extends TaskField['kind']> = { [N in FieldName]: (typeof taskFields)[N] extends { kind: K } ? N : never }[FieldName];
export type ChoiceName = OfKind<'choice'>;
export type ChoiceOf<N extends ChoiceName> = (typeof taskFields)[N]['choices'][number];
export type IntegerName = OfKind<'integer'>;
export type SecondsName = OfKind<'seconds'>;
