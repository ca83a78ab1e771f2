import type { StaffMessage } from './heard.ts';

export interface NamedPerson {
  readonly userId: number;
  readonly name: string | undefined;
}

/** Whom a message names: a shared contact or person, the writer of a forwarded message, or a user id. `hidden`: Telegram does not say who wrote it. */
export function namedPerson(message: StaffMessage): NamedPerson | 'hidden' | undefined {
  const { contact, users_shared: shared, forward_origin: origin, text = '' } = message;
  if (contact) return contact.user_id === undefined ? 'hidden' : personOf(contact.user_id, contact.first_name);
  const [chosen] = shared?.users ?? [];
  if (chosen) return personOf(chosen.user_id, chosen.first_name);
  if (origin) {
    const { sender_user: writer } = origin;
    if (!writer || writer.is_bot) return 'hidden';
    return personOf(writer.id, [writer.first_name, writer.last_name].filter(Boolean).join(' '));
  }
  return /^\d{3,15}$/.test(text.trim()) ? personOf(Number(text.trim()), undefined) : undefined;
}

const personOf = (userId: number, name: string | undefined): NamedPerson => ({
  userId,
  name: name ? name.slice(0, 64) : undefined,
});
