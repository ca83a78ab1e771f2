import { type Parameters, readInteger, readText } from '../parameters.ts';
import { badRequest } from '../refusal.ts';
import { asTelegramUser } from '../state/people.ts';
import { isMember, type Room, type Topic } from '../state/rooms.ts';
import type { ChatMessage, TelegramUser } from '../types.ts';
import { secondsOf, type World } from '../world.ts';
import { asChatMember, findOpenRoom, findRoom } from './chats.ts';
import type { Method } from './method.ts';

export const getChat: Method = (call, world) => {
  const { chat } = findRoom(call, world);
  return { ...chat, accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: {} };
};

export const getChatMember: Method = (call, world) => {
  const room = findRoom(call, world);
  return asChatMember(room, findUser(readInteger(call, 'user_id'), world), world.bot.id);
};

export const getChatAdministrators: Method = (call, world) => {
  const room = findOpenRoom(call, world);
  if (room.chat.type === 'private') throw badRequest('there are no administrators in the private chat');
  const ranked = [...room.members].filter(([, status]) => status === 'administrator' || status === 'creator');
  return ranked.map(([userId]) => asChatMember(room, findUser(userId, world), world.bot.id));
};

export const getChatMemberCount: Method = (call, world) => {
  const { chat, members } = findOpenRoom(call, world);
  return chat.type === 'private' ? 2 : [...members.keys()].filter((userId) => isMember(members, userId)).length;
};

function findUser(userId: number | undefined, world: World): TelegramUser {
  if (userId === world.bot.id) return world.bot;
  const user = userId === undefined ? undefined : world.people.byId(userId);
  if (!user) throw badRequest('user not found');
  return asTelegramUser(user);
}

export const createForumTopic: Method = (call, world) => {
  const room = findForum(call, world);
  const name = readTopicName(call);
  const message: ChatMessage = {
    message_id: room.nextMessageId(),
    from: world.bot,
    chat: room.chat,
    date: secondsOf(world),
    forum_topic_created: { name, icon_color: readInteger(call, 'icon_color') ?? 7322096 },
  };
  const topic: ChatMessage = { ...message, message_thread_id: message.message_id, is_topic_message: true };
  room.topics.set(topic.message_id, { id: topic.message_id, name, closed: false });
  world.rooms.keep(room);
  world.rooms.addMessage(room, topic);
  world.events.tell({ type: 'message', chatId: room.chat.id, message: topic });
  return { message_thread_id: topic.message_id, ...topic.forum_topic_created };
};

export const editForumTopic: Method = (call, world) =>
  changeTopic(call, world, (topic) => ({ ...topic, name: readText(call, 'name') ? readTopicName(call) : topic.name }));

export const closeForumTopic: Method = (call, world) =>
  changeTopic(call, world, (topic) => {
    if (topic.closed) throw badRequest('TOPIC_NOT_MODIFIED');
    return { ...topic, closed: true };
  });

export const reopenForumTopic: Method = (call, world) =>
  changeTopic(call, world, (topic) => {
    if (!topic.closed) throw badRequest('TOPIC_NOT_MODIFIED');
    return { ...topic, closed: false };
  });

export const deleteForumTopic: Method = (call, world) => {
  const room = findForum(call, world);
  const topicId = readInteger(call, 'message_thread_id') ?? 0;
  if (!room.topics.delete(topicId)) throw badRequest('TOPIC_ID_INVALID');
  world.rooms.keep(room);
  const inTopic = [...room.messages.values()].filter(({ message_thread_id: thread }) => thread === topicId);
  for (const { message_id: messageId } of inTopic) {
    world.rooms.removeMessage(room, messageId);
    world.events.tell({ type: 'deleted', chatId: room.chat.id, messageId });
  }
  return true;
};

function findForum(call: Parameters, world: World): Room {
  const room = findOpenRoom(call, world);
  if (!room.chat.is_forum) throw badRequest('the chat is not a forum');
  return room;
}

function readTopicName(call: Parameters): string {
  const name = (readText(call, 'name') ?? '').trim();
  if (name.length < 1 || name.length > 128) throw badRequest('TOPIC_TITLE_INVALID');
  return name;
}

function changeTopic(call: Parameters, world: World, change: (topic: Topic) => Topic): true {
  const room = findForum(call, world);
  const topic = room.topics.get(readInteger(call, 'message_thread_id') ?? 0);
  if (!topic) throw badRequest('TOPIC_ID_INVALID');
  room.topics.set(topic.id, change(topic));
  world.rooms.keep(room);
  return true;
}
