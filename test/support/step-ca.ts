// The real step-ca on loopback, with its own database. Debian packs its parts, not its command: that is built once, and kept.
import { execFile } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { AuthorityFiles } from './authority-files.ts';
import { freePort } from './free-port.ts';
import { type Program, startProgram } from './program.ts';

const GO = '/usr/bin/go';
const SOURCES = '/usr/share/gocode/src/github.com/smallstep/certificates';
export const stepCaMissing =
  existsSync(GO) && existsSync(SOURCES)
    ? undefined
    : 'no step-ca (Debian: apt-get install golang-go golang-github-smallstep-certificates-dev)';

/** About a minute the first time. */
async function build(): Promise<string> {
  const main = fileURLToPath(new URL('./step-ca/main.go', import.meta.url));
  const version = createHash('sha256').update(readFileSync(main)).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `nca-ssl-bot-step-ca-${userInfo().uid}-${version}`);
  const program = join(folder, 'step-ca');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unfinished = `${program}.${process.pid}`;
  const environment = {
    ...process.env,
    GO111MODULE: 'off',
    GOPATH: '/usr/share/gocode',
    GOCACHE: join(folder, 'cache'),
  };
  await promisify(execFile)(GO, ['build', '-o', unfinished, main], { env: environment });
  renameSync(unfinished, program);
  return program;
}

export const provisionerName = 'registration-authority';
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const kid = 'key-of-the-registration-authority';
/** As `step crypto jwe decrypt` prints it. */
export const provisionerJwk = JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid });

const template = `{
  "subject": {{ toJson .Subject }},
  "sans": {{ toJson .SANs }},
  "serialNumber": {{ toJson .Token.serial }},
  "keyUsage": [{{ if typeIs "*rsa.PublicKey" .Insecure.CR.PublicKey }}"keyEncipherment", {{ end }}"digitalSignature"],
  "extKeyUsage": ["serverAuth"],
  "issuingCertificateURL": ["http://ca.example.kz/issuing.cer"],
  "crlDistributionPoints": ["http://ca.example.kz/issuing.crl"]
}`;

export interface StepCa extends Program {
  readonly url: string;
}

export async function startStepCa(folder: string, files: AuthorityFiles): Promise<StepCa> {
  const [program, port, configFile] = [await build(), await freePort(), join(folder, 'ca.json')];
  const provisioner = {
    type: 'JWK',
    name: provisionerName,
    key: { ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid },
    claims: { maxTLSCertDuration: '4800h', defaultTLSCertDuration: '4799h' },
    options: { x509: { template } },
  };
  const config = {
    root: files.root,
    crt: files.issuing,
    key: files.issuingKey,
    address: `127.0.0.1:${port}`,
    dnsNames: ['127.0.0.1'],
    logger: { format: 'json' },
    db: { type: 'badgerv2', dataSource: join(folder, 'db') },
    authority: { provisioners: [provisioner] },
  };
  writeFileSync(configFile, JSON.stringify(config));
  const started = await startProgram(program, [configFile], /Serving HTTPS/);
  return { ...started, url: `https://127.0.0.1:${port}` };
}
