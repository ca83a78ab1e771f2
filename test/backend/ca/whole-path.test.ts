// An application, confirmed at the desk of a whole backend, signed by a real authority elsewhere – and what becomes of it when
// the answer is lost on the way.
import { randomUUID, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { removeFolder } from '../../csr/requests.ts';
import { type Fault, type FaultyProxy, startFaultyProxy } from '../../support/faulty-proxy.ts';
import { confirm, type RunningBackend, runBackend, submit, unlimited } from '../running-backend.ts';
import { BUILD_LIMIT_MS, describeHouses, type House, remoteHouses } from './houses.ts';

afterAll(removeFolder);

describeHouses(remoteHouses, ({ name, build }) => {
  let house: House;
  let proxy: FaultyProxy;
  let running: RunningBackend;
  beforeAll(async () => {
    house = await build();
    proxy = await startFaultyProxy(house.url, house.files);
    const address = name === 'cfssl' ? { CFSSL_URL: proxy.url } : { STEP_CA_URL: proxy.url };
    running = await runBackend({ ...house.variables, ...address }, unlimited);
  }, BUILD_LIMIT_MS);
  afterAll(async () => {
    await running.stop();
    await proxy.stop();
    await house.close();
  });

  const statusOf = async ({ number }: { number: string }) => {
    const outcome = await running.client('readApplication', { path: { number } });
    return 'value' in outcome ? outcome.value.status : outcome;
  };

  test('confirmed is issued, and what is delivered is what the authority signed', async () => {
    const view = await submit(running);
    expect(await confirm(running, view)).toEqual({ value: { status: 'issued' } });
    const outcome = await running.client('readCertificates', {
      path: { number: view.number },
      owner: 'telegram:1000',
    });
    if ('problem' in outcome) throw new Error(JSON.stringify(outcome.problem));
    const issuing = new X509Certificate(outcome.value.chain[0] ?? '');
    expect(new X509Certificate(outcome.value.certificate).verify(issuing.publicKey)).toBe(true);
  });

  test('the root and the issuing certificate are served, the revocation list is the authority’s own affair', async () => {
    const { url } = running.backend;
    expect(await (await fetch(`${url}/ca/root.crt`)).text()).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect((await fetch(`${url}/ca/issuing.crl`)).status).toBe(404);
  });

  test('a revocation reaches the authority, also when it was away when it was decided', async () => {
    const view = await submit(running);
    await confirm(running, view);
    const { number } = view;
    const owner = 'telegram:1000';
    const certificates = await running.client('readCertificates', { path: { number }, owner });
    if ('problem' in certificates) throw new Error(certificates.problem.code);
    const serial = new X509Certificate(certificates.value.certificate).serialNumber.toLowerCase();

    proxy.fault = 'cut-before';
    const asked = await running.client('askRevocation', {
      path: { number },
      owner,
      body: { reason: 'key-compromise' },
    });
    expect(asked).toMatchObject({ value: { status: 'issued', revocation: { decided: true } } });
    expect(await house.revocationOf(serial)).toBeUndefined();

    proxy.fault = 'cut-after';
    await running.backend.sweep();
    const cfsslHasToBeAskedTwice = name === 'cfssl';
    expect(await house.revocationOf(serial)).toBe(cfsslHasToBeAskedTwice ? undefined : '1');
    expect(await statusOf(view)).toBe('issued');

    proxy.fault = 'none';
    await running.backend.sweep();
    expect(await house.revocationOf(serial)).toBe('1');
    expect(await statusOf(view)).toBe('revoked');
  });

  const goesAfter = async (fault: Fault, ending: string, certificates: number) => {
    const before = await house.count();
    const view = await submit(running, {}, `telegram:${randomUUID()}`);
    proxy.fault = fault;
    expect(await confirm(running, view)).toEqual({ because: 'ca-unavailable' });
    expect(await statusOf(view)).toBe('signing-unknown');
    proxy.fault = 'none';
    running = await running.restart(); // ends the lease of the signing
    expect(await statusOf(view)).toBe(ending);
    expect((await house.count()) - before).toBe(certificates);
  };

  test('a request lost on the way waits as signing-unknown, and is signed once by the next sweep', () =>
    goesAfter('cut-before', 'issued', 1));

  test('an answer lost on the way is looked up where there is a look-up, and never asked for again', () =>
    goesAfter('cut-after', name === 'cfssl' ? 'issued' : 'signing-unknown', 1));
});
