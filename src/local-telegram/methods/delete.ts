import { readJson } from '../parameters.ts';
import { badRequest } from '../refusal.ts';
import type { Room } from '../state/rooms.ts';
import type { ChatMessage } from '../types.ts';
import { secondsOf, type World } from '../world.ts';
import { findMessage, findOpenRoom } from './chats.ts';
import type { Method } from './method.ts';

const deletableSeconds = 48 * 60 * 60;

export const deleteMessage: Method = (call, world) => {
  const room = findOpenRoom(call, world);
  const message = findMessage(call, room, 'delete');
  if (!isDeletable(message, world)) throw badRequest("message can't be deleted for everyone");
  remove(world, room, message.message_id);
  return true;
};

/** Messages that are not there, or too old, are passed over. */
export const deleteMessages: Method = (call, world) => {
  const room = findOpenRoom(call, world);
  const ids = readJson<number[]>(call, 'message_ids', 'message identifiers');
  if (!Array.isArray(ids) || ids.length === 0) throw badRequest('message identifiers are not specified');
  if (ids.length > 100) throw badRequest('too many message identifiers specified');
  for (const id of ids) {
    const message = room.messages.get(Number(id));
    if (message && isDeletable(message, world)) remove(world, room, message.message_id);
  }
  return true;
};

function isDeletable(message: ChatMessage, world: World): boolean {
  return secondsOf(world) - message.date < deletableSeconds;
}

function remove(world: World, room: Room, messageId: number): void {
  world.rooms.removeMessage(room, messageId);
  world.events.tell({ type: 'deleted', chatId: room.chat.id, messageId });
}
