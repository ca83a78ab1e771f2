// What is kept of a chat between two messages: facts and answers by name. Where the applicant is, is derived from them.
import { z } from 'zod';
import { type ApplicantReason, applicantReasons, applicationStatuses } from '../../contract/statuses.ts';
import { type ApplicationNumber, parseApplicationNumber } from '../../domain/application-number.ts';
import { type Language, languages } from '../../domain/language.ts';
import type { Draft, StepName } from './answers.ts';
import { type KeyStoreFormat, keyStoreFormats } from './chat-keys.ts';
import { type Flow, restoreDraft } from './flow.ts';
import { type KnownApplication, MAX_KNOWN } from './known-applications.ts';
import type { Reply } from './step.ts';

const places = ['home', 'question', 'status', 'key-password', 'revocation', 'new-email'] as const;

export interface Conversation {
  /** null until it is known what the person reads. */
  readonly language: Language | null;
  /** `question`: a text is an answer; `status`: an application number; `key-password`: opens a key file; `revocation`: the
   * domain or number of what is to be revoked; `new-email`: an address; `home`: nothing. */
  readonly place: (typeof places)[number];
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
/** Eight characters in base 36, which is what a button has room for. */
const MAX_SCREEN = 36 ** 8 - 1;

const number = z.custom<ApplicationNumber>((text) => typeof text === 'string' && parseApplicationNumber(text) === text);
const fileId = z.string().max(256);

const stored = z.object({
  language: z.enum(languages).nullable().catch(newConversation.language),
  place: z.enum(places).catch(newConversation.place),
  draft: z.record(z.string(), z.unknown()).catch({}),
  draftId: z.string().max(128).nullable().catch(null),
  asking: z.string().nullable().catch(null),
  asked: z.string().nullable().catch(null),
  furthest: z.string().nullable().catch(null),
  screen: z.int().min(0).max(MAX_SCREEN).catch(newConversation.screen),
  hasPicture: z.boolean().catch(newConversation.hasPicture),
  memo: z.string().max(64).nullable().catch(null),
  list: z.object({ page: z.int().min(0), query: z.string().max(100) }).catch(newConversation.list),
  unanswered: z
    .object({
      step: z.string(),
      reply: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('text'), text: z.string() }),
        z.object({ kind: z.literal('choice'), code: z.string() }),
      ]),
    })
    .nullable()
    .catch(null),
  applications: z.array(z.unknown()).catch([]),
  keyFiles: z.array(z.object({ number, fileId })).max(MAX_APPLICATIONS).catch([]),
  keyStore: z
    .object({ number, as: z.enum(keyStoreFormats), fileId: fileId.nullable() })
    .nullable()
    .catch(null),
  renews: number.nullable().catch(null),
  revoking: z
    .object({ number, reason: z.enum(applicantReasons) })
    .nullable()
    .catch(null),
  addressing: z
    .object({ number, doubted: z.string().max(254).nullable() })
    .nullable()
    .catch(null),
  known: z
    .array(
      z.object({
        number,
        status: z.enum(applicationStatuses),
        region: z.string().max(32).nullable(),
        endsAt: z.iso.datetime({ offset: true }).nullable(),
      }),
    )
    .max(MAX_KNOWN)
    .catch([]),
  noticesOff: z.boolean().catch(false),
  lastSeenAt: z.iso.datetime().catch(newConversation.lastSeenAt),
  reminded: z.boolean().catch(newConversation.reminded),
  lookedAt: z.iso.datetime().nullable().catch(null),
});

/**
 * Reads what any former version stored. Anything that does not hold today is left out: the draft by its steps' own rules,
 * the rest by its type, so that a new version never stumbles over an old chat.
 */
export function restoreConversation(flow: Flow, former: unknown): Conversation {
  const read = stored.safeParse(former);
  if (!read.success) return newConversation;
  const { draft: formerDraft, asking, asked, furthest, unanswered, applications, ...rest } = read.data;
  const known = (name: string | undefined | null) => flow.find((each) => each.name === name)?.name ?? null;
  const unansweredStep = known(unanswered?.step);
  return {
    ...rest,
    draft: restoreDraft(flow, formerDraft),
    asking: known(asking),
    asked: known(asked),
    furthest: known(furthest),
    unanswered: unanswered && unansweredStep ? { ...unanswered, step: unansweredStep } : null,
    applications: remembered(
      applications.flatMap((each) => (typeof each === 'string' ? (parseApplicationNumber(each) ?? []) : [])),
    ),
  };
}

/** The newest first, each once. */
export const remembered = (numbers: readonly ApplicationNumber[]): readonly ApplicationNumber[] =>
  [...new Set(numbers)].slice(0, MAX_APPLICATIONS);

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
