import { setTimeout as delay } from 'node:timers/promises';

export const SLOW_CHAT = 999_999_999;

/** What a chat whose backend takes three seconds does to the others. */
export const slowly = async (chatId: number): Promise<void> => {
  if (chatId === SLOW_CHAT) await delay(3_000);
};
