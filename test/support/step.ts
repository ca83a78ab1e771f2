// One question by itself: what it asks, and what a reply is to it. Words come back in English, as they are read.
import type { Draft, StepName } from '../../src/bot/conversation/answers.ts';
import type { Circumstances, Prompt, Reply, Step } from '../../src/bot/conversation/step.ts';
import { parseDomainName } from '../../src/domain/domain-name.ts';
import { parseEmailAddress } from '../../src/domain/email-address.ts';
import { type Iin, parseIin } from '../../src/domain/iin.ts';
import { parseHtml } from '../../src/local-telegram/text/html.ts';
import type { Words } from '../../src/messages/message.ts';
import { createTranslate } from '../../src/messages/messages.ts';
import { createTestBackend, persons, type TestBackend } from './backend.ts';

const translate = createTranslate();
export const read = (words: Words): string => parseHtml(translate(words, 'en', 'html')).text;

export const now = new Date('2026-11-22T06:00:00Z');
export const text = (typed: string): Reply => ({ kind: 'text', text: typed });
export const choice = (code: string): Reply => ({ kind: 'choice', code });
export const sticker: Reply = { kind: 'other', sort: 'sticker' };
export const photo: Reply = { kind: 'other', sort: 'photo' };
export const file = (name: string, bytes: Uint8Array, size = bytes.length): Reply => ({
  kind: 'file',
  file: { id: `id of ${name}`, name, size, bytes: async () => bytes },
});

export const iinOf = (digits: string): Iin => {
  const parsed = parseIin(digits);
  if ('because' in parsed) throw new Error(parsed.because);
  return parsed.value;
};
export const domainOf = (name: string) => {
  const parsed = parseDomainName(name);
  if ('because' in parsed) throw new Error(parsed.because);
  return parsed.value;
};
export const addressOf = (address: string) => {
  const parsed = parseEmailAddress(address);
  if ('because' in parsed) throw new Error(parsed.because);
  return parsed.value;
};
export const someone = { iin: iinOf('900101390002'), name: persons['900101390002'] };

export interface StepUnderTest {
  readonly backend: TestBackend;
  asks(draft?: Draft): Promise<Prompt & { readonly words: string; readonly labels: readonly string[] }>;
  /** The answer that the reply is, or in words why it is none. */
  takes(reply: Reply, draft?: Draft, memo?: string): Promise<unknown>;
  summary(draft: Draft): Promise<string | undefined>;
  /** What was said while it took its time. */
  readonly progress: string[];
}

export function tryStep(create: (backend: TestBackend) => Step): StepUnderTest {
  const backend = createTestBackend(() => now);
  const step = create(backend);
  const progress: string[] = [];
  const around = (memo?: string): Circumstances => ({
    owner: 'telegram:1',
    now,
    language: 'en',
    progress: (message) => progress.push(read(message)),
    ...(memo !== undefined && { memo }),
  });
  return {
    backend,
    progress,
    async asks(draft = {}) {
      const prompt = await step.ask(draft, around());
      return { ...prompt, words: read(prompt.text), labels: (prompt.choices ?? []).map(({ label }) => read(label)) };
    },
    async takes(reply, draft = {}, memo) {
      const parsed = await step.answer(reply, draft, around(memo));
      if ('value' in parsed) return parsed.value[step.name as StepName];
      if ('again' in parsed) return parsed;
      const { because, ...more } = parsed;
      return Object.keys(more).length > 0 ? { because: read(because), ...more } : read(because);
    },
    async summary(draft) {
      const line = await step.summary(draft);
      return line && read(line);
    },
  };
}
