// Telegram's updates as far as we read them. Everything in them is hostile: checked before it is used.
import { z } from 'zod';

export const chatSchema = z.object({ id: z.int(), type: z.enum(['private', 'group', 'supergroup', 'channel']) });
export const personSchema = z.object({
  id: z.int(),
  is_bot: z.boolean().optional(),
  language_code: z.string().max(35).optional(),
});
/** A button below a message was pressed. */
export const pressSchema = z.object({
  id: z.string().max(64),
  from: personSchema,
  message: z.object({ message_id: z.int(), chat: chatSchema }).optional(),
  data: z.string().max(64).optional(),
});
const document = z.object({
  file_id: z.string().max(256),
  file_name: z.string().max(255).optional(),
  file_size: z.int().optional(),
});

export const serviceFields = [
  'pinned_message',
  'message_auto_delete_timer_changed',
  'chat_background_set',
  'write_access_allowed',
] as const;

export const messageSchema = z.object({
  message_id: z.int(),
  chat: chatSchema,
  from: personSchema.optional(),
  text: z.string().max(8192).optional(),
  document: document.optional(),
  sticker: z.unknown().optional(),
  video: z.unknown().optional(),
  video_note: z.unknown().optional(),
  animation: z.unknown().optional(),
  photo: z.array(z.object({ file_id: z.string().max(256), file_size: z.int().optional() })).optional(),
  migrate_to_chat_id: z.int().optional(),
  ...Object.fromEntries(serviceFields.map((name) => [name, z.unknown().optional()])),
});

export const updateSchema = z.object({
  update_id: z.int(),
  message: messageSchema.optional(),
  callback_query: pressSchema.optional(),
});
export type Update = z.infer<typeof updateSchema>;

export interface Command {
  /** In lower case, without the slash. */
  readonly name: string;
  readonly argument: string;
}

/** The command that a message begins with; `/help@some_bot` is one, too. */
export function commandOf({ text = '' }: { readonly text?: string | undefined }): Command | undefined {
  const [, name, argument = ''] = /^\/([a-z0-9_]{1,32})(?:@\w+)?(?:\s+([\s\S]*))?$/i.exec(text) ?? [];
  return name === undefined ? undefined : { name: name.toLowerCase(), argument: argument.trim() };
}

/** What we ask Telegram for; anything else is never sent to us. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query'] as const;
