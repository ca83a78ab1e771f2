import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, expect, test } from '@jest/globals';
import { openAuthorityFiles } from '../../../src/backend/ca/authority-files.ts';
import type { Prepared } from '../../../src/backend/ca/certificate-authority.ts';
import { createSerial } from '../../../src/backend/ca/serial.ts';
import { makeSignatureElsewhere } from '../../../src/backend/ca/sign-der.ts';
import { createSigner, type Signer, type SignerSettings } from '../../../src/backend/ca/signer.ts';
import { createSigningThreads, startSigningThread } from '../../../src/backend/ca/signing-threads.ts';
import { folder, makeEcKey, removeFolder, request, toDer } from '../../csr/requests.ts';
import { domain, issuedOf, passphrase, settings } from './authorities.ts';

afterAll(removeFolder);

const csr = toDer(request(makeEcKey('P-256')));
/** An EC signature is another one each time, so two of the same body can be told apart. */
const directory = join(mkdtempSync(join(folder, 'threads-')), 'authority');
const files = openAuthorityFiles({ directory, passphrase, keyType: 'p-256', at: new Date(), createSerial });

async function rig(broken: Partial<SignerSettings> = {}) {
  const { root, issuing, issuingKey } = await files;
  const signing = { root: root.raw, issuing: issuing.raw, issuingKey, register: join(directory, 'issued') };
  const signer = createSigner(signing, makeSignatureElsewhere);
  const workers: Worker[] = [];
  const [seen, troubles]: [string[], string[]] = [[], []];
  const here: Signer['sign'] = (prepared) => {
    seen.push(prepared.serial);
    return signer.sign(prepared);
  };
  const threads = createSigningThreads(here, signing, {
    start() {
      const worker = startSigningThread({ ...signing, ...broken });
      workers.push(worker);
      return worker;
    },
    report: (trouble) => troubles.push(trouble),
  });
  const { addresses } = settings();
  const prepare = (): Prepared => {
    const prepared = signer.prepare({ csr, domain, at: new Date(), addresses });
    if ('because' in prepared) throw new Error(prepared.because);
    return prepared.value;
  };
  const signMany = (count: number) => {
    const many = Array.from({ length: count }, prepare);
    return { many, signings: many.map((prepared) => threads.sign(prepared)) };
  };
  /** Threads are ready when their first message comes. */
  const startThreads = async () => {
    const { signings } = signMany(20);
    await Promise.all([...signings, ...workers.map((worker) => once(worker, 'message'))]);
    seen.length = 0;
  };
  return { signer, threads, workers, here: seen, troubles, prepare, signMany, startThreads };
}

test('a few at a time are signed without threads', async () => {
  const { workers, here, signMany } = await rig();
  for (let time = 0; time < 3; time++) {
    for (const signing of await Promise.all(signMany(7).signings)) issuedOf(signing);
  }
  expect(here).toHaveLength(21);
  expect(workers).toEqual([]);
});

test('many at once are signed in threads, and each is in the register', async () => {
  const { signer, threads, here, signMany, startThreads } = await rig();
  await startThreads();
  const { many, signings } = signMany(60);
  const issued = (await Promise.all(signings)).map(issuedOf);
  expect(here).toEqual([]);
  expect(new Set(issued.map(({ certificate }) => certificate)).size).toBe(60);
  expect(issued.map(({ serial }) => serial)).toEqual(many.map(({ serial }) => serial));
  for (const [index, prepared] of many.entries()) expect(issuedOf(await signer.find(prepared))).toEqual(issued[index]);
  await threads.close();
});

test('the same body given to several threads at once comes to one certificate', async () => {
  const { threads, here, prepare, startThreads } = await rig();
  await startThreads();
  const prepared = prepare();
  const signings = await Promise.all(Array.from({ length: 12 }, () => threads.sign(prepared)));
  expect(new Set(signings.map((signing) => issuedOf(signing).certificate)).size).toBe(1);
  expect(here).toEqual([]);
  await threads.close();
});

test('a request that breaks the rules afterwards is told as misissued by a thread, too', async () => {
  const { threads, prepare, startThreads } = await rig();
  await startThreads();
  expect(await threads.sign({ ...prepare(), domain: 'other.kz' })).toMatchObject({
    kind: 'misissued',
    because: 'issued-names',
  });
  await threads.close();
});

test('when threads end, what they had in hand is refused, and what comes after is signed here', async () => {
  const { signer, threads, workers, here, troubles, signMany, startThreads } = await rig();
  await startThreads();
  const { many, signings } = signMany(200);
  const outcomes = Promise.allSettled(signings);
  await Promise.all(workers.map((worker) => worker.terminate()));
  const lost = (await outcomes).flatMap(({ status }, index) =>
    status === 'rejected' ? [many[index] as Prepared] : [],
  );
  expect(lost.length).toBeGreaterThan(0);
  expect(troubles).toEqual(workers.map(() => 'a signing thread ended: without an error'));
  for (const prepared of lost) {
    const found = await signer.find(prepared); // as the next sweep does
    issuedOf(found.kind === 'absent' ? await threads.sign(prepared) : found);
  }
  await Promise.all(signMany(20).signings);
  expect(here.length).toBeGreaterThanOrEqual(20);
  expect(workers).toHaveLength(troubles.length); // none anew so soon
});

test('threads that cannot start leave the work here', async () => {
  const { workers, here, troubles, signMany } = await rig({ issuing: Buffer.from('no certificate') });
  const { signings } = signMany(30);
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve))));
  for (const signing of await Promise.all(signings)) issuedOf(signing);
  expect(here).toHaveLength(30);
  expect(troubles).toEqual(workers.map(() => 'a signing thread ended: Error'));
});
