import { existsSync, mkdirSync } from 'node:fs';
import { describe } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';
const flags =
  '--no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** Why there is no browser on this machine, or undefined when there is one. */
export const chromiumMissing = existsSync(executablePath)
  ? undefined
  : `there is no ${executablePath}; Debian has it in the package chromium`;

/** Tests in a real browser; where it is missing they are reported as skipped. */
export function describeInChromium(name: string, tests: () => void): void {
  if (chromiumMissing) console.warn(`Skipped: ${chromiumMissing}`);
  (chromiumMissing ? describe.skip : describe)(name, tests);
}

/** Pictures of what it shows go into screenshots/, which git ignores. */
export function launchChromium(moreFlags: readonly string[] = []): Promise<Browser> {
  mkdirSync('screenshots', { recursive: true });
  return chromium.launch({ executablePath, args: [...flags.split(' '), ...moreFlags] });
}

/** Everything the browser asks for goes through the proxy, this machine's own addresses too. */
export const through = (proxy: { readonly url: string }): string[] => [
  `--proxy-server=${proxy.url}`,
  '--proxy-bypass-list=<-loopback>',
];
