import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Calls that come while `run` is busy are answered by its next round together: under load one statement serves many chats,
 * without load none of them waits. When a round fails, all its calls fail.
 */
export function batch<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  limit: number,
): (item: Item) => Promise<Result> {
  type Call = { item: Item; resolve(result: Result): void; reject(reason: unknown): void };
  let calls: Call[] = [];
  let isBusy = false;

  async function work() {
    while (calls.length > 0) {
      // What this turn of the event loop still brings goes along; the embedded database lets no turn pass while it works.
      await nextTurn();
      const round = calls.slice(0, limit);
      calls = calls.slice(limit);
      try {
        const results = await run(round.map(({ item }) => item));
        for (const [at, { resolve }] of round.entries()) resolve(results[at] as Result);
      } catch (error) {
        for (const { reject } of round) reject(error);
      }
    }
    isBusy = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      calls.push({ item, resolve, reject });
      if (isBusy) return;
      isBusy = true;
      void work();
    });
}
