// Chromium is not the only browser: the same page in the engines of Firefox and Safari, from the password to the files.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KeyLinkRequest } from '../../src/bot/key-links/key-links.ts';
import { type Authority, createAuthority, run } from '../certificate-files/authority.ts';
import type { Engine, Hands } from './engines/engine.ts';
import { firefox } from './engines/firefox.ts';
import { webkit } from './engines/webkit.ts';
import { servePage } from './served-page.ts';

const password = 'Zx9#$^+=!*()@%&_?-.tau';
const domain = 'alatau.kz';
const common = { chatId: 4_211, language: 'kk', domain, storage: 'this-device' } as const;

/** In the page: from the empty form to the sent request. Saving is the browser's own doing, so the bytes are taken from the link. */
async function makeKey(
  { password, kind }: { password: string; kind: string },
  { appear, overflow, saved, type }: Hands,
) {
  for (const id of ['password', 'repeat']) type((await appear(`#${id}`)) as HTMLInputElement, password);
  (await appear(`input[value="${kind}"]`)).click();
  const overflows = [overflow()];
  (await appear('button.primary')).click();
  const link = (await appear('a.primary')) as HTMLAnchorElement;
  link.addEventListener('click', (event) => event.preventDefault());
  link.click();
  overflows.push(overflow());
  (await appear('button.secondary')).click();
  await appear('h1.done');
  overflows.push(overflow());
  return { name: link.download, keyFile: await saved[0]?.text(), overflows, width: window.innerWidth };
}

/** In the page: from the key file to the files for the server. */
async function finish(
  { password, keyFile, format }: { password: string; keyFile: string; format: string },
  { appear, overflow, saved, type }: Hands,
) {
  const choice = new DataTransfer();
  choice.items.add(new File([keyFile], 'chosen.key'));
  ((await appear('#key-file')) as HTMLInputElement).files = choice.files;
  type((await appear('#key-password')) as HTMLInputElement, password);
  (await appear(`input[value="${format}"]`)).click();
  (await appear('button.primary')).click();
  await appear('ul.files');
  const overflowing = overflow();
  const bytes = new Uint8Array((await saved[0]?.arrayBuffer()) ?? new ArrayBuffer(0));
  (await appear('button.secondary')).click();
  await appear('h1.done');
  return { bytes: [...bytes], overflow: overflowing };
}

for (const { name, program, package: wanted, start } of [firefox, webkit]) {
  const isThere = existsSync(program);
  if (!isThere) console.warn(`Skipped: no ${program} (Debian: apt-get install ${wanted})`);
  (isThere ? describe : describe.skip)(`the page in ${name}`, () => {
    let engine: Engine;
    let served: Awaited<ReturnType<typeof servePage>>;
    let authority: Authority;
    beforeAll(async () => {
      served = await servePage();
      authority = createAuthority();
      engine = await start();
    });
    afterAll(async () => {
      await engine.close();
      await served.close();
      authority.remove();
    });
    const openLink = async (request: KeyLinkRequest) => engine.open(await served.createLink(request), 360);
    const openssl = (...words: string[]) => run('openssl', ...words);

    test.each(['rsa-2048', 'ecdsa-p256'])(
      'makes a key (%s), saves it encrypted, sends its request; the files open in openssl and keytool',
      async (kind) => {
        await openLink({ ...common, purpose: 'make-key' });
        const made = await engine.run(makeKey, { password, kind });
        expect(made.name).toBe(`${domain}.key`);
        expect(made.keyFile).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
        expect(made.overflows).toEqual([0, 0, 0]);
        expect(made.width).toBeLessThan(500);
        const request = served.requests.at(-1)?.pem ?? '';
        const key = authority.write('made.key', made.keyFile ?? '');
        const publicKey = openssl('pkey', '-in', key, '-passin', `pass:${password}`, '-pubout');
        expect(openssl('req', '-in', authority.write('made.csr', request), '-noout', '-pubkey')).toBe(publicKey);

        const certificates = authority.issue(domain, request);
        const number = '482-093-755-618-804' as never;
        for (const format of ['p12', 'p12-compatible', 'jks']) {
          await openLink({ ...common, purpose: 'finish', number, certificates });
          const built = await engine.run(finish, { password, keyFile: made.keyFile ?? '', format });
          expect(built.overflow).toBe(0);
          const store = authority.write(`built.${format}`, Uint8Array.from(built.bytes));
          const listed = run('keytool', '-list', '-v', '-keystore', store, '-storepass', password);
          expect(listed).toMatch(/alatau\.kz[\s\S]*PrivateKeyEntry[\s\S]*chain length: 2/);
          if (format === 'jks') continue;
          const opened = openssl('pkcs12', '-in', store, '-passin', `pass:${password}`, '-nodes', '-nocerts');
          expect(openssl('pkey', '-in', authority.write('opened.key', opened), '-pubout')).toBe(publicKey);
        }
        expect(served.setUps.length).toBeGreaterThanOrEqual(3);
      },
    );
  });
}
