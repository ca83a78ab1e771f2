import { setMaxListeners } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { Telegram, TelegramError } from 'telegraf';
import { type BotApi, BotApiError, BotApiUnreachable, type CallOptions } from '../inbox/bot-api.ts';

export interface BotApiSettings {
  readonly token: string;
  /** https://api.telegram.org when left out. */
  readonly apiRoot?: string;
  /** As many calls at once, 256 when left out; the others wait for a free connection. */
  readonly connections?: number;
}

const TIME_LIMIT_MS = 15_000;
const CONNECTIONS = 256;
/** Connecting without TLS costs nothing, and a call on a connection that the other side just closes would be in doubt. */
const IDLE_MS = 4_000;

/** The Bot API over telegraf's client: its requests and its multipart, none of its updates, retries or 500 s time limit. */
export function createBotApi({ token, apiRoot, connections = CONNECTIONS }: BotApiSettings): BotApi {
  const options = { keepAlive: true, maxSockets: connections };
  const agent = apiRoot?.startsWith('http://')
    ? new http.Agent({ ...options, timeout: IDLE_MS })
    : new https.Agent(options);
  const telegram = new Telegram(token, { agent, webhookReply: false, ...(apiRoot !== undefined && { apiRoot }) });
  telegram.options.agent = agent; // telegraf drops it for http://: nothing would keep a slow server of one's own from being flooded
  // Newer methods than telegraf's typings know go the same way.
  const callApi = telegram.callApi.bind(telegram) as (
    method: string,
    payload: Record<string, unknown>,
    options: { signal: AbortSignal },
  ) => Promise<unknown>;

  return {
    async call(method, params, { files = [], signal, timeLimit = TIME_LIMIT_MS } = {}) {
      const limit = limitedSignal(timeLimit, signal);
      try {
        return await callApi(method, files.length > 0 ? withFiles(params, files) : { ...params }, limit);
      } catch (error) {
        throw translate(method, error);
      } finally {
        limit.done();
      }
    },
  };
}

/** Cheaper than AbortSignal.any with AbortSignal.timeout, and leaves no timer behind. */
function limitedSignal(timeLimit: number, outer?: AbortSignal): { signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, timeLimit);
  if (outer) setMaxListeners(0, outer);
  if (outer?.aborted) abort();
  outer?.addEventListener('abort', abort);
  return {
    signal: controller.signal,
    done() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', abort);
    },
  };
}

/** Puts each file where telegraf looks for one: `{ source, filename }` in the place of the parameter. */
function withFiles(params: Readonly<Record<string, unknown>>, files: NonNullable<CallOptions['files']>) {
  const filled = structuredClone(params) as Record<string, unknown>;
  for (const { field, name, bytes } of files) {
    const steps = field.split('.');
    const last = steps.pop() ?? field;
    const place = steps.reduce((at, step) => at[step] as Record<string, unknown>, filled);
    place[last] = { source: Buffer.from(bytes), filename: name };
  }
  return filled;
}

/** telegraf's errors carry the whole call, and those of the network the address with the token: neither leaves this file. */
function translate(method: string, error: unknown): Error {
  if (error instanceof TelegramError) {
    const { retry_after: retryAfter, migrate_to_chat_id: migrateTo } = error.parameters ?? {};
    return new BotApiError(error.code, error.description, retryAfter, migrateTo);
  }
  const { name, code } = error as { name?: string; code?: string };
  return new BotApiUnreachable(`${method}: ${code ?? name ?? 'no answer'}`, !NO_CONNECTION.test(code ?? ''));
}

const NO_CONNECTION = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
