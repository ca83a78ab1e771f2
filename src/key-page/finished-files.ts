import type { NamedFile } from '../certificate-files/named-file.ts';
import { createNotice, element, show } from './dom.ts';
import { pageHead, subject } from './page-head.ts';
import { saveLink } from './save-file.ts';
import type { FinishLink, Server } from './server.ts';
import type { Say } from './words.ts';

/** The files that were built, each to be saved; then the report that they are in their place. */
export function showFiles(
  files: readonly NamedFile[],
  link: FinishLink,
  server: Server,
  say: Say,
  chooseAgain: () => void,
): void {
  const notice = createNotice();
  const setUp = element('button', { class: 'button secondary' }, say('set-up'));
  const again = element('button', { class: 'text-button' }, say('other-format'));
  again.addEventListener('click', chooseAgain);
  setUp.addEventListener('click', async () => {
    if (setUp.disabled) return;
    setUp.disabled = true;
    notice.say(say('sending'), 'progress');
    const answered = await server.confirmSetUp();
    if ('value' in answered) return showSetUp(link, say);
    setUp.disabled = false;
    notice.say(say(answered.because));
  });
  show(
    pageHead(say),
    element(
      'section',
      { class: 'card' },
      element('p', { class: 'step' }, say('step', { step: '2' })),
      element('h1', {}, say('files-title')),
      subject(say, link.readable, link.number),
      element('p', {}, say('files-text')),
      element('ul', { class: 'files' }, ...files.map((file, i) => element('li', {}, saveFile(file, i, say)))),
      again,
      element('p', {}, say('set-up-text')),
      notice,
      setUp,
    ),
  );
}

const saveFile = (file: NamedFile, i: number, say: Say) =>
  saveLink(file, say('save', { name: file.name }), i === 0 ? 'primary' : 'secondary');

const showSetUp = (link: FinishLink, say: Say): void =>
  show(
    pageHead(say),
    element(
      'section',
      { class: 'card' },
      element('p', { class: 'step' }, say('step', { step: '3' })),
      element('h1', { class: 'done' }, say('set-up-title')),
      subject(say, link.readable, link.number),
      element('p', {}, say('set-up-done')),
    ),
  );
