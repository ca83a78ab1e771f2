import { element, show } from './dom.ts';
import { pageHead } from './page-head.ts';
import type { Refusal } from './server.ts';
import type { Say } from './words.ts';

/** When nothing can be done here: what happened, and what to do. */
export const showProblem = (say: Say, because: Refusal | 'link-missing' | 'insecure'): void =>
  show(
    pageHead(say),
    element(
      'section',
      { class: 'card' },
      element('h1', {}, say('problem-title')),
      element('p', { role: 'alert' }, say(because)),
    ),
  );
