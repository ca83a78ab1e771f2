// An instance that sends, as a process of its own, to be killed. Loads everything, then waits for its settings.
import { type SenderSettings, startSender } from './sender.ts';

process.once('message', async (settings: SenderSettings) => {
  const { inbox } = await startSender(settings);
  process.send?.({ instance: inbox.instance() });
});
// The parent is gone: nobody would stop this process.
process.once('disconnect', () => process.exit(1));
process.send?.('loaded');
