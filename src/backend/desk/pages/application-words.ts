import type { Operator } from '../operators/operator.ts';
import type { DeskKey, DeskWords } from '../words.ts';

const actors = ['applicant', 'ca', 'clock'] as const;
const storages = ['own-csr', 'this-device', 'java-key-store', 'chat'] as const;
const letters = ['submitted', 'approved', 'refused', 'issued', 'expiring', 'expired'] as const;

/** Names for what the applications only have codes for; a code that has no name yet stays itself. */
export function applicationWords({ t }: DeskWords, operators: readonly Operator[]) {
  const named = (codes: readonly string[], code: string, key: string) =>
    codes.includes(code) ? t(`${key}-${code}` as DeskKey) : code;
  return {
    keyStorageName: (storage: string) => named(storages, storage, 'storage'),
    letterName: (kind: string) => named(letters, kind, 'letter'),
    actorName(actor: string) {
      if (!actor.startsWith('operator:')) return named(actors, actor, 'actor');
      const name = operators.find(({ id }) => actor === `operator:${id}`)?.name;
      return name === undefined ? t('actor-operator') : t('actor-operator-named', { name });
    },
  };
}
