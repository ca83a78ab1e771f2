import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { KeyLinkRequest } from '../../src/bot/key-links/key-links.ts';
import { createCertificateRequest } from '../../src/certificate-files/certificate-request.ts';
import { encryptKey } from '../../src/certificate-files/key-file.ts';
import type { Certificates } from '../../src/contract/schemas.ts';
import type { Language } from '../../src/domain/language.ts';
import { type Authority, createAuthority, run } from '../certificate-files/authority.ts';
import { describeInChromium } from '../support/chromium.ts';
import { findSecret, numbersOf } from './find-secret.ts';
import { type Rig, save, startRig } from './rig.ts';

const password = 'Zx9#$^+=!*()@%&_?-.tau';
const domain = 'alatau.kz';

describeInChromium('the files for the server, built in Chromium', () => {
  let rig: Rig;
  let authority: Authority;
  let keyFile: string;
  let otherKeyFile: string;
  let certificates: Certificates;

  async function makeKey() {
    const algorithm = {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      modulusLength: 2048,
      publicExponent: Uint8Array.of(1, 0, 1),
    };
    const pair = (await crypto.subtle.generateKey(algorithm, true, ['sign'])) as CryptoKeyPair;
    const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
    return { pair, file: await encryptKey(pkcs8, password) };
  }

  beforeAll(async () => {
    rig = await startRig();
    authority = createAuthority();
    const { pair, file } = await makeKey();
    keyFile = file;
    certificates = authority.issue(domain, await createCertificateRequest(domain, pair));
    otherKeyFile = (await makeKey()).file;
  });
  afterAll(async () => {
    authority.remove();
    await rig.close();
  });

  const finish = (storage: KeyLinkRequest['storage'] = 'this-device'): KeyLinkRequest => ({
    purpose: 'finish',
    chatId: 4_211,
    language: 'en',
    domain,
    storage,
    number: '482-093-755-618-804' as never,
    certificates,
  });

  async function build(page: Page, file: string, typed: string, format?: string) {
    const upload = { name: 'chosen.key', mimeType: 'application/octet-stream', buffer: Buffer.from(file) };
    await page.getByLabel('Key file', { exact: true }).setInputFiles(upload);
    await page.getByLabel('Password of the key file').fill(typed);
    if (format) await page.getByRole('radio', { name: format }).check();
    await page.getByRole('button', { name: 'Build the files' }).click();
  }
  async function open(language: Language = 'en', options?: BrowserContextOptions) {
    const opened = await rig.open(await rig.createLink({ ...finish(), language }), options);
    expect(await opened.page.getByText('482-093-755-618-804').isVisible()).toBe(true);
    return opened;
  }
  const ready = (page: Page) => page.getByRole('heading', { name: 'The files are ready' }).waitFor();
  const publicKey = (file: string, typed?: string) =>
    run('openssl', 'pkey', '-in', file, ...(typed ? ['-passin', `pass:${typed}`] : []), '-pubout');

  test.each([
    ['PKCS#12 (.p12) Windows and IIS', 'aes-256-cbc|AES-256-CBC'],
    ['PKCS#12 (.p12) for old systems', 'TripleDES'],
  ])('%s opens in openssl and keytool', async (format, protection) => {
    const { page } = await open();
    await build(page, keyFile, password, format);
    await ready(page);
    const file = await save(page, /Save/);
    expect(file.name).toBe('alatau.kz.p12');
    const store = authority.write('store.p12', file.bytes);
    const opened = run(
      'sh',
      '-c',
      'openssl pkcs12 -in "$1" -passin "pass:$2" -nodes -info 2>&1',
      'sh',
      store,
      password,
    );
    expect(opened).toMatch(new RegExp(protection));
    expect(publicKey(authority.write('opened.key', opened))).toBe(
      publicKey(authority.write('chosen.key', keyFile), password),
    );
    expect(run('keytool', '-list', '-keystore', store, '-storepass', password)).toMatch(/alatau\.kz.*PrivateKeyEntry/);
    await page.context().close();
  });

  test('.jks opens in keytool', async () => {
    const { page } = await open();
    await build(page, keyFile, password, 'Java keystore');
    await ready(page);
    const file = await save(page, /Save/);
    expect(file.name).toBe('alatau.kz.jks');
    const store = authority.write('store.jks', file.bytes);
    const listed = run('keytool', '-list', '-v', '-storetype', 'JKS', '-keystore', store, '-storepass', password);
    expect(listed).toMatch(/Alias name: alatau\.kz[\s\S]*PrivateKeyEntry[\s\S]*Certificate chain length: 2/);
    await page.context().close();
  });

  test.each([
    ['PEM: key and full chain', /alatau\.kz\.key/, password],
    ['PEM, key without a password', /alatau\.kz\.open\.key/, undefined],
  ])('%s: key and chain belong together', async (format, keyName, typed) => {
    const { page } = await open();
    await build(page, keyFile, password, format);
    await ready(page);
    const key = authority.write('server.key', (await save(page, keyName)).bytes);
    const chain = authority.write('server.pem', (await save(page, /fullchain\.pem/)).bytes);
    expect(publicKey(key, typed)).toBe(run('openssl', 'x509', '-in', chain, '-noout', '-pubkey'));
    expect(
      run('certtool', '--verify', '--infile', chain, '--load-ca-certificate', `${authority.folder}/root.crt`),
    ).toMatch(/Verified/);
    await page.context().close();
  });

  test('a wrong password, a key of another certificate and a file that is no key are told apart; then the right one works', async () => {
    const { page } = await open();
    const said = (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor();
    await page.getByRole('button', { name: 'Build the files' }).click();
    await said('Choose the key file.');
    await build(page, keyFile, `${password}x`);
    await said('The password does not open this file.');
    expect(
      await page.getByLabel('Password of the key file').evaluate((field) => field === document.activeElement),
    ).toBe(true);
    await build(page, otherKeyFile, password);
    await said('This key belongs to another certificate.');
    await build(page, certificates.certificate, password);
    await said('This is a certificate, not a key.');
    await build(page, 'something else', password);
    await said('This file does not look like a key.');
    await build(page, keyFile, password);
    await ready(page);
    await page.context().close();
  });

  test.each(['kk', 'ru', 'en'] as const)('fits a phone 360 px wide in %s, in every view', async (language) => {
    const phone = { viewport: { width: 360, height: 740 }, isMobile: true, deviceScaleFactor: 2 };
    const { page, problems } = await open(language, phone);
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await page.locator('button.primary').click(); // the longest words: what is missing
    await rig.shot(page, `finish-360-${language}`);
    expect(await overflow()).toBe(0);
    const buffer = Buffer.from(keyFile);
    await page.locator('#key-file').setInputFiles({ name: 'chosen.key', mimeType: 'text/plain', buffer });
    await page.locator('#key-password').fill(password);
    await page.locator('input[value="pem"]').check();
    await page.locator('button.primary').click();
    await page.locator('ul.files').waitFor();
    await rig.shot(page, `files-360-${language}`);
    expect(await overflow()).toBe(0);
    await page.locator('button.secondary').click();
    await page.locator('h1.done').waitFor();
    await rig.shot(page, `set-up-360-${language}`);
    expect(await overflow()).toBe(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('that they are set up reaches the bot; neither key nor password does', async () => {
    const { page, problems, asked } = await open();
    await build(page, keyFile, password, 'PEM, key without a password');
    await ready(page);
    const before = rig.setUps.length;
    rig.answers.setUp = { because: 'set-up-refused' };
    await page.getByRole('button', { name: 'The certificate is set up' }).click();
    await page.getByText('The status could not be updated.').waitFor();
    rig.answers.setUp = 'accepted';
    await page.getByRole('button', { name: 'The certificate is set up' }).click();
    await page.getByText('Thank you!').waitFor();
    expect(new Set(rig.setUps.slice(before)).size).toBe(1);
    const sent = rig.recorder.sent();
    for (const number of Object.values(numbersOf(keyFile, password).secret))
      expect(findSecret(number, sent)).toEqual([]);
    expect(findSecret(Buffer.from(password), sent)).toEqual([]);
    expect([...asked].filter((origin) => origin !== 'null')).toEqual([rig.origin]);
    expect(problems.filter((problem) => !problem.includes('409'))).toEqual([]);
    await page.context().close();
  });
});
