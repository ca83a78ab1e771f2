// The printed application, photographed or as its PDF, where its number is asked for.
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { message } from '../../messages/message.ts';
import type { Conversation } from './conversation.ts';
import { statusScreen } from './menu.ts';
import { type PictureReply, readPicture } from './pictures.ts';
import type { Reading } from './reading.ts';
import { type Surroundings, type Turn, takeOver } from './turn.ts';

export async function numberFromPicture(
  reading: Reading,
  reply: PictureReply,
  state: Conversation,
  { owner, progress }: Surroundings,
): Promise<{ readonly value: ApplicationNumber } | { readonly unread: Turn }> {
  const read = await readPicture((file, waiting) => reading.form(owner, file, waiting), reply, state.memo, progress);
  if ('value' in read) return read;
  const { text, buttons } = statusScreen(state, true);
  const because = message('engine.because', { because: read.because });
  // "Reading" stood in the former screen's place.
  return { unread: takeOver({ text: [because, ...text], buttons }, { ...state, memo: read.memo }, text) };
}
