/**
 * What every type of node needs beside its `registerType`: the verdicts on its settings, and that a dialog which is saved leaves the
 * settings of today. Otherwise those of an older version would be migrated once more at the next deploy, over what was chosen.
 */
import { completeRules } from './verdicts';

/** The shape of the settings that the dialogs of this bundle know. */
export const currentVersion = (type: string): unknown => RED.nodes.getType(type).defaults.settingsVersion.value;

/** To be called after `registerType`, where the form of the node is in the page. */
export const completeNode = (type: string): void => {
  completeRules(type);
  const definition = RED.nodes.getType(type);
  const { oneditsave } = definition;
  definition.oneditsave = function (this: Record<string, unknown>) {
    this.settingsVersion = currentVersion(type);
    return oneditsave?.call(this);
  };
};
