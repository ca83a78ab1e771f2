import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { createVisitor, enterFirst, type Visitor } from '../backend/desk/visitor.ts';
import { findSecret, numbersOf } from '../key-page/find-secret.ts';
import { startRecorder } from '../key-page/recorder.ts';
import { save } from '../key-page/rig.ts';
import { describeInChromium, launchChromium, through } from '../support/chromium.ts';
import { run } from './applicant.ts';
import { type Everything, startEverything } from './everything.ts';

const DOMAIN = 'own-browser.example.kz';
const PASSWORD = 'Zx9#$^+=!*()@%&_?-.tau';
const LOCAL_APPLICANT = 710000003;

describeInChromium('a key made in the applicant’s own browser', () => {
  let everything: Everything;
  let recorder: Awaited<ReturnType<typeof startRecorder>>;
  let browser: Browser;
  let chat: Page;
  let operator: Visitor;
  let keyFile: Buffer;

  beforeAll(async () => {
    everything = await startEverything();
    operator = createVisitor(everything.desk);
    await enterFirst(operator, 'admin', everything.password, '851231490804');
    recorder = await startRecorder();
    browser = await launchChromium(through(recorder));
    chat = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    chat.setDefaultTimeout(120_000);
    await chat.goto(`${everything.chat}/?user=${LOCAL_APPLICANT}`);
  });

  afterAll(async () => {
    await browser.close();
    await recorder.close();
    await everything.close();
  });

  const messages = () => chat.locator('#messages');
  const press = (button: string) => chat.getByRole('button', { name: button, exact: true }).last().click();
  const write = async (text: string) => {
    await chat.locator('#text').fill(text);
    await chat.locator('#send').click();
  };
  /** The page behind a button that opens the browser, as it opens in another tab. */
  async function follow(button: string): Promise<Page> {
    const opening = chat.context().waitForEvent('page');
    await chat.getByText(button, { exact: true }).last().click();
    const page = await opening;
    await page.locator('h1').waitFor();
    return page;
  }

  test('is saved under a password there, and only the request comes into the chat, which goes on by itself', async () => {
    await press('START');
    await press('SSL certificate for individuals');
    await press('Submit an application');
    await press('I have read it and agree');
    await write('900101390002');
    await press('Yes, it is me');
    await press('Skip');
    await write('Astana');
    await press('Astana');
    await write(DOMAIN);
    await press('🔑 On this device (recommended)');
    await chat.screenshot({ path: 'screenshots/journey-key-link.png' });

    const page = await follow('🔑 Make the key');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('Repeat the password').fill(PASSWORD);
    await page.screenshot({ path: 'screenshots/journey-key-page.png' });
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByRole('heading', { name: 'Save the key file' }).waitFor();
    keyFile = (await save(page, /Save own-browser/)).bytes;

    await write('/back');
    await messages().getByText('How do you want to make it?').last().waitFor();
    await page.getByRole('button', { name: /send the request/ }).click();
    await page.getByText('The chat does not wait for a key any more.').waitFor();
    await press('🔑 On this device (recommended)');
    await messages().getByText('🔑 Make the key').last().waitFor();
    await page.getByRole('button', { name: /send the request/ }).click();
    await page.getByRole('heading', { name: 'The request is in the chat' }).waitFor();
    await page.close();

    await messages().getByText('Please check everything').last().waitFor();
    await messages().getByText('Request: made on your device, key RSA 2048').last().waitFor();
  });

  test('is put together with the certificate there, too, and openssl opens the file', async () => {
    await press('✅ Submit the application');
    await messages().getByText('The application is submitted.').waitFor();
    const number = /\d{3}(-\d{3}){4}/.exec((await messages().textContent()) ?? '')?.[0] ?? '';
    const shown = await operator.open(`/applications/${number}`);
    const checklist = [...shown.html.matchAll(/name="checklist" value="([^"]+)"/g)].map(([, name = '']) => name);
    await operator.submit('/confirm', { checklist });

    await messages().getByText('Certificates under the application have been issued.').waitFor();
    await press('🔑 Key and certificate together');
    const page = await follow('🔑 Put them together');
    const upload = { name: `${DOMAIN}.key`, mimeType: 'application/octet-stream', buffer: keyFile };
    await page.getByLabel('Key file', { exact: true }).setInputFiles(upload);
    await page.getByLabel('Password of the key file').fill(PASSWORD);
    await page.getByRole('button', { name: 'Build the files' }).click();
    await page.getByRole('heading', { name: 'The files are ready' }).waitFor();
    await page.screenshot({ path: 'screenshots/journey-key-finish.png', fullPage: true });
    const store = join(everything.folder, 'store.p12');
    await writeFile(store, (await save(page, /Save.*\.p12/)).bytes);
    const { stdout } = await run('openssl', [
      'pkcs12',
      '-in',
      store,
      '-passin',
      `pass:${PASSWORD}`,
      '-nokeys',
      '-clcerts',
    ]);
    const certificate = join(everything.folder, 'certificate.pem');
    await writeFile(certificate, stdout);
    const { stdout: checked } = await run('openssl', ['x509', '-in', certificate, '-noout', '-checkhost', DOMAIN]);
    expect(checked).toContain('does match certificate');
  });

  test('and the chat looks at the site, where nothing can be found', async () => {
    await press('🌐 Is it live?');
    await messages()
      .getByText(/own-browser\.example\.kz has no address|servers of own-browser\.example\.kz do not/)
      .last()
      .waitFor();
  });

  test('is in nothing that the browser sent, nor is its password', () => {
    const numbers = numbersOf(keyFile.toString(), PASSWORD);
    const sent = recorder.sent();
    expect(findSecret(numbers.public, sent)).toContain('base64');
    for (const number of Object.values(numbers.secret)) expect(findSecret(number, sent)).toEqual([]);
    expect(findSecret(Buffer.from(PASSWORD), sent)).toEqual([]);
  });
});
