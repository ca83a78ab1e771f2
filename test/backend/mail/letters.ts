import type { Letter, LetterKind } from '../../../src/backend/applications/letter.ts';
import type { ApplicationNumber } from '../../../src/domain/application-number.ts';
import type { EmailAddress } from '../../../src/domain/email-address.ts';
import type { Language } from '../../../src/domain/language.ts';

/** A letter of each kind and language, to a synthetic person, about a domain in Kazakh letters. */
export const letterOfKind = (kind: LetterKind, language: Language, more: Partial<Letter> = {}): Letter => ({
  kind,
  to: 'aigerim@example.kz' as EmailAddress,
  language,
  number: '482-093-755-618-804' as ApplicationNumber,
  person: { surname: 'Үлгі', givenName: 'Айгерім', patronymic: 'Демо' },
  domain: 'xn--80aqu.xn--80ao21a',
  region: 'KZ-10',
  city: 'semey',
  confirmBy: new Date('2026-02-28T18:59:59.999Z'),
  reason: kind === 'refused' ? 'Құжаттың мерзімі өткен.\nКелесі жолы <жаңасын> алып келіңіз.' : null,
  revocation: kind === 'revoked' || kind === 'revocation-asked' ? 'key-lost' : null,
  validTo: ['issued', 'set-up', 'superseded', 'ending'].includes(kind) ? new Date('2026-08-01T00:00:00Z') : null,
  ...more,
});
