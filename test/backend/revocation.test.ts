// From the owner's wish to a list that openssl and certtool believe, through a whole backend with the embedded authority.
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import type { Certificates, OwnerView } from '../../src/contract/schemas.ts';
import { makeEcKey, openssl, write } from '../csr/requests.ts';
import {
  answered,
  confirm,
  freshDomain,
  makeCsr,
  operator,
  readOwn,
  revoke,
  runBackend,
  submit,
  unlimited,
} from './running-backend.ts';
import { shareBackend } from './shared-backend.ts';

const owner = 'telegram:1000';
const DAY_MS = 86_400_000;

const running = shareBackend(unlimited);

const issue = async (changes: Parameters<typeof submit>[1] = {}): Promise<OwnerView> => {
  const view = await submit(running, changes);
  expect(await confirm(running, view)).toEqual({ value: { status: 'issued' } });
  return view;
};
const ask = (number: string, reason: 'key-compromise' | 'key-lost' | 'superseded', by = owner) =>
  running.client('askRevocation', { path: { number }, owner: by, body: { reason } });
const certificatesOf = async (number: string): Promise<Certificates> =>
  answered(await running.client('readCertificates', { path: { number }, owner }));

/** From the address that the certificate itself names. */
async function fetchList(certificate: string): Promise<Buffer> {
  const text = openssl('x509', '-noout', '-text', '-in', write(certificate)).toString();
  const [, address = ''] = /CRL Distribution Points:[\s\S]*?URI:(\S+)/.exec(text) ?? [];
  return Buffer.from(await (await fetch(address)).arrayBuffer());
}
const said = (program: string, ...words: string[]): string => {
  try {
    return execFileSync(program, words, { stdio: ['ignore', 'pipe', 'pipe'] }).toString();
  } catch (error) {
    const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer };
    return `${stdout}${stderr}`;
  }
};
async function judge({ certificate, chain, root }: Certificates) {
  const list = write(openssl('crl', '-inform', 'DER', '-in', write(await fetchList(certificate))));
  const [untrusted, trusted, leaf] = [write(chain.join('')), write(root), write(certificate)];
  const words = ['-crl_check', '-CRLfile', list, '-CAfile', trusted, '-untrusted', untrusted, leaf];
  const bundle = write(certificate + chain.join(''));
  return {
    openssl: said('openssl', 'verify', ...words),
    certtool: said('certtool', '--verify', '--load-ca-certificate', trusted, '--load-crl', list, '--infile', bundle),
    list: openssl('crl', '-in', list, '-noout', '-text').toString(),
  };
}

describe('a certificate whose key somebody else has', () => {
  test('is good before, and revoked at once in the eyes of openssl and certtool', async () => {
    const { number } = await issue();
    const certificates = await certificatesOf(number);
    const before = await judge(certificates);
    expect(before.openssl).toMatch(/: OK\n$/);
    expect(before.certtool).toMatch(/Verified\. The certificate is trusted/);

    const view = answered(await ask(number, 'key-compromise'));
    expect(view).toMatchObject({ status: 'revoked', revocation: { reason: 'key-compromise', decided: true } });
    expect(view.timeline.at(-1)).toMatchObject({ status: 'revoked', by: 'applicant', notice: null });

    const after = await judge(certificates);
    expect(after.openssl).toMatch(/certificate revoked/);
    expect(after.certtool).toMatch(/revoked/i);
    expect(after.list).toMatch(/Key Compromise/);
  });

  test('lends its key to no other certificate, not even of the same person', async () => {
    const domain = freshDomain();
    const key = makeEcKey('P-256');
    const { number } = await issue({ domain, csr: makeCsr(domain, key) });
    answered(await ask(number, 'key-compromise'));
    const again = submit(running, { domain, csr: makeCsr(domain, key) });
    await expect(again).rejects.toThrow(/key-used/);
  });
});

describe('any other reason', () => {
  test('waits for an operator, and the certificate is good until then', async () => {
    const { number } = await issue();
    const asked = answered(await ask(number, 'key-lost'));
    expect(asked).toMatchObject({ status: 'issued', revocation: { reason: 'key-lost', decided: false } });
    expect(asked.timeline.at(-1)).toMatchObject({ status: 'issued', by: 'applicant', notice: 'revocation-asked' });
    expect((await judge(await certificatesOf(number))).openssl).toMatch(/: OK\n$/);

    expect(await revoke(running, { number }, 'key-lost')).toEqual({ value: { status: 'revoked' } });
    const after = await judge(await certificatesOf(number));
    expect(after.openssl).toMatch(/certificate revoked/);
  });

  test('asked for twice is one wish; for a worse reason it is carried out', async () => {
    const { number } = await issue();
    const first = answered(await ask(number, 'superseded'));
    const second = answered(await ask(number, 'superseded'));
    expect(second).toEqual(first);
    expect(answered(await ask(number, 'key-compromise'))).toMatchObject({ status: 'revoked' });
    expect(answered(await ask(number, 'superseded'))).toMatchObject({
      status: 'revoked',
      revocation: { reason: 'key-compromise', askedAt: first.revocation?.askedAt },
    });
  });
});

describe('nothing is revoked', () => {
  test('for somebody else, before there is a certificate, or twice by two operators at once', async () => {
    const { number } = await issue();
    expect(await ask(number, 'key-compromise', 'telegram:2000')).toMatchObject({
      problem: { code: 'application-not-owned' },
    });
    const open = await submit(running);
    expect(await ask(open.number, 'key-compromise')).toMatchObject({ problem: { code: 'application-state' } });
    const two = await Promise.all(
      ['operator-1', 'operator-2'].map((id) => revoke(running, { number }, 'key-lost', operator(id))),
    );
    expect(two.filter((outcome) => 'value' in outcome)).toHaveLength(1);
    const { timeline } = await readOwn(running, number);
    expect(timeline.filter(({ status }) => status === 'revoked')).toHaveLength(1);
  });

  test('at once where the configuration leaves it to operators', async () => {
    const strict = await runBackend({ REVOKE_COMPROMISED: 'by-operator' }, unlimited);
    try {
      const view = await submit(strict);
      await confirm(strict, view);
      const { number } = view;
      const body = { reason: 'key-compromise' } as const;
      const asked = answered(await strict.client('askRevocation', { path: { number }, owner, body }));
      expect(asked).toMatchObject({ status: 'issued', revocation: { decided: false } });
    } finally {
      await strict.stop();
    }
  });
});

test('the list is signed anew every day, and only then or when something was revoked', async () => {
  const { number } = await issue();
  const { certificate } = await certificatesOf(number);
  const list = async () => (await fetchList(certificate)).toString('hex');
  const first = await list();
  running.time.now = new Date(running.time.now.getTime() + DAY_MS - 60_000);
  expect(await list()).toBe(first);
  running.time.now = new Date(running.time.now.getTime() + 60_000);
  const second = await list();
  expect(second).not.toBe(first);
  answered(await ask(number, 'key-compromise'));
  expect(await list()).not.toBe(second);
});
