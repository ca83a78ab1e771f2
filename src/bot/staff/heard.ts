// From an event to what somebody of the staff, or somebody who would like to be, has done. Everything in it is hostile.
import { z } from 'zod';
import { closestLanguage, type Language, languages } from '../../domain/language.ts';
import type { ChatEvent } from '../inbox/chat-event.ts';
import { chatSchema, commandOf, personSchema, pressSchema } from '../telegram/update.ts';

const writer = personSchema.extend({
  first_name: z.string().max(256).optional(),
  last_name: z.string().max(256).optional(),
});
const entity = z.looseObject({ type: z.string().max(40), offset: z.int().min(0), length: z.int().min(0) });
const file = z.object({ file_id: z.string().max(256) });

const message = z.object({
  message_id: z.int(),
  chat: chatSchema,
  from: personSchema.optional(),
  text: z.string().max(8192).optional(),
  entities: z.array(entity).max(500).optional(),
  caption: z.string().max(8192).optional(),
  caption_entities: z.array(entity).max(500).optional(),
  photo: z.array(file).max(20).optional(),
  document: file.optional(),
  contact: z.object({ user_id: z.int().optional(), first_name: z.string().max(256).optional() }).optional(),
  users_shared: z
    .object({ users: z.array(z.object({ user_id: z.int(), first_name: z.string().max(256).optional() })).max(10) })
    .optional(),
  forward_origin: z.object({ type: z.string().max(40), sender_user: writer.optional() }).optional(),
});
const update = z.object({ message: message.optional(), callback_query: pressSchema.optional() });

export type StaffMessage = z.infer<typeof message>;

export interface Heard {
  readonly userId: number;
  readonly isPrivate: boolean;
  readonly appLanguage: string | undefined;
  readonly happening: /** `isForwarded`: somebody else wrote it. */
    | { readonly kind: 'command'; readonly name: string; readonly isForwarded: boolean }
    | {
        readonly kind: 'press';
        readonly data: string;
        readonly callbackId: string;
        readonly messageId: number | undefined;
      }
    | { readonly kind: 'message'; readonly message: StaffMessage };
}

/** undefined for what nobody said or pressed. */
export function hear({ kind, payload }: Pick<ChatEvent, 'kind' | 'payload'>): Heard | undefined {
  if (kind !== 'telegram') return undefined;
  const read = update.safeParse(payload).data;
  if (read?.callback_query) {
    const { id, from, message: pressed, data = '' } = read.callback_query;
    const happening = { kind: 'press', data, callbackId: id, messageId: pressed?.message_id } as const;
    return { ...whose(from), isPrivate: pressed?.chat.type === 'private', happening };
  }
  const said = read?.message;
  if (!said?.from || said.from.is_bot) return undefined;
  const command = commandOf(said);
  const happening = command
    ? ({ kind: 'command', name: command.name, isForwarded: said.forward_origin !== undefined } as const)
    : ({ kind: 'message', message: said } as const);
  return { ...whose(said.from), isPrivate: said.chat.type === 'private', happening };
}

const whose = (from: z.infer<typeof personSchema>) => ({ userId: from.id, appLanguage: from.language_code });

/** What the person chose in their own conversation, or else what their app speaks. */
export function readerLanguage(state: unknown, appLanguage: string | undefined): Language {
  const chosen = (state as { language?: unknown } | undefined)?.language;
  return languages.find((each) => each === chosen) ?? closestLanguage(appLanguage);
}
