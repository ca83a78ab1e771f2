// First visit: a password, a key pair, the key file saved, the request sent.

import { type KeyKind, keyKinds, makeKey } from '../certificate-files/key-pair.ts';
import { choices } from './choices.ts';
import { createNotice, element, nextFrame, show } from './dom.ts';
import { inAppHint, pageHead, subject } from './page-head.ts';
import { createPasswordFields } from './password-fields.ts';
import { showSaveKey } from './save-key.ts';
import type { MakeKeyLink, Server } from './server.ts';
import type { Say } from './words.ts';

export function showMakeKey(link: MakeKeyLink, server: Server, say: Say): void {
  const passwords = createPasswordFields(say);
  const kinds = choices<KeyKind>(
    'kind',
    keyKinds.map((kind) => ({ value: kind, label: say(`kind-${kind}`), hint: say(`kind-${kind}-hint`) })),
  );
  const notice = createNotice();
  const button = element('button', { class: 'button primary' }, say('make'));
  const form = element(
    'form',
    { class: 'card', novalidate: true, autocomplete: 'off' },
    element('p', { class: 'step' }, say('step', { step: '1' })),
    element('h1', {}, say('title')),
    subject(say, link.readable),
    element('p', {}, say('make-text')),
    inAppHint(say),
    passwords.view,
    element('p', { class: 'hint warning' }, say('password-lost')),
    element('details', {}, element('summary', {}, say('kind')), kinds.view),
    notice,
    button,
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const password = passwords.read();
    if (password === undefined || button.disabled) return;
    button.disabled = true;
    notice.say(say('making'), 'progress');
    await nextFrame();
    try {
      showSaveKey(await makeKey(kinds.read(), link.domain, password), link, server, say);
    } catch {
      button.disabled = false;
      notice.say(say('make-failed'));
    }
  });
  show(pageHead(say), form);
}
