import type { ApplicationStatus, Notice, RevocationReason } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { EmailAddress } from '../../domain/email-address.ts';
import type { Language } from '../../domain/language.ts';
import type { PersonName } from '../../domain/person-name.ts';
import type { Application } from './application.ts';

/** What is written when an application has moved. Signing lasts seconds: the letter about its outcome says more. */
export const letterOfMove = {
  submitted: 'submitted',
  confirmed: 'approved',
  signing: null,
  'signing-unknown': 'delayed',
  issued: 'issued',
  'set-up': 'set-up',
  refused: 'refused',
  withdrawn: 'withdrawn',
  expired: 'expired',
  revoked: 'revoked',
  superseded: 'superseded',
} as const satisfies Record<ApplicationStatus, string | null>;

/** A letter about an address that takes no letters would not be taken by it. */
export const letterOfNotice = {
  'confirm-soon': 'expiring',
  'certificate-ends': 'ending',
  'revocation-asked': 'revocation-asked',
  'letter-refused': null,
  'letter-undelivered': null,
} as const satisfies Record<Notice, string | null>;

type Written<Table> = NonNullable<Table[keyof Table]>;
export type LetterKind = Written<typeof letterOfMove> | Written<typeof letterOfNotice>;
export const letterKinds: readonly LetterKind[] = [
  ...Object.values(letterOfMove),
  ...Object.values(letterOfNotice),
].filter((kind) => kind !== null);

/** All that a letter says, kept sealed until it has left, or where bounces are read until none is to be expected: it can still be written when the application is destroyed. */
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
  readonly revocation: RevocationReason | null;
  readonly validTo: Date | null;
}

/** The outbox as it is emptied, one letter at a time. */
export interface LettersToSend {
  /** Undefined when it has left already. */
  open(id: string): Promise<Letter | undefined>;
  /** Its content is destroyed, unless it was sent and may come back. `problem`: a code, never an address. */
  settle(id: string, state: 'sent' | 'failed', at: Date, problem?: string): Promise<void>;
  /** Why the last try failed; there will be another. */
  note(id: string, problem: string): Promise<void>;
}

/** How long a letter that was not taken waits for a better address. */
export const REFUSED_LETTER_DAYS = 30;

/** Why an address did not take a letter. */
export interface AddressRefusal {
  /** A code, never an address. */
  readonly because: string;
  /** False: it put the letter off (4.x.x, RFC 3463) until nobody tried any more. */
  readonly permanent: boolean;
}

/** What becomes of letters that their address did not take. */
export interface LettersRefused {
  /**
   * Its content is kept for another address, and its owner is told; both only while letters still go to the address that did
   * not take it. Once for each letter.
   */
  refuse(id: string, at: Date, refusal: AddressRefusal): Promise<void>;
  /** The newest of them is sent there. Undefined when there are no personal data any more. */
  changeAddress(number: ApplicationNumber, to: EmailAddress, at: Date): Promise<Application | undefined>;
}

/** Nobody to write to: undefined. */
export function letterOf(
  kind: LetterKind,
  application: Omit<Application, 'id' | 'csr' | 'status' | 'since'>,
  more: Pick<Letter, 'reason' | 'revocation' | 'validTo'>,
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
    ...more,
  };
}
