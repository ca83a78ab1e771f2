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
    isBusy = true;
    while (calls.length > 0) {
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
      // The calls of one tick go together.
      if (!isBusy) {
        isBusy = true;
        queueMicrotask(() => void work());
      }
    });
}
