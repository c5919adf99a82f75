/**
 * The tree of objects: groups, objects, attributes or methods with rights and a tick.
 *
 * An ARIA tree: arrow keys move, right and left open and close, blank ticks, Enter asks for the value. Children are made when
 * their parent opens, so a meter with thousands of objects costs no more than what is seen.
 */
import type { ObjectRow } from '../../forms/object-rows';
import { say, spaced } from '../runtime';
import { element, icon } from './elements';
import { type Choice, grouped, keyOf, type Member, mainMember, membersFor, objectsFor, type Purpose, search } from './object-model';

export interface TreeOptions {
  readonly purpose: Purpose;
  /** One choice replaces the other. */
  readonly single: boolean;
  readonly onChange: (choices: readonly Choice[]) => void;
  /** Text of the value that the meter has now. */
  readonly readValue: (choice: Choice) => Promise<string>;
}

/** Found objects that are opened at once; a search that finds more stays in closed groups. */
const openAtOnce = 60;

export const groupName = (group: string): string => say(`browse.group.${group}`);

const accessText = (access: string): string => access.replaceAll('_', ' ');

export class ObjectTree {
  readonly root = element('ul', { class: 'dlms-tree', role: 'tree', 'aria-multiselectable': 'true' });
  private readonly chosen = new Map<string, Choice>();
  private objects: readonly ObjectRow[] = [];

  constructor(private readonly options: TreeOptions) {
    this.root.setAttribute('aria-label', say('browse.objects'));
    this.root.addEventListener('keydown', (event) => this.key(event));
  }

  get choices(): readonly Choice[] {
    return [...this.chosen.values()];
  }

  /** Shows these objects; what was ticked stays ticked. Returns how many fit the purpose. */
  show(objects: readonly ObjectRow[], filter: string): number {
    const usable = objectsFor(objects, this.options.purpose);
    this.objects = search(usable, filter, groupName);
    const groups = grouped(this.objects);
    const open = groups.length === 1 || (filter !== '' && this.objects.length <= openAtOnce);
    this.root.replaceChildren(...groups.map(([group, members]) => this.group(group, members, open)));
    this.root.querySelector('[role=treeitem]')?.setAttribute('tabindex', '0');
    return this.objects.length;
  }

  private group(group: string, objects: readonly ObjectRow[], open: boolean): HTMLLIElement {
    const label = element('span', { class: 'dlms-tree-name' }, groupName(group));
    const count = element('span', { class: 'dlms-tree-note' }, String(objects.length));
    return this.branch('dlms-tree-group', [label, count], () => objects.map((object) => this.object(object)), open);
  }

  private object(object: ObjectRow): HTMLLIElement {
    const { purpose } = this.options;
    const main = mainMember(object, purpose);
    const members = membersFor(object, purpose);
    const name = element('span', { class: 'dlms-tree-name' }, object.name);
    const facts = element('span', { class: 'dlms-tree-note' }, `${object.obis} · ${object.classId} ${object.className}`);
    const head = [
      main === null ? null : this.tick({ object, id: main }, object.name),
      element('span', { class: 'dlms-tree-text' }, name, facts),
    ];
    const item = this.branch('dlms-tree-object', head, () => members.map((member) => this.member(object, member)), false);
    return item;
  }

  private member(object: ObjectRow, member: Member): HTMLLIElement {
    const choice = { object, id: member.id };
    const value = element('span', { class: 'dlms-tree-value' });
    const rights = element('span', { class: 'dlms-tree-note' }, accessText(member.access));
    const text = element('span', { class: 'dlms-tree-text' }, `${member.id} ${spaced(member.name)}`, rights, value);
    const read = (): void => {
      value.textContent = say('browse.reading');
      this.options.readValue(choice).then(
        (words) => {
          value.textContent = words;
        },
        (error: unknown) => {
          value.textContent = error instanceof Error ? error.message : String(error);
        },
      );
    };
    const ask =
      this.options.purpose === 'method' || this.options.purpose === 'profile'
        ? null
        : element(
            'button',
            { type: 'button', class: 'red-ui-button red-ui-button-small', tabindex: -1, title: say('browse.valueNow'), click: read },
            icon('refresh'),
          );
    const row = element('div', { class: 'dlms-tree-row' }, this.tick(choice, member.name), text, ask);
    const item = element('li', { role: 'treeitem', tabindex: -1, class: member.allowed ? '' : 'dlms-tree-refused' }, row);
    if (ask !== null) item.addEventListener('dlms-value', read);
    return item;
  }

  private tick(choice: Choice, name: string): HTMLInputElement {
    const key = keyOf(choice);
    const box = element('input', {
      type: this.options.single ? 'radio' : 'checkbox',
      tabindex: -1,
      'aria-label': name,
      'data-choice': key,
    });
    box.checked = this.chosen.has(key);
    box.addEventListener('change', () => {
      if (this.options.single) this.chosen.clear();
      if (box.checked) this.chosen.set(key, choice);
      else this.chosen.delete(key);
      this.syncTicks();
      this.options.onChange(this.choices);
    });
    return box;
  }

  /** Object and attribute may show the same choice. */
  private syncTicks(): void {
    for (const box of this.root.querySelectorAll<HTMLInputElement>('[data-choice]')) {
      box.checked = this.chosen.has(box.dataset.choice ?? '');
      box.closest('[role=treeitem]')?.setAttribute('aria-checked', String(box.checked));
    }
  }

  private branch(kind: string, head: (Node | null)[], children: () => HTMLLIElement[], open: boolean): HTMLLIElement {
    const twist = element('span', { class: 'dlms-tree-twist' }, icon('angle-right'));
    const row = element('div', { class: 'dlms-tree-row' }, twist, ...head);
    const item = element('li', { role: 'treeitem', tabindex: -1, 'aria-expanded': 'false', class: kind }, row);
    const toggle = (): void => {
      const list = item.querySelector(':scope > ul');
      if (list === null) item.append(element('ul', { role: 'group' }, ...children()));
      else list.remove();
      item.setAttribute('aria-expanded', String(list === null));
    };
    item.addEventListener('dlms-toggle', (event) => {
      event.stopPropagation();
      toggle();
    });
    row.addEventListener('click', (event) => {
      if (event.target instanceof HTMLInputElement) return;
      toggle();
    });
    if (open) toggle();
    return item;
  }

  private key(event: KeyboardEvent): void {
    const item = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[role=treeitem]') : null;
    const act = item === null ? undefined : this.actions[event.key];
    if (item === null || act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act(item);
  }

  private readonly actions: Readonly<Record<string, (item: HTMLElement) => void>> = {
    ArrowDown: (item) => this.move(item, 1),
    ArrowUp: (item) => this.move(item, -1),
    ArrowRight: (item) => (item.getAttribute('aria-expanded') === 'false' ? toggleItem(item) : this.move(item, 1)),
    ArrowLeft: (item) => {
      if (item.getAttribute('aria-expanded') === 'true') toggleItem(item);
      else this.focus(item.parentElement?.closest<HTMLElement>('[role=treeitem]') ?? item);
    },
    ' ': (item) => item.querySelector<HTMLInputElement>(':scope > div > input')?.click(),
    Enter: (item) => item.dispatchEvent(new CustomEvent(item.hasAttribute('aria-expanded') ? 'dlms-toggle' : 'dlms-value')),
  };

  private move(item: HTMLElement, step: number): void {
    const items = [...this.root.querySelectorAll<HTMLElement>('[role=treeitem]')];
    this.focus(items[items.indexOf(item) + step] ?? item);
  }

  /** One item is in the order of the Tab key at a time. */
  private focus(item: HTMLElement): void {
    for (const other of this.root.querySelectorAll('[tabindex="0"][role=treeitem]')) other.setAttribute('tabindex', '-1');
    item.setAttribute('tabindex', '0');
    item.focus();
  }
}

const toggleItem = (item: HTMLElement): boolean => item.dispatchEvent(new CustomEvent('dlms-toggle'));
