import { run as runBot, sequentialize } from '@grammyjs/runner';
import { Bot, type Context, type SessionFlavor, session } from 'grammy';
import type { ContenderSettings } from './contender.ts';
import { slowly } from './slow-chat.ts';

/** (c) grammY as its documentation recommends it for load: the runner, one update of a chat at a time, a session in memory. */
export async function run({ url, token }: ContenderSettings): Promise<undefined> {
  const bot = new Bot<Context & SessionFlavor<{ count: number }>>(token, { client: { apiRoot: url } });
  bot.use(sequentialize((context) => String(context.chat?.id)));
  bot.use(session({ initial: () => ({ count: 0 }) }));
  bot.on('message', async (context) => {
    context.session.count += 1;
    await slowly(context.chat.id);
    await context.reply(`echo #${context.update.update_id}`);
  });
  await bot.init();
  runBot(bot);
}
