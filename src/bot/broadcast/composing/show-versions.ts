import { message } from '../../../messages/message.ts';
import type { Versions } from '../broadcast.ts';
import { sendCall } from '../calls.ts';
import type { DeskParts, Doing } from './desk.ts';
import { writtenLanguages } from './draft.ts';
import { languageWords } from './words.ts';

/** Each language as its readers will see it. False when not all of it arrived. */
export async function showVersions(
  { send, painter }: Pick<DeskParts, 'send' | 'painter'>,
  { versions }: { readonly versions: Versions },
  chatId: number,
  { language, signal }: Pick<Doing, 'language' | 'signal'>,
): Promise<boolean> {
  let isWhole = true;
  for (const each of writtenLanguages({ versions })) {
    const version = versions[each];
    if (!version) continue;
    const label = { text: [message('broadcast.preview-of', { language: languageWords(each) })], buttons: [] };
    for (const effect of [painter.send(chatId, label, language), sendCall(chatId, version)]) {
      const { to } = await send(effect, signal);
      isWhole &&= to === 'accept';
    }
  }
  return isWhole;
}
