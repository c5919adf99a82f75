/**
 * The three fields that name an object: OBIS code with search by name, class, attribute or method.
 *
 * The class follows the code as long as the user has not chosen one; the name of the object, or what is wrong with the code,
 * stands below. Without an answer of the runtime all of them stay plain fields.
 */
import { isVariable } from '../forms/variables';
import { ask, type ClassRow, classes, nameOf, spaced } from './runtime';
import { obisReason } from './validators';

export interface Pickers {
  readonly obis: JQuery;
  readonly classId: JQuery;
  readonly index: JQuery;
  /** Where the name of the object shows, or what is wrong with the code. */
  readonly called: JQuery;
  readonly kind: 'attribute' | 'method';
  /** Called when class or index changed. */
  readonly onChange?: (row: ClassRow | undefined, index: number) => void;
}

interface ObisMatch {
  readonly obis: string;
  readonly name: string;
}

const option = (value: string | number, text: string): JQuery => $('<option>').val(value).text(text);

const fillClasses = (select: JQuery, rows: readonly ClassRow[]): void => {
  select.empty();
  for (const { classId, name } of rows) select.append(option(classId, `${classId} ${name}`));
};

const ensureOption = (select: JQuery, value: number): void => {
  if (select.find(`option[value="${value}"]`).length === 0) select.append(option(value, String(value)));
  select.val(String(value));
};

const fillIndexes = ({ index, kind }: Pickers, row: ClassRow | undefined, wanted: number): void => {
  index.empty();
  const rows = (kind === 'attribute' ? row?.attributes : row?.methods) ?? [];
  for (const { id, name, danger } of rows) index.append(option(id, `${id} ${spaced(name)}${danger === null ? '' : ' ⚠'}`));
  ensureOption(
    index,
    rows.some(({ id }) => id === wanted) || rows.length === 0 ? wanted : (rows[kind === 'attribute' ? 1 : 0]?.id ?? wanted),
  );
};

/** Words to search by are no mistake while they are typed. */
const isSearch = (code: string): boolean => /^\p{L}{2}/u.test(code) && !/[.:*]/.test(code);

/** Shows the name of a code, or what is wrong with it; resolves with the usual class. */
export const showCode = async (obis: JQuery, called: JQuery): Promise<number | undefined> => {
  const code = String(obis.val() ?? '').trim();
  const reason = code === '' || isVariable(code) ? null : obisReason(code);
  const wrong = reason !== null && !(isSearch(code) && obis.is(':focus'));
  obis.toggleClass('input-error', wrong).attr('aria-invalid', String(wrong));
  called.toggleClass('dlms-bad', wrong).text(wrong ? reason : '');
  if (code === '' || reason !== null) return undefined;
  const { name, classId } = await nameOf(code);
  if (String(obis.val() ?? '').trim() === code) called.text(name ?? '');
  return classId;
};

const searchCodes = (text: string, done: (found: { value: string; label: string }[]) => void): void => {
  ask<ObisMatch[]>('obis-search', { q: text }).then(
    (found) => done(found.map(({ obis, name }) => ({ value: obis, label: `${obis}  ${name}` }))),
    () => done([]),
  );
};

/**
 * Offers the objects whose names or codes fit what is typed. A whole code stays as it is: Node-RED's list puts its first line in
 * its place on Tab and Enter, and while the answer to the last key is awaited that is another object.
 */
export const offerCodes = (obis: JQuery): void => {
  // In front of that of the list.
  obis.on('keydown', (event) => {
    const code = String(obis.val() ?? '').trim();
    if ((event.key !== 'Tab' && event.key !== 'Enter') || code === '' || obisReason(code) !== null) return;
    event.stopImmediatePropagation();
    const list = obis.autoComplete('instance');
    // An answer that still comes opens nothing any more.
    list.pendingRequest = 0;
    list.menu?.hide(true);
  });
  obis.autoComplete({ minLength: 2, search: searchCodes });
};

/** Fills and ties the fields. `initial` is what the node has saved. */
export const bindPickers = async (pickers: Pickers, initial: { classId?: unknown; index?: unknown }): Promise<void> => {
  const { obis, called, classId, index, onChange } = pickers;
  // Whoever closes the dialog before the classes are there keeps what was saved.
  if (initial.classId !== undefined && initial.classId !== '') ensureOption(classId, Number(initial.classId));
  if (initial.index !== undefined && initial.index !== '') ensureOption(index, Number(initial.index));
  // Before anything is waited for: whoever types at once is to be answered, too.
  offerCodes(obis);
  const rows = await classes().catch((): ClassRow[] => []);
  const rowOf = (): ClassRow | undefined => rows.find((row) => row.classId === Number(classId.val()));
  const changed = (): void => onChange?.(rowOf(), Number(index.val()));
  let chosen = initial.classId !== undefined && initial.classId !== '';

  fillClasses(classId, rows);
  ensureOption(classId, chosen ? Number(initial.classId) : 3);
  fillIndexes(pickers, rowOf(), Number(initial.index || (pickers.kind === 'attribute' ? 2 : 1)));
  classId.on('change', () => {
    chosen = true;
    fillIndexes(pickers, rowOf(), pickers.kind === 'attribute' ? 2 : 1);
    changed();
  });
  index.on('change', changed);
  const follow = (): void => {
    showCode(obis, called).then(
      (usual) => {
        if (chosen || usual === undefined || usual === Number(classId.val())) return;
        ensureOption(classId, usual);
        fillIndexes(pickers, rowOf(), pickers.kind === 'attribute' ? 2 : 1);
        changed();
      },
      () => undefined,
    );
  };
  obis.on('input change blur', debounced(follow));
  follow();
  changed();
};

const debounced = (work: () => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, 250);
  };
};
