import { Scenes, session, Telegraf } from 'telegraf';
import type { ContenderSettings } from './contender.ts';
import { slowly } from './slow-chat.ts';

/** (b) A wizard of three steps with telegraf's session, which is in memory: each message is one step. */
export async function run({ url, token }: ContenderSettings): Promise<undefined> {
  const bot = new Telegraf<Scenes.WizardContext>(token, { telegram: { apiRoot: url } });
  const reply = async (context: Scenes.WizardContext) => {
    await slowly(context.chat?.id ?? 0);
    await context.reply(`echo #${context.update.update_id}`);
  };
  const step = async (context: Scenes.WizardContext) => {
    await reply(context);
    return context.wizard.next();
  };
  const last = async (context: Scenes.WizardContext) => {
    await reply(context);
    return context.scene.leave();
  };
  const stage = new Scenes.Stage<Scenes.WizardContext>([new Scenes.WizardScene('wizard', step, step, last)]);
  bot.use(session());
  bot.use(stage.middleware());
  bot.on('message', (context) => context.scene.enter('wizard'));
  void bot.launch();
}
