// An application that was submitted: its status for anyone, and what its owner can do with it.
import type { ApplicationView, OwnerView } from '../../contract/schemas.ts';
import type { ApplicationStatus, RevocationReason } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { fullName } from '../../domain/person-name.ts';
import { type Message, message, type Words } from '../../messages/message.ts';
import type { Button, Screen } from './output.ts';
import type { ApplicationAction } from './press.ts';

export const statusWords = (status: ApplicationStatus): Message => message(`status.${status}`);
export const revocationReasonWords = (reason: RevocationReason): Message => message(`revocation.${reason}`);

/** What its owner can do in each status. */
const actionsIn: Readonly<Record<ApplicationStatus, readonly (readonly ApplicationAction[])[]>> = {
  submitted: [['form', 'picture'], ['status', 'history'], ['withdraw']],
  confirmed: [['form'], ['status', 'history']],
  signing: [['status', 'history']],
  'signing-unknown': [['status', 'history']],
  issued: [['files'], ['nginx', 'apache'], ['iis', 'tomcat'], ['live'], ['set-up'], ['history', 'revoke']],
  'set-up': [['live'], ['files'], ['nginx', 'apache'], ['iis', 'tomcat'], ['history', 'revoke']],
  refused: [['history']],
  withdrawn: [['history']],
  expired: [['history']],
  revoked: [['history']],
  superseded: [['history', 'revoke']],
};

/** How key and certificate come together: where the key was made. */
const finishing: Readonly<Record<OwnerView['keyStorage'], readonly (readonly ApplicationAction[])[]>> = {
  'own-csr': [],
  'this-device': [['finish']],
  'java-key-store': [['finish']],
  chat: [['p12', 'jks']],
};

export const applicationButtons = (
  { status, keyStorage = 'own-csr' }: { status: ApplicationStatus; keyStorage?: OwnerView['keyStorage'] | undefined },
  number: ApplicationNumber,
): readonly (readonly Button[])[] => {
  const hasFiles = actionsIn[status].some(([action]) => action === 'files');
  const finish = hasFiles ? finishing[keyStorage] : [];
  return rowsOf([...finish, ...actionsIn[status]], number);
};

const rowsOf = (rows: readonly (readonly ApplicationAction[])[], number: ApplicationNumber) =>
  rows.map((row) =>
    row.map(
      (action): Button => ({
        // Every action that is a button here has its words, which the tests check.
        label: message(`application.${action}` as 'application.status'),
        press: { to: 'application', action, number },
      }),
    ),
  );

export const home: Button = { label: message('home.title'), press: { to: 'go', where: 'home' } };

/** What an application asks for besides, as things stand. */
const urgentActions = (
  { renewableFrom, renewedBy, letterRefused }: OwnerView,
  now: Date,
): readonly (readonly ApplicationAction[])[] => [
  ...(renewableFrom && !renewedBy && new Date(renewableFrom) <= now ? [['renew'] as const] : []),
  ...(letterRefused ? [['email'] as const] : []),
];

/** The guide's "Checking request status": short for anyone who knows the number, everything for its owner. */
export function applicationCard(view: ApplicationView, number: ApplicationNumber, now: Date): Screen {
  const head = [
    message('application.card', { number, status: statusWords(view.status), since: new Date(view.since) }),
    ...(view.status === 'submitted'
      ? [message('application.confirm-by', { confirmBy: new Date(view.confirmBy) })]
      : []),
  ];
  if (view.view === 'status') {
    return { text: [...head, message('application.not-yours')], buttons: [[home]] };
  }
  return {
    text: [...head, ...detailsOf(view)],
    buttons: [...rowsOf(urgentActions(view, now), number), ...applicationButtons(view, number), [home]],
  };
}

function detailsOf(view: OwnerView): readonly Words[] {
  return [
    ...(view.reason ? [message('application.reason', { reason: view.reason })] : []),
    // Destroyed with an application that was not confirmed in time.
    ...(view.maskedIin === ''
      ? []
      : [message('application.person', { name: fullName(view.person), iin: view.maskedIin })]),
    message('application.details', { region: view.region, city: view.city, domain: view.domain }),
    ...(view.email ? [message('email.summary', { address: view.email })] : []),
    ...(view.validTo ? [message('application.valid-to', { validTo: new Date(view.validTo) })] : []),
    ...pendingOf(view),
  ];
}

/** What else is under way. */
const pendingOf = ({ renews, renewedBy, revocation, letterRefused }: OwnerView): readonly Words[] => [
  ...(renews ? [message('application.renews', { number: renews })] : []),
  ...(renewedBy ? [message('application.renewed-by', { number: renewedBy })] : []),
  ...(revocation
    ? [
        message('application.revocation-asked', {
          at: new Date(revocation.askedAt),
          reason: revocationReasonWords(revocation.reason),
        }),
      ]
    : []),
  ...(letterRefused ? [message('application.letter-refused')] : []),
];
