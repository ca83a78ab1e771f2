import { type Language, languages } from '../../domain/language.ts';
import { message } from '../../messages/message.ts';
import type { Translate } from '../../messages/messages.ts';
import type { BotApi } from '../inbox/bot-api.ts';
import type { Effect } from '../inbox/chat-event.ts';

/** In the order of the menu. Clients show /privacy in the profile, too. */
const commands = [
  'start',
  'apply',
  'status',
  'back',
  'cancel',
  'help',
  'support',
  'notices',
  'language',
  'privacy',
] as const;

export type Commands = readonly { readonly command: string; readonly description: string }[];

export const everybodysCommands = (translate: Translate, language: Language): Commands =>
  commands.map((command) => ({ command, description: translate(message(`command.${command}`), language, 'plain') }));

/**
 * The calls that tell Telegram a menu in each language; people with another language see the Russian one. `chatId`: for that chat
 * alone, which without commands of its own has everybody's. A scope is display: each command asks who it is.
 */
export const menuCalls = (
  menu: (language: Language) => Commands | undefined,
  chatId?: number,
): readonly Pick<Effect, 'method' | 'params'>[] =>
  [undefined, ...languages].map((language) => {
    const commands = menu(language ?? 'ru');
    const where = {
      ...(language && { language_code: language }),
      ...(chatId !== undefined && { scope: { type: 'chat', chat_id: chatId } }),
    };
    return commands
      ? { method: 'setMyCommands', params: { ...where, commands } }
      : { method: 'deleteMyCommands', params: where };
  });

export async function setCommands(api: BotApi, translate: Translate): Promise<void> {
  for (const { method, params } of menuCalls((language) => everybodysCommands(translate, language)))
    await api.call(method, params);
  await api.call('setChatMenuButton', { menu_button: { type: 'commands' } });
}
