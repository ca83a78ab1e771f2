import {
  type LocalTelegram,
  type LocalTelegramOptions,
  startLocalTelegram,
} from '../../src/local-telegram/local-telegram.ts';

interface Answered {
  ok: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into whatever the server answered
  result?: any;
  error_code?: number;
  description?: string;
  parameters?: { retry_after?: number };
}

/** Calls the Bot API as any client would: real HTTP, JSON body. */
function createClient(telegram: Pick<LocalTelegram, 'url' | 'token'>) {
  return async (method: string, params: Record<string, unknown> = {}): Promise<Answered> => {
    const response = await fetch(`${telegram.url}/bot${telegram.token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    });
    return (await response.json()) as Answered;
  };
}

export type Client = ReturnType<typeof createClient>;

const running: LocalTelegram[] = [];

export async function startForTest(options: LocalTelegramOptions = {}) {
  const telegram = await startLocalTelegram({
    webhook: { firstRetryMs: 10, longestRetryMs: 40, timeoutMs: 10_000 },
    ...options,
  });
  running.push(telegram);
  const [someone] = telegram.users;
  if (!someone) throw new Error('No local users');
  return { telegram, call: createClient(telegram), person: telegram.person(someone.id), chat: someone.id };
}

export async function closeAll(): Promise<void> {
  await Promise.all(running.splice(0).map((telegram) => telegram.close()));
}
