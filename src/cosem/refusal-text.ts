/**
 * What a refusal means, in sentences: what was asked, the standard's word for what the meter said (Green Book 9.5,
 * Data-Access-Result and Action-Result), what that usually means, and what to try.
 */
import { attribute, method, nearestClass } from './class';
import { type Language, obisName } from './obis-names';

interface Advice {
  readonly en: string;
  readonly de: string;
}

const denied: Advice = {
  en: 'This client may usually not do that: another client SAP or a higher authentication level may be needed.',
  de: 'Meist darf dieser Client das nicht: ein anderer Client-SAP oder eine höhere Authentisierung kann nötig sein.',
};
const transfer: Advice = {
  en: 'The block transfer went out of step, often after a disturbance. Read again, or with smaller blocks.',
  de: 'Die Blockübertragung ist aus dem Tritt, oft nach einer Störung. Nochmals lesen oder kleinere Blöcke wählen.',
};

/** By the standard's word. */
const advice: Readonly<Record<string, Advice>> = {
  'hardware-fault': {
    en: 'The meter reports a fault of its hardware. Try later; if it stays, the meter needs service.',
    de: 'Der Zähler meldet einen Hardwarefehler. Später nochmals versuchen; bleibt er, braucht der Zähler einen Service.',
  },
  'temporary-failure': {
    en: 'The meter cannot do it at the moment, usually because it is busy. Try again later.',
    de: 'Der Zähler kann das im Augenblick nicht, meist weil er beschäftigt ist. Später nochmals versuchen.',
  },
  'read-write-denied': denied,
  'scope-of-access-violated': denied,
  'object-undefined': {
    en: 'The meter has no such object, or not for this client. Browse the meter, check the OBIS code and the class.',
    de: 'Der Zähler hat dieses Objekt nicht, oder nicht für diesen Client. Zähler durchsuchen, OBIS-Kennzahl und Klasse prüfen.',
  },
  'object-class-inconsistent': {
    en: 'The object exists with another class or version. Browse the meter to see which.',
    de: 'Das Objekt gibt es mit anderer Klasse oder Version. Zähler durchsuchen und nachsehen.',
  },
  'object-unavailable': {
    en: 'The object exists but has no value now, or is not fitted. Some meters also say so for profiles without rows in the range.',
    de: 'Das Objekt gibt es, aber es hat jetzt keinen Wert. Manche Zähler melden so auch Lastgänge ohne Zeilen im Bereich.',
  },
  'type-unmatched': {
    en: 'The meter expects another data type. Read the attribute first and write the same type back.',
    de: 'Der Zähler erwartet einen anderen Datentyp. Attribut zuerst lesen und denselben Typ schreiben.',
  },
  'data-block-unavailable': transfer,
  'data-block-number-invalid': transfer,
  'long-get-aborted': transfer,
  'no-long-get-in-progress': transfer,
  'long-set-aborted': transfer,
  'no-long-set-in-progress': transfer,
  'long-action-aborted': transfer,
  'no-long-action-in-progress': transfer,
  'other-reason': {
    en: 'The meter gives no reason. Often the value is out of range, a selection is not supported, or something must be enabled first.',
    de: 'Der Zähler nennt keinen Grund. Oft liegt der Wert ausserhalb des Bereichs, oder eine Auswahl wird nicht unterstützt.',
  },
};

const unlisted: Advice = {
  en: 'The number is not in the standard; the manual of the meter may explain it.',
  de: 'Die Zahl steht nicht in der Norm; die Anleitung des Zählers kann sie erklären.',
};

export interface Refused {
  readonly classId: number;
  /** Any usual form. */
  readonly obis: string;
  readonly attribute?: number;
  readonly method?: number;
  readonly version?: number;
  /** The user's name for the object. */
  readonly name?: string;
  readonly action: 'get' | 'set' | 'action';
  /** What the meter said. */
  readonly result: { readonly code: number; readonly name: string };
}

const asked = {
  en: { get: 'reading', set: 'writing', action: 'invoking' },
  de: { get: 'Lesen von', set: 'Schreiben von', action: 'Aufruf von' },
} as const;

/** What is usually meant by a word of the standard, and what to try. */
export const refusalAdvice = (word: string, language: Language = 'en'): string => (advice[word] ?? unlisted)[language];

/** The attribute or method in words: `value of Register`. */
function memberText({ classId, version, attribute: attributeId, method: methodId }: Refused, language: Language): string {
  const entry = nearestClass(classId, version);
  const known = methodId === undefined ? attribute(classId, attributeId ?? 0, version) : method(classId, methodId, version);
  const kind = methodId === undefined ? (language === 'de' ? 'Attribut' : 'attribute') : language === 'de' ? 'Methode' : 'method';
  const number = `${kind} ${methodId ?? attributeId ?? 0}`;
  const className = entry === undefined ? `${language === 'de' ? 'Klasse' : 'class'} ${classId}` : entry.name;
  return known === undefined ? `${number}, ${className}` : `${number} ${known.name}, ${className}`;
}

/** The whole sentence for a refused item. @throws DlmsError `obis-invalid` */
export function refusalText(refused: Refused, language: Language = 'en'): string {
  const { name, obis, action, result } = refused;
  const object = `"${name ?? obisName(obis, language)}" (${obis}, ${memberText(refused, language)})`;
  const said = language === 'de' ? 'der Zähler antwortet' : 'the meter says';
  return `${asked[language][action]} ${object}: ${said} ${result.name} (${result.code}). ${refusalAdvice(result.name, language)}`;
}
