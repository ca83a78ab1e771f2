// Second visit: the certificate is there; with the key file and its password the files for the server are built here.
import { choices } from './choices.ts';
import { createNotice, element, nextFrame, show } from './dom.ts';
import { buildFiles, type Format } from './files.ts';
import { showFiles } from './finished-files.ts';
import { inAppHint, pageHead, subject } from './page-head.ts';
import type { FinishLink, Server } from './server.ts';
import type { Say } from './words.ts';

export function showFinish(link: FinishLink, server: Server, say: Say): void {
  const keyFile = element('input', { id: 'key-file', type: 'file', 'aria-describedby': 'key-file-hint problem' });
  const password = element('input', {
    id: 'key-password',
    type: 'password',
    autocomplete: 'current-password',
    'aria-describedby': 'problem',
  });
  const formats = choices<Format>(
    'format',
    formatsFor(link.storage).map((format) => ({
      value: format,
      label: say(`format-${format}`),
      hint: say(`format-${format}-hint`),
    })),
  );
  const problem = createNotice();
  problem.id = 'problem';
  const progress = createNotice();
  const button = element('button', { class: 'button primary' }, say('build'));
  const form = element(
    'form',
    { class: 'card', novalidate: true, autocomplete: 'off' },
    element('p', { class: 'step' }, say('step', { step: '1' })),
    element('h1', {}, say('finish-title')),
    subject(say, link.readable, link.number),
    element('p', {}, say('finish-text')),
    inAppHint(say),
    element(
      'div',
      { class: 'fields' },
      element('label', { for: keyFile.id }, say('key-file')),
      keyFile,
      element('p', { class: 'hint', id: 'key-file-hint' }, say('key-file-hint')),
      element('label', { for: password.id }, say('key-password')),
      password,
      problem,
    ),
    element('fieldset', {}, element('legend', {}, say('format')), formats.view),
    progress,
    button,
  );

  const complain = (field: HTMLElement, text: string) => {
    problem.say(text);
    field.setAttribute('aria-invalid', 'true');
    field.focus();
  };
  form.addEventListener('input', () => {
    problem.say('');
    for (const field of [keyFile, password]) field.removeAttribute('aria-invalid');
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const [file] = keyFile.files ?? [];
    if (button.disabled) return;
    if (!file) return complain(keyFile, say('key-file-missing'));
    if (password.value === '') return complain(password, say('key-password-missing'));
    button.disabled = true;
    progress.say(say('building'), 'progress');
    await nextFrame();
    const built = await buildFiles(file, password.value, formats.read(), link, new Date()).catch(() => failed);
    button.disabled = false;
    progress.say('');
    if ('value' in built) {
      return showFiles(built.value, link, server, say, () => showFinish(link, server, say));
    }
    complain(built.because === 'key-file-password' ? password : keyFile, say(built.because));
  });
  show(pageHead(say), form);
}

const failed = { because: 'build-failed' } as const;

/** The first one is chosen: PKCS#12, which Java has opened since version 9 as well. */
const formatsFor = (storage: FinishLink['storage']): readonly Format[] =>
  storage === 'java-key-store'
    ? ['p12', 'jks', 'p12-compatible', 'pem', 'pem-open']
    : ['p12', 'pem', 'pem-open', 'jks', 'p12-compatible'];
