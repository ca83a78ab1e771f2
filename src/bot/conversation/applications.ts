// What an applicant does with applications that were submitted: look, fetch, install, withdraw.
import type { Certificates, OwnerView } from '../../contract/schemas.ts';
import type { ApplicationStatus, Notice } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { type MessageKey, message } from '../../messages/message.ts';
import { announce } from './announcement.ts';
import { applicationButtons, applicationCard, home } from './application-card.ts';
import type { Conversation } from './conversation.ts';
import { historyScreen } from './history.ts';
import { installationText, isTooSoon } from './installation.ts';
import type { KeyStores } from './key-stores.ts';
import { knowing } from './known-applications.ts';
import type { NewAddress } from './new-address.ts';
import { noticeScreen } from './notices.ts';
import type { Output } from './output.ts';
import type { ApplicationAction, RevocationChoice } from './press.ts';
import { becauseOf } from './refusals.ts';
import type { Renew } from './renewals.ts';
import type { Revocations } from './revocations.ts';
import type { Answered, Services } from './services.ts';
import { after, aside, type Surroundings, type Turn, takeOver, turn } from './turn.ts';

/** What the certificate files are made of; building them is not the conversation's business. */
export type BuildFiles = (
  domain: string,
  certificates: Certificates,
) => readonly { readonly name: string; readonly bytes: Uint8Array }[];

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

type Refused = Extract<Answered<unknown>, { problem: unknown }>;

export function createSubmittedApplications(
  { applications, keyPage, installation }: Pick<Services, 'applications' | 'keyPage' | 'installation'>,
  buildFiles: BuildFiles,
  others: OtherWork,
): SubmittedApplications {
  const refused = (state: Conversation, { problem }: Refused): Turn =>
    aside({ text: [becauseOf(problem)], buttons: [[home]] }, state);

  const look: SubmittedApplications['look'] = async (number, state, { owner, now }) => {
    const read = await applications.read(owner, number);
    return 'problem' in read ? refused(state, read) : aside(applicationCard(read.value, number, now), state);
  };

  async function files(number: ApplicationNumber, owner: string): Promise<Answered<readonly Output[]>> {
    const [read, certificates] = await Promise.all([
      applications.read(owner, number),
      applications.certificates(owner, number),
    ]);
    if ('problem' in certificates) return certificates;
    if ('problem' in read) return read;
    const domain = (read.value as OwnerView).domain;
    return { value: buildFiles(domain, certificates.value).map(({ name, bytes }) => ({ show: 'file', name, bytes })) };
  }

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

  async function sendFiles(number: ApplicationNumber, state: Conversation, { owner }: Surroundings): Promise<Turn> {
    const built = await files(number, owner);
    return 'problem' in built ? refused(state, built) : turn(state, ...built.value);
  }

  async function howTo(
    server: 'nginx' | 'apache' | 'iis' | 'tomcat',
    number: ApplicationNumber,
    state: Conversation,
    { owner, now }: Surroundings,
  ): Promise<Turn> {
    const read = await applications.read(owner, number);
    if ('problem' in read) return refused(state, read);
    if (read.value.view !== 'owner') return aside(applicationCard(read.value, number, now), state);
    const { domain } = read.value;
    const text = [message(`how-to.${server}`, { domain: domain.replace('*', '_wildcard') })];
    return aside({ text, buttons: applicationButtons(read.value, number) }, state);
  }

  async function finish(number: ApplicationNumber, state: Conversation, { owner, now }: Surroundings): Promise<Turn> {
    const [read, certificates] = await Promise.all([
      applications.read(owner, number),
      applications.certificates(owner, number),
    ]);
    if ('problem' in certificates) return refused(state, certificates);
    if ('problem' in read) return refused(state, read);
    if (read.value.view !== 'owner') return aside(applicationCard(read.value, number, now), state);
    const url = await keyPage.finish({
      owner,
      number,
      language: state.language ?? 'ru',
      domain: read.value.domain,
      storage: read.value.keyStorage === 'java-key-store' ? 'java-key-store' : 'this-device',
      certificates: certificates.value,
    });
    const text = [message('device-key.finish', { domain: read.value.domain })];
    return aside({ text, buttons: [[{ label: message('device-key.finish-open'), url }], [home]] }, state);
  }

  async function lookAtSite(number: ApplicationNumber, state: Conversation, around: Surroundings): Promise<Turn> {
    if (isTooSoon(state, around.now)) return aside({ text: [message('installation.too-soon')], buttons: [] }, state);
    const [read, certificates] = await Promise.all([
      applications.read(around.owner, number),
      applications.certificates(around.owner, number),
    ]);
    if ('problem' in certificates) return refused(state, certificates);
    if ('problem' in read) return refused(state, read);
    if (read.value.view !== 'owner') return aside(applicationCard(read.value, number, around.now), state);
    const { domain, status } = read.value;
    around.progress(message('installation.looking', { domain }));
    const text = installationText(await installation.look(domain, certificates.value), domain, status);
    const buttons = [...applicationButtons(read.value, number), [home]];
    return aside({ text, buttons }, { ...state, lookedAt: around.now.toISOString() });
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
          return finish(number, state, surroundings);
        case 'p12':
        case 'jks':
          return others.keyStores.begin(action, number, state, surroundings);
        case 'files':
          return sendFiles(number, state, surroundings);
        case 'nginx':
        case 'apache':
        case 'iis':
        case 'tomcat':
          return howTo(action, number, state, surroundings);
        case 'live':
          return lookAtSite(number, state, surroundings);
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
      const read = await applications.read(owner, number);
      const view = 'value' in read && read.value.view === 'owner' ? read.value : undefined;
      const screen = view && noticeScreen(notice, view, number, now);
      return screen ? turn(state, { show: 'notice', screen }) : turn(state);
    },
    async changed(number, status, state, { owner }) {
      const read = await applications.read(owner, number);
      if ('value' in read && read.value.view !== 'owner') return turn(state);
      const view = 'value' in read && read.value.view === 'owner' ? read.value : undefined;
      const attached = status === 'issued' ? await files(number, owner) : { value: [] };
      const sent = 'value' in attached ? attached.value : [];
      const said = announce(number, status, view, sent.length > 0);
      const known = knowing(state, number, { status, ...(view && { status: view.status, endsAt: view.validTo }) });
      return said ? turn(known, ...sent, { show: 'notice', screen: said }) : turn(known);
    },
  };
}

const choiceOf = (action: `revoke-${RevocationChoice}`): RevocationChoice =>
  action.slice('revoke-'.length) as RevocationChoice;
