import type { BotApi } from '../inbox/bot-api.ts';
import { ALLOWED_UPDATES } from './update.ts';

/** As many updates as Telegram sends at once, over all instances. */
const MAX_CONNECTIONS = 100;

/** Tells Telegram where to send updates. Every instance may do it: it is the same for all. */
export async function announceWebhook(api: BotApi, url: string, secret: string): Promise<void> {
  await api.call('setWebhook', {
    url,
    secret_token: secret,
    allowed_updates: ALLOWED_UPDATES,
    max_connections: MAX_CONNECTIONS,
  });
}
