import type { Parameters } from '../parameters.ts';
import { badRequest } from '../refusal.ts';
import { readReplyMarkup } from '../text/reply-markup.ts';
import type { ChatMessage } from '../types.ts';
import { secondsOf, type World } from '../world.ts';
import { findMessage, findOpenRoom } from './chats.ts';
import type { Method } from './method.ts';
import { readCaption, readMessageText } from './send-message.ts';

export const editMessageText: Method = (call, world) =>
  edit(call, world, (message) => {
    const content = readMessageText(call);
    if (message.text === undefined) throw badRequest('there is no text in the message to edit');
    const { entities: _old, ...rest } = message;
    return { ...rest, ...content };
  });

export const editMessageCaption: Method = (call, world) =>
  edit(call, world, (message) => {
    if (!message.photo && !message.document) throw badRequest('there is no caption in the message to edit');
    const { caption: _old, caption_entities: _oldEntities, ...rest } = message;
    return { ...rest, ...readCaption(call) };
  });

export const editMessageReplyMarkup: Method = (call, world) => edit(call, world, (message) => message);

const notModified =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

/** Leaving reply_markup out takes the keyboard away, as the real server does. */
function edit(call: Parameters, world: World, change: (message: ChatMessage) => ChatMessage): ChatMessage {
  const room = findOpenRoom(call, world);
  const message = findMessage(call, room, 'edit');
  if (message.from.id !== world.bot.id) throw badRequest("message can't be edited");
  const markup = readReplyMarkup(call);
  const { reply_markup: _old, ...changed } = change(message);
  const isInline = markup && 'inline' in markup && markup.inline.inline_keyboard.length > 0;
  const edited: ChatMessage = { ...changed, ...(isInline && { reply_markup: markup.inline }) };
  if (isSame(message, edited)) throw badRequest(notModified);
  edited.edit_date = secondsOf(world);
  world.rooms.replaceMessage(room, edited);
  world.events.tell({ type: 'edited', chatId: room.chat.id, message: edited });
  return edited;
}

function isSame(one: ChatMessage, other: ChatMessage): boolean {
  const shown = ({ text, entities, caption, caption_entities, reply_markup }: ChatMessage) =>
    JSON.stringify([text, entities ?? [], caption, caption_entities ?? [], reply_markup?.inline_keyboard ?? []]);
  return shown(one) === shown(other);
}
