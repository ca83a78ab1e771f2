// The real WebKit (the engine of Safari, in its GTK port) by WebDriver (W3C) over HTTP, on a display that nobody sees.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { freePort } from '../../support/free-port.ts';
import { createHands, type Engine, untilAnswers } from './engine.ts';

const program = '/usr/bin/WebKitWebDriver';
const browsers = ['4.1', '4.0'].map((version) => `/usr/lib/x86_64-linux-gnu/webkit2gtk-${version}/MiniBrowser`);
export const webkit = { name: 'WebKit', program, package: 'webkit2gtk-driver and xvfb', start };

async function start(): Promise<Engine> {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [display] = await once(screen.stdio[3] as Readable, 'data');
  const port = await freePort();
  const driver = spawn(program, ['--host=127.0.0.1', `--port=${port}`], {
    env: { ...process.env, DISPLAY: `:${String(display).trim()}` },
    stdio: 'ignore',
  });
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await answer.json()) as { value: never };
    if (!answer.ok) throw new Error(JSON.stringify(value));
    return value;
  };
  await untilAnswers(() => ask('GET', '/status'));
  const binary = browsers.find((each) => existsSync(each));
  const options = { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } };
  const { sessionId, capabilities } = (await ask('POST', '/session', { capabilities: { alwaysMatch: options } })) as {
    sessionId: string;
    capabilities: { browserVersion: string };
  };
  const session = `/session/${sessionId}`;
  await ask('POST', `${session}/timeouts`, { script: 120_000 });
  return {
    name: `WebKit ${capabilities.browserVersion}`,
    async open(url, width) {
      await ask('POST', `${session}/window/rect`, { width, height: 740 });
      await ask('POST', `${session}/url`, { url });
    },
    async run(work, given) {
      const script = `const done = arguments[1];
        (${work})(JSON.parse(arguments[0]), (${createHands})()).then((value) => done({ value: JSON.stringify(value) }), (error) => done({ error: String(error) }));`;
      const body = { script, args: [JSON.stringify(given)] };
      const { value, error } = (await ask('POST', `${session}/execute/async`, body)) as {
        value: string;
        error?: string;
      };
      if (error) throw new Error(error);
      return JSON.parse(value);
    },
    async close() {
      await ask('DELETE', session);
      for (const each of [driver, screen]) {
        each.kill();
        await once(each, 'exit');
      }
    },
  };
}
