import http from 'node:http';
import https from 'node:https';
import type { Update } from '../types.ts';
import type { WebhookSettings } from './webhook.ts';

export type WebhookAnswer =
  | { accepted: true; call?: Record<string, unknown>; problem?: never }
  | { accepted: false; call?: never; problem: string };

const largestAnswer = 1_000_000;

export interface WebhookSender {
  send(settings: WebhookSettings, update: Update, signal: AbortSignal): Promise<WebhookAnswer>;
  close(): void;
}

export function createWebhookSender(): WebhookSender {
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };
  return {
    async send(settings, update, signal) {
      try {
        return await post(settings, update, signal, agents);
      } catch (error) {
        return { accepted: false, problem: describe(error) };
      }
    },
    close() {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

type Agents = { 'http:': http.Agent; 'https:': https.Agent };

function post(settings: WebhookSettings, update: Update, signal: AbortSignal, agents: Agents): Promise<WebhookAnswer> {
  const url = new URL(settings.url);
  const isSecure = url.protocol === 'https:';
  const body = Buffer.from(JSON.stringify(update));
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    ...(settings.secretToken && { 'x-telegram-bot-api-secret-token': settings.secretToken }),
  };
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers, signal, agent: agents[isSecure ? 'https:' : 'http:'] };
    const request = (isSecure ? https : http).request(url, options, (response) => {
      readAnswer(response).then(resolve, reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function readAnswer(response: http.IncomingMessage): Promise<WebhookAnswer> {
  const status = response.statusCode ?? 0;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestAnswer) chunks.push(chunk);
  }
  if (status < 200 || status > 299)
    return {
      accepted: false,
      problem: `Wrong response from the webhook: ${status} ${response.statusMessage ?? ''}`.trim(),
    };
  const call = callIn(Buffer.concat(chunks).toString());
  return call ? { accepted: true, call } : { accepted: true };
}

function callIn(body: string): Record<string, unknown> | undefined {
  if (!body.startsWith('{')) return undefined;
  try {
    const call = JSON.parse(body);
    return typeof call.method === 'string' ? call : undefined;
  } catch {
    return undefined;
  }
}

function describe(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ABORT_ERR') return 'Read timeout expired';
  return code === 'ECONNREFUSED' ? 'Connection refused' : `Connection failed: ${code ?? 'broken answer'}`;
}
