import assert from 'node:assert/strict';
import { shownWhen, taskDefaults } from '../../nodes/editor/task-form';
import { holds } from '../../nodes/editor/visibility';
import { type FieldName, type TaskField, taskFields } from '../../nodes/forms/task-fields';
import { fieldsOf, type TaskForm, taskForms } from '../../nodes/forms/task-forms';
import { tasks } from '../../nodes/lib/tasks/registry';
import { canonicalObis } from '../../src/index';

const forms = Object.entries(taskForms) as [string, TaskForm][];
const shows = (name: FieldName, values: Record<string, string>): boolean => holds(shownWhen(name), (field) => values[field] ?? '');

describe('forms of the tasks', () => {
  it('are there for each task that can be carried out, and for no other', () => {
    assert.deepEqual(tasks.map(({ id }) => id).sort(), forms.map(([id]) => id).sort());
  });

  it('use every field, and no condition names a field that the task does not have', () => {
    const used = new Set(forms.flatMap(([, form]) => fieldsOf(form)));
    assert.deepEqual([...used].sort(), Object.keys(taskFields).sort());
    for (const [id, form] of forms) {
      for (const entry of form.fields) {
        if (typeof entry === 'string') continue;
        const [field = '', values = ''] = entry.when.split('=');
        const declared: TaskField = taskFields[field as FieldName];
        assert.ok(fieldsOf(form).includes(field as FieldName), `${id}: ${entry.when}`);
        assert.ok(declared.kind === 'choice' && values.split(',').every((value) => declared.choices.includes(value)), entry.when);
      }
    }
  });

  it('show a field where its task needs it', () => {
    assert.equal(shows('scriptObis', { task: 'disconnect', supplyBy: 'script' }), true);
    assert.equal(shows('scriptObis', { task: 'disconnect', supplyBy: 'disconnector' }), false);
    assert.equal(shows('scriptObis', { task: 'write-schedule', supplyBy: 'disconnector' }), true);
    assert.equal(shows('taskObis', { task: 'end-billing', billingBy: 'script' }), false);
    assert.equal(shows('taskObis', { task: 'end-billing', billingBy: 'next-period' }), true);
    assert.equal(shows('newSecurity', { task: 'm-bus-key', mbusKeyDo: 'clear' }), false);
    assert.equal(shows('taskObis', { task: 'change-keys' }), false);
  });

  it('name usual objects in the full form', () => {
    const codes = forms.flatMap(([, { usual, script }]) => [usual, script]).filter((code) => code !== undefined);
    assert.ok(codes.length > 20);
    for (const code of codes) assert.equal(canonicalObis(code), code);
  });
});

/** Fields with a default, as flows of release 0.1 have them; all others were empty. */
const released = {
  ...{ supplyBy: 'disconnector', clockBy: 'auto', driftLimit: '5', shiftLimit: '60', driftMaximum: '3600', billingBy: 'script' },
  ...{ activation: 'none', specialDo: 'read', imageSource: 'payload', imageActivate: false, pushVersion: '0' },
  ...{ mbusDo: 'read', mbusKeyDo: 'set', changeEk: true, changeAk: true, changeBroadcast: false, changeKek: false },
  ...{ policyRequests: 'both', policyRequestsSigned: false, policyAnswers: 'both', policyAnswersSigned: false },
  ...{ keyUse: 'signature', identifyBy: 'entity', certificateEntity: 'server', certificateType: 'signature', setupVersion: '1' },
};
const releasedEmpty = `taskObis scriptObis scriptSelector thresholdNormal thresholdEmergency minOver minUnder emergencyId emergencyGroups
  emergencyStart emergencyDuration thresholds calendar activationTime specialDays specialIndex scheduleTimes imageFile imageIdentifier
  pushTransport pushDestination pushObjects pushWindow pushRandom pushRetries pushDelay mbusAddress newSecurity associationObis
  certificate certificateTitle certificateSerial certificateIssuer setupObis`.split(/\s+/);

describe('settings of tasks that flows keep', () => {
  it('have the names and defaults that flows have', () => {
    const now = taskDefaults();
    for (const [name, value] of Object.entries(released)) assert.equal(now[name]?.value, value, name);
    for (const name of releasedEmpty) assert.equal(now[name]?.value, '', name);
  });
});
