import type { ChatEvent } from './types.ts';
import type { World } from './world.ts';

/** What `find` makes of the first event of the chat that it knows. Rejects after the time, with the complaint. */
export function nextEvent<Found>(
  world: World,
  chatId: number,
  timeoutMs: number,
  complaint: () => string,
  find: (event: ChatEvent) => Found | undefined,
): Promise<Found> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`${complaint()} (waited ${timeoutMs} ms)`));
    }, timeoutMs);
    const stop = world.events.listen(chatId, (event) => {
      const found = find(event);
      if (found === undefined) return;
      stop();
      clearTimeout(timer);
      resolve(found);
    });
  });
}
