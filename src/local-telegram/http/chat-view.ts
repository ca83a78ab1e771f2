import { commandsFor } from '../state/settings.ts';
import type { ChatMessage, LocalUser } from '../types.ts';
import type { World } from '../world.ts';

/** Everything the page shows of one chat of one person. */
export function viewChat(world: World, user: LocalUser, chatId: number): Record<string, unknown> {
  const room = world.rooms.byId(chatId);
  return {
    bot: world.bot,
    user,
    chatId,
    chat: room?.chat ?? { id: chatId, type: 'private' },
    topics: [...(room?.topics.values() ?? [])],
    messages: [...(room?.messages.values() ?? [])].slice(-500),
    keyboard: room?.keyboard ?? null,
    commands: commandsFor(world.settings, chatId, user.id, user.language_code),
    description: described(world, user.language_code),
    blocked: chatId === user.id && world.people.isBlocking(user.id),
  };
}

/** The persons with their chats, for the list on the left. */
export function viewPeople(world: World): Record<string, unknown> {
  return {
    bot: world.bot,
    people: world.people
      .all()
      .slice(0, 50)
      .map((user) => viewPerson(world, user)),
  };
}

function viewPerson(world: World, user: LocalUser): Record<string, unknown> {
  const groups = world.rooms.of(user.id).filter(({ chat }) => chat.type !== 'private');
  return {
    ...user,
    last: lastMessage(world, user.id),
    chats: groups.map(({ chat }) => ({ id: chat.id, title: chat.title, is_forum: chat.is_forum ?? false })),
  };
}

function lastMessage(world: World, chatId: number): ChatMessage | undefined {
  return [...(world.rooms.byId(chatId)?.messages.values() ?? [])].at(-1);
}

function described(world: World, language: string): string {
  const { settings } = world;
  return settings.get<string>(`description/${language}`) ?? settings.get<string>('description/') ?? '';
}
