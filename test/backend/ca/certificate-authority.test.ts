// What the port promises, held against every authority behind it: embedded, the real CFSSL, the real step-ca.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CertificateAuthority, Prepared, Signing } from '../../../src/backend/ca/certificate-authority.ts';
import { makeEcKey, makeRsaKey, openssl, removeFolder, request, toDer, write } from '../../csr/requests.ts';
import { domain, issuedOf, prepare } from './authorities.ts';
import { BUILD_LIMIT_MS, describeHouses, type House, houses } from './houses.ts';

const rsaRequest = request(makeRsaKey(2048));
const ecRequest = request(makeEcKey('P-256'));

afterAll(removeFolder);

describeHouses(houses, ({ name, build }) => {
  let house: House;
  let authority: CertificateAuthority;
  beforeAll(async () => {
    house = await build();
    authority = await house.open();
  }, BUILD_LIMIT_MS);
  afterAll(() => house.close());

  const certificateOf = (signing: Signing) => (signing.kind === 'issued' ? signing.issued.certificate : undefined);
  const counted = async (work: () => Promise<unknown>): Promise<number> => {
    const before = await house.count();
    await work();
    return (await house.count()) - before;
  };

  test.each([
    ['RSA', rsaRequest],
    ['EC', ecRequest],
  ])('issues for a key of kind %s what openssl accepts, under the serial that was prepared', async (_, pem) => {
    const prepared = await prepare(authority, pem);
    const issued = issuedOf(await authority.issue(prepared));
    expect(issued.serial).toBe(prepared.serial);
    const serial = openssl('x509', '-noout', '-serial', '-in', write(issued.certificate)).toString();
    expect(serial.trim().toLowerCase()).toBe(`serial=${prepared.serial}`);
    const words = ['-x509_strict', '-purpose', 'sslserver', '-verify_hostname', domain];
    const files = [
      '-CAfile',
      write(issued.root),
      '-untrusted',
      write(issued.chain.join('')),
      write(issued.certificate),
    ];
    expect(openssl('verify', ...words, ...files).toString()).toMatch(/: OK\n$/);
  });

  test('certifies the name alone, whatever else the request says of its owner', async () => {
    const pem = request(makeEcKey('P-256'), { subject: `/C=US/O=Somebody Else/CN=${domain}` });
    if (name === 'cfssl') {
      const csr = Buffer.from(pem); // CFSSL takes everything over, so it is not asked
      expect(await authority.prepare({ csr, domain })).toEqual({ because: 'ca-subject' });
      return;
    }
    const { certificate } = issuedOf(await authority.issue(await prepare(authority, pem)));
    expect(openssl('x509', '-noout', '-subject', '-in', write(certificate)).toString()).toBe(
      `subject=CN = ${domain}\n`,
    );
  });

  test('what was never sent is absent, to another process too, and can then be issued', async () => {
    const prepared = await prepare(authority, ecRequest);
    const other = await house.open();
    expect(await other.find(prepared)).toEqual({ kind: 'absent' });
    expect((await other.issue(prepared)).kind).toBe('issued');
  });

  test('one certificate, however often it is issued, found, and by however many at once', async () => {
    const prepared = await prepare(authority, rsaRequest);
    const other = await house.open();
    const outcomes: Signing[] = [];
    const issued = await counted(async () => {
      outcomes.push(...(await Promise.all([1, 2, 3, 4, 5, 6].map((n) => (n % 2 ? other : authority).issue(prepared)))));
      outcomes.push(
        await other.find(prepared),
        await authority.issue(prepared),
        await (await house.open()).find(prepared),
      );
    });
    expect(issued).toBe(1);
    expect(new Set(outcomes.map(certificateOf).filter(Boolean)).size).toBe(1);
    expect(outcomes.map(({ kind }) => kind).filter((kind) => kind !== 'issued' && kind !== 'unknown')).toEqual([]);
  });

  test('what was issued is not absent after the authority was killed and started again', async () => {
    const prepared = await prepare(authority, ecRequest);
    const certificate = certificateOf(await authority.issue(prepared));
    expect(certificate).toBeDefined();
    await house.kill();
    await house.start();
    authority = await house.open();
    const again = await counted(async () => {
      const found = await authority.find(prepared);
      // step-ca has no look-up: it only says that the token is used up.
      expect(found).toEqual(
        name === 'step-ca' ? { kind: 'unknown', because: 'token-used' } : expect.objectContaining({ kind: 'issued' }),
      );
      if (found.kind === 'issued') expect(found.issued.certificate.trim()).toBe(certificate?.trim());
      await authority.issue(prepared);
    });
    expect(again).toBe(0);
  });

  describe('does not send, whoever asks', () => {
    const refusals: [string, () => string, string][] = [
      ['a short key', () => request(makeRsaKey(1024)), 'csr-key-size'],
      ['SHA-1', () => request(makeRsaKey(2048), { options: ['-sha1'] }), 'csr-hash'],
      ['another name', () => request(makeEcKey('P-256'), { subject: '/CN=burabay.kz' }), 'csr-names'],
    ];
    test.each(refusals)('%s', async (_, make, because) => {
      const sound: Prepared = await prepare(authority, ecRequest);
      const pem = make();
      const issued = await counted(async () => {
        expect(await authority.prepare({ csr: Buffer.from(pem), domain })).toMatchObject({ because });
        expect(await authority.issue({ ...sound, csr: toDer(pem) })).toEqual({ kind: 'refused', because });
      });
      expect(issued).toBe(0);
    });

    test('bytes that were changed in storage', async () => {
      const prepared = await prepare(authority, ecRequest);
      const bytes = Buffer.from(prepared.bytes);
      bytes.writeUInt8(bytes.readUInt8(0) ^ 1);
      const issued = await counted(async () => {
        const outcome = await authority.issue({ ...prepared, bytes }).catch((error: Error) => error.message);
        expect(outcome).toEqual(
          name === 'embedded'
            ? expect.objectContaining({ kind: 'refused' })
            : expect.stringMatching(/nothing was sent/),
        );
      });
      expect(issued).toBe(0);
    });
  });
});
