// Where a command or a button leads that belongs to no question: home, help, language, privacy, and the ways out.
import type { Language } from '../../domain/language.ts';
import { message } from '../../messages/message.ts';
import { type Conversation, hasDraft, newConversation, withoutDraft } from './conversation.ts';
import {
  cancelScreen,
  helpScreen,
  homeScreen,
  languageScreen,
  nobodyScreen,
  noticesScreen,
  privacyScreen,
  statusScreen,
} from './menu.ts';
import type { Destination, Irreversible } from './press.ts';
import type { Questions } from './questions.ts';
import { after, aside, type Surroundings, settle, type Turn, takeOver } from './turn.ts';

export interface Navigation {
  go(where: Destination, state: Conversation, surroundings: Surroundings): Promise<Turn>;
  /** What cannot be undone, after "yes". */
  sure(what: Irreversible, state: Conversation): Turn;
  speak(language: Language, state: Conversation, surroundings: Surroundings): Promise<Turn>;
}

/** `readsPictures`: a number may also come as a photo. */
export function createNavigation(questions: Questions, readsPictures: boolean): Navigation {
  const home = (state: Conversation): Turn => takeOver(homeScreen(state), { ...state, place: 'home' });
  const status = (state: Conversation): Turn =>
    takeOver(statusScreen(state, readsPictures), { ...state, place: 'status', memo: null });
  const resume = async (state: Conversation, surroundings: Surroundings): Promise<Turn> =>
    after([settle(state)], await questions.ask(state, surroundings));

  /** The reply that got no answer, once more, if its question is still the one. */
  async function retry({ unanswered, ...state }: Conversation, surroundings: Surroundings): Promise<Turn> {
    const again: Conversation = { ...state, place: 'question', unanswered: null };
    return unanswered?.step === state.asked
      ? questions.answer(unanswered.reply, again, surroundings)
      : resume(again, surroundings);
  }

  return {
    async go(where, state, surroundings) {
      switch (where) {
        case 'home':
          return home(state);
        case 'apply':
        case 'continue':
          return resume(state, surroundings);
        case 'retry':
          return retry(state, surroundings);
        case 'status':
          return status(state);
        case 'help':
          return aside(helpScreen(state), state);
        case 'language':
          return aside(languageScreen(), state);
        case 'privacy':
          return aside(privacyScreen(state), state);
        case 'support':
          return aside(nobodyScreen(state), state);
        case 'notices':
          return aside(noticesScreen(state), state);
        case 'notices-off':
        case 'notices-on': {
          const chosen = { ...state, noticesOff: where === 'notices-off' };
          return aside(noticesScreen(chosen), chosen);
        }
        case 'cancel':
          return hasDraft(state) ? aside(cancelScreen(state), state) : home(state);
      }
    },

    sure(what, state) {
      const empty = withoutDraft(state);
      if (what === 'cancel') return takeOver({ ...homeScreen(empty), text: [message('cancel.done')] }, empty);
      const { language, screen, hasPicture, noticesOff } = state;
      const forgotten: Conversation = { ...newConversation, language, screen, hasPicture, noticesOff };
      return takeOver({ ...homeScreen(forgotten), text: [message('privacy.forgotten')] }, forgotten);
    },

    async speak(language, state, surroundings) {
      const speaking = { ...state, language };
      switch (state.place) {
        case 'question':
          return resume(speaking, surroundings);
        case 'status':
          return status(speaking);
        case 'home':
        case 'key-password':
        case 'revocation':
        case 'new-email':
          return home(speaking);
      }
    },
  };
}
