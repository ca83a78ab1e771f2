// Root and issuing authority as an operator brings them: made by openssl in a folder of the test's own.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface AuthorityFiles {
  readonly root: string;
  readonly issuing: string;
  readonly issuingKey: string;
  /** Of a TLS server on 127.0.0.1: certificate with its issuer, and key. */
  readonly server: { readonly certificate: string; readonly key: string };
}

export const p256 = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'] as const;
export const rsa3072 = ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:3072'] as const;

export function makeAuthorityFiles(folder: string, kind: readonly string[] = p256): AuthorityFiles {
  const at = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const makeKey = (name: string) => openssl('genpkey', ...kind, '-out', at(`${name}.key`));
  const sign = (name: string, subject: string, extensions: string, ...by: string[]) => {
    makeKey(name);
    writeFileSync(at(`${name}.ext`), extensions);
    const request = openssl('req', '-new', '-key', at(`${name}.key`), '-subj', subject);
    writeFileSync(at(`${name}.csr`), request);
    openssl(
      'x509',
      '-req',
      '-in',
      at(`${name}.csr`),
      ...by,
      '-days',
      '900',
      '-extfile',
      at(`${name}.ext`),
      '-out',
      at(`${name}.crt`),
    ); // prettier-ignore
  };
  const authority =
    'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n';
  sign('root', '/CN=Test Root', authority, '-signkey', at('root.key'));
  const by = (name: string) => ['-CA', at(`${name}.crt`), '-CAkey', at(`${name}.key`)];
  sign('issuing', '/CN=Test Issuing', `${authority}authorityKeyIdentifier=keyid\n`, ...by('root'));
  sign('server', '/CN=server', 'subjectAltName=IP:127.0.0.1\n', ...by('issuing'));
  const chain = execFileSync('cat', [at('server.crt'), at('issuing.crt')]);
  writeFileSync(at('server.pem'), chain);
  const server = { certificate: at('server.pem'), key: at('server.key') };
  return { root: at('root.crt'), issuing: at('issuing.crt'), issuingKey: at('issuing.key'), server };
}
