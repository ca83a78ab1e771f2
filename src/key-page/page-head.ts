import { element } from './dom.ts';
import type { Say } from './words.ts';

/** What the page is and what it promises, above every view. */
export const pageHead = (say: Say): HTMLElement =>
  element(
    'header',
    {},
    element('img', { src: 'icon.svg', alt: '', width: '40', height: '40' }),
    element('p', {}, element('b', {}, 'NCA SSL'), element('span', {}, say('promise'))),
  );

/** The domain, and the application's number when there is one. */
export const subject = (say: Say, domain: string, number?: string): HTMLElement =>
  element(
    'dl',
    { class: 'subject' },
    element('div', {}, element('dt', {}, say('domain')), element('dd', { class: 'domain' }, domain)),
    number === undefined ? undefined : element('div', {}, element('dt', {}, say('number')), element('dd', {}, number)),
  );

/** Browsers inside other apps often save nothing. */
export const inAppHint = (say: Say): HTMLElement | undefined =>
  /Telegram|FBAN|FBAV|Instagram|; wv\)/.test(navigator.userAgent) || 'TelegramWebviewProxy' in window
    ? element('p', { class: 'hint warning' }, say('in-app'))
    : undefined;
