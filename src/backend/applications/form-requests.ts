import type { Language } from '../../domain/language.ts';
import type { PersonName } from '../../domain/person-name.ts';
import type { Regions } from '../regions/regions.ts';
import type { Application } from './application.ts';
import type { OwnerWork } from './owner-work.ts';
import type { Outcome } from './refusal.ts';
import { placeOf } from './views.ts';

/** What the printable form says. */
export interface FormContent {
  readonly number: string;
  readonly person: PersonName;
  readonly iin: string;
  readonly email: string | null;
  readonly region: Readonly<Record<Language, string>>;
  readonly city: Readonly<Record<Language, string>>;
  /** In ASCII. */
  readonly domain: string;
  readonly keyStorage: string;
  /** `RSA 2048`, `P-256`. */
  readonly keyDescription: string;
  readonly spkiSha256: string;
  readonly submittedAt: Date;
  readonly confirmBy: Date;
}

/** The printable form; the same content gives the same form. */
export interface Forms {
  pdf(content: FormContent): Promise<Uint8Array>;
  /** The first page. */
  png(content: FormContent): Promise<Uint8Array>;
}

export interface FormRequests {
  pdf(number: string, owner: string): Promise<Outcome<Uint8Array>>;
  png(number: string, owner: string): Promise<Outcome<Uint8Array>>;
}

/** Undefined once the personal data are destroyed: there is nothing left to print. */
export function formContent(application: Application, regions: Regions): FormContent | undefined {
  const { personal, number, domain, keyStorage, keyDescription, spkiSha256, submittedAt, confirmBy } = application;
  if (!personal) return undefined;
  const { iin, person, email } = personal;
  const place = placeOf(application, regions);
  return {
    number,
    person,
    iin,
    email,
    ...place,
    domain,
    keyStorage,
    keyDescription,
    spkiSha256,
    submittedAt,
    confirmBy,
  };
}

export function createFormRequests(ownerWork: Pick<OwnerWork, 'own'>, forms: Forms, regions: Regions): FormRequests {
  const request =
    (kind: keyof Forms) =>
    async (number: string, owner: string): Promise<Outcome<Uint8Array>> => {
      const found = await ownerWork.own(number, owner);
      if ('because' in found) return found;
      const content = formContent(found.value, regions);
      return content ? { value: await forms[kind](content) } : { because: 'application-unknown' };
    };
  return { pdf: request('pdf'), png: request('png') };
}
