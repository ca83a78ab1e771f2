// What the staff see in a chat: paragraphs, and buttons that carry a few characters.
import type { Language } from '../../domain/language.ts';
import { message, type Words } from '../../messages/message.ts';
import type { Translate } from '../../messages/messages.ts';
import type { Effect } from '../inbox/chat-event.ts';
import { fitHtml, fitPlain, MAX_TEXT, MAX_TOAST } from '../telegram/fit.ts';
import { paragraphs } from '../telegram/render.ts';

export interface StaffScreen {
  /** A list is one paragraph of several lines. */
  readonly text: readonly (Words | readonly Words[])[];
  readonly buttons: readonly (readonly StaffButton[])[];
}
/** `data`: at most 64 bytes, and nothing that its owner's role would not allow anyway. */
export interface StaffButton {
  readonly label: Words;
  readonly data: string;
}

export interface Painter {
  /** A new message. */
  send(chatId: number, screen: StaffScreen, language: Language): Effect;
  /** In the place of the message, or below it when it can no longer be changed. */
  replace(chatId: number, messageId: number | undefined, screen: StaffScreen, language: Language): Effect;
  /** A button under the text field with which the person shares somebody from their own list. */
  askForPerson(chatId: number, language: Language): Effect;
  /** The button stops spinning, with a few words or without. */
  answer(callbackId: string, said?: { readonly words: Words; readonly language: Language }): Effect;
}

export function createPainter(translate: Translate): Painter {
  function content({ text, buttons }: StaffScreen, language: Language) {
    const html = (words: Words) => translate(words, language, 'html');
    const button = ({ label, data }: StaffButton) => ({
      text: translate(label, language, 'plain'),
      callback_data: data,
    });
    return {
      text: fitHtml(paragraphs(text, html), MAX_TEXT),
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      ...(buttons.length > 0 && { reply_markup: { inline_keyboard: buttons.map((row) => row.map(button)) } }),
    };
  }
  const send: Painter['send'] = (chatId, screen, language) => ({
    method: 'sendMessage',
    params: { chat_id: chatId, ...content(screen, language) },
  });
  return {
    send,
    replace(chatId, messageId, screen, language) {
      if (messageId === undefined) return send(chatId, screen, language);
      const params = { chat_id: chatId, message_id: messageId, ...content(screen, language) };
      return { method: 'editMessageText', params, repeatable: true, orElse: send(chatId, screen, language) };
    },
    askForPerson(chatId, language) {
      const share = { request_id: 1, user_is_bot: false, request_name: true };
      const button = { text: translate(message('staff.choose'), language, 'plain'), request_users: share };
      const keyboard = { keyboard: [[button]], resize_keyboard: true, one_time_keyboard: true };
      const text = translate(message('staff.choose-here'), language, 'plain');
      return { method: 'sendMessage', params: { chat_id: chatId, text, reply_markup: keyboard } };
    },
    answer: (callbackId, said) => ({
      method: 'answerCallbackQuery',
      params: {
        callback_query_id: callbackId,
        ...(said && { text: fitPlain(translate(said.words, said.language, 'plain'), MAX_TOAST) }),
      },
      repeatable: true,
      ignoreRefusal: true,
    }),
  };
}
