// A notice that somebody is writing: kept with their chat, beside their own conversation.
import { z } from 'zod';
import { applicationStatuses } from '../../../contract/statuses.ts';
import { type Language, languages } from '../../../domain/language.ts';
import { type Audience, everyone, type Versions } from '../broadcast.ts';

/** What the next message of its writer is taken for. */
export type Step =
  | { readonly await: 'content' | 'buttons'; readonly language: Language }
  | { readonly await: 'days' | 'time' };

export interface Draft {
  /** Buttons carry it, so that those of an earlier draft do nothing. */
  readonly id: string;
  /** Of the writer's role: with another grant the draft is over. */
  readonly grantedAt: string;
  /** Edits the messages of this broadcast instead of sending new ones. */
  readonly of: number | null;
  readonly versions: Versions;
  readonly audience: Audience;
  readonly isEssential: boolean;
  readonly step: Step | null;
}

const language = z.enum(languages);
const version = z.object({
  text: z.string(),
  entities: z.array(z.looseObject({ type: z.string(), offset: z.int(), length: z.int() })),
  media: z.object({ kind: z.enum(['photo', 'document']), fileId: z.string() }).optional(),
  buttons: z.array(z.object({ text: z.string(), url: z.string() })),
});
const stored = z.object({
  id: z.string(),
  grantedAt: z.string(),
  of: z.int().nullable(),
  versions: z.partialRecord(language, version),
  audience: z.object({
    languages: z.array(language),
    regions: z.array(z.string()),
    statuses: z.array(z.enum(applicationStatuses)),
    endsWithinDays: z.int().nullable(),
  }),
  isEssential: z.boolean(),
  step: z
    .union([
      z.object({ await: z.enum(['content', 'buttons']), language }),
      z.object({ await: z.enum(['days', 'time']) }),
    ])
    .nullable(),
});

/** undefined for none, for one that today's version does not read, and for one of an earlier grant. */
export function restoreDraft(note: unknown, grantedAt: Date): Draft | undefined {
  const read = stored.safeParse(note).data as Draft | undefined;
  return read?.grantedAt === grantedAt.toISOString() ? read : undefined;
}

export const newDraft = (id: string, grantedAt: Date): Draft => ({
  id,
  grantedAt: grantedAt.toISOString(),
  of: null,
  versions: {},
  audience: everyone,
  isEssential: false,
  step: null,
});

export const writtenLanguages = ({ versions }: Pick<Draft, 'versions'>): readonly Language[] =>
  languages.filter((each) => versions[each]);

export const toggled = <Item>(items: readonly Item[], item: Item): readonly Item[] =>
  items.includes(item) ? items.filter((each) => each !== item) : [...items, item];
