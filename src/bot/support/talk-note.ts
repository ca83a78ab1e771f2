import { z } from 'zod';

/** Kept in the chat while what the applicant writes is for the staff. */
export interface TalkNote {
  /** ISO 8601; of the last message. */
  readonly talkingSince: string;
}

/** Who comes back after so long has the application in mind again. */
const TALK_MS = 24 * 60 * 60 * 1000;
const stored = z.object({ talkingSince: z.iso.datetime() });

export function isTalkingNow(note: unknown, now: Date): boolean {
  const read = stored.safeParse(note);
  return read.success && now.getTime() - Date.parse(read.data.talkingSince) < TALK_MS;
}
