import { randomInt } from 'node:crypto';

interface OpenQuery {
  userId: number;
  chatId: number;
  asked: number;
}

/** Presses that wait for an answer. Each can be answered once, and only while it is young. */
export interface CallbackQueries {
  open(userId: number, chatId: number): string;
  /** Undefined when the query is unknown, answered or too old. */
  take(queryId: string): OpenQuery | undefined;
}

const bound = 50_000;

export function createCallbackQueries(clock: () => Date, lifetimeMs: number): CallbackQueries {
  const queries = new Map<string, OpenQuery>();
  return {
    open(userId, chatId) {
      const id = `${randomInt(1, 2 ** 47)}${randomInt(1000, 9999)}`;
      queries.set(id, { userId, chatId, asked: clock().getTime() });
      const [oldest] = queries.size > bound ? queries.keys() : [];
      if (oldest !== undefined) queries.delete(oldest);
      return id;
    },
    take(queryId) {
      const query = queries.get(queryId);
      queries.delete(queryId);
      return query && clock().getTime() - query.asked <= lifetimeMs ? query : undefined;
    },
  };
}
