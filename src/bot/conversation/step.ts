// One question of the conversation, as data. What a step says is a message key; what it learns is a value; it sends nothing.
import type { z } from 'zod';
import type { Language } from '../../domain/language.ts';
import type { Message, Words } from '../../messages/message.ts';
import type { Answers, Draft, StepName } from './answers.ts';

/** What came from the chat, free of Telegram's types. */
export type Reply =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'choice'; readonly code: string }
  | { readonly kind: 'file'; readonly file: ReceivedFile }
  /** Compressed by Telegram: a JPEG of at most 1280 pixels. */
  | { readonly kind: 'photo'; readonly file: ReceivedFile }
  | { readonly kind: 'other'; readonly sort: string }
  /** The key page made a key and this request; it was checked where it came in. `domain` in ASCII. */
  | { readonly kind: 'made-key'; readonly pem: string; readonly key: string; readonly domain: string };

export interface ReceivedFile {
  /** How Telegram finds the file again. */
  readonly id: string;
  readonly name: string;
  /** As Telegram claims; the bytes are capped again while they are fetched. */
  readonly size: number;
  /** Throws when Telegram does not give the file within its time limit, or more than `maxBytes` of it. */
  bytes(maxBytes?: number): Promise<Uint8Array>;
}

/** On whose behalf, and when: what a step may know of its surroundings. */
export interface Circumstances {
  /** Names the applicant towards the backend, such as `telegram:1000`. */
  readonly owner: string;
  readonly now: Date;
  /** What the applicant reads. */
  readonly language: Language;
  /** What the step's own prompt asked to be remembered. */
  readonly memo?: string;
  /** Shows that something is going on; call it before anything that may take over a second. */
  progress(message: Message): void;
}

export interface Choice {
  /** Short and stable: it travels in 64 bytes of callback data, with the step's name. */
  readonly code: string;
  readonly label: Words;
  /** More spellings under which a typed word finds this choice. */
  readonly aliases?: readonly string[];
}

export interface Prompt {
  readonly text: Message;
  readonly choices?: readonly Choice[];
  readonly columns?: 1 | 2;
  /** PNG above the text. */
  readonly picture?: Uint8Array;
  /** A text with its own copy button; at most 256 characters. */
  readonly copy?: { readonly label: Message; readonly text: string };
  readonly link?: { readonly label: Message; readonly url: string };
  /** Stored until the answer comes and given to `parse`: which picture was shown, say. */
  readonly memo?: string;
}

/**
 * A value, or the reason why the reply is none. `forget` takes answers back that turned out wrong, so that the applicant is
 * asked for them again.
 */
export type Parsed<Value> = { readonly value: Value } | Refused | AskAgain;
export interface Refused {
  readonly because: Message;
  readonly forget?: readonly StepName[];
  /** The reply holds a secret that must not stay in the chat. */
  readonly secret?: true;
  /** What the next prompt is to know. */
  readonly memo?: string;
}

/** Nothing was wrong, and nothing is answered: another picture, please. */
export interface AskAgain {
  readonly again: true;
  /** What the next prompt is to know: what was read and is to be confirmed, say. */
  readonly memo?: string;
}

export interface Definition<Name extends StepName> {
  readonly name: Name;
  /** What a stored answer looks like: one that a former version stored differently is asked for again. */
  readonly stored: z.ZodType<Answers[Name]>;
  ask(draft: Draft, circumstances: Circumstances): Prompt | Promise<Prompt>;
  parse(
    reply: Reply,
    draft: Draft,
    circumstances: Circumstances,
  ): Parsed<Answers[Name]> | Promise<Parsed<Answers[Name]>>;
  /** The line on the review; a step without one does not appear there. */
  summary?(value: Answers[Name], draft: Draft): Message | undefined | Promise<Message>;
  /** Leaves the step out while false. */
  when?(draft: Draft): boolean;
  /** Answers that lose their meaning when this one changes. */
  readonly clears?: readonly StepName[];
  /** The applicant cannot come back here. */
  readonly once?: boolean;
  /** A long list: paged, and found by typing a part of the name. Such a question must have no side effect. */
  readonly searchable?: boolean;
  /** The question stays readable in the chat after the answer, as what was agreed to must. */
  readonly stays?: boolean;
  /** What is typed here is a password: the message goes at once, and nothing remembers it. */
  readonly secret?: boolean;
}

/** A step as the engine sees it: the answer's type stays inside. */
export interface Step {
  readonly name: StepName;
  readonly once: boolean;
  readonly stays: boolean;
  readonly searchable: boolean;
  readonly secret: boolean;
  applies(draft: Draft): boolean;
  ask(draft: Draft, circumstances: Circumstances): Promise<Prompt>;
  answer(reply: Reply, draft: Draft, circumstances: Circumstances): Promise<Parsed<Draft>>;
  summary(draft: Draft): Promise<Message | undefined>;
  /** The stored answer if it still has the shape that this version expects. */
  restore(stored: unknown): unknown;
}

export function step<Name extends StepName>(definition: Definition<Name>): Step {
  const { name, clears = [], once = false, stays = false, searchable = false, secret = false } = definition;
  return {
    name,
    once,
    stays,
    searchable,
    secret,
    applies: (draft) => definition.when?.(draft) ?? true,
    ask: async (draft, circumstances) => definition.ask(draft, circumstances),
    async answer(reply, draft, circumstances) {
      const parsed = await definition.parse(reply, draft, circumstances);
      if (!('value' in parsed)) return parsed;
      return { value: { ...without(draft, clears), [name]: parsed.value } };
    },
    async summary(draft) {
      const value = draft[name];
      return value === undefined ? undefined : definition.summary?.(value as Answers[Name], draft);
    },
    restore: (stored) => definition.stored.safeParse(stored).data,
  };
}

/** The draft with these answers forgotten. */
export const without = (draft: Draft, names: readonly StepName[]): Draft =>
  Object.fromEntries(Object.entries(draft).filter(([name]) => !names.includes(name as StepName)));
