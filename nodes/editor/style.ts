/**
 * The few rules that all dialogs share, once per page. Colours are variables of the editor's theme, so that dark themes
 * work; rows are laid out for a tray of 450 px.
 */

/** Notes. The editor's own colour for what is secondary is too faint for small letters (Node-RED 4: 3.5 to 1). */
const quiet = 'color-mix(in srgb, var(--red-ui-primary-text-color) 85%, transparent)';

const rules = `
.dlms-form .form-row > label:first-child { vertical-align: middle; }
.dlms-form .form-row > input[type=checkbox] { vertical-align: middle !important; margin: 0; }
.dlms-form .dlms-hint, .dlms-form .dlms-why, .dlms-form .dlms-fault { width: 0; min-width: 70%; overflow-wrap: break-word; }
.dlms-form .dlms-hint { margin: -6px 0 12px 105px; max-width: 70%; font-size: 12px; line-height: 1.35; color: ${quiet}; }
.dlms-form .dlms-why { font-size: 12px; line-height: 1.35; }
.dlms-called { margin: 0 0 5px 2px; font-size: 12px; line-height: 1.35; color: ${quiet}; overflow-wrap: anywhere; }
.dlms-called:empty { display: none; }
.dlms-called.dlms-bad, .dlms-form .dlms-hint.dlms-bad { color: var(--red-ui-text-color-error); }
.dlms-form .form-row > .dlms-called { margin: 4px 0 0 105px; }
.dlms-form .dlms-fault { margin: 4px 0 0 105px; font-size: 12px; line-height: 1.35; color: var(--red-ui-text-color-error); }
.dlms-form .dlms-fault:empty { display: none; }
.dlms-form .dlms-below { margin: 6px 0 0 105px; }
.dlms-form .dlms-beside { margin-left: 6px; font-size: 12px; color: ${quiet}; }
.dlms-form .dlms-result { margin: 6px 0 0 105px; overflow-wrap: anywhere; }
.dlms-form .form-row > label + .dlms-result { display: inline-block; width: 70%; margin: 0 0 0 4px; vertical-align: middle; }
.dlms-form .dlms-result:empty { display: none; }
.dlms-form .dlms-result.dlms-good::before { content: "\\2713\\00a0"; color: var(--red-ui-text-color-success, var(--red-ui-primary-text-color)); }
.dlms-form .dlms-result.dlms-bad, .dlms-form .dlms-result .dlms-bad { color: var(--red-ui-text-color-error); }
.dlms-browse { display: flex; flex-direction: column; height: 100%; box-sizing: border-box; padding: 12px; gap: 8px; }
.dlms-browse-tools { display: flex; flex-wrap: wrap; gap: 6px; }
.dlms-browse-status { font-size: 12px; min-height: 1.35em; color: ${quiet}; overflow-wrap: anywhere; }
.dlms-browse input.dlms-browse-search { width: 100%; margin: 0; box-sizing: border-box; flex: none; }
.dlms-form .red-ui-editableList-container { height: auto !important; overflow: visible; }
.dlms-browse [hidden] { display: none; }
.dlms-browse .dlms-tree, .dlms-browse .dlms-tree ul { list-style: none; margin: 0; padding: 0; }
.dlms-tree { flex: 1; min-height: 120px; overflow: auto; border: 1px solid var(--red-ui-form-input-border-color); border-radius: 4px; background: var(--red-ui-form-input-background); }
.dlms-browse .dlms-tree ul { padding-left: 18px; }
.dlms-tree [role=treeitem] { outline: none; }
.dlms-tree [role=treeitem]:focus > .dlms-tree-row { box-shadow: inset 0 0 0 2px var(--red-ui-form-input-focus-color, var(--red-ui-primary-border-color)); }
.dlms-tree-row { display: flex; align-items: flex-start; gap: 6px; padding: 4px 8px; cursor: pointer; }
.dlms-tree-row:hover { background: var(--red-ui-list-item-background-hover); }
.dlms-tree-row > input { margin: 3px 0 0; flex: none; width: auto; }
.dlms-tree-row > button { flex: none; }
.dlms-tree-twist { flex: none; width: 12px; height: 20px; line-height: 20px; text-align: center; transition: transform 0.1s; }
.dlms-tree [aria-expanded=true] > .dlms-tree-row > .dlms-tree-twist { transform: rotate(90deg); }
.dlms-tree-text { flex: 1; min-width: 0; overflow-wrap: anywhere; display: flex; flex-direction: column; }
.dlms-tree-name { color: var(--red-ui-primary-text-color); }
.dlms-tree-group > .dlms-tree-row > .dlms-tree-name { font-weight: bold; flex: 1; }
.dlms-tree-note { font-size: 12px; color: ${quiet}; }
.dlms-tree-value { font-family: var(--red-ui-monospace-font, monospace); font-size: 12px; }
.dlms-tree-refused .dlms-tree-text { color: ${quiet}; }
.dlms-browse-button { float: right; }
.dlms-form input + .dlms-browse-button { float: none; display: block; margin: 4px 0 0 105px; }
.dlms-assist { margin-bottom: 4px; }
.dlms-assist-tools { display: flex; flex-wrap: wrap; gap: 4px; align-items: center; }
.dlms-assist .dlms-assist-pick { width: auto; flex: 1 1 160px; margin: 0; min-width: 0; }
.dlms-assist-text { font-size: 12px; margin-top: 3px; color: ${quiet}; overflow-wrap: anywhere; }
.dlms-assist-text:empty { display: none; }
`;

const styleId = 'dlms-editor-style';

/** The bundle is loaded once for each node type; the style is put in once. Tells whether it was now. */
export const installStyle = (): boolean => {
  if (document.getElementById(styleId) !== null) return false;
  const style = document.createElement('style');
  style.id = styleId;
  style.textContent = rules;
  document.head.append(style);
  return true;
};
