// What passes between an applicant's chat and the staff's group, as events of the chat that it goes to.
import { z } from 'zod';
import type { NewEvent } from '../inbox/chat-event.ts';
import { fileRefusals } from './refuse-file.ts';
import { before } from './tickets.ts';

const messageId = z.object({ chatId: z.int(), messageId: z.int() });
/** A text of its own, or a message that is copied; `caption` takes the place of the one it has, null leaves it without. */
const content = z.union([z.object({ text: z.string() }), z.object({ caption: z.string().nullable() })]);
const ticketId = z.int();

const passing = z.union([
  z.object({
    to: z.literal('staff'),
    what: z.literal('message'),
    ticketId,
    from: messageId,
    content,
    before: z.enum(before),
  }),
  z.object({ to: z.literal('staff'), what: z.literal('edit'), from: messageId, content }),
  z.object({
    to: z.literal('staff'),
    what: z.literal('note'),
    ticketId,
    note: z.enum(['blocked', 'refused']),
  }),
  z.object({
    to: z.literal('staff'),
    what: z.literal('note'),
    ticketId,
    note: z.literal('file-refused'),
    why: z.enum(fileRefusals),
  }),
  z.object({ to: z.literal('applicant'), what: z.literal('message'), ticketId, from: messageId, content }),
  z.object({ to: z.literal('applicant'), what: z.literal('edit'), ticketId, from: messageId, content }),
  z.object({ to: z.literal('applicant'), what: z.literal('closed'), ticketId }),
]);
export type Passing = z.infer<typeof passing>;
export type ToStaff = Extract<Passing, { to: 'staff' }>;
export type ToApplicant = Extract<Passing, { to: 'applicant' }>;
export type PassedContent = z.infer<typeof content>;

export const readPassing = (payload: unknown): Passing => passing.parse(payload);

/** `cause` is the key of the event that it follows from: the same again makes no second one. */
export const passingEvent = (chatId: number, cause: string, payload: Passing): NewEvent => ({
  key: `support:${payload.what}:${cause}`,
  chatId,
  kind: 'support',
  payload,
});
