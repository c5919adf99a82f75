/**
 * Labels that say what a node does: `Get 7 objects from Meter 12`.
 */
import { say, spaced } from './runtime';

interface Labelled {
  readonly name?: string;
  readonly meter?: string;
  readonly objects?: readonly { readonly obis?: string; readonly name?: string }[];
  readonly obis?: string;
  readonly methodName?: string;
  readonly port?: string | number;
  readonly path?: string;
  readonly medium?: string;
  readonly host?: string;
}

const meterName = (id: string | undefined): string => {
  const meter = id === undefined || id === '' ? null : RED.nodes.node(id);
  return meter === null ? say('aMeter') : String(meter.name || meter.serialNumber || say('aMeter'));
};

interface WithUsers {
  readonly type: string;
  readonly users?: readonly object[];
}

/** Labels of flow nodes name their meter. Node-RED draws what is dirty after this, also where a change is undone. */
export const followMeters = (): void => {
  RED.events.on('nodes:change', ({ type, users = [] }: WithUsers) => {
    if (type === 'dlms-meter') for (const user of users) Object.assign(user, { dirty: true, resize: true });
  });
};

const objectsOf = (objects: Labelled['objects']): string => {
  const list = objects ?? [];
  const [only] = list;
  if (list.length === 1 && only !== undefined) return only.name || only.obis || '';
  return list.length === 0 ? say('objectsOfMessage') : say('objects', { n: list.length });
};

export type LabelKind = 'associate' | 'get' | 'set' | 'action' | 'release' | 'browse';

/** For `label` of a flow node with a meter. */
export const label = (node: Labelled, kind: LabelKind): string =>
  node.name ||
  say(`label.${kind}`, {
    what: kind === 'action' ? spaced(node.methodName || '') || node.obis || say('objectsOfMessage') : objectsOf(node.objects),
    meter: meterName(node.meter),
  });

/** `tcp 10.0.0.5:4059`, `serial /dev/ttyUSB0` */
export const placeLabel = ({ name, medium, host, port, path }: Labelled): string => {
  if (name) return name;
  if (medium === 'serial') return path || medium;
  return `${medium || 'tcp'} ${medium === 'listen' ? '' : host || say('hostOfMessage')}:${port || 4059}`;
};

/** Of a meter in pick-lists: by its place and client where it has no name. */
export const meterLabel = ({ name, serialNumber, connection, client }: MeterLabelled): string => {
  const line = connection ? RED.nodes.node(connection) : null;
  if (name || serialNumber || line === null) return name || serialNumber || 'dlms-meter';
  return say('meterAt', { place: placeLabel(line as Labelled), client: client ?? '' });
};

interface MeterLabelled {
  readonly name?: string;
  readonly serialNumber?: string;
  readonly connection?: string;
  readonly client?: string | number;
}

interface ProfileLabelled extends Labelled {
  readonly mode?: string;
}

/** `New rows of 1-0:99.1.0 from Meter 12` */
export const profileLabel = ({ name, mode, obis, meter }: ProfileLabelled): string =>
  name || say(`label.rows.${mode || 'since'}`, { what: (obis || say('objectsOfMessage')).replace(/\*255$/, ''), meter: meterName(meter) });

/** `Simulated meter :4059` */
export const simulatorLabel = ({ name, medium, port, path }: Labelled): string =>
  name || say('label.simulator', { place: medium === 'serial' ? (path ?? '') : `:${port ?? ''}` });

/** `Read a fleet` */
export const fleetLabel = ({ name, mode }: ProfileLabelled): string => name || say(`label.fleet.${mode || 'read'}`);
