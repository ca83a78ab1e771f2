// A version of a notice as Bot API calls: what is previewed, sent and edited is the same thing.
import type { Effect } from '../inbox/chat-event.ts';
import type { BroadcastKind, Version } from './broadcast.ts';

export function sendCall(chatId: number, { text, entities, media, buttons }: Version): Effect {
  const keyboard = keyboardOf(buttons);
  if (!media) return { method: 'sendMessage', params: { chat_id: chatId, text, entities, ...keyboard } };
  return {
    method: media.kind === 'photo' ? 'sendPhoto' : 'sendDocument',
    params: { chat_id: chatId, [media.kind]: media.fileId, caption: text, caption_entities: entities, ...keyboard },
  };
}

/** A picture or file stays what it is: its caption and buttons change. */
function editCall(chatId: number, messageId: number, { text, entities, media, buttons }: Version): Effect {
  const where = { chat_id: chatId, message_id: messageId, ...keyboardOf(buttons) };
  return media
    ? { method: 'editMessageCaption', params: { ...where, caption: text, caption_entities: entities } }
    : { method: 'editMessageText', params: { ...where, text, entities } };
}

/** undefined where there is nothing to call for: an edit without a message. */
export function callFor(
  kind: BroadcastKind,
  { chatId, messageId }: { readonly chatId: number; readonly messageId: number | undefined },
  version: Version | undefined,
): Effect | undefined {
  if (kind === 'send') return version && sendCall(chatId, version);
  if (messageId === undefined) return undefined;
  if (kind === 'edit') return version && editCall(chatId, messageId, version);
  return { method: 'deleteMessage', params: { chat_id: chatId, message_id: messageId } };
}

const keyboardOf = (buttons: Version['buttons']) =>
  buttons.length > 0 ? { reply_markup: { inline_keyboard: buttons.map(({ text, url }) => [{ text, url }]) } } : {};
