/**
 * Mechanisms 0 and 1 (GB 9.2.2.2): nothing, or the password in the AARQ. They stand in the registry so that a form lists
 * every level from one place; they have no challenge, so asking them for a proof is a mistake of the caller.
 */
import { DlmsError } from '../../errors';
import type { HlsAlgorithm, HlsDescription } from './algorithm';

const withoutChallenge = (description: HlsDescription): HlsAlgorithm => {
  const refuse = (): never => {
    throw new DlmsError('settings-invalid', `${description.label} has no challenge to answer`);
  };
  return { ...description, serverProof: 'none', respond: refuse, verify: refuse, prove: () => null, check: refuse };
};

export const none = withoutChallenge({
  id: 'none',
  label: 'none',
  hint: 'No authentication: the public client of most meters.',
  mechanism: 0,
  secrets: [],
});

export const low = withoutChallenge({
  id: 'low',
  label: 'LLS: password',
  hint: 'The password travels in clear in the first message.',
  mechanism: 1,
  secrets: ['password'],
});
