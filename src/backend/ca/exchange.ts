// One request to an authority elsewhere, and how sure one can be of what became of it. Knows no authority's language.
import { type RequestOptions, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Socket } from 'node:net';

export interface ExchangeOptions {
  readonly url: string;
  readonly body: string;
  /** PEM: with https, whom alone to believe. */
  readonly trusted: string;
  /** Milliseconds for the whole exchange. */
  readonly timeLimit: number;
}

export type Exchange =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  /** Not one octet of the request has left: there was no connection to the authority. */
  | { readonly kind: 'not-sent'; readonly because: string }
  /** It may have been received, and acted upon. */
  | { readonly kind: 'lost'; readonly because: string };

const MAX_ANSWER_OCTETS = 256 * 1024;

/** Posts JSON. Always over a connection of its own: on one that is used again nobody knows whether a request got through. */
export function exchange({ url, body, trusted, timeLimit }: ExchangeOptions): Promise<Exchange> {
  return new Promise((resolve) => {
    const encrypted = url.startsWith('https:');
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const options: RequestOptions & { ca?: string } = { method: 'POST', agent: false, headers };
    const request = encrypted ? requestTls(url, { ...options, ca: trusted }) : requestPlain(url, options);
    let connected = false;
    const end = (outcome: Exchange) => {
      clearTimeout(timer);
      resolve(outcome);
      request.destroy();
    };
    const fail = (because: string) => end({ kind: connected ? 'lost' : 'not-sent', because });
    const timer = setTimeout(() => fail('time-limit'), timeLimit);

    request.on('socket', (socket: Socket) =>
      socket.once(encrypted ? 'secureConnect' : 'connect', () => {
        connected = true;
      }),
    );
    request.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.name));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let octets = 0;
      response.on('data', (chunk: Buffer) => {
        octets += chunk.length;
        if (octets > MAX_ANSWER_OCTETS) fail('answer-too-large');
        else chunks.push(chunk);
      });
      response.on('end', () =>
        response.complete
          ? end({ kind: 'answered', status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') })
          : fail('answer-cut'),
      );
      response.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.name));
    });
    request.end(body);
  });
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
