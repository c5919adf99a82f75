/**
 * The form of each task: its group in the list, the usual codes of its objects, and the fields that it uses. The editor draws
 * the form from here (`nodes/editor/task-form.ts`); the registry knows from here what `msg.dlms.values` may have, and the tasks
 * what an empty code stands for. Fields are stated in `task-fields.ts`.
 *
 * Pure: the editor bundles it.
 */
import type { FieldName } from './task-fields';

export type TaskGroup = 'supply' | 'clock' | 'tariff' | 'firmware' | 'push' | 'm-bus' | 'keys';

/** Fields that are asked for under a condition in the words of `data-dlms-show`, of other fields of the task. */
export interface Conditional {
  readonly when: string;
  readonly fields: readonly FieldName[];
}

export interface TaskForm {
  readonly group: TaskGroup;
  /** What an empty `taskObis` stands for. */
  readonly usual?: string;
  /** What an empty `scriptObis` stands for. */
  readonly script?: string;
  readonly fields: readonly (FieldName | Conditional)[];
}

const when = (condition: string, ...fields: FieldName[]): Conditional => ({ when: condition, fields });

const breaker = '0-0:96.3.10*255';
const calendar = '0-0:13.0.0*255';
const image = '0-0:44.0.0*255';
const pushSetup = '0-0:25.9.0*255';
const firstChannel = '0-1:24.1.0*255';

const switching = {
  group: 'supply',
  usual: breaker,
  script: '0-0:10.0.106*255',
  fields: ['taskObis', 'supplyBy', when('supplyBy=script', 'scriptObis', 'scriptSelector')],
} as const;

const whichCertificate = [
  'identifyBy',
  when('identifyBy=entity', 'certificateEntity', 'certificateType', 'certificateTitle'),
  when('identifyBy=serial', 'certificateSerial', 'certificateIssuer'),
] as const;

/** In the order of the list. */
export const taskForms = {
  'read-supply': { group: 'supply', usual: breaker, fields: ['taskObis'] },
  disconnect: switching,
  reconnect: switching,
  'set-limiter': {
    group: 'supply',
    usual: '0-0:17.0.0*255',
    fields: [
      ...(['taskObis', 'thresholdNormal', 'thresholdEmergency', 'minOver', 'minUnder'] as const),
      ...(['emergencyId', 'emergencyGroups', 'emergencyStart', 'emergencyDuration'] as const),
    ],
  },
  'set-monitor': { group: 'supply', usual: '1-0:11.31.0*255', fields: ['taskObis', 'thresholds'] },
  'set-clock': {
    group: 'clock',
    usual: '0-0:1.0.0*255',
    fields: [
      'taskObis',
      'clockBy',
      when('clockBy=auto,set,shift,preset,minute,quarter,period', 'driftLimit', 'driftMaximum'),
      when('clockBy=auto', 'shiftLimit'),
    ],
  },
  'end-billing': {
    group: 'tariff',
    usual: '1-0:1.4.0*255',
    script: '0-0:10.0.1*255',
    fields: ['billingBy', when('billingBy=script', 'scriptObis', 'scriptSelector'), when('billingBy=demand-reset,next-period', 'taskObis')],
  },
  'read-calendar': { group: 'tariff', usual: calendar, fields: ['taskObis'] },
  'write-calendar': {
    group: 'tariff',
    usual: calendar,
    fields: ['taskObis', 'calendar', 'activation', when('activation=at', 'activationTime')],
  },
  'activate-calendar': { group: 'tariff', usual: calendar, fields: ['taskObis', 'activation', when('activation=at', 'activationTime')] },
  'special-days': {
    group: 'tariff',
    usual: '0-0:11.0.0*255',
    fields: ['taskObis', 'specialDo', when('specialDo=insert,replace', 'specialDays'), when('specialDo=delete', 'specialIndex')],
  },
  'write-schedule': {
    group: 'tariff',
    usual: '0-0:15.0.0*255',
    script: '0-0:10.0.1*255',
    fields: ['taskObis', 'scheduleTimes', 'scriptObis', 'scriptSelector'],
  },
  'image-transfer': {
    group: 'firmware',
    usual: image,
    fields: ['taskObis', 'imageSource', when('imageSource=file', 'imageFile'), 'imageIdentifier', 'imageActivate'],
  },
  'image-activate': { group: 'firmware', usual: image, fields: ['taskObis'] },
  'image-status': { group: 'firmware', usual: image, fields: ['taskObis'] },
  'setup-push': {
    group: 'push',
    usual: pushSetup,
    fields: [
      ...(['taskObis', 'pushVersion', 'pushTransport', 'pushDestination', 'pushObjects'] as const),
      ...(['pushWindow', 'pushRandom', 'pushRetries', 'pushDelay'] as const),
    ],
  },
  'push-now': { group: 'push', usual: pushSetup, fields: ['taskObis', 'pushVersion'] },
  'm-bus-device': { group: 'm-bus', usual: firstChannel, fields: ['taskObis', 'mbusDo'] },
  'install-m-bus': { group: 'm-bus', usual: firstChannel, fields: ['taskObis', 'mbusAddress'] },
  'm-bus-key': { group: 'm-bus', usual: firstChannel, fields: ['taskObis', 'mbusKeyDo', when('mbusKeyDo=set,transfer', 'newSecurity')] },
  'deinstall-m-bus': { group: 'm-bus', usual: firstChannel, fields: ['taskObis'] },
  'change-keys': {
    group: 'keys',
    fields: ['newSecurity', 'changeEk', 'changeAk', 'changeBroadcast', 'changeKek', 'setupObis', 'setupVersion'],
  },
  'change-secret': { group: 'keys', fields: ['newSecurity', 'associationObis'] },
  'activate-policy': {
    group: 'keys',
    fields: [
      'policyRequests',
      when('setupVersion=1', 'policyRequestsSigned', 'policyAnswers', 'policyAnswersSigned'),
      ...(['setupObis', 'setupVersion'] as const),
    ],
  },
  'generate-key-pair': { group: 'keys', fields: ['keyUse', 'setupObis', 'setupVersion'] },
  'request-certificate': { group: 'keys', fields: ['keyUse', 'setupObis', 'setupVersion'] },
  'import-certificate': { group: 'keys', fields: ['certificate', 'setupObis', 'setupVersion'] },
  'export-certificate': { group: 'keys', fields: [...whichCertificate, 'setupObis', 'setupVersion'] },
  'remove-certificate': { group: 'keys', fields: [...whichCertificate, 'setupObis', 'setupVersion'] },
} as const satisfies Readonly<Record<string, TaskForm>>;

export type TaskId = keyof typeof taskForms;

/** Names of the fields of a form. */
export const fieldsOf = ({ fields }: TaskForm): FieldName[] =>
  fields.flatMap((entry) => (typeof entry === 'string' ? [entry] : [...entry.fields]));
