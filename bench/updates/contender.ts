// One bot of the bench, as a process of its own: `contender.ts <name>`; settings and questions come over IPC.
import type { DatabaseLocation } from '../../src/database/database.ts';

export interface ContenderSettings {
  readonly url: string;
  readonly token: string;
  readonly database?: DatabaseLocation;
}
export interface ContenderFigures {
  /** Microseconds of this process since it started. */
  readonly cpu: number;
  readonly rss: number;
  /** Statements sent to the database, by name. */
  readonly statements: Readonly<Record<string, number>>;
}

const bots: Record<
  string,
  () => Promise<{ run(settings: ContenderSettings): Promise<Record<string, number> | undefined> }>
> = {
  telegraf: () => import('./bot-telegraf.ts'),
  wizard: () => import('./bot-wizard.ts'),
  grammy: () => import('./bot-grammy.ts'),
  ours: () => import('./bot-ours.ts'),
  embedded: () => import('./bot-ours.ts'),
  whole: () => import('./bot-whole.ts'),
};

const bot = await bots[process.argv[2] ?? '']?.();
if (!bot) throw new Error('no such contender');
let statements: Record<string, number> = {};
process.on('message', async (word: ContenderSettings | 'figures') => {
  if (word === 'figures') {
    const { user, system } = process.cpuUsage();
    return process.send?.({
      cpu: user + system,
      rss: process.memoryUsage.rss(),
      statements,
    } satisfies ContenderFigures);
  }
  statements = (await bot.run(word)) ?? {};
  return process.send?.('ready');
});
process.once('disconnect', () => process.exit());
process.send?.('loaded');
