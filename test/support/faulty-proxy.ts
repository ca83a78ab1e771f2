// Stands between us and a real authority, and does to one exchange what networks and servers do.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, request as requestTls } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { AuthorityFiles } from './authority-files.ts';

export type Fault =
  | 'none'
  | 'cut-before' // the request is received, and goes no further
  | 'cut-after' // the authority answers, and nobody hears it
  | 'cut-within' // half of the answer
  | 'hang'
  | 'status-500'
  | 'garbage' // 10 MB of it
  | { readonly answer: string; readonly status: number };

export interface FaultyProxy {
  readonly url: string;
  fault: Fault;
  stop(): Promise<void>;
}

const GARBAGE = 'garbage! '.repeat(64 * 1024);

export async function startFaultyProxy(target: string, files: AuthorityFiles): Promise<FaultyProxy> {
  const encrypted = target.startsWith('https:');
  const forward = (incoming: IncomingMessage, body: Buffer): Promise<{ status: number; body: Buffer }> =>
    new Promise((resolve, reject) => {
      const url = new URL(incoming.url ?? '/', target);
      const options = {
        method: incoming.method,
        headers: { 'content-type': 'application/json' },
        agent: false as const,
      };
      const onward = encrypted ? requestTls(url, { ...options, ca: readFileSync(files.root) }) : request(url, options);
      onward.on('error', reject);
      onward.on('response', async (response) => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(await response.toArray()) });
      });
      onward.end(body);
    });

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<unknown> => {
    const body = Buffer.concat(await incoming.toArray());
    const { fault } = proxy;
    if (typeof fault === 'object') return outgoing.writeHead(fault.status).end(fault.answer);
    if (fault === 'hang') return undefined;
    if (fault === 'cut-before') return incoming.socket.destroy();
    if (fault === 'status-500') return outgoing.writeHead(500).end('<html>Internal Server Error</html>');
    if (fault === 'garbage') {
      outgoing.writeHead(200);
      for (let part = 0; part < 18; part++) outgoing.write(GARBAGE);
      return outgoing.end();
    }
    const answered = await forward(incoming, body);
    if (fault === 'cut-after') return incoming.socket.destroy();
    outgoing.writeHead(answered.status, { 'content-length': answered.body.length });
    if (fault === 'none') return outgoing.end(answered.body);
    return outgoing.write(answered.body.subarray(0, answered.body.length / 2), () => incoming.socket.destroy());
  };

  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) =>
    void answer(incoming, outgoing).catch(() => incoming.socket.destroy());
  const { certificate, key } = files.server;
  const server = encrypted
    ? createTlsServer({ cert: readFileSync(certificate), key: readFileSync(key) }, listener)
    : createServer(listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: FaultyProxy = {
    url: `${encrypted ? 'https' : 'http'}://127.0.0.1:${port}`,
    fault: 'none',
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
