// From the staff into the applicant's chat: answers, their changes, the end of a question.
import { message, verbatim } from '../../messages/message.ts';
import { restoreConversation } from '../conversation/restore.ts';
import type { ChatEvent, Effect } from '../inbox/chat-event.ts';
import type { RoutedChat, RouteTurn } from '../inbox/routes.ts';
import { MAX_CAPTION, MAX_TEXT } from '../telegram/fit.ts';
import { createRender } from '../telegram/render.ts';
import { messageIdOf, NotSentYet, type SupportParts } from './parts.ts';
import { type PassedContent, passingEvent, type ToApplicant } from './passing.ts';
import { afterAnswer } from './screens.ts';
import { isTalkingNow } from './talk-note.ts';

export function createToApplicant(parts: SupportParts) {
  const { flow, tickets, translate, group, send, together, clock } = parts;
  const render = createRender(translate);

  return async (event: ChatEvent, passing: ToApplicant, chat: RoutedChat, signal: AbortSignal): Promise<RouteTurn> => {
    const state = restoreConversation(flow, chat.state);
    const language = state.language ?? 'ru';
    const nowhere = { liveMessageId: undefined, pressedMessageId: undefined, ownMessageId: undefined };
    const place = { ...nowhere, chatId: chat.id, callbackId: undefined };
    const buttons = afterAnswer(state, passing.what !== 'closed' && isTalkingNow(chat.note, clock()));

    /** The answer as it stands in the chat: its label, where there is room for it, and the way back. */
    function dressed(content: PassedContent, ticket: number) {
      const [{ params } = { params: {} }] = render(
        [{ show: 'notice', screen: { text: [], buttons } }],
        language,
        place,
      );
      const words = 'text' in content ? content.text : (content.caption ?? '');
      const labelled = translate(message('support.answer', { ticket, text: words }), language, 'html').trim();
      const bare = translate(verbatim(words), language, 'html');
      const limit = 'text' in content ? MAX_TEXT : MAX_CAPTION;
      const text = words.length + LABEL_ROOM > limit ? bare : labelled;
      return { text, parse_mode: 'HTML', reply_markup: (params as { reply_markup?: unknown }).reply_markup };
    }

    async function answer({ ticketId, from, content }: Extract<ToApplicant, { what: 'message' }>): Promise<RouteTurn> {
      if ((await tickets.passedOn(from))?.targetId !== undefined) return { effects: [] };
      const { text, ...how } = dressed(content, ticketId);
      const to = { chat_id: chat.id, ...how };
      const effect: Effect =
        'text' in content
          ? { method: 'sendMessage', params: { ...to, text, link_preview_options: { is_disabled: true } } }
          : {
              method: 'copyMessage',
              params: { ...to, from_chat_id: from.chatId, message_id: from.messageId, caption: text },
            };
      const sent = await send(effect, signal);
      if (sent.to === 'abandon') throw new NotSentYet();
      if (sent.to === 'accept') await tickets.arrived(from, messageIdOf(sent.result));
      if (sent.to === 'accept') return { effects: [] };
      const note = sent.to === 'block' ? 'blocked' : 'refused';
      const passed = passingEvent(group.id, event.key, { to: 'staff', what: 'note', ticketId, note });
      await together(async () => ({ result: undefined, events: [passed] }));
      if (note === 'refused') return { effects: [] };
      // Who has blocked the bot is booked where deliveries are: this one, refused like the other, books it.
      const tried = { chat_id: chat.id, action: 'typing' };
      return { effects: [{ method: 'sendChatAction', params: tried, repeatable: true, ignoreRefusal: true }] };
    }

    async function edit({ ticketId, from, content }: Extract<ToApplicant, { what: 'edit' }>): Promise<RouteTurn> {
      const messageId = (await tickets.passedOn(from))?.targetId;
      if (messageId === undefined) return { effects: [] };
      const { text, ...how } = dressed(content, ticketId);
      const where = { chat_id: chat.id, message_id: messageId, ...how };
      const quietly = { repeatable: true, ignoreRefusal: true } as const;
      return {
        effects: [
          'text' in content
            ? { method: 'editMessageText', params: { ...where, text }, ...quietly }
            : { method: 'editMessageCaption', params: { ...where, caption: text }, ...quietly },
        ],
      };
    }

    switch (passing.what) {
      case 'message':
        return answer(passing);
      case 'edit':
        return edit(passing);
      case 'closed': {
        const text = [message('support.closed-now', { ticket: passing.ticketId })];
        return { effects: render([{ show: 'notice', screen: { text, buttons } }], language, place), note: null };
      }
    }
  };
}

/** More than the label needs in any language. */
const LABEL_ROOM = 80;
