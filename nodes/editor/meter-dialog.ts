/**
 * The live parts of the meter dialog: the address as octets on the wire, the formula, and the association test.
 */
import { bindAssociationTest } from './association-test';
import { reasonOf } from './error-words';
import { showResult } from './line-test';
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
  'userId',
];

const fieldsOf = (form: JQuery): Record<string, string> => {
  const fields: Record<string, string> = {};
  for (const name of fieldNames) fields[name] = String(form.find(`#node-config-input-${name}`).val() ?? '');
  for (const name of ['disconnectFirst', 'sendProtocolVersion']) {
    fields[name] = String(form.find(`#node-config-input-${name}`).prop('checked') === true);
  }
  return fields;
};

/** The dialog that is open; the editor takes it out of the page while another one lies over it. */
let openForm: JQuery | null = null;

/** Fields of a meter whose dialog is open, as they are typed: for the dialog of its security. */
export const openMeterFields = (): Record<string, string> | null => (openForm === null ? null : fieldsOf(openForm));

export const rememberForm = (form: JQuery | null): void => {
  openForm = form;
};

const fieldsNow = (): Record<string, string> => fieldsOf($('#node-config-input-client').closest('form'));

interface WireAddress {
  readonly logicalDevice: number;
  readonly physical: number | null;
  readonly hex: string;
}

const bothWays = (value: number): string => `${value} (0x${value.toString(16).toUpperCase()})`;

/** Shows the octets of the server address while the fields change. */
export const bindAddress = (output: JQuery): void => {
  const show = (): void => {
    const fields = fieldsNow();
    // an empty serial number is told below its own field
    if (fields.addressing === 'serial' && fields.serialNumber === '') {
      showResult(output, '', null);
      return;
    }
    ask<WireAddress>('address', fields).then(
      ({ logicalDevice, physical, hex }) =>
        showResult(
          output,
          `${say('onTheWire')}: ${hex} · ${bothWays(logicalDevice)}${physical === null ? '' : ` / ${bothWays(physical)}`}`,
          null,
        ),
      (failure: unknown) => showResult(output, reasonOf(failure), false),
    );
  };
  $('#node-config-input-logicalDevice, #node-config-input-physical, #node-config-input-serialNumber, #node-config-input-formula').on(
    'change',
    show,
  );
  $('#node-config-input-addressing, #node-config-input-addressLength').on('change', show);
  show();
};

/** The button associates once with the fields as they are, with connection and security as the editor has them now. */
export const bindTest = (button: JQuery, output: JQuery): void =>
  bindAssociationTest(button, output, () => {
    const meter = fieldsNow();
    return { meter, connection: meter.connection ?? '', security: { id: meter.security ?? '' } };
  });
