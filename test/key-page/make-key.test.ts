import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { KeyLinkRequest } from '../../src/bot/key-links/key-links.ts';
import { type Authority, createAuthority, run, runRefused } from '../certificate-files/authority.ts';
import { describeInChromium } from '../support/chromium.ts';
import { findSecret, numbersOf } from './find-secret.ts';
import { type Rig, save, startRig } from './rig.ts';

const password = 'Zx9#$^+=!*()@%&_?-.tau';
const request: KeyLinkRequest = {
  purpose: 'make-key',
  chatId: 4_211,
  language: 'en',
  domain: 'alatau.kz',
  storage: 'this-device',
};

describeInChromium('making a key in Chromium', () => {
  let rig: Rig;
  let authority: Authority;
  beforeAll(async () => {
    rig = await startRig();
    authority = createAuthority();
  });
  afterAll(async () => {
    authority.remove();
    await rig.close();
  });

  async function makeKey(kind?: RegExp, link: KeyLinkRequest = request) {
    const { page, problems, asked } = await rig.open(await rig.createLink(link));
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByLabel('Repeat the password').fill(password);
    if (kind) {
      await page.getByText('Type of key').click();
      await page.getByLabel(kind).check();
    }
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByRole('heading', { name: 'Save the key file' }).waitFor();
    return { page, problems, asked };
  }

  test.each([
    [undefined, 'Public-Key: (2048 bit)'],
    [/RSA, 3072/, 'Public-Key: (3072 bit)'],
    [/RSA, 4096/, 'Public-Key: (4096 bit)'],
    [/ECDSA/, 'ASN1 OID: prime256v1'],
  ])(
    '%s: the key opens in openssl under the password, the request fits it, and nothing secret left the browser',
    async (kind, described) => {
      const { page, problems, asked } = await makeKey(kind);
      const file = await save(page, /Save alatau\.kz\.key/);
      expect(file.name).toBe('alatau.kz.key');
      await page.getByRole('button', { name: /send the request/ }).click();
      await page.getByRole('heading', { name: 'The request is in the chat' }).waitFor();

      const key = authority.write('key', file.bytes);
      const csr = authority.write('csr', rig.requests.at(-1)?.pem ?? '');
      const asKey = ['-in', key, '-passin', `pass:${password}`];
      expect(run('openssl', 'req', '-in', csr, '-noout', '-text', '-verify')).toContain(described);
      expect(run('openssl', 'req', '-in', csr, '-noout', '-pubkey')).toBe(run('openssl', 'pkey', ...asKey, '-pubout'));
      expect(runRefused('openssl', 'pkey', '-in', key, '-passin', `pass:${password}x`)).toMatch(/Error|bad decrypt/);

      const numbers = numbersOf(file.bytes.toString(), password);
      const sent = rig.recorder.sent();
      expect(findSecret(numbers.public, sent)).toContain('base64');
      for (const number of Object.values(numbers.secret)) expect(findSecret(number, sent)).toEqual([]);
      expect(findSecret(Buffer.from(password), sent)).toEqual([]);
      expect([...asked].filter((origin) => origin !== 'null')).toEqual([rig.origin]);
      expect(problems).toEqual([]);
      await page.context().close();
    },
  );

  test('the key file says AES-256 and 600,000 rounds', async () => {
    const { page } = await makeKey();
    const file = await save(page, /Save/);
    const structure = run('openssl', 'asn1parse', '-in', authority.write('key', file.bytes));
    expect(structure).toMatch(/PBES2[\s\S]*PBKDF2[\s\S]*INTEGER\s+:0927C0[\s\S]*hmacWithSHA256[\s\S]*aes-256-cbc/);
    await page.context().close();
  });

  test('the token is in no request line and no header', async () => {
    const url = await rig.createLink(request);
    const token = new URL(url).hash.slice(1);
    const { page } = await rig.open(url);
    const heads =
      rig.recorder
        .sent()
        .toString('latin1')
        .match(/^(GET|POST) [\s\S]*?\r\n\r\n/gm) ?? [];
    expect(rig.recorder.sent().includes(`{"token":"${token}"}`)).toBe(true);
    expect(heads.filter((head) => head.includes(token))).toEqual([]);
    await page.context().close();
  });
});
