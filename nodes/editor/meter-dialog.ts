/**
 * The live parts of the meter dialog: the address as octets on the wire, the formula, and the connection test.
 */
import { ask, say } from './runtime';

const fieldNames = [
  'name',
  'connection',
  'security',
  'client',
  'logicalDevice',
  'addressing',
  'physical',
  'serialNumber',
  'formula',
  'addressLength',
  'referencing',
  'maxPduSize',
  'conformance',
  'conformanceTag',
  'maxInfoTransmit',
  'maxInfoReceive',
  'windowTransmit',
  'windowReceive',
  'maxListItems',
  'baseNames',
  'clockDeviation',
  'fixedOffset',
];

const fieldsNow = (): Record<string, string> => {
  const fields: Record<string, string> = {};
  for (const name of fieldNames) fields[name] = String($(`#node-config-input-${name}`).val() ?? '');
  fields.disconnectFirst = String($('#node-config-input-disconnectFirst').prop('checked') === true);
  return fields;
};

interface WireAddress {
  readonly logicalDevice: number;
  readonly physical: number | null;
  readonly hex: string;
}

const bothWays = (value: number): string => `${value} (0x${value.toString(16).toUpperCase()})`;

const reasonOf = (failure: unknown): string => {
  const body = (failure as { responseJSON?: { error?: { message?: string; hint?: string } } }).responseJSON?.error;
  return body?.message ?? say('noAnswer');
};

/** Shows the octets of the server address while the fields change. */
export const bindAddress = (output: JQuery): void => {
  const show = (): void => {
    ask<WireAddress>('address', fieldsNow()).then(
      ({ logicalDevice, physical, hex }) =>
        output.text(`${say('onTheWire')}: ${hex} · ${bothWays(logicalDevice)}${physical === null ? '' : ` / ${bothWays(physical)}`}`),
      (failure: unknown) => output.text(reasonOf(failure)),
    );
  };
  $('#node-config-input-logicalDevice, #node-config-input-physical, #node-config-input-serialNumber, #node-config-input-formula').on(
    'change',
    show,
  );
  $('#node-config-input-addressing, #node-config-input-addressLength').on('change', show);
  show();
};

interface TestResult {
  readonly ok: boolean;
  readonly error?: { readonly message: string; readonly hint: string };
  readonly association?: { readonly referencing: string; readonly authentication: string; readonly maxPduSize: number };
  readonly durations?: { readonly requestMs: number };
}

const resultText = ({ ok, error, association, durations }: TestResult): string =>
  ok && association !== undefined
    ? say('testOk', {
        referencing: association.referencing.toUpperCase(),
        authentication: association.authentication,
        pdu: association.maxPduSize,
        ms: durations?.requestMs ?? 0,
      })
    : `${error?.message ?? say('noAnswer')}. ${error?.hint ?? ''}`;

/** The button associates once with the fields as they are, by way of the deployed connection and security nodes. */
export const bindTest = (button: JQuery, output: JQuery): void => {
  button.on('click', (event) => {
    event.preventDefault();
    button.prop('disabled', true);
    output.text(say('testing'));
    const body = JSON.stringify(fieldsNow());
    Promise.resolve($.ajax({ url: 'dlms/test', method: 'POST', contentType: 'application/json', data: body }) as PromiseLike<TestResult>)
      .then(
        (result) => output.text(resultText(result)),
        (failure: unknown) => output.text(reasonOf(failure)),
      )
      .finally(() => button.prop('disabled', false));
  });
};
