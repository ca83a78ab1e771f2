import type { LocalUser, TelegramUser } from '../types.ts';
import type { Journal } from './journal.ts';

export interface People {
  all(): LocalUser[];
  byId(userId: number): LocalUser | undefined;
  add(user: LocalUser): void;
  isBlocking(userId: number): boolean;
  setBlocking(userId: number, blocking: boolean): void;
}

export const defaultPeople: readonly LocalUser[] = [
  person(710000001, 'Айгерім', '(жасанды)', 'local_kk', 'kk'),
  person(710000002, 'Иван', '(вымышленный)', 'local_ru', 'ru'),
  person(710000003, 'Alex', '(synthetic)', 'local_en', 'en'),
  { ...person(710000009, 'Staff', '(synthetic)', 'local_staff', 'ru'), staff: true },
];

function person(id: number, first_name: string, last_name: string, username: string, language_code: string): LocalUser {
  return { id, first_name, last_name, username, language_code, staff: false, synthetic: true };
}

export function createPeople(journal: Journal, initial: readonly LocalUser[]): People {
  const people = new Map(initial.map((user) => [user.id, user]));
  const blocking = new Set(journal.stored<true>('blocking/').map(([id]) => Number(id)));
  for (const [id, user] of journal.stored<LocalUser>('person/')) people.set(Number(id), user);
  return {
    all: () => [...people.values()],
    byId: (userId) => people.get(userId),
    add(user) {
      people.set(user.id, user);
      journal.put(`person/${user.id}`, user);
    },
    isBlocking: (userId) => blocking.has(userId),
    setBlocking(userId, isBlocking) {
      if (isBlocking) blocking.add(userId);
      else blocking.delete(userId);
      if (isBlocking) journal.put(`blocking/${userId}`, true);
      else journal.remove(`blocking/${userId}`);
    },
  };
}

/** The person as the bot sees them. */
export function asTelegramUser(user: LocalUser): TelegramUser {
  const { id, first_name, last_name, username, language_code } = user;
  return {
    id,
    is_bot: false,
    first_name,
    ...(last_name && { last_name }),
    ...(username && { username }),
    language_code,
  };
}
