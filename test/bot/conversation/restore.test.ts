import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newConversation } from '../../../src/bot/conversation/conversation.ts';
import { createFlow, type Flow, nextStep, restoreDraft } from '../../../src/bot/conversation/flow.ts';
import { nextLook } from '../../../src/bot/conversation/reminders.ts';
import { restoreConversation } from '../../../src/bot/conversation/restore.ts';
import { createTestBackend } from '../../support/backend.ts';
import { now } from '../../support/step.ts';
import { anyStored, wholeDraft } from '../../support/stored.ts';

const { services } = createTestBackend(() => now);
const flow = createFlow(services, { pictureCode: true });
const named = (name: string) => {
  const found = flow.find((each) => each.name === name);
  if (!found) throw new Error(`no step ${name}`);
  return found;
};
/** As the database gives it back: JSON knows no -0, say. */
const restored = (stored: unknown, by: Flow = flow) => restoreConversation(by, JSON.parse(JSON.stringify(stored)));

test('what this version stored comes back as it was', () => {
  const conversation = {
    ...newConversation,
    language: 'kk',
    place: 'question',
    draft: wholeDraft,
    draftId: 'tg:1',
    asking: 'iin',
    asked: 'iin',
    screen: 12,
    memo: 'picture-1',
    list: { page: 1, query: 'абай' },
    unanswered: { step: 'iin', reply: { kind: 'text', text: '900101390002' } },
    applications: ['482-093-755-618-809'],
    keyFiles: [{ number: '482-093-755-618-809', fileId: 'file-0' }],
    keyStore: { number: '482-093-755-618-809', as: 'jks', fileId: null },
    lastSeenAt: now.toISOString(),
    reminded: true,
    lookedAt: now.toISOString(),
  };
  expect(restored(JSON.parse(JSON.stringify(conversation)))).toEqual(conversation);
});

describe('what an older version stored', () => {
  test('is forgotten where the question is no longer asked', () => {
    const withoutEmail = flow.filter(({ name }) => !name.startsWith('email'));
    expect(Object.keys(restoreDraft(withoutEmail, wholeDraft))).not.toContain('email');
  });

  test('is asked again where the answer has another shape, and nothing takes its place', () => {
    const draft = restoreDraft(flow, { ...wholeDraft, domain: 'alatau.kz' });
    expect(draft.domain).toBeUndefined();
    expect(nextStep(flow, draft)?.name).toBe('domain');
    expect(draft.region).toBe('KZ-10');
  });

  test.each(['region', 'city'] as const)('is asked again where the %s is empty', (name) => {
    expect(nextStep(flow, restoreDraft(flow, { ...wholeDraft, [name]: '' }))?.name).toBe(name);
  });

  test('under the name of no question is dropped, also a dangerous one', () => {
    const stored = JSON.parse('{"draft":{"__proto__":{"service":"ssl-individual"},"constructor":1,"mother":"x"}}');
    expect(restored(stored).draft).toEqual({});
  });

  test('before a question was put in between leads to that question', () => {
    const { 'key-storage': _, ...older } = wholeDraft;
    expect(nextStep(flow, restoreDraft(flow, older))?.name).toBe('key-storage');
  });

  test('cannot be a submission: the review is always looked at', () => {
    const { draft } = restored({ draft: { ...wholeDraft, review: 'submitted' } });
    expect(nextStep(flow, draft)?.name).toBe('review');
  });

  test('about a question that is gone is not asked again', () => {
    const shorter = flow.filter(({ name }) => name !== 'domain');
    const stored = {
      draft: wholeDraft,
      asking: 'domain',
      asked: 'domain',
      unanswered: { step: 'domain', reply: { kind: 'text', text: 'x' } },
    };
    expect(restored(stored, shorter)).toMatchObject({ asking: null, asked: null, unanswered: null });
  });
});

describe('whatever was stored', () => {
  test('is read without an error, and every answer is the one to its own question', () => {
    fc.assert(
      fc.property(anyStored, (stored) => {
        const conversation = restored(stored);
        for (const [name, answer] of Object.entries(conversation.draft)) {
          const was = (stored as { draft: Record<string, unknown> }).draft[name];
          expect(named(name).restore(was)).toEqual(answer);
        }
        expect(conversation.screen).toBeGreaterThanOrEqual(0);
        expect(conversation.screen.toString(36).length).toBeLessThanOrEqual(8);
        const look = nextLook(conversation, { days: 7 });
        if (look) expect(look.getTime()).not.toBeNaN();
      }),
      { numRuns: 500 },
    );
  });

  test('is read the same a second time', () => {
    fc.assert(
      fc.property(anyStored, (stored) => {
        const once = restored(stored);
        expect(restored(JSON.parse(JSON.stringify(once)))).toEqual(once);
      }),
    );
  });
});
