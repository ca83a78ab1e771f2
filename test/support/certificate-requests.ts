// Requests as applicants make them, with the real openssl: a small key, since its strength is tested elsewhere.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface MadeRequest {
  readonly pem: string;
  readonly der: Uint8Array;
  readonly privateKey: string;
}

const made = new Map<string, MadeRequest>();

/** One for each domain, made once. */
export function requestFor(domain: string): MadeRequest {
  const known = made.get(domain) ?? makeRequest(domain);
  made.set(domain, known);
  return known;
}

function makeRequest(domain: string): MadeRequest {
  const folder = mkdtempSync(join(tmpdir(), 'request-'));
  try {
    const file = (name: string) => join(folder, name);
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', file('key'));
    const subject = ['-subj', `/CN=${domain}`, '-addext', `subjectAltName=DNS:${domain}`];
    openssl('req', '-new', '-sha256', '-key', file('key'), ...subject, '-out', file('csr'));
    openssl('req', '-in', file('csr'), '-outform', 'DER', '-out', file('der'));
    return {
      pem: readFileSync(file('csr'), 'utf8'),
      der: readFileSync(file('der')),
      privateKey: readFileSync(file('key'), 'utf8'),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const openssl = (...words: string[]): void => {
  execFileSync('openssl', words, { stdio: ['ignore', 'ignore', 'pipe'] });
};
