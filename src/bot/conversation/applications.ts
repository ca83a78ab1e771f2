// What an applicant does with applications that were submitted, and what is told of them.
import type { OwnerView } from '../../contract/schemas.ts';
import type { ApplicationStatus, Notice } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { type MessageKey, message } from '../../messages/message.ts';
import { announce } from './announcement.ts';
import { applicationButtons, applicationCard, home } from './application-card.ts';
import type { Conversation } from './conversation.ts';
import { historyScreen } from './history.ts';
import type { IssuedCertificates } from './issued-certificates.ts';
import type { KeyStores } from './key-stores.ts';
import { knowing } from './known-applications.ts';
import type { NewAddress } from './new-address.ts';
import { noticeScreen } from './notices.ts';
import type { ApplicationAction, RevocationChoice } from './press.ts';
import { refused } from './read-own.ts';
import type { Renew } from './renewals.ts';
import type { Revocations } from './revocations.ts';
import type { Answered, Services } from './services.ts';
import { after, aside, type Surroundings, type Turn, takeOver, turn } from './turn.ts';

export interface SubmittedApplications {
  look(number: ApplicationNumber, state: Conversation, surroundings: Surroundings): Promise<Turn>;
  act(
    action: ApplicationAction,
    number: ApplicationNumber,
    state: Conversation,
    surroundings: Surroundings,
  ): Promise<Turn>;
  /** What the backend reports of its own accord; nothing is said of moves that the applicant need not hear of. */
  changed(
    number: ApplicationNumber,
    status: ApplicationStatus,
    state: Conversation,
    surroundings: Surroundings,
  ): Promise<Turn>;
  /** The same of what happens while the status stays. */
  noticed(number: ApplicationNumber, notice: Notice, state: Conversation, surroundings: Surroundings): Promise<Turn>;
}

/** What begins with a button under an application and goes on with what is typed. */
export interface OtherWork {
  readonly keyStores: Pick<KeyStores, 'begin'>;
  readonly newAddress: Pick<NewAddress, 'begin'>;
  readonly revocations: Pick<Revocations, 'begin' | 'choose'>;
  readonly renew: Renew;
}

export function createSubmittedApplications(
  { applications }: Pick<Services, 'applications'>,
  issued: IssuedCertificates,
  others: OtherWork,
): SubmittedApplications {
  const look: SubmittedApplications['look'] = async (number, state, { owner, now }) => {
    const read = await applications.read(owner, number);
    return 'problem' in read ? refused(state, read) : aside(applicationCard(read.value, number, now), state);
  };

  async function sendForm(as: 'pdf' | 'png', number: ApplicationNumber, state: Conversation, { owner }: Surroundings) {
    const form = await applications.form(owner, number, as);
    if ('problem' in form) return refused(state, form);
    return turn(state, {
      show: 'file',
      name: `application-${number}.${as}`,
      bytes: form.value,
      caption: message('submission.form', { number }),
      ...(as === 'png' && { as: 'photo' as const }),
    });
  }

  async function afterMove(
    moved: Answered<OwnerView>,
    key: MessageKey,
    number: ApplicationNumber,
    state: Conversation,
  ): Promise<Turn> {
    if ('problem' in moved) return refused(state, moved);
    const text = [message(key, { number, domain: moved.value.domain })];
    return aside({ text, buttons: [...applicationButtons(moved.value, number), [home]] }, state);
  }

  async function history(number: ApplicationNumber, state: Conversation, { owner, now }: Surroundings): Promise<Turn> {
    const read = await applications.read(owner, number);
    if ('problem' in read) return refused(state, read);
    const { value: view } = read;
    return aside(view.view === 'owner' ? historyScreen(view, number) : applicationCard(view, number, now), state);
  }

  /** Also long after the question: it closes nothing but that question. */
  async function notRevoked(number: ApplicationNumber, state: Conversation, around: Surroundings): Promise<Turn> {
    if (state.place !== 'revocation') return aside({ text: [message('revocation.kept')], buttons: [[home]] }, state);
    const kept = takeOver(
      { text: [message('revocation.kept')], buttons: [[home]] },
      { ...state, place: 'home', revoking: null },
    );
    return after(kept.outputs, await look(number, kept.state, around));
  }

  const askWhetherToWithdraw = (number: ApplicationNumber, state: Conversation): Turn => {
    const yes = { to: 'application', action: 'withdraw-yes', number } as const;
    return aside(
      {
        text: [message('application.withdraw-sure', { number })],
        buttons: [[{ label: message('application.withdraw-yes'), press: yes }], [home]],
      },
      state,
    );
  };

  return {
    look,
    async act(action, number, state, surroundings) {
      switch (action) {
        case 'status':
          return look(number, state, surroundings);
        case 'form':
          return sendForm('pdf', number, state, surroundings);
        case 'picture':
          return sendForm('png', number, state, surroundings);
        case 'finish':
          return issued.finish(number, state, surroundings);
        case 'p12':
        case 'jks':
          return others.keyStores.begin(action, number, state, surroundings);
        case 'files':
          return issued.sendFiles(number, state, surroundings);
        case 'nginx':
        case 'apache':
        case 'iis':
        case 'tomcat':
          return issued.howTo(action, number, state, surroundings);
        case 'live':
          return issued.lookAtSite(number, state, surroundings);
        case 'set-up':
          return afterMove(await applications.confirmSetUp(surroundings.owner, number), 'change.set-up', number, state);
        case 'withdraw':
          return askWhetherToWithdraw(number, state);
        case 'history':
          return history(number, state, surroundings);
        case 'renew':
          return others.renew(number, state, surroundings);
        case 'email':
          return others.newAddress.begin(number, state);
        case 'revoke':
          return others.revocations.begin(number, state, surroundings);
        case 'revoke-stolen':
        case 'revoke-lost':
        case 'revoke-replaced':
        case 'revoke-changed':
        case 'revoke-closed':
          return others.revocations.choose(choiceOf(action), number, state, surroundings);
        case 'revoke-not':
          return notRevoked(number, state, surroundings);
        case 'withdraw-yes':
          return afterMove(await applications.withdraw(surroundings.owner, number), 'change.withdrawn', number, state);
      }
    },
    async noticed(number, notice, state, { owner, now }) {
      const read = await applications.readForNews(owner, number);
      const view = 'value' in read && read.value.view === 'owner' ? read.value : undefined;
      const screen = view && noticeScreen(notice, view, number, now);
      return screen ? turn(state, { show: 'notice', screen }) : turn(state);
    },
    async changed(number, status, state, { owner }) {
      const read = await applications.readForNews(owner, number);
      if ('value' in read && read.value.view !== 'owner') return turn(state);
      const view = 'value' in read && read.value.view === 'owner' ? read.value : undefined;
      const attached = status === 'issued' ? await issued.files(number, owner) : { value: [] };
      const sent = 'value' in attached ? attached.value : [];
      const said = announce(number, status, view, sent.length > 0);
      const known = knowing(state, number, { status, ...(view && { status: view.status, endsAt: view.validTo }) });
      return said ? turn(known, ...sent, { show: 'notice', screen: said }) : turn(known);
    },
  };
}

const choiceOf = (action: `revoke-${RevocationChoice}`): RevocationChoice =>
  action.slice('revoke-'.length) as RevocationChoice;
