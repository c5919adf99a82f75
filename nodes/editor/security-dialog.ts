/**
 * The dialog of `dlms-security`: rows by level and suite, one line of explanation per choice, the state of each secret, the
 * live counter triple, and the association test with one of the meters.
 */
import { bindAssociationTest } from './association-test';
import { currentVersion } from './complete-node';
import { dialogFields, type Fields, type MeterDraft } from './draft';
import { bindExplanations } from './explanations';
import { bindTriple } from './ic-triple';
import { meterLabel } from './labels';
import { openMeterFields } from './meter-dialog';
import { choices } from './runtime';
import { bindSecrets } from './secret-fields';
import { sayOfSecurity, securityField, storedMark } from './security-texts';
import { bindVisibility } from './visibility';

const secretNames = (): string[] =>
  $('[data-dlms-secret]')
    .toArray()
    .map((element) => String($(element).attr('data-dlms-secret')));

/** Stands for the meter whose dialog lies under this one: it may not be in the editor yet. */
const openMeter = '_OPEN_';

/** The meter that is being edited, then those of the editor; those that use this node come first. */
const fillMeters = (select: JQuery, ownId: string): void => {
  const under = openMeterFields();
  if (under !== null)
    select.append(
      $('<option></option>')
        .val(openMeter)
        .text(String(under.name || sayOfSecurity('openMeter'))),
    );
  const meters: { id: string; label: string; own: boolean }[] = [];
  RED.nodes.eachConfig((node) => {
    if (node.type !== 'dlms-meter' || node.id === under?.id) return;
    meters.push({ id: node.id, label: meterLabel(node), own: node.security === ownId });
  });
  meters.sort((a, b) => Number(b.own) - Number(a.own) || a.label.localeCompare(b.label));
  for (const { id, label } of meters) select.append($('<option></option>').val(id).text(label));
  if (select.find('option').length === 0)
    select.append($('<option></option>').val('').text(sayOfSecurity('noMeter'))).prop('disabled', true);
};

const testSubject = (meterId: string, ownId: string): MeterDraft => {
  const meter = meterId === openMeter ? openMeterFields() : ((meterId === '' ? null : RED.nodes.node(meterId)) as Fields | null);
  const plain = Object.entries(meter ?? {}).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  const all = dialogFields();
  const secrets = secretNames();
  const credentials: Record<string, string> = {};
  for (const name of secrets) {
    const value = String(all[name] ?? '');
    // An empty field means "removed", so it goes as well.
    if (value !== storedMark) credentials[name] = value;
  }
  const fields = Object.fromEntries(Object.entries(all).filter(([name]) => !secrets.includes(name)));
  return {
    meter: Object.fromEntries(plain),
    connection: String(meter?.connection ?? ''),
    security: { id: ownId, fields: { ...fields, settingsVersion: currentVersion('dlms-security') }, credentials },
  };
};

const fillModules = (modules: readonly { readonly id: string; readonly label: string }[], chosen: string): void => {
  const select = securityField('moduleId');
  const listed = modules.some(({ id }) => id === chosen) || chosen === '' ? modules : [...modules, { id: chosen, label: chosen }];
  for (const { id, label } of listed) select.append($('<option></option>').val(id).text(label));
  if (listed.length === 0) select.append($('<option></option>').val('').text(sayOfSecurity('invalid.noModules')));
  select.val(chosen === '' ? (listed[0]?.id ?? '') : chosen);
};

/** Of a level: where another field has this value, it is proposed to have that one. */
const proposals: Readonly<Record<string, readonly [field: string, from: string, to: string]>> = {
  // keys are nearly always used to protect as well
  gmac: ['protection', 'none', 'both'],
  // suite 0 has no signatures
  ecdsa: ['suite', '0', '1'],
};

/** To whoever chooses a level; never put over what was saved. */
const proposeByLevel = (): void => {
  const level = securityField('level');
  level.on('change', (event) => {
    const [field, from, to] = proposals[String(level.val())] ?? [];
    if (event.originalEvent === undefined || field === undefined || to === undefined) return;
    const input = securityField(field);
    if (input.val() === from) input.val(to).trigger('change');
  });
};

export const security = {
  prepare(node: Fields): void {
    proposeByLevel();
    // Saved before version 2, when it had no other key.
    if (node.ciphering === 'general-ciphering') securityField('ciphering').val('identified');
    bindSecrets(node);
    bindVisibility('node-config-input-');
    bindExplanations(sayOfSecurity);
    const ownId = String(node.id ?? '');
    const meters = $('#dlms-security-test-meter');
    fillMeters(meters, ownId);
    $('#dlms-security-test').prop('disabled', meters.is(':disabled'));
    bindAssociationTest($('#dlms-security-test'), $('#dlms-security-test-result'), () => testSubject(String(meters.val() ?? ''), ownId));
    choices().then(
      ({ icPolicies, autoOrder, hlsModules }) => {
        bindTriple(icPolicies, autoOrder);
        fillModules(hlsModules, String(node.moduleId ?? ''));
      },
      () => undefined,
    );
  },
};
