// Certificates per second of the embedded authority (check, body, lint, sign, verify, write to its register), beside CFSSL's
// authority called in the same run on the same machine: `cfssl sign`, and `openssl x509 -req`, both one process per certificate.
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openEmbeddedAuthority } from '../src/backend/ca/embedded-authority.ts';
import { makeRsaKey, removeFolder, request, toDer } from '../test/csr/requests.ts';

const CONCURRENT = 4;
const start = promisify(execFile);

async function perSecond(count: number, once: () => Promise<unknown>): Promise<number> {
  let left = count;
  const begin = performance.now();
  const worker = async () => {
    while (left-- > 0) await once();
  };
  await Promise.all(Array.from({ length: CONCURRENT }, worker));
  return count / ((performance.now() - begin) / 1000);
}

export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-ca-'));
  const csr = toDer(request(makeRsaKey(2048)));
  const report = (name: string, rate: number) => console.log(`${rate.toFixed(0).padStart(8)} certificates/s  ${name}`);
  try {
    for (const keyType of ['rsa-3072', 'p-256'] as const) {
      const authority = await openEmbeddedAuthority({
        directory: join(folder, keyType),
        passphrase: 'bench',
        keyType,
        addresses: { issuer: 'http://127.0.0.1/issuing.cer', revocationList: 'http://127.0.0.1/issuing.crl' },
        clock: () => new Date(),
      });
      const issue = async () => {
        const prepared = await authority.prepare({ csr, domain: 'alatau.kz' });
        if ('because' in prepared) throw new Error(prepared.because);
        const signing = await authority.issue(prepared.value);
        if (signing.kind !== 'issued') throw new Error(signing.kind);
      };
      await perSecond(20, issue);
      report(`embedded, ${keyType}, everything`, await perSecond(400, issue));
    }
    await others(folder, csr, report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    removeFolder();
  }
}

async function others(folder: string, csr: Buffer, report: (name: string, rate: number) => void): Promise<void> {
  const at = (name: string) => join(folder, name);
  const words = [
    '-x509',
    '-new',
    '-nodes',
    '-newkey',
    'rsa:3072',
    '-subj',
    '/CN=bench',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.crt'),
  ];
  execFileSync('openssl', ['req', ...words], { stdio: 'ignore' });
  writeFileSync(at('csr.der'), csr);
  execFileSync('openssl', ['req', '-inform', 'DER', '-in', at('csr.der'), '-out', at('csr.pem')]);
  const openssl = ['x509', '-req', '-in', at('csr.pem'), '-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-days', '90'];
  report('openssl x509 -req, RSA-3072', await perSecond(60, () => start('openssl', openssl)));
  const cfssl = ['sign', '-ca', at('ca.crt'), '-ca-key', at('ca.key'), '-hostname', 'alatau.kz', at('csr.pem')];
  report('cfssl sign, RSA-3072', await perSecond(60, () => start('cfssl', cfssl)));
}
