/**
 * `oneditprepare` and `oneditsave` of each node. The html keeps the literal registerType and calls these.
 */

import { browseButton } from './browser/browse-button';
import type { Choice } from './browser/object-model';
import { bindExplanations } from './explanations';
import { bindLineTest, bindTraceCopy } from './line-test';
import { bindAddress, bindTest, rememberForm } from './meter-dialog';
import { type ObjectItem, objectItems, objectList, valueLine } from './object-list';
import { bindPickers, offerCodes, showCode } from './object-pickers';
import { ask, say } from './runtime';
import { valueAssistant } from './value-assistant';
import { bindVisibility } from './visibility';

type Fields = Record<string, unknown>;

interface SerialPort {
  readonly path: string;
  readonly manufacturer?: string;
}

/** The ports of the computer that Node-RED runs on. */
export const suggestPorts = (input: JQuery): void => {
  input.autoComplete({
    minLength: 0,
    search: (text, done) => {
      ask<SerialPort[]>('serial-ports').then(
        (ports) =>
          done(
            ports
              .filter(({ path }) => path.includes(text))
              .map(({ path, manufacturer }) => ({ value: path, label: `${path} ${manufacturer ?? ''}` })),
          ),
        () => done([]),
      );
    },
  });
};

/** Serial meters nearly always speak HDLC: proposed to whoever chooses the medium, and taken back with it. */
const proposeFraming = (): void => {
  const [medium, framing] = [$('#node-config-input-medium'), $('#node-config-input-framing')];
  let proposed = false;
  medium.on('change', ({ originalEvent }) => {
    if (originalEvent === undefined) return;
    const [from, to] = medium.val() === 'serial' ? ['wrapper', 'hdlc'] : ['hdlc', 'wrapper'];
    if (framing.val() !== from || (to === 'wrapper' && !proposed)) return;
    proposed = to === 'hdlc';
    framing.val(to).trigger('change');
  });
};

export const connection = {
  prepare(node: Fields): void {
    proposeFraming();
    bindVisibility('node-config-input-');
    suggestPorts($('#node-config-input-path'));
    const result = $('#dlms-connection-test-result');
    const id = String(node.id ?? '');
    bindLineTest($('#dlms-connection-test'), result, id);
    bindTraceCopy($('#dlms-connection-trace'), result, id);
  },
};

export { security } from './security-dialog';

export const meter = {
  prepare(node: Fields): void {
    bindVisibility('node-config-input-');
    bindAddress($('#dlms-meter-address'));
    bindTest($('#dlms-meter-test'), $('#dlms-meter-test-result'));
    rememberForm({ id: String(node.id ?? ''), form: $('#node-config-input-client').closest('form') });
  },
  close(): void {
    rememberForm(null);
  },
};

const listOf = (value: unknown): ObjectItem[] => (Array.isArray(value) ? (value as ObjectItem[]) : []);

/** A node with a list of objects. */
const withObjects = (purpose: 'read' | 'write') => ({
  prepare(node: Fields): void {
    bindVisibility('node-input-');
    objectList($('#node-input-objects-list'), listOf(node.objects), purpose);
  },
  save(node: Fields): void {
    node.objects = objectItems($('#node-input-objects-list'));
  },
});

export const get = withObjects('read');
export const set = withObjects('write');

/** Outputs of the fleet node: jobs leave where they are handed out; a worker has its reply alone. */
const fleetOutputs: Readonly<Record<string, number>> = { read: 3, dispatch: 4, work: 1 };

export const fleet = {
  ...get,
  prepare(node: Fields): void {
    get.prepare(node);
    const mode = $('#node-input-mode');
    const follow = (): void => {
      const outputs = fleetOutputs[String(mode.val())];
      if (outputs !== undefined) $('#node-input-outputs').val(String(outputs));
    };
    mode.on('change', follow);
    follow();
  },
};

const methodNameOf = (): string =>
  $('#node-input-method option:selected')
    .text()
    .replace(/^\d+\s*/, '')
    .replace(' ⚠', '');

const parameterItem = ({ parameter, parameterType, parameterSource }: Fields): ObjectItem => ({
  type: String(parameterType ?? 'auto'),
  value: String(parameter ?? ''),
  valueType: String(parameterSource ?? 'str'),
});

/** A method that was ticked in the browser. */
const takeMethod = ([choice]: readonly Choice[]): void => {
  if (choice === undefined) return;
  const { object, id } = choice;
  $('#node-input-classId').val(String(object.classId)).trigger('change');
  $('#node-input-method').val(String(id)).trigger('change');
  $('#node-input-obis').val(object.obis).trigger('change');
};

/** Usual objects of a task stand in grey; a code that was typed for another task is not one of this. */
const bindTaskObjects = (): void => {
  const task = $('#node-input-task');
  const fields = [
    [$('#node-input-taskObis'), 'usual'],
    [$('#node-input-scriptObis'), 'script'],
  ] as const;
  const follow = (): void => {
    const chosen = task.find('option:selected');
    for (const [input, kind] of fields) input.attr('placeholder', String(chosen.attr(`data-${kind}`) ?? ''));
  };
  task.on('change', ({ originalEvent }) => {
    if (originalEvent !== undefined) for (const [input] of fields) input.val('').trigger('change');
    follow();
  });
  follow();
};

export const action = {
  prepare(node: Fields): void {
    bindVisibility('node-input-');
    bindTaskObjects();
    bindExplanations((key) => String((node._ as (key: string) => string)(`dlms-action.${key}`)));
    const parameter = $('#dlms-action-parameter').append(valueLine(parameterItem(node), true));
    const assistant = valueAssistant('method', () => ({
      classId: String($('#node-input-classId').val()),
      method: String($('#node-input-method').val()),
    }));
    parameter.append(assistant.row);
    const called = $('<div class="dlms-called" role="status" aria-live="polite">');
    $('#node-input-obis').after(browseButton('method', true, takeMethod), called);
    const danger = $('#dlms-action-danger');
    void bindPickers(
      {
        obis: $('#node-input-obis'),
        classId: $('#node-input-classId'),
        index: $('#node-input-method'),
        called,
        kind: 'method',
        onChange: (row, index) => {
          const kind = row?.methods.find(({ id }) => id === index)?.danger ?? null;
          danger.text(kind === null ? '' : say(`danger.${kind}`)).toggle(kind !== null);
          assistant.show(parameter.find('[data-key="value"]'));
        },
      },
      { classId: node.classId, index: node.method },
    );
  },
  save(node: Fields): void {
    const parameter = $('#dlms-action-parameter');
    const value = parameter.find('[data-key="value"]');
    node.parameterType = String(parameter.find('[data-key="type"]').val() ?? 'auto');
    node.parameter = value.typedInput('value');
    node.parameterSource = value.typedInput('type');
    node.methodName = methodNameOf();
  },
};

/** A profile that was ticked in the browser. */
const takeProfile = ([choice]: readonly Choice[]): void => {
  if (choice === undefined) return;
  const { obis, version, baseName } = choice.object;
  $('#node-input-version').val(String(version));
  $('#node-input-baseName').val(baseName === null ? '' : String(baseName));
  $('#node-input-obis').val(obis).trigger('change');
};

export const profile = {
  prepare(): void {
    bindVisibility('node-input-');
    const obis = $('#node-input-obis');
    const called = $('#dlms-profile-name');
    obis.after(browseButton('profile', true, takeProfile));
    const follow = (): void => {
      showCode(obis, called).catch(() => undefined);
    };
    obis.on('change', ({ originalEvent }) => {
      // What the meter said of the profile is not true of another one.
      if (originalEvent !== undefined) $('#node-input-version, #node-input-baseName').val('');
      follow();
    });
    obis.on('blur', follow);
    offerCodes(obis);
    follow();
  },
};

export const request = {
  prepare(): void {
    bindVisibility('node-input-');
  },
};

export const simulator = {
  prepare(node: Fields): void {
    // Saved before version 2, when it had no choice.
    if (node.level === undefined) $('#node-input-level').val('low');
    bindVisibility('node-input-');
    suggestPorts($('#node-input-path'));
  },
};
