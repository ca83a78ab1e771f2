import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInChromium, launchChromium } from '../support/chromium.ts';
import { makeRequest } from './applicant.ts';
import { type Everything, startEverything } from './everything.ts';

const DOMAIN = 'browser.example.kz';
const LOCAL_APPLICANT = 710000003;

describeInChromium('in a browser', () => {
  let everything: Everything;
  let browser: Browser;
  let chat: Page;
  let desk: Page;

  beforeAll(async () => {
    everything = await startEverything();
    browser = await launchChromium();
    chat = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    chat.setDefaultTimeout(120_000);
    await chat.goto(`${everything.chat}/?user=${LOCAL_APPLICANT}`);
  });

  afterAll(async () => {
    await browser.close();
    await everything.close();
  });

  const shot = (page: Page, name: string) => page.screenshot({ path: `screenshots/journey-${name}.png` });
  const press = (button: string) => chat.getByRole('button', { name: button, exact: true }).last().click();
  const sees = (text: string | RegExp) => chat.locator('#messages').getByText(text).last().waitFor();
  const write = async (text: string) => {
    await chat.locator('#text').fill(text);
    await chat.locator('#send').click();
  };

  test('a person applies in the chat', async () => {
    await press('START');
    await press('SSL certificate for individuals');
    await press('Submit an application');
    await sees(/To get you a certificate we process/);
    await shot(chat, 'agreement');
    await press('I have read it and agree');
    await write('900101390003');
    await sees(/This number has a slip/);
    await write('900101390002');
    await press('Yes, it is me');
    await write('applicant@gmial.com');
    await press('Yes: applicant@gmail.com');
    await sees('Where will you confirm the application in person?');
    await shot(chat, 'region');
    await write('almaty');
    await press('Almaty');
    await write(DOMAIN);
    await press('My own key and request (CSR)');
    const { csr } = await makeRequest(everything.folder, DOMAIN);
    await chat.locator('#file').setInputFiles({ name: `${DOMAIN}.csr`, mimeType: 'application/pkcs10', buffer: csr });
    await chat.locator('#upload button.primary').click();
    await sees('Please check everything');
    await shot(chat, 'review');
    await press('✅ Submit the application');
    await sees('The application is submitted.');
    await sees(/application-.*\.pdf/);
    await shot(chat, 'submitted');
  });

  test('an operator confirms it at the desk, and the certificate comes into the chat', async () => {
    desk = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en' });
    const number = /\d{3}(-\d{3}){4}/.exec((await chat.locator('#messages').textContent()) ?? '')?.[0] ?? '';
    await desk.goto(everything.desk);
    await desk.locator('input[name=name]').fill('admin');
    await desk.locator('input[name=password]').fill(everything.password);
    await desk.locator('main form button').first().click();
    await desk.locator('input[name=again]').waitFor();
    await desk.locator('input[name=password]').fill('a long and winding road');
    await desk.locator('input[name=again]').fill('a long and winding road');
    if (await desk.locator('input[name=iin]').isVisible()) await desk.locator('input[name=iin]').fill('851231490804');
    await desk.locator('main form button').last().click();
    await desk.getByText(number).first().waitFor();
    await shot(desk, 'desk-queue');
    await desk.getByText(number).first().click();
    for (const box of await desk.locator('input[name=checklist]').all()) await box.check();
    await shot(desk, 'desk-application');
    await desk.locator('form[action$="/confirm"] button').click();
    await desk.locator('.badge').first().waitFor();

    await sees('Certificates under the application have been issued.');
    await sees(`${DOMAIN}.fullchain.pem`);
    await shot(chat, 'issued');
    await press('nginx');
    await sees(/ssl_certificate_key/);
    await press('✅ Installed');
    await sees('Certificates have been set up.');
    await shot(chat, 'set-up');
  });

  test('the letters are in the mailbox', async () => {
    const mail = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await mail.goto(everything.mailbox);
    await mail.getByText('applicant@gmail.com').first().waitFor();
    await shot(mail, 'mailbox');
  });

  test('all of it fits a phone', async () => {
    const phone = await browser.newPage({ viewport: { width: 360, height: 740 } });
    await phone.goto(`${everything.chat}/?user=${LOCAL_APPLICANT}`);
    await phone.locator('#messages').getByText('Certificates have been set up.').last().waitFor();
    await shot(phone, 'phone');
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
});
