/**
 * The few rules that all dialogs share, once per page. Colours are variables of the editor's theme, so that dark themes
 * work; rows are laid out for a tray of 450 px.
 */
const rules = `
.dlms-form .form-row > label:first-child { vertical-align: middle; }
.dlms-form .form-row > input[type=checkbox] { vertical-align: middle; margin: 0; }
.dlms-form .dlms-hint { margin: -6px 0 12px 105px; font-size: 12px; line-height: 1.35; color: var(--red-ui-secondary-text-color); }
.dlms-form .dlms-beside { margin-left: 6px; font-size: 12px; color: var(--red-ui-secondary-text-color); }
.dlms-form .dlms-result { margin: 6px 0 0 105px; overflow-wrap: anywhere; }
.dlms-form .form-row > label + .dlms-result { display: inline-block; width: 70%; margin: 0; vertical-align: middle; }
.dlms-form .dlms-result:empty { display: none; }
.dlms-form .dlms-result.dlms-good::before { content: "\\2713\\00a0"; color: var(--red-ui-text-color-success, var(--red-ui-primary-text-color)); }
.dlms-form .dlms-result.dlms-bad { color: var(--red-ui-text-color-error); }
`;

const styleId = 'dlms-editor-style';

/** The bundle is loaded once for each node type; the style is put in once. */
export const installStyle = (): void => {
  if (document.getElementById(styleId) !== null) return;
  const style = document.createElement('style');
  style.id = styleId;
  style.textContent = rules;
  document.head.append(style);
};
