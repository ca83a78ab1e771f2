// What is kept of a chat between two messages: facts and answers by name. Where the applicant is, is derived from them.
import type { ApplicantReason } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Language } from '../../domain/language.ts';
import type { Draft, StepName } from './answers.ts';
import type { KeyStoreFormat } from './chat-keys.ts';
import type { KnownApplication } from './known-applications.ts';
import type { Reply } from './step.ts';

/**
 * `question`: a text is an answer; `status`: an application number; `key-password`: opens a key file; `revocation`: the domain
 * or number of what is to be revoked; `new-email`: an address; `home`: nothing.
 */
export const places = ['home', 'question', 'status', 'key-password', 'revocation', 'new-email'] as const;
export type Place = (typeof places)[number];

export interface Conversation {
  /** null until it is known what the person reads. */
  readonly language: Language | null;
  readonly place: Place;
  readonly draft: Draft;
  /** Names this draft towards the backend, so that a repeated submission makes one application. */
  readonly draftId: string | null;
  /** A question that is answered again although it has an answer; without meaning once that answer is gone. */
  readonly asking: StepName | null;
  /** The question that the screen shows: a text is an answer to this one or to none, whatever a new version asks first. */
  readonly asked: StepName | null;
  /** Of the questions of this draft, the last in their order that was ever asked; for the figures alone. */
  readonly furthest: StepName | null;
  /** Counts the screens; a button carries the number of its own, so that an old keyboard does not act. */
  readonly screen: number;
  /** The screen is a photo: its text is a caption. */
  readonly hasPicture: boolean;
  readonly memo: string | null;
  readonly list: { readonly page: number; readonly query: string };
  /** The reply that the backend could not take, for the "try again" button. */
  readonly unanswered: Unanswered | null;
  /** Numbers of the applications that were submitted here, the newest first. */
  readonly applications: readonly ApplicationNumber[];
  /** Of applications whose key the bot made: how Telegram finds the key file. */
  readonly keyFiles: readonly KeyFile[];
  /** The key store that a password is asked for; without a file id the key file is asked for first. */
  readonly keyStore: WantedKeyStore | null;
  /** The application whose certificate the draft's is to replace. */
  readonly renews: ApplicationNumber | null;
  /** What is to be revoked once its name is typed. */
  readonly revoking: { readonly number: ApplicationNumber; readonly reason: ApplicantReason } | null;
  /** The application whose address is asked for; `doubted`: what was typed and looked like a slip. */
  readonly addressing: { readonly number: ApplicationNumber; readonly doubted: string | null } | null;
  readonly known: readonly KnownApplication[];
  /** Wants no notices but the essential ones. */
  readonly noticesOff: boolean;
  /** ISO 8601; of the last thing that the person, not the clock, did. */
  readonly lastSeenAt: string;
  readonly reminded: boolean;
  /** ISO 8601; when somebody's site was last looked at from here. */
  readonly lookedAt: string | null;
}

export interface KeyFile {
  readonly number: ApplicationNumber;
  readonly fileId: string;
}
export interface WantedKeyStore {
  readonly number: ApplicationNumber;
  readonly as: KeyStoreFormat;
  readonly fileId: string | null;
}

export interface Unanswered {
  readonly step: StepName;
  readonly reply: Extract<Reply, { kind: 'text' | 'choice' }>;
}

export const newConversation: Conversation = {
  language: null,
  place: 'home',
  draft: {},
  draftId: null,
  asking: null,
  asked: null,
  furthest: null,
  screen: 0,
  hasPicture: false,
  memo: null,
  list: { page: 0, query: '' },
  unanswered: null,
  applications: [],
  keyFiles: [],
  keyStore: null,
  renews: null,
  revoking: null,
  addressing: null,
  known: [],
  noticesOff: false,
  lastSeenAt: new Date(0).toISOString(),
  reminded: false,
  lookedAt: null,
};

/** As many as the status screen has buttons for; older ones are found by their number. */
export const MAX_APPLICATIONS = 10;

/** The newest first, each once. */
export const remembered = (numbers: readonly ApplicationNumber[]): readonly ApplicationNumber[] =>
  [...new Set(numbers)].slice(0, MAX_APPLICATIONS);

/** What the applicant has before them, by name; null between two questions. */
export const whereabouts = ({ place, asked }: Conversation): Whereabouts | null =>
  place === 'question' ? asked : place;
export type Whereabouts = StepName | Exclude<Place, 'question'>;

/** The key page may answer now. */
export const awaitsKeyPage = ({ place, asked }: Conversation): boolean =>
  place === 'question' && asked === 'device-key';

/** There is something that would be lost if it were forgotten. */
export const hasDraft = ({ draft }: Conversation): boolean => Object.keys(draft).length > 0;

/** Nothing of what the applicant typed is left; the numbers of submitted applications and the language are. */
export const withoutDraft = ({
  language,
  screen,
  hasPicture,
  applications,
  keyFiles,
  known,
  noticesOff,
  lastSeenAt,
  lookedAt,
}: Conversation): Conversation => ({
  ...newConversation,
  language,
  screen,
  hasPicture,
  applications,
  keyFiles,
  known,
  noticesOff,
  lastSeenAt,
  lookedAt,
});
