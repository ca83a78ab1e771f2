import type { Submission } from '../../contract/schemas.ts';
import type { ApplicationStatus } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { EmailAddress } from '../../domain/email-address.ts';
import type { Iin } from '../../domain/iin.ts';
import type { Language } from '../../domain/language.ts';
import type { PersonName } from '../../domain/person-name.ts';

/** What is sealed in storage, and destroyed when an application comes to nothing. */
export interface Personal {
  readonly iin: Iin;
  readonly person: PersonName;
  readonly email: EmailAddress | null;
}

/** What was submitted, after every check of it. */
export interface Submitted {
  readonly owner: string;
  readonly personal: Personal;
  readonly region: string;
  readonly city: string;
  /** In ASCII. */
  readonly domain: string;
  readonly csr: Uint8Array;
  readonly spkiSha256: string;
  /** `RSA 2048`, `P-256`. */
  readonly keyDescription: string;
  readonly keyStorage: Submission['keyStorage'];
  readonly agreement: { readonly version: string; readonly agreedAt: Date };
  readonly language: Language;
  /** The application whose certificate is to be replaced. */
  readonly renews: ApplicationNumber | null;
  readonly submittedAt: Date;
  readonly confirmBy: Date;
}

export interface Application extends Omit<Submitted, 'personal' | 'csr'> {
  /** The row; never leaves the backend. */
  readonly id: number;
  readonly number: ApplicationNumber;
  readonly status: ApplicationStatus;
  readonly since: Date;
  /** Null once destroyed. */
  readonly personal: Personal | null;
  readonly csr: Uint8Array | null;
  /** In the words of an operator. */
  readonly reason: string | null;
}
