import { Telegraf } from 'telegraf';
import type { ContenderSettings } from './contender.ts';
import { slowly } from './slow-chat.ts';

/** (a) The first example of telegraf's own README. */
export async function run({ url, token }: ContenderSettings): Promise<undefined> {
  const bot = new Telegraf(token, { telegram: { apiRoot: url } });
  bot.on('message', async (context) => {
    await slowly(context.chat.id);
    await context.reply(`echo #${context.update.update_id}`);
  });
  void bot.launch();
}
