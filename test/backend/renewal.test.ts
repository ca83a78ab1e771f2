// Renewing through a whole backend: who may, when, with which key, and what becomes of the old certificate.
import { describe, expect, test } from '@jest/globals';
import type { Submission } from '../../src/contract/schemas.ts';
import { makeEcKey } from '../csr/requests.ts';
import {
  answered,
  confirm,
  freshDomain,
  ivan,
  makeCsr,
  readOwn,
  runBackend,
  submission,
  submit,
  unlimited,
} from './running-backend.ts';
import { shareBackend } from './shared-backend.ts';

const owner = 'telegram:1000';
const DAY_MS = 86_400_000;

const running = shareBackend(unlimited);

const read = (number: string) => readOwn(running, number);
const setUp = (number: string) => running.client('confirmSetUp', { path: { number }, owner });
const goTo = (moment: string | Date | null, days = 0) => {
  running.time.now = new Date(new Date(moment ?? 0).getTime() + days * DAY_MS);
};
/** Issued and set up under a key of its own. */
async function certified(changes: Partial<Submission> = {}) {
  const domain = changes.domain ?? freshDomain();
  const key = makeEcKey('P-256');
  const { number } = await submit(running, { domain, csr: makeCsr(domain, key), ...changes });
  await confirm(running, { number });
  await setUp(number);
  const { validTo } = await read(number);
  return { number, domain, key, validTo };
}
const renew = (renews: string, changes: Partial<Submission>, by = owner) =>
  running.client('submit', { owner: by, idempotencyKey: `${Math.random()}`, body: submission({ renews, ...changes }) });

describe('a certificate', () => {
  test('can be renewed from 30 days before its end, and is replaced once the new one is set up', async () => {
    const old = await certified();
    goTo(old.validTo, -31);
    expect(await renew(old.number, { domain: old.domain })).toMatchObject({
      problem: { code: 'renewal-refused', reason: 'too-early' },
    });
    goTo((await read(old.number)).renewableFrom);
    const { number, renews } = answered(await renew(old.number, { domain: old.domain }));
    expect(renews).toBe(old.number);
    expect((await read(old.number)).renewedBy).toBe(number);

    await confirm(running, { number });
    expect((await read(old.number)).status).toBe('set-up');
    await setUp(number);
    const replaced = await read(old.number);
    expect(replaced).toMatchObject({ status: 'superseded', renewableFrom: null, renewedBy: number, revocation: null });
    expect(replaced.timeline.at(-1)).toMatchObject({ status: 'superseded', by: 'clock' });
    await setUp(number);
    expect((await read(old.number)).timeline).toEqual(replaced.timeline);
  });

  test('is renewed by one application at a time, and again by another when that one came to nothing', async () => {
    const old = await certified();
    goTo(old.validTo, -10);
    const { number } = answered(await renew(old.number, { domain: old.domain }));
    expect(await renew(old.number, { domain: old.domain })).toMatchObject({ problem: { code: 'already-applied' } });
    await running.client('withdraw', { path: { number }, owner });
    expect((await read(old.number)).renewedBy).toBeNull();
    expect(await renew(old.number, { domain: old.domain })).toHaveProperty('value');
  });

  test('is never renewed with its own key, nor with one of those before it', async () => {
    const first = await certified();
    goTo(first.validTo, -10);
    const same = { domain: first.domain, csr: makeCsr(first.domain, first.key) };
    expect(await renew(first.number, same)).toMatchObject({ problem: { code: 'key-used', field: 'csr' } });
    const second = await certified({ renews: first.number, domain: first.domain, csr: makeCsr(first.domain) });
    expect((await read(first.number)).status).toBe('superseded');
    goTo(second.validTo, -10);
    expect(await renew(second.number, same)).toMatchObject({ problem: { code: 'key-used', field: 'csr' } });
    expect(await renew(second.number, { domain: first.domain })).toHaveProperty('value');
  });

  test('is not renewed by somebody else, for another person or domain, or when there is none', async () => {
    const old = await certified();
    const open = await submit(running);
    goTo(old.validTo, -10);
    const refused = (reason: string) => ({ problem: { code: 'renewal-refused', reason } });
    expect(await renew(old.number, { domain: old.domain }, 'telegram:2000')).toMatchObject(refused('unknown'));
    expect(await renew('482-093-755-618-804', { domain: old.domain })).toMatchObject(refused('unknown'));
    expect(await renew(old.number, { domain: old.domain, iin: ivan.iin })).toMatchObject(refused('other-person'));
    expect(await renew(old.number, {})).toMatchObject(refused('other-domain'));
    expect(await renew(open.number, { domain: open.domain })).toMatchObject(refused('status'));
    await running.client('askRevocation', { path: { number: old.number }, owner, body: { reason: 'key-compromise' } });
    expect(await renew(old.number, { domain: old.domain })).toMatchObject(refused('status'));
  });

  test('that is revoked while its renewal is under way stays revoked', async () => {
    const old = await certified();
    goTo(old.validTo, -10);
    const renewed = answered(await renew(old.number, { domain: old.domain }));
    await running.client('askRevocation', { path: { number: old.number }, owner, body: { reason: 'key-compromise' } });
    await confirm(running, renewed);
    expect(await setUp(renewed.number)).toMatchObject({ value: { status: 'set-up' } });
    expect((await read(old.number)).status).toBe('revoked');
  });
});

describe('another address for letters', () => {
  test('is taken for an application with personal data, a few times an hour, from its owner', async () => {
    const strict = await runBackend();
    try {
      const { number } = await submit(strict);
      const change = (email: string, by = owner) =>
        strict.client('changeEmail', { path: { number }, owner: by, body: { email } });
      expect(await change('new@example.kz')).toMatchObject({
        value: { email: 'new@example.kz', letterRefused: false },
      });
      expect(await change('no address')).toMatchObject({ problem: { code: 'email-invalid', reason: 'email-form' } });
      expect(await change('new@example.kz', 'telegram:2000')).toMatchObject({
        problem: { code: 'application-not-owned' },
      });
      for (let tries = 0; tries < 4; tries++) expect(await change(`new${tries}@example.kz`)).toHaveProperty('value');
      expect(await change('sixth@example.kz')).toMatchObject({ problem: { code: 'too-many-tries' } });
      await strict.client('withdraw', { path: { number }, owner });
      strict.time.now = new Date(strict.time.now.getTime() + DAY_MS);
      expect(await change('new@example.kz')).toMatchObject({ problem: { code: 'application-state' } });
      expect(strict.log.join('')).not.toContain('@example.kz');
    } finally {
      await strict.stop();
    }
  });
});
