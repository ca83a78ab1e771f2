import type { Chat, ChatMessage, TelegramUser } from '../types.ts';
import type { Journal } from './journal.ts';
import { createSequence } from './sequence.ts';

/** How many messages of one chat are remembered; a load run must not fill the memory. */
const remembered = 3000;

export interface Topic {
  id: number;
  name: string;
  closed: boolean;
}

export type MemberStatus = 'creator' | 'administrator' | 'member' | 'left' | 'kicked';

/** One chat: who is in it and what was said. */
export interface Room {
  chat: Chat;
  members: Map<number, MemberStatus>;
  topics: Map<number, Topic>;
  messages: Map<number, ChatMessage>;
  nextMessageId(): number;
  /** The reply keyboard that the bot last asked for, kept for the page. */
  keyboard: unknown;
}

export interface Rooms {
  open(chat: Chat, members?: [number, MemberStatus][]): Room;
  byId(chatId: number): Room | undefined;
  of(userId: number): Room[];
  /** Stores the room's own facts after a change of them (not its messages). */
  keep(room: Room): void;
  addMessage(room: Room, message: ChatMessage): void;
  /** Puts it in the place of the message with its id. */
  replaceMessage(room: Room, message: ChatMessage): void;
  removeMessage(room: Room, messageId: number): void;
}

interface StoredRoom {
  chat: Chat;
  members: [number, MemberStatus][];
  topics: [number, Topic][];
  keyboard?: unknown;
}

export function createRooms(journal: Journal): Rooms {
  const rooms = new Map<number, Room>();
  const sharedIds = createSequence(journal, 'message', 1);
  const build = (stored: StoredRoom): Room => ({
    chat: stored.chat,
    members: new Map(stored.members),
    topics: new Map(stored.topics),
    messages: new Map(),
    // Supergroups count on their own; private chats and small groups share the account's counter.
    nextMessageId:
      stored.chat.type === 'supergroup' ? createSequence(journal, `message/${stored.chat.id}`, 1) : sharedIds,
    keyboard: stored.keyboard,
  });
  for (const [id, stored] of journal.stored<StoredRoom>('room/')) rooms.set(Number(id), build(stored));
  for (const [, message] of journal.stored<ChatMessage>('message/'))
    rooms.get(message.chat.id)?.messages.set(message.message_id, message);

  const self: Rooms = {
    open(chat, members = []) {
      const existing = rooms.get(chat.id);
      if (existing) return existing;
      const room = build({ chat, members, topics: [] });
      rooms.set(chat.id, room);
      self.keep(room);
      return room;
    },
    byId: (chatId) => rooms.get(chatId),
    of: (userId) => [...rooms.values()].filter(({ chat, members }) => chat.id === userId || isMember(members, userId)),
    keep(room) {
      const { chat, members, topics, keyboard } = room;
      journal.put(`room/${chat.id}`, { chat, members: [...members], topics: [...topics], keyboard });
    },
    addMessage(room, message) {
      self.replaceMessage(room, message);
      const [oldest] = room.messages.size > remembered ? room.messages.keys() : [];
      if (oldest !== undefined) self.removeMessage(room, oldest);
    },
    replaceMessage(room, message) {
      room.messages.set(message.message_id, message);
      journal.put(messageKey(room.chat.id, message.message_id), message);
    },
    removeMessage(room, messageId) {
      room.messages.delete(messageId);
      journal.remove(messageKey(room.chat.id, messageId));
    },
  };
  return self;
}

function messageKey(chatId: number, messageId: number): string {
  return `message/${chatId}/${messageId}`;
}

export function isMember(members: Map<number, MemberStatus>, userId: number): boolean {
  const status = members.get(userId);
  return status !== undefined && status !== 'left' && status !== 'kicked';
}

export function privateChat(user: Omit<TelegramUser, 'is_bot'>): Chat {
  const { id, first_name, last_name, username } = user;
  return { id, type: 'private', first_name, ...(last_name && { last_name }), ...(username && { username }) };
}
