import { z } from 'zod';

/** Kept in the chat while what the applicant writes is for the staff. */
export interface TalkNote {
  /** ISO 8601; of the last message. */
  readonly talkingSince: string;
  /** Pictures that were sent together come one by one: only the first is answered. */
  readonly album: string | null;
}

/** Who comes back after so long has the application in mind again. */
const TALK_MS = 24 * 60 * 60 * 1000;
const stored = z.object({ talkingSince: z.iso.datetime(), album: z.string().nullable().catch(null) });

/** undefined when the applicant is in no dialogue. */
export function readTalk(note: unknown, now: Date): TalkNote | undefined {
  const read = stored.safeParse(note).data;
  return read && now.getTime() - Date.parse(read.talkingSince) < TALK_MS ? read : undefined;
}

export const isTalkingNow = (note: unknown, now: Date): boolean => readTalk(note, now) !== undefined;
