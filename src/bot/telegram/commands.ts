import { type Language, languages } from '../../domain/language.ts';
import { message } from '../../messages/message.ts';
import type { Translate } from '../../messages/messages.ts';
import type { BotApi } from '../inbox/bot-api.ts';

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

export const everybodysCommands = (translate: Translate, language: Language) =>
  commands.map((command) => ({ command, description: translate(message(`command.${command}`), language, 'plain') }));

/** Tells Telegram the menu in each language; people with another language see the Russian one. */
export async function setCommands(api: BotApi, translate: Translate): Promise<void> {
  const menu = (language: Language) => everybodysCommands(translate, language);
  await api.call('setMyCommands', { commands: menu('ru') });
  for (const language of languages) {
    await api.call('setMyCommands', { commands: menu(language), language_code: language });
  }
  await api.call('setChatMenuButton', { menu_button: { type: 'commands' } });
}
