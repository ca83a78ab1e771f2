// PKCS#12 files per second, beside `openssl pkcs12 -export` (one process per file) with the same ciphers and the same rounds.
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { createCertificateRequest } from '../src/certificate-files/certificate-request.ts';
import { buildJavaKeyStore } from '../src/certificate-files/java-key-store.ts';
import { createKeyEntry } from '../src/certificate-files/key-entry.ts';
import { toPem } from '../src/certificate-files/pem.ts';
import { buildPkcs12 } from '../src/certificate-files/pkcs12.ts';
import { createAuthority } from '../test/certificate-files/authority.ts';

const COUNT = 24;
const start = promisify(execFile);
const password = 'Tau#7kZ!';

async function report(name: string, once: () => Promise<unknown>): Promise<void> {
  await once();
  let left = COUNT;
  const begin = performance.now();
  const worker = async () => {
    while (left-- > 0) await once();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  const rate = COUNT / ((performance.now() - begin) / 1000);
  console.log(`${rate.toFixed(1).padStart(8)} files/s  ${name}`);
}

export async function run(): Promise<void> {
  const authority = createAuthority();
  try {
    const algorithm = {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      modulusLength: 2048,
      publicExponent: Uint8Array.of(1, 0, 1),
    };
    const pair = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
    const key = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
    const certificates = authority.issue('alatau.kz', await createCertificateRequest('alatau.kz', pair));
    const entry = createKeyEntry('alatau.kz', key, certificates);
    const files = [
      ...['-inkey', authority.write('key', toPem('PRIVATE KEY', key))],
      ...['-in', authority.write('leaf', certificates.certificate)],
      ...['-certfile', authority.write('chain', certificates.chain.join(''))],
    ];
    const openssl = (...options: string[]) =>
      start('openssl', [
        'pkcs12',
        '-export',
        ...files,
        '-passout',
        `pass:${password}`,
        '-out',
        '/dev/null',
        ...options,
      ]);
    const old = ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1', '-iter', '10000'];

    await report('AES-256, SHA-256, 100,000 rounds: ours', () => buildPkcs12(entry, password, 'aes-256'));
    await report('AES-256, SHA-256, 100,000 rounds: openssl', () => openssl('-iter', '100000'));
    await report('3DES, SHA-1, 10,000 rounds: ours', () => buildPkcs12(entry, password, 'compatible'));
    await report('3DES, SHA-1, 10,000 rounds: openssl', () => openssl(...old));
    await report('AES-256, 2,048 rounds (its default, which we do not offer): openssl', () => openssl());
    await report('JKS: ours', async () => buildJavaKeyStore(entry, password, new Date()));
  } finally {
    authority.remove();
  }
}
