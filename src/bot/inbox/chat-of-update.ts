import type { TelegramUpdate } from './chat-event.ts';

/** The chat that an update belongs to; a person's id is the id of the private chat with them. Undefined: nobody's. */
export function chatIdOf(update: TelegramUpdate): number | undefined {
  const content = Object.entries(update).find(([name]) => name !== 'update_id')?.[1];
  const { chat, message, from, user } = (content ?? {}) as Record<string, Idful | undefined> & {
    message?: { chat?: Idful };
  };
  const id = chat?.id ?? message?.chat?.id ?? from?.id ?? user?.id;
  return Number.isSafeInteger(id) ? (id as number) : undefined;
}

interface Idful {
  readonly id?: unknown;
}
