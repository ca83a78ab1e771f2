import { type Parameters, readInteger, readText } from '../parameters.ts';
import { badRequest, forbidden } from '../refusal.ts';
import { isMember, type Room } from '../state/rooms.ts';
import type { ChatMessage, TelegramUser } from '../types.ts';
import type { World } from '../world.ts';

/** The chat a call is about. A person who never wrote to the bot is no chat to it. */
export function findRoom(call: Parameters, world: World, name = 'chat_id'): Room {
  if (!readText(call, name)) throw badRequest(`${name} is empty`);
  const room = world.rooms.byId(readInteger(call, name) ?? Number.NaN);
  if (!room) throw badRequest('chat not found');
  return room;
}

/** The chat to send to: also refuses when the person blocked the bot or the group removed it. */
export function findOpenRoom(call: Parameters, world: World): Room {
  const room = findRoom(call, world);
  const { type, id } = room.chat;
  if (type === 'private' && world.people.isBlocking(id)) throw forbidden('bot was blocked by the user');
  if (type !== 'private' && !isMember(room.members, world.bot.id))
    throw forbidden(`bot was kicked from the ${type} chat`);
  return room;
}

/** The topic to write to; undefined is the general one. */
export function findThread(call: Parameters, room: Room): number | undefined {
  const threadId = readInteger(call, 'message_thread_id');
  if (threadId === undefined) return undefined;
  const topic = room.topics.get(threadId);
  if (!topic) throw badRequest('message thread not found');
  if (topic.closed) throw badRequest('TOPIC_CLOSED');
  return threadId;
}

export function findMessage(call: Parameters, room: Room, whatFor: string): ChatMessage {
  const messageId = readInteger(call, 'message_id');
  if (messageId === undefined) throw badRequest('message identifier is not specified');
  const message = room.messages.get(messageId);
  if (!message) throw badRequest(`message to ${whatFor} not found`);
  return message;
}

/** How a member is shown by getChatMember. */
export function asChatMember(room: Room, user: TelegramUser, botId: number): Record<string, unknown> {
  const status = room.chat.type === 'private' ? 'member' : (room.members.get(user.id) ?? 'left');
  const isRanked = status === 'administrator' || status === 'creator';
  return {
    user,
    status,
    ...(status === 'kicked' && { until_date: 0 }),
    ...(isRanked && { is_anonymous: false }),
    ...(status === 'administrator' && { ...administratorRights, can_be_edited: user.id === botId }),
  };
}

const administratorRights = {
  can_manage_chat: true,
  can_delete_messages: true,
  can_manage_video_chats: false,
  can_restrict_members: false,
  can_promote_members: false,
  can_change_info: false,
  can_invite_users: false,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
  can_pin_messages: true,
  can_manage_topics: true,
};
