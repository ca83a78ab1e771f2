// Stands between the browser and everything: an HTTP proxy that keeps every byte the browser sends, to whomever. Other hosts than
// loopback are refused before any TLS, so nothing is sent that cannot be read here.
import { createServer, request } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';

export interface Recorder {
  readonly url: string;
  /** All bytes so far, in the order in which they came. */
  sent(): Buffer;
  close(): Promise<void>;
}

const listen = (server: Server) =>
  new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );

export async function startRecorder(): Promise<Recorder> {
  const chunks: Buffer[] = [];
  const sockets = new Set<Socket>();

  const proxy = createServer((incoming, outgoing) => {
    const { host } = new URL(incoming.url ?? '');
    if (!host.startsWith('127.0.0.1:')) return void outgoing.writeHead(502).end();
    const { method = 'GET', headers } = incoming;
    const onward = request(incoming.url ?? '', { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    return void incoming.pipe(onward);
  });
  proxy.on('connect', (_incoming, socket) => {
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  const proxyPort = await listen(proxy);

  const tap = createTcpServer((socket) => {
    const onward = connect(proxyPort, '127.0.0.1');
    for (const each of [socket, onward]) {
      sockets.add(each);
      each.on('error', () => undefined).on('close', () => sockets.delete(each));
    }
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.pipe(onward).pipe(socket);
  });
  const port = await listen(tap);

  return {
    url: `http://127.0.0.1:${port}`,
    sent: () => Buffer.concat(chunks),
    async close() {
      for (const socket of sockets) socket.destroy();
      proxy.closeAllConnections();
      await Promise.all([proxy, tap].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
