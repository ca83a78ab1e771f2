// What an applicant does with applications that were submitted: look, fetch, install, withdraw.
import type { Certificates, OwnerView } from '../../contract/schemas.ts';
import type { ApplicationStatus } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { type MessageKey, message } from '../../messages/message.ts';
import { applicationButtons, applicationCard } from './application-card.ts';
import type { Conversation } from './conversation.ts';
import type { Output, Screen } from './output.ts';
import type { ApplicationAction } from './press.ts';
import { becauseOf } from './refusals.ts';
import type { Answered, Services } from './services.ts';
import { type Surroundings, type Turn, turn } from './turn.ts';

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
  /** What the backend reports of its own accord; undefined words for moves that the applicant need not hear of. */
  changed(
    number: ApplicationNumber,
    status: ApplicationStatus,
    state: Conversation,
    surroundings: Surroundings,
  ): Promise<Turn>;
}

/** signing lasts seconds, and set-up and withdrawn are the applicant's own doing, already answered. */
const announced: Readonly<Partial<Record<ApplicationStatus, MessageKey>>> = {
  confirmed: 'change.confirmed',
  'signing-unknown': 'change.signing-unknown',
  issued: 'change.issued',
  refused: 'change.refused',
  expired: 'change.expired',
  revoked: 'change.revoked',
  superseded: 'change.superseded',
};

export function createSubmittedApplications(
  { applications }: Pick<Services, 'applications'>,
  buildFiles: BuildFiles,
): SubmittedApplications {
  const notice = (screen: Screen): Output => ({ show: 'notice', screen });
  const refused = (state: Conversation, { problem }: Extract<Answered<unknown>, { problem: unknown }>): Turn =>
    turn(state, notice({ text: [becauseOf(problem).because], buttons: [] }));

  const look: SubmittedApplications['look'] = async (number, state, { owner }) => {
    const read = await applications.read(owner, number);
    if ('problem' in read) return refused(state, read);
    return turn(state, notice(applicationCard(read.value, number)));
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
    const name = `application-${number}.${as}`;
    const caption = message('submission.form', { number });
    return turn(state, {
      show: 'file',
      name,
      bytes: form.value,
      caption,
      ...(as === 'png' && { as: 'photo' as const }),
    });
  }

  async function afterMove(
    moved: Answered<OwnerView>,
    key: MessageKey,
    number: ApplicationNumber,
    state: Conversation,
  ) {
    if ('problem' in moved) return refused(state, moved);
    const text = [message(key, { number, domain: moved.value.domain })];
    return turn(state, notice({ text, buttons: applicationButtons(moved.value.status, number) }));
  }

  async function sendFiles(number: ApplicationNumber, state: Conversation, { owner }: Surroundings) {
    const built = await files(number, owner);
    return 'problem' in built ? refused(state, built) : turn(state, ...built.value);
  }

  async function howTo(
    server: 'nginx' | 'apache' | 'iis' | 'tomcat',
    number: ApplicationNumber,
    state: Conversation,
    { owner }: Surroundings,
  ) {
    const read = await applications.read(owner, number);
    if ('problem' in read) return refused(state, read);
    const domain = 'domain' in read.value ? read.value.domain.replace('*', '_wildcard') : '';
    return turn(state, notice({ text: [message(`how-to.${server}`, { domain })], buttons: [] }));
  }

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
        case 'files':
          return sendFiles(number, state, surroundings);
        case 'nginx':
        case 'apache':
        case 'iis':
        case 'tomcat':
          return howTo(action, number, state, surroundings);
        case 'set-up':
          return afterMove(await applications.confirmSetUp(surroundings.owner, number), 'change.set-up', number, state);
        case 'withdraw':
          return turn(
            state,
            notice({
              text: [message('application.withdraw-sure', { number })],
              buttons: [
                [
                  {
                    label: message('application.withdraw-yes'),
                    press: { to: 'application', action: 'withdraw-yes', number },
                  },
                ],
              ],
            }),
          );
        case 'withdraw-yes':
          return afterMove(await applications.withdraw(surroundings.owner, number), 'change.withdrawn', number, state);
      }
    },
    async changed(number, status, state, { owner }) {
      const key = announced[status];
      if (!key) return turn(state);
      const read = await applications.read(owner, number);
      if ('problem' in read || read.value.view !== 'owner') return turn(state);
      const { domain, reason, validTo } = read.value;
      const text = [
        message(key, { number, domain }),
        ...(reason ? [message('application.reason', { reason })] : []),
        ...(status === 'issued' && validTo
          ? [message('application.valid-to', { validTo: new Date(validTo) }), message('change.trust')]
          : []),
      ];
      const attached = status === 'issued' ? await files(number, owner) : { value: [] };
      const said = notice({ text, buttons: applicationButtons(status, number) });
      return turn(state, ...('value' in attached ? attached.value : []), said);
    },
  };
}
