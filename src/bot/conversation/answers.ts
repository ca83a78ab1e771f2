import type { DomainName } from '../../domain/domain-name.ts';
import type { EmailAddress } from '../../domain/email-address.ts';
import type { Iin } from '../../domain/iin.ts';
import type { PersonName } from '../../domain/person-name.ts';

/** What the applicant has told us. One entry per question; the name is the file, the locale block and the button prefix. */
export interface Answers {
  readonly service: 'ssl-individual';
  /** What text was agreed to, and when (ISO 8601). */
  readonly agreement: { readonly version: string; readonly agreedAt: string };
  /** What the backend gave for the right answer; null where it asks for no picture codes. */
  readonly 'picture-code': { readonly pass: string | null };
  readonly iin: { readonly iin: Iin; readonly name: PersonName };
  readonly person: 'confirmed';
  /** null: the applicant wants no letters. */
  readonly email: { readonly address: EmailAddress | null };
  /** The address after the hint about a likely slip. */
  readonly 'email-check': { readonly address: EmailAddress };
  readonly region: string;
  readonly city: string;
  readonly domain: DomainName;
  readonly 'key-storage': KeyStorage;
  readonly csr: MadeRequest;
  /** Made on the key page, in the applicant's own browser. */
  readonly 'device-key': MadeRequest;
  /** What risk was agreed to, and when (ISO 8601). */
  readonly 'chat-consent': { readonly version: string; readonly agreedAt: string };
  /** Made by the bot, and kept nowhere but in the chat: `fileId` is how Telegram finds the encrypted key file there. */
  readonly 'chat-key': MadeRequest & { readonly fileId: string };
  readonly review: 'submitted';
}
export type StepName = keyof Answers;

/** Where the private key lives. It never comes to us, except with `chat`: then the bot makes it and keeps nothing of it. */
export type KeyStorage = 'this-device' | 'java-key-store' | 'own-csr' | 'chat';

/** `key`: what kind of key it is, as people call it. */
export interface MadeRequest {
  readonly pem: string;
  readonly key: string;
}

/** Stored between messages: names and answers, never a position. */
export type Draft = { readonly [Name in StepName]?: Answers[Name] };
