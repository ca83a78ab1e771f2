// The screens beside the questions: start, help, language, privacy.
import { type Message, message, verbatim } from '../../messages/message.ts';
import { type Conversation, hasDraft } from './conversation.ts';
import type { Button, Screen } from './output.ts';
import type { Destination } from './press.ts';

export const go = (label: Message, where: Destination): Button => ({ label, press: { to: 'go', where } });

/** Taken by the staff's side where there is one; otherwise this chat says who helps. */
export const askPerson = go(message('support.ask'), 'support');

export const nobodyScreen = (state: Conversation): Screen => ({
  text: [message('support.nobody')],
  buttons: [hasDraft(state) ? [go(message('home.continue'), 'continue')] : [go(message('home.title'), 'home')]],
});

export const homeScreen = (state: Conversation): Screen => ({
  text: [message('home.welcome'), ...(hasDraft(state) ? [message('home.draft')] : [])],
  buttons: [
    ...(hasDraft(state) ? [[go(message('home.continue'), 'continue')]] : [[go(message('home.apply'), 'apply')]]),
    [go(message('home.status'), 'status')],
    [go(message('home.help'), 'help'), go(message('home.language'), 'language')],
    [askPerson],
  ],
});

export const helpScreen = (state: Conversation): Screen => ({
  text: [message('help.text')],
  buttons: [
    [askPerson],
    hasDraft(state) ? [go(message('home.continue'), 'continue')] : [go(message('home.title'), 'home')],
  ],
});

export const languageScreen = (): Screen => ({
  text: [message('language.ask')],
  buttons: [
    [{ label: message('language.kk'), press: { to: 'speak', language: 'kk' } }],
    [{ label: message('language.ru'), press: { to: 'speak', language: 'ru' } }],
    [{ label: message('language.en'), press: { to: 'speak', language: 'en' } }],
  ],
});

/** Who let the bot make a key is told what became of it. */
export const privacyScreen = ({ screen, keyFiles, draft }: Conversation): Screen => ({
  text: [
    message('privacy.text'),
    ...(keyFiles.length > 0 || draft['chat-key'] ? [message('chat-key.privacy')] : []),
    message('support.privacy'),
  ],
  buttons: [
    [{ label: message('privacy.forget'), press: { to: 'sure', what: 'forget', screen } }],
    [go(message('home.title'), 'home')],
  ],
});

export const noticesScreen = ({ noticesOff }: Conversation): Screen => ({
  text: [message(noticesOff ? 'notices.off' : 'notices.on')],
  buttons: [
    [noticesOff ? go(message('notices.turn-on'), 'notices-on') : go(message('notices.turn-off'), 'notices-off')],
    [go(message('home.title'), 'home')],
  ],
});

export const cancelScreen = ({ screen }: Conversation): Screen => ({
  text: [message('cancel.ask')],
  buttons: [
    [{ label: message('cancel.yes'), press: { to: 'sure', what: 'cancel', screen } }],
    [go(message('cancel.no'), 'continue')],
  ],
});

/** `readsPictures`: the number may come as a photo of the form. */
export const statusScreen = ({ applications }: Conversation, readsPictures: boolean): Screen => ({
  text: [message(readsPictures ? 'reading.ask-number' : 'status.ask')],
  buttons: [
    ...applications.map((number): Button[] => [
      { label: verbatim(number), press: { to: 'application', action: 'status', number } },
    ]),
    [go(message('home.title'), 'home')],
  ],
});
