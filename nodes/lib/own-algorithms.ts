/**
 * HLS algorithms that users bring: a JSONata expression of the security form, or an entry of `dlmsHlsAlgorithms` in
 * settings.js. An entry is `{ label, serverProof, respond(input) }` or the name of a module that exports one; `respond`
 * gets what `CustomInput` describes, octets as hexadecimal digits, and gives octets or their hexadecimal digits.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Node, NodeAPI } from 'node-red';
import { type CustomInput, type CustomResult, customAlgorithm, DlmsError, expressionTools, type HlsAlgorithm } from '../../src/index';
import { isRecord, oneOf, type Settings, text } from './setting-values';

/** Makes a new algorithm for each attempt: its answers are remembered per challenge. */
export type OwnAlgorithm = { readonly id: string; readonly make: () => HlsAlgorithm };

interface ModuleEntry {
  readonly label?: string;
  readonly serverProof?: 'required' | 'none';
  respond(input: CustomInput): CustomResult | Promise<CustomResult>;
}

const isEntry = (value: unknown): value is ModuleEntry => isRecord(value) && typeof value.respond === 'function';

const listed = (RED: NodeAPI): Record<string, unknown> => {
  const found = (RED.settings as unknown as Record<string, unknown>).dlmsHlsAlgorithms;
  return isRecord(found) ? found : {};
};

/** Modules of settings.js are looked for where Node-RED keeps its own. */
const loaded = (RED: NodeAPI, id: string, name: string): unknown => {
  try {
    const found: unknown = createRequire(join(RED.settings.userDir ?? process.cwd(), 'settings.js'))(name);
    return isRecord(found) && 'default' in found && !isEntry(found) ? found.default : found;
  } catch (cause) {
    throw new DlmsError('settings-invalid', `dlmsHlsAlgorithms.${id}: the module "${name}" cannot be loaded`, { cause });
  }
};

const entryOf = (RED: NodeAPI, id: string): ModuleEntry => {
  const value = listed(RED)[id];
  const entry = typeof value === 'string' ? loaded(RED, id, value) : value;
  if (isEntry(entry)) return entry;
  throw new DlmsError('settings-invalid', `settings.js has no HLS algorithm "${id}"`, {
    hint: 'List it in dlmsHlsAlgorithms as { label, serverProof, respond: (input) => hex }, then restart Node-RED.',
  });
};

/** For the form. */
export const ownModules = (RED: NodeAPI): readonly { readonly id: string; readonly label: string }[] =>
  Object.entries(listed(RED)).map(([id, value]) => ({ id, label: isEntry(value) ? (value.label ?? id) : id }));

const moduleAlgorithm = (RED: NodeAPI, settings: Settings): OwnAlgorithm => {
  const id = text(settings, 'moduleId');
  const { label = id, serverProof = 'required', respond } = entryOf(RED, id);
  // What the module throws may hold the secret: it is in no error text.
  const compute = async (input: CustomInput): Promise<CustomResult> => {
    try {
      return await respond(input);
    } catch {
      throw new DlmsError('settings-invalid', `the HLS algorithm "${id}" of settings.js ended with an error`);
    }
  };
  return { id, make: () => customAlgorithm({ id, label, serverProof }, compute) };
};

const expressionId = 'expression';

const expressionAlgorithm = (RED: NodeAPI, node: Node, settings: Settings): OwnAlgorithm => {
  const source = text(settings, 'expression');
  const prepared = prepare(RED, node, source);
  const serverProof = oneOf(settings, 'customProof', ['required', 'none'], 'required');
  const compute = (input: CustomInput): Promise<CustomResult> =>
    new Promise((resolve, reject) => {
      RED.util.evaluateJSONataExpression(prepared, input as never, (error: Error | null, value: unknown) => {
        // What an expression gives, right or wrong, may hold the secret: it is in no error text.
        if (error) reject(new DlmsError('settings-invalid', 'the JSONata expression ended with an error'));
        else resolve(value as CustomResult);
      });
    });
  return { id: expressionId, make: () => customAlgorithm({ id: expressionId, label: 'JSONata expression', serverProof }, compute) };
};

const prepare = (RED: NodeAPI, node: Node, source: string) => {
  try {
    const expression = RED.util.prepareJSONataExpression(source, node);
    for (const [name, tool] of Object.entries(expressionTools)) {
      (expression as unknown as { registerFunction(name: string, tool: unknown): void }).registerFunction(name, tool);
    }
    return expression;
  } catch (error) {
    throw new DlmsError('settings-invalid', `expression: ${error instanceof Error ? error.message : 'is no JSONata'}`, { cause: error });
  }
};

/** The algorithm of the form; null for built-in ones. @throws DlmsError `settings-invalid` */
export const ownAlgorithm = (RED: NodeAPI, node: Node, settings: Settings): OwnAlgorithm | null => {
  const chosen = settings.level === 'vendor' ? settings.vendorAlgorithm : '';
  if (chosen === 'module') return moduleAlgorithm(RED, settings);
  return chosen === 'expression' ? expressionAlgorithm(RED, node, settings) : null;
};
