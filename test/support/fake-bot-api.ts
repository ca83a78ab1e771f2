// A Bot API server that records every call and fails as it is told to: for tests of the pipeline, which does not care what a
// message says. The strict one, which judges each call, is src/local-telegram.
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordedCall {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Milliseconds of the monotonic clock. */
  readonly at: number;
}

/** What happens to one call. `cut` and `hang` before it is recorded; `cut-after`: it took effect, nobody is told. */
export type Fault =
  | { readonly as: 'refuse'; readonly code: number; readonly description: string; readonly parameters?: object }
  | { readonly as: 'hang' | 'cut' | 'cut-after' };

export interface FakeBotApi {
  readonly url: string;
  readonly token: string;
  /** The calls that took effect, in order. */
  readonly calls: readonly RecordedCall[];
  /** Decides about each call that comes; undefined: it succeeds. */
  fault: (method: string, params: Readonly<Record<string, unknown>>) => Fault | undefined;
  /** Resolves when the calls satisfy `condition`; looks after every call. */
  until(condition: (calls: readonly RecordedCall[]) => boolean): Promise<void>;
  /** Forgets calls and faults. */
  reset(): void;
  close(): Promise<void>;
}

export async function startFakeBotApi(answerDelayMs = 0): Promise<FakeBotApi> {
  const token = '1000:test';
  const calls: RecordedCall[] = [];
  const recorded = new EventEmitter().setMaxListeners(0);
  let messageId = 0;

  const server = createServer(async (request, response) => {
    const method = request.url?.split('/').pop() ?? '';
    const params = await readParams(request).catch(() => undefined);
    if (!params) return;
    const fault = fake.fault(method, params);
    if (fault?.as === 'hang') return;
    if (fault?.as === 'cut') return request.socket.destroy();
    if (fault?.as === 'refuse') {
      const { code, description, parameters } = fault;
      return answer(response, code, { ok: false, error_code: code, description, parameters });
    }
    calls.push({ method, params, at: performance.now() });
    recorded.emit('call');
    if (fault?.as === 'cut-after') return request.socket.destroy();
    messageId += 1;
    const result = method.startsWith('send') ? { message_id: messageId, chat: { id: params['chat_id'] } } : true;
    if (answerDelayMs > 0) setTimeout(() => answer(response, 200, { ok: true, result }), answerDelayMs);
    else answer(response, 200, { ok: true, result });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const fake: FakeBotApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    calls,
    fault: () => undefined,
    async until(condition) {
      while (!condition(calls)) await once(recorded, 'call');
    },
    reset() {
      calls.length = 0;
      fake.fault = () => undefined;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

async function readParams(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (request.headers['content-type'] === 'application/json') return text === '' ? {} : JSON.parse(text);
  // Multipart: the texts are enough.
  const parts = text.matchAll(/name="(\w+)"(?:; filename="([^"]*)")?\r\n(?:[\w-]+: [^\r]*\r\n)*\r\n([^\r]*)/g);
  return Object.fromEntries([...parts].map(([, name, file, value]) => [name, file ?? value]));
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
