// Real authorities behind a proxy that cuts, hangs, garbles and lies: what may have happened is unknown, and never done twice.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { CertificateAuthority, Prepared } from '../../../src/backend/ca/certificate-authority.ts';
import { makeEcKey, openssl, removeFolder, request, write } from '../../csr/requests.ts';
import { type Fault, type FaultyProxy, startFaultyProxy } from '../../support/faulty-proxy.ts';
import { domain, prepare } from './authorities.ts';
import { BUILD_LIMIT_MS, describeHouses, type House, remoteHouses } from './houses.ts';

const key = makeEcKey('P-256');
const pem = request(key);

afterAll(removeFolder);

describeHouses(remoteHouses, ({ name, build }) => {
  let house: House;
  let proxy: FaultyProxy;
  let authority: CertificateAuthority;
  let prepared: Prepared;
  beforeAll(async () => {
    house = await build();
    proxy = await startFaultyProxy(house.url, house.files);
    authority = await house.open({ url: proxy.url });
    await authority.issue(await prepare(authority, pem));
  }, BUILD_LIMIT_MS);
  afterAll(async () => {
    await proxy.stop();
    await house.close();
  });
  beforeEach(async () => {
    prepared = await prepare(authority, pem);
  });

  const under = async <Result>(fault: Fault, work: () => Promise<Result>): Promise<Result> => {
    proxy.fault = fault;
    try {
      return await work();
    } finally {
      proxy.fault = 'none';
    }
  };
  const issueUnder = (fault: Fault) => under(fault, () => authority.issue(prepared));

  test.each(['cut-before', 'hang', 'status-500', 'garbage'] as const)(
    '%s, and nothing was signed: unknown, then absent, then issued',
    async (fault) => {
      const before = await house.count();
      expect(await issueUnder(fault)).toMatchObject({ kind: 'unknown' });
      expect(await authority.find(prepared)).toEqual({ kind: 'absent' });
      expect(await authority.issue(prepared)).toMatchObject({ kind: 'issued' });
      expect((await house.count()) - before).toBe(1);
    },
  );

  test.each(['cut-after', 'cut-within'] as const)(
    '%s, and it was signed: unknown, and never signed again',
    async (fault) => {
      const before = await house.count();
      expect(await issueUnder(fault)).toMatchObject({ kind: 'unknown' });
      // CFSSL's books tell; step-ca only that its token is used up, which an operator has to look into.
      expect(await authority.find(prepared)).toMatchObject({ kind: name === 'cfssl' ? 'issued' : 'unknown' });
      await authority.issue(prepared);
      expect((await house.count()) - before).toBe(1);
    },
  );

  test('no connection: absent, and issued as soon as there is one', async () => {
    const nobody = await house.open({ url: proxy.url.replace(/\d+$/, '1') });
    expect(await nobody.issue(prepared)).toEqual({ kind: 'absent' });
    expect(house.reports.at(-1)).toMatch(/not reached/);
    expect(await authority.find(prepared)).toEqual({ kind: 'absent' });
    expect(await authority.issue(prepared)).toMatchObject({ kind: 'issued' });
  });

  test('with a key that the authority does not know: absent, nothing signed, told without the key', async () => {
    const before = await house.count();
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
    const wrong = name === 'cfssl' ? 'ff'.repeat(16) : JSON.stringify(jwk);
    const stranger = await house.open({ key: wrong });
    expect(await stranger.issue(prepared)).toEqual({ kind: 'absent' });
    expect(house.reports.at(-1)).toMatch(
      name === 'cfssl' ? /^CFSSL does not sign: error \d+$/ : /^step-ca was not reached, or/,
    );
    expect(house.reports.join()).not.toContain(name === 'cfssl' ? wrong : jwk.d);
    expect(await house.count()).toBe(before);
  });

  if (name === 'step-ca')
    test('a server that the given root does not vouch for is told nothing', async () => {
      const strangerKey = makeEcKey('P-256');
      const stranger = openssl('req', '-x509', '-new', '-key', strangerKey, '-subj', '/CN=Test Root', '-days', '9');
      const before = await house.count();
      const deceived = await house.open({ tlsRootFile: write(stranger) });
      expect(await deceived.issue(prepared)).toEqual({ kind: 'absent' });
      expect(await deceived.find(prepared)).toMatchObject({ kind: 'unknown' });
      expect(await house.count()).toBe(before);
    });

  describe('a certificate that is not what was asked, signed by the authority itself', () => {
    const sign = (of: string, names: string, days: string, more: string) => {
      const extensions = write(`subjectAltName=${names}\n${more}`);
      const { issuing, issuingKey } = house.files;
      const words = ['-req', '-in', write(request(of)), '-CA', issuing, '-CAkey', issuingKey, '-days', days];
      const number = ['-set_serial', `0x${prepared.serial}`, '-extfile', extensions];
      return openssl('x509', ...words, ...number).toString();
    };
    const right = `DNS:${domain}`;
    test.each([
      ['issued-key', () => sign(makeEcKey('P-256'), right, '90', '')],
      ['issued-names', () => sign(key, `${right},DNS:burabay.kz`, '90', '')],
      ['issued-validity', () => sign(key, right, '398', '')],
      ['issued-authority', () => sign(key, right, '90', 'basicConstraints=CA:TRUE')],
    ])('%s', async (because, make) => {
      const certificate = make();
      const answer =
        name === 'cfssl'
          ? { status: 200, answer: JSON.stringify({ success: true, result: { certificate }, errors: [] }) }
          : { status: 201, answer: JSON.stringify({ crt: certificate }) };
      expect(await issueUnder(answer)).toEqual({ kind: 'misissued', because, certificate });
    });

    test.each(['{}', 'null', '{"crt":"","success":true,"result":{"certificate":""}}', '[', ''])(
      'an answer that means nothing: %s',
      async (answer) => {
        for (const status of [200, 201, 401, 403, 500])
          expect(await issueUnder({ status, answer })).toMatchObject({ kind: 'unknown' });
      },
    );
  });
});
