/** Elements in one expression. Texts are set as text, never as html: names come from meters and files. */

type Attributes = Readonly<Record<string, string | boolean | number | EventListener | undefined>>;

export const element = <T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Attributes = {},
  ...children: (Node | string | null)[]
): HTMLElementTagNameMap[T] => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== undefined && value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
};

export const icon = (name: string): HTMLElement => element('i', { class: `fa fa-${name}`, 'aria-hidden': 'true' });

export const button = (text: string, iconName: string, click: () => void): HTMLButtonElement =>
  element('button', { type: 'button', class: 'red-ui-button red-ui-button-small', click }, icon(iconName), ` ${text}`);
