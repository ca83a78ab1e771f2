// Telegram's messages as far as support reads them. All of it is hostile: checked before it is used.
import { z } from 'zod';
import { chatSchema, personSchema, pressSchema } from '../telegram/update.ts';

const file = z.object({
  file_id: z.string().max(256),
  file_name: z.string().max(255).optional(),
  file_size: z.int().optional(),
});

/** What copyMessage can take along and a person can mean something by, besides pictures and documents. */
const recordings = ['voice', 'video', 'audio', 'video_note', 'animation'] as const;

const message = z.object({
  message_id: z.int(),
  chat: chatSchema,
  from: personSchema.optional(),
  text: z.string().max(8192).optional(),
  caption: z.string().max(4096).optional(),
  document: file.optional(),
  /** The smallest first. */
  photo: z.array(file).min(1).max(20).optional(),
  ...Object.fromEntries(recordings.map((name) => [name, z.unknown().optional()])),
  media_group_id: z.string().max(64).optional(),
  message_thread_id: z.int().optional(),
  reply_to_message: z.object({ message_id: z.int(), from: personSchema.optional() }).optional(),
  forward_origin: z.unknown().optional(),
  migrate_to_chat_id: z.int().optional(),
});
export type SupportMessage = z.infer<typeof message>;

const update = z.object({
  update_id: z.int(),
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: pressSchema.optional(),
});
export type SupportUpdate = z.infer<typeof update>;
export type SupportPress = z.infer<typeof pressSchema>;

export const readUpdate = (payload: unknown): SupportUpdate | undefined => update.safeParse(payload).data;

/** Words of a person, or something that is copied as it is with its words: a picture or document, or a recording without a file. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'media'; readonly caption: string | undefined; readonly file: SentFile | undefined };
export type SentFile = z.infer<typeof file>;

/** undefined for what nobody said: service messages, contacts, dice. */
export function contentOf(said: SupportMessage): Content | undefined {
  if (said.text !== undefined) return { kind: 'text', text: said.text };
  const { caption, photo, document } = said;
  // An animation comes with a document, too.
  const isRecording = recordings.some((name) => (said as Readonly<Record<string, unknown>>)[name] !== undefined);
  if (isRecording) return { kind: 'media', caption, file: undefined };
  const sent = photo?.at(-1) ?? document;
  return sent && { kind: 'media', caption, file: sent };
}
