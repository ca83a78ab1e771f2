// The real Firefox, by the protocol that it speaks itself: WebDriver BiDi (W3C) over a WebSocket.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';
import { createHands, type Engine } from './engine.ts';

const program = '/usr/bin/firefox-esr';
export const firefox = { name: 'Firefox', program, package: 'firefox-esr', start };

async function start(): Promise<Engine> {
  const profile = mkdtempSync(join(tmpdir(), 'firefox-'));
  const browser = spawn(program, ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile], {
    env: { ...process.env, HOME: profile },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(browser, 'exit');
  const { send, end } = await connect(await addressIn(createInterface(browser.stderr)));
  const session = (await send('session.new', { capabilities: {} })) as { capabilities: { browserVersion: string } };
  const { contexts } = (await send('browsingContext.getTree', {})) as { contexts: { context: string }[] };
  const context = contexts[0]?.context;
  return {
    name: `Firefox ${session.capabilities.browserVersion}`,
    async open(url, width) {
      await send('browsingContext.setViewport', { context, viewport: { width, height: 740 } });
      await send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    async run(work, given) {
      const answer = (await send('script.callFunction', {
        functionDeclaration: `async (given) => JSON.stringify(await (${work})(JSON.parse(given), (${createHands})()))`,
        arguments: [{ type: 'string', value: JSON.stringify(given) }],
        target: { context },
        awaitPromise: true,
      })) as { type: string; result: { value: string }; exceptionDetails?: { text: string } };
      if (answer.type !== 'success') throw new Error(answer.exceptionDetails?.text);
      return JSON.parse(answer.result.value);
    },
    async close() {
      end();
      browser.kill();
      await exited;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function addressIn(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const [, address] = /listening on (ws:\/\/127\.0\.0\.1:\d+)/.exec(line) ?? [];
    if (address) return `${address}/session`;
  }
  throw new Error('Firefox ended before it could be driven');
}

async function connect(address: string) {
  const socket = new WebSocket(address);
  await once(socket, 'open');
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  socket.on('message', (data) => {
    const { id, type, result, message } = JSON.parse(String(data));
    const asked = waiting.get(id);
    waiting.delete(id);
    if (type === 'error') asked?.reject(new Error(message));
    else asked?.resolve(result);
  });
  let asked = 0;
  return {
    send: (method: string, params: object) =>
      new Promise<unknown>((resolve, reject) => {
        waiting.set(++asked, { resolve, reject });
        socket.send(JSON.stringify({ id: asked, method, params }));
      }),
    end: () => socket.terminate(),
  };
}
