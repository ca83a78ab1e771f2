// What an applicant is told although the status stays: deadlines that come near, letters that did not arrive.
import type { OwnerView } from '../../contract/schemas.ts';
import type { Notice } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { message } from '../../messages/message.ts';
import { home } from './application-card.ts';
import type { Button, Screen } from './output.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Undefined for what is not true any more, or was said already: a wish for revocation is answered at once. */
export function noticeScreen(
  notice: Notice,
  { status, domain, city, email, confirmBy, validTo, renewedBy, letterRefused }: OwnerView,
  number: ApplicationNumber,
  now: Date,
): Screen | undefined {
  const button = (action: 'form' | 'renew' | 'email'): readonly Button[] => [
    { label: message(`application.${action}`), press: { to: 'application', action, number } },
  ];
  switch (notice) {
    case 'confirm-soon': {
      if (status !== 'submitted') return undefined;
      const text = [message('notice.confirm-soon', { number, domain, city, confirmBy: new Date(confirmBy) })];
      return { text, buttons: [button('form'), [home]] };
    }
    case 'certificate-ends': {
      if (validTo === null || (status !== 'issued' && status !== 'set-up')) return undefined;
      const end = new Date(validTo);
      const count = Math.max(1, Math.ceil((end.getTime() - now.getTime()) / DAY_MS));
      const text = [
        message('notice.certificate-ends', { number, domain, validTo: end, count }),
        renewedBy ? message('application.renewed-by', { number: renewedBy }) : message('notice.renew-now'),
      ];
      return { text, buttons: [...(renewedBy ? [] : [button('renew')]), [home]] };
    }
    case 'letter-refused':
    case 'letter-undelivered': {
      if (!letterRefused || email === null) return undefined;
      const text = [message(`notice.${notice}`, { number, address: email })];
      return { text, buttons: [button('email'), [home]] };
    }
    case 'revocation-asked':
      return undefined;
  }
}
