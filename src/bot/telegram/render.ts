// From what a turn wants to be seen to Bot API calls, in the person's language.
import type { Language } from '../../domain/language.ts';
import type { Words } from '../../messages/message.ts';
import type { Translate } from '../../messages/messages.ts';
import type { Button, Output, Screen } from '../conversation/output.ts';
import { writePress } from '../conversation/press.ts';
import type { Effect } from '../inbox/chat-event.ts';
import { fitHtml, fitPlain, MAX_CAPTION, MAX_TEXT, MAX_TOAST } from './fit.ts';

export interface Place {
  readonly chatId: number;
  /** The screen that the chat goes on with. */
  readonly liveMessageId: number | undefined;
  /** The message whose button was pressed. */
  readonly pressedMessageId: number | undefined;
  /** The person's own message. */
  readonly ownMessageId: number | undefined;
  readonly callbackId: string | undefined;
}

/** As much of a button as a phone shows. */
const MAX_LABEL = 64;

/** A list is one paragraph of several lines. */
export const paragraphs = (text: Screen['text'], html: (words: Words) => string): string =>
  text.map((each) => ('length' in each ? each.map(html).join('\n') : html(each))).join('\n\n');

export function createRender(translate: Translate) {
  return function render(outputs: readonly Output[], language: Language, place: Place): readonly Effect[] {
    const html = (words: Words) => translate(words, language, 'html');
    const plain = (words: Words) => translate(words, language, 'plain');
    const { chatId } = place;

    const textOf = (text: Screen['text'], limit: number): string => fitHtml(paragraphs(text, html), limit);

    const button = (each: Button) => ({
      text: fitPlain(plain(each.label), MAX_LABEL),
      ...('press' in each && { callback_data: writePress(each.press) }),
      ...('copy' in each && { copy_text: { text: each.copy } }),
      ...('url' in each && { url: each.url }),
    });
    const keyboard = (rows: Screen['buttons'] = []) =>
      rows.length > 0 ? { reply_markup: { inline_keyboard: rows.map((row) => row.map(button)) } } : {};

    const written = (text: Screen['text']) => ({
      text: textOf(text, MAX_TEXT),
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
    });

    function send({ text, buttons, picture }: Screen): Effect {
      if (!picture)
        return { method: 'sendMessage', params: { chat_id: chatId, ...written(text), ...keyboard(buttons) } };
      return {
        method: 'sendPhoto',
        params: { chat_id: chatId, caption: textOf(text, MAX_CAPTION), parse_mode: 'HTML', ...keyboard(buttons) },
        files: [{ field: 'photo', name: 'picture.png', bytes: picture }],
      };
    }

    function effectsOf(output: Output): readonly Effect[] {
      switch (output.show) {
        case 'toast':
          return []; // answered first, whatever else happens: see below
        case 'screen': {
          const fresh: Effect = { ...send(output.screen), keepMessageId: true };
          const target = place.pressedMessageId ?? place.liveMessageId;
          if (!output.inPlace || target === undefined) return [fresh];
          const params = {
            chat_id: chatId,
            message_id: target,
            ...written(output.screen.text),
            ...keyboard(output.screen.buttons),
          };
          const edit: Effect = {
            method: 'editMessageText',
            params,
            repeatable: true,
            keepMessageId: true,
            orElse: fresh,
          };
          // Pressed was the copy of a screen that had been sent twice, or a message aside: the other one is over.
          return target === place.liveMessageId ? [edit] : [...settle({ show: 'settle', hasPicture: false }), edit];
        }
        case 'settle':
          return settle(output);
        case 'notice':
          return [send(output.screen)];
        case 'file': {
          const { name, bytes, caption, buttons, as = 'document' } = output;
          const words = caption ? { caption: textOf([caption], MAX_CAPTION), parse_mode: 'HTML' } : {};
          return [
            {
              method: as === 'photo' ? 'sendPhoto' : 'sendDocument',
              params: { chat_id: chatId, ...words, ...keyboard(buttons) },
              files: [{ field: as, name, bytes }],
            },
          ];
        }
        case 'nothing-of-it':
          return place.ownMessageId === undefined
            ? []
            : [
                {
                  method: 'deleteMessage',
                  params: { chat_id: chatId, message_id: place.ownMessageId },
                  repeatable: true,
                  ignoreRefusal: true,
                },
              ];
      }
    }

    function settle({ text, hasPicture }: Extract<Output, { show: 'settle' }>): readonly Effect[] {
      if (place.liveMessageId === undefined) return [];
      const where = { chat_id: chatId, message_id: place.liveMessageId };
      const quietly = { repeatable: true, ignoreRefusal: true } as const;
      return text && !hasPicture
        ? [{ method: 'editMessageText', params: { ...where, ...written(text) }, ...quietly }]
        : [
            {
              method: 'editMessageReplyMarkup',
              params: { ...where, reply_markup: { inline_keyboard: [] } },
              ...quietly,
            },
          ];
    }

    return [...answerButton(outputs, place.callbackId, plain), ...outputs.flatMap(effectsOf)];
  };
}

/** A button that is not answered goes on spinning; a stale one cannot be answered any more, which is no harm. */
function answerButton(
  outputs: readonly Output[],
  callbackId: string | undefined,
  plain: (words: Words) => string,
): readonly Effect[] {
  if (callbackId === undefined) return [];
  const toast = outputs.find((output) => output.show === 'toast');
  const words = toast ? { text: fitPlain(plain(toast.text), MAX_TOAST), ...(toast.alert && { show_alert: true }) } : {};
  return [
    {
      method: 'answerCallbackQuery',
      params: { callback_query_id: callbackId, ...words },
      repeatable: true,
      ignoreRefusal: true,
    },
  ];
}
