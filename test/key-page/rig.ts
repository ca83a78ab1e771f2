// The key page in a real browser: the bot's plugin on loopback, and a proxy between them that keeps what the browser sends.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { createKeyLinkMemory } from '../../src/bot/key-links/key-link-store.ts';
import { createKeyLinks, type KeyLinkRequest } from '../../src/bot/key-links/key-links.ts';
import { addKeyPage, type KeyPagePorts } from '../../src/bot/web/key-page.ts';
import { buildKeyPage } from '../../src/key-page/build.ts';
import { startRecorder } from './recorder.ts';

const executablePath = '/usr/bin/chromium';
/** For `describe.skip`: why there is no browser on this machine, or undefined when there is one. */
export const chromiumMissing = existsSync(executablePath)
  ? undefined
  : `no ${executablePath} (Debian: apt-get install chromium)`;

const flags =
  '--no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

export async function startRig() {
  const recorder = await startRecorder();
  const server = Fastify();
  const requests: { link: string; pem: string }[] = [];
  const setUps: string[] = [];
  const answers: {
    csr: Awaited<ReturnType<KeyPagePorts['onCsr']>>;
    setUp: Awaited<ReturnType<KeyPagePorts['onSetUp']>>;
  } = { csr: 'accepted', setUp: 'accepted' };
  let now = new Date('2026-03-01T12:00:00Z');
  let publicUrl = '';
  const store = createKeyLinkMemory();
  const links = () => createKeyLinks(store, { publicUrl, clock: () => now, randomBytes });
  addKeyPage(server, {
    links: {
      create: (request) => links().create(request),
      find: (token) => links().find(token),
      use: (...all) => links().use(...all),
    },
    files: await buildKeyPage(),
    async onCsr(link, { pem }) {
      requests.push({ link: link.id, pem });
      return answers.csr;
    },
    async onSetUp(link) {
      setUps.push(link.id);
      return answers.setUp;
    },
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  publicUrl = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;

  const browser: Browser = await chromium.launch({
    executablePath,
    args: [...flags.split(' '), `--proxy-server=${recorder.url}`, '--proxy-bypass-list=<-loopback>'],
  });
  mkdirSync('screenshots', { recursive: true });

  async function open(url: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      acceptDownloads: true,
      ...options,
    });
    const page = await context.newPage();
    const problems: string[] = [];
    const asked = new Set<string>();
    page.on('request', (each) => asked.add(new URL(each.url()).origin));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(url);
    await page.locator('h1').waitFor();
    return { page, problems, asked };
  }

  return {
    recorder,
    requests,
    setUps,
    answers,
    origin: publicUrl,
    inject: server.inject.bind(server),
    createLink: (request: KeyLinkRequest) => links().create(request),
    passTime: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
    open,
    shot: (page: Page, name: string) => page.screenshot({ path: `screenshots/key-page-${name}.png`, fullPage: true }),
    async close() {
      await browser.close();
      await server.close();
      await recorder.close();
    },
  };
}
export type Rig = Awaited<ReturnType<typeof startRig>>;

/** What a click on a link that saves a file saves. */
export async function save(page: Page, name: string | RegExp): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
}
