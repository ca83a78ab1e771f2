import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createInstallation, type InstallationParts } from '../../../src/bot/installation/installation.ts';
import type { Certificates } from '../../../src/contract/schemas.ts';
import { freePort } from '../../support/free-port.ts';
import { isNginxMissing, type LocalNginx, startNginx } from './local-nginx.ts';
import { createThrowawayAuthority, type Leaf, type ThrowawayAuthority } from './throwaway-authority.ts';

let authority: ThrowawayAuthority;
/** The same names, another key. */
let impostor: ThrowawayAuthority;
beforeAll(() => {
  authority = createThrowawayAuthority();
  impostor = createThrowawayAuthority();
});
afterAll(() => {
  authority.remove();
  impostor.remove();
});

const filesOf = ({ certificate }: Leaf): Certificates => ({
  certificate,
  chain: [authority.issuing, authority.policy],
  root: authority.root,
});

/** Every name leads to 127.0.0.1, which is allowed here and nowhere else. */
const look = (domain: string, files: Certificates, port: number, more: Partial<InstallationParts> = {}) =>
  createInstallation({
    clock: () => new Date(),
    resolve: async () => ({ value: ['127.0.0.1'] }),
    isAllowed: (address) => address === '127.0.0.1',
    port,
    ...more,
  }).look(domain, files);

(isNginxMissing ? describe.skip : describe)('a site in nginx', () => {
  let server: LocalNginx;
  const leaves = new Map<string, Leaf>();
  const leafFor = (host: string) => {
    const leaf = leaves.get(host);
    if (!leaf) throw new Error(`no certificate for ${host}`);
    return leaf;
  };
  const lookAt = (host: string, more?: Partial<InstallationParts>) =>
    look(host, filesOf(leafFor(host)), server.port, more);

  beforeAll(async () => {
    const { issuing, policy, root } = authority;
    const site = (host: string, above: readonly string[], served = authority.issue(host), own = served) => {
      leaves.set(host, own);
      return { host, chain: [served.certificate, ...above], key: served.key };
    };
    const whole = [issuing, policy];
    const issue = authority.issue;
    leaves.set('elsewhere.kz', issue('elsewhere.kz'));
    leaves.set('*.star.kz', issue('*.star.kz'));
    const star = leafFor('*.star.kz');
    const forged = authority.forge('forged.kz');
    server = await startNginx(
      authority,
      [
        site('first.kz', whole),
        site('right.kz', whole),
        site('with-root.kz', [root, policy, issuing]),
        site('leaf-only.kz', []),
        site('half.kz', [issuing]),
        site('unrelated.kz', [impostor.issuing, impostor.policy]),
        site('expired.kz', whole, issue('expired.kz', -100, -1)),
        site('early.kz', whole, issue('early.kz', 1, 100)),
        site('older.kz', whole, issue('older.kz', -200, 3), issue('older.kz')),
        site('newer.kz', whole, issue('newer.kz', -1, 190), issue('newer.kz')),
        site('foreign.kz', [impostor.issuing, impostor.policy], impostor.issue('foreign.kz'), issue('foreign.kz')),
        site('forged.kz', forged.above, forged, issue('forged.kz')),
        { host: 'www.star.kz', chain: [star.certificate, ...whole], key: star.key },
      ],
      'rejected.kz',
    );
    leaves.set('rejected.kz', issue('rejected.kz'));
  });
  afterAll(() => server.stop());

  test('that is right is known by the certificate itself', async () => {
    expect(await lookAt('right.kz')).toMatchObject({
      host: 'right.kz',
      address: '127.0.0.1',
      which: 'this',
      isNamed: true,
      isChainWhole: true,
      validity: 'valid',
      daysLeft: 89,
      issuer: 'Throwaway',
    });
  });

  test.each([
    ['the whole chain, with the root and in any order', 'with-root.kz', true],
    ['the certificate alone', 'leaf-only.kz', false],
    ['one of two authorities', 'half.kz', false],
    ['authorities of the same names and other keys', 'unrelated.kz', false],
  ])('that serves %s', async (_, host, isChainWhole) => {
    expect(await lookAt(host)).toMatchObject({ which: 'this', isChainWhole });
  });

  test.each([
    ['expired.kz', { which: 'this', validity: 'expired', daysLeft: 0 }],
    ['early.kz', { which: 'this', validity: 'not-yet' }],
    ['older.kz', { which: 'older', validity: 'valid', daysLeft: 2 }],
    ['newer.kz', { which: 'newer', validity: 'valid', isChainWhole: true }],
    ['foreign.kz', { which: 'foreign', isNamed: true, isChainWhole: false }],
    ['forged.kz', { which: 'foreign', isNamed: true }],
    ['elsewhere.kz', { which: 'foreign', isNamed: false }],
    ['rejected.kz', { unreachable: 'no-handshake' }],
  ])('%s is seen for what it is', async (host, expected) => {
    expect(await lookAt(host)).toMatchObject(expected);
  });

  test('is judged by the clock', async () => {
    const inYears = new Date(Date.now() + 365 * 24 * 60 * 60 * 1000);
    expect(await lookAt('right.kz', { clock: () => inYears })).toMatchObject({ validity: 'expired', daysLeft: 0 });
  });

  test('of a wildcard is looked at under www', async () => {
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      return { value: ['127.0.0.1'] };
    };
    expect(await lookAt('*.star.kz', { resolve })).toMatchObject({ host: 'www.star.kz', which: 'this', isNamed: true });
    expect(asked).toEqual(['www.star.kz']);
  });

  test('is reached at the first address that is allowed, whatever else the name leads to', async () => {
    const resolve = async () => ({ value: ['10.0.0.1', '127.0.0.2', '127.0.0.1'] });
    expect(await lookAt('right.kz', { resolve })).toMatchObject({ address: '127.0.0.1', which: 'this' });
  });

  test('without TLS is said so', async () => {
    const files = filesOf(leafFor('right.kz'));
    expect(await look('right.kz', files, server.plainPort)).toMatchObject({ unreachable: 'not-tls' });
  });
});

describe('a server that is none', () => {
  let files: Certificates;
  let leaf: Leaf;
  beforeAll(() => {
    leaf = authority.issue('alatau.kz');
    files = filesOf(leaf);
  });

  /** `greet` gets each connection; what came of the look, and how often the server was connected to. */
  async function lookAtServer(greet: (socket: Socket) => void, more: Partial<InstallationParts> = {}) {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      greet(socket);
    });
    try {
      const report = await look('alatau.kz', files, await listen(server), { timeLimit: 20_000, ...more });
      return { report, connections: sockets.length };
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  }

  test('nobody listens', async () => {
    expect(await look('alatau.kz', files, await freePort())).toMatchObject({ unreachable: 'refused' });
  });

  test('says nothing at all', async () => {
    const { report } = await lookAtServer(() => undefined, { timeLimit: 200 });
    expect(report).toMatchObject({ unreachable: 'timeout' });
  });

  test('answers forever and never finishes', async () => {
    const { report } = await lookAtServer(
      (socket) => {
        // The head of a TLS record of 16 kB, and then a byte now and then.
        socket.write(Buffer.from('1603034000', 'hex'));
        const drip = setInterval(() => socket.write('\0'), 20);
        socket.once('close', () => clearInterval(drip));
      },
      { timeLimit: 300 },
    );
    expect(report).toMatchObject({ unreachable: 'timeout' });
  });

  test('hangs up', async () => {
    const { report } = await lookAtServer((socket) => socket.end());
    expect(report).toMatchObject({ unreachable: 'no-handshake' });
  });

  test('speaks another language', async () => {
    const { report } = await lookAtServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
    expect(report).toMatchObject({ unreachable: 'not-tls' });
  });

  test('sends garbage of any kind', async () => {
    const garbage = fc.uint8Array({ minLength: 1, maxLength: 2000 });
    const startsWell = garbage.map((bytes) => Buffer.concat([Buffer.from('160303', 'hex'), bytes]));
    await fc.assert(
      fc.asyncProperty(fc.oneof(garbage, startsWell), async (bytes) => {
        const { report } = await lookAtServer((socket) => socket.end(bytes));
        expect(['not-tls', 'no-handshake']).toContain('unreachable' in report && report.unreachable);
      }),
      { numRuns: 50 },
    );
  });

  test('sends more certificates than anyone has', async () => {
    const cert = leaf.certificate + authority.issuing.repeat(300);
    const server = createTlsServer({ cert, key: leaf.key }).on('tlsClientError', () => undefined);
    const report = await look('alatau.kz', files, await listen(server));
    server.close();
    expect(report).toMatchObject({ unreachable: 'too-large' });
  });

  test('is not connected to at an address that is not public, which nobody has to say', async () => {
    const inside = { value: ['127.0.0.1', '::1', '::ffff:127.0.0.1', '169.254.169.254', '10.0.0.1'] };
    const port = await freePort();
    let connections = 0;
    const server = createServer(() => void connections++);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const installation = createInstallation({ clock: () => new Date(), resolve: async () => inside, port });
    expect(await installation.look('alatau.kz', files)).toEqual({ host: 'alatau.kz', unreachable: 'not-public' });
    server.close();
    expect(connections).toBe(0);
  });

  test('is not asked about twice, so that a name cannot change its mind in between', async () => {
    let asked = 0;
    const resolve = async () => ({ value: ++asked === 1 ? ['127.0.0.1'] : ['127.0.0.2'] });
    const { report, connections } = await lookAtServer((socket) => socket.end(), { resolve });
    expect(report).toMatchObject({ address: '127.0.0.1' });
    expect({ asked, connections }).toEqual({ asked: 1, connections: 1 });
  });

  test.each(['no-address', 'dns-silent'] as const)('has no address: %s', async (because) => {
    const report = await look('alatau.kz', files, 1, { resolve: async () => ({ because }) });
    expect(report).toEqual({ host: 'alatau.kz', unreachable: because });
  });
});

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address.port);
      else reject(new Error('no port'));
    }),
  );
