// The outside world as the conversation needs it. Each port throws only when there is no answer at all.
import type { Problem } from '../../contract/problems.ts';
import type { ApplicationView, Certificates, OwnerView, Region, Submission } from '../../contract/schemas.ts';
import type { ApplicantReason } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Iin } from '../../domain/iin.ts';
import type { Language } from '../../domain/language.ts';
import type { PersonName } from '../../domain/person-name.ts';
import type { ChatKeys } from './chat-keys.ts';
import type { Reading } from './reading.ts';

/** A refusal is a value; its code and reason have words in the catalogue. */
export type Answered<Value> = { readonly value: Value } | { readonly problem: Problem };

export interface PictureCodes {
  /** A new picture, good for one try and a few minutes. `image` is a PNG. */
  create(owner: string): Promise<Answered<{ readonly id: string; readonly image: Uint8Array }>>;
  /** The pass opens a few look-ups of persons. */
  answer(owner: string, id: string, answer: string): Promise<Answered<{ readonly pass: string }>>;
}

export interface People {
  find(owner: string, iin: Iin, pass: string | null): Promise<Answered<PersonName>>;
}

export interface Regions {
  list(): Promise<readonly Region[]>;
}

export interface Applications {
  /** The same key with the same submission makes one application, however often it is called. */
  submit(owner: string, submission: Submission, idempotencyKey: string): Promise<Answered<OwnerView>>;
  read(owner: string, number: ApplicationNumber): Promise<Answered<ApplicationView>>;
  /**
   * The same for what is told unasked: throws also when the backend says that it cannot answer just now, since nobody would
   * ask again.
   */
  readForNews(owner: string, number: ApplicationNumber): Promise<Answered<ApplicationView>>;
  /** The printable form. */
  form(owner: string, number: ApplicationNumber, as: 'pdf' | 'png'): Promise<Answered<Uint8Array>>;
  certificates(owner: string, number: ApplicationNumber): Promise<Answered<Certificates>>;
  confirmSetUp(owner: string, number: ApplicationNumber): Promise<Answered<OwnerView>>;
  withdraw(owner: string, number: ApplicationNumber): Promise<Answered<OwnerView>>;
  /** Asked again, nothing changes but perhaps the reason. */
  askRevocation(owner: string, number: ApplicationNumber, reason: ApplicantReason): Promise<Answered<OwnerView>>;
  /** The last letter that was refused is sent there. */
  changeEmail(owner: string, number: ApplicationNumber, email: string): Promise<Answered<OwnerView>>;
}

/** The page on which an applicant's own browser makes the key. Links are for one chat, one use and one day. */
export interface KeyPage {
  /** Where the key is made and the request comes from. `domain` in ASCII. */
  makeKey(link: KeyPageLink): Promise<string>;
  /** Where key and certificate are put together into the files that servers want. */
  finish(
    link: KeyPageLink & { readonly number: ApplicationNumber; readonly certificates: Certificates },
  ): Promise<string>;
}
export interface KeyPageLink {
  readonly owner: string;
  readonly language: Language;
  readonly domain: string;
  readonly storage: 'this-device' | 'java-key-store';
}

/** Whether a site serves its certificate, seen from the internet. What a server does wrong is a value. */
export interface Installation {
  /** `domain` in ASCII; of a wildcard, one of its names is looked at. */
  look(domain: string, certificates: Certificates): Promise<InstallationReport>;
}

export type InstallationReport = { readonly host: string } & (
  | { readonly unreachable: UnreachableSite; readonly address?: string }
  | ServedCertificate
);

export type UnreachableSite =
  | 'no-address' // no such name in the DNS, or no address with it
  | 'dns-silent' // the DNS gives no answer
  | 'not-public' // none of its addresses is one of the internet
  | 'refused'
  | 'timeout'
  | 'no-route'
  | 'not-tls'
  | 'no-handshake' // broke off before a certificate was seen
  | 'too-large';

export interface ServedCertificate {
  readonly address: string;
  /** The one that was asked about, another of the same authority for this name, or any other. */
  readonly which: 'this' | 'older' | 'newer' | 'foreign';
  readonly isNamed: boolean;
  /** All authorities up to our root came with it; the root need not. */
  readonly isChainWhole: boolean;
  readonly validity: 'valid' | 'not-yet' | 'expired';
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly daysLeft: number;
  /** In the certificate's own words. */
  readonly issuer: string;
}

export interface Services extends ChatKeys {
  readonly pictureCodes: PictureCodes;
  readonly people: People;
  readonly regions: Regions;
  readonly applications: Applications;
  readonly keyPage: KeyPage;
  readonly installation: Installation;
  /** undefined: everything is typed. */
  readonly reading?: Reading;
  /** The backend's time to think is over, or it is not there. */
  isUnreachable(error: unknown): boolean;
}
