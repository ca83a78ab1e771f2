import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCertificateRequest } from '../../src/certificate-files/certificate-request.ts';
import { fileName } from '../../src/certificate-files/file-name.ts';
import { encryptKey } from '../../src/certificate-files/key-file.ts';
import { buildPemFiles } from '../../src/certificate-files/pem-files.ts';
import type { Certificates } from '../../src/contract/schemas.ts';
import { type Authority, createAuthority, run, runRefused } from './authority.ts';

test.each([
  ['alatau.kz', 'alatau.kz.crt'],
  ['*.alatau.kz', '_wildcard.alatau.kz.crt'],
  ['xn--80aa.xn--80ao21a', 'xn--80aa.xn--80ao21a.crt'],
  ['бал.қаз', 'xn--80ab5a.xn--80ao21a.crt'],
  ['*.бал.қаз', '_wildcard.xn--80ab5a.xn--80ao21a.crt'],
])('the certificate for %s is in %s', (domain, name) => expect(fileName(domain, 'crt')).toBe(name));

const password = 'x0#$^+=!*()@%&_?-.ABCDEFGHIJKLM9';
const domain = 'alatau.kz';
const nginx = '/usr/sbin/nginx';
const missing = !existsSync(nginx);
if (missing) console.warn(`Skipped: no ${nginx} (Debian: apt-get install nginx-light curl)`);

describe('the PEM files', () => {
  let authority: Authority;
  let certificates: Certificates;
  const path = (name: string) => `${authority.folder}/${name}`;
  beforeAll(async () => {
    authority = createAuthority();
    const pair = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
    ])) as CryptoKeyPair;
    certificates = authority.issue(domain, await createCertificateRequest(domain, pair));
    const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
    authority.write('alatau.kz.key', await encryptKey(pkcs8, password));
    for (const { name, bytes } of buildPemFiles(domain, certificates)) authority.write(name, bytes);
  });
  let server: ChildProcess | undefined;
  afterAll(async () => {
    if (server?.kill()) await once(server, 'exit');
    authority.remove();
  });

  test('verify with openssl and GnuTLS up to the root, and the .cer is the same certificate', () => {
    const verified = run(
      'openssl',
      ...['verify', '-x509_strict', '-purpose', 'sslserver', '-verify_hostname', domain],
      ...['-CAfile', path('root.crt'), '-untrusted', path('alatau.kz.chain.pem'), path('alatau.kz.crt')],
    );
    expect(verified).toMatch(/OK/);
    const certtool = run(
      'certtool',
      '--verify',
      '--infile',
      path('alatau.kz.fullchain.pem'),
      '--load-ca-certificate',
      path('root.crt'),
    );
    expect(certtool).toMatch(/Chain verification output: Verified/);
    expect(run('openssl', 'x509', '-inform', 'DER', '-in', path('alatau.kz.cer'))).toBe(
      run('openssl', 'x509', '-in', path('alatau.kz.crt')),
    );
  });

  test('hold no empty file where the root itself has signed', () => {
    const files = buildPemFiles(domain, { ...certificates, chain: [] });
    expect(files.map(({ name }) => name)).toEqual([
      'alatau.kz.crt',
      'alatau.kz.fullchain.pem',
      'alatau.kz.cer',
      'root.crt',
    ]);
    expect(files.every(({ bytes }) => bytes.length > 0)).toBe(true);
  });

  (missing ? describe.skip : describe)('in nginx', () => {
    test('with the encrypted key and its password file are served, and curl trusts them by the root alone', async () => {
      const port = await freePort();
      mkdirSync(path('logs'));
      authority.write('password', password);
      const configuration = authority.write('nginx.conf', configurationFor(authority.folder, port));
      const words = ['-p', authority.folder, '-c', configuration, '-e', path('logs/error')];
      run(nginx, '-t', ...words);
      server = spawn(nginx, [...words, '-g', 'daemon off;'], { stdio: 'ignore' });
      const to = ['--connect-to', `${domain}:443:127.0.0.1:${port}`, `https://${domain}/`];
      const retry = ['--retry', '20', '--retry-connrefused', '--retry-delay', '1', '-sS', '--noproxy', '*'];
      expect(run('curl', ...retry, '--cacert', path('root.crt'), ...to)).toBe('served');
      expect(runRefused('curl', '-sS', '--noproxy', '*', ...to)).toMatch(/certificate/);
    });
  });
});

const configurationFor = (folder: string, port: number) => `
pid ${folder}/pid;
worker_processes 1;
events { worker_connections 16; }
http {
  access_log off;
  client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
  uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
  server {
    listen 127.0.0.1:${port} ssl;
    server_name ${domain};
    ssl_certificate ${folder}/alatau.kz.fullchain.pem;
    ssl_certificate_key ${folder}/alatau.kz.key;
    ssl_password_file ${folder}/password;
    location / { return 200 'served'; }
  }
}
`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
