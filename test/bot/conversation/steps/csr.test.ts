import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { csr } from '../../../../src/bot/conversation/steps/csr.ts';
import { requestFor } from '../../../support/certificate-requests.ts';
import { choice, domainOf, file, photo, sticker, text, tryStep } from '../../../support/step.ts';

const { asks, takes, summary } = tryStep(() => csr);
const draft = { domain: domainOf('alatau.kz') };
const made = requestFor('alatau.kz');

describe('asks', () => {
  test('with a command for exactly this domain, ready to be copied', async () => {
    const { words, copy } = await asks(draft);
    expect(copy?.text).toContain('-subj "/CN=alatau.kz" -addext "subjectAltName=DNS:alatau.kz"');
    expect(words).toContain(copy?.text);
  });

  test.each([
    ['a name', 'alatau.kz'],
    ['a wildcard', '*.alatau.kz'],
    ['a name in Kazakh letters', 'мысал.қаз'],
    ['a name longer than a common name may be', `${'a'.repeat(60)}.alatau.kz`],
  ])('with a command that makes a request which is accepted: %s', async (_, name) => {
    const domain = domainOf(name);
    const { words } = await asks({ domain });
    const [command = ''] = /openssl req .*/.exec(words) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'command-'));
    try {
      execFileSync('sh', ['-c', `${command} -passout pass:synthetic`], { cwd: folder, stdio: 'pipe' });
      const [, requested = ''] = / -out (\S+)/.exec(command) ?? [];
      expect(await takes(file(requested, readFileSync(join(folder, requested))), { domain })).toMatchObject({
        key: 'RSA 2048',
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('without the copy button where Telegram has no room for the command', async () => {
    const { copy, words } = await asks({ domain: domainOf(`${'a'.repeat(60)}.${'b'.repeat(60)}.alatau.kz`) });
    expect(copy).toBeUndefined();
    expect(words).toContain('openssl req');
  });
});

describe('accepts', () => {
  test.each([
    ['a PEM file', file('alatau.csr', Buffer.from(made.pem))],
    ['a DER file', file('alatau.der', made.der)],
    ['pasted text', text(made.pem)],
    ['text pasted on a phone', text(made.pem.replaceAll('\n', ' '))],
  ])('%s', async (_, reply) => {
    expect(await takes(reply, draft)).toEqual({ pem: made.pem, key: 'ECDSA P-256' });
  });
});

describe('refuses', () => {
  test.each([
    ['a photo', photo, 'Please send the .csr file as a document'],
    ['a sticker', sticker, 'Please send the .csr file as a document'],
    ['an old button', choice('x'), 'Please send the .csr file as a document'],
    ['another text', text('here it is'), 'This does not read as a certificate request'],
    ['half a request', text(made.pem.slice(0, 200)), 'The request is cut off'],
    ['a request for another domain', text(requestFor('other.kz').pem), 'but the application is for alatau.kz'],
    ['a file that claims to be too large', file('big.csr', new Uint8Array(1), 20_000), 'This is too large'],
    ['an empty file', file('empty.csr', new Uint8Array(0)), 'This does not read as a certificate request'],
  ])('%s', async (_, reply, words) => {
    expect(await takes(reply, draft)).toContain(words);
  });

  test.each([
    ['pasted', text(made.privateKey)],
    ['as a file', file('alatau.key', Buffer.from(made.privateKey))],
  ])('a private key %s, which must not stay in the chat', async (_, reply) => {
    expect(await takes(reply, draft)).toEqual({
      because: expect.stringContaining('This is a private key, not a request'),
      secret: true,
    });
  });

  test('a file that Telegram does not hand over', async () => {
    const lost = {
      kind: 'file',
      file: { id: 'f', name: 'a.csr', size: 10, bytes: () => Promise.reject(new Error('gone')) },
    } as const;
    expect(await takes(lost, draft)).toContain('Telegram did not hand the file over');
  });
});

test('shows on the review which key it is', async () => {
  expect(await summary({ csr: { pem: made.pem, key: 'ECDSA P-256' } })).toBe('Request: received, key ECDSA P-256');
});
