// Sends updates as Telegram does: of each chat the next one when the one before is acknowledged, again and again until it is.
import { setTimeout as delay } from 'node:timers/promises';
import type { TelegramUpdate } from '../../../../src/bot/inbox/chat-event.ts';
import { message } from '../rig.ts';

export interface Traffic {
  readonly chats: number;
  readonly perChat: number;
  /** Chats that are served at once, like Telegram's connections. */
  readonly connections: number;
}

export interface Delivered {
  readonly deliveries: number;
  readonly refused: number;
  readonly repeatedOnPurpose: number;
}

/** The ids of a chat's updates; updates of all chats come mixed. */
export const updateIdsOf = ({ chats, perChat }: Traffic, chatId: number): number[] =>
  Array.from({ length: perChat }, (_, n) => n * chats + chatId);

export async function deliverAll(
  traffic: Traffic,
  secret: string,
  address: () => string | undefined,
): Promise<Delivered> {
  const counts = { deliveries: 0, refused: 0, repeatedOnPurpose: 0 };
  const waiting = Array.from({ length: traffic.chats }, (_, n) => ({
    chatId: n + 1,
    ids: updateIdsOf(traffic, n + 1),
  })).sort(() => Math.random() - 0.5);

  const deliver = async (update: TelegramUpdate) => {
    for (;;) {
      counts.deliveries += 1;
      if (await post(address(), update, secret)) return;
      counts.refused += 1;
      await delay(100 + Math.random() * 200);
    }
  };
  const connection = async () => {
    for (let chat = waiting.shift(); chat; chat = waiting.shift()) {
      const id = chat.ids.shift();
      if (id === undefined) continue;
      await deliver(message(id, chat.chatId));
      if (Math.random() < 0.02) {
        counts.repeatedOnPurpose += 1;
        await deliver(message(id, chat.chatId));
      }
      waiting.splice(Math.floor(Math.random() * (waiting.length + 1)), 0, chat);
    }
  };
  await Promise.all(Array.from({ length: traffic.connections }, connection));
  return counts;
}

async function post(url: string | undefined, update: TelegramUpdate, secret: string): Promise<boolean> {
  if (url === undefined) return false;
  try {
    const { status } = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
      body: JSON.stringify(update),
      signal: AbortSignal.timeout(10_000),
    });
    return status === 200;
  } catch {
    return false;
  }
}
