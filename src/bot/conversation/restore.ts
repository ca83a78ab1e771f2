// From what is stored of a chat, by whatever version of this program, to a conversation.
import { z } from 'zod';
import { applicantReasons, applicationStatuses } from '../../contract/statuses.ts';
import { type ApplicationNumber, parseApplicationNumber } from '../../domain/application-number.ts';
import { languages } from '../../domain/language.ts';
import { keyStoreFormats } from './chat-keys.ts';
import { type Conversation, MAX_APPLICATIONS, newConversation, places, remembered } from './conversation.ts';
import { type Flow, restoreDraft } from './flow.ts';
import { MAX_KNOWN } from './known-applications.ts';

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
