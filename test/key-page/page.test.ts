import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { KeyLinkRequest } from '../../src/bot/key-links/key-links.ts';
import type { Language } from '../../src/domain/language.ts';
import { describeInChromium } from '../support/chromium.ts';
import { findSecret } from './find-secret.ts';
import { type Rig, save, startRig } from './rig.ts';

const linkIn = (language: Language): KeyLinkRequest => ({
  purpose: 'make-key',
  chatId: 4_211,
  language,
  domain: 'alatau.kz',
  storage: 'this-device',
});
const password = 'Tau#7kZ!';

test('the page is built from the same sources to the same bytes, wherever it is built', () => {
  const build = (cwd: string) => {
    const words = [
      '--import',
      import.meta.resolve('tsx'),
      new URL('../../src/key-page/cli.ts', import.meta.url).pathname,
    ];
    return execFileSync(process.execPath, words, { cwd, encoding: 'utf8', env: { PATH: process.env.PATH } });
  };
  const hashes = build(process.cwd());
  expect(hashes).toMatch(/^([0-9a-f]{64} {2}[\w.-]+\n){4}$/);
  expect(build(tmpdir())).toBe(hashes);
});

describe('the search for secrets', () => {
  const secret = Buffer.from('4f6a0c93de2277b1a5c8e6f01b3d5a7788990011223344556677deadbeefcafe0102030405', 'hex');
  const between = (text: string | Buffer) =>
    Buffer.concat([Buffer.from('{"a":"x'), Buffer.from(text), Buffer.from('y"}')]);
  test.each([
    ['raw', secret],
    ['hex', secret.toString('hex')],
    ['HEX', secret.toString('hex').toUpperCase()],
    ['base64', secret.toString('base64')],
    ['base64', (secret.toString('base64').match(/.{1,16}/g) ?? []).join('\\n')],
    ['base64', encodeURIComponent(secret.toString('base64'))],
    ['base64', Buffer.concat([Buffer.of(1), secret]).toString('base64')],
    ['base64url', secret.toString('base64url')],
    ['list of octets', [...secret].join(',')],
    ['decimal', BigInt(`0x${secret.toString('hex')}`).toString()],
    ['raw', secret.subarray(18)],
  ])('finds it as %s', (form, written) => expect(findSecret(secret, between(written))).toContain(form));
  test('finds nothing where nothing is', () => {
    expect(findSecret(secret, between(Buffer.from(secret).reverse().toString('base64')))).toEqual([]);
  });
});

describeInChromium('the page in Chromium', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig.close());

  const focused = (page: Page) =>
    page.evaluate(() => document.activeElement?.textContent || document.activeElement?.id);

  test('can be used with the keyboard alone', async () => {
    const { page } = await rig.open(await rig.createLink(linkIn('en')));
    expect(await focused(page)).toBe('Make a key');
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Tab');
    await page.keyboard.type(`${password}x`);
    await page.keyboard.press('Enter');
    await page.getByText('The two passwords differ.').waitFor();
    expect(await focused(page)).toBe('repeat');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Save the key file' }).waitFor();
    expect(await focused(page)).toBe('Save the key file');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Save the key file first').waitFor();
    await page.keyboard.press('Shift+Tab');
    await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'The request is in the chat' }).waitFor();
    await page.context().close();
  });

  test('names every field and message for screen readers', async () => {
    const { page } = await rig.open(await rig.createLink(linkIn('en')));
    const field = page.getByRole('textbox', { name: 'Password', exact: true });
    const described = () =>
      field.evaluate((input) =>
        (input.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent),
      );
    await field.fill('құпия1');
    await page.getByRole('button', { name: 'Make the key' }).click();
    expect(await described()).toEqual([
      '6 to 32 characters: Latin letters and digits are required; #$^+=!*()@%&_?-. are allowed too.',
      '',
      'The character “қ” cannot be used. Only Latin letters, digits and #$^+=!*()@%&_?-. can.',
    ]);
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.fill('Almaty2024');
    expect(await described()).toContain('Weak: whoever gets hold of the file opens it within a day.');
    expect(await field.getAttribute('aria-invalid')).toBeNull();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.context().close();
  });

  test.each(['kk', 'ru', 'en'] as const)('fits a phone 360 px wide in %s, in every view', async (language) => {
    const phone = { viewport: { width: 360, height: 740 }, isMobile: true, deviceScaleFactor: 2 };
    const { page, problems } = await rig.open(await rig.createLink(linkIn(language)), phone);
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await page.locator('summary').click();
    await page.locator('button.text-button').click();
    await rig.shot(page, `make-360-${language}`);
    expect(await overflow()).toBe(0);
    await page.locator('button.primary').click();
    await page.locator('a.primary').waitFor();
    await page.locator('summary').click();
    await rig.shot(page, `save-360-${language}`);
    expect(await overflow()).toBe(0);
    await save(page, /alatau\.kz\.key/);
    await page.locator('button.secondary').click();
    await page.locator('h1.done').waitFor();
    await rig.shot(page, `sent-360-${language}`);
    expect(await overflow()).toBe(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('looks as it should at 1280 px', async () => {
    const { page } = await rig.open(await rig.createLink(linkIn('ru')));
    await rig.shot(page, 'make-1280');
    const width = await page.locator('.card').evaluate((card) => card.getBoundingClientRect().width);
    expect(width).toBeGreaterThan(480);
    expect(width).toBeLessThan(640);
    await page.context().close();
  });

  test('keeps the made key when the request cannot be sent, and sends it when it can', async () => {
    const { page } = await rig.open(await rig.createLink(linkIn('en')));
    await page.getByRole('button', { name: 'Suggest a password' }).click();
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByRole('heading', { name: 'Save the key file' }).waitFor();
    const first = await save(page, /Save/);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: /send the request/ }).click();
    await page.getByText('The server cannot be reached.').waitFor();
    await page.context().setOffline(false);
    expect((await save(page, /Save/)).bytes.equals(first.bytes)).toBe(true);
    rig.answers.csr = { because: 'question-closed' };
    await page.getByRole('button', { name: /send the request/ }).click();
    await page.getByText('The chat does not wait for a key any more.').waitFor();
    rig.answers.csr = 'accepted';
    await page.getByRole('button', { name: /send the request/ }).click();
    await page.getByRole('heading', { name: 'The request is in the chat' }).waitFor();
    await page.reload();
    await page.getByText('A request was already sent through this link.').waitFor();
    await page.context().close();
  });

  test.each([
    ['no token', async () => '', 'The link is not complete.'],
    ['half a token', async (url: string) => url.slice(0, -9), 'The link is not complete.'],
    [
      'another token',
      async (url: string) => `${url.slice(0, -43)}${'A'.repeat(43)}`,
      'The link is out of date or wrong.',
    ],
  ])('with %s says so', async (_what, change, said) => {
    const url = (await change(await rig.createLink(linkIn('en')))) || `${rig.origin}/key/`;
    const { page } = await rig.open(url);
    await page.getByRole('alert').filter({ hasText: said }).waitFor();
    await page.context().close();
  });

  test('runs no script but its own', async () => {
    const { page } = await rig.open(await rig.createLink(linkIn('en')));
    const attempts = await page.evaluate(async () => {
      const blocked = new Set<string>();
      const both = new Promise<void>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          if (blocked.add(effectiveDirective).size === 2) resolve();
        });
      });
      const inline = document.createElement('p');
      const markup = () => {
        inline.innerHTML = '<img src=x onerror="window.injected = true">';
      };
      const script = () => {
        document.createElement('script').src = 'key-page.js';
      };
      const refused = (work: () => unknown) => {
        try {
          work();
          return false;
        } catch {
          return true;
        }
      };
      const elsewhere = await fetch('https://example.com/').then(
        () => false,
        () => true,
      );
      const results = { markup: refused(markup), script: refused(script), elsewhere };
      await both;
      return { ...results, blocked: [...blocked] };
    });
    expect(attempts).toEqual({
      markup: true,
      script: true,
      elsewhere: true,
      blocked: expect.arrayContaining(['connect-src', 'require-trusted-types-for']),
    });
    await page.context().close();
  });
});
