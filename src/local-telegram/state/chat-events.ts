import type { ChatEvent } from '../types.ts';

export interface ChatEvents {
  tell(event: ChatEvent): void;
  /** Returns the function that ends the subscription. */
  listen(chatId: number | 'all', listener: (event: ChatEvent) => void): () => void;
}

export function createChatEvents(): ChatEvents {
  const listeners = new Map<number | 'all', Set<(event: ChatEvent) => void>>();
  return {
    tell(event) {
      for (const listener of listeners.get('all') ?? []) listener(event);
      if (!('chatId' in event)) return;
      for (const listener of listeners.get(event.chatId) ?? []) listener(event);
    },
    listen(chatId, listener) {
      const set = listeners.get(chatId) ?? new Set();
      listeners.set(chatId, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0 && listeners.get(chatId) === set) listeners.delete(chatId);
      };
    },
  };
}
