/**
 * The list of objects in the dialogs of get and set: an editableList whose rows fit 450 px.
 *
 * Line 1: OBIS code, class. Line 2: attribute, name. Line 3: for profiles the range, for set the type and the value.
 */
import { bindPickers } from './object-pickers';
import { choices, say } from './runtime';

export interface ObjectItem {
  obis?: string;
  classId?: number | string;
  attribute?: number | string;
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
  const row = line('1.2fr 1fr 1fr', access, from, to);
  const update = (): void => {
    const kind = String(access.val());
    from.toggle(kind !== 'none').attr('placeholder', kind === 'entry' ? '1' : '-1d');
    to.toggle(kind !== 'none').attr('placeholder', kind === 'entry' ? '10' : 'now');
  };
  access.val(item.access ?? 'none').on('change', update);
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
  return row;
};

const addRow = (container: JQuery, item: ObjectItem, kind: ListKind): void => {
  const obis = field('<input type="text">', say('obis'), 'obis')
    .attr('placeholder', '1-0:1.8.0*255')
    .val(item.obis ?? '');
  const classId = field('<select>', say('class'), 'classId');
  const attribute = field('<select>', say('attribute'), 'attribute');
  const name = field('<input type="text">', say('nameOfValue'), 'name').val(item.name ?? '');
  container.append(line('1fr 1fr', obis, classId), line('1fr 1fr', attribute, name));
  const range = kind === 'read' ? rangeLine(item) : null;
  container.append(range === null ? valueLine(item, false) : range.row);
  void bindPickers(
    {
      obis,
      classId,
      index: attribute,
      name,
      kind: 'attribute',
      onChange: (row, index) => range?.show(row?.selective.includes(index) === true),
    },
    { classId: item.classId, index: item.attribute },
  );
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
};

const keys = ['obis', 'classId', 'attribute', 'name', 'access', 'from', 'to', 'type'] as const;

/** What the rows say now, without what is empty or the default. */
export const objectItems = (list: JQuery): ObjectItem[] =>
  list
    .editableList('items')
    .toArray()
    .map((element) => {
      const row = $(element);
      const item: ObjectItem = {};
      for (const key of keys) {
        const text = String(row.find(`[data-key="${key}"]`).val() ?? '').trim();
        if (text !== '') item[key] = text;
      }
      if (item.access === 'none') for (const key of ['access', 'from', 'to'] as const) delete item[key];
      const value = row.find('[data-key="value"]');
      if (value.length > 0) Object.assign(item, { value: value.typedInput('value'), valueType: value.typedInput('type') });
      for (const key of ['classId', 'attribute'] as const) if (item[key] !== undefined) item[key] = Number(item[key]);
      return item;
    })
    .filter(({ obis }) => obis !== undefined);
