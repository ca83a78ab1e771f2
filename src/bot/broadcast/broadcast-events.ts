// What comes to a member's chat by itself: that their confirmation is asked for, that a broadcast is over.
import { z } from 'zod';
import type { NewEvent } from '../inbox/chat-event.ts';

const told = z.object({ what: z.enum(['confirm', 'report']), id: z.int() });
export type Told = z.infer<typeof told>;

export const readTold = (payload: unknown): Told => told.parse(payload);

/** `cause`: the same broadcast tells the same once for each. */
export const tellingEvent = (chatId: number, cause: string, payload: Told): NewEvent => ({
  key: `broadcast:${payload.id}:${payload.what}:${cause}`,
  chatId,
  kind: 'broadcast',
  payload,
});
