/** The mask of traces: every secret of every security node and simulator, in the forms in which people type them. */
import type { Node, NodeAPI } from 'node-red';
import { fromHex, type Mask, maskFor, parsePassword } from '../../src/index';

const octetsOf = (secret: string): Buffer[] => {
  const digits = secret
    .trim()
    .replace(/^0x/i, '')
    .replace(/[\s:-]/g, '');
  const hex = /^([0-9a-f]{2})+$/i.test(digits) ? [fromHex(digits)] : [];
  // As a text, and without the quotes that say that it is one.
  return [Buffer.from(secret, 'utf8'), parsePassword(secret), ...hex];
};

/** The values of a keyring: `meter; EK; AK; password=...`, a meter a line. What stands first is a name and no secret. */
const valuesOf = (keyring: string): string[] =>
  keyring.split(/[\r\n]+/).flatMap((line) =>
    line
      .split(';')
      .slice(1)
      .map((cell) => cell.replace(/^\s*[a-z]+2?\s*=/i, '').trim()),
  );

/** A keyring has many secrets in one text; certificates are no secret. */
const textsOf = (field: string, value: string): string[] => {
  if (value.includes('BEGIN CERTIFICATE')) return [];
  const parts = field === 'keyring' ? valuesOf(value) : (value.match(/[0-9a-f]{16,}/gi) ?? []);
  return [value, ...parts].filter((part) => part !== '');
};

/** `${NAME}` as the node sees it: subflows have their own. */
const filled = (RED: NodeAPI, node: Node | null, value: string): string =>
  value.replace(/\$\{([^}\s]+)\}/g, (whole, name: string) => {
    const util = RED.util as unknown as { getSetting?(node: Node | null, name: string): unknown };
    return String(util.getSetting?.(node, name) ?? process.env[name] ?? whole);
  });

/** Made anew at most this often: nodes come and go with a deploy. */
const renewMs = 2_000;

/** A mask that follows the deployed nodes. */
export const secretsMask = (RED: NodeAPI): (() => Mask) => {
  let mask: Mask | null = null;
  let madeAt = 0;
  return () => {
    const now = Date.now();
    if (mask !== null && now - madeAt < renewMs) return mask;
    const secrets: Buffer[] = [];
    RED.nodes.eachNode(({ id, type }) => {
      if (type !== 'dlms-security' && type !== 'dlms-simulator') return;
      const node = RED.nodes.getNode(id) as Node | null;
      for (const [field, value] of Object.entries((node?.credentials ?? {}) as Readonly<Record<string, unknown>>)) {
        if (typeof value === 'string' && value !== '') secrets.push(...textsOf(field, filled(RED, node, value)).flatMap(octetsOf));
      }
    });
    mask = maskFor(secrets);
    madeAt = now;
    return mask;
  };
};
