import { type Parameters, readFlag, readInteger, readJson } from '../parameters.ts';
import { badRequest } from '../refusal.ts';
import type { Room } from '../state/rooms.ts';
import { type FormattedText, readFormattedText } from '../text/formatted-text.ts';
import { type ReplyMarkup, readReplyMarkup } from '../text/reply-markup.ts';
import type { ChatMessage } from '../types.ts';
import { secondsOf, type World } from '../world.ts';
import { findOpenRoom, findThread } from './chats.ts';
import type { Method } from './method.ts';

export const sendMessage: Method = (call, world) => {
  const room = findOpenRoom(call, world);
  return sendToRoom(call, world, room, readMessageText(call));
};

export function readMessageText(call: Parameters): Pick<ChatMessage, 'text' | 'entities'> {
  const { text, entities } = readFormattedText(call, 'text', 'entities');
  if (text === '') throw badRequest('message text is empty');
  if (text.length > 4096) throw badRequest('message is too long');
  return { text, ...(entities.length > 0 && { entities }) };
}

export function readCaption(call: Parameters): Pick<ChatMessage, 'caption' | 'caption_entities'> {
  return asCaption(readFormattedText(call, 'caption', 'caption_entities'));
}

function asCaption({ text, entities }: FormattedText): Pick<ChatMessage, 'caption' | 'caption_entities'> {
  if (text.length > 1024) throw badRequest('message caption is too long');
  return { ...(text && { caption: text }), ...(entities.length > 0 && { caption_entities: entities }) };
}

/** Sends what was read from the call, with the parameters that all send methods have in common. */
export function sendToRoom(call: Parameters, world: World, room: Room, content: Partial<ChatMessage>): ChatMessage {
  const threadId = findThread(call, room);
  const markup = readReplyMarkup(call);
  const replied = findReplied(call, room);
  const message: ChatMessage = {
    message_id: room.nextMessageId(),
    from: world.bot,
    chat: room.chat,
    date: secondsOf(world),
    ...(threadId !== undefined && { message_thread_id: threadId, is_topic_message: true as const }),
    ...(replied && { reply_to_message: replied }),
    ...(readFlag(call, 'protect_content') && { has_protected_content: true as const }),
    ...content,
    ...(markup && 'inline' in markup && { reply_markup: markup.inline }),
  };
  world.rooms.addMessage(room, message);
  world.events.tell({ type: 'message', chatId: room.chat.id, message });
  changeKeyboard(world, room, markup);
  return message;
}

function findReplied(call: Parameters, room: Room): ChatMessage | undefined {
  const reply = readJson<{ message_id?: number; allow_sending_without_reply?: boolean }>(
    call,
    'reply_parameters',
    'reply parameters',
  );
  const messageId = reply?.message_id ?? readInteger(call, 'reply_to_message_id');
  if (messageId === undefined) return undefined;
  const message = room.messages.get(Number(messageId));
  if (!message && !reply?.allow_sending_without_reply) throw badRequest('message to be replied not found');
  const { reply_to_message: _deeper, ...shallow } = message ?? {};
  return message && (shallow as ChatMessage);
}

function changeKeyboard(world: World, room: Room, markup: ReplyMarkup | undefined): void {
  if (!markup || 'inline' in markup) return;
  room.keyboard = markup.keyboard;
  world.rooms.keep(room);
  world.events.tell({ type: 'keyboard', chatId: room.chat.id, keyboard: markup.keyboard ?? null });
}
