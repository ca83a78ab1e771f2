import { type Parameters, readText } from '../parameters.ts';
import { badRequest } from '../refusal.ts';
import type { ChatMessage } from '../types.ts';
import type { World } from '../world.ts';
import { findMessage, findOpenRoom, findRoom } from './chats.ts';
import type { Method } from './method.ts';
import { contentOf } from './send-file.ts';
import { readCaption, sendToRoom } from './send-message.ts';

export const copyMessage: Method = (call, world) => {
  const room = findOpenRoom(call, world);
  const original = findOriginal(call, world, 'copy');
  const { caption: _old, caption_entities: _oldEntities, ...content } = contentOf(original);
  const caption = readText(call, 'caption') === undefined ? contentOf(original) : readCaption(call);
  const copy = sendToRoom(call, world, room, original.text ? contentOf(original) : { ...content, ...caption });
  return { message_id: copy.message_id };
};

export const forwardMessage: Method = (call, world) => {
  const room = findOpenRoom(call, world);
  const original = findOriginal(call, world, 'forward');
  const origin = { type: 'user', sender_user: original.from, date: original.date };
  return sendToRoom(call, world, room, { ...contentOf(original), forward_origin: origin });
};

function findOriginal(call: Parameters, world: World, whatFor: 'copy' | 'forward'): ChatMessage {
  const original = findMessage(call, findRoom(call, world, 'from_chat_id'), whatFor);
  if (original.has_protected_content)
    throw badRequest(`message can't be ${whatFor === 'copy' ? 'copied' : 'forwarded'}`);
  if (!original.text && !original.photo && !original.document)
    throw badRequest(`the message can't be ${whatFor === 'copy' ? 'copied' : 'forwarded'}`);
  return original;
}
