// The bot's key page on loopback, with what it was told kept to be looked at.
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { createKeyLinkMemory } from '../../src/bot/key-links/key-link-store.ts';
import { createKeyLinks, type KeyLinkRequest } from '../../src/bot/key-links/key-links.ts';
import { addKeyPage, type KeyPagePorts } from '../../src/bot/web/key-page.ts';
import { buildKeyPage } from '../../src/key-page/build.ts';

export async function servePage() {
  const server = Fastify();
  const requests: { link: string; pem: string }[] = [];
  const setUps: string[] = [];
  const answers: {
    csr: Awaited<ReturnType<KeyPagePorts['onCsr']>>;
    setUp: Awaited<ReturnType<KeyPagePorts['onSetUp']>>;
  } = { csr: 'accepted', setUp: 'accepted' };
  const now = new Date('2026-03-01T12:00:00Z');
  let publicUrl = '';
  const store = createKeyLinkMemory();
  const links = () => createKeyLinks(store, { publicUrl, clock: () => now, randomBytes });
  addKeyPage(server, {
    links: {
      create: (request) => links().create(request),
      find: (token) => links().find(token),
      use: (...all) => links().use(...all),
    },
    files: await buildKeyPage(),
    async onCsr(link, { pem }) {
      requests.push({ link: link.id, pem });
      return answers.csr;
    },
    async onSetUp(link) {
      setUps.push(link.id);
      return answers.setUp;
    },
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  publicUrl = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return {
    requests,
    setUps,
    answers,
    origin: publicUrl,
    createLink: (request: KeyLinkRequest) => links().create(request),
    close: () => server.close(),
  };
}
