/**
 * The three fields that name an object: OBIS code with search by name, class, attribute or method.
 *
 * The class follows the code as long as the user has not chosen one; the name of the code shows live as placeholder of
 * the name field. Without an answer of the runtime all of them stay plain fields.
 */
import { ask, type ClassRow, classes, nameOf, say, spaced } from './runtime';

export interface Pickers {
  readonly obis: JQuery;
  readonly classId: JQuery;
  readonly index: JQuery;
  /** Where the live name shows, if anywhere. */
  readonly name: JQuery | null;
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

const showName = async ({ obis, name }: Pickers): Promise<number | undefined> => {
  const code = String(obis.val() ?? '').trim();
  const named = code === '' ? { input: code } : await nameOf(code);
  const fault = 'fault' in named && named.fault !== undefined;
  obis.toggleClass('input-error', fault).attr('aria-invalid', String(fault));
  name?.attr('placeholder', ('name' in named && named.name) || say('nameOfValue'));
  obis.attr('title', ('fault' in named && named.fault) || ('name' in named && named.name) || '');
  return 'classId' in named ? named.classId : undefined;
};

const searchCodes = (text: string, done: (found: { value: string; label: string }[]) => void): void => {
  ask<ObisMatch[]>('obis-search', { q: text }).then(
    (found) => done(found.map(({ obis, name }) => ({ value: obis, label: `${obis}  ${name}` }))),
    () => done([]),
  );
};

/** Fills and ties the fields. `initial` is what the node has saved. */
export const bindPickers = async (pickers: Pickers, initial: { classId?: unknown; index?: unknown }): Promise<void> => {
  const { obis, classId, index, onChange } = pickers;
  // Whoever closes the dialog before the classes are there keeps what was saved.
  if (initial.classId !== undefined && initial.classId !== '') ensureOption(classId, Number(initial.classId));
  if (initial.index !== undefined && initial.index !== '') ensureOption(index, Number(initial.index));
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
  obis.autoComplete({ minLength: 2, search: searchCodes });
  const follow = (): void => {
    showName(pickers).then(
      (usual) => {
        if (chosen || usual === undefined || usual === Number(classId.val())) return;
        ensureOption(classId, usual);
        fillIndexes(pickers, rowOf(), pickers.kind === 'attribute' ? 2 : 1);
        changed();
      },
      () => undefined,
    );
  };
  obis.on('input change', debounced(follow));
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
