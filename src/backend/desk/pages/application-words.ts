import { applicationStatuses, notices, type RevocationReason } from '../../../contract/statuses.ts';
import { letterKinds } from '../../applications/letter.ts';
import type { Operator } from '../operators/operator.ts';
import type { DeskKey, DeskWords } from '../words.ts';

const actors = ['applicant', 'ca', 'clock', 'front-end', 'visitor', 'command-line'] as const;
const storages = ['own-csr', 'this-device', 'java-key-store', 'chat'] as const;

const actions = [
  'read',
  'read-form',
  'searched',
  'listed',
  'read-by-owner',
  'request-refused',
  'token-refused',
  'personal-data-erased',
  'decision-refused',
  'address-changed',
  'confirmed-first',
  'confirmation-taken-back',
  'still-unknown',
  'signing-looked-into',
  'revocation-confirmed-first',
  'revocation-decided',
  'person-looked-up',
  'desk-login',
  'desk-login-refused',
  'desk-second-factor-refused',
  'desk-logout',
  'desk-password-changed',
  'desk-second-factor-on',
  'desk-second-factor-off',
  'desk-operator-added',
  'desk-operator-reset',
  'desk-operator-regions',
  'desk-operator-disabled',
  'desk-operator-enabled',
] as const;

/** Names for what the applications only have codes for; a code that has no name yet stays itself. */
export function applicationWords({ t }: DeskWords, operators: readonly Operator[]) {
  const named = (codes: readonly string[], code: string, key: string) =>
    codes.includes(code) ? t(`${key}-${code}` as DeskKey) : code;
  return {
    keyStorageName: (storage: string) => named(storages, storage, 'storage'),
    letterName: (kind: string) => named(letterKinds, kind, 'letter'),
    revocationReason: (reason: RevocationReason) => t(`revocation-${reason}`),
    actionName: (action: string) =>
      (applicationStatuses as readonly string[]).includes(action)
        ? t(`status-${action}` as DeskKey)
        : (notices as readonly string[]).includes(action)
          ? t(`notice-${action}` as DeskKey)
          : named(actions, action, 'act'),
    actorName(actor: string) {
      if (!actor.startsWith('operator:')) return named(actors, actor, 'actor');
      const name = operators.find(({ id }) => actor === `operator:${id}`)?.name;
      return name === undefined ? t('actor-operator') : t('actor-operator-named', { name });
    },
  };
}
