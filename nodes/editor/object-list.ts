/**
 * The list of objects in the dialogs of get and set: an editableList whose rows fit 450 px.
 *
 * Line 1: OBIS code, class, and below them what the object is called. Line 2: attribute, name in the output. Line 3: for
 * profiles the range, for set the type and the value.
 */
import { browseButton } from './browser/browse-button';
import type { Choice } from './browser/object-model';
import { bindPickers } from './object-pickers';
import { choices, say } from './runtime';
import { selectionReason } from './validators';
import { valueAssistant } from './value-assistant';

export interface ObjectItem {
  obis?: string;
  classId?: number | string;
  attribute?: number | string;
  version?: number | string;
  /** Short names only. */
  baseName?: number | string;
  name?: string;
  access?: string;
  from?: string;
  to?: string;
  type?: string;
  value?: string;
  valueType?: string;
}

export type ListKind = 'read' | 'write';

const field = (tag: string, label: string, key: string): JQuery =>
  $(tag).attr({ 'aria-label': label, title: label, 'data-key': key }).css({ width: '100%', margin: 0, minWidth: 0 });

const line = (columns: string, ...cells: JQuery[]): JQuery =>
  $('<div>')
    .css({ display: 'grid', gridTemplateColumns: columns, gap: '4px', marginBottom: '4px' })
    .append(...cells);

const option = (value: string, text: string): JQuery => $('<option>').val(value).text(text);

/** Range of a profile; shows for attributes with selective access only. */
const rangeLine = (item: ObjectItem): { row: JQuery; show(selective: boolean): void } => {
  const access = field('<select>', say('access'), 'access');
  for (const kind of ['none', 'range', 'entry']) access.append(option(kind, say(`accessKind.${kind}`)));
  const from = field('<input type="text">', say('from'), 'from').val(item.from ?? '');
  const to = field('<input type="text">', say('to'), 'to').val(item.to ?? '');
  const fault = $('<div class="dlms-called dlms-bad" role="alert">');
  const row = $('<div>').append(line('1.2fr 1fr 1fr', access, from, to), fault);
  const judge = (): void => {
    const reasons = [from, to].map((input) => {
      const reason = selectionReason({ access: access.val(), from: input.val() });
      input.toggleClass('input-error', reason !== null).attr('aria-invalid', String(reason !== null));
      return reason;
    });
    fault.text(reasons.find((reason) => reason !== null) ?? '');
  };
  const update = (): void => {
    const kind = String(access.val());
    judge();
    from.toggle(kind !== 'none').attr('placeholder', kind === 'entry' ? '1' : '-1d');
    to.toggle(kind !== 'none').attr('placeholder', kind === 'entry' ? say('lastEntry') : 'now');
  };
  access.val(item.access ?? 'none').on('change', update);
  from.add(to).on('input', judge);
  update();
  return { row, show: (selective) => row.toggle(selective) };
};

const valueSources = ['str', 'num', 'bool', 'json', 'msg', 'flow', 'global', 'env'];

/** Type and value of a row of set. */
export const valueLine = (item: ObjectItem, withNone: boolean): JQuery => {
  const type = field('<select>', say('type'), 'type');
  const value = $('<input type="text">')
    .attr({ 'data-key': 'value', 'aria-label': say('value') })
    .val(item.value ?? '');
  const row = line('1fr 1.4fr', type, $('<div>').append(value));
  const fill = (kinds: readonly string[]): void => {
    type.empty().append(option('auto', say('autoType')));
    if (withNone) type.append(option('none', say('noParameter')));
    for (const kind of kinds) type.append(option(kind, kind));
    if (item.type && !kinds.includes(item.type) && item.type !== 'auto' && item.type !== 'none') type.append(option(item.type, item.type));
    type.val(item.type || 'auto');
  };
  fill([]);
  choices().then(
    ({ valueKinds }) => fill(valueKinds),
    () => undefined,
  );
  value.typedInput({ default: 'str', types: valueSources });
  value.typedInput('type', item.valueType || 'str');
  value.typedInput('width', '100%');
  row.find('.red-ui-typedInput-input').attr('aria-label', say('value'));
  return row;
};

const addRow = (container: JQuery, item: ObjectItem, kind: ListKind): void => {
  const obis = field('<input type="text">', say('obis'), 'obis')
    .attr('placeholder', '1-0:1.8.0*255')
    .val(item.obis ?? '');
  const classId = field('<select>', say('class'), 'classId');
  const attribute = field('<select>', say('attribute'), 'attribute');
  const called = $('<div class="dlms-called" role="status" aria-live="polite">');
  const name = field('<input type="text">', say('nameOfValue'), 'name')
    .attr('placeholder', say('nameOfValue'))
    .val(item.name ?? '');
  const known = (['version', 'baseName'] as const).map((key) =>
    $('<input type="hidden">')
      .attr('data-key', key)
      .val(item[key] ?? ''),
  );
  // What the meter said of the object is not true of another object.
  obis.add(classId).on('change', ({ originalEvent }) => {
    if (originalEvent !== undefined) for (const field of known) field.val('');
  });
  container.append(line('1fr 1fr', obis, classId), called, line('1fr 1fr', attribute, name), ...known);
  const range = kind === 'read' ? rangeLine(item) : null;
  const assistant = kind === 'write' ? valueAssistant('attribute', () => itemOf(container)) : null;
  if (range !== null) container.append(range.row);
  else container.append(valueLine(item, false), assistant?.row ?? $());
  void bindPickers(
    {
      obis,
      classId,
      index: attribute,
      called,
      kind: 'attribute',
      onChange: (row, index) => {
        range?.show(row?.selective.includes(index) === true);
        assistant?.show(container.find('[data-key="value"]'));
      },
    },
    { classId: item.classId, index: item.attribute },
  );
  // it was asked for by the button below
  if (item.obis === undefined) obis.trigger('focus');
};

/** Makes the `<ol>` a list of objects. */
export const objectList = (list: JQuery, items: readonly ObjectItem[], kind: ListKind): void => {
  list.css({ minHeight: '60px', minWidth: 0 }).editableList<ObjectItem>({
    addButton: say('addObject'),
    sortable: true,
    height: 'auto',
    removable: true,
    addItem: (row, _index, data) => addRow(row, data, kind),
  });
  for (const item of items) list.editableList('addItem', { ...item });
  const add = (chosen: readonly Choice[]): void => {
    for (const choice of chosen) list.editableList('addItem', itemFrom(choice));
  };
  list
    .closest('.form-row')
    .prev()
    .append(browseButton(kind, false, add));
};

const itemFrom = ({ object, id }: Choice): ObjectItem => ({
  obis: object.obis,
  classId: object.classId,
  attribute: id,
  version: object.version,
  ...(object.baseName === null ? {} : { baseName: object.baseName }),
});

const keys = ['obis', 'classId', 'attribute', 'version', 'baseName', 'name', 'access', 'from', 'to', 'type'] as const;
const numbers = ['classId', 'attribute', 'version', 'baseName'] as const;

/** What one row says now, without what is empty or the default. */
const itemOf = (row: JQuery): ObjectItem => {
  const item: ObjectItem = {};
  for (const key of keys) {
    const text = String(row.find(`[data-key="${key}"]`).val() ?? '').trim();
    if (text !== '') item[key] = text;
  }
  if (item.access === 'none') for (const key of ['access', 'from', 'to'] as const) delete item[key];
  const value = row.find('[data-key="value"]');
  if (value.length > 0) Object.assign(item, { value: value.typedInput('value'), valueType: value.typedInput('type') });
  for (const key of numbers) if (item[key] !== undefined) item[key] = Number(item[key]);
  return item;
};

/** What the rows say now. */
export const objectItems = (list: JQuery): ObjectItem[] =>
  list
    .editableList('items')
    .toArray()
    .map((element) => itemOf($(element)))
    .filter(({ obis }) => obis !== undefined);
