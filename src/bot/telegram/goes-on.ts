import { ownerOf } from './handle-event.ts';
import { updateSchema } from './update.ts';

/** Whose update says that they want something else than to wait: a text, a command, a press. Another picture does not. */
export function whoGoesOn(update: unknown): string | undefined {
  const { data } = updateSchema.safeParse(update);
  const chat = data?.message?.text === undefined ? data?.callback_query?.message?.chat : data.message.chat;
  return chat?.type === 'private' ? ownerOf(chat.id) : undefined;
}
