// The Bot API of the bench: long polls per token, as Telegram has them, and the time of every reply. Nothing is judged.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const LONG_POLL_MS = 20_000;

interface Queue {
  updates: object[];
  /** Ids of the updates that were put in, by chat: replies to one chat come in their order. */
  unanswered: Map<number, number[]>;
  waiting: { response: ServerResponse; offset: number } | undefined;
}

export interface Update {
  readonly update_id: number;
  readonly message: { readonly chat: { readonly id: number } };
}

export interface BenchTelegram {
  readonly url: string;
  /** Puts updates in the queue of the bot with this token. */
  push(token: string, updates: readonly Update[]): void;
  /** Called with the id of the update that a message replies to. */
  onReply: (token: string, updateId: number) => void;
  close(): void;
}

export async function startBenchTelegram(): Promise<BenchTelegram> {
  const queues = new Map<string, Queue>();
  const queueOf = (token: string): Queue => {
    const queue = queues.get(token) ?? { updates: [], unanswered: new Map(), waiting: undefined };
    queues.set(token, queue);
    return queue;
  };
  const answerPoll = (queue: Queue) => {
    if (!queue.waiting || queue.updates.length === 0) return;
    const { response } = queue.waiting;
    queue.waiting = undefined;
    answer(response, queue.updates.slice(0, 100));
  };
  let messageId = 0;

  const server = createServer(async (request, response) => {
    const [, bot = '', method = ''] = request.url?.split('/') ?? [];
    const token = bot.slice('bot'.length);
    const params = await readJson(request);
    if (method === 'getUpdates') {
      const queue = queueOf(token);
      const offset = Number(params['offset'] ?? 0);
      queue.updates = queue.updates.filter((each) => (each as { update_id: number }).update_id >= offset);
      const poll = { response, offset };
      queue.waiting = poll;
      setTimeout(() => {
        if (queue.waiting !== poll) return;
        queue.waiting = undefined;
        answer(response, []);
      }, LONG_POLL_MS);
      return answerPoll(queue);
    }
    if (method === 'getMe')
      return answer(response, { id: 1, is_bot: true, first_name: 'Bench', username: 'bench_bot' });
    if (method !== 'sendMessage') return answer(response, true);
    messageId += 1;
    answer(response, { message_id: messageId, date: 0, chat: { id: params['chat_id'], type: 'private' }, text: '' });
    const id = queueOf(token).unanswered.get(Number(params['chat_id']))?.shift();
    if (id !== undefined) telegram.onReply(token, id);
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const telegram: BenchTelegram = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    push(token, updates) {
      const queue = queueOf(token);
      queue.updates.push(...updates);
      for (const { update_id, message } of updates) {
        const ofChat = queue.unanswered.get(message.chat.id) ?? [];
        queue.unanswered.set(message.chat.id, ofChat);
        ofChat.push(update_id);
      }
      answerPoll(queue);
    },
    onReply: () => undefined,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return telegram;
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

function answer(response: ServerResponse, result: unknown): void {
  const body = Buffer.from(JSON.stringify({ ok: true, result }));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
}
