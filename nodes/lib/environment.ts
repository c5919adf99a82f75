/**
 * Environment variables as a node sees them: those of its group, flow or subflow, then those of all flows and of the process.
 * Node-RED puts them into what is deployed; fields of an open dialog are filled in here, in the same way.
 */
import type { Node, NodeAPI } from 'node-red';
import { variableIn } from '../forms/variables';
import type { Settings } from './setting-values';

type Place = Pick<Node, 'id' | 'name'> & { readonly _flow?: unknown };

/** Undefined where there is none. */
export const settingOf = (RED: NodeAPI, node: unknown, name: string): unknown => {
  // its type package does not know the third parameter
  const get = RED.util.getSetting as unknown as (node: unknown, name: string, flow: unknown) => unknown;
  return get(node, name, (node as Place)._flow);
};

/** Where a config node that is not deployed will stand: on no flow, as most do. */
export const globalPlace = (RED: NodeAPI): { readonly _flow?: unknown } => {
  let flow: unknown;
  RED.nodes.eachNode(({ id, z }) => {
    if (flow === undefined && !z) flow = (RED.nodes.getNode(id) as Place | null | undefined)?._flow;
  });
  return flow === undefined ? {} : { _flow: flow };
};

/** Fields of a dialog with the values of their variables; one that has none stays, and is told where the field is read. */
export const filledIn = (RED: NodeAPI, fields: Settings): Settings => {
  const place = (typeof fields.id === 'string' ? RED.nodes.getNode(fields.id) : null) ?? globalPlace(RED);
  const filled = Object.entries(fields).map(([field, value]) => {
    const variable = variableIn(value);
    return [field, variable === null ? value : (settingOf(RED, place, variable) ?? value)];
  });
  return Object.fromEntries(filled);
};
