// What is kept of a chat between two messages: facts and answers by name. Where the applicant is, is derived from them.
import { type ApplicationNumber, parseApplicationNumber } from '../../domain/application-number.ts';
import { type Language, languages } from '../../domain/language.ts';
import type { Draft, StepName } from './answers.ts';
import { type Flow, restoreDraft } from './flow.ts';
import type { Reply } from './step.ts';

export interface Conversation {
  /** null until it is known what the person reads. */
  readonly language: Language | null;
  /** `question`: a text is an answer; `status`: a text is an application number; `home`: neither. */
  readonly place: 'home' | 'question' | 'status';
  readonly draft: Draft;
  /** Names this draft towards the backend, so that a repeated submission makes one application. */
  readonly draftId: string | null;
  /** A question that is answered again although it has an answer. */
  readonly asking: StepName | null;
  /** Counts the screens; a button carries the number of its own, so that an old keyboard does not act. */
  readonly screen: number;
  /** The screen is a photo: its text is a caption. */
  readonly hasPicture: boolean;
  readonly memo: string | null;
  readonly list: { readonly page: number; readonly query: string };
  /** The reply that the backend could not take, for the "try again" button. */
  readonly unanswered: Extract<Reply, { kind: 'text' | 'choice' }> | null;
  /** Numbers of the applications that were submitted here, the newest first. */
  readonly applications: readonly ApplicationNumber[];
  /** ISO 8601; of the last thing that the person, not the clock, did. */
  readonly lastSeenAt: string;
  readonly reminded: boolean;
}

export const newConversation: Conversation = {
  language: null,
  place: 'home',
  draft: {},
  draftId: null,
  asking: null,
  screen: 0,
  hasPicture: false,
  memo: null,
  list: { page: 0, query: '' },
  unanswered: null,
  applications: [],
  lastSeenAt: new Date(0).toISOString(),
  reminded: false,
};

/** As many as one status message lists. */
export const MAX_APPLICATIONS = 20;

/**
 * Reads what any former version stored. Anything that does not hold today is left out: the draft by its steps' own rules,
 * the rest by its type, so that a new version never stumbles over an old chat.
 */
export function restoreConversation(flow: Flow, stored: unknown): Conversation {
  if (typeof stored !== 'object' || stored === null) return newConversation;
  const { language, draft, asking, applications, ...rest } = stored as Record<string, unknown>;
  const known = Object.fromEntries(
    Object.entries(rest).filter(([name, value]) => sameType(value, newConversation[name as keyof Conversation])),
  );
  const restored = restoreDraft(flow, typeof draft === 'object' && draft !== null ? { ...draft } : {});
  return {
    ...newConversation,
    ...known,
    language: languages.find((each) => each === language) ?? null,
    draft: restored,
    draftId: typeof rest.draftId === 'string' ? rest.draftId : null,
    memo: typeof rest.memo === 'string' ? rest.memo : null,
    unanswered: null,
    asking: flow.find(({ name }) => name === asking && restored[name] !== undefined)?.name ?? null,
    applications: (Array.isArray(applications) ? applications : []).flatMap((each) =>
      typeof each === 'string' ? (parseApplicationNumber(each) ?? []) : [],
    ),
  };
}

const sameType = (value: unknown, model: unknown): boolean =>
  model !== undefined && model !== null && value !== null && typeof value === typeof model;

/** There is something that would be lost if it were forgotten. */
export const hasDraft = ({ draft }: Conversation): boolean => Object.keys(draft).length > 0;
