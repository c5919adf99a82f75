/**
 * Validators for the fields that only dlms-push and dlms-decode have.
 */
import { isVariable } from '../forms/variables';
import { fieldValue } from './field-value';
import { withoutTags } from './runtime';

type Verdict = true | string;

const isOpen = (value: unknown): boolean => value === undefined || value === null || String(value).trim() === '' || isVariable(value);

const sayOfPush = (key: string, values: Record<string, unknown> = {}): string =>
  RED._(`@meterflow/node-red-dlms/dlms-push:dlms-push.invalid.${key}`, { ...values, interpolation: { escapeValue: false } });

/** A JSON list of templates, each with an id and items. */
export const jsonList = (value: unknown): Verdict => {
  if (isOpen(value)) return true;
  try {
    const parsed: unknown = JSON.parse(String(value));
    const list = Array.isArray(parsed) ? parsed : [parsed];
    const good = list.every((one) => typeof one === 'object' && one !== null && typeof one.id === 'string' && Array.isArray(one.items));
    return good ? true : sayOfPush('templates');
  } catch (error) {
    return sayOfPush('json', { reason: withoutTags(String((error as Error).message)) });
  }
};

const isIpv4 = (text: string): boolean =>
  /^(\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split('.').every((part) => /^(0|[1-9]\d*)$/.test(part) && Number(part) <= 255);

/** As the browser reads an address in brackets. */
const isIpv6 = (text: string): boolean => {
  if (!/^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text)) return false;
  try {
    return new URL(`http://[${text}]/`).hostname !== '';
  } catch {
    return false;
  }
};

/** As the listener takes it: an address, or a range of it by the bits that count. */
const isRange = (text: string): boolean => {
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = isIpv4(address) ? 32 : isIpv6(address) ? 128 : -1;
  if (bits < 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
};

/** IP addresses and ranges, separated by commas or blanks. */
export const addresses = (value: unknown): Verdict => {
  if (isOpen(value)) return true;
  const wrong = String(value)
    .split(/[\s,;]+/)
    .find((one) => one !== '' && !isRange(one));
  return wrong === undefined ? true : sayOfPush('address', { address: withoutTags(wrong) });
};

/**
 * The medium "meters that dialled in" needs a connection that waits for them. Node-RED does not ask the validator of a config node
 * that may be none.
 */
export const dialInMedium = function (this: unknown, value: unknown): Verdict {
  if (value !== 'connection') return true;
  return RED.nodes.node(fieldValue(this, 'connection'))?.medium === 'listen' ? true : sayOfPush('connection');
};
