/**
 * Questions to the runtime (`/dlms/...`, see nodes/lib/editor-routes.ts) and the texts of the dialogs.
 *
 * Answers that never change are asked once. A question that fails leaves the dialog usable: fields stay plain inputs.
 */

export interface ClassRow {
  readonly classId: number;
  readonly name: string;
  readonly chapter: string;
  readonly selective: readonly number[];
  readonly attributes: readonly { readonly id: number; readonly name: string; readonly danger: string | null }[];
  readonly methods: readonly { readonly id: number; readonly name: string; readonly danger: string | null; readonly parameter: unknown }[];
}

export interface NamedCode {
  readonly input: string;
  readonly fault?: string;
  readonly obis?: string;
  readonly name?: string;
  readonly classId?: number;
}

/** A row of the counter policies: offsets of AARQ, action and f(StoC) from N. */
export interface CounterPolicy {
  readonly id: string;
  readonly offsets: { readonly aarq: number; readonly action: number; readonly gmac: number };
  readonly reusesNonce: boolean;
}

export interface Choices {
  readonly icPolicies: readonly CounterPolicy[];
  readonly autoOrder: readonly string[];
  /** Algorithms of settings.js. */
  readonly hlsModules: readonly { readonly id: string; readonly label: string }[];
  readonly outputForms: readonly string[];
  readonly valueKinds: readonly string[];
}

export const language = (): string => RED.i18n?.lang() ?? 'en-US';

/** The language of names that a fresh node begins with. */
export const spokenLanguage = (): 'en' | 'de' => (language().startsWith('de') ? 'de' : 'en');

export const ask = async <T>(path: string, query: Record<string, string> = {}): Promise<T> =>
  (await $.getJSON(`dlms/${path}`, { ...query, lang: language() })) as T;

/** @throws what the runtime answers with a status that is no success */
export const post = async <T>(path: string, body: unknown): Promise<T> =>
  (await $.ajax({ url: `dlms/${path}`, method: 'POST', contentType: 'application/json', data: JSON.stringify(body) })) as T;

/** What a button answers must be seen, also where it stands at the lower edge of the dialog. */
export const inView = (output: JQuery): void => output.get(0)?.scrollIntoView({ block: 'nearest' });

export const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= make().catch((error: unknown) => {
      answer = null;
      throw error;
    });
    return answer;
  };
};

export const classes = once(() => ask<ClassRow[]>('classes'));
export const choices = once(() => ask<Choices>('choices'));

const names = new Map<string, Promise<NamedCode>>();

/** Name, canonical form and usual class of a code; asked once per code. */
export const nameOf = (code: string): Promise<NamedCode> => {
  const known = names.get(code);
  if (known !== undefined) return known;
  const asked = ask<NamedCode[]>('obis', { codes: code }).then(([named]) => named ?? { input: code });
  names.set(code, asked);
  asked.catch(() => names.delete(code));
  return asked;
};

/** Texts shared by all dialogs live in the catalogue of dlms-meter. They are shown as text, never as html. */
export const say = (key: string, values: Record<string, unknown> = {}): string =>
  RED._(`@meterflow/node-red-dlms/dlms-meter:common.${key}`, { ...values, interpolation: { escapeValue: false } });

/** Of a text that not every language has. */
export const sayOr = (key: string, otherwise: string): string => say(key, { defaultValue: otherwise });

/** `remoteDisconnect` -> `remote disconnect` */
export const spaced = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();

/**
 * A text of the flow as part of a verdict: dialogs show verdicts as text, the sidebar of config nodes puts them into html, and so
 * there is nothing in it that begins a tag.
 */
export const withoutTags = (text: string): string => text.replace(/[<>]/g, (bracket) => (bracket === '<' ? '‹' : '›'));
