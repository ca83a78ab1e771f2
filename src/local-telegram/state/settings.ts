import type { BotCommand } from '../types.ts';
import type { Journal } from './journal.ts';

/** What the bot set about itself: commands per scope and language, menu buttons, name, descriptions. */
export interface Settings {
  get<T>(key: string): T | undefined;
  set(key: string, value: unknown): void;
}

export function createSettings(journal: Journal): Settings {
  const values = new Map<string, unknown>(journal.stored('setting/'));
  return {
    get: <T>(key: string) => values.get(key) as T | undefined,
    set(key, value) {
      if (value === undefined) values.delete(key);
      else values.set(key, value);
      if (value === undefined) journal.remove(`setting/${key}`);
      else journal.put(`setting/${key}`, value);
    },
  };
}

export function commandsKey(scope: string, language: string, chatId?: number | string, userId?: number): string {
  return ['commands', scope, chatId ?? '', userId ?? '', language].join('/');
}

/** The commands a person sees in a private chat or group: the narrowest scope wins, then the language. */
export function commandsFor(settings: Settings, chatId: number, userId: number, language: string): BotCommand[] {
  const scopes: [string, (number | string)?, number?][] =
    chatId === userId
      ? [['chat', chatId], ['all_private_chats'], ['default']]
      : [['chat_member', chatId, userId], ['chat', chatId], ['all_group_chats'], ['default']];
  for (const [scope, chat, user] of scopes)
    for (const spoken of [language, '']) {
      const commands = settings.get<BotCommand[]>(commandsKey(scope, spoken, chat, user));
      if (commands?.length) return commands;
    }
  return [];
}
