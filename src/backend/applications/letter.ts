import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { EmailAddress } from '../../domain/email-address.ts';
import type { Language } from '../../domain/language.ts';
import type { PersonName } from '../../domain/person-name.ts';
import type { Application } from './application.ts';

export const letterKinds = ['submitted', 'approved', 'refused', 'issued', 'expiring', 'expired'] as const;
export type LetterKind = (typeof letterKinds)[number];

/** All that a letter says, kept sealed until it has left: it can still be written when the application is destroyed. */
export interface Letter {
  readonly kind: LetterKind;
  readonly to: EmailAddress;
  readonly language: Language;
  readonly number: ApplicationNumber;
  readonly person: PersonName;
  /** In ASCII. */
  readonly domain: string;
  readonly region: string;
  readonly city: string;
  readonly confirmBy: Date;
  readonly reason: string | null;
  readonly validTo: Date | null;
}

/** The outbox as it is emptied, one letter at a time. */
export interface LettersToSend {
  /** Undefined when it has left already. */
  open(id: string): Promise<Letter | undefined>;
  /** Its content is destroyed. `problem`: a code, never an address. */
  settle(id: string, state: 'sent' | 'failed', at: Date, problem?: string): Promise<void>;
  /** Why the last try failed; there will be another. */
  note(id: string, problem: string): Promise<void>;
}

/** Nobody to write to: undefined. */
export function letterOf(
  kind: LetterKind,
  application: Omit<Application, 'id' | 'csr' | 'status' | 'since'>,
  more: { readonly reason?: string | null; readonly validTo?: Date | null } = {},
): Letter | undefined {
  const { personal, language, number, domain, region, city, confirmBy } = application;
  if (!personal?.email) return undefined;
  return {
    kind,
    to: personal.email,
    language,
    number,
    person: personal.person,
    domain,
    region,
    city,
    confirmBy,
    reason: more.reason ?? null,
    validTo: more.validTo ?? null,
  };
}
