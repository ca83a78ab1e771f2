// The key is made: first it is saved, then the request is sent. In this order, for a certificate without its key is worth nothing.

import type { MadeKey } from '../certificate-files/key-pair.ts';
import { toPem } from '../certificate-files/pem.ts';
import { createNotice, element, show } from './dom.ts';
import { inAppHint, pageHead, subject } from './page-head.ts';
import { saveLink } from './save-file.ts';
import type { MakeKeyLink, Server } from './server.ts';
import type { Say } from './words.ts';

const warnBeforeLeaving = (event: BeforeUnloadEvent) => event.preventDefault();

export function showSaveKey({ keyFile, csr }: MadeKey, link: MakeKeyLink, server: Server, say: Say): void {
  addEventListener('beforeunload', warnBeforeLeaving);
  const notice = createNotice();
  const save = saveLink(keyFile, say('save', { name: keyFile.name }), 'primary');
  const send = element('button', { class: 'button secondary', 'aria-disabled': 'true' }, say('send'));
  const request = toPem('CERTIFICATE REQUEST', csr);
  save.addEventListener('click', () => {
    send.removeAttribute('aria-disabled');
    notice.say('');
  });
  send.addEventListener('click', async () => {
    if (send.ariaDisabled === 'true') return notice.say(say('save-first'));
    if (send.disabled) return;
    send.disabled = true;
    notice.say(say('sending'), 'progress');
    const answered = await server.sendRequest(csr);
    if ('value' in answered) return showSent(request, link, say);
    send.disabled = false;
    notice.say(say(answered.because));
  });
  show(
    pageHead(say),
    element(
      'section',
      { class: 'card' },
      element('p', { class: 'step' }, say('step', { step: '2' })),
      element('h1', {}, say('save-title')),
      subject(say, link.readable),
      element('p', {}, say('save-text')),
      inAppHint(say),
      save,
      element('p', { class: 'hint warning' }, say('save-where')),
      element('p', {}, say('send-text')),
      notice,
      send,
      requestView(request, say('what-is-sent')),
    ),
  );
}

function showSent(request: string, link: MakeKeyLink, say: Say): void {
  removeEventListener('beforeunload', warnBeforeLeaving);
  show(
    pageHead(say),
    element(
      'section',
      { class: 'card' },
      element('p', { class: 'step' }, say('step', { step: '3' })),
      element('h1', { class: 'done' }, say('sent-title')),
      subject(say, link.readable),
      element('p', {}, say('sent-text')),
      element('p', {}, say('sent-later')),
      requestView(request, say('what-was-sent')),
    ),
  );
}

/** The very text that leaves the browser, for those who want to see it. */
const requestView = (request: string, title: string): HTMLElement =>
  element('details', {}, element('summary', {}, title), element('pre', { tabindex: '0' }, request));
