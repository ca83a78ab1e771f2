// Another e-mail address, after a letter was refused by the one that was given.
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { likelyAddress, parseEmailAddress } from '../../domain/email-address.ts';
import { type Message, message } from '../../messages/message.ts';
import { home } from './application-card.ts';
import { type Conversation, hasDraft } from './conversation.ts';
import { go } from './menu.ts';
import { becauseOf } from './refusals.ts';
import type { Applications } from './services.ts';
import type { Reply } from './step.ts';
import { type Surroundings, type Turn, takeOver } from './turn.ts';

export interface NewAddress {
  begin(number: ApplicationNumber, state: Conversation): Turn;
  reply(given: Reply, state: Conversation, around: Surroundings): Promise<Turn>;
}

export function createNewAddress(applications: Pick<Applications, 'read' | 'changeEmail'>): NewAddress {
  const ask = (wanted: WantedAddress, state: Conversation, because?: Message): Turn =>
    takeOver(
      {
        text: [...(because ? [message('engine.because', { because })] : []), message('new-email.ask')],
        buttons: [[{ label: message('new-email.keep'), press: { to: 'go', where: 'home' } }]],
      },
      { ...state, place: 'new-email', addressing: wanted },
    );

  async function change(address: string, { number }: WantedAddress, state: Conversation, { owner }: Surroundings) {
    const before = await applications.read(owner, number);
    const wasRefused = 'value' in before && before.value.view === 'owner' && before.value.letterRefused;
    const changed = await applications.changeEmail(owner, number, address);
    const buttons = [...(hasDraft(state) ? [[go(message('home.continue'), 'continue')]] : []), [home]];
    const text =
      'problem' in changed
        ? [becauseOf(changed.problem)]
        : [message('new-email.changed', { address }), ...(wasRefused ? [message('new-email.sent-again')] : [])];
    return takeOver({ text, buttons }, { ...state, place: 'home', addressing: null });
  }

  return {
    begin: (number, state) => ask({ number, doubted: null }, state),
    async reply(given, state, around) {
      const { addressing: wanted } = state;
      if (!wanted) return takeOver({ text: [message('home.hint')], buttons: [[home]] }, { ...state, place: 'home' });
      if (given.kind !== 'text') return ask(wanted, state, message('new-email.type-it'));
      const parsed = parseEmailAddress(given.text);
      if ('because' in parsed) return ask(wanted, state, message(`email.${parsed.because}`));
      const { value: address } = parsed;
      const likely = likelyAddress(address);
      return likely && wanted.doubted !== address
        ? ask({ ...wanted, doubted: address }, state, message('new-email.likely', { address: likely }))
        : change(address, wanted, state, around);
    },
  };
}

type WantedAddress = NonNullable<Conversation['addressing']>;
