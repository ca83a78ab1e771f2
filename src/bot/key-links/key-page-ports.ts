// The key page, as the conversation asks for it and as the web server answers for it: links out, events in.
import type { CheckedCsr } from '../../csr/check-csr.ts';
import type { KeyPage, KeyPageLink } from '../conversation/services.ts';
import type { NewEvent } from '../inbox/chat-event.ts';
import type { KeyLink, KeyLinks } from './key-links.ts';

export function createKeyPagePort(links: KeyLinks, chatIdOf: (owner: string) => number): KeyPage {
  const common = ({ owner, language, domain, storage }: KeyPageLink) => ({
    chatId: chatIdOf(owner),
    language,
    domain,
    storage,
  });
  return {
    makeKey: (link) => links.create({ purpose: 'make-key', ...common(link) }),
    finish: ({ number, certificates, ...link }) =>
      links.create({ purpose: 'finish', ...common(link), number, certificates }),
  };
}

/** What the page learns goes through the inbox, so that it has its turn in the chat and comes once, however often it is sent. */
export const madeKeyEvent = ({ id, request }: KeyLink, { pem, key }: CheckedCsr): NewEvent => ({
  key: `key-page:${id}:made-key`,
  chatId: request.chatId,
  kind: 'key-page',
  payload: {
    kind: 'made-key',
    pem,
    key: key.type === 'rsa' ? `RSA ${key.bits}` : `ECDSA ${key.curve}`,
    domain: request.domain,
  },
});

export const setUpEvent = ({ id, request }: KeyLink): NewEvent => ({
  key: `key-page:${id}:set-up`,
  chatId: request.chatId,
  kind: 'key-page',
  payload: { kind: 'set-up', number: request.purpose === 'finish' ? request.number : '' },
});
