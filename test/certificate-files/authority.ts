// A throwaway authority of the real openssl: a root, an issuing authority below it, and certificates for requests.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificates } from '../../src/contract/schemas.ts';

export interface Authority {
  readonly folder: string;
  /** The certificate for a request in PEM or DER, with its chain. */
  issue(domain: string, csr: string | Uint8Array): Certificates;
  /** Writes a file of the test into the folder; gives its path. */
  write(name: string, content: string | Uint8Array): string;
  remove(): void;
}

export const run = (program: string, ...words: readonly string[]): string =>
  execFileSync(program, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C' } }).toString();

/** What a program that must refuse says, standard output and errors together; throws when it accepts. */
export function runRefused(program: string, ...words: readonly string[]): string {
  try {
    run(program, ...words);
  } catch (error) {
    const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer };
    return `${stdout}${stderr}`;
  }
  throw new Error(`${program} accepted ${words.join(' ')}`);
}

export function createAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'authority-'));
  const path = (name: string) => join(folder, name);
  const write = (name: string, content: string | Uint8Array) => {
    writeFileSync(path(name), content);
    return path(name);
  };
  const read = (name: string) => readFileSync(path(name), 'utf8');
  const openssl = (...words: string[]) => run('openssl', ...words);
  const authorityExtensions = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n';
  const request = (name: string, subject: string) =>
    openssl(
      ...['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', path(`${name}.key`)],
      ...['-out', path(`${name}.csr`), '-subj', subject],
    );
  const sign = (name: string, extensions: string, ...issuer: string[]) =>
    openssl(
      ...['x509', '-req', '-in', path(`${name}.csr`), '-out', path(`${name}.crt`), '-days', '30', '-sha256'],
      ...['-extfile', write(`${name}.ext`, extensions), ...issuer],
    );
  const by = (name: string) => ['-CA', path(`${name}.crt`), '-CAkey', path(`${name}.key`), '-CAcreateserial'];

  request('root', '/C=KZ/CN=Throwaway root');
  sign('root', authorityExtensions, '-signkey', path('root.key'));
  request('issuing', '/C=KZ/CN=Throwaway issuing authority');
  sign('issuing', authorityExtensions, ...by('root'));

  let issued = 0;
  return {
    folder,
    write,
    issue(domain, csr) {
      issued += 1;
      const name = `leaf-${issued}`;
      const form = typeof csr === 'string' ? 'PEM' : 'DER';
      openssl('req', '-in', write(`${name}.sent`, csr), '-inform', form, '-out', path(`${name}.csr`), '-verify');
      sign(name, `subjectAltName=DNS:${domain}\nextendedKeyUsage=serverAuth\n`, ...by('issuing'));
      return { certificate: read(`${name}.crt`), chain: [read('issuing.crt')], root: read('root.crt') };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
