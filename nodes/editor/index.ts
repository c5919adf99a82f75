/**
 * What the html of the nodes calls as `DlmsEditor`: one bundle for all dialogs.
 */
import { followMeters } from './labels';
import { installStyle } from './style';

if (installStyle()) followMeters();

export { completeNode } from './complete-node';
export * from './dialogs';
export { completeForm } from './form-text';
export { fleetLabel, label, meterLabel, placeLabel, profileLabel, simulatorLabel } from './labels';
export { decode, push } from './push-dialog';
export { language, say, spokenLanguage } from './runtime';
export { completeTask, completeTaskForm, withTaskDefaults } from './task-form';
export * as validate from './validators';
