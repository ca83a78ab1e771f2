// Telegram's updates as far as we read them. Everything in them is hostile: checked before it is used.
import { z } from 'zod';

const chat = z.object({ id: z.int(), type: z.enum(['private', 'group', 'supergroup', 'channel']) });
const user = z.object({ id: z.int(), is_bot: z.boolean().optional(), language_code: z.string().max(35).optional() });
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
  chat,
  from: user.optional(),
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
  callback_query: z
    .object({
      id: z.string().max(64),
      from: user,
      message: z.object({ message_id: z.int(), chat }).optional(),
      data: z.string().max(64).optional(),
    })
    .optional(),
});
export type Update = z.infer<typeof updateSchema>;

/** What we ask Telegram for; anything else is never sent to us. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query'] as const;
