/**
 * The live parts of the meter dialog: the address as octets on the wire, the formula, and the association test.
 */
import { isVariable } from '../forms/variables';
import { bindAssociationTest } from './association-test';
import { dialogFields, type Fields } from './draft';
import { reasonOf } from './error-words';
import { showResult } from './line-test';
import { ask, say } from './runtime';

interface OpenMeter {
  readonly id: string;
  readonly form: JQuery;
}

/** The dialog that is open; the editor takes it out of the page while another one lies over it. */
let openMeter: OpenMeter | null = null;

/** Fields of a meter whose dialog is open, as they are typed: for the dialog of its security. */
export const openMeterFields = (): Fields | null => (openMeter === null ? null : { ...dialogFields(openMeter.form), id: openMeter.id });

export const rememberForm = (opened: OpenMeter | null): void => {
  openMeter = opened;
};

const addressFields = ['client', 'logicalDevice', 'addressing', 'physical', 'serialNumber', 'formula', 'addressLength'] as const;

interface WireAddress {
  readonly logicalDevice: number;
  readonly physical: number | null;
  readonly hex: string;
}

const bothWays = (value: number): string => `${value} (0x${value.toString(16).toUpperCase()})`;

/** Shows the octets of the server address while the fields change. */
export const bindAddress = (output: JQuery): void => {
  const show = (): void => {
    const typed = dialogFields();
    const fields = Object.fromEntries(addressFields.map((name) => [name, String(typed[name] ?? '')]));
    // the serial number of a message and the value of a variable are known at run time
    if ((fields.addressing === 'serial' && fields.serialNumber === '') || Object.values(fields).some(isVariable)) {
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
    const meter = openMeterFields() ?? {};
    return { meter, connection: String(meter.connection ?? ''), security: { id: String(meter.security ?? '') } };
  });
