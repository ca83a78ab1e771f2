// A throwaway authority by the real openssl: root, policy and issuing authority, and certificates for any days.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Leaf {
  readonly name: string;
  readonly certificate: string;
  readonly key: string;
}

export interface ThrowawayAuthority {
  readonly folder: string;
  readonly root: string;
  readonly policy: string;
  readonly issuing: string;
  /** `from` and `to` in days from now. */
  issue(name: string, from?: number, to?: number): Leaf;
  /** Signed not by an authority but with the key of another customer's certificate; both are in the chain. */
  forge(name: string): Leaf & { readonly above: readonly string[] };
  write(name: string, ...parts: readonly string[]): string;
  remove(): void;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const configuration = (folder: string) => `
[ca]
default_ca = d
[d]
database = ${folder}/index
new_certs_dir = ${folder}
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
[any]
organizationName = optional
commonName = supplied
`;
/** Without them only the signature tells two authorities of the same name apart. */
const noKeyIds = 'subjectKeyIdentifier=none\nauthorityKeyIdentifier=none\n';
const authorityExtensions = `basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n${noKeyIds}`;

/** Two of them have the same names and different keys. */
export function createThrowawayAuthority(): ThrowawayAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'installation-'));
  const path = (name: string) => join(folder, name);
  const read = (name: string) => readFileSync(path(name), 'utf8');
  const write = (name: string, ...parts: readonly string[]) => {
    writeFileSync(path(name), parts.join(''));
    return path(name);
  };
  const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'pipe'] });
  write('index');
  write('ca.cnf', configuration(folder));

  function sign(file: string, common: string, extensions: string, by: string | undefined, from: number, to: number) {
    openssl(
      ...['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-keyout', path(`${file}.key`), '-out', path(`${file}.csr`), '-subj', `/O=Throwaway/CN=${common}`],
    );
    const signer = by === undefined ? ['-selfsign'] : ['-cert', path(`${by}.crt`)];
    openssl(
      ...['ca', '-batch', '-notext', '-config', path('ca.cnf'), '-extfile', write(`${file}.ext`, extensions)],
      ...[...signer, '-keyfile', path(`${by ?? file}.key`), '-in', path(`${file}.csr`), '-out', path(`${file}.crt`)],
      ...['-startdate', at(from), '-enddate', at(to)],
    );
    return read(`${file}.crt`);
  }

  let leaves = 0;
  function issue(name: string, by: string, from: number, to: number): Leaf & { readonly file: string } {
    const file = `leaf-${++leaves}`;
    const certificate = sign(file, name, `subjectAltName=DNS:${name}\n${noKeyIds}`, by, from, to);
    return { name, file, certificate, key: read(`${file}.key`) };
  }
  return {
    folder,
    root: sign('root', 'Root', authorityExtensions, undefined, -900, 900),
    policy: sign('policy', 'Policy', authorityExtensions, 'root', -800, 800),
    issuing: sign('issuing', 'Issuing', authorityExtensions, 'policy', -700, 700),
    issue: (name, from = -10, to = 90) => issue(name, 'issuing', from, to),
    forge(name) {
      const { file, certificate } = issue('customer.kz', 'issuing', -10, 90);
      return { ...issue(name, file, -9, 90), above: [certificate, read('issuing.crt'), read('policy.crt')] };
    },
    write,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** As openssl writes it: 20261122061500Z. */
const at = (days: number): string =>
  `${new Date(Date.now() + days * DAY_MS).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
