// The key page in a real browser: the bot's plugin on loopback, and a proxy between them that keeps what the browser sends.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium, through } from '../support/chromium.ts';
import { startRecorder } from './recorder.ts';
import { servePage } from './served-page.ts';

export async function startRig() {
  const recorder = await startRecorder();
  const served = await servePage();
  const browser = await launchChromium(through(recorder));

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
    ...served,
    open,
    shot: (page: Page, name: string) => page.screenshot({ path: `screenshots/key-page-${name}.png`, fullPage: true }),
    async close() {
      await browser.close();
      await served.close();
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
