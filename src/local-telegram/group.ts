import type { MemberStatus } from './state/rooms.ts';
import type { Chat } from './types.ts';
import type { World } from './world.ts';

export interface GroupRequest {
  /** Negative; supergroups begin with -100. */
  id: number;
  title: string;
  type?: 'group' | 'supergroup';
  /** A supergroup with topics. */
  forum?: boolean;
  members: readonly number[];
  bot?: MemberStatus;
}

export interface LocalGroup {
  readonly chat: Chat;
  setMember(userId: number, status: MemberStatus): void;
}

export function createGroup(world: World, request: GroupRequest): LocalGroup {
  const { id, title, type = 'supergroup', forum = false, members, bot = 'administrator' } = request;
  const chat: Chat = { id, type, title, ...(forum && { is_forum: true as const }) };
  const people = members.map((userId): [number, MemberStatus] => [userId, 'member']);
  const room = world.rooms.open(chat, [...people, [world.bot.id, bot]]);
  return {
    chat: room.chat,
    setMember(userId, status) {
      room.members.set(userId, status);
      world.rooms.keep(room);
    },
  };
}
