// What the applicant is told when an application has changed without their doing.
import type { OwnerView } from '../../contract/schemas.ts';
import type { ApplicationStatus } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { type MessageKey, message } from '../../messages/message.ts';
import { applicationButtons, home, revocationReasonWords, statusWords } from './application-card.ts';
import type { Screen } from './output.ts';

/** Left out: signing lasts seconds, and submitted, set-up and withdrawn are the applicant's own doing, already answered. */
const announced: Readonly<Partial<Record<ApplicationStatus, MessageKey>>> = {
  confirmed: 'change.confirmed',
  'signing-unknown': 'change.signing-unknown',
  issued: 'change.issued',
  refused: 'change.refused',
  expired: 'change.expired',
  revoked: 'change.revoked',
  superseded: 'change.superseded',
};

/** undefined for a change that is not announced. Without a view, which the backend would not give, the bare status is told. */
export function announce(
  number: ApplicationNumber,
  status: ApplicationStatus,
  view: OwnerView | undefined,
  hasFiles: boolean,
): Screen | undefined {
  const key = announced[status];
  if (!key) return undefined;
  const buttons = [...applicationButtons({ status, keyStorage: view?.keyStorage }, number), [home]];
  if (!view) return { text: [message('change.bare', { number, status: statusWords(status) })], buttons };
  if (status === 'signing-unknown' && timesUnknown(view) > 1) return undefined;
  const { domain, validTo, revocation } = view;
  const reason = status === 'revoked' && revocation ? revocationReasonWords(revocation.reason) : view.reason;
  return {
    text: [
      message(key, { number, domain }),
      ...(reason ? [message('application.reason', { reason })] : []),
      ...(status === 'issued'
        ? [
            message(hasFiles ? 'change.files-above' : 'change.files-by-button'),
            ...(validTo ? [message('application.valid-to', { validTo: new Date(validTo) })] : []),
            message('change.trust'),
          ]
        : []),
    ],
    buttons,
  };
}

/** The authority may be asked for long: that is told once. */
const timesUnknown = ({ timeline }: OwnerView): number =>
  timeline.filter(({ status, notice }) => status === 'signing-unknown' && notice === null).length;
