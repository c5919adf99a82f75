/**
 * The part of the Node-RED editor that the dialogs use. The editor's own type package states more than it keeps and
 * leaves out what is newer, so the few members are declared here.
 */
interface EditorNode {
  readonly id: string;
  readonly type: string;
  name?: string;
  readonly [field: string]: unknown;
}

interface TrayButton {
  readonly id?: string;
  readonly class?: string;
  readonly text: string;
  click(): void;
}

interface TrayOptions {
  readonly title: string;
  readonly width?: number | 'inherit';
  readonly buttons: readonly TrayButton[];
  open(tray: JQuery): void;
  close?(): void;
}

interface EditorRed {
  readonly editor: { getEditStack(): EditorNode[] };
  readonly events: { on(event: 'nodes:change', follow: (node: EditorNode) => void): void };
  readonly clipboard: { copyText(text: string, element: JQuery, message: string): boolean };
  readonly utils: { sanitize(text: string): string };
  readonly tray: { show(options: TrayOptions): void; close(): void };
  _(key: string, values?: Record<string, unknown>): string;
  readonly nodes: {
    node(id: string): EditorNode | null;
    eachConfig(visit: (node: EditorNode) => void): void;
    getType(type: string): {
      readonly defaults: { readonly settingsVersion: { readonly value: unknown } };
      readonly credentials?: object;
      oneditsave?: (this: Record<string, unknown>) => unknown;
    };
  };
  readonly i18n?: { lang(): string };
  notify(message: string, type?: string): void;
}

declare const RED: EditorRed;

interface EditableListOptions<T> {
  addButton?: boolean | string;
  sortable?: boolean;
  removable?: boolean;
  height?: number | 'auto';
  addItem(row: JQuery, index: number, data: T): void;
}

interface JQuery {
  editableList<T>(options: EditableListOptions<T>): JQuery;
  editableList(command: 'addItem', data: unknown): JQuery;
  editableList(command: 'items'): JQuery;
  editableList(command: 'empty' | 'height' | 'width', value?: unknown): JQuery;
  typedInput(options: Record<string, unknown>): JQuery;
  typedInput(command: 'value' | 'type', value?: string): string;
  typedInput(command: 'width', value: string): JQuery;
  autoComplete(options: {
    minLength?: number;
    search(text: string, done: (found: { value: string; label: string }[]) => void): void;
  }): JQuery;
  autoComplete(command: 'instance'): {
    /** The number of the search that is awaited: another one's answer is dropped. */
    pendingRequest: number;
    /** The open list. */
    readonly menu?: { hide(cancelled: boolean): void };
  };
}
