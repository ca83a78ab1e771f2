// From the press of the button to the request and the encrypted key file, in Chromium, beside WebCrypto's key generation alone
// in the same page; the size of the page and how long the bot takes to build it.
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import type { KeyLinkRequest } from '../src/bot/key-links/key-links.ts';
import { buildKeyPage } from '../src/key-page/build.ts';
import { startRig } from '../test/key-page/rig.ts';

const ROUNDS = 10;
const password = 'Tau#7kZ!';
const request: KeyLinkRequest = {
  purpose: 'make-key',
  chatId: 1,
  language: 'en',
  domain: 'alatau.kz',
  storage: 'this-device',
};

const median = (times: readonly number[]) =>
  times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
const report = (name: string, times: readonly number[]) =>
  console.log(
    `${median(times).toFixed(0).padStart(8)} ms median ${Math.max(...times)
      .toFixed(0)
      .padStart(6)} ms worst  ${name}`,
  );

export async function run(): Promise<void> {
  const begin = performance.now();
  const files = await buildKeyPage();
  console.log(`${(performance.now() - begin).toFixed(0).padStart(8)} ms  building the page`);
  const sizeOf = (measure: (content: Buffer) => number) =>
    files.reduce((sum, { content }) => sum + measure(content), 0);
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  console.log(
    `${kilobytes(sizeOf(({ length }) => length))} as served, ${kilobytes(sizeOf((content) => gzipSync(content).length))} gzip, ` +
      `${kilobytes(sizeOf((content) => brotliCompressSync(content).length))} brotli: all files of the page`,
  );

  const rig = await startRig();
  try {
    for (const [value, bits] of [
      ['rsa-2048', 2048],
      ['rsa-3072', 3072],
      ['rsa-4096', 4096],
      ['ecdsa-p256', 0],
    ] as const) {
      const times: number[] = [];
      const alone: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const { page } = await rig.open(await rig.createLink(request));
        alone.push(await generateAlone(page, bits));
        times.push(await pressButton(page, value));
        await page.context().close();
      }
      report(`${value}: from the button to request and key file`, times);
      report(`${value}: WebCrypto's key generation alone`, alone);
    }
  } finally {
    await rig.close();
  }
}

async function pressButton(page: Page, kind: string): Promise<number> {
  await page.locator('#password').fill(password);
  await page.locator('#repeat').fill(password);
  await page.locator('summary').click();
  await page.locator(`input[value=${kind}]`).check();
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const begin = performance.now();
        new MutationObserver(() => {
          if (document.querySelector('a[download]')) resolve(performance.now() - begin);
        }).observe(document.body, { childList: true, subtree: true });
        document.querySelector<HTMLButtonElement>('button.primary')?.click();
      }),
  );
}

const generateAlone = (page: Page, bits: number): Promise<number> =>
  page.evaluate(async (modulusLength) => {
    const begin = performance.now();
    const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength, publicExponent: Uint8Array.of(1, 0, 1) };
    await crypto.subtle.generateKey(modulusLength ? rsa : { name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']);
    return performance.now() - begin;
  }, bits);
