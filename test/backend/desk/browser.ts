// Real Chromium for the desk: pictures to look at (in screenshots/, which git ignores), and what axe has against a page.
import { expect } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';

/** A visitor of one's own, with what the browser complained about. */
export async function openScreen(browser: Browser, locale = 'ru'): Promise<{ page: Page; problems: string[] }> {
  const problems: string[] = [];
  const context = await browser.newContext({ locale, timezoneId: 'Asia/Almaty' });
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (line) => {
    if (line.type() === 'error' && !/status of 4\d\d/.test(line.text())) problems.push(line.text());
  });
  return { page, problems };
}

/** At desk and tablet size: nothing wider than the screen, nothing that axe has a word against. */
export async function shoot(page: Page, name: string): Promise<void> {
  for (const [width, height] of [
    [768, 1024],
    [1280, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `screenshots/desk-${name}-${width}.png`, fullPage: true });
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(`${name} at ${width}: ${Math.max(wider, 0)} too wide`).toBe(`${name} at ${width}: 0 too wide`);
  }
  expect(await findBarriers(page)).toEqual([]);
}

/** What axe has against the page under WCAG 2.2 A and AA, contrast included. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { run } = (window as unknown as { axe: typeof import('axe-core') }).axe;
    const { violations, passes } = await run(document, { runOnly: { type: 'tag', values: tags } });
    if (passes.length < 15) return [`only ${passes.length} rules applied`];
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  });
}
