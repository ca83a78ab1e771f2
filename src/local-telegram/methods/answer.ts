import { readFlag, readText } from '../parameters.ts';
import { badRequest } from '../refusal.ts';
import { findOpenRoom, findThread } from './chats.ts';
import type { Method } from './method.ts';

export const answerCallbackQuery: Method = (call, world) => {
  const text = readText(call, 'text');
  if (text !== undefined && text.length > 200) throw badRequest('MESSAGE_TOO_LONG');
  const queryId = readText(call, 'callback_query_id') ?? '';
  const query = world.queries.take(queryId);
  if (!query) throw badRequest('query is too old and response timeout expired or query ID is invalid');
  const url = readText(call, 'url');
  world.events.tell({
    type: 'answer',
    chatId: query.chatId,
    userId: query.userId,
    queryId,
    alert: readFlag(call, 'show_alert'),
    ...(text && { text }),
    ...(url && { url }),
  });
  return true;
};

const actions = new Set(
  'typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location record_video_note upload_video_note'.split(
    ' ',
  ),
);

export const sendChatAction: Method = (call, world) => {
  const room = findOpenRoom(call, world);
  const action = readText(call, 'action') ?? '';
  if (!actions.has(action)) throw badRequest('wrong parameter action in request');
  findThread(call, room);
  world.events.tell({ type: 'action', chatId: room.chat.id, action });
  return true;
};
