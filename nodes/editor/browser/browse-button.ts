/** The button "Browse meter" beside what it fills. */
import { say } from '../runtime';
import { openBrowser } from './browser-tray';
import { button } from './elements';
import type { Choice, Purpose } from './object-model';

/** The meter that the open dialog of a flow node has chosen. */
export const chosenMeter = (): string => String($('#node-input-meter').val() ?? '');

export const browseButton = (purpose: Purpose, single: boolean, onChosen: (choices: readonly Choice[]) => void): HTMLButtonElement => {
  const made = button(say('browse.button'), 'sitemap', () => openBrowser({ meter: chosenMeter(), purpose, single, onChosen }));
  made.classList.add('dlms-browse-button');
  return made;
};
