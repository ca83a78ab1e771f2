import { type Parameters, readInteger, readJson, readText } from '../parameters.ts';
import { badRequest } from '../refusal.ts';
import { commandsKey } from '../state/settings.ts';
import type { BotCommand } from '../types.ts';
import type { Method } from './method.ts';

export const getMe: Method = (_call, world) => ({
  ...world.bot,
  can_join_groups: true,
  can_read_all_group_messages: true,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
});

export const setMyCommands: Method = (call, world) => {
  const commands = readJson<BotCommand[]>(call, 'commands', 'bot commands');
  if (!Array.isArray(commands)) throw badRequest("can't parse commands: expected an Array");
  if (commands.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  world.settings.set(keyOf(call), commands.map(checkCommand));
  world.events.tell({ type: 'commands' });
  return true;
};

export const getMyCommands: Method = (call, world) => world.settings.get<BotCommand[]>(keyOf(call)) ?? [];

export const deleteMyCommands: Method = (call, world) => {
  world.settings.set(keyOf(call), undefined);
  world.events.tell({ type: 'commands' });
  return true;
};

function checkCommand({ command: given, description }: Partial<BotCommand>): BotCommand {
  const command = String(given ?? '').replace(/^\//, '');
  if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
  const told = String(description ?? '').trim();
  if (told.length < 1 || told.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  return { command, description: told };
}

interface Scope {
  type?: string;
  chat_id?: number | string;
  user_id?: number;
}

function keyOf(call: Parameters): string {
  const scope = readJson<Scope>(call, 'scope', 'bot command scope') ?? { type: 'default' };
  const language = readText(call, 'language_code') ?? '';
  if (language && !/^[a-z]{2}$/.test(language)) throw badRequest('BOT_COMMAND_LANG_CODE_INVALID');
  return commandsKey(scope.type ?? 'default', language, scope.chat_id, scope.user_id);
}

export const setChatMenuButton: Method = (call, world) => {
  const button = readJson<{ type?: string }>(call, 'menu_button', 'menu button') ?? { type: 'default' };
  if (!['commands', 'web_app', 'default'].includes(button.type ?? ''))
    throw badRequest('MenuButton has unsupported type');
  world.settings.set(menuKey(call), button);
  return true;
};

export const getChatMenuButton: Method = (call, world) => world.settings.get(menuKey(call)) ?? { type: 'default' };

function menuKey(call: Parameters): string {
  return `menu-button/${readInteger(call, 'chat_id') ?? 'default'}`;
}

/** The bot's name and descriptions per language: `setMyName` and `getMyName` and their like. */
export function setText(field: string, longest: number): Method {
  return (call, world) => {
    const text = readText(call, field) ?? '';
    if (text.length > longest) throw badRequest(`${field.replaceAll('_', ' ')} is too long`);
    world.settings.set(`${field}/${readText(call, 'language_code') ?? ''}`, text || undefined);
    return true;
  };
}

export function getText(field: string): Method {
  return (call, world) => {
    const own = world.settings.get<string>(`${field}/${readText(call, 'language_code') ?? ''}`);
    return {
      [field]: own ?? world.settings.get<string>(`${field}/`) ?? (field === 'name' ? world.bot.first_name : ''),
    };
  };
}
