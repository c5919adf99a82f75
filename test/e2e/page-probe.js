/**
 * Runs in the page of the editor: what the tests ask of Node-RED's own objects and of computed styles. Put in by
 * `openEditorPage` (editor.ts) before the page's scripts.
 */
(() => {
  /** What a person would get from the palette: every default of the type, and the config nodes that it needs. */
  const fresh = (type, references) => {
    const node = { id: `fresh-${type}`, type };
    for (const [name, { value, type: wanted }] of Object.entries(RED.nodes.getType(type).defaults))
      node[name] = wanted === undefined ? structuredClone(value) : (references[wanted] ?? value);
    if (RED.nodes.getType(type).category === 'config') return node;
    return { ...node, z: RED.workspaces.active(), x: 300, y: 400, wires: [] };
  };

  const make = (type, references) => {
    const node = fresh(type, references);
    if (!RED.nodes.node(node.id)) RED.nodes.import([node]);
    return node.id;
  };

  const removeAll = (type) => {
    const found = [];
    RED.nodes.eachConfig((node) => void (node.type === type && found.push(node.id)));
    for (const id of found) RED.nodes.remove(id);
  };

  /** Opens the dialog of a node, flow node or config node. */
  const open = (id) => {
    const node = RED.nodes.node(id);
    if (node._def.category === 'config') RED.editor.editConfig('', node.type, id);
    else RED.editor.edit(node);
  };

  /** Leaves every dialog, after a test that ended in one. */
  const leave = () => {
    for (const _ of document.querySelectorAll('.red-ui-tray')) RED.tray.close();
  };

  /** The settings of a node, as they would be deployed. */
  const settings = (id) => {
    const node = RED.nodes.node(id);
    return JSON.parse(JSON.stringify(Object.fromEntries(Object.keys(node._def.defaults).map((name) => [name, node[name] ?? null]))));
  };

  /** Writes a variable into each setting that is text; tells them. What pick-lists of objects fill in later is left out. */
  const toVariables = (id) => {
    const node = RED.nodes.node(id);
    const later = ['classId', 'method', 'methodName', 'parameterSource'];
    const texts = Object.entries(node._def.defaults).filter(
      ([name, { value, type }]) => typeof value === 'string' && type === undefined && !later.includes(name),
    );
    const written = Object.fromEntries(texts.map(([name]) => [name, `\${V_${name}}`]));
    Object.assign(node, written);
    return written;
  };

  const validity = (id) => {
    const { valid, validationErrors } = RED.nodes.node(id);
    return valid === false ? (validationErrors ?? ['not valid']).map(String) : [];
  };

  const tray = () => [...document.querySelectorAll('.red-ui-tray')].at(-1);

  const ownText = (element) =>
    [...element.childNodes]
      .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
      .map(({ textContent }) => textContent.trim())
      .join(' ')
      .trim();

  const isSeen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  const opened = (root) => {
    for (const details of root.querySelectorAll('details')) details.open = true;
    return root;
  };

  const isKey = (text) => /(^|\s)(dlms-[a-z]+|common|@meterflow\S*)[.:][\w.-]+/.test(text);

  /** What an element shows: its text, or the attribute that `data-i18n="[placeholder]..."` names. */
  const shown = (element) => {
    const attribute = /^\[([\w-]+)\]/.exec(element.dataset.i18n ?? '')?.[1];
    return (attribute === undefined ? element.textContent : element.getAttribute(attribute))?.trim() ?? '';
  };

  /** Labels, buttons and hints that show nothing, or a key of the catalogue instead of words. */
  const untranslated = () =>
    [...opened(tray()).querySelectorAll('[data-i18n], option, label, button, p, span, summary')]
      .filter((element) => isSeen(element) && ((element.dataset.i18n !== undefined && shown(element) === '') || isKey(shown(element))))
      .map((element) => `${element.tagName} "${shown(element)}" ${element.dataset.i18n ?? ''}`);

  /** All words of the dialog. */
  const words = () => [...opened(tray()).querySelectorAll('.red-ui-tray-body label')].map((label) => label.textContent.trim()).join(' | ');

  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

  /** Any CSS colour as red, green, blue (0-255), alpha (0-1). */
  const channels = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };

  const over = ([r, g, b, a], below) => [r, g, b].map((value, index) => value * a + below[index] * (1 - a));

  const backgroundOf = (element) => {
    if (element === null) return [255, 255, 255];
    const colour = channels(getComputedStyle(element).backgroundColor);
    return colour[3] === 1 ? colour.slice(0, 3) : over(colour, backgroundOf(element.parentElement));
  };

  /** Relative luminance as WCAG 2 defines it. */
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => value / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  const contrast = (element) => {
    const behind = backgroundOf(element);
    const [bright, dim] = [luminance(over(channels(getComputedStyle(element).color), behind)), luminance(behind)].sort((a, b) => b - a);
    return (bright + 0.05) / (dim + 0.05);
  };

  /** Texts and fields of the dialog on top whose contrast is below `least`. */
  const faint = (least) =>
    [...opened(tray()).querySelectorAll('.red-ui-tray-body *')]
      .filter((element) => isSeen(element) && (ownText(element) !== '' || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName)))
      .filter((element) => element.closest('svg, :disabled, .disabled') === null)
      .map((element) => ({ element, ratio: contrast(element) }))
      .filter(({ ratio }) => ratio < least)
      .map(({ element, ratio }) => `${element.tagName}.${element.className} "${ownText(element).slice(0, 40)}" ${ratio.toFixed(1)}`);

  const darkness = () => luminance(backgroundOf(tray().querySelector('.red-ui-tray-body')));

  /** Between a label and its field, in pixels: less looks like one word. */
  const leastGap = 3;

  /** Labels that run into their field, and parts of the dialog that reach over its edge. */
  const cramped = () => {
    const edge = tray().getBoundingClientRect().right;
    const labels = [...opened(tray()).querySelectorAll('.form-row > label:first-child')].filter(isSeen);
    const tight = labels.filter((label) => {
      const text = document.createRange();
      text.selectNodeContents(label);
      const next = [...label.parentElement.children].find((element) => element !== label && isSeen(element));
      const field = next?.getBoundingClientRect();
      const beside = field !== undefined && field.top < label.getBoundingClientRect().bottom;
      return beside && text.getBoundingClientRect().right > field.left - leastGap;
    });
    const over = [...tray().querySelectorAll('.red-ui-tray-body *')].filter(
      (element) => isSeen(element) && element.closest('.red-ui-tabs, svg') === null && element.getBoundingClientRect().right > edge,
    );
    return [...tight, ...over].map((element) => `${element.tagName}#${element.id} "${element.textContent.trim().slice(0, 30)}"`);
  };

  /** Imports a flow and tells which of its config nodes nobody uses: Node-RED says so at each deploy. Of nodes of others it knows nothing. */
  const unused = (flow) => {
    const { nodes } = RED.nodes.import(flow, { generateIds: true });
    return nodes
      .filter(
        ({ type, _def, users, d }) =>
          type !== 'unknown' && _def?.category === 'config' && _def.hasUsers !== false && users.length === 0 && !d,
      )
      .map((node) => `${node.type} ${RED.utils.getNodeLabel(node)}`);
  };

  const nameOf = (field) =>
    [...(field.labels ?? [])].map((label) => label.textContent.trim()).join(' ') ||
    field.getAttribute('aria-label') ||
    (field.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent.trim() ?? '')
      .join(' ') ||
    field.title;

  /** Fields without a name that a screen reader could say. */
  const unnamed = () =>
    [...opened(tray()).querySelectorAll('form input, form select, form textarea')]
      .filter((field) => isSeen(field) && !/^(hidden|password)$/.test(field.type) && field.closest('[style*="-2000px"]') === null)
      .filter((field) => nameOf(field).trim() === '')
      .map((field) => `${field.tagName}#${field.id} ${field.className}`);

  /** Chooses one after the other what a select offers; tells what is wrong with the form then, as `choice: fault`. */
  const variants = (id) => {
    const select = document.getElementById(id);
    const before = select.value;
    const faults = [...select.options].flatMap(({ value }) => {
      window.jQuery(select).val(value).trigger('change');
      return [...untranslated(), ...cramped(), ...unnamed()].map((fault) => `${value}: ${fault}`);
    });
    window.jQuery(select).val(before).trigger('change');
    return faults;
  };

  const roomForWire = 15; // pixels

  /** Imports a flow, draws it, and tells which of its nodes lie over one another or leave no room for a wire between them. */
  const overlaps = (flow) => {
    const before = RED.nodes.getWorkspaceOrder();
    const { nodes } = RED.nodes.import(flow, { generateIds: true });
    const tabs = RED.nodes.getWorkspaceOrder().filter((id) => !before.includes(id));
    const found = [];
    for (const tab of tabs) {
      RED.workspaces.show(tab);
      RED.view.redraw(true, true);
      const drawn = nodes.filter(({ z, w }) => z === tab && w > 0);
      for (const [at, one] of drawn.entries())
        for (const other of drawn.slice(at + 1)) {
          const aside = Math.abs(one.x - other.x) - (one.w + other.w) / 2;
          const below = Math.abs(one.y - other.y) - (one.h + other.h) / 2;
          if (aside < roomForWire && below < 0) found.push(`${RED.utils.getNodeLabel(one)} | ${RED.utils.getNodeLabel(other)}`);
        }
      if (drawn.length === 0) found.push('nothing is drawn');
      RED.workspaces.delete(RED.nodes.workspace(tab));
    }
    return tabs.length === 0 ? ['no tab'] : found;
  };

  window.probe = {
    make,
    removeAll,
    open,
    overlaps,
    unused,
    leave,
    settings,
    toVariables,
    validity,
    untranslated,
    words,
    faint,
    cramped,
    unnamed,
    variants,
    darkness,
  };
})();
