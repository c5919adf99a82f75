/**
 * A mask over every secret that any security node of the runtime holds, for texts and octets that people are to see
 * (traces). Parts that do not parse as keys are hidden as the text that was typed.
 */
import type { NodeAPI } from 'node-red';
import { type Mask, maskFor, octetsOfKey, parseKeyring } from '../../src/index';
import type { SecurityNode } from './config-nodes';
import { passwordOctets } from './security-options';
import type { SecretName, Secrets } from './security-secrets';
import type { Settings } from './setting-values';

const keyNames = ['encryptionKey', 'authenticationKey', 'broadcastKey', 'masterKey', 'encryptionKey2', 'authenticationKey2'] as const;

const attempt = <T>(read: () => T, otherwise: T): T => {
  try {
    return read();
  } catch {
    return otherwise;
  }
};

const asTyped = (typed: string): Buffer => Buffer.from(typed, 'utf8');
const keyOctets = (typed: string): Buffer => attempt(() => octetsOfKey(typed, 'key'), asTyped(typed));

const ringOctets = (keyring: string): Buffer[] =>
  attempt(() => parseKeyring(keyring), []).flatMap(({ keys, next }) => {
    const { password, ...symmetric } = keys;
    const others = [...Object.values(symmetric), ...Object.values(next)];
    return [...others.map(keyOctets), ...(password === undefined ? [] : [asTyped(password)])];
  });

/** Private keys are hidden line by line: nobody prints them in one. */
const linesOf = (text: string): Buffer[] =>
  text
    .split(/\s+/)
    .filter((line) => line.length > 8 && !line.startsWith('-'))
    .map(asTyped);

/** The octets of all secrets of a node, as far as they can be told. */
export const secretOctets = (settings: Settings, secrets: Secrets): readonly Buffer[] => {
  const { password, keyring, redisUrl } = secrets;
  const privateKeys: readonly SecretName[] = ['signingKey', 'agreementKey'];
  const redisPassword = /^[a-z]+:\/\/[^:/@]*:([^@/]+)@/i.exec(redisUrl ?? '')?.[1];
  return [
    ...keyNames.flatMap((name) => (secrets[name] === undefined ? [] : [keyOctets(secrets[name] as string)])),
    ...privateKeys.flatMap((name) => linesOf(secrets[name] ?? '')),
    ...(password === undefined ? [] : [attempt(() => passwordOctets(settings, password), asTyped(password))]),
    ...(keyring === undefined ? [] : ringOctets(keyring)),
    ...(redisPassword === undefined ? [] : [asTyped(redisPassword)]),
  ];
};

let last: { readonly of: readonly (readonly Buffer[])[]; readonly mask: Mask } = { of: [], mask: maskFor([]) };

/** The mask of all security nodes that are deployed now; made anew only when they change. */
export const maskOfAll = (RED: NodeAPI): Mask => {
  const ids = new Set<string>();
  RED.nodes.eachNode(({ id, type }) => {
    if (type === 'dlms-security') ids.add(id);
  });
  const held = [...ids].flatMap((id) => {
    const node = RED.nodes.getNode(id) as SecurityNode | null | undefined;
    return node?.security ? [node.security.hidden] : [];
  });
  const isSame = held.length === last.of.length && held.every((one, index) => one === last.of[index]);
  if (!isSame) last = { of: held, mask: maskFor(held.flat()) };
  return last.mask;
};
