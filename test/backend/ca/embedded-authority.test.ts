import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { IssuedCertificate } from '../../../src/backend/ca/certificate-authority.ts';
import { openEmbeddedAuthority } from '../../../src/backend/ca/embedded-authority.ts';
import { makeEcKey, makeRsaKey, openssl, removeFolder, request, write } from '../../csr/requests.ts';
import { domain, issue, issuedOf, openAuthority, passphrase, prepare, settings } from './authorities.ts';

afterAll(removeFolder);

const rsaRequest = request(makeRsaKey(2048));
const ecRequest = request(makeEcKey('P-256'));

/** Made by the first test that opens it: a key pair and its encryption cost most of the time here. */
const shared = settings({ clock: () => new Date() });

const opensslVerify = (issued: IssuedCertificate, ...options: string[]) =>
  openssl(
    'verify',
    '-x509_strict',
    '-purpose',
    'sslserver',
    '-verify_hostname',
    domain,
    ...options,
    '-CAfile',
    write(issued.root),
    '-untrusted',
    write(issued.chain.join('')),
    write(issued.certificate),
  ).toString(); // prettier-ignore

/** What openssl says of a certificate it refuses. */
const complaint = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    return String((error as { stderr: Buffer }).stderr);
  }
};

describe.each(['rsa-3072', 'p-256'] as const)('an authority with %s keys', (keyType) => {
  const authority = openAuthority({ keyType });

  describe.each([
    ['RSA', rsaRequest],
    ['EC', ecRequest],
  ])('signs for a key of kind %s what is accepted by', (_, pem) => {
    const issued = authority.then((open) => issue(open, pem));

    test('openssl, strictly', async () => {
      expect(opensslVerify(await issued)).toMatch(/: OK\n$/);
    });

    test('openssl with the revocation list, until it is revoked', async () => {
      const certificate = await issued;
      const list = async (revoked: Parameters<Awaited<typeof authority>['createRevocationList']>[0]) => {
        const der = await (await authority).createRevocationList(revoked);
        return write(openssl('crl', '-inform', 'DER', '-in', write(der)));
      };
      expect(opensslVerify(certificate, '-crl_check', '-CRLfile', await list([]))).toMatch(/: OK\n$/);
      const revoked = await list([
        { serial: certificate.serial, at: new Date(), reason: 'key-compromise' },
        { serial: '40ffffffffffffffffffffffffffffff', at: new Date(), reason: 'unspecified' },
      ]);
      expect(complaint(() => opensslVerify(certificate, '-crl_check', '-CRLfile', revoked))).toMatch(
        /certificate revoked/,
      );
      expect(openssl('crl', '-in', revoked, '-noout', '-text').toString()).toMatch(/Key Compromise/);
    });

    test('certtool', async () => {
      const { certificate, chain, root } = await issued;
      const said = execFileSync('certtool', [
        '--verify',
        '--load-ca-certificate',
        write(root),
        '--verify-hostname',
        domain,
        '--verify-purpose',
        '1.3.6.1.5.5.7.3.1',
        '--infile',
        write(certificate + chain.join('')),
      ]).toString(); // prettier-ignore
      expect(said).toMatch(/Chain verification output: Verified\. The certificate is trusted/);
    });

    test('certtool with the revocation list', async () => {
      const { chain, root } = await issued;
      const der = write(await (await authority).createRevocationList([]));
      const list = write(openssl('crl', '-inform', 'DER', '-in', der));
      const said = execFileSync('certtool', [
        '--verify-crl',
        '--load-ca-certificate',
        write(chain.join('') + root),
        '--infile',
        list,
      ]);
      expect(said.toString()).toMatch(/Verification output: Verified/);
    });
  });

  test('the certificate says what the profile promises', async () => {
    const { certificate } = await issue(await authority, rsaRequest);
    const text = openssl(
      'x509',
      '-noout',
      '-text',
      '-nameopt',
      'utf8,sep_comma_plus',
      '-in',
      write(certificate),
    ).toString();
    expect(text).toMatch(/Issuer: C=KZ,CN=СЫНАҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ \((RSA|EC)\) \d{4}/);
    expect(text).toMatch(/Subject: CN=alatau\.kz\n/);
    expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature, Key Encipherment\n/);
    expect(text).toMatch(/Extended Key Usage:\s+TLS Web Server Authentication\n/);
    expect(text).toMatch(/Subject Alternative Name:\s+DNS:alatau\.kz\n/);
    expect(text).toMatch(/CA Issuers - URI:http:\/\/127\.0\.0\.1\/ca\/issuing\.cer/);
    expect(text).toMatch(/URI:http:\/\/127\.0\.0\.1\/ca\/issuing\.crl/);
    expect(text).toMatch(/Policy: 2\.23\.140\.1\.2\.1/);
  });
});

describe('validity, by the day of signing', () => {
  test.each([
    ['2026-12-01T00:00:00Z', 200],
    ['2027-03-14T23:59:59Z', 200],
    ['2027-03-15T00:00:00Z', 100],
    ['2029-03-14T23:59:59Z', 100],
    ['2029-03-15T00:00:00Z', 47],
  ])('%s: %i days', async (moment, days) => {
    const authority = await openEmbeddedAuthority({ ...shared, clock: () => new Date(moment) });
    const { validFrom, validTo } = await issue(authority, ecRequest);
    expect(validTo.getTime() - validFrom.getTime() + 1000).toBe(days * 86_400_000);
  });

  test('shorter when the operator wants it', async () => {
    const { validFrom, validTo } = await issue(await openEmbeddedAuthority({ ...shared, validityDays: 30 }), ecRequest);
    expect(validTo.getTime() - validFrom.getTime() + 1000).toBe(30 * 86_400_000);
  });
});

describe('one certificate', () => {
  test('for each Prepared, however often and however many at once it is issued', async () => {
    const [one, other] = [await openEmbeddedAuthority(shared), await openEmbeddedAuthority(shared)];
    const prepared = await prepare(one, ecRequest);
    expect(await one.find(prepared)).toEqual({ kind: 'absent' });
    const all = await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? one : other).issue(prepared)));
    const certificates = new Set(all.map((signing) => issuedOf(signing).certificate));
    expect([...certificates]).toHaveLength(1);
    expect(issuedOf(await other.find(prepared)).certificate).toBe([...certificates][0]);
    const files = readdirSync(join(shared.directory, 'issued', prepared.serial.slice(0, 2)));
    expect(files.filter((name) => name.startsWith(prepared.serial))).toEqual([`${prepared.serial}.crt`]);
  });

  test('has a positive serial of 16 octets, never the same', async () => {
    const authority = await openEmbeddedAuthority(shared);
    const serials = await Promise.all(
      Array.from({ length: 200 }, async () => (await prepare(authority, ecRequest)).serial),
    );
    expect(serials.every((serial) => /^[4-7][0-9a-f]{31}$/.test(serial))).toBe(true);
    expect(new Set(serials).size).toBe(200);
  });
});

describe('refuses', () => {
  test('to prepare what the check of requests refuses', async () => {
    const authority = await openEmbeddedAuthority(shared);
    const csr = Buffer.from(request(makeRsaKey(1024)));
    expect(await authority.prepare({ csr, domain })).toEqual({ because: 'csr-key-size', values: { bits: 1024 } });
    expect(await authority.prepare({ csr: Buffer.from(ecRequest), domain: 'burabay.kz' })).toMatchObject({
      because: 'csr-names',
    });
  });

  test('to sign bytes that were changed in storage', async () => {
    const authority = await openEmbeddedAuthority(shared);
    const prepared = await prepare(authority, ecRequest);
    const elsewhere = Buffer.from(
      Buffer.from(prepared.bytes).toString('latin1').replaceAll(domain, 'altyau.kz'),
      'latin1',
    );
    expect(await authority.issue({ ...prepared, bytes: elsewhere })).toEqual({
      kind: 'refused',
      because: 'lint-subject',
    });
    expect(await authority.issue({ ...prepared, bytes: prepared.bytes.subarray(1) })).toEqual({
      kind: 'refused',
      because: 'lint-unreadable',
    });
    expect(await authority.find(prepared)).toEqual({ kind: 'absent' });
  });

  test('to sign for another request than the one prepared', async () => {
    const authority = await openEmbeddedAuthority(shared);
    const prepared = await prepare(authority, ecRequest);
    const other = await prepare(authority, rsaRequest);
    expect(await authority.issue({ ...prepared, csr: other.csr })).toMatchObject({
      kind: 'refused',
      because: 'lint-key',
    });
    expect(await authority.issue({ ...prepared, serial: other.serial })).toMatchObject({
      kind: 'refused',
      because: 'lint-serial',
    });
  });
});

describe('on disk', () => {
  test('made once, opened again by the passphrase only', async () => {
    const first = await openEmbeddedAuthority(shared);
    const again = await openEmbeddedAuthority(shared);
    expect(again.rootCertificate).toBe(first.rootCertificate);
    await expect(openEmbeddedAuthority({ ...shared, passphrase: 'wrong' })).rejects.toThrow('passphrase');
  });

  test('four that start at once agree on one authority and leave nothing behind', async () => {
    const wanted = settings();
    const all = await Promise.all(Array.from({ length: 4 }, () => openEmbeddedAuthority(wanted)));
    expect(new Set(all.map(({ rootCertificate }) => rootCertificate)).size).toBe(1);
    expect(readdirSync(dirname(wanted.directory))).toEqual(['authority']);
  });

  test('the keys are PKCS#8 under PBES2: AES-256, PBKDF2 with SHA-256 and 600,000 rounds', async () => {
    await openEmbeddedAuthority(shared);
    for (const name of ['root.key', 'issuing.key']) {
      const key = join(shared.directory, name);
      const structure = openssl('asn1parse', '-in', key).toString();
      expect(structure).toMatch(/PBES2[\s\S]*PBKDF2[\s\S]*:0927C0[\s\S]*hmacWithSHA256[\s\S]*aes-256-cbc/);
      const opened = openssl('pkey', '-in', key, '-passin', `pass:${passphrase}`, '-pubout').toString();
      const { publicKey } = new X509Certificate(readFileSync(key.replace('.key', '.crt')));
      expect(opened).toBe(publicKey.export({ type: 'spki', format: 'pem' }));
    }
  });
});
