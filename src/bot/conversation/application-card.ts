// An application that was submitted: its status for anyone, and what its owner can do with it.
import type { ApplicationView, OwnerView } from '../../contract/schemas.ts';
import type { ApplicationStatus } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { fullName } from '../../domain/person-name.ts';
import { type Message, message, type Words } from '../../messages/message.ts';
import type { Button, Screen } from './output.ts';
import type { ApplicationAction } from './press.ts';

export const statusWords = (status: ApplicationStatus): Message => message(`status.${status}`);

/** What its owner can do in each status. */
const actionsIn: Readonly<Record<ApplicationStatus, readonly (readonly ApplicationAction[])[]>> = {
  submitted: [['form', 'picture'], ['status'], ['withdraw']],
  confirmed: [['form', 'status']],
  signing: [['status']],
  'signing-unknown': [['status']],
  issued: [['files'], ['nginx', 'apache'], ['iis', 'tomcat'], ['live'], ['set-up']],
  'set-up': [['live'], ['files'], ['nginx', 'apache'], ['iis', 'tomcat']],
  refused: [],
  withdrawn: [],
  expired: [],
  revoked: [],
  superseded: [],
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
  return [...finish, ...actionsIn[status]].map((row) =>
    row.map((action) => ({ label: message(`application.${action}`), press: { to: 'application', action, number } })),
  );
};

export const home: Button = { label: message('home.title'), press: { to: 'go', where: 'home' } };

/** The guide's "Checking request status": short for anyone who knows the number, everything for its owner. */
export function applicationCard(view: ApplicationView, number: ApplicationNumber): Screen {
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
    text: [...head, ...detailsOf(view), [message('application.timeline'), ...view.timeline.map(lineOf)]],
    buttons: [...applicationButtons(view, number), [home]],
  };
}

const lineOf = ({ status, at }: OwnerView['timeline'][number]): Message =>
  message('application.timeline-line', { at: new Date(at), status: statusWords(status) });

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
  ];
}
